/** What every Python fix leaves behind is Python: each result of the examples and specs, and all fixes of a file at once, through Python's own compiler. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { AnyRule } from "../../rules/api.ts";
import { applyEdits, compatibleFixes } from "../../server/engine/fix.ts";
import { allRules, applyFix, readMarkers, workspace } from "../harness.ts";
import { codeOf } from "../notebook/notebooks.ts";
import { pathOf } from "../paths.ts";

type Files = Readonly<Record<string, string>>;

/** `before` is what was linted; a fix is judged where Python takes that. */
interface Result { readonly name: string; readonly before: string; readonly after: string }

const specs = path.join(import.meta.dirname, "../specs");

function workspaces(): readonly (readonly [name: string, files: Files])[] {
  const examples = (allRules as readonly AnyRule[]).flatMap((rule) => rule.examples.map((example) =>
    [`${rule.id}, ${example.title}`, { ...example.files, [pathOf(rule, example)]: readMarkers(example.bad).text }] as const));
  const written = readdirSync(specs).filter((name) => name.endsWith(".md")).flatMap((name) =>
    readFileSync(path.join(specs, name), "utf8").split(/^## /m).slice(1).map((section) => [`${name}, ${section.split("\n")[0] ?? ""}`,
      Object.fromEntries([...section.matchAll(/^(````?)\w+ (\S+)\n([\s\S]*?)^\1$/gm)].map((fence) => [fence[2] ?? "", readMarkers(fence[3] ?? "").text]))] as const));
  return [...examples, ...written].filter(([, files]) => Object.keys(files).some(isPython));
}

const isPython = (file: string) => /\.(?:py|ipynb)$/.test(file);

async function resultsOf(name: string, files: Files): Promise<readonly Result[]> {
  const { findings } = await workspace(files);
  return Object.entries(files).filter(([file]) => isPython(file)).flatMap(([file, text]) => {
    const all = findings(file).flatMap(({ rule, fixes }) => fixes.map((fix) => ({ rule, fix })));
    const before = codeIn(file, text);
    const single = all.map(({ rule, fix }) => ({ name: `${name}: ${file}: ${rule.id}: ${fix.title}`, before, after: codeIn(file, applyFix(text, fix)) }));
    const { chosen, edits } = compatibleFixes(all.map(({ fix }) => fix));
    return chosen.length > 1 ? [...single, { name: `${name}: ${file}: all at once`, before, after: codeIn(file, applyEdits(text, edits)) }] : single;
  });
}

const codeIn = (file: string, text: string) => (file.endsWith(".py") ? text : codeOf(text).join("\n"));

/** Says of each text, by index, why Python refuses it; top-level `await` is accepted, as notebooks have it. */
const compiler = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
refused = {}
for index, text in enumerate(json.load(sys.stdin)):
    try:
        compile(text, "fixed.py", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        refused[index] = str(error)
json.dump(refused, sys.stdout)
`;

function refusals(texts: readonly string[]): ReadonlyMap<string, string> {
  const { status, stdout, stderr } = spawnSync(python, ["-c", compiler], { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr);
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, string>).map(([index, why]) => [texts[Number(index)] ?? "", why]));
}

const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0) ?? "";
const cases = workspaces();

describe(`fixes of ${cases.length} workspaces${python ? "" : ", skipped: Python 3.11 or newer is not installed"}`, () => {
  it("have a Python to be judged by where everything is tested", () => {
    expect(python !== "" || process.env.CI === undefined, "install Python 3.11 or newer on the machine that runs CI").toBe(true);
  });

  it.skipIf(python === "")("compile", async () => {
    const results = (await Promise.all(cases.map(([name, files]) => resultsOf(name, files)))).flat();
    const refused = refusals([...new Set(results.flatMap(({ before, after }) => [before, after]))]);
    expect(results.length).toBeGreaterThan(cases.length / 3);
    expect([...new Set(results.filter(({ before }) => refused.has(before)).map(({ name, before }) => `${name}: the example itself: ${refused.get(before) ?? ""}`))]).toEqual([]);
    expect(results.filter(({ after }) => refused.has(after)).map(({ name, after }) => `${name}: ${refused.get(after) ?? ""}\n${after}`)).toEqual([]);
  }, 120_000);
});
