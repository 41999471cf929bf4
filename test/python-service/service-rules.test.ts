/** The Python service rules on the cases of the table: what they must catch, what they must leave alone, and input that is broken. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";
import { cases } from "./silent-and-loud.ts";

for (const [rule, rows] of Object.entries(cases)) {
  describe(rule, () => {
    it.each(rows)("%s", async (_title, marked) => {
      const { text } = readMarkers(marked);
      const sure = (await lint("service.py", text, rule)).filter((finding) => finding.severity !== "hint");
      expect(withMarkers(text, sure)).toBe(marked);
    });
  });
}

const shapes: readonly (readonly [string, (text: string) => string])[] = [
  ["Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark", (text) => `\uFEFF${text}`],
  ["tabs", (text) => text.replaceAll("    ", "\t")],
  ["an emoji before", (text) => `# 🚢 ship it\n${text}`],
];

describe("the same findings in another shape", () => {
  it.each(shapes)("%s", async (_title, reshape) => {
    for (const [rule, rows] of Object.entries(cases)) {
      for (const [, marked] of rows) {
        const { text, spans } = readMarkers(marked);
        const found = (await lint("service.py", reshape(text), rule)).filter((finding) => finding.severity !== "hint");
        expect(found.length, `${rule}\n${text}`).toBe(spans.length);
      }
    }
  });
});

describe("broken input", () => {
  it("is read without trouble when it ends anywhere", async () => {
    for (const [rule, rows] of Object.entries(cases)) {
      for (const [, marked] of rows.slice(0, 4)) {
        const { text } = readMarkers(marked);
        for (let end = 0; end < text.length; end += 17) await lint("service.py", text.slice(0, end), rule);
      }
    }
    expect(await lint("service.py", "\u0000\uD800except Exception:\n\tpass\u0000")).toBeInstanceOf(Array);
  });

  it("a commented handler is a hint", async () => {
    const text = "try:\n    g()\nexcept Exception:\n    # the store may be away while it is moved\n    pass\n";
    expect((await lint("service.py", text, "python/swallowed-exception")).map(({ severity }) => severity)).toEqual(["hint"]);
  });
});
