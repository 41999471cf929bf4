/** Puts everything from the start of a run to its end under `with`, comments and strings kept as they are. */
import type { Edit, Fix, PyCall, PyStmt, PythonFile } from "../../api.ts";
import { blockOf, lineEnd, wholeLines, type WholeLines } from "./lines.ts";

/** Only where start and end stand in one block, each on lines of its own; without an end, up to where the block ends. */
export function wrapRun(file: PythonFile, call: PyCall, ends: readonly PyCall[]): readonly Fix[] {
  const start = statementOf(call);
  const block = start && inOneCell(file, start, blockOf(file, start));
  const first = start && wholeLines(file, start);
  if (!start || !block || !first || file.text.slice(first.start, first.end).includes("\\\n")) return [];
  const after = block.slice(block.indexOf(start) + 1);
  const end = after.find((one) => one.kind === "ExprStmt" && ends.some(({ node }) => node === one.value));
  if (!end && ends.some(({ start: at, function: owner }) => at > call.start && owner === call.function)) return []; // it ends somewhere inside
  const body = end ? after.slice(0, after.indexOf(end)) : after;
  const closing = end && wholeLines(file, end);
  const [opening, last] = [body[0], body[body.length - 1]];
  if (!opening || !last || (end && !closing) || body.some(isDefinition)) return [];
  const lines = indented(file, first, closing ? closing.start : lineEnd(file.text, last.end));
  const edits: Edit[] = [
    { at: { start: start.start, end: start.end }, text: `with ${file.slice(call.node)}${nameOf(start)}:` },
    ...lines,
    ...(closing ? [{ at: { start: closing.start, end: closing.end }, text: closing.comment ? `${closing.indent}${closing.comment.trimStart()}${file.text.slice(closing.textEnd, closing.end)}` : "" }] : []),
  ];
  return [{ title: "Put the run under `with`", safe: false, edits }];
}

/** A `with` ends with its cell: nothing may be recorded in later ones. */
function inOneCell(file: PythonFile, start: PyStmt, block: readonly PyStmt[] | undefined): readonly PyStmt[] | undefined {
  const cell = file.notebook?.cells.find((one) => one.start <= start.start && start.end <= one.end);
  if (!file.notebook || !block) return block;
  if (!cell || file.calls().some((call) => call.start > cell.end && /^mlflow\b|(?:^|\.)log_\w+$/.test(call.callee ?? call.method))) return undefined;
  return block.filter((one) => one.end <= cell.end);
}

function statementOf({ node }: PyCall): PyStmt | undefined {
  const { parent } = node;
  return parent?.kind === "ExprStmt" || (parent?.kind === "Assign" && parent.value === node) ? parent : undefined;
}

function nameOf(start: PyStmt): string {
  const target = start.kind === "Assign" ? start.targets[0] : undefined;
  return target?.kind === "Name" ? ` as ${target.id}` : "";
}

const isDefinition = ({ kind }: PyStmt) => kind === "FunctionDef" || kind === "ClassDef" || kind === "Import" || kind === "ImportFrom";

/** One more level for each line that holds something and does not begin inside a string. */
function indented(file: PythonFile, first: WholeLines, until: number): readonly Edit[] {
  const unit = unitOf(file.text);
  const strings = file.nodes("Str").flatMap(({ pieces }) => pieces.map(({ at }) => at));
  const edits: Edit[] = [];
  for (let at = first.end; at < until; at = nextLine(file.text, at)) {
    const isBlank = file.text.slice(at, lineEnd(file.text, at)).trim() === "";
    if (!isBlank && !strings.some(({ start, end }) => start < at && at < end)) edits.push({ at: { start: at, end: at }, text: unit });
  }
  return edits;
}

function nextLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

/** What one level is in this file. */
function unitOf(text: string): string {
  const found = /^([ \t]+)\S/m.exec(text)?.[1];
  return found === undefined ? "    " : found.startsWith("\t") ? "\t" : " ".repeat(Math.min(found.length, 4));
}

