/** An open document follows any sequence of edits exactly, whatever the line endings and characters. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex } from "../../server/engine/positions.ts";
import { OpenDocument } from "../../server/lsp/document.ts";

const pieces = ["a", "é", "😀", "\t", "\n", "\r\n", "\r", "   ", "\uFEFF", "password = 'x'"];
const someText = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(""));
const someChange = fc.record({ text: someText, from: fc.nat(60), to: fc.nat(60), wholly: fc.boolean() });

/** The same change by another road: offsets counted by hand in the full text. */
function applyPlainly(text: string, range: { start: { line: number; character: number }; end: { line: number; character: number } }, next: string): string {
  const lines = new LineIndex(text);
  return text.slice(0, lines.offset(range.start, text)) + next + text.slice(lines.offset(range.end, text));
}

describe("edits", () => {
  it("give the text that applying them one by one gives, and changes that lead the old text to the new one", () => {
    fc.assert(fc.property(someText, fc.array(someChange, { minLength: 1, maxLength: 8 }), (initial, changes) => {
      let plain = initial;
      const events = changes.map(({ text, from, to, wholly }) => {
        if (wholly && from < 6) {
          plain = text;
          return { text };
        }
        const lines = new LineIndex(plain);
        const range = { start: lines.position(Math.min(from, to, plain.length)), end: lines.position(Math.min(Math.max(from, to), plain.length)) };
        plain = applyPlainly(plain, range, text);
        return { range, text };
      });
      const document = new OpenDocument("file:///a", "plaintext", 1, initial);
      const seen = document.text;
      const applied = document.apply(events, 2);
      expect(document.text).toBe(plain.replace(/^\uFEFF/, ""));
      expect(applied.reduce((text, { at, text: next }) => text.slice(0, at.start) + next + text.slice(at.end), seen)).toBe(document.text);
    }), { numRuns: 500 });
  });

  const cases: readonly { readonly name: string; readonly before: string; readonly changes: readonly { readonly range: readonly [number, number, number, number]; readonly text: string }[]; readonly after: string }[] = [
    { name: "each against what the one before left", before: "abc", changes: [{ range: [0, 0, 0, 1], text: "xyz" }, { range: [0, 3, 0, 4], text: "" }], after: "xyzc" },
    { name: "several cursors from the bottom up", before: "a\nb\nc\n", changes: [{ range: [2, 1, 2, 1], text: "!" }, { range: [1, 1, 1, 1], text: "!" }, { range: [0, 1, 0, 1], text: "!" }], after: "a!\nb!\nc!\n" },
    { name: "several cursors from the top down, making lines", before: "a\nb", changes: [{ range: [0, 1, 0, 1], text: "\n\n" }, { range: [3, 1, 3, 1], text: "!" }], after: "a\n\n\nb!" },
    { name: "a column past the end of a line is its end", before: "a\r\nb", changes: [{ range: [0, 99, 0, 99], text: "!" }], after: "a!\r\nb" },
    { name: "a line past the end is the end", before: "a", changes: [{ range: [9, 9, 10, 0], text: "!" }], after: "a!" },
    { name: "start and end the wrong way round", before: "abcd", changes: [{ range: [0, 3, 0, 1], text: "-" }], after: "a-d" },
    { name: "surrogate pairs count two", before: "😀b", changes: [{ range: [0, 2, 0, 3], text: "c" }], after: "😀c" },
  ];
  for (const { name, before, changes, after } of cases) {
    it(name, () => {
      const document = new OpenDocument("file:///a", "plaintext", 1, before);
      document.apply(changes.map(({ range: [line, character, endLine, endCharacter], text }) => ({ range: { start: { line, character }, end: { line: endLine, character: endCharacter } }, text })), 2);
      expect(document.text).toBe(after);
      expect(document.version).toBe(2);
    });
  }
});

describe("a byte order mark that the client keeps", () => {
  it("is not in the text, and is counted in positions of the first line only", () => {
    const document = new OpenDocument("file:///a", "plaintext", 1, "\uFEFFab\ncd");
    expect(document.text).toBe("ab\ncd");
    expect(document.position(0)).toEqual({ line: 0, character: 1 });
    expect(document.position(3)).toEqual({ line: 1, character: 0 });
    expect(document.offset({ line: 0, character: 2 })).toBe(1);
    expect(document.offset({ line: 0, character: 0 })).toBe(0);
    expect(document.offset({ line: 1, character: 1 })).toBe(4);
  });
});
