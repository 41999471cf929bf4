/** Holds tables of small programs to what some rules say of them: on which lines, and nothing else. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";

type Programs = readonly (readonly [title: string, text: string])[];

/** A line of a loud program ends in `# <- rule` for each finding expected on it. */
export function hold(about: string, names: readonly string[], { common = "", loud, silent }: { readonly common?: string; readonly loud: Programs; readonly silent: Programs }): void {
  const rules = new Set(names.map((name) => `python/${name}`));
  const told = async (text: string) => (await lint("train.py", text)).filter(({ rule }) => rules.has(rule.id)).map(({ rule, at }) => `${text.slice(0, at.start).split("\n").length} ${rule.id}`).sort();
  const marked = (text: string) => text.split("\n").flatMap((line, index) => [...line.matchAll(/# <- ([a-z-]+)/g)].map(([, rule]) => `${index + 1} python/${rule}`)).sort();
  describe(`${about}: told on its line`, () => {
    it.each(loud)("%s", async (_, program) => {
      expect(marked(program).length).toBeGreaterThan(0);
      expect(await told(common + program)).toEqual(marked(common + program));
    });
  });
  describe(`${about}: left alone`, () => {
    it.each(silent)("%s", async (_, program) => expect(await told(common + program)).toEqual([]));
  });
}
