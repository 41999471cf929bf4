/** One open JavaScript or TypeScript file: both parsers are asked only when something needs them, and only about what changed. */
import type { FileFacts, JavaScriptFile, Span } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";
import { JavaScriptDocument } from "./document.ts";
import { factsOf } from "./facts.ts";
import { ParsedScript } from "./file.ts";
import { functionFacts, mayServe } from "./handlers/facts.ts";
import { ScriptKnowledge } from "./knowledge.ts";
import { dialectOf, type Dialect } from "./syntax.ts";
import { startsOf } from "./starts.ts";
import { whyNotRead } from "./unreadable.ts";
import { once } from "../once.ts";
import { serviceBody } from "../concerns.ts";

interface State {
  readonly file: JavaScriptFile;
  readonly facts: () => FileFacts;
}

export function openJavaScript(path: string, text: string, isReadOnce?: boolean): OpenFile {
  return openScript(path, text, dialectOf(path), isReadOnce);
}

export function openScript(path: string, text: string, dialect: Dialect, isReadOnce = false): OpenFile {
  let document = new JavaScriptDocument(text, dialect, isReadOnce);
  let knowledge = new ScriptKnowledge(isReadOnce ? "nothing" : "the first text");
  let state = stateOf(path, text, document, knowledge);
  const open: OpenFile & { file: JavaScriptFile } = {
    file: state.file,
    facts: () => state.facts(),
    update: (changes, next) => {
      if (knowledge.isReadOnce) {
        document = new JavaScriptDocument(next, dialect);
        knowledge = new ScriptKnowledge("the first text");
      } else {
        if (!knowledge.isNoted) {
          knowledge = new ScriptKnowledge("edits");
          for (const piece of document.lastRead) piece.reset();
        }
        document.update(changes, next);
      }
      state = stateOf(path, next, document, knowledge);
      open.file = state.file;
    },
    dispose: () => {},
  };
  return open;
}

function stateOf(path: string, text: string, document: JavaScriptDocument, knowledge: ScriptKnowledge): State {
  const reason = whyNotRead(path, text);
  if (reason !== undefined) {
    const file = new ParsedScript(path, text, new JavaScriptDocument("", document.dialect), new ScriptKnowledge("nothing"), [{ at: { start: 0, end: 0 }, message: reason }]);
    return { file, facts: once(() => workspaceFacts(path, factsOf("", []))) };
  }
  const file = new ParsedScript(path, text, document, knowledge);
  return { file, facts: once(() => workspaceFacts(path, document.outline(), file)) };
}

function workspaceFacts(path: string, { facts, anchors }: ReturnType<typeof factsOf>, file?: ParsedScript): FileFacts {
  if (!file || !mayServe(path, facts)) return { path, language: "javascript", anchors, body: { javascript: facts } };
  const places: Span[] = [...anchors];
  const anchor = ({ start, end }: Span) => places.push({ start, end }) - 1;
  const functions = functionFacts(file, file.entries, anchor);
  return { path, language: "javascript", anchors: places, body: { javascript: { ...facts, ...functions }, ...serviceBody(file.text, startsOf(file, anchor)) } };
}
