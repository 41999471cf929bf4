/** What is read out of the parser's memory is what its cursor tells, of whole, broken and edited texts. */
import { beforeAll, expect, it } from "vitest";
import { readWasm } from "../../server/compose.ts";
import { loadGrammar, type Grammar } from "../../server/languages/python/parser.ts";
import { topLevelByCursor, type Raw, type RawStatement } from "../../server/languages/python/raw.ts";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { applied, seeded } from "./mutations.ts";
import { rewrite } from "./rewrites.ts";

let grammar: Grammar;
beforeAll(async () => { grammar = await loadGrammar(readWasm); }, 60_000);

const texts = [...new Set(allRules.flatMap((rule) => rule.examples.flatMap((example) => (pathOf(rule, example).endsWith(".py") ? [example.bad, example.good] : []))))].map((marked) => readMarkers(marked).text);
const pool = texts.join("\n");

/** Everything a reader is told, members of classes one by one. */
function told(statements: Iterable<RawStatement>): string {
  const read = (statement: RawStatement): unknown => {
    const comments: Raw[] = [];
    const members: unknown[] = [];
    const raw = statement.read(comments, (member) => {
      members.push(read(member));
      return { type: member.type, field: "", from: 0, to: 0, isNamed: true, kids: [], isSound: true };
    });
    return [statement.type, statement.start, statement.end, statement.isBroken, raw, comments, members];
  };
  return JSON.stringify(Array.from(statements, read));
}

it("the parser's memory can be read", () => {
  expect(grammar.memory).toBeDefined();
  expect(texts.length).toBeGreaterThan(100);
});

it("whole, cut and edited texts", () => {
  for (const [index, text] of texts.entries()) {
    const random = seeded(index);
    const start = text.repeat(1 + (index % 3)).slice(index % 5 === 0 ? Math.floor(text.length / 3) : 0);
    let current = start;
    for (let step = 0; step < 4; step++) {
      const tree = grammar.parser.parse(current);
      expect(tree && told(grammar.memory?.topLevel(tree) ?? []), current).toBe(tree && told(topLevelByCursor(tree, grammar)));
      tree?.delete();
      current = applied(current, rewrite(random, current, pool, start));
    }
  }
}, 60_000);

it("long texts, whose lists of statements the parser keeps in trees of their own, and deep ones", () => {
  for (const text of [pool.repeat(3), `${"(".repeat(900)}1${")".repeat(900)}\n`, `class A:\n${"    x = [1, 2]  # é\n".repeat(5000)}`, `f(${"a, ".repeat(5000)})\n`, "\"\"\"".repeat(99), "\t\f\\\r\n".repeat(99)]) {
    const tree = grammar.parser.parse(text);
    expect(tree && told(grammar.memory?.topLevel(tree) ?? [])).toBe(tree && told(topLevelByCursor(tree, grammar)));
    tree?.delete();
  }
}, 60_000);
