/** The path an expression gives, with `*` for every part that is not known and `<config.MODEL>` for a name of another file. */
import type { PyCallExpr, PyExpr, PyStr } from "../../../../rules/api.ts";
import { isForeign, ownerFunction, type Scope } from "../facts-scope.ts";

const deepest = 8;

/** `reads` collects the literals the path is made of. */
export function pathOf(scope: Scope, node: PyExpr | undefined, reads: Set<PyStr> = new Set(), depth = 0): string {
  if (!node || depth > deepest) return "*";
  const next = (inner: PyExpr | undefined) => pathOf(scope, inner, reads, depth + 1);
  switch (node.kind) {
    case "Str": {
      reads.add(node);
      let hole = 0;
      return node.value.replaceAll("\\", "/").replaceAll("\uFFFC", () => next(node.holes[hole++]));
    }
    case "Binary":
      if (node.op === "/") return `${next(node.left)}/${next(node.right)}`;
      return node.op === "+" ? next(node.left) + next(node.right) : "*";
    case "Call": return ofCall(scope, node, next);
    case "Name": return ofName(scope, node, next);
    case "Attribute": return elsewhere(scope, node);
    default: return "*";
  }
}

function ofCall({ file }: Scope, node: PyCallExpr, next: (inner: PyExpr | undefined) => string): string {
  const { callee = "", method, positional, receiver } = file.call(node);
  if (node.args.some(({ star }) => star !== "")) return "*";
  if (/(?:^|\.)path\.join$/.test(callee) || method === "joinpath") return [...(method === "joinpath" ? [receiver] : []), ...positional].map(next).join("/");
  if (/(?:^|\.)(?:open|Path|PurePath|PosixPath|str|fspath|abspath|realpath|expanduser|GzipFile|BytesIO)$/.test(callee) && positional[0]) return next(positional[0]);
  if (/^(?:open|absolute|resolve|as_posix|expanduser)$/.test(method) && receiver) return next(receiver);
  return "*";
}

function ofName(scope: Scope, node: Extract<PyExpr, { kind: "Name" }>, next: (inner: PyExpr | undefined) => string): string {
  const bindings = scope.file.bindingsOf(node);
  const [only] = bindings;
  if (only?.how === "import" || bindings.length === 0) return elsewhere(scope, node);
  if (bindings.length !== 1 || !only || (only.how !== "assign" && only.how !== "with")) return "*";
  return next(only.value);
}

function elsewhere(scope: Scope, node: PyExpr): string {
  const symbol = scope.symbolOf(node) ?? attributeOfObject(scope, node);
  return symbol === undefined || isForeign(symbol) ? "*" : `<${symbol}>`;
}

/** `settings.model_path` where `settings` is an object of this module. */
function attributeOfObject(scope: Scope, node: PyExpr): string | undefined {
  if (node.kind !== "Attribute" || node.value.kind !== "Name") return undefined;
  const [only, ...more] = scope.file.bindingsOf(node.value);
  return only?.how === "assign" && more.length === 0 && !ownerFunction(only.node) ? `:${node.value.id}.${node.attr}` : undefined;
}

const namesPath = /path|file|model|name|dir|folder|arti?e?fact|weights|checkpoint|pkl|pickle|scaler|encoder|pipeline|data|csv|table|uri/i;
const longestPath = 160;
const mostConstants = 40;

/** The paths that other files can import from here. */
export function constantsOf(scope: Scope): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  const note = (target: PyExpr | undefined, value: PyExpr | undefined) => {
    if (target?.kind !== "Name" || !value || !namesPath.test(target.id) || ownerFunction(target) || count >= mostConstants) return;
    const owner = scope.file.enclosingClass(target);
    const name = owner ? `${scope.nameOf(owner)}.${target.id}` : target.id;
    const path = pathOf(scope, value);
    const isPlain = !/^\**$|[\s@]/.test(path) && path.length <= longestPath;
    if (Object.hasOwn(found, name)) found[name] = "*"; // set twice: either may hold
    else if (isPlain) [found[name], count] = [path, count + 1];
  };
  for (const { targets, value } of scope.file.nodes("Assign")) if (targets.length === 1) note(targets[0], value);
  for (const { target, value } of scope.file.nodes("AnnAssign")) note(target, value);
  return count > 0 ? { ...found } : undefined;
}

/** The file's name, without its folders. */
export const fileName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
