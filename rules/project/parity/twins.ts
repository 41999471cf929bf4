/** Finds the same feature steps written twice: once for training, once for serving. */
import type { Project, ProjectRuleContext, RecipeFact, StepFact } from "../../api.ts";
import { areOneProject, distance, sidesOf } from "./sides.ts";

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
  /** Steps of the whole file: what one copy lacks may stand beside it. */
  readonly around: ReadonlySet<string>;
}

/** Two functions of one name need this share in common, others more. */
const enoughOfSameName = 0.5;
const enoughOfOther = 0.75;
const fewestSteps = 3;
const fewestOfOther = 4;
const fewestColumns = 2;
const fewestMeans = 4;
const enoughMeans = 0.7;

/** For each recipe that serves, the nearest that trains with the same steps in another file. */
export function twinsOf(project: Project, context: ProjectRuleContext): readonly Twin[] {
  const { serving, training } = sidesOf(project, context);
  const served = new Set(serving.map(({ facts }) => facts));
  const python = project.python();
  const recipesIn = (path: string) => python.get(path)?.parity?.recipes ?? [];
  const around = (path: string) => new Set(recipesIn(path).flatMap(({ steps }) => steps.map(({ hash }) => hash)));
  const trained = [...training.keys()].flatMap((path) => trainingFiles(project, path)).filter((path, index, all) => all.indexOf(path) === index)
    .flatMap((path) => recipesIn(path).filter(({ function: name }) => !isServed(project, served, path, name)).map((recipe): RecipePlace => ({ path, recipe, around: around(path) })));
  const byHash = indexOf(trained);
  return serving.flatMap(({ path, name }) => {
    const recipe = recipesIn(path).find((one) => one.function === name);
    if (!recipe) return [];
    const place = { path, recipe, around: around(path) };
    return bestTwin(place, candidates(project, place, byHash)) ?? [];
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
  for (const place of places) {
    if (place.recipe.function !== "") note(`name ${lastName(place.recipe.function)}`, place);
    for (const { hash, isFrame } of place.recipe.steps) if (!isFrame) note(hash, place);
  }
  return index;
}

function candidates(project: Project, { path, recipe }: RecipePlace, index: ReadonlyMap<string, ReadonlySet<RecipePlace>>): readonly RecipePlace[] {
  const found = new Set<RecipePlace>();
  for (const key of [`name ${lastName(recipe.function)}`, ...recipe.steps.map(({ hash }) => hash)]) for (const place of index.get(key) ?? []) if (place.path !== path && areOneProject(project, path, place.path)) found.add(place);
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
  const shared = stepsInCommon(mine, theirs);
  const share = shared / Math.max(mine.length, theirs.length);
  const telling = mine.filter(({ hash, isFrame }) => !isFrame && theirs.some((other) => other.hash === hash)).length;
  const isTwin = isSameName ? shared >= fewestSteps && share >= enoughOfSameName : shared >= fewestOfOther && share >= enoughOfOther;
  if (isTwin && telling >= 2) return { serve, train, shared, difference: differenceOf(serve, train) };
  return isSameName ? asRewritten(serve, train) : undefined;
}

/** The same function in other words: it uses the same means, most of them or all. */
function asRewritten(serve: RecipePlace, train: RecipePlace): Twin | undefined {
  const [mine, theirs] = [usesOf(serve), usesOf(train)];
  const shared = [...mine].filter((one) => theirs.has(one)).length;
  if (shared < fewestMeans || shared / Math.max(mine.size, theirs.size) < enoughMeans) return undefined;
  const only = (place: RecipePlace, others: ReadonlySet<string>) => place.recipe.steps.find(({ uses }) => uses?.some((one) => !others.has(one)));
  const [here, there] = [only(serve, theirs), only(train, mine)];
  return { serve, train, shared, difference: here || there ? { serve: here, train: there } : undefined };
}

const usesOf = ({ recipe }: RecipePlace): ReadonlySet<string> => new Set(recipe.steps.flatMap(({ uses }) => uses ?? []));

/** Code that does more than make features: only columns that both make are compared. */
function asColumns(serve: RecipePlace, train: RecipePlace): Twin | undefined {
  const [mine, theirs] = [serve.recipe.steps, train.recipe.steps].map((steps) => steps.filter(({ column }) => column !== undefined)) as [StepFact[], StepFact[]];
  const same = mine.filter((step) => theirs.some(({ hash, column }) => hash === step.hash && column === step.column));
  if (new Set(same.map(({ column }) => column)).size < fewestColumns) return undefined;
  return { serve, train, shared: same.length, difference: otherColumn(mine, theirs) };
}

/** A column made in two ways, else a step that only one side takes and that changes what the features are. */
function differenceOf(mine: RecipePlace, theirs: RecipePlace): Twin["difference"] {
  const column = otherColumn(mine.recipe.steps, theirs.recipe.steps);
  if (column) return column;
  const only = ({ recipe }: RecipePlace, { around }: RecipePlace) =>
    recipe.steps.find((step) => step.uses && step.column === undefined && !dropsRows.test(step.text ?? "") && !around.has(step.hash));
  const [serve, train] = [only(mine, theirs), only(theirs, mine)];
  return serve || train ? { serve, train } : undefined;
}

function otherColumn(mine: readonly StepFact[], theirs: readonly StepFact[]): Twin["difference"] {
  for (const step of mine) {
    const made = step.column === undefined ? [] : theirs.filter(({ column }) => column === step.column);
    if (made.length > 0 && !made.some(({ hash }) => hash === step.hash) && !mine.some((own) => own.column === step.column && made.some(({ hash }) => hash === own.hash))) return { serve: step, train: made[0] };
  }
  return undefined;
}

/** Training may leave out rows that serving must answer, and reads its rows from elsewhere. */
const dropsRows = /\.(?:dropna|drop_duplicates|query)\(|read_\w+\(|open\(/;

/** Length of the longest common subsequence. */
function stepsInCommon(mine: readonly StepFact[], theirs: readonly StepFact[]): number {
  let previous = new Array<number>(theirs.length + 1).fill(0);
  for (const { hash } of mine) {
    const current = [0];
    theirs.forEach((step, index) => current.push(step.hash === hash ? (previous[index] ?? 0) + 1 : Math.max(previous[index + 1] ?? 0, current[index] ?? 0)));
    previous = current;
  }
  return previous[theirs.length] ?? 0;
}
