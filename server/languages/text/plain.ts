/** A file as text: comments and named strings by the format its name tells, no tree. */
import type { Comment, LanguageId, NamedString, TextFile } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";
import { readComments } from "./comments.ts";
import { documentFacts } from "./documents.ts";
import { environmentFacts } from "./environment-file.ts";
import { environmentRead } from "./environment.ts";
import { formatOf } from "./formats.ts";
import { namedStringsOf } from "./names/index.ts";
import { ownerFacts } from "./owners.ts";

export function plainFile<Id extends LanguageId>(path: string, text: string, language: Id): TextFile & { readonly language: Id } {
  const format = formatOf(path);
  let comments: readonly Comment[] | undefined;
  let strings: readonly NamedString[] | undefined;
  return {
    path, text, language, problems: [],
    comments: () => (comments ??= readComments(text, format)),
    namedStrings: () => (strings ??= namedStringsOf(path, text, format.shape)),
    slice: (at) => text.slice(at.start, at.end),
    environmentRead: (variable, at) => environmentRead(path, text, variable, at),
  };
}

export function openPlain(path: string, text: string): OpenFile {
  let file = plainFile(path, text, "text");
  return {
    get file() { return file; },
    facts: () => documentFacts(path, file.text) ?? ownerFacts(path, file.text) ?? environmentFacts(path, file.text) ?? { path, language: "text", anchors: [], body: {} },
    update: (_changes, next) => { file = plainFile(path, next, "text"); },
    dispose: () => {},
  };
}
