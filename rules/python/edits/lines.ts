/** Lines around statements: what a fix needs to move whole statements without touching what stands beside them. */
import type { PyStmt, PythonFile, Span } from "../../api.ts";

/** The lines a statement fills, when nothing but a comment shares them; end includes the line break. */
export interface WholeLines extends Span {
  readonly indent: string;
  /** ` # …` behind it, or nothing. */
  readonly comment: string;
  /** Where its last line ends, before the line break. */
  readonly textEnd: number;
}

export function wholeLines(file: PythonFile, statement: PyStmt): WholeLines | undefined {
  const { text } = file;
  const start = lineStart(text, statement.start);
  const indent = text.slice(start, statement.start);
  const rest = lineEnd(text, statement.end);
  const comment = text.slice(statement.end, rest);
  if (indent.trim() !== "" || !/^[ \t]*(?:#.*)?$/.test(comment)) return undefined;
  const end = text.startsWith("\r\n", rest) ? rest + 2 : Math.min(text.length, rest + 1);
  return { start, end, indent, comment: comment.trimEnd(), textEnd: rest };
}

/** What has to go when the lines go: of a cell's last line the break before it, for the one behind it is no cell's. */
export function linesInCell(file: PythonFile, { start, end }: Span): Span {
  const cell = file.notebook?.cells.find((one) => one.start <= start && start <= one.end);
  if (!cell || end <= cell.end) return { start, end };
  return { start: start > cell.start ? start - 1 : start, end: cell.end };
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Before the line break, of either kind. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === "\r" ? at - 1 : at;
}

export const lineBreakOf = (text: string) => (text.includes("\r\n") ? "\r\n" : "\n");

/** The block a statement stands in; the file's own for those of the module. */
export function blockOf(file: PythonFile, statement: PyStmt): readonly PyStmt[] | undefined {
  const { parent } = statement;
  if (!parent) return file.body.includes(statement) ? file.body : undefined;
  const blocks: (readonly PyStmt[])[] = [];
  if ("body" in parent && Array.isArray(parent.body)) blocks.push(parent.body as readonly PyStmt[]);
  if ("orelse" in parent) blocks.push(parent.orelse);
  if ("finalbody" in parent) blocks.push(parent.finalbody);
  return blocks.find((block) => block.includes(statement));
}
