/** Places that project rules speak of follow what is typed, without facts being told for each key; when typing pauses they are what the text says. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildProject, createLanguages, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language } from "../../server/engine/language.ts";

const languages = createLanguages();
beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);
const config = effectiveConfig([{ source: "test", folder: "" }]);

let told = 0;
/** Counts how often facts are told. */
const counting = languages.map((language): Language => ({
  ...language, extensions: undefined, load: () => language.load(), isLoaded: true, claims: (path: string, editor?: string) => language.claims(path, editor),
  open(path: string, text: string) {
    const open = language.open(path, text);
    const facts = open.facts.bind(open);
    open.facts = () => { told++; return facts(); };
    return open;
  },
}) as unknown as Language);

function started(files: Readonly<Record<string, string>>): Analysis {
  const analysis = new Analysis({
    languages: counting, rules, buildProject, configFor: () => config, surroundings: { paths: new Set(Object.keys(files)), ignored: new Set(), installed: () => undefined },
    onTrouble: ({ message }) => { throw new Error(message); },
  });
  for (const [path, text] of Object.entries(files)) analysis.open(path, text);
  analysis.refreshProject();
  return analysis;
}

const requirements = "requests==2.32.3\npandas>=2\n# last\n";
const served = "import time\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef slow():\n    time.sleep(3)\n\n\n@app.get('/rates')\nasync def rates():\n    slow()\n";
const projects: readonly (readonly [path: string, text: string, rule: string])[] = [["requirements.txt", requirements, "manifest/unpinned-dependency"], ["app.py", served, "python/blocking-call-in-async"]];

const shown = (analysis: Analysis, path: string, only = "") => analysis.findings(path).filter(({ rule }) => rule.id.startsWith(only)).map(({ rule, at, related }) => ({ rule: rule.id, at, related: related.map((step) => step.at) }));

describe.each(projects)("in %s", (path, text, rule) => {
  it.each([
    ["above", 0, 0, "# a\n"], ["below", text.length, text.length, "\n# b"], ["a letter before, then gone", 0, 1, ""], ["two lines gone", 0, text.indexOf("\n", text.indexOf("\n") + 1) + 1, ""],
  ])("typed %s", (_what, start, end, letters) => {
    const analysis = started({ [path]: text });
    expect(shown(analysis, path).map((one) => one.rule)).toContain(rule);
    let now = text;
    for (let times = 0; times < 3; times++) {
      now = now.slice(0, start) + letters + now.slice(end);
      told = 0;
      analysis.edit(path, [{ at: { start, end }, text: letters }], now);
      if (letters === "") break;
      const seen = shown(analysis, path, rule);
      expect([told, seen]).toEqual([0, shown(started({ [path]: now }), path, rule)]);
    }
    analysis.refreshProject();
    expect(shown(analysis, path)).toEqual(shown(started({ [path]: now }), path));
  });
});

it("a place that typing does not move as the text does is put right when typing pauses, and the file is named", () => {
  const analysis = started({ "requirements.txt": requirements });
  const now = `# a\n${requirements}`; // what a project lacks is shown on the first line
  analysis.edit("requirements.txt", [{ at: { start: 0, end: 0 }, text: "# a\n" }], now);
  const fresh = shown(started({ "requirements.txt": now }), "requirements.txt");
  expect(shown(analysis, "requirements.txt")).not.toEqual(fresh);
  expect([...analysis.refreshProject()]).toEqual(["requirements.txt"]);
  expect(shown(analysis, "requirements.txt")).toEqual(fresh);
  expect([...analysis.refreshProject()]).toEqual([]);
});

it("what is exchanged as a whole is asked anew", () => {
  const analysis = started({ "app.py": served });
  const now = `# all of it is new\n${served}`;
  analysis.edit("app.py", [{ at: { start: 0, end: served.length }, text: now }], now);
  expect(shown(analysis, "app.py")).toEqual(shown(started({ "app.py": now }), "app.py"));
});
