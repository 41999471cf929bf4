/** Long random edit scripts over long texts: after each the findings, problems and facts are those of a fresh start. `PRESHIP_FUZZ=20` runs twenty times as many. */
import { expect, it } from "vitest";
import type { Workspace } from "../harness.ts";
import { allRules, readMarkers, workspace } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { applied, change, seeded } from "./mutations.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);

/** All examples of one kind of file one after the other: names clash, imports pile up, as in no file somebody meant to write. */
const texts = new Map<string, string>();
for (const rule of allRules) {
  for (const example of rule.examples) {
    const path = pathOf(rule, example);
    const kind = path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("/")) + 1);
    const key = kind === "Dockerfile" || path.endsWith(".ipynb") || /package\.json|requirements|pyproject/.test(path) ? path : `src/all.${kind}`;
    for (const marked of [example.bad, example.good]) texts.set(key, `${texts.get(key) ?? ""}${readMarkers(marked).text}\n`);
  }
}
const pool = [...texts.values()].join("\n");

function state({ analysis, findings }: Workspace, path: string): unknown {
  const open = analysis.openFile(path);
  return { findings: findings(path).map((one) => [one.rule.id, one.at, one.message, one.fixes]), problems: open?.file.problems.map(({ at: { start, end }, message }) => [start, end, message]), facts: JSON.parse(JSON.stringify(open?.facts() ?? null)) as unknown };
}

for (const [path, whole] of texts) {
  it(`edits of ${path} equal a fresh start`, async () => {
    const scripts = 3 * times;
    for (let script = 0; script < scripts; script++) {
      const seed = firstSeed + script;
      const random = seeded(seed);
      const start = Math.floor(random() * Math.max(1, whole.length - 3000));
      let text = whole.slice(start, start + 3000);
      const live = await workspace({ [path]: text });
      for (let step = 0; step < 8; step++) {
        const changes = Array.from({ length: 1 + Math.floor(random() * 3) }).reduce<ReturnType<typeof change>[]>((made) => [...made, change(random, applied(text, made), pool)], []);
        text = applied(text, changes);
        live.analysis.edit(path, changes, text);
        live.analysis.refreshProject();
        const fresh = await workspace({ [path]: text });
        expect(state(live, path), `seed ${seed}, step ${step}: ${JSON.stringify(text)}`).toEqual(state(fresh, path));
        expect(live.trouble, `seed ${seed}, step ${step}: ${JSON.stringify(text)}`).toEqual([]);
        fresh.analysis.close(path);
      }
      live.analysis.close(path);
    }
  }, 60_000 * times);
}
