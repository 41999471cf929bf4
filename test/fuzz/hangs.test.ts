/** Rules and languages that never yield: they are stopped, named once and left out; the file is read anew and everything else goes on. */
import { beforeAll, describe, expect, it } from "vitest";
import type { AnyRule, Finding, PythonFile } from "../../rules/api.ts";
import { watchdog } from "../../server/bounded.ts";
import { buildProject } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language, OpenFile } from "../../server/engine/language.ts";
import { loadedGrammar } from "../../server/languages/python/parser.ts";
import { allRules } from "../harness.ts";
import { languages } from "./replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

/** Long beside what honest work on these texts takes. */
const limit = 700;
const config = effectiveConfig([{ source: "test", folder: "" }]);
const text = 'import requests\npassword = "Tr4ding!Places"\n\ndef ask(url):\n    return requests.get(url)\n';
const edited = `${text}\nrequests.post(1)\n`;
const wanted = new Set(["text/hardcoded-secret", "python/request-without-timeout", "python/swallowed-exception"]);
const honest = allRules.filter(({ id }) => wanted.has(id));

const forever = (): never => { for (;;); };
const stubborn = (): never => { for (;;) try { forever(); } catch { /* never reached, and not left either */ } finally { forever(); } };
const catastrophic = () => /^(?:a+)+$/.test(`${"a".repeat(60)}b`);
/** `(loop (br 0))` */
const compiled = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]);

interface Modules {
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => object; readonly Instance: new (module: object) => { readonly exports: { readonly f: () => void } } };
}

function inWasm(): void {
  const { Module, Instance } = (globalThis as unknown as Modules).WebAssembly;
  new Instance(new Module(compiled)).exports.f();
}

/** One of the real rules with something before or instead of what it does. */
function withRule(id: string, check: (file: PythonFile, own: () => Iterable<Finding>) => Iterable<Finding>): readonly AnyRule[] {
  return allRules.filter((rule) => wanted.has(rule.id) || rule.id === id).map((rule): AnyRule => {
    if (rule.id !== id) return rule;
    const own = rule.check as (...given: unknown[]) => Iterable<Finding>;
    return { ...rule, prefilter: undefined, check: (...given: unknown[]) => check(given[0] as PythonFile, () => own.apply(rule, given)) } as unknown as AnyRule;
  });
}

function analysisOf(rules: readonly AnyRule[], of: readonly Language[] = languages, build = buildProject) {
  const said: string[] = [];
  const analysis = new Analysis({
    languages: of, rules, buildProject: build, configFor: () => config, surroundings: { paths: new Set(["a.py", "b.py"]), ignored: new Set(), installed: () => undefined },
    onTrouble: ({ rule, path, message }) => said.push(`${path} ${rule ?? "-"} ${message.replace(/\d+/, "N")}`),
    stopwatch: { now: () => performance.now(), limit: Infinity, watchdog: watchdog(limit) },
  });
  const ids = (path: string) => new Set(analysis.findings(path).map(({ rule }) => rule.id));
  const edit = (path: string, now: string) => analysis.edit(path, [{ at: { start: 0, end: (analysis.openFile(path)?.file.text ?? "").length }, text: now }], now);
  return { analysis, said, ids, edit };
}

const leftOut = (path: string, rule: string) => `${path} ${rule} took longer than N ms and is left out of this file`;
const leftAlone = (path: string) => `${path} - took longer than N ms and is left alone until it is opened again or changes on disk`;

const hangs: readonly (readonly [what: string, hang: () => unknown])[] = [
  ["a loop", forever], ["a loop that catches", stubborn], ["a regular expression", catastrophic], ["WebAssembly", inWasm],
  ["a list that grows by what it is asked", () => { for (const one of endless()) if (one < 0) return; }],
];

function* endless(): Generator<number> {
  for (let one = 0; ; one++) yield one % 7;
}

describe.each(["python/request-without-timeout", "text/hardcoded-secret"])("%s never ends", (id) => {
  const other = id === "text/hardcoded-secret" ? "python/request-without-timeout" : "text/hardcoded-secret";

  it.each(hangs.filter((_, index) => (index % 2 === 0) === (id === "text/hardcoded-secret")))("in %s, in one file", (_what, hang) => {
    const { analysis, said, ids, edit } = analysisOf(withRule(id, (file, own) => { if (file.path === "a.py") hang(); return own(); }));
    analysis.open("a.py", text);
    analysis.scan("b.py", text);
    expect([ids("a.py"), ids("b.py")]).toEqual([new Set([other]), new Set([id, other])]);
    edit("a.py", edited);
    analysis.refreshProject();
    expect([ids("a.py").has(other), said]).toEqual([true, [leftOut("a.py", id)]]);
  });

  it("because it never stops finding", () => {
    const { analysis, said, ids } = analysisOf(withRule(id, function* () { for (const one of endless()) if (one > 7) yield { at: { start: 0, end: 1 }, message: "" }; }));
    analysis.scan("a.py", text);
    expect([ids("a.py"), said]).toEqual([new Set([other]), [leftOut("a.py", id)]]);
    analysis.scan("b.py", text);
    expect(said).toEqual([leftOut("a.py", id), leftOut("b.py", id)]);
  });

  it("after an edit, in the middle of what it asks: the file is read anew and then followed as before", () => {
    let isHanging = false;
    const { analysis, said, ids, edit } = analysisOf(withRule(id, function* (file, own) {
      if (isHanging) for (const call of file.calls?.() ?? [1]) if (call) forever();
      yield* own();
    }));
    analysis.open("a.py", text);
    edit("a.py", edited);
    isHanging = true;
    edit("a.py", `${text}\nrequests.post(2)\n`);
    expect([ids("a.py"), said]).toEqual([new Set([other]), [leftOut("a.py", id)]]);
    for (const next of [`try:\n    ask(1)\nexcept Exception:\n    pass\n${text}`, edited, ""]) {
      edit("a.py", next);
      const fresh = analysisOf(honest.filter((rule) => rule.id !== id));
      fresh.analysis.open("a.py", next);
      expect(analysis.findings("a.py")).toEqual(fresh.analysis.findings("a.py"));
    }
    isHanging = false;
    analysis.open("a.py", text);
    expect([ids("a.py").has(id), said.length]).toEqual([true, 1]);
  });

  it("with a text that is only tried", () => {
    const { analysis, said } = analysisOf(withRule(id, (file, own) => { if (file.text.includes("tried")) forever(); return own(); }));
    analysis.open("a.py", text);
    expect(analysis.tryOut("a.py", `${text}# tried\n`).findings.map(({ rule }) => rule.id)).toEqual([other]);
    expect(said).toEqual([leftOut("a.py", id)]);
  });
});

it("a rule that asks the file for something without end is not the last to ask: in the end the file is left alone", () => {
  const { analysis, said } = analysisOf(allRules.filter(({ reads }) => reads === "text" || reads === "python").slice(0, 8).map((rule) => ({ ...rule, prefilter: undefined, check: forever }) as unknown as AnyRule));
  analysis.scan("a.py", text);
  expect([said.length, said.at(-1), analysis.findings("a.py")]).toEqual([5, leftAlone("a.py"), []]);
  analysis.scan("a.py", text);
  expect(said.length).toBe(5); // the same text is not tried again
});

describe("a language that never ends", () => {
  const python = languages.find(({ id }) => id === "python");

  function hanging(duty: "open" | "update" | "facts" | "comments", isHanging: (path: string) => boolean): Language {
    const when = <T>(name: string, path: string, work: () => T): T => (name === duty && isHanging(path) ? forever() : work());
    return {
      id: "python", claims: (path) => path.endsWith(".py"), load: () => Promise.resolve(), isLoaded: true,
      open: (path, content): OpenFile => when("open", path, () => {
        const open = python?.open(path, content) ?? forever();
        return {
          get file() { return duty === "comments" ? { ...open.file, path, text: content, language: "python" as const, comments: () => when("comments", path, () => open.file.comments()) } as PythonFile : open.file; },
          facts: () => when("facts", path, () => open.facts()), dispose: () => open.dispose(), update: (changes, next) => when("update", path, () => open.update(changes, next)),
        };
      }),
    };
  }

  it.each(["open", "facts"] as const)("when asked to %s: the file is left alone until it is another, and the others go on", (duty) => {
    let bad = "a.py";
    const { analysis, said, ids, edit } = analysisOf(honest, [hanging(duty, (path) => path === bad), ...languages]);
    analysis.open("a.py", text);
    analysis.open("b.py", text);
    analysis.refreshProject();
    edit("a.py", edited);
    expect([ids("a.py").size, ids("b.py").size > 0, said]).toEqual([0, true, [leftAlone("a.py")]]);
    bad = "";
    analysis.open("a.py", text);
    analysis.refreshProject();
    expect([ids("a.py").size > 0, said.length]).toEqual([true, 1]);
  });

  it("when a scan asks it for facts, or an editor that closes", () => {
    const { analysis, said, ids } = analysisOf(honest, [hanging("facts", (path) => path === "a.py"), ...languages]);
    analysis.scan("a.py", text);
    analysis.scan("b.py", text);
    analysis.open("a.py", text);
    analysis.close("a.py");
    expect([ids("a.py").size, ids("b.py").size > 0, said]).toEqual([0, true, [leftAlone("a.py"), leftAlone("a.py")]]);
  });

  it("when it follows an edit: the file is read anew", () => {
    const { analysis, said, ids, edit } = analysisOf(honest, [hanging("update", () => true), ...languages]);
    analysis.open("a.py", "x = 1\n");
    edit("a.py", text);
    expect([ids("a.py").size > 0, said]).toEqual([true, []]);
  });
});

describe("what spans files never ends", () => {
  const project = allRules.filter(({ reads }) => reads === "project").slice(0, 3);
  const [first] = project;

  it("in a rule: it is left out, and the others go on", () => {
    const { analysis, said } = analysisOf([...honest, ...project.map((rule) => (rule === first ? { ...rule, check: forever } as unknown as AnyRule : rule))]);
    analysis.open("a.py", text);
    analysis.refreshProject();
    analysis.open("b.py", text);
    analysis.refreshProject();
    expect([said, analysis.facts !== undefined, analysis.findings("a.py").length > 0]).toEqual([[` ${first?.id ?? ""} took longer than N ms and is left out`], true, true]);
  });

  it("in what all of them rest on: nothing of it is told, until the configuration is another", () => {
    let isHanging = true;
    const { analysis, said } = analysisOf(honest, languages, (...given) => (isHanging ? forever() : buildProject(...given)));
    analysis.open("a.py", text);
    analysis.refreshProject();
    analysis.open("b.py", text);
    analysis.refreshProject();
    expect([said, analysis.facts, analysis.findings("b.py").length > 0]).toEqual([[" - what spans files could not be told in N ms"], undefined, true]);
    isHanging = false;
    analysis.reset({});
    analysis.refreshProject();
    expect(analysis.facts).toBeDefined();
  });
});

it("what throws is thrown, what is done is done, and work inside of work is stopped with it", () => {
  const { run } = watchdog(limit);
  expect(() => run(() => { throw new RangeError("such is life"); }, limit)).toThrow(new RangeError("such is life"));
  const done: number[] = [];
  expect([run(() => done.push(1), limit), run(() => { done.push(2); forever(); }, limit), done]).toEqual([true, false, [1, 2]]);
});

it("a parser that was stopped in the middle of a text begins the next one at its start", () => {
  const { analysis, ids } = analysisOf(honest);
  analysis.open("a.py", text);
  const wanted = ids("a.py");
  const parser = loadedGrammar()?.parser;
  expect(watchdog(limit).run(() => parser?.parse("a = [b(c, d=1), {'e': f}]\n".repeat(400_000)), 100)).toBe(false);
  analysis.open("a.py", text);
  expect([ids("a.py"), wanted.size > 0]).toEqual([wanted, true]);
});
