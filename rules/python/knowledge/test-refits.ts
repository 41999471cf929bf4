/** Finds fits on test rows that follow a fit on training rows by the same object, or by another of its class. */
import type { Anchor, CallerPlace, FunctionPlace, KnownObject, Project } from "../../api.ts";
import type { ActFact, FunctionFact, PartFact, PythonFacts } from "../../facts/python.ts";
import { estimatorKind, transformerName } from "./estimators.ts";

export interface FitPlace {
  readonly place: FunctionPlace;
  readonly act: ActFact;
}

export interface TestRefit {
  readonly again: FitPlace;
  readonly first: FitPlace;
  readonly isSameObject: boolean;
  readonly isModel: boolean;
  /** The fit on the training rows is the one right before, on the same columns: `transform` is certainly meant. */
  readonly isMechanical: boolean;
  readonly split: { readonly path: string; readonly at: Anchor; readonly by: string } | undefined;
}

interface Fit extends FitPlace {
  readonly side: PartFact["side"] | undefined;
  readonly splitAt: TestRefit["split"];
  readonly objects: readonly KnownObject[];
}

export function findRefitsOnTest(project: Project, path: string, facts: PythonFacts): readonly TestRefit[] {
  const fits = facts.functions.flatMap((one) => fitsOf(project, { path, name: one.name, facts: one }));
  const training = fits.filter(({ side }) => side === "train");
  if (training.length === 0) return [];
  return fits.flatMap((again): TestRefit[] => {
    if (again.side !== "test" || again.act.inFolds || again.act.name === "fit_predict" || again.act.name === "fit_resample") return [];
    const kind = kindOf(again);
    if (kind === "stateless" || kind === "analysis" || kind === undefined) return [];
    const same = training.filter((first) => first !== again && isSameObject(first, again));
    const alike = kind === "transformer" ? training.filter((first) => first !== again && isSameClass(first, again)) : [];
    const first = same[same.length - 1] ?? alike[alike.length - 1];
    if (!first) return [];
    return [{ again, first, isSameObject: same.length > 0, isModel: kind === "predictor", isMechanical: isMechanical(first, again, fits), split: again.splitAt ?? first.splitAt }];
  });
}

function fitsOf(project: Project, place: FunctionPlace): readonly Fit[] {
  return (place.facts.acts ?? []).filter(({ does }) => does === "fit").map((act) => {
    const found = partOf(project, place, act);
    const split = found && project.python().get(found.path)?.splits[found.part.split];
    return {
      place, act, side: found?.part.side,
      splitAt: found && split && { path: found.path, at: split.at, by: split.by },
      objects: project.graph.objects(place.path, place.name, act.on),
    };
  });
}

/** The side the rows lie on; for a parameter, when every caller that shows it agrees. */
function partOf(project: Project, place: FunctionPlace, act: ActFact): { readonly path: string; readonly part: PartFact } | undefined {
  if (act.data?.part) return { path: place.path, part: act.data.part };
  const parameter = act.data?.parameter;
  if (parameter === undefined) return undefined;
  const parts = project.graph.callers(place.path, place.name).map((caller) => ({ path: caller.path, part: handedPart(place.facts, parameter, caller) }));
  const first = parts[0];
  return first?.part && parts.every(({ part }) => part?.side === first.part?.side) ? { path: first.path, part: first.part } : undefined;
}

function handedPart(facts: FunctionFact, parameter: string, { call, bindsSelf }: CallerPlace): PartFact | undefined {
  const position = String(facts.params.indexOf(parameter) - (bindsSelf ? 1 : 0));
  const argument = call.args?.[parameter] ?? call.args?.[position];
  return argument?.is === "object" ? argument.part : undefined;
}

function kindOf({ objects, act }: Fit): ReturnType<typeof estimatorKind> {
  const made = objects.find((one) => one.kind === "made" || one.kind === "typed");
  if (made && (made.kind === "made" || made.kind === "typed")) return estimatorKind(made.of, made.kind === "made" ? made.parts : undefined);
  const isIdiom = act.name === "fit_transform" || act.name === "fit_on_texts";
  return isIdiom && transformerName.test(act.receiver ?? "") ? "transformer" : undefined;
}

function isSameObject(a: Fit, b: Fit): boolean {
  const isMadeTogether = a.objects.some((one) => one.at !== undefined && b.objects.some((other) => other.path === one.path && other.at === one.at));
  if (isMadeTogether) return true;
  const isSpelledAlike = a.act.receiver !== undefined && a.act.receiver === b.act.receiver && /^[\w.[\]"']+$/.test(a.act.receiver);
  if (!isSpelledAlike || a.objects.some(({ at }) => at !== undefined) || b.objects.some(({ at }) => at !== undefined)) return false;
  return a.place.name === b.place.name || a.act.receiver?.startsWith("self.") === true;
}

function isSameClass(a: Fit, b: Fit): boolean {
  return a.objects.some((one) => one.kind === "made" && b.objects.some((other) => other.kind === "made" && other.of === one.of));
}

function isMechanical(first: Fit, again: Fit, fits: readonly Fit[]): boolean {
  if (first.place.name !== again.place.name || first.act.receiver !== again.act.receiver || first.act.loop !== again.act.loop) return false;
  if (!/^[\w.]+$/.test(again.act.receiver ?? "")) return false;
  const own = fits.filter(({ place, act }) => place.name === again.place.name && act.receiver === again.act.receiver);
  const before = own[own.indexOf(again) - 1];
  return before === first && columns(first) !== undefined && columns(first) === columns(again);
}

/** `X_train[["age"]]` and `X_test[["age"]]` are the same columns of two parts. */
function columns({ act }: Fit): string | undefined {
  return act.data?.text?.replace(/(?:train|test|val|valid|validation|trn|tst)(?:ing)?(?=\b|_|\d|[A-Z])/gi, "*");
}
