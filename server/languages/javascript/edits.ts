/** Edits that add an argument or a property and keep layout and trailing commas. */
import type { Edit, JsCallExpr, JsNewExpr, JsObject, Span } from "../../../rules/api.ts";

export function addArgument(text: string, call: JsCallExpr | JsNewExpr, added: string): Edit {
  if (!call.argsAt) return { at: { start: call.callee.end, end: call.callee.end }, text: `(${added})` };
  return addLast(text, call.argsAt, call.args.at(-1), call.args[0], added, "");
}

export function addProperty(text: string, object: JsObject, added: string): Edit {
  return addLast(text, object, object.properties.at(-1), object.properties[0], added, " ");
}

/** `padding` stands inside the brackets of a one-line form that was empty. */
function addLast(text: string, brackets: Span, last: Span | undefined, first: Span | undefined, added: string, padding: string): Edit {
  const close = brackets.end - 1;
  if (!last || !first) {
    const inside = text.slice(brackets.start + 1, close);
    return inside.trim() ? insert(close, ` ${added}${padding}`) : { at: { start: brackets.start + 1, end: close }, text: `${padding}${added}${padding}` };
  }
  const comma = commaAfter(text, last.end, close);
  const indent = ownIndent(text, last.start);
  if (indent !== undefined && ownIndent(text, close) !== undefined) {
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    return comma === undefined ? insert(last.end, `,${newline}${indent}${added}`) : insert(comma + 1, `${newline}${indent}${added},`);
  }
  return comma === undefined ? insert(last.end, `, ${added}`) : insert(comma + 1, ` ${added},`);
}

function insert(offset: number, text: string): Edit {
  return { at: { start: offset, end: offset }, text };
}

function commaAfter(text: string, from: number, to: number): number | undefined {
  let at = from;
  while (at < to) {
    if (text[at] === ",") return at;
    if (text.startsWith("//", at)) at = nextLine(text, at, to);
    else if (text.startsWith("/*", at)) at = Math.max(text.indexOf("*/", at) + 2, at + 2);
    else at++;
  }
  return undefined;
}

function nextLine(text: string, from: number, to: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? to : end;
}

/** The white space before `offset` when nothing else stands before it on its line. */
function ownIndent(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  const before = text[start - 1];
  return before === "\n" || before === "\r" ? text.slice(start, offset) : undefined;
}
