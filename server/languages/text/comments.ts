/** Comments of text files by their markers; strings are not understood, so a marker counts only after white space or at a line's start. */
import type { Comment } from "../../../rules/api.ts";
import type { Format } from "./formats.ts";

export function readComments(text: string, format: Format): Comment[] {
  const found: Comment[] = [];
  for (const [open, close] of format.blockComments) {
    for (let start = text.indexOf(open); start >= 0; ) {
      const closing = text.indexOf(close, start + open.length);
      const end = closing < 0 ? text.length : closing + close.length;
      found.push({ at: { start, end }, text: text.slice(start + open.length, closing < 0 ? end : closing).trim() });
      start = closing < 0 ? -1 : text.indexOf(open, end);
    }
  }
  const blocks = [...found];
  for (const marker of format.lineComments) {
    let lastEnd = -1;
    for (let start = text.indexOf(marker); start >= 0; start = text.indexOf(marker, start + marker.length)) {
      if (start < lastEnd || !isAtWordStart(text, start)) continue;
      const end = lineEnd(text, start);
      lastEnd = end;
      if (blocks.some(({ at }) => at.start <= start && start < at.end)) continue;
      found.push({ at: { start, end }, text: text.slice(start, end).replace(/^(?:[#/;!%:.-]+|REM )/i, "").trim() });
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start).filter((comment, index, all) => index === 0 || comment.at.start >= (all[index - 1]?.at.end ?? 0));
}

function isAtWordStart(text: string, at: number): boolean {
  return at === 0 || /[\s;,{}()]/.test(text.charAt(at - 1));
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  const end = newline < 0 ? text.length : newline;
  return text.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end;
}
