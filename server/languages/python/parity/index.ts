/** The facts of a Python file that tell whether training and serving are the same. */
import type { PythonFile } from "../../../../rules/api.ts";
import type { ParityFacts } from "../../../../rules/facts/parity.ts";
import { says } from "../../../engine/word-marks.ts";
import type { FileCalls } from "../facts-calls.ts";
import type { Objects } from "../facts-objects.ts";
import type { AnchorTable, Scope } from "../facts-scope.ts";
import { artefactsOf } from "./artefacts.ts";
import { networksOf } from "./networks.ts";
import { constantsOf } from "./paths.ts";
import { recipesOf } from "./recipes.ts";
import { rowsHandedOn } from "./rows.ts";

const speaksOfBaseline = /\bDummy(?:Classifier|Regressor)\b|baseline|heuristic|majority[ _]?(?:class|vote)|\bpersistence\b|zero[ _-]?rule|\bnaive(?![ _-]?bayes|_?nb)|seasonal_?naive|most_frequent\b.*strategy/i;

export function parityFacts(scope: Scope, anchors: AnchorTable, objects: Objects, calls: FileCalls): ParityFacts | undefined {
  const constants = constantsOf(scope);
  const recipes = recipesOf(scope, anchors);
  const facts: ParityFacts = {
    ...artefactsOf(scope, anchors, objects, calls),
    ...(constants && { constants }),
    ...(recipes.length > 0 && { recipes }),
    ...networksOf(scope, anchors, objects),
    ...rowsHandedOn(scope, anchors),
    ...(hasBaseline(scope.file) && { hasBaseline: true as const }),
  };
  return Object.keys(facts).length > 0 ? facts : undefined;
}

function hasBaseline({ text }: PythonFile): boolean {
  return says(speaksOfBaseline, text);
}
