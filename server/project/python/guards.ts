/** Decides whether guarded code runs, from what is known of the parameters on one way. */
import type { ConstantFact, GuardFact } from "../../../rules/facts/python.ts";
import { own } from "./modules.ts";

export type Given = Readonly<Record<string, ConstantFact>>;

const decidesTraining = /(?:^|_)(?:is_?)?(?:re)?(?:train|training|trainer|fit|fitting|learn|learning|refit|calibrate|test|testing|inference|infer|predict|predicting|serving|eval|mode|phase|stage|split|subset)(?:_|$)/i;

/** False when the code cannot run on this way, or when a flag about training decides and its value is not known. */
export function mayRun(guards: readonly GuardFact[] | undefined, given: Given): boolean {
  return (guards ?? []).every((guard) => {
    if (guard.when === "training") return false;
    if (guard.when !== "parameter") return true;
    const value = own(given, guard.name);
    if (value !== undefined) return holds(guard, value) !== false;
    return !(guard.test === "none" ? guard.holds : decidesTraining.test(guard.name) || decidesTraining.test(String(guard.value ?? "")));
  });
}

function holds(guard: Extract<GuardFact, { when: "parameter" }>, value: ConstantFact): boolean | undefined {
  const isGiven = typeof value === "object" && value !== null;
  if (guard.test === "none") return (value === null) === guard.holds;
  if (isGiven) return undefined; // something, but not known what
  if (guard.test === "truthy") return Boolean(value) === guard.holds;
  return (value === guard.value) === guard.holds;
}
