/** How much is done for a scan, counted and never timed, against the counts accepted in scan-work.json. They may fall; when they grow, either mend it or say why in the commit that changes the file. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import type { AnyRule, PyNode, PythonFile } from "../../rules/api.ts";
import { buildProject, createLanguages, readWasm, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { FileRecord } from "../../server/engine/file-record.ts";
import type { Language } from "../../server/engine/language.ts";
import { loadGrammar, type Grammar } from "../../server/languages/python/parser.ts";

const kinds = ["opened", "pythonParses", "pythonNodes", "ruleRuns", "factsTold", "projectsBuilt", "runsOfOneProjectRule"] as const;
type Counts = Record<(typeof kinds)[number], number>;

const accepted = JSON.parse(readFileSync(path.join(import.meta.dirname, "scan-work.json"), "utf8")) as Readonly<Record<"scan" | "again" | "adopted", Counts>>;
const languages = createLanguages();
const config = effectiveConfig([{ source: "test", folder: "" }]);
let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar(readWasm);
  await Promise.all(languages.map((language) => language.load()));
}, 60_000);

const makers: readonly ((n: number) => readonly [path: string, text: string])[] = [
  (n) => [`shop/plain_${n}.py`, `class Order${n}:\n    def total(self):\n        return sum(line.price for line in self.lines)\n\n\ndef describe(order):\n    return f"{order.name}: {order.total()}"\n`],
  (n) => [`shop/route_${n}.py`, `import requests\nfrom fastapi import FastAPI\nfrom shop.plain_${n - 1} import describe\n\napp = FastAPI()\n\n\n@app.get("/orders/{key}")\ndef answer(key: str):\n    order = requests.get(f"https://shop.example/{key}")\n    return describe(order)\n`],
  (n) => [`shop/train_${n}.py`, "import pandas as pd\nfrom sklearn.linear_model import Ridge\n\nrows = pd.read_csv(\"rows.csv\")\nmodel = Ridge().fit(rows[[\"a\"]], rows[\"b\"])\n"],
  (n) => [`tests/test_${n}.py`, `from shop.plain_${n - 3} import Order${n - 3}\n\n\ndef test_total():\n    assert Order${n - 3}().total() == 0\n`],
  (n) => [`web/page_${n}.ts`, `import axios from "axios";\nexport const load = async (key: string) => (await axios.get(\`/orders/\${key}\`)).data;\n`],
  (n) => [`deploy/app_${n}.yaml`, `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a${n} }\nspec:\n  template:\n    spec:\n      containers: [{ name: a, image: "a:latest" }]\n`],
  (n) => [`notes/${n}.md`, "# Notes\n\nNothing to see.\n"],
  (n) => [`data/${n}.py`, `VALUES = [${Array.from({ length: 40 }, (_, index) => index * n).join(", ")}]\n`],
];
const texts = new Map(Array.from({ length: 40 }, (_, n) => makers[n % makers.length]?.(n) ?? ["", ""]));

interface Counting {
  readonly analysis: Analysis;
  readonly counts: Counts;
}

function counting(): Counting {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Counts;
  const countingRule = (rule: AnyRule): AnyRule => {
    const check = rule.check as (...given: unknown[]) => unknown;
    let runs = 0;
    const count = () => {
      runs++;
      if (rule.reads === "project") counts.runsOfOneProjectRule = Math.max(counts.runsOfOneProjectRule, runs);
      else counts.ruleRuns++;
    };
    return { ...rule, check: (...given: unknown[]) => { count(); return check.apply(rule, given); } } as AnyRule;
  };
  const countingLanguage = (language: Language): Language => ({
    id: language.id, claims: (file, editor) => language.claims(file, editor), load: () => language.load(), get isLoaded() { return language.isLoaded; },
    open: (file, text) => {
      counts.opened++;
      const open = language.open(file, text);
      const dispose = () => {
        if (open.file.language === "python") counts.pythonNodes += nodesOf(open.file as PythonFile);
        open.dispose();
      };
      return { get file() { return open.file; }, get host() { return open.host; }, facts: () => { counts.factsTold++; return open.facts(); }, update: (changes, next) => open.update(changes, next), dispose };
    },
  });
  const analysis = new Analysis({
    languages: languages.map(countingLanguage), rules: rules.map(countingRule), configFor: () => config, surroundings: { paths: new Set(texts.keys()), ignored: new Set(), installed: () => undefined },
    buildProject: (...given) => { counts.projectsBuilt++; return buildProject(...given); }, onTrouble: ({ message }) => { throw new Error(message); },
  });
  return { analysis, counts };
}

function nodesOf(file: PythonFile): number {
  const below = (node: PyNode): number => 1 + file.childrenOf(node).reduce((sum, child) => sum + below(child), 0);
  return file.body.reduce((sum, statement) => sum + below(statement), 0);
}

function counted({ analysis, counts }: Counting, act: () => void): Counts {
  for (const kind of kinds) counts[kind] = 0;
  const parse = vi.spyOn(grammar.parser, "parse");
  act();
  analysis.refreshProject();
  for (const file of texts.keys()) analysis.findings(file);
  counts.pythonParses = parse.mock.calls.length;
  parse.mockRestore();
  return { ...counts };
}

function holds(what: keyof typeof accepted, counts: Counts): void {
  for (const kind of kinds) expect(counts[kind], `${kind} of ${JSON.stringify(counts)}`).toBeLessThanOrEqual(accepted[what][kind]);
}

it("of files that nobody knows, of the same files again, and of what an earlier scan left of them", () => {
  const first = counting();
  const scan = (one: Counting) => () => { for (const [file, text] of texts) one.analysis.scan(file, text); };
  const cold = counted(first, scan(first));
  holds("scan", cold);
  expect(cold.opened).toBe(texts.size);
  expect(cold.pythonNodes).toBeGreaterThan(500);
  holds("again", counted(first, scan(first)));
  const records = new Map([...texts.keys()].map((file): [string, FileRecord | undefined] => [file, first.analysis.record(file)]));
  const warm = counting();
  holds("adopted", counted(warm, () => { for (const [file, record] of records) if (record) warm.analysis.adopt(file, texts.get(file) ?? "", record); }));
  const told = ({ analysis }: Counting) => JSON.stringify([...texts.keys()].map((file) => analysis.findings(file)));
  expect(told(warm)).toBe(told(first));
});
