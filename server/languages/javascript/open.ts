/** One open JavaScript or TypeScript file: both parsers are asked only when something needs them, and only about what changed. */
import type { FileFacts, JavaScriptFile, Problem, Span } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";
import { JavaScriptDocument } from "./document.ts";
import { factsOf } from "./facts.ts";
import { javascriptFile, once } from "./file.ts";
import { entriesOf } from "./handlers/entries.ts";
import { functionFacts, mayServe } from "./handlers/facts.ts";
import { dialectOf, type Dialect } from "./syntax.ts";
import { startsOf } from "./starts.ts";
import { whyNotRead } from "./unreadable.ts";
import { serviceBody } from "../concerns.ts";

interface State {
  readonly file: JavaScriptFile;
  readonly facts: () => FileFacts;
}

export function openJavaScript(path: string, text: string): OpenFile {
  return openScript(path, text, dialectOf(path));
}

export function openScript(path: string, text: string, dialect: Dialect): OpenFile {
  const document = new JavaScriptDocument(text, dialect);
  let state = stateOf(path, text, document);
  return {
    get file() { return state.file; },
    facts: () => state.facts(),
    update: (changes, next) => {
      document.update(changes, next);
      state = stateOf(path, next, document);
    },
    dispose: () => {},
  };
}

function stateOf(path: string, text: string, document: JavaScriptDocument): State {
  const reason = whyNotRead(path, text);
  if (reason !== undefined) return { file: emptyFile(path, text, [{ at: { start: 0, end: 0 }, message: reason }]), facts: once(() => workspaceFacts(path, factsOf("", []))) };
  const file = javascriptFile(path, text, {
    chunks: once(() => document.chunks()), hidden: once(() => document.hiddenNames()),
    comments: () => document.comments(), problems: once(() => document.problems()),
  });
  return { file, facts: once(() => workspaceFacts(path, factsOf(text, document.trees()), file)) };
}

function workspaceFacts(path: string, { facts, anchors }: ReturnType<typeof factsOf>, file?: JavaScriptFile): FileFacts {
  if (!file || !mayServe(path, facts)) return { path, language: "javascript", anchors, body: { javascript: facts } };
  const places: Span[] = [...anchors];
  const anchor = ({ start, end }: Span) => places.push({ start, end }) - 1;
  const functions = functionFacts(file, entriesOf(file), anchor);
  return { path, language: "javascript", anchors: places, body: { javascript: { ...facts, ...functions }, ...serviceBody(file.text, startsOf(file, anchor)) } };
}

function emptyFile(path: string, text: string, problems: readonly Problem[]): JavaScriptFile {
  return javascriptFile(path, text, { chunks: () => [], hidden: () => new Set(), comments: () => [], problems: () => problems });
}
