/** The cells of a notebook with the way back into its text: nbformat 3 and 4, however broken, and the form open notebooks have. */
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Span } from "../../../rules/api.ts";
import { isCellsText, splitCells } from "../../engine/cells.ts";
import { MappedBuilder, type MappedText } from "../shell/mapped.ts";

export interface SourceCell {
  readonly source: MappedText;
  /** Everything the source occupies in the text. */
  readonly at: Span;
  readonly isPython: boolean;
  readonly executionCount: number | undefined;
}

export interface NotebookSource {
  /** Code cells in document order, whatever their language; none when the kernel is another language's. */
  readonly cells: readonly SourceCell[];
  /** True when the text is JSON, so that what is written into a cell has to be escaped. */
  readonly isJson: boolean;
}

export function readNotebook(text: string): NotebookSource {
  if (isCellsText(text)) return { cells: openCells(text), isJson: false };
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type !== "object" || !isPythonKernel(root)) return { cells: [], isJson: true };
  return { cells: cellNodes(root).flatMap((cell) => codeCell(text, cell) ?? []), isJson: true };
}

function openCells(text: string): SourceCell[] {
  return splitCells(text).filter((cell) => cell.isPython).map(({ text: source, start, executionCount }) => {
    const builder = new MappedBuilder(start);
    builder.addStraight(source, start);
    return { source: builder.build(), at: { start, end: start + source.length }, isPython: true, executionCount };
  });
}

const otherKernel = /^(?!.*python)(?:ir|r|julia.*|.*scala.*|spylon.*|bash|calysto.*|javascript|typescript|deno|jslab|rust|evcxr|go(phernotes)?|x?cpp\d*|xcling.*|octave|sas|matlab|stata|\.net.*|c#|f#|sql|xsql.*|powershell|ruby|iruby|haskell|ihaskell|kotlin|java|ijava|clojure|lua|perl|php|wolfram.*|sos)$/i;

function isPythonKernel(root: Node): boolean {
  const declared = textAt(root, "metadata", "kernelspec", "language") ?? textAt(root, "metadata", "language_info", "name");
  if (declared) return /python|pyspark|sage/i.test(declared);
  return !otherKernel.test(textAt(root, "metadata", "kernelspec", "name") ?? textAt(root, "metadata", "language") ?? "");
}

function cellNodes(root: Node): readonly Node[] {
  const cells = findNodeAtLocation(root, ["cells"])?.children;
  if (cells) return cells;
  return (findNodeAtLocation(root, ["worksheets"])?.children ?? []).flatMap((sheet) => findNodeAtLocation(sheet, ["cells"])?.children ?? []);
}

function codeCell(text: string, cell: Node): SourceCell | undefined {
  if (cell.type !== "object" || textAt(cell, "cell_type") !== "code") return undefined;
  const source = findNodeAtLocation(cell, ["source"]) ?? findNodeAtLocation(cell, ["input"]);
  const strings = (source?.type === "array" ? (source.children ?? []) : source ? [source] : []).filter((node) => node.type === "string");
  const [first, last] = [strings[0], strings.at(-1)];
  if (!first || !last) return undefined;
  const builder = new MappedBuilder(first.offset + 1);
  for (const node of strings) decode(text, node, builder);
  const language = textAt(cell, "metadata", "vscode", "languageId") ?? textAt(cell, "metadata", "dotnet_interactive", "language") ?? textAt(cell, "language");
  const count: unknown = (findNodeAtLocation(cell, ["execution_count"]) ?? findNodeAtLocation(cell, ["prompt_number"]))?.value;
  return {
    source: builder.build(), at: { start: first.offset + 1, end: innerEnd(text, last) },
    isPython: language === undefined || /python/i.test(language),
    executionCount: typeof count === "number" && count > 0 ? count : undefined,
  };
}

function innerEnd(text: string, node: Node): number {
  const end = node.offset + node.length;
  return node.length > 1 && text[end - 1] === '"' ? end - 1 : end; // an unterminated string has no closing quote
}

const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", "\"": "\"", "\\": "\\", "/": "/" };

function decode(text: string, node: Node, into: MappedBuilder): void {
  const end = innerEnd(text, node);
  for (let at = node.offset + 1; at < end; ) {
    const escape = text.charAt(at + 1);
    if (text[at] !== "\\" || at + 1 >= end) {
      const next = text.slice(at + 1, end).indexOf("\\"); // no further than this string goes
      const stop = next < 0 ? end : at + 1 + next;
      into.addStraight(text.slice(at, stop), at);
      at = stop;
      continue;
    }
    const code = escape === "u" ? /^[\da-f]{4}/i.exec(text.slice(at + 2, Math.min(at + 6, end)))?.[0] : undefined;
    const length = code === undefined ? 2 : 6;
    into.add(code === undefined ? (simple[escape] ?? escape) : String.fromCharCode(Number.parseInt(code, 16)), at, at + length);
    at += length;
  }
}

function textAt(node: Node, ...path: string[]): string | undefined {
  const value: unknown = findNodeAtLocation(node, path)?.value;
  return typeof value === "string" ? value : undefined;
}
