/** Answers about a project on disk: what is given back, and that neither damage nor a disk that fails makes one of what is none. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { keepAnswer, type Question, recall } from "../../server/workspace/answers.ts";
import { bytesOf, entriesOf, exists, factsOf, kindOf, namesIn, textOf, watch, Witness } from "../../server/workspace/disk.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "preship-answers-"));
const file = path.join(scratch, "a.py");
const question: Question = { build: "b", folder: scratch, paths: [] };
let folders = 0;
const fresh = () => path.join(scratch, "kept", String(folders++));
const clock = Date.now;

beforeAll(() => {
  mkdirSync(path.join(scratch, "kept"));
  writeFileSync(file, "x = 1\n");
  vi.spyOn(Date, "now").mockImplementation(() => clock() + 10_000);
});
afterEach(() => watch(undefined));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function seen(...ask: readonly (() => unknown)[]): Witness {
  const witness = new Witness();
  watch(witness);
  for (const one of ask) one();
  watch(undefined);
  return witness;
}

it("gives back what was kept, to the same question alone", () => {
  const kept = fresh();
  keepAnswer(question, seen(() => bytesOf(file)), { said: "é 🚀\n" }, kept);
  expect(recall(question, kept)).toEqual({ said: "é 🚀\n" });
  for (const other of [{ ...question, build: "c" }, { ...question, paths: ["a"] }, { ...question, folder: "/" }]) expect(recall(other, kept)).toBeUndefined();
  expect(statSync(path.join(kept, readdirSync(kept)[0] ?? "")).mode & 0o077).toBe(0);
});

it("keeps a few for a folder, whatever is asked about it", () => {
  const kept = fresh();
  for (let index = 0; index < 100; index++) keepAnswer({ ...question, paths: [String(index)] }, seen(), index, kept);
  expect(readdirSync(kept)).toHaveLength(8);
  expect(recall({ ...question, paths: ["99"] }, kept)).toBe(99);
});

it("knows nothing, and does not fail, after any damage", () => {
  const kept = fresh();
  keepAnswer(question, seen(() => bytesOf(file), () => kindOf(scratch)), { said: "something" }, kept);
  const place = path.join(kept, readdirSync(kept)[0] ?? "");
  const whole = readFileSync(place, "utf8");
  for (let at = 0; at < whole.length; at++) {
    for (const damaged of [whole.slice(0, at), whole.slice(0, at) + (whole[at] === "x" ? "y" : "x") + whole.slice(at + 1)]) {
      writeFileSync(place, damaged);
      expect(recall(question, kept), `${at}`).toBeUndefined();
    }
  }
});

it("says nothing where it cannot be kept", () => {
  const blocked = fresh();
  writeFileSync(blocked, "a file where the folder should be");
  keepAnswer(question, seen(), 1, blocked);
  expect(recall(question, blocked)).toBeUndefined();
});

const nameless = path.join(scratch, "n".repeat(300)); // longer than a name may be: neither there nor absent
it.each([
  ["a file that is there", () => bytesOf(file), true], ["one that is not", () => textOf(`${file}.no`), true], ["one below a file", () => [textOf(path.join(file, "x")), exists(path.join(file, "x")), namesIn(path.join(file, "x"))], true],
  ["a folder that is not there", () => entriesOf(path.join(scratch, "none")), true], ["a text that cannot be read", () => textOf(nameless), false],
  ["a place that cannot be seen", () => kindOf(nameless), false], ["a folder that cannot be read", () => namesIn(nameless), false], ["a folder read as a text", () => textOf(scratch), false],
])("what was seen of %s: %s", (_, ask, isSure) => {
  expect(seen(ask).isSure).toBe(isSure);
});

it("keeps nothing that rests on what could not be seen", () => {
  const kept = fresh();
  keepAnswer(question, seen(() => factsOf(file), () => namesIn(nameless)), 1, kept);
  expect(recall(question, kept)).toBeUndefined();
});

it("stands by what was seen first", () => {
  const kept = fresh();
  const changing = path.join(scratch, "changing.py");
  writeFileSync(changing, "x = 1\n");
  const witness = seen(() => bytesOf(changing), () => writeFileSync(changing, "x = 1 \n"), () => bytesOf(changing));
  keepAnswer(question, witness, 1, kept);
  expect(recall(question, kept)).toBeUndefined();
});
