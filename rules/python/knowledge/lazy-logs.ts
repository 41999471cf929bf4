/** Turning a text put together in a log call into a constant text with arguments. */
import type { Edit, PyCall, PyExpr, PyStr, PythonFile } from "../../api.ts";

/** How the first argument of a log call is put together, when it is. */
export function assembledBy(file: PythonFile, call: PyCall): "f-string" | "%" | "+" | "format" | undefined {
  const message = messageOf(call);
  if (!message) return undefined;
  if (message.kind === "Str") return message.holes.length > 0 ? "f-string" : undefined;
  if (message.kind === "Binary" && message.op === "%" && message.left.kind === "Str") return "%";
  if (message.kind === "Binary" && message.op === "+" && hasText(message) && !isConstantText(file, message)) return "+";
  return message.kind === "Call" && message.func.kind === "Attribute" && message.func.attr === "format" && message.func.value.kind === "Str" ? "format" : undefined;
}

export function messageOf(call: PyCall): PyExpr | undefined {
  return call.argument("msg", call.method === "log" ? 1 : 0);
}

function hasText(node: PyExpr): boolean {
  return node.kind === "Str" || (node.kind === "Binary" && node.op === "+" && (hasText(node.left) || hasText(node.right)));
}

function isConstantText(file: PythonFile, node: PyExpr): boolean {
  return node.kind === "Binary" ? isConstantText(file, node.left) && isConstantText(file, node.right) : file.valueOf(node).kind === "string" && !(node.kind === "Str" && node.holes.length > 0);
}

/** Edit that gives an f-string's values as arguments; undefined where formats or nested quotes make it more than a translation. */
export function lazyEdit(file: PythonFile, message: PyExpr): Edit | undefined {
  const lazy = message.kind === "Str" ? lazyText(file, message) : undefined;
  return lazy === undefined ? undefined : { at: { start: message.start, end: message.end }, text: lazy };
}

function lazyText(file: PythonFile, node: PyStr): string | undefined {
  const [piece] = node.pieces;
  if (node.pieces.length !== 1 || !piece || !/^f$/i.test(piece.prefix) || piece.quote.length !== 1 || node.holes.length === 0) return undefined;
  let text = "";
  let from = piece.innerAt.start;
  const values: string[] = [];
  for (const hole of node.holes) {
    const before = file.slice({ start: from, end: hole.start });
    const open = before.lastIndexOf("{");
    const tail = /^\s*(!r|!s)?(?::(\.\d{1,2}f|d))?\}/.exec(file.slice({ start: hole.end, end: Math.min(hole.end + 20, piece.innerAt.end) }));
    if (open < 0 || before.slice(open + 1).trim() !== "" || !tail) return undefined;
    const expression = file.slice(hole);
    if (/[\r\n]/.test(expression) || hole.kind === "Tuple" || hole.kind === "Yield" || hole.kind === "Starred") return undefined;
    text += escaped(before.slice(0, open)) + (tail[2] ? `%${tail[2]}` : tail[1] === "!r" ? "%r" : "%s");
    values.push(expression);
    from = hole.end + tail[0].length;
  }
  return `${piece.quote}${text}${escaped(file.slice({ start: from, end: piece.innerAt.end }))}${piece.quote}, ${values.join(", ")}`;
}

function escaped(text: string): string {
  return text.replaceAll("{{", "{").replaceAll("}}", "}").replaceAll("%", "%%");
}
