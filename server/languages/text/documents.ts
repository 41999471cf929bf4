/** Headings of Markdown and reStructuredText: what runbooks, budgets and release plans are known by. */
import type { FileFacts, Span } from "../../../rules/api.ts";

const documentPath = /\.(md|mdx|markdown|rst|adoc|txt)$/i;
const most = 400;

/** Undefined for files that are no documents. Fenced code is passed over. */
export function documentFacts(path: string, text: string): FileFacts | undefined {
  if (!documentPath.test(path) || text.length > 1_000_000) return undefined;
  const anchors: Span[] = [];
  const headings: { text: string; level: number; at: number }[] = [];
  let fence = "";
  let previous = { text: "", start: 0, end: 0 };
  for (let start = 0; start <= text.length && headings.length < most; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, "");
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark) fence = fence === "" ? mark.slice(0, 3) : mark.startsWith(fence) ? "" : fence;
    else if (fence === "") {
      const [, marks = "", title] = /^ {0,3}(#{1,6}|={1,6})[ \t]+(.{1,200})$/.exec(line) ?? [];
      if (title) add(title, marks.length, start, end);
      else if (/^(=|-|~|\^){3,}[ \t]*$/.test(line) && previous.text.trim()) add(previous.text, "=-~^".indexOf(line.charAt(0)) + 1, previous.start, previous.end);
    }
    previous = { text: line, start, end };
    if (newline < 0) break;
    start = newline + 1;
  }
  return { path, language: "text", anchors, body: { documents: { kind: "documents", headings } } };

  function add(title: string, level: number, from: number, to: number): void {
    headings.push({ text: title.slice(0, 300).replace(/[ \t#=]+$/, "").trim().toLowerCase(), level, at: anchors.length });
    anchors.push({ start: from, end: to });
  }
}
