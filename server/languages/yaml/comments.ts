/** Comments of YAML files, templates included: from `#` at the start of a line or after a blank, outside strings. */
import { Lexer } from "yaml";
import type { Comment, YamlScript } from "../../../rules/api.ts";

const byteOrderMark = "\u{FEFF}";
/** Marks the lexer puts before a document and before a plain scalar; they are not in the text. */
const scalarMark = "\x1f";
const marks: ReadonlySet<string> = new Set(["\x02", scalarMark, "\x18"]);

export function yamlComments(text: string): Comment[] {
  if (!text.includes("#")) return [];
  const comments: Comment[] = [];
  let offset = text.startsWith(byteOrderMark) ? 1 : 0;
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
