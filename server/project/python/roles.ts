/** What a Python file is for, inferred from what its code does, never from the path alone. */
import type { PythonRole } from "../../../rules/api.ts";
import type { ActFact, PythonFacts } from "../../../rules/facts/python.ts";

export const roles: readonly PythonRole[] = ["train", "evaluate", "serve", "batch", "test", "notebook", "tutorial", "library"];

const testPath = /(^|\/)(?:tests?|testing)\/|(^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const tutorialPath = /(^|\/)(?:tutorials?|examples?|demos?|docs?|samples?)\//;
const tests = /^(?:pytest|unittest|nose|hypothesis)(?:\.|$)/;

export function roleOf(path: string, facts: PythonFacts): PythonRole {
  const acts = facts.functions.flatMap((one) => one.acts ?? []);
  const does = (what: ActFact["does"]) => acts.some((act) => act.does === what);
  const isTesting = Object.values(facts.imports).some((module) => tests.test(module));
  if (testPath.test(path) && (isTesting || facts.functions.some(({ name }) => /(?:^|\.)test_/.test(name)))) return "test";
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
