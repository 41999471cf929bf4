/** Predictions that somebody waits for: where they are made, how requests get there, and what stands around them on the way. */
import type { FunctionPlace, PredictionWay, Project } from "../../api.ts";
import type { ActFact, SignFact } from "../../facts/python.ts";
import { connectedFiles } from "./connected.ts";

export interface ServedPrediction {
  readonly path: string;
  readonly act: ActFact;
  readonly way: PredictionWay;
  /** The model as a message names the call: `model.predict`. */
  readonly name: string;
}

const mostReached = 60;

/** The first prediction that each route leads to; a method of the project's own is followed to what it calls. */
export function* servedPredictions(project: Project): Iterable<ServedPrediction> {
  const told = new Set<string>();
  for (const [path, facts] of project.python()) {
    if (facts.isNotebook || project.graph.role(path) === "test") continue;
    for (const one of facts.functions) {
      const act = one.acts?.find((candidate) => candidate.does === "predict" && !isOwn(project, path, one.name, candidate));
      const way = act && project.graph.predictionWays(path, one.name).find(isOwnRoute);
      const entry = way?.steps[0];
      const key = `${entry?.path} ${entry?.label}`;
      if (!act || !way || one.name === "" || told.has(key)) continue;
      told.add(key);
      yield { path, act, way, name: act.receiver && act.receiver !== act.name ? `${act.receiver}.${act.name}` : act.name };
    }
  }
}

/** Model servers catch, log and sample around what they serve; a route of a web framework is on its own. */
function isOwnRoute({ how, steps }: PredictionWay): boolean {
  return how === "route" && !steps[0]?.label.startsWith("BentoML");
}

function isOwn(project: Project, path: string, functionName: string, act: ActFact): boolean {
  return project.graph.objects(path, functionName, act.on).some(({ kind }) => kind === "instance");
}

/** Something on the way takes errors: a `try` around the call or the prediction, or a function that answers with errors of its own. */
export function isGuarded({ act, way }: ServedPrediction): boolean {
  if (act.isTried || way.through.some(({ facts }) => facts.refuses)) return true;
  return way.through.some(({ facts }, index) => {
    const step = way.steps[index + 1];
    return step !== undefined && facts.calls?.some(({ at, isTried }) => at === step.at && isTried) === true;
  });
}

/** Somewhere between the request and the answer something is written down. */
export function isRecorded(project: Project, { way }: ServedPrediction): boolean {
  const entry: FunctionPlace | undefined = way.through[0];
  if (way.through.some(({ facts }) => facts.records)) return true;
  return entry !== undefined && project.graph.reach(entry.path, entry.name, mostReached).some(({ facts }) => facts.records);
}

/** The program that the entry belongs to has such a sign somewhere. */
export function programHas(project: Project, { way, path }: ServedPrediction, does: SignFact["does"]): boolean {
  const start = way.through[0]?.path ?? path;
  return [...connectedFiles(project, start)].some((other) => project.python().get(other)?.signs?.some((sign) => sign.does === does));
}
