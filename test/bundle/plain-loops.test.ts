/** Loops that are rewritten when the product is bundled do what was written. */
import ts from "typescript";
import { expect, test } from "vitest";

const { rewrite } = (await import(new URL("../../scripts/plain-loops.mjs", import.meta.url).href)) as { rewrite(source: ts.SourceFile, checker: ts.TypeChecker): string };

/** Bodies of functions that give what happened; all of them walk arrays. */
const walked: readonly [what: string, body: string][] = [
  ["elements in order", "const seen: unknown[] = []; for (const one of [3, 1, 2]) seen.push(one); return seen;"],
  ["a body that is no block", "let sum = 0; for (const one of [1, 2, 3]) if (one !== 2) sum += one; return sum;"],
  ["loops in each other without blocks", "const seen: string[] = []; for (const a of ['x', 'y']) for (const b of [1, 2]) seen.push(a + b); return seen;"],
  ["an array that grows while it is walked", "const all = [1]; for (const one of all) if (one < 5) all.push(one + 1); return all;"],
  ["an array that shrinks while it is walked", "const all = [1, 2, 3, 4]; const seen: number[] = []; for (const one of all) { seen.push(one); all.pop(); } return seen;"],
  ["a name that comes to hold another array", "let all = [1, 2]; const seen: number[] = []; for (const one of all) { all = [9, 9, 9]; seen.push(one); } return [seen, all];"],
  ["what is closed over is of its turn", "const asked: (() => number)[] = []; for (const one of [1, 2, 3]) asked.push(() => one); return asked.map((ask) => ask());"],
  ["a variable that is given another value", "const seen: number[] = []; for (let one of [1, 2]) { one *= 10; seen.push(one); } return seen;"],
  ["leaving and going on, by name too", "const seen: number[] = []; outer: for (const a of [1, 2, 3, 4]) { if (a === 2) continue; for (const b of [1, 2]) { if (a === 3) continue outer; if (a === 4) break outer; seen.push(a * b); } } return seen;"],
  ["places that hold nothing", "const all: (number | undefined)[] = [1]; all[2] = 3; const seen: unknown[] = []; for (const one of all) seen.push(one === undefined ? 'nothing' : one); return seen;"],
  ["a fallback for what is not there", "const pairs: (readonly [string, (readonly number[])?])[] = [['a'], ['b', [1]]]; const seen: unknown[] = []; for (const [name, values = []] of pairs) seen.push([name, values.length]); return seen;"],
  ["places that are left out", "const seen: number[] = []; for (const [, second] of [[1, 2], [3, 4]] as const) seen.push(second); return seen;"],
  ["objects in pairs", "const seen: unknown[] = []; for (const [index, { name: called }] of [{ name: 'a' }, { name: 'b' }].map((one, at) => [at, one] as const)) seen.push(index, called); return seen;"],
  ["an array after a condition", "const none: readonly number[] | undefined = [1].find((one) => one > 1) === undefined ? undefined : [1]; let count = 0; for (const one of none ?? [4, 5]) count += one; return count;"],
  ["an array of a function with arrows in it", "const seen: number[] = []; for (const one of [[1, 2], [3, 4]].map(([a, b]) => (a ?? 0) * (b ?? 0))) seen.push(one); return seen;"],
  ["pairs that are taken apart", "const [a, b] = [1, 2].map((one) => one * 2); return [a, b];"],
  ["more than there is", "const [a, b = 7, c] = [1].slice(); return [a, b, c];"],
  ["nothing of it", "const asked: number[] = []; const ask = (): number[] => { asked.push(1); return []; }; const [] = ask(); return asked;"],
  ["parameters", "return [[1, 'x'], [2, 'y']].map(([number, letter]) => `${letter}${number}`);"],
  ["parameters of an arrow that gives an object", "return ([['a', 1]] as [string, number][]).map(([key, value]) => ({ [key]: value }));"],
  ["parameters that are given another value", "const twice = ([one = 0]: readonly number[]): number => { one *= 2; return one; }; return [twice([4]), twice([])];"],
  ["parameters of a function with a body", "function sum([a, b]: readonly [number, number]): number { return a + b; } return sum([1, 2]);"],
  ["a comment behind the head", "let last = 0; for (const one of [1, 2]) // why\n last = one;\nreturn last;"],
  ["a generator", "function* each(all: readonly (readonly [number, number])[]): Generator<number> { for (const [a, b] of all) { yield a; yield b; } } return [...each([[1, 2], [3, 4]])];"],
];

const left: readonly [what: string, body: string][] = [
  ["letters of a text", "const seen: string[] = []; for (const letter of 'a😀b') seen.push(letter); return seen;"],
  ["a set that grows while it is walked", "const all = new Set([1]); for (const one of all) if (one < 4) all.add(one + 1); return [...all];"],
  ["what a generator gives", "function* each(): Generator<number> { yield 1; yield 2; } const seen: number[] = []; for (const one of each()) seen.push(one); return seen;"],
  ["what is not known", "const all = JSON.parse('\"ab\"'); const seen: unknown[] = []; for (const one of all) seen.push(one); return seen;"],
  ["an array or a set", "const seen: number[] = []; for (const all of [[1], new Set([2])]) for (const one of all as number[] | Set<number>) seen.push(one); return seen;"],
  ["the rest of a list", "const [first, ...others] = [1, 2, 3]; return [first, others];"],
];

const pairsOfMap = "const seen: unknown[] = []; for (const [key, value] of new Map([['a', 1], ['b', 2]])) seen.push(value, key); return seen;";
const program = programOf([...walked, ...left].map(([, body]) => body).concat(pairsOfMap));

test.each(walked)("without an iterator: %s", (_, body) => {
  const { before, after } = bothOf(body);
  expect(after).not.toMatch(/\bof (?!.*=>)/);
  expect(runs(after)).toEqual(runs(before));
});

test.each(left)("left to the iterator: %s", (_, body) => {
  const { before, after } = bothOf(body);
  expect(after).toMatch(/\bof\b|\.\.\./);
  expect(runs(after)).toEqual(runs(before));
});

test("pairs of a map are taken apart by place, the map is walked as it is", () => {
  const { before, after } = bothOf(pairsOfMap);
  expect(after).not.toContain("[key, value]");
  expect(runs(after)).toEqual([1, "a", 2, "b"]);
  expect(runs(before)).toEqual(runs(after));
});

function bothOf(body: string): { readonly before: string; readonly after: string } {
  const source = program.getSourceFile(nameOf(body));
  if (!source) throw new Error("the body could not be read");
  return { before: source.text, after: rewrite(source, program.getTypeChecker()) };
}

function programOf(bodies: readonly string[]): ts.Program {
  const texts = new Map(bodies.map((body) => [nameOf(body), `export function run() { ${body} }`]));
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options) => {
    const text = texts.get(name);
    return text === undefined ? read(name, options) : ts.createSourceFile(name, text, options, true);
  };
  return ts.createProgram([...texts.keys()], { target: ts.ScriptTarget.ES2022, strict: true, noUncheckedIndexedAccess: true, types: [] }, host);
}

function nameOf(body: string): string {
  return `${encodeURIComponent(body).replaceAll("%", "")}.ts`;
}

function runs(code: string): unknown {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const made = { exports: {} as { run?: () => unknown } };
  (new Function("exports", outputText) as (exports: object) => void)(made.exports);
  if (!made.exports.run) throw new Error("nothing was exported");
  return made.exports.run();
}
