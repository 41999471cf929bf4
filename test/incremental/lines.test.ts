/** Lines followed through edits are those of the text read anew, whatever ends them. */
import { expect, it } from "vitest";
import { LineIndex } from "../../server/engine/positions.ts";
import { pick, seeded } from "../fuzz/mutations.ts";

const shown = (lines: LineIndex) => [lines.newline, ...Array.from({ length: lines.lineCount }, (_, line) => lines.lineStart(line))];

it("after random edits", () => {
  const parts = ["\n", "\r", "\r\n", "a", "😀", "bc", "", "\n\n", "x\r\ny"];
  for (let script = 0; script < 300; script++) {
    const random = seeded(script);
    let text = Array.from({ length: 12 }, () => pick(random, parts)).join("");
    let lines = new LineIndex(text);
    for (let step = 0; step < 20; step++) {
      const [a, b] = [random(), random()].map((share) => Math.floor(share * (text.length + 1)));
      const at = { start: Math.min(a ?? 0, b ?? 0), end: random() < 0.5 ? Math.min(a ?? 0, b ?? 0) : Math.max(a ?? 0, b ?? 0) };
      const inserted = pick(random, parts);
      const before = text;
      text = text.slice(0, at.start) + inserted + text.slice(at.end);
      lines = lines.after(at, inserted, text);
      expect(shown(lines), JSON.stringify({ before, at, inserted })).toEqual(shown(new LineIndex(text)));
    }
  }
});
