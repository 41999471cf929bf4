/** Text that code puts together: `+`, `%`, `.format`, f-strings, `join`, in one expression or over several statements. */
import type { PyExpr, PythonFile } from "../../api.ts";

/** U+FFFC stands in the text for each part that is not literal. */
export const gap = "\uFFFC";

export interface Assembled {
  readonly text: string;
  readonly parts: readonly { readonly node: PyExpr; /** Offset of the gap in the text. */ readonly at: number }[];
}

interface Draft { text: string; parts: { node: PyExpr; at: number }[] }

/** The text an expression makes, names followed to what they were given; undefined when no literal takes part. */
export function assembled(file: PythonFile, node: PyExpr): Assembled | undefined {
  const draft: Draft = { text: "", parts: [] };
  write(file, node, draft, 0);
  return draft.text.length > draft.parts.length ? draft : undefined;
}

function write(file: PythonFile, node: PyExpr, draft: Draft, depth: number): void {
  if (depth > 25 || draft.text.length > 20_000) return;
  const next = (one: PyExpr) => write(file, one, draft, depth + 1);
  switch (node.kind) {
    case "Str": return writeText(file, node.value, node.holes, draft, depth);
    case "Binary":
      if (node.op === "+") { next(node.left); next(node.right); return; }
      if (node.op === "%") return writeFormatted(file, node.left, node.right.kind === "Tuple" ? node.right.elements : node.right.kind === "Dict" ? node.right.entries.map(({ value }) => value) : [node.right], draft, depth, /%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/g);
      return hole(node, draft);
    case "Call": return writeCall(file, node, draft, depth);
    case "Await": case "NamedExpr": return next(node.value);
    case "Name": return writeName(file, node, draft, depth);
    case "Num": draft.text += node.text; return;
    default: return hole(node, draft);
  }
}

function hole(node: PyExpr, draft: Draft): void {
  draft.parts.push({ node, at: draft.text.length });
  draft.text += gap;
}

function writeText(file: PythonFile, text: string, holes: readonly PyExpr[], draft: Draft, depth: number): void {
  const pieces = text.split(gap);
  pieces.forEach((piece, index) => {
    draft.text += piece;
    const value = holes[index];
    if (index < pieces.length - 1 && value) write(file, value, draft, depth + 1);
  });
}

function writeCall(file: PythonFile, node: PyExpr & { kind: "Call" }, draft: Draft, depth: number): void {
  const call = file.call(node);
  const [first] = call.positional;
  if (call.receiver && call.method === "format") return writeFormatted(file, call.receiver, node.args.map(({ value }) => value), draft, depth, /\{[\w.!:]*\}/g);
  if (call.receiver && /^(strip|lstrip|rstrip|encode|replace|lower|upper)$/.test(call.method) && (call.receiver.kind === "Str" || call.receiver.kind === "Name" || call.receiver.kind === "Binary")) return write(file, call.receiver, draft, depth + 1);
  if (call.callee && /^(sqlalchemy\.(sql\.)?(expression\.)?text|textwrap\.dedent|builtins\.str|sqlalchemy\.orm\.\w+\.text|inspect\.cleandoc)$/.test(call.callee) && first) return write(file, first, draft, depth + 1);
  hole(node, draft);
}

/** Placeholders of the template take the arguments in order, or all of them where order does not tell. */
function writeFormatted(file: PythonFile, template: PyExpr, values: readonly PyExpr[], draft: Draft, depth: number, placeholder: RegExp): void {
  const inner: Draft = { text: "", parts: [] };
  write(file, template, inner, depth + 1);
  const slots = [...inner.text.matchAll(placeholder)];
  if (inner.parts.length > 0 || slots.length < values.length || (placeholder.source.startsWith("\\{") && slots.some(([slot]) => slot !== "{}") && values.length > 1)) {
    const base = draft.text.length;
    draft.text += inner.text;
    for (const part of inner.parts) draft.parts.push({ node: part.node, at: base + part.at });
    for (const value of values) hole(value, draft);
    return;
  }
  let from = 0;
  slots.forEach((slot, index) => {
    draft.text += inner.text.slice(from, slot.index);
    from = slot.index + slot[0].length;
    const value = values[index];
    if (value) write(file, value, draft, depth + 1);
  });
  draft.text += inner.text.slice(from);
}

/** One visible binding is followed; `query += …` adds to what came before. */
function writeName(file: PythonFile, node: PyExpr & { kind: "Name" }, draft: Draft, depth: number): void {
  const bindings = file.bindingsOf(node);
  const [first] = bindings;
  const isText = (value: PyExpr | undefined): boolean => value !== undefined && (value.kind === "Str" || value.kind === "Binary" || value.kind === "Call" || value.kind === "Name" || value.kind === "Await");
  if (!first || first.how !== "assign" || !first.value || !isText(first.value) || (first.value.kind === "Call" && bindings.length === 1 && file.call(first.value).callee === undefined && file.call(first.value).method !== "format")) return hole(node, draft);
  const rest = bindings.slice(1);
  const before = draft.text.length;
  const partsBefore = draft.parts.length;
  write(file, first.value, draft, depth + 1);
  if (draft.parts.length === partsBefore + 1 && draft.text.length === before + 1) draft.parts[partsBefore] = { node, at: before }; // nothing literal in it: the name says more
  for (const one of rest) {
    const added = one.how === "augmented" && one.node.kind === "AugAssign" ? one.node.value : one.value;
    if (added && one.how === "augmented") write(file, added, draft, depth + 1);
    else if (added && one.how === "assign") { draft.text += " "; write(file, added, draft, depth + 1); }
  }
}
