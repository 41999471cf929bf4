/** The grammar of Python is loaded at the first file of a scan that cannot be read without it, and that file is read then. In this order: what is loaded stays. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FileFacts } from "../../rules/api.ts";
import { scan } from "../../server/cli/scan.ts";
import { buildProject, createLanguages, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { NotLoaded } from "../../server/engine/language.ts";
import { loadedGrammar } from "../../server/languages/python/parser.ts";

const plain = "import requests\nrequests.get(address)\n";
const rare = `${plain}match address:\n    case []: requests.post(address)\n`;
const cells = (text: string) => JSON.stringify({ cells: [{ cell_type: "code", metadata: {}, outputs: [], source: text }], metadata: {}, nbformat: 4, nbformat_minor: 5 });
const forms = [["a.py", (text: string) => text], ["a.ipynb", cells]] as const;

const languages = createLanguages();
const languageOf = (file: string) => languages.find((one) => one.claims(file)) ?? expect.fail(`nobody reads ${file}`);
const root = mkdtempSync(path.join(tmpdir(), "preship-late-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function analysis(): { readonly all: Analysis; readonly trouble: unknown[] } {
  const trouble: unknown[] = [];
  return { trouble, all: new Analysis({ languages, rules, buildProject, configFor: () => effectiveConfig([]), onTrouble: (one) => trouble.push(one), surroundings: { paths: new Set(), ignored: new Set(), installed: () => undefined } }) };
}

function written(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(root, folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  mkdirSync(path.join(root, folder, ".git"));
  return path.join(root, folder);
}

const facts: FileFacts[] = [];

describe.sequential("before the grammar is loaded", () => {
  it.each(forms)("plain text is read, if it is read once: %s", (file, form) => {
    expect(languageOf(file).isLoaded).toBe(false);
    facts.push(languageOf(file).open(file, form(plain), true).facts());
    expect(() => languageOf(file).open(file, form(plain))).toThrow("before it was loaded");
  });

  it.each(forms)("what is rare is told to be too early, and nothing is known of it: %s", (file, form) => {
    expect(() => languageOf(file).open(file, form(rare), true)).toThrow(NotLoaded);
    const { all, trouble } = analysis();
    expect([all.scan(file, form(plain)), all.scan(file, form(rare))]).toEqual([true, false]);
    expect([all.scan(`b${file}`, form(rare)), [...all.paths()], trouble]).toEqual([false, [file], []]);
  });

  it("a project of plain texts is scanned without it", async () => {
    const folder = written("plain", { "a.py": plain, "b/c.py": plain, "d.ipynb": cells(plain), "e.pyi": "" });
    const { analysis: all, trouble } = await scan({ cwd: folder, paths: ["."], isolated: true, usesCache: false });
    expect([all.findings("b/c.py").length > 0, trouble, loadedGrammar()]).toEqual([true, [], undefined]);
  });

  it("a project with another text in it loads it, and reads that as well", async () => {
    const folder = written("rare", { "a.py": plain, "b.py": rare, "c.ipynb": cells(rare), "d.py": plain });
    const { analysis: all, trouble } = await scan({ cwd: folder, paths: ["."], isolated: true, usesCache: false });
    const counts = ["a.py", "b.py", "c.ipynb", "d.py"].map((file) => all.findings(file).filter(({ rule: { id } }) => id === "python/request-without-timeout").length);
    expect([counts, trouble, loadedGrammar() !== undefined]).toEqual([[1, 2, 2, 1], [], true]);
  });
});

describe.sequential("once it is loaded", () => {
  it("says of plain text what was said without it", () => {
    expect(forms.map(([file, form]) => languageOf(file).open(file, form(plain), true).facts())).toEqual(facts);
    expect(forms.map(([file, form]) => languageOf(file).open(file, form(plain)).facts())).toEqual(facts);
  });

  it.each(forms)("a file that came too early is read: %s", (file, form) => {
    const { all } = analysis();
    expect([all.scan(file, form(rare)), all.findings(file).length > 0]).toEqual([true, true]);
  });
});
