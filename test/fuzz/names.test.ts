/** Words of every example exchanged for names that each object has from birth: rules and languages look names up, and must not find what nobody put there. All of them: `npm run fuzz -- names`. */
import { beforeAll, expect, it } from "vitest";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { inborn, withNames } from "./hostile.ts";
import { languages, troubleOf } from "./replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const found: readonly (readonly [path: string, text: string])[] = [
  ["a.py", 'import pandas as pd\nh = pd.read_csv("a.csv")\nh["a"] = h["a"].fillna(h["a"].constructor())\nh["b"] = h.__proto__(0)\nh["c"] = h.hasOwnProperty(0)\nh.to_csv("b.csv")\n'],
  ["a.py", "import mlflow\nconstructor(name)\nmlflow.log_metric('a', 1)\n"],
  ["a.constructor", "password = 'Tr4ding!Places'\n"],
  ["a.ts", 'import x from "constructor";\nexport default { toString: x.toString(), __proto__: x };\nx.constructor("/", (q, r) => r.send(q.body));\n'],
];
it.each(found)("%s: %j", (path, text) => {
  expect(troubleOf(path, text)).toBeUndefined();
});

it("a sample of all words of all examples", () => {
  const wrong: string[] = [];
  let index = 0;
  for (const rule of allRules) {
    for (const example of rule.examples) {
      for (const name of inborn) {
        for (const text of withNames(readMarkers(example.bad).text, name)) {
          if (index++ % 41 !== 0) continue;
          const trouble = troubleOf(pathOf(rule, example), text);
          if (trouble !== undefined) wrong.push(`${trouble.slice(0, 300)}\n${JSON.stringify(text)}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(index).toBeGreaterThan(1000);
}, 120_000);
