/** Text that code puts together: `+`, templates, `concat`, `join`, in one expression or over several statements. */
import type { JavaScriptFile, JsExpr, JsName } from "../../api.ts";

/** U+FFFC stands in the text for each part that is not literal. */
export const gap = "\uFFFC";

export interface Assembled {
  readonly text: string;
  readonly parts: readonly { readonly node: JsExpr; /** Offset of the gap in the text. */ readonly at: number }[];
}

interface Draft { text: string; parts: { node: JsExpr; at: number }[] }

/** The text an expression makes, names followed to what they were given; undefined when no literal takes part. */
export function assembled(file: JavaScriptFile, node: JsExpr): Assembled | undefined {
  const draft: Draft = { text: "", parts: [] };
  write(file, node, draft, 0);
  return draft.text.length > draft.parts.length ? draft : undefined;
}

function write(file: JavaScriptFile, node: JsExpr, draft: Draft, depth: number): void {
  if (depth > 25 || draft.text.length > 20_000) return;
  const next = (one: JsExpr) => write(file, one, draft, depth + 1);
  switch (node.kind) {
    case "Str": draft.text += node.value; return;
    case "Num": draft.text += node.text; return;
    case "Template": return node.tag && !isRawTag(file, node.tag) ? hole(node, draft) : writeTemplate(file, node.value, node.holes, draft, depth);
    case "Binary":
      if (node.op !== "+") return hole(node, draft);
      next(node.left);
      return next(node.right);
    case "Await": case "Cast": return next(node.value);
    case "Name": return writeName(file, node, draft, depth);
    case "Call": return writeCall(file, node, draft, depth);
    default: return hole(node, draft);
  }
}

function hole(node: JsExpr, draft: Draft): void {
  draft.parts.push({ node, at: draft.text.length });
  draft.text += gap;
}

/** Tags that only lay text out. */
function isRawTag(file: JavaScriptFile, tag: JsExpr): boolean {
  return /^(?:dedent|outdent|globalThis\.String\.raw|common-tags\.\w+|stripIndent)\b/.test(file.qualifiedName(tag) ?? "");
}

function writeTemplate(file: JavaScriptFile, text: string, holes: readonly JsExpr[], draft: Draft, depth: number): void {
  const pieces = text.split(gap);
  pieces.forEach((piece, index) => {
    draft.text += piece;
    const value = holes[index];
    if (index < pieces.length - 1 && value) write(file, value, draft, depth + 1);
  });
}

function writeCall(file: JavaScriptFile, node: JsExpr & { kind: "Call" }, draft: Draft, depth: number): void {
  const call = file.call(node);
  const { receiver, method } = call;
  if (receiver && method === "concat" && isText(file, receiver)) return [receiver, ...node.args].forEach((one) => write(file, one, draft, depth + 1));
  if (receiver && /^(?:trim|trimStart|trimEnd|toString|toLowerCase|toUpperCase)$/.test(method) && isText(file, receiver)) return write(file, receiver, draft, depth + 1);
  if (call.callee === "node:util.format") return node.args.forEach((one, index) => writeFormatted(file, one, index, draft, depth));
  const list = receiver && method === "join" ? file.valueOf(receiver) : undefined;
  if (list?.kind === "array") {
    const [separator] = node.args;
    return list.node.elements.forEach((one, index) => {
      if (index > 0) draft.text += separator?.kind === "Str" ? separator.value : ",";
      if (one) write(file, one, draft, depth + 1);
    });
  }
  hole(node, draft);
}

/** `util.format("… '%s'", id)`: the placeholders stay in the text, the values follow it; each part stands in a place of its own. */
function writeFormatted(file: JavaScriptFile, node: JsExpr, index: number, draft: Draft, depth: number): void {
  if (index === 0) return write(file, node, draft, depth + 1);
  const placeholder = /%[sdifjoO]/.exec(draft.text);
  if (!placeholder) return hole(node, draft);
  draft.text = draft.text.slice(0, placeholder.index) + gap + draft.text.slice(placeholder.index + placeholder[0].length);
  draft.parts.push({ node, at: placeholder.index });
}

function isText(file: JavaScriptFile, node: JsExpr): boolean {
  return ["Str", "Template", "Binary"].includes(node.kind) || (node.kind === "Name" && file.bindingsOf(node).some(({ value }) => value?.kind === "Str" || value?.kind === "Template" || value?.kind === "Binary"));
}

/** What a name was first given, and everything that was added to it or put in its place since. */
function writeName(file: JavaScriptFile, node: JsName, draft: Draft, depth: number): void {
  const bindings = file.bindingsOf(node).filter((one) => one.value !== undefined || one.how !== "declare");
  const [first, ...rest] = bindings;
  const isWhole = first?.value && first.path?.length === 0 && (first.how === "declare" || first.how === "assign");
  if (!first?.value || !isWhole || !["Str", "Num", "Template", "Binary", "Name", "Call", "Cast", "Await", "Conditional"].includes(first.value.kind)) return hole(node, draft);
  const { text, parts } = draft;
  const before = { length: text.length, parts: parts.length };
  write(file, first.value, draft, depth + 1);
  const isBare = draft.parts.length === before.parts + 1 && draft.text.length === before.length + 1;
  if (isBare && rest.length === 0) draft.parts[before.parts] = { node, at: before.length }; // nothing literal in it: the name says more
  for (const one of rest) {
    const added = one.how === "update" && one.node.kind === "Assign" && one.node.op === "+=" ? one.node.value : undefined;
    if (added) write(file, added, draft, depth + 1);
    else if (one.how === "assign" && one.value) {
      draft.text += " ";
      write(file, one.value, draft, depth + 1);
    }
  }
}
