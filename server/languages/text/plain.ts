/** A file as lines of text: comments by marker, no names, no facts. */
import type { Comment, LanguageId, TextFile } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";

export function plainFile<Id extends LanguageId>(path: string, text: string, language: Id): TextFile & { readonly language: Id } {
  let comments: Comment[] | undefined;
  return {
    path, text, language, problems: [],
    comments: () => (comments ??= hashComments(text)),
    namedStrings: () => [],
    slice: (at) => text.slice(at.start, at.end),
  };
}

export function openPlain(path: string, text: string): OpenFile {
  let file = plainFile(path, text, "text");
  return {
    get file() { return file; },
    facts: () => ({ path, language: "text", anchors: [], body: {} }),
    update: (_changes, next) => { file = plainFile(path, next, "text"); },
    dispose: () => {},
  };
}

function hashComments(text: string): Comment[] {
  return [...text.matchAll(/(?:^|[ \t])((?:#|\/\/)[^\r\n]*)/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    return { at: { start, end: match.index + match[0].length }, text: (match[1] ?? "").replace(/^(#+|\/\/+)/, "").trim() };
  });
}
