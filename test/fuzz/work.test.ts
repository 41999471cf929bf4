/** How much is done for a keystroke, counted and never timed: a fixed script of edits, and the counts that are accepted in work.json. They may fall; when they grow, either mend it or say why in the commit that changes the file. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnyRule, JavaScriptFile, JsNode, PyNode, PythonFile } from "../../rules/api.ts";
import { buildProject, createLanguages, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language } from "../../server/engine/language.ts";

interface Counts {
  /** Nodes of the tree that were not there before the edit, all edits together. */
  nodesBuilt: number;
  /** Most runs of one rule for one edit; a rule that judges statements runs once for each that changed or rests on one that did. */
  runsOfOneRule: number;
  /** Most runs of all rules together for one edit. */
  runsOfRules: number;
  factsTold: number;
  projectsBuilt: number;
  /** Most runs of one project rule over all edits. */
  runsOfOneProjectRule: number;
}

const accepted = JSON.parse(readFileSync(path.join(import.meta.dirname, "work.json"), "utf8")) as Readonly<Record<string, Counts>>;
const config = effectiveConfig([{ source: "test", folder: "" }]);
const languages = createLanguages();
beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const python = ["import requests", "", ...Array.from({ length: 30 }, (_, index) => `def step${index}(url):\n    answer = requests.get(url, timeout=${index + 1})\n    return answer.json()\n`), "class Shop:", ...Array.from({ length: 20 }, (_, index) => `    def go${index}(self):\n        return step${index}("a")\n`)].join("\n");
const typescript = ['import axios from "axios";', "", ...Array.from({ length: 30 }, (_, index) => `export function step${index}(url: string) {\n  return axios.get(url, { timeout: ${index + 1} });\n}\n`), "export class Shop {", ...Array.from({ length: 20 }, (_, index) => `  go${index}() { return step${index}("a"); }`), "}\n"].join("\n");

/** What is typed, letter by letter, right behind a place; afterwards it is taken away again at once. */
const scripts: Readonly<Record<string, readonly (readonly [behind: string, typed: string])[]>> = {
  "shop.py": [["answer = requests.get(url, timeout=15)", "  # why"], ["return step7(\"a\")", ".strip()"], ["def step3(url):\n", "    total = len(url)\n"], ["import requests\n", "\n"], ["return step19(\"a\")\n", "\n    def more(self):\n        return 1\n"]],
  "shop.ts": [["{ timeout: 15 });", " // why"], ["return step7(\"a\")", ".trim()"], ["function step3(url: string) {\n", "  const total = url.length;\n"], ["from \"axios\";\n", "\n"], ["return step19(\"a\"); }\n", "  more() { return 1; }\n"]],
};

function counted(file: string, text: string): Counts {
  const counts: Counts = { nodesBuilt: 0, runsOfOneRule: 0, runsOfRules: 0, factsTold: 0, projectsBuilt: 0, runsOfOneProjectRule: 0 };
  const runs = new Map<string, number>();
  const projectRuns = new Map<string, number>();
  const counting = rules.map((rule) => countingRule(rule, rule.reads === "project" ? projectRuns : runs));
  const analysis = new Analysis({
    languages: languages.map((language) => countingFacts(language, () => { counts.factsTold++; })), rules: counting, configFor: () => config, surroundings: { paths: new Set([file]), ignored: new Set(), installed: () => undefined },
    buildProject: (...given) => { counts.projectsBuilt++; return buildProject(...given); }, onTrouble: ({ message }) => { throw new Error(message); },
  });
  analysis.open(file, text);
  analysis.refreshProject();
  const seen = new WeakSet<object>();
  const fresh = () => nodesOf(analysis, file).filter((node) => !seen.has(node) && seen.add(node)).length;
  fresh();
  analysis.edit(file, [{ at: { start: 0, end: 0 }, text: "\n" }], `\n${text}`); // rules that judge statements are asked about each of them once
  analysis.edit(file, [{ at: { start: 0, end: 1 }, text: "" }], text);
  fresh();
  Object.assign(counts, { factsTold: 0, projectsBuilt: 0 });
  projectRuns.clear();
  let current = text;
  const edit = (start: number, end: number, typed: string) => {
    runs.clear();
    current = current.slice(0, start) + typed + current.slice(end);
    analysis.edit(file, [{ at: { start, end }, text: typed }], current);
    analysis.refreshProject();
    counts.nodesBuilt += fresh();
    counts.runsOfOneRule = Math.max(counts.runsOfOneRule, ...runs.values());
    counts.runsOfRules = Math.max(counts.runsOfRules, [...runs.values()].reduce((sum, one) => sum + one, 0));
  };
  for (const [behind, typed] of scripts[file] ?? []) {
    const start = current.indexOf(behind) + behind.length;
    for (let index = 0; index < typed.length; index++) edit(start + index, start + index, typed.charAt(index));
    edit(start, start + typed.length, "");
  }
  counts.runsOfOneProjectRule = Math.max(0, ...projectRuns.values());
  return counts;
}

function countingRule(rule: AnyRule, runs: Map<string, number>): AnyRule {
  const check = rule.check as (...given: unknown[]) => unknown;
  return { ...rule, check: (...given: unknown[]) => { runs.set(rule.id, (runs.get(rule.id) ?? 0) + 1); return check.apply(rule, given); } } as AnyRule;
}

function countingFacts(language: Language, told: () => void): Language {
  return {
    id: language.id, claims: (file, editor) => language.claims(file, editor), load: () => language.load(), get isLoaded() { return language.isLoaded; },
    open: (file, text) => {
      const open = language.open(file, text);
      return { get file() { return open.file; }, get host() { return open.host; }, facts: () => { told(); return open.facts(); }, update: (changes, next) => open.update(changes, next), dispose: () => open.dispose() };
    },
  };
}

function nodesOf(analysis: Analysis, file: string): readonly (PyNode | JsNode)[] {
  const open = analysis.openFile(file)?.file;
  if (file.endsWith(".py")) return (["Call", "Name", "Assign", "Return", "FunctionDef", "ClassDef"] as const).flatMap((kind) => (open as PythonFile).nodes(kind));
  return (["Call", "Name", "Declarator", "Return", "Function", "Class"] as const).flatMap((kind) => (open as JavaScriptFile).nodes(kind));
}

describe("work for a fixed script of edits", () => {
  it.each([["shop.py", python], ["shop.ts", typescript]])("%s costs no more than is accepted", (file, text) => {
    const counts = counted(file, text);
    for (const [what, most] of Object.entries(accepted[file] ?? {})) expect(counts[what as keyof Counts], `${what} of ${JSON.stringify(counts)}`).toBeLessThanOrEqual(most);
    expect(Object.keys(accepted[file] ?? {})).toEqual(Object.keys(counts));
    expect(counts.nodesBuilt).toBeGreaterThan(0);
  });
});
