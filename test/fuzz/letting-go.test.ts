/** A scan keeps what it yields and nothing else: no text, no tree, however they may be in reach of something that stays. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { buildProject, createLanguages, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language } from "../../server/engine/language.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const texts: readonly (readonly [path: string, text: string])[] = [
  ["a.py", "import requests\n\ndef ask(url):\n    return requests.get(url)\n"],
  ["a.ts", "import axios from \"axios\";\nexport const ask = () => axios.get(\"https://a.example\");\n"],
  ["a.yaml", "image: app:latest # preship: ignore[yaml/unpinned-image] a test\n"],
  ["Dockerfile", "FROM python:latest\n"],
  ["package.json", "{ \"dependencies\": { \"express\": \"^4\" } }\n"],
  ["a.ipynb", JSON.stringify({ cells: [{ cell_type: "code", execution_count: 1, metadata: {}, outputs: [], source: ["import requests\n", "requests.get(url)\n"] }], metadata: {}, nbformat: 4, nbformat_minor: 5 })],
];

it.each(texts)("%s", async (path, text) => {
  const held: WeakRef<object>[] = [];
  const watched = createLanguages().map((language): Language => ({
    id: language.id, claims: (...given) => language.claims(...given), load: () => language.load(), get isLoaded() { return language.isLoaded; },
    open: (...given) => {
      const open = language.open(...given);
      held.push(new WeakRef(open), new WeakRef(open.file));
      return open;
    },
  }));
  const analysis = new Analysis({ languages: watched, rules, buildProject, configFor: () => effectiveConfig([]), surroundings: { paths: new Set([path]), ignored: new Set(), installed: () => undefined }, onTrouble: () => {} });
  await analysis.languageFor(path)?.load();
  analysis.scan(path, text);
  analysis.refreshProject();
  analysis.findings(path);
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
  }
  expect(held.length).toBeGreaterThan(0);
  expect(held.filter((one) => one.deref() !== undefined)).toHaveLength(0);
  expect(analysis.record(path)?.hash).toBeDefined();
}, 60_000);
