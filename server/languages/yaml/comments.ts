/** Comments of YAML files, templates included: from `#` at the start of a line or after a blank, outside strings. */
import { Lexer } from "yaml";
import type { Comment, Span, YamlScript } from "../../../rules/api.ts";

/** Marks the lexer puts before a document and before a plain scalar; they are not in the text. */
const scalarMark = "\x1f";
const marks: ReadonlySet<string> = new Set(["\x02", scalarMark, "\x18"]);

export function yamlComments(text: string): Comment[] {
  if (!text.includes("#")) return [];
  const comments: Comment[] = [];
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (marks.has(lexeme)) {
      isScalar = lexeme === scalarMark;
      continue;
    }
    if (lexeme.startsWith("#") && !isScalar) {
      const shown = lexeme.replace(/\r$/, "");
      comments.push({ at: { start: offset, end: offset + shown.length }, text: shown.replace(/^#+/, "").trim() });
    }
    isScalar = false;
    offset += lexeme.length;
  }
  return comments;
}

/** The comments after an edit that only this stretch of the text was read anew for, and that made the text longer by `by`. */
export function commentsAfter(before: readonly Comment[], text: string, { start, end }: Span, by: number): readonly Comment[] {
  const moved = (comment: Comment, by: number): Comment => ({ at: { start: comment.at.start + by, end: comment.at.end + by }, text: comment.text });
  const within = yamlComments(text.slice(start, end)).map((comment) => moved(comment, start));
  return [...before.filter(({ at }) => at.start < start), ...within, ...before.filter(({ at }) => at.start >= end - by).map((comment) => moved(comment, by))];
}

/** Inside a block scalar the shell's comments are the only place for a remark about one line. */
export function scriptComments(scripts: readonly YamlScript[], text: string): Comment[] {
  return scripts.flatMap(({ at }) => {
    const found: Comment[] = [];
    for (let word = text.indexOf("preship:", at.start); word >= 0 && word < at.end; word = text.indexOf("preship:", lineEnd(text, word))) {
      const start = text.lastIndexOf("#", word);
      const end = Math.min(lineEnd(text, word), at.end);
      if (start >= at.start && !text.slice(start, word).includes("\n")) found.push({ at: { start, end }, text: text.slice(start, end).replace(/^#+/, "").trim() });
    }
    return found;
  });
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}
