/** Whatever is cut off, pasted or half-typed: a notebook never throws, and what it says lies inside its text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinCells, splitCells } from "../../server/engine/cells.ts";
import { workspace } from "../harness.ts";
import { notebook } from "./notebooks.ts";

const whole = notebook(["import requests\n%%time\n!pip install a \\\n b\n", "%%bash\npip install c\n", "x = 'é😀\\n'\nrequests.get(url)  # \"why\"\n", { markdown: "# Title" }, "from sklearn.svm import SVC\nm = SVC(probability=True)\nif m:\n  %cd x\nm?\n"]);
const piece = fc.constantFrom("\"", "\\", "\\n", "\\u00", "{", "[", "]", ",", "\n", "\r\n", "\u0000", "\uE0B7python 3\n", "%%", "!", "'''", "😀", "\uD83D", "source", "null");

describe("damaged notebooks", () => {
  it("give findings and edits inside the text, and no trouble", async () => {
    await fc.assert(fc.asyncProperty(fc.nat(whole.length), fc.nat(60), piece, async (at, removed, inserted) => {
      const text = whole.slice(0, at) + inserted + whole.slice(at + removed);
      const { findings, trouble } = await workspace({ "a.ipynb": text });
      expect(trouble).toEqual([]);
      for (const { at: place, fixes, related } of findings("a.ipynb")) {
        for (const span of [place, ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.at)), ...related.map((step) => step.at)]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }
    }), { numRuns: 150 });
  });

  it("stay JSON after every fix", async () => {
    const { findings } = await workspace({ "a.ipynb": whole });
    const fixes = findings("a.ipynb").flatMap((finding) => finding.fixes);
    expect(fixes.length).toBeGreaterThan(1);
    for (const { edits, title } of fixes) {
      const fixed = [...edits].reverse().reduce((text, edit) => text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end), whole);
      expect(() => JSON.parse(fixed) as unknown, title).not.toThrow();
    }
  });
});

describe("cells as one text", () => {
  it("come back as they were", () => {
    const cell = fc.record({ isPython: fc.boolean(), executionCount: fc.option(fc.nat(), { nil: undefined }), text: fc.stringMatching(/^[a-z\n\r\t #"']*$/) });
    fc.assert(fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const { text, starts } = joinCells(cells);
      expect(splitCells(text)).toEqual(cells.map((one, index) => ({ ...one, start: starts[index] })));
    }));
  });
});
