/** Literal strings and the names the tree connects them with. */
import type { Edit, JavaScriptFile, JsCallExpr, JsExpr, JsNewExpr, JsNode, JsStr, JsTemplate, NamedString, NamedStringTest, Span } from "../../../rules/api.ts";
import { namesOfArguments } from "./positional-names.ts";

type Literal = JsStr | JsTemplate;

/** What the search needs of a file or of a piece of it. */
export interface Literals {
  nodes<K extends "Str" | "Template">(kind: K): readonly Extract<JsNode, { kind: K }>[];
  qualifiedName(node: JsExpr): string | undefined;
}

/** Places in them move with the text. */
export function namedStringsIn(part: Literals): NamedString[] {
  return [...part.nodes("Str"), ...part.nodes("Template")]
    .flatMap((node) => (node.kind === "Template" && node.tag ? [] : named(part, node)))
    .sort((a, b) => a.at.start - b.at.start || a.nameAt.start - b.nameAt.start);
}

/** The same question, without what answers to it are made of: whether `test` accepts one of them. */
export function mayName(part: Literals, test: NamedStringTest): boolean {
  const isAccepted = (node: Literal): boolean => {
    for (const { name, value } of named(part, node)) if (test.isName(name) && test.isValue(value, name)) return true;
    return false;
  };
  for (const node of part.nodes("Str")) if (isAccepted(node)) return true;
  for (const node of part.nodes("Template")) if (!node.tag && isAccepted(node)) return true;
  return false;
}

/** As it stands now. */
export function settled(one: NamedString): NamedString {
  return { ...one, nameAt: span(one.nameAt), at: span(one.at), innerAt: span(one.innerAt) };
}

/** Climbs from a literal through what passes its value on, until something gives it a name. */
function named(file: Literals, literal: Literal): NamedString[] {
  let whole = !(literal.kind === "Template" && literal.holes.length > 0);
  let node: JsNode = literal;
  for (let parent = node.parent; parent; parent = node.parent) {
    if (parent.kind === "Logical" && parent.right === node) {
      const variable = environmentVariable(parent.left);
      if (variable) return [string(literal, variable, "environment-default", whole)];
    } else if (parent.kind === "Binary" && parent.op === "+") {
      whole = false;
    } else if (parent.kind !== "Cast" && parent.kind !== "Await" && !(parent.kind === "Logical" && parent.left === node) && !(parent.kind === "Conditional" && parent.test !== node) && !isEncoding(parent, node)) {
      return givenName(file, literal, node, parent, whole);
    }
    node = parent;
  }
  return [];
}

/** `Buffer.from("…", "utf8")`, `"…".trim()`: still the same string. */
function isEncoding(parent: JsNode, node: JsNode): boolean {
  if (parent.kind === "Member") return parent.object === node && parent.parent?.kind === "Call" && parent.parent.callee === parent && /^(?:trim|toString|toLowerCase|toUpperCase)$/.test(parent.property ?? "");
  if (parent.kind !== "Call") return false;
  if (parent.callee === node) return true;
  const { callee } = parent;
  return parent.args[0] === node && callee.kind === "Member" && callee.property === "from" && callee.object.kind === "Name" && callee.object.id === "Buffer";
}

function givenName(file: Literals, literal: Literal, node: JsNode, parent: JsNode, whole: boolean): NamedString[] {
  switch (parent.kind) {
    case "Declarator":
      return parent.value === node && parent.target.kind === "Name" ? [string(literal, under(parent.target.id, parent.target), "assignment", whole)] : [];
    case "Assign":
      return parent.value === node ? chained(literal, parent, whole) : [];
    case "Property":
      return parent.value === node && parent.key !== undefined ? [string(literal, under(parent.key, parent.keyAt), "entry", whole)] : [];
    case "Field":
      return parent.value === node && parent.name !== undefined ? [string(literal, under(parent.name, parent.nameAt), "assignment", whole)] : [];
    case "JsxAttribute":
      return [string(literal, under(parent.name, parent.nameAt), "argument", whole)];
    case "Param":
    case "PatternEntry":
      return parent.fallback === node ? fallback(literal, parent, whole) : [];
    case "Binary":
      return /^[!=]==?$/.test(parent.op) ? compared(literal, parent.left === node ? parent.right : parent.left, whole) : [];
    case "Call":
    case "New":
      return argument(file, literal, node, parent, whole);
    default:
      return [];
  }
}

interface Named {
  readonly id: string;
  readonly at: Span;
}

function under(id: string, at: Span): Named {
  return { id, at };
}

function string(literal: Literal, name: Named, how: NamedString["how"], whole: boolean): NamedString {
  return { name: name.id, nameAt: name.at, value: literal.value, at: literal, innerAt: literal.innerAt, how, whole };
}

function span({ start, end }: Span): Span {
  return { start, end };
}

/** Every target of `a = b.c = "…"`. */
function chained(literal: Literal, assign: JsNode, whole: boolean): NamedString[] {
  const found: NamedString[] = [];
  let at: JsNode | undefined = assign;
  for (; at?.kind === "Assign"; at = at.parent) {
    const name = lastName(at.target);
    const variable = environmentVariable(at.target);
    if (variable) found.push(string(literal, variable, "assignment", whole));
    else if (name) found.push(string(literal, name, "assignment", whole));
  }
  if (at?.kind === "Declarator" && at.target.kind === "Name") found.push(string(literal, under(at.target.id, at.target), "assignment", whole));
  return found;
}

function fallback(literal: Literal, holder: Extract<JsNode, { kind: "Param" | "PatternEntry" }>, whole: boolean): NamedString[] {
  const name = holder.kind === "PatternEntry" && holder.key !== undefined && !/^\d+$/.test(holder.key) && holder.target.kind === "Name" ? under(holder.key, holder.target) : lastName(holder.target);
  return name ? [string(literal, name, "default", whole)] : [];
}

function compared(literal: Literal, other: JsExpr, whole: boolean): NamedString[] {
  const name = lastName(other);
  return name ? [string(literal, name, "comparison", whole)] : [];
}

function argument(file: Literals, literal: Literal, node: JsNode, call: JsCallExpr | JsNewExpr, whole: boolean): NamedString[] {
  const position = call.args.indexOf(node as JsExpr);
  const method = lastName(call.callee);
  if (position < 0 || !method) return [];
  const before = position > 0 ? call.args[position - 1] : undefined;
  const isPair = /^(?:set|append|header|setHeader|setRequestHeader|setItem|defineProperty|cookie)$/.test(method.id);
  if (isPair && position === 1 && before?.kind === "Str") return [string(literal, under(before.value, before), "argument", whole)];
  const name = namesOfArguments(method.id, call.kind === "New", () => file.qualifiedName(call.callee))?.[position];
  return name ? [string(literal, under(name, literal), "argument", whole)] : [];
}

/** The last name of a chain: `password` in `config.db.password` and `config["password"]`. */
function lastName(node: JsNode): Named | undefined {
  if (node.kind === "Name") return under(node.id, node);
  if (node.kind === "Member") return node.property === undefined ? undefined : under(node.property.replace(/^#/, ""), node.propertyAt);
  if (node.kind === "Cast") return lastName(node.value);
  return undefined;
}

/** `X` in `process.env.X`, `process.env["X"]`, `Deno.env.get("X")`, `Bun.env.X`, `import.meta.env.X`. */
function environmentVariable(node: JsNode): Named | undefined {
  if (node.kind === "Cast") return environmentVariable(node.value);
  if (node.kind === "Logical") return environmentVariable(node.left);
  if (node.kind === "Call") {
    const [first] = node.args;
    const isGet = node.callee.kind === "Member" && node.callee.property === "get" && isEnvironment(node.callee.object);
    return isGet && first?.kind === "Str" ? under(first.value, first.innerAt) : undefined;
  }
  return node.kind === "Member" && node.property !== undefined && isEnvironment(node.object) ? under(node.property, node.propertyAt) : undefined;
}

function isEnvironment(node: JsExpr): boolean {
  if (node.kind !== "Member" || node.property !== "env") return false;
  return node.object.kind === "ImportMeta" || (node.object.kind === "Name" && ["process", "Deno", "Bun"].includes(node.object.id)) || (node.object.kind === "Member" && node.object.property === "process");
}

/** In `process.env.X || "literal"` the default goes with the literal; a JSX attribute gets braces. */
export function environmentRead(file: Pick<JavaScriptFile, "nodes" | "text">, variable: string, at: Span): readonly Edit[] | undefined {
  if (!/^[A-Za-z_]\w*$/.test(variable)) return undefined;
  const literal = [...file.nodes("Str"), ...file.nodes("Template")].find((node) => node.start === at.start && node.end === at.end);
  if (!literal || (literal.kind === "Template" && literal.holes.length > 0)) return undefined;
  const { parent } = literal;
  const read = `process.env.${variable}`;
  if (parent?.kind === "Property" && parent.keyAt.start === literal.start) return undefined;
  if (parent?.kind === "Logical" && parent.right === literal && environmentVariable(parent.left)) return [{ at: { start: parent.left.end, end: literal.end }, text: "" }];
  if (parent?.kind === "JsxAttribute" && file.text[literal.start - 1] !== "{" && file.text[literal.start - 1] !== "(") return [{ at, text: `{${read}}` }];
  return [{ at, text: read }];
}
