/** One instruction of dockerfile-ast as the façade has it. The script is filled in with its stage's variables later. */
import type { Heredoc, Instruction } from "dockerfile-ast";
import type { DockerInstruction, DockerWord, Span } from "../../../rules/api.ts";
import type { LineIndex } from "../../engine/positions.ts";
import { MappedBuilder, MappedText } from "../shell/mapped.ts";
import { logicalLine, readFlags, readJson, readPairs, skipBlanks, splitWords, toWord, type JsonWord } from "./words.ts";

export interface Source {
  readonly text: string;
  readonly lines: LineIndex;
  /** The continuation and escape character. */
  readonly escape: string;
}

export interface RawInstruction extends DockerInstruction {
  /** What a shell would be given, or the words of the JSON form. */
  readonly command: { readonly shell?: MappedText; readonly json?: readonly JsonWord[] } | undefined;
}

const runs: ReadonlySet<string> = new Set(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"]);
const pairs: ReadonlySet<string> = new Set(["ARG", "ENV", "LABEL"]);

export function readInstruction(node: Instruction, source: Source): RawInstruction | undefined {
  const at = spanOf(node.getRange(), source);
  const keywordAt = spanOf(node.getInstructionRange(), source);
  const keyword = node.getKeyword().toUpperCase();
  const documents = hereDocuments(node, source);
  const lineEnd = documents[0] ? lineEndBefore(source.text, documents[0].start) : at.end;
  const line = logicalLine(source.text, keywordAt.end, Math.max(keywordAt.end, lineEnd), source.escape);
  if (keyword !== "ONBUILD") return build(keyword, keywordAt, at, line, documents, source, false);
  const inner = splitWords(line, 0, source.escape)[0];
  if (!inner) return build(keyword, keywordAt, at, line, [], source, false);
  return build(inner.value.toUpperCase(), line.span(inner.from, inner.to), at, line.slice(inner.to, line.text.length), documents, source, true);
}

function build(keyword: string, keywordAt: Span, at: Span, line: MappedText, documents: readonly Span[], source: Source, isOnBuild: boolean): RawInstruction {
  const { flags, rest } = readFlags(line, source.escape);
  const from = keyword === "HEALTHCHECK" ? afterCmd(line, rest) : rest;
  const json = /^(RUN|CMD|ENTRYPOINT|SHELL|COPY|ADD|VOLUME|HEALTHCHECK)$/.test(keyword) ? readJson(line, from) : undefined;
  const words = json ? json.map((word): DockerWord => ({ ...word.at, value: word.text.text })) : splitWords(line, rest, source.escape).map((word) => toWord(line, word));
  const shell = runs.has(keyword) && !json && from >= 0 ? shellText(line, from, documents, source) : undefined;
  return {
    ...at, keyword, keywordAt, isOnBuild, flags, words,
    stage: undefined,
    isJsonForm: json !== undefined,
    pairs: pairs.has(keyword) ? readPairs(line, rest, source.escape, keyword !== "ARG") : [],
    script: undefined,
    command: !runs.has(keyword) ? undefined : json ? { json } : shell ? { shell } : undefined,
  };
}

/** HEALTHCHECK runs what follows CMD; with NONE it runs nothing. */
function afterCmd(line: MappedText, rest: number): number {
  const match = /^CMD(?=\s|\[)/i.exec(line.text.slice(rest, rest + 4));
  return match ? skipBlanks(line.text, rest + 3) : line.text.length;
}

/** `RUN <<EOF` hands its document to the shell; behind any other command the document stays where a shell would look for it. */
function shellText(line: MappedText, from: number, documents: readonly Span[], source: Source): MappedText | undefined {
  const command = line.slice(from, line.text.length);
  const [first] = documents;
  const last = documents.at(-1);
  if (!first || !last) return command;
  if (/^\s*<<-?\s*(["']?)\w+\1\s*$/.test(command.text)) {
    const body = MappedText.identity(source.text, first.start, first.end);
    const interpreter = /^\s*#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(body.text);
    const program = interpreter && (/env$/.test(interpreter[1] ?? "") ? interpreter[2] : interpreter[1]);
    return !interpreter || /(^|\/)(ba|da|a|z|k)?sh$/.test(program ?? "") ? body : undefined;
  }
  const builder = new MappedBuilder(from);
  for (let i = 0; i < command.text.length; i++) add(builder, command, i);
  const end = closingLineEnd(source.text, last.end);
  for (let i = lineEndBefore(source.text, first.start); i < end; i++) builder.add(source.text.charAt(i), i, i + 1);
  return builder.build();
}

function add(builder: MappedBuilder, from: MappedText, index: number): void {
  const { start, end } = from.span(index, index + 1);
  builder.add(from.text.charAt(index), start, end);
}

function hereDocuments(node: Instruction, source: Source): Span[] {
  if (!hasHereDocuments(node) || !source.text.includes("<<")) return [];
  return node.getHeredocs().flatMap((document) => {
    const range = document.getContentRange();
    return range ? [spanOf(range, source)] : [];
  });
}

function hasHereDocuments(node: Instruction): node is Instruction & { getHeredocs(): Heredoc[] } {
  return "getHeredocs" in node;
}

function lineEndBefore(text: string, start: number): number {
  return start > 0 && text[start - 1] === "\n" ? start - 1 : start;
}

/** The end of the line after a document's content: its delimiter. */
function closingLineEnd(text: string, contentEnd: number): number {
  const newline = text.indexOf("\n", contentEnd + 1);
  return newline < 0 ? text.length : newline;
}

function spanOf(range: { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } }, { lines, text }: Source): Span {
  const start = lines.offset(range.start, text);
  return { start, end: Math.max(start, lines.offset(range.end, text)) };
}
