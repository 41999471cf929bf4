/** Which code of a workspace trains and which serves, and which of them belong to one project. */
import type { FunctionPlace, Project, ProjectRuleContext } from "../../api.ts";
import type { ActFact } from "../../facts/python.ts";
import { type EstimatorKind, estimatorKind } from "../../python/knowledge/estimators.ts";

export interface ModelFit {
  readonly place: FunctionPlace;
  readonly act: ActFact;
  /** Qualified class of the model; undefined when only its use shows what it is. */
  readonly of: string | undefined;
}

export interface Sides {
  /** Functions that run while somebody is served or rows are scored; "" is the module-level code of such a file. */
  readonly serving: readonly FunctionPlace[];
  /** Files that train a model, notebooks included. */
  readonly training: ReadonlyMap<string, readonly ModelFit[]>;
}

const known = new WeakMap<Project, Sides>();

/** Tests, tutorials and examples are on neither side. */
export function sidesOf(project: Project, context: ProjectRuleContext): Sides {
  let sides = known.get(project);
  if (!sides) known.set(project, (sides = findSides(project, context)));
  return sides;
}

function findSides(project: Project, context: ProjectRuleContext): Sides {
  const serving: FunctionPlace[] = [];
  const training = new Map<string, readonly ModelFit[]>();
  for (const [path, facts] of project.python()) {
    const role = project.graph.role(path);
    if (context.for(path).isTest || role === "test" || role === "tutorial") continue;
    const fits = facts.functions.flatMap((one) => modelFits(project, { path, name: one.name, facts: one }));
    if (fits.length > 0 && role !== "serve" && role !== "batch") training.set(path, fits);
    if (facts.isNotebook || fits.length > 0) continue;
    for (const one of facts.functions) {
      const place = { path, name: one.name, facts: one };
      if (one.name === "" ? role === "serve" || role === "batch" : servesPredictions(project, place)) serving.push(place);
    }
  }
  return { serving, training };
}

/** Runs on a way to a prediction on which something predicts or is loaded; a scheduled training is none. */
function servesPredictions(project: Project, { path, name }: FunctionPlace): boolean {
  return project.graph.predictionWays(path, name).some(({ through: [entry] }) => entry !== undefined
    && project.graph.reach(entry.path, entry.name).some(({ facts }) => facts.acts?.some(({ does }) => does === "predict" || does === "load")));
}

function modelFits(project: Project, place: FunctionPlace): ModelFit[] {
  return (place.facts.acts ?? []).flatMap((act) => {
    if (act.does !== "fit" || act.name === "fit_transform" || act.name === "fit_resample") return [];
    const objects = project.graph.objects(place.path, place.name, act.on);
    const made = objects.find(({ kind }) => kind === "made");
    const kind: EstimatorKind | undefined = made?.kind === "made" ? estimatorKind(made.of, made.parts) : undefined;
    const isModel = kind === "predictor" || (kind === undefined && act.name === "fit" && /(?:^|[._])(?:\w*model|\w*clf|\w*classifier|regressor|\w*net|pipe(?:line)?|\w*estimator|lstm|rf|xgb|lgbm?)\d*$/i.test(act.receiver ?? ""));
    return isModel ? [{ place, act, of: made?.kind === "made" ? made.of : undefined }] : [];
  });
}

const foldersOf = (path: string) => path.split("/").slice(0, -1);

/** Side by side folders are one project unless there are so many that each is its own. */
const mostSiblings = 6;

/** True when two files plausibly belong to one project: one folder holds the other, or their folders stand side by side among few. */
export function areOneProject(project: Project, one: string, other: string): boolean {
  const [a, b] = [foldersOf(one), foldersOf(other)];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  if (ownFolders(a) > shared || ownFolders(b) > shared) return false;
  if (shared === a.length || shared === b.length) return a.length + b.length - 2 * shared <= 3;
  const base = a.slice(0, shared).join("/");
  const prefix = base === "" ? "" : `${base}/`;
  const siblings = new Set<string>();
  for (const path of project.python().keys()) {
    const rest = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    const slash = rest.indexOf("/");
    if (slash > 0) siblings.add(rest.slice(0, slash));
  }
  return siblings.size <= mostSiblings;
}

const showing = /^(?:docs?|examples?|tutorials?|samples?|demos?|playgrounds?)$/i;

/** Below a folder of examples each folder is a project of its own: how many folders its files share at least. */
function ownFolders(folders: readonly string[]): number {
  const at = folders.findIndex((folder) => showing.test(folder));
  return at < 0 ? 0 : Math.min(at + 2, folders.length);
}

/** How many folders lie between two files. */
export function distance(one: string, other: string): number {
  const [a, b] = [foldersOf(one), foldersOf(other)];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}
