/** Files that are watched together: one that hangs is stopped, named and left out as if it had been alone, and the others lose nothing. */
import { beforeAll, describe, expect, it } from "vitest";
import type { AnyRule, PythonFile } from "../../rules/api.ts";
import { watchdog } from "../../server/bounded.ts";
import { buildProject } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Bounded } from "../../server/engine/guard.ts";
import type { Language } from "../../server/engine/language.ts";
import { allRules } from "../harness.ts";
import { languages } from "./replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const limit = 1_000;
const id = "python/request-without-timeout";
const config = effectiveConfig([{ source: "test", folder: "" }]);
const honest = "import requests\nrequests.get('https://x')\n";
const forever = (): never => { for (;;); };

/** `hang` is asked before the rule reads a file. */
function run(texts: readonly string[], hang: (file: PythonFile) => void, rules: readonly string[] = [id], of: readonly Language[] = languages) {
  const said: string[] = [];
  const asked: string[] = [];
  let watches = 0;
  const { run: bounded } = watchdog(limit);
  const counting: Bounded = (work, time) => {
    watches++;
    return bounded(work, time);
  };
  const analysis = new Analysis({
    languages: of, buildProject, configFor: () => config, surroundings: { paths: new Set(), ignored: new Set(), installed: () => undefined },
    rules: allRules.filter((rule) => rules.includes(rule.id)).map((rule) => ({
      ...rule, prefilter: undefined, judges: undefined,
      check: (...given: unknown[]) => {
        hang(given[0] as PythonFile);
        return (rule.check as (...all: unknown[]) => Iterable<never>).apply(rule, given);
      },
    }) as unknown as AnyRule),
    onTrouble: ({ rule, path, message }) => said.push(`${path} ${rule ?? "-"} ${message.replace(/\d+/, "N")}`),
    stopwatch: { now: () => performance.now(), limit: Infinity, watchdog: { run: counting, limit } },
  });
  analysis.together(texts.map((text, index) => ({ path: `${index}.py`, text })), ({ path, text }) => {
    asked.push(path);
    analysis.scan(path, text);
  });
  return { said, asked, watches, found: texts.map((_, index) => analysis.findings(`${index}.py`).length), known: [...analysis.paths()] };
}

describe("files that are watched together", () => {
  it("are watched once where all is well", () => {
    expect(run([honest, "", honest, honest], () => {})).toEqual({ said: [], asked: ["0.py", "1.py", "2.py", "3.py"], watches: 1, found: [1, 0, 1, 1], known: ["0.py", "1.py", "2.py", "3.py"] });
  });

  it.each([[0], [1], [3]])("lose nothing where a rule hangs in number %i: what was read stands, and the rest is read", (at) => {
    const { said, asked, found } = run([honest, honest, honest, honest], ({ path }) => { if (path === `${at}.py`) forever(); });
    expect(said).toEqual([`${at}.py ${id} took longer than N ms and is left out of this file`]);
    expect(found).toEqual([0, 1, 2, 3].map((index) => (index === at ? 0 : 1)));
    expect(asked).toEqual([0, 1, 2, 3].flatMap((index) => (index === at ? [`${index}.py`, `${index}.py`] : [`${index}.py`])));
  });

  it("lose nothing where two hang", () => {
    const { said, found } = run([honest, honest, honest], ({ path }) => { if (path !== "1.py") forever(); });
    expect([said.map((one) => one.slice(0, 4)), found]).toEqual([["0.py", "2.py"], [0, 1, 0]]);
  });

  it("may take together what no one of them may: then each has the time of its own", () => {
    const slow = () => { for (const end = performance.now() + limit / 12; performance.now() < end;); };
    expect(run([honest, honest, honest, honest], slow)).toMatchObject({ said: [], found: [1, 1, 1, 1] });
  });

  it("lose nothing where several rules hang in one", () => {
    const { said, found, known } = run([honest, `${honest}# hang`, honest], (file) => { if (file.text.includes("hang")) forever(); }, [id, "python/swallowed-exception"]);
    expect([said.length, found, known]).toEqual([2, [1, 0, 1], ["0.py", "1.py", "2.py"]]);
  });

  it("lose nothing where one never tells its facts", () => {
    const telling = languages.map((language): Language => ({
      id: language.id, isLoaded: true, claims: (path) => language.claims(path), load: () => language.load(),
      open: (path, text) => {
        const open = language.open(path, text);
        const facts = () => (path === "1.py" ? forever() : open.facts());
        return { get file() { return open.file; }, facts, update: (changes, next) => open.update(changes, next), dispose: () => open.dispose() };
      },
    }));
    const { said, found, asked } = run([honest, honest, honest], () => {}, [id], telling);
    expect(said).toEqual(["1.py - took longer than N ms and is left alone until it is opened again or changes on disk"]);
    expect([found, asked]).toEqual([[1, 0, 1], ["0.py", "1.py", "1.py", "2.py"]]);
  });
});
