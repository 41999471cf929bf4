/** How a load could be kept: what a fix has to write so that it runs once for the life of the process. */
import type { PyCall, PyExpr, PyFunctionDef, PyNode, PyStmt, PythonFile, Span } from "../../../rules/api.ts";
import type { KeepFact } from "../../../rules/facts/python.ts";
import { type AnchorTable, ownerFunction } from "./facts-scope.ts";

const longestText = 300;

export function keepingOf(file: PythonFile, anchors: AnchorTable, call: PyCall): { readonly keep?: KeepFact } {
  const owner = ownerFunction(call.node);
  const streamlit = streamlitName(file);
  if (file.notebook || (!owner && streamlit === undefined)) return {};
  const guard = streamlit !== undefined ? { with: `${streamlit}.cache_resource` } : { with: "lru_cache", ...importOf(file, anchors) };
  const keep = (owner && decorated(file, anchors, call, owner, guard)) ?? hoisted(file, anchors, call, guard);
  return keep ? { keep } : {};
}

type Guard = Pick<KeepFact, "with" | "needs">;

function importOf(file: PythonFile, anchors: AnchorTable): Pick<KeepFact, "needs"> {
  const edit = file.addImport("functools", "lru_cache");
  return edit ? { needs: { at: anchors.at(edit.at), text: edit.text.replaceAll("\r\n", "\n") } } : {};
}

/** The name that `import streamlit as st` gives. */
function streamlitName(file: PythonFile): string | undefined {
  for (const { names } of file.nodes("Import")) for (const { name, asname } of names) if (name === "streamlit") return asname ?? name;
  return undefined;
}

/** A function that is asked for nothing and gives back what it loads can be memoised as it is. */
function decorated(file: PythonFile, anchors: AnchorTable, call: PyCall, owner: PyFunctionDef, guard: Guard): KeepFact | undefined {
  if (owner.params.length > 0 || owner.isAsync || owner.decorators.length > 0 || owner.parent) return undefined;
  const returns = file.nodes("Return").filter((one) => ownerFunction(one) === owner);
  const [only] = returns;
  if (returns.length !== 1 || !only?.value || file.nodes("Yield").some((one) => ownerFunction(one) === owner)) return undefined;
  const target = assignedName(call.node);
  const isReturned = isWithin(call.node, only.value) || (target !== undefined && only.value.kind === "Name" && only.value.id === target);
  return isReturned ? { ...guard, before: anchors.at({ start: owner.start, end: owner.start }) } : undefined;
}

/** `x = load(…)` whose arguments are known outside the function moves into a function of its own; so does the `with` around it. */
function hoisted(file: PythonFile, anchors: AnchorTable, call: PyCall, guard: Guard): KeepFact | undefined {
  const statement = call.node.parent;
  const target = assignedName(call.node);
  const name = target === undefined ? undefined : freeName(file, target);
  if (statement?.kind !== "Assign" || statement.value !== call.node || target === undefined || name === undefined) return undefined;
  const opening = openingOf(statement);
  const outer = opening ?? call.node;
  const text = file.slice(call.node);
  const [item] = opening?.items ?? [];
  const handle = item?.target?.kind === "Name" ? item.target.id : undefined;
  const before = startOf(topOf(statement));
  if (before.start > 0 && file.text[before.start - 1] !== "\n") return undefined;
  if (text.length > longestText || /[\r\n]/.test(text) || !isClosed(file, call.node, handle) || (item && (handle === undefined || !isClosed(file, item.context, undefined) || /[\r\n]/.test(file.slice(item.context))))) return undefined;
  const body = item ? [`with ${file.slice(item.context)} as ${handle ?? ""}:`, `    return ${text}`] : [`return ${text}`];
  return {
    ...guard, before: anchors.at(before), made: { name, body },
    instead: { at: anchors.at({ start: outer.start, end: outer.end }), text: opening ? `${target} = ${name}()` : `${name}()` },
  };
}

/** `with open(path, "rb") as f:` around nothing else. */
function openingOf(statement: PyStmt): Extract<PyStmt, { kind: "With" }> | undefined {
  const { parent } = statement;
  return parent?.kind === "With" && parent.body.length === 1 && parent.items.length === 1 && !parent.isAsync ? parent : undefined;
}

function assignedName(node: PyNode): string | undefined {
  const [target, ...more] = node.parent?.kind === "Assign" ? node.parent.targets : [];
  return target?.kind === "Name" && more.length === 0 ? target.id : undefined;
}

/** `load_model` for `model`, when nothing in the file has that name. */
function freeName(file: PythonFile, target: string): string | undefined {
  const taken = (name: string) => new RegExp(`\\b${name}\\b`).test(file.text);
  return [`load_${target.replace(/^_+/, "")}`, `kept_${target.replace(/^_+/, "")}`].find((name) => !taken(name));
}

/** Every name means the same at the top of the file; nothing waits or binds. */
function isClosed(file: PythonFile, node: PyExpr, handle: string | undefined): boolean {
  const stack: PyNode[] = [node];
  for (const at of stack) { // grows while it is walked
    if (at.kind === "Await" || at.kind === "Yield" || at.kind === "YieldFrom" || at.kind === "NamedExpr" || at.kind === "Lambda" || at.kind === "Comprehension" || at.kind === "Unknown") return false;
    if (at.kind === "Name" && at.id !== handle && !isOuter(file, at)) return false;
    stack.push(...file.childrenOf(at));
  }
  return true;
}

function isOuter(file: PythonFile, name: Extract<PyExpr, { kind: "Name" }>): boolean {
  return file.bindingsOf(name).every(({ how, node }) => (how === "import" || how === "assign" || how === "function" || how === "class") && ownerFunction(node) === undefined && file.enclosingClass(node) === undefined);
}

function isWithin(node: PyNode, outer: PyNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}

function topOf(node: PyNode): PyNode {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}

/** With its decorators. */
function startOf(node: PyNode): Span {
  const decorators = "decorators" in node ? node.decorators : [];
  const start = Math.min(node.start, ...decorators.map((one) => one.start - 1));
  return { start, end: start };
}
