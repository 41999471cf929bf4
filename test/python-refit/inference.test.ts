/** Whole small services, wrong and mended, and programs that only look wrong. */
import { describe, expect, it } from "vitest";
import { readMarkers, withMarkers, workspace } from "../harness.ts";
import { intended } from "./intended.ts";
import { mistakes } from "./mistakes.ts";

const rule = "python/refit-at-inference";

async function marked(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const plain = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, readMarkers(text).text]));
  const { findings, trouble } = await workspace(plain);
  expect(trouble).toEqual([]);
  return Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, withMarkers(text, findings(path, rule))]));
}

describe("speaks", () => {
  for (const { title, path = "service.py", wrong, files = {} } of mistakes) {
    it(title, async () => {
      const all = { ...files, [path]: wrong };
      expect(await marked(all)).toEqual(all);
    });
  }
});

describe("is silent on the mended twin", () => {
  for (const { title, path = "service.py", wrong, mend, files = {} } of mistakes.filter(({ mend }) => mend.length > 0)) {
    it(title, async () => {
      const text = mend.reduce((before, [from, to]) => {
        expect(before).toContain(from);
        return before.replace(from, to);
      }, readMarkers(wrong).text);
      expect(await marked({ ...files, [path]: text })).toEqual({ ...files, [path]: text });
    });
  }
});

describe("is silent", () => {
  for (const { title, path = "service.py", text, files = {} } of intended) {
    it(title, async () => expect(await marked({ ...files, [path]: text })).toEqual({ ...files, [path]: text }));
  }
});
