/** A rule that takes too long on a file is stopped, named once and left out of that file; the others, and other files, go on. */
import { beforeAll, describe, expect, it } from "vitest";
import type { AnyRule, Finding } from "../../rules/api.ts";
import { buildProject } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { allRules } from "../harness.ts";
import { languages } from "./replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const text = 'import requests\npassword = "Tr4ding!Places"\n\ndef ask(url):\n    return requests.get(url)\n\ndef tell(url):\n    return requests.post(url)\n';
const config = effectiveConfig([{ source: "test", folder: "" }]);

/** By path, the milliseconds that each look of one rule costs; the clock stands still otherwise. */
function slowed(id: string, cost: (path: string) => number) {
  let time = 0;
  let runs = 0;
  const said: string[] = [];
  const rules = allRules.map((rule): AnyRule => {
    if (rule.id !== id) return rule;
    const check = rule.check as (...given: unknown[]) => Iterable<Finding>;
    return { ...rule, *check(...given: unknown[]) { runs++; time += cost((given[0] as { path: string }).path); yield* check.apply(rule, given); time += cost((given[0] as { path: string }).path); } } as AnyRule;
  });
  const analysis = new Analysis({ languages, rules, buildProject, configFor: () => config, surroundings: { paths: new Set(["a.py", "b.py"]), ignored: new Set(), installed: () => undefined }, onTrouble: ({ rule, path, message }) => said.push(`${path} ${rule ?? ""} ${message}`), stopwatch: { now: () => time, limit: 5000 } });
  return { analysis, said, get runs() { return runs; } };
}

const ids = (analysis: Analysis, path: string) => new Set(analysis.findings(path).map(({ rule }) => rule.id));

describe.each(["text/hardcoded-secret", "python/request-without-timeout", "python/swallowed-exception"])("%s overruns", (id) => {
  const other = id === "text/hardcoded-secret" ? "python/request-without-timeout" : "text/hardcoded-secret";

  it("is said once, and neither runs nor speaks of that file again until it is opened anew", () => {
    const slow = slowed(id, (path) => (path === "a.py" ? 6000 : 1));
    const clumsy = `${text}try:\n    tell(1)\nexcept Exception:\n    pass\n`;
    slow.analysis.open("a.py", clumsy);
    slow.analysis.open("b.py", clumsy);
    expect([ids(slow.analysis, "a.py").has(id), ids(slow.analysis, "a.py").has(other), ids(slow.analysis, "b.py").has(id)]).toEqual([false, true, true]);
    expect(slow.said).toEqual([`a.py ${id} took longer than 5000 ms and is left out of this file`]);
    const before = slow.runs;
    slow.analysis.edit("a.py", [{ at: { start: 0, end: 0 }, text: "\n" }], `\n${clumsy}`);
    slow.analysis.edit("a.py", [{ at: { start: 0, end: 1 }, text: "" }], clumsy);
    expect([slow.runs, slow.said.length, ids(slow.analysis, "a.py").has(id), ids(slow.analysis, "a.py").has(other)]).toEqual([before, 1, false, true]);
    slow.analysis.open("a.py", clumsy);
    expect([slow.runs > before, slow.said.length]).toEqual([true, 2]);
  });

  it("that becomes slow while somebody types takes back what it said", () => {
    let isSlow = false;
    const slow = slowed(id, () => (isSlow ? 6000 : 0));
    slow.analysis.open("a.py", text);
    isSlow = true;
    const next = `${text}try:\n    requests.get(2)\nexcept Exception:\n    pass\ntoken = "Tr4ding!Pl4ces"\n`;
    slow.analysis.edit("a.py", [{ at: { start: text.length, end: text.length }, text: next.slice(text.length) }], next);
    expect([ids(slow.analysis, "a.py").has(id), ids(slow.analysis, "a.py").has(other), slow.said.length]).toEqual([false, true, 1]);
  });
});
