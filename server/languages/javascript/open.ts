/** One open JavaScript or TypeScript file: both parsers are asked only when something needs them, and only about what changed. */
import type { FileFacts, JavaScriptFile, Problem, Span } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";
import type ts from "typescript";
import { Chunks, type Chunk } from "./chunks.ts";
import { factsOf } from "./facts.ts";
import { javascriptFile, once } from "./file.ts";
import { entriesOf } from "./handlers/entries.ts";
import { functionFacts, mayServe } from "./handlers/facts.ts";
import { commentsOf, declaredNames, diagnosticsOf, dialectOf, type Dialect, parseTolerant, problemsOf, reparse, statementsOf } from "./syntax.ts";
import { startsOf } from "./starts.ts";
import { whyNotRead } from "./unreadable.ts";
import { serviceBody } from "../concerns.ts";

interface State {
  readonly file: JavaScriptFile;
  readonly facts: () => FileFacts;
  /** The tolerant tree, when it was made. */
  readonly tree: () => ts.SourceFile | undefined;
}

export function openJavaScript(path: string, text: string): OpenFile {
  return openScript(path, text, dialectOf(path));
}

export function openScript(path: string, text: string, dialect: Dialect): OpenFile {
  const chunks = new Chunks(dialect);
  let state = stateOf(path, text, chunks, undefined);
  return {
    get file() { return state.file; },
    facts: () => state.facts(),
    update: (_changes, next) => { state = stateOf(path, next, chunks, state.tree()); },
    dispose: () => {},
  };
}

function stateOf(path: string, text: string, chunks: Chunks, previous: ts.SourceFile | undefined): State {
  const reason = whyNotRead(path, text);
  if (reason !== undefined) return { file: emptyFile(path, text, [{ at: { start: 0, end: 0 }, message: reason }]), facts: once(() => workspaceFacts(path, parseTolerant("", chunks.dialect))), tree: () => undefined };
  const { dialect } = chunks;
  let made: ts.SourceFile | undefined;
  const source = once(() => (made = tolerantTree(() => (previous ? followed(previous, text, dialect) : parseTolerant(text, dialect)), () => parseTolerant("", dialect))));
  const taken = once(() => chunks.take(text, statementsOf(source())));
  const file = javascriptFile(path, text, {
    chunks: taken,
    hidden: once(() => hiddenNames(source(), taken())),
    comments: () => (source().text === text ? commentsOf(source()) : []),
    problems: once(() => (source().text === text ? problemsOf(source()) : [{ at: { start: 0, end: 0 }, message: "Nested too deeply to be read." }])),
  });
  return { file, facts: once(() => workspaceFacts(path, source(), file)), tree: () => (made?.text === text ? made : undefined) };
}

function workspaceFacts(path: string, source: ts.SourceFile, file?: JavaScriptFile): FileFacts {
  const { facts, anchors } = factsOf(source);
  if (!file || !mayServe(path, facts)) return { path, language: "javascript", anchors, body: { javascript: facts } };
  const places: Span[] = [...anchors];
  const anchor = ({ start, end }: Span) => places.push({ start, end }) - 1;
  const functions = functionFacts(file, entriesOf(file), anchor);
  return { path, language: "javascript", anchors: places, body: { javascript: { ...facts, ...functions }, ...serviceBody(file.text, startsOf(file, anchor)) } };
}

/** Longer texts are followed incrementally even while broken: a fresh tree at every letter would be felt. */
const longestReadAnew = 100_000;

/** What is kept of a broken tree can hide an error that a fresh one shows, so brokenness is read anew. */
function followed(previous: ts.SourceFile, text: string, dialect: Dialect): ts.SourceFile {
  const isShort = text.length <= longestReadAnew;
  if (isShort && diagnosticsOf(previous).length > 0) return parseTolerant(text, dialect);
  const next = reparse(previous, text);
  return isShort && diagnosticsOf(next).length > 0 ? parseTolerant(text, dialect) : next;
}

/** TypeScript's parser is recursive: absurdly deep text exhausts the stack, and then an empty tree stands in. */
function tolerantTree(parse: () => ts.SourceFile, fallback: () => ts.SourceFile): ts.SourceFile {
  try {
    return parse();
  } catch {
    return fallback();
  }
}

function hiddenNames(source: ts.SourceFile, chunks: readonly Chunk[]): ReadonlySet<string> {
  const hidden = new Set<string>();
  for (const { start, holes } of chunks) {
    for (const hole of holes) for (const name of declaredNames(source, { start: start + hole.start, end: start + hole.end })) hidden.add(name);
  }
  return hidden;
}

function emptyFile(path: string, text: string, problems: readonly Problem[]): JavaScriptFile {
  return javascriptFile(path, text, { chunks: () => [], hidden: () => new Set(), comments: () => [], problems: () => problems });
}
