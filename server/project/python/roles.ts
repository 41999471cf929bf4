/** What a Python file is for, inferred from what its code does, never from the path alone. */
import type { PythonRole } from "../../../rules/api.ts";
import type { ActFact, PythonFacts } from "../../../rules/facts/python.ts";

export const roles: readonly PythonRole[] = ["train", "evaluate", "serve", "batch", "test", "notebook", "tutorial", "library"];

const testPath = /(^|\/)(?:tests?|testing)\/|(^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const tutorialPath = /(^|\/)(?:tutorials?|examples?|demos?|docs?|samples?)\//;
const tests = /^(?:pytest|unittest|nose|hypothesis)(?:\.|$)/;
const testName = /(?:^|\.)test_/;

export function roleOf(path: string, facts: PythonFacts): PythonRole {
  const acts = facts.functions.flatMap((one) => one.acts ?? []);
  const does = (what: ActFact["does"]) => acts.some((act) => act.does === what);
  if (isTestModule(path, Object.values(facts.imports), namesOf(facts))) return "test";
  if (facts.isNotebook) return "notebook";
  const serves = facts.registers.length > 0 || facts.functions.some(({ entries }) => entries?.some(({ how }) => how === "route" || how === "handler" || how === "rerun" || how === "consumer"));
  if (serves) return "serve";
  if (tutorialPath.test(path) && acts.length > 0) return "tutorial";
  const learns = acts.some((act) => act.does === "fit" && !/transform/.test(act.name));
  if (learns && (does("dump") || does("split") || does("measure"))) return "train";
  if (does("load") && does("predict") && does("measure")) return "evaluate";
  if (does("load") && does("predict") && !learns && !does("split")) return "batch";
  return learns && does("predict") === false ? "train" : "library";
}

/** `imports` are the symbols that the file's names stand for; `functions`, asked only where the path is that of a test, the names of functions as facts have them. */
export function isTestModule(path: string, imports: readonly string[], functions: Iterable<string>): boolean {
  if (!testPath.test(path)) return false;
  if (imports.some((module) => tests.test(module))) return true;
  for (const name of functions) if (testName.test(name)) return true;
  return false;
}

function* namesOf({ functions }: PythonFacts): Iterable<string> {
  for (const { name } of functions) yield name;
}
