/** Judges fits that run while predicting: which object is fitted, whose model is fed, whether it is meant. */
import type { FunctionPlace, KnownObject, PredictionWay, Project } from "../../api.ts";
import type { ActFact } from "../../facts/python.ts";
import { type EstimatorKind, estimatorKind, shortName, transformerName } from "./estimators.ts";

export interface Refit {
  readonly place: FunctionPlace;
  readonly act: ActFact;
  readonly way: PredictionWay;
  /** As a reader knows it: `StandardScaler`, else the variable. */
  readonly name: string;
  readonly variant: "loaded" | "transformer" | "model";
  readonly isSure: boolean;
  readonly object: KnownObject | undefined;
}

const predictingWords = /(?:^|[^a-z])(?:predict|infer|inference|score|classify)/i;

/** The fits in one function that happen on a way to a prediction and are no training on purpose. */
export function* refitsIn(project: Project, place: FunctionPlace): Iterable<Refit> {
  const fits = (place.facts.acts ?? []).filter(({ does }) => does === "fit");
  if (fits.length === 0 || place.facts.isCached) return;
  const ways = project.graph.predictionWays(place.path, place.name);
  for (const act of fits) {
    if (act.isSaved || act.name === "fit_resample" || act.data?.from === "literal") continue;
    const open = ways.filter((way) => project.graph.mayRun(act.guards, way) && !savesOnTheWay(way));
    const found = open.flatMap((way) => judge(project, place, act, way) ?? [])[0];
    if (found) yield found;
  }
}

/** Functions on the way that write an artefact are training, whatever they are called. */
export function savesOnTheWay(way: PredictionWay): boolean {
  return way.through.some(({ facts }) => facts.acts?.some(({ does, name }) => does === "dump" && /(?:^|\.)(?:dump|save|save_model|log_model)$/.test(name)));
}

function judge(project: Project, place: FunctionPlace, act: ActFact, way: PredictionWay): Refit | undefined {
  const objects = project.graph.objects(place.path, place.name, act.on);
  const artefact = objects.find(({ kind }) => kind === "artefact");
  const isLazy = act.guards?.some(({ when }) => when === "missing") ?? false;
  const base = { place, act, way };
  if (artefact && !(isLazy && objects.some(({ kind }) => kind === "made"))) {
    return { ...base, name: act.receiver ?? "the artefact", variant: "loaded", isSure: objects.length === 1, object: artefact };
  }
  if (place.facts.name === "" && project.graph.role(place.path) === "notebook") return undefined;
  const made = objects.find(({ kind }) => kind === "made") ?? objects.find(({ kind }) => kind === "typed") ?? objects[0];
  const kind = kindOf(made, act);
  if (kind === undefined || kind === "stateless" || kind === "analysis") return undefined;
  if (isLazy && act.data?.from === "file") return undefined; // trained once from its own data, at the first request
  const name = made && (made.kind === "made" || made.kind === "typed") ? shortName(made.of) : (act.receiver ?? act.name);
  const isSure = made?.kind === "made" && objects.length === 1;
  if (kind === "transformer") return feedsAnotherModel(project, way, act, made) ? { ...base, name, variant: "transformer", isSure, object: made } : undefined;
  return isModelRefit(project, way, act, made, isLazy) ? { ...base, name, variant: "model", isSure: false, object: made } : undefined;
}

function kindOf(object: KnownObject | undefined, act: ActFact): EstimatorKind | undefined {
  if (object?.kind === "made") return estimatorKind(object.of, object.parts);
  if (object?.kind === "typed") return estimatorKind(object.of);
  // an unknown receiver: `fit_transform` on something called a scaler is the scikit-learn idiom
  const isIdiom = act.name === "fit_transform" || act.name === "fit_on_texts";
  return object?.kind === "unknown" && isIdiom && object.lives !== "local" && object.lives !== "handed-in" && transformerName.test(act.receiver ?? "") ? "transformer" : undefined;
}

interface Deed { readonly place: FunctionPlace; readonly act: ActFact }

/** What is done in all functions that run on this way, before and after the fit. */
function deedsOn(project: Project, way: PredictionWay): readonly Deed[] {
  const entry = way.through[0];
  const places = entry ? project.graph.reach(entry.path, entry.name) : [];
  return places.flatMap((place) => {
    const ways = place.facts === entry?.facts ? [way] : project.graph.predictionWays(place.path, place.name);
    return (place.facts.acts ?? []).filter((act) => ways.some((one) => project.graph.mayRun(act.guards, one))).map((act) => ({ place, act }));
  });
}

/** The predictions on a way by models that are not fitted on it: they expect the features of their training. */
export function foreignPredictions(project: Project, way: PredictionWay, except?: ActFact): { readonly all: number; readonly foreign: readonly { readonly place: FunctionPlace; readonly act: ActFact }[] } {
  const deeds = deedsOn(project, way);
  const fitted = deeds.filter(({ act }) => act.does === "fit" && act !== except).map((deed) => identity(project, deed));
  const predicts = deeds.filter(({ place, act }) => act.does === "predict" && (!act.on || project.graph.objects(place.path, place.name, act.on).length > 0));
  return { all: predicts.length, foreign: predicts.filter((deed) => !fitted.some((one) => isSame(one, identity(project, deed)))) };
}

function feedsAnotherModel(project: Project, way: PredictionWay, fit: ActFact, made: KnownObject | undefined): boolean {
  const { all, foreign } = foreignPredictions(project, way, fit);
  if (foreign.length > 0) return true;
  if (all > 0 || made?.lives === "local" || way.how === "task" || way.how === "batch") return false;
  // features are served: nothing predicts in sight, but the object outlives the request and the names say what for
  return way.through.some(({ name }) => predictingWords.test(name)) || predictingWords.test(way.steps[0]?.label ?? "");
}

function isModelRefit(project: Project, way: PredictionWay, fit: ActFact, made: KnownObject | undefined, isLazy: boolean): boolean {
  if (way.how === "task" || way.how === "batch" || fit.name === "fit_predict") return false;
  const deeds = deedsOn(project, way);
  if (!deeds.some(({ act }) => act.does === "predict") || deeds.some(({ act }) => act.does === "measure" || act.does === "split")) return false;
  if (made?.lives === "module" || made?.lives === "instance") return way.how !== "rerun" && (isLazy || fit.data?.from !== "literal");
  return made?.lives === "local" && fit.data?.from === "file" && way.how !== "rerun" && way.how !== "predict";
}

interface Identity { readonly places: readonly string[]; readonly spelled: string }

function identity(project: Project, { place, act }: Deed): Identity {
  const objects = project.graph.objects(place.path, place.name, act.on);
  return {
    places: objects.flatMap((object) => (object.at === undefined ? [] : [`${object.path}#${object.at}`])),
    spelled: `${place.path}#${place.name}#${act.receiver ?? ""}`,
  };
}

function isSame(a: Identity, b: Identity): boolean {
  return a.spelled === b.spelled || a.places.some((place) => b.places.includes(place));
}

/** Where code that is not serving fits an object of the same making: the fit the model was trained with. */
export function trainingFit(project: Project, refit: Refit): { readonly place: FunctionPlace; readonly act: ActFact } | undefined {
  const { object } = refit;
  if (object?.kind !== "made") return undefined;
  for (const [path, facts] of project.python()) {
    for (const one of facts.functions) {
      for (const act of one.acts ?? []) {
        if (act.does !== "fit" || act === refit.act || project.graph.predictionWays(path, one.name).length > 0) continue;
        const isSameClass = project.graph.objects(path, one.name, act.on).some((other) => other.kind === "made" && other.of === object.of);
        if (isSameClass && (act.isSaved || path === refit.place.path)) return { place: { path, name: one.name, facts: one }, act };
      }
    }
  }
  return undefined;
}

/** The very object that is refitted was fitted outside the serving path: `transform` is what was meant. */
export function isFittedBefore(project: Project, refit: Refit): boolean {
  const { object, place } = refit;
  if (object?.kind !== "made" || object.lives === "local" || object.lives === "handed-in") return false;
  const facts = project.python().get(object.path);
  return (facts?.functions ?? []).some((one) => (one.acts ?? []).some((act) =>
    act.does === "fit" && act !== refit.act && (object.path !== place.path || one.name !== place.name) && project.graph.predictionWays(object.path, one.name).length === 0
    && project.graph.objects(object.path, one.name, act.on).some((other) => other.path === object.path && other.at === object.at)));
}
