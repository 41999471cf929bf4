/** What is rehearsed while nobody types: the copy ends where it began, the document itself is never touched, and a server that ends stops at once. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildProject, createLanguages, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language } from "../../server/engine/language.ts";
import { Rehearsal, type Stage } from "../../server/lsp/rehearsal.ts";
import { Pacer } from "../../server/lsp/timing.ts";
import { Understudy } from "../../server/lsp/understudy.ts";
import { Publisher } from "../../server/lsp/publish.ts";
import { abilitiesOf } from "../../server/lsp/abilities.ts";

const languages = createLanguages();
beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);
const config = effectiveConfig([{ source: "test", folder: "" }]);

class Watched extends Analysis {
  readonly texts: string[] = [];
  override edit(...[path, changes, text]: Parameters<Analysis["edit"]>): void {
    this.texts.push(text);
    super.edit(path, changes, text);
  }
}

const analysis = () => new Watched({ languages, rules, buildProject, configFor: () => config, surroundings: { paths: new Set(), ignored: new Set(), installed: () => undefined }, onTrouble: ({ message }) => { throw new Error(message); } });

function staged(path: string, languageId: string, text: string, isOpen = true) {
  const [own, copy] = [analysis(), analysis()];
  own.open(path, text, languageId);
  const stage: Stage = { path, languageId, text, isOpen, prepare: () => own.prepare(path), scratch: () => copy };
  return { stage, own, copy };
}

describe("a rehearsal", () => {
  const python = "import requests\n\n\ndef rates(day):\n    return requests.get('https://rates.example.com/' + day).json()\n";
  it.each([
    ["rates.py", "python", python], ["rates.ts", "typescript", "import axios from 'axios';\nexport const rates = () => axios.get('https://rates.example.com/😀');\n"],
    ["rates.yaml", "yaml", "kind: Rates\nvalues:\n  - first of them\n  - second of them\n"], ["crlf.py", "python", python.replaceAll("\n", "\r\n")], ["short.py", "python", "x = 1\n"], ["empty.py", "python", ""],
  ])("of %s ends with the text it began with and the same findings", async (path, languageId, text) => {
    const { stage, own, copy } = staged(path, languageId, text);
    const before = own.findings(path);
    await new Rehearsal(new Pacer()).begin(stage);
    expect(own.texts).toEqual([text]);
    expect(own.findings(path)).toEqual(before);
    if (text.length > 10) expect(copy.texts.length).toBeGreaterThan(30);
    expect(copy.texts.at(-1) ?? text).toBe(text);
    expect(copy.findings(path)).toEqual(before);
  });

  it("is held once for each language", async () => {
    const rehearsal = new Rehearsal(new Pacer());
    await rehearsal.begin(staged("a.py", "python", python).stage);
    const { stage, own, copy } = staged("b.py", "python", python);
    await rehearsal.begin(stage);
    expect(own.texts).toHaveLength(1);
    expect(copy.texts).toHaveLength(0);
  });

  it("is left out for a document that was closed or typed into, and when the server ends", async () => {
    const gone = staged("a.py", "python", python, false);
    await new Rehearsal(new Pacer()).begin(gone.stage);
    const ended = staged("a.py", "python", python);
    const rehearsal = new Rehearsal(new Pacer());
    const waiting = rehearsal.begin(ended.stage);
    rehearsal.end();
    await waiting;
    for (const { own, copy } of [gone, ended]) expect([own.texts, copy.texts]).toEqual([[], []]);
  });
});

it("an understudy takes each edit from its bytes, and nobody hears of it", async () => {
  const [texts, said]: [string[], unknown[]] = [[], []];
  const watched = languages.map((language): Language => ({
    ...language, claims: (...asked) => language.claims(...asked), isLoaded: true,
    open(path, text) {
      const file = language.open(path, text);
      const { update } = file;
      return Object.assign(file, { update: (...[changes, now]: Parameters<typeof update>) => { texts.push(now); update(changes, now); } });
    },
  }));
  const log = { info: (words: unknown) => void said.push(words), warn: (words: unknown) => void said.push(words), trouble: (words: unknown) => void said.push(words) };
  const publisher = new Publisher((params) => void said.push(params), () => void said.push("totals"));
  const understudy = new Understudy({ languages: watched, rules, known: rules, buildProject, build: undefined, createInstalled: () => () => undefined, abilities: abilitiesOf({ processId: null, rootUri: null, capabilities: {} }), publisher, log });
  const text = "import requests\n\n\ndef rates(day):\n    return requests.get('https://é.example.com/' + day).json()\n";
  const { stage } = staged("rates.py", "python", text);
  await new Rehearsal(new Pacer()).begin({ ...stage, scratch: () => understudy });
  expect(texts.length).toBeGreaterThan(30);
  expect(texts.some((one) => one.endsWith(".json()\ndef rates\n"))).toBe(true);
  expect(texts.at(-1)).toBe(text);
  expect(said).toEqual([]);
});
