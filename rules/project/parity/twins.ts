/** Finds the same feature steps written twice: once for training, once for serving. */
import type { Project, ProjectRuleContext, RecipeFact, StepFact } from "../../api.ts";
import { distance, sidesOf } from "./sides.ts";

export interface Twin {
  readonly serve: RecipePlace;
  readonly train: RecipePlace;
  /** The first step in which they differ; either may lack it. */
  readonly difference: { readonly serve: StepFact | undefined; readonly train: StepFact | undefined } | undefined;
  /** How many steps they have in common. */
  readonly shared: number;
}

export interface RecipePlace {
  readonly path: string;
  readonly recipe: RecipeFact;
}

/** Two functions of one name need this share in common, others more. */
const enoughOfSameName = 0.5;
const enoughOfOther = 0.75;
const fewestSteps = 3;
const fewestOfOther = 4;
const fewestColumns = 2;

/** For each recipe that serves, the nearest that trains with the same steps in another file. */
export function twinsOf(project: Project, context: ProjectRuleContext): readonly Twin[] {
  const { serving, training } = sidesOf(project, context);
  const served = new Set(serving.map(({ facts }) => facts));
  const python = project.python();
  const recipesIn = (path: string) => python.get(path)?.parity?.recipes ?? [];
  const trained = [...training.keys()].flatMap((path) => trainingFiles(project, path)).filter((path, index, all) => all.indexOf(path) === index)
    .flatMap((path) => recipesIn(path).filter(({ function: name }) => !isServed(project, served, path, name)).map((recipe): RecipePlace => ({ path, recipe })));
  const byHash = indexOf(trained);
  return serving.flatMap(({ path, name }) => {
    const recipe = recipesIn(path).find((one) => one.function === name);
    const twin = recipe && bestTwin({ path, recipe }, candidates({ path, recipe }, byHash));
    return twin ? [twin] : [];
  });
}

/** A file that trains, and the workspace files whose functions its code runs. */
function trainingFiles(project: Project, path: string): readonly string[] {
  const facts = project.python().get(path);
  return [path, ...(facts?.functions ?? []).flatMap(({ name }) => project.graph.reach(path, name, 30).map((place) => place.path))];
}

function isServed(project: Project, served: ReadonlySet<unknown>, path: string, name: string): boolean {
  return served.has(project.python().get(path)?.functions.find((one) => one.name === name));
}

function indexOf(places: readonly RecipePlace[]): ReadonlyMap<string, ReadonlySet<RecipePlace>> {
  const index = new Map<string, Set<RecipePlace>>();
  const note = (key: string, place: RecipePlace) => {
    const known = index.get(key);
    if (known) known.add(place);
    else index.set(key, new Set([place]));
  };
  for (const place of places) for (const { hash, isFrame } of place.recipe.steps) if (!isFrame) note(hash, place);
  return index;
}

function candidates({ path, recipe }: RecipePlace, index: ReadonlyMap<string, ReadonlySet<RecipePlace>>): readonly RecipePlace[] {
  const found = new Set<RecipePlace>();
  for (const { hash } of recipe.steps) for (const place of index.get(hash) ?? []) if (place.path !== path) found.add(place);
  return [...found];
}

function bestTwin(serve: RecipePlace, others: readonly RecipePlace[]): Twin | undefined {
  const twins = others.flatMap((train) => compare(serve, train) ?? []);
  return twins.sort((a, b) => b.shared - a.shared || distance(serve.path, a.train.path) - distance(serve.path, b.train.path))[0];
}

const lastName = (name: string) => name.slice(name.lastIndexOf(".") + 1);

function compare(serve: RecipePlace, train: RecipePlace): Twin | undefined {
  const isLoose = serve.recipe.function === "" || train.recipe.function === "";
  const isSameName = !isLoose && lastName(serve.recipe.function) === lastName(train.recipe.function);
  return (isLoose ? undefined : asFunctions(serve, train, isSameName)) ?? asColumns(serve, train);
}

function asFunctions(serve: RecipePlace, train: RecipePlace, isSameName: boolean): Twin | undefined {
  const [mine, theirs] = [serve.recipe.steps, train.recipe.steps];
  const { shared, difference } = align(mine, theirs);
  const share = shared / Math.max(mine.length, theirs.length);
  const telling = mine.filter(({ hash, isFrame }) => !isFrame && theirs.some((other) => other.hash === hash)).length;
  const isTwin = isSameName ? shared >= fewestSteps && share >= enoughOfSameName : shared >= fewestOfOther && share >= enoughOfOther;
  return isTwin && telling >= 2 ? { serve, train, shared, difference } : undefined;
}

/** Code that does more than make features: only columns that both make are compared. */
function asColumns(serve: RecipePlace, train: RecipePlace): Twin | undefined {
  const theirs = new Map<string, StepFact[]>();
  for (const step of train.recipe.steps) if (step.column !== undefined) theirs.set(step.column, [...(theirs.get(step.column) ?? []), step]);
  const mine = serve.recipe.steps.filter(({ column }) => column !== undefined && theirs.has(column));
  const same = mine.filter((step) => theirs.get(step.column ?? "")?.some(({ hash }) => hash === step.hash));
  if (new Set(same.map(({ column }) => column)).size < fewestColumns) return undefined;
  const other = mine.find((step) => !same.some(({ column }) => column === step.column));
  return { serve, train, shared: same.length, difference: other && { serve: other, train: theirs.get(other.column ?? "")?.[0] } };
}

/** Steps in common, in order, and the first where they part: the longest common subsequence of hashes. */
function align(mine: readonly StepFact[], theirs: readonly StepFact[]): { readonly shared: number; readonly difference: Twin["difference"] } {
  const lengths = Array.from({ length: mine.length + 1 }, () => new Array<number>(theirs.length + 1).fill(0));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = mine.length - 1; row >= 0; row--) for (let column = theirs.length - 1; column >= 0; column--) {
    const cells = lengths[row];
    if (cells) cells[column] = mine[row]?.hash === theirs[column]?.hash ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  }
  const shared = at(0, 0);
  if (shared === mine.length && shared === theirs.length) return { shared, difference: undefined };
  let [row, column] = [0, 0];
  while (row < mine.length && column < theirs.length && mine[row]?.hash === theirs[column]?.hash) [row, column] = [row + 1, column + 1];
  const isExtraMine = at(row + 1, column) === at(row, column) && column < theirs.length && at(row, column + 1) < at(row, column);
  const isExtraTheirs = at(row, column + 1) === at(row, column) && row < mine.length && at(row + 1, column) < at(row, column);
  return { shared, difference: { serve: isExtraTheirs ? undefined : mine[row], train: isExtraMine ? undefined : theirs[column] } };
}
