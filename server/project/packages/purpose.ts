/** Judges whether a manifest belongs to a published library, to something its owners run, or to neither for sure. */
import type { Purpose } from "../../../rules/api.ts";
import type { ManifestFacts } from "../../../rules/facts/manifest.ts";
import { ancestors, folderOf, joinPath, nameOf, type World } from "./world.ts";

/** Files that only something which is run has beside its manifest. */
const runFiles = /^(?:Dockerfile.*|.*\.Dockerfile|Containerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|Procfile|app\.ya?ml|fly\.toml|render\.yaml|railway\.(?:json|toml)|vercel\.json|netlify\.toml|serverless\.ya?ml|manage\.py|wsgi\.py|asgi\.py|app\.py|main\.py|server\.py|streamlit_app\.py|predict\.py|serve\.py|train\.py|langgraph\.json|next\.config\.\w+|nuxt\.config\.\w+|angular\.json|ecosystem\.config\.\w+|skaffold\.yaml|heroku\.yml|server\.[jt]s|app\.[jt]s|Chart\.yaml|dvc\.yaml|MLproject)$/;

export function purposeOf(path: string, facts: ManifestFacts, world: World): Purpose {
  const { isBuildable, isPrivate, signs, serves } = facts.publication;
  const names = world.namesIn(folderOf(path));
  const isRun = serves || isRunIn(folderOf(path), world);
  if (isPrivate) return "application";
  switch (facts.format) {
    case "pip-requirements": case "pip-source": case "pip-constraints": return purposeOfRequirements(path, facts, world, isRun);
    case "conda": return siblingPurpose(folderOf(path), world) === "library" ? "library" : "application";
    case "pyproject": {
      const hasOther = names.has("setup.py") || names.has("setup.cfg");
      if (signs === "strong" || isTyped(path, facts, world)) return "library";
      if (!isBuildable && !hasOther) return signs === "weak" && !isRun ? "unknown" : "application";
      if (isRun) return "application";
      return signs === "weak" ? "library" : "unknown";
    }
    default:
      if (signs === "strong" && isBuildable) return "library";
      if (isRun) return "application";
      return signs === "weak" && isBuildable ? "library" : "unknown";
  }
}

const judged = new WeakMap<World, Map<string, boolean>>();

/** Folders are asked about once per manifest below them, and may hold thousands of files. */
function isRunIn(folder: string, world: World): boolean {
  const known = judged.get(world) ?? new Map<string, boolean>();
  judged.set(world, known);
  let answer = known.get(folder);
  if (answer === undefined) known.set(folder, (answer = [...world.namesIn(folder)].some((name) => runFiles.test(name))));
  return answer;
}

/** A requirements file serves the package it lies with: the one in its folder, or above a `requirements/` folder. */
function purposeOfRequirements(path: string, facts: ManifestFacts, world: World, isRun: boolean): Purpose {
  const folder = folderOf(path);
  const home = nameOf(folder) === "requirements" || nameOf(folder) === "reqs" ? folderOf(folder) : folder;
  const purpose = siblingPurpose(home, world);
  const hasScript = world.namesIn(home).has("setup.py");
  if (purpose === "library") return hasScript || isReadByPackage(path, home, world) ? "library" : "unknown"; // else it is what its developers install
  const installsItself = facts.dependencies.some(({ source, specifier }) => source === "path" && /^\.(?:$|\[)/.test(specifier));
  if (purpose === "application" || installsItself || isRun || isRunIn(home, world)) return "application";
  return hasScript || purpose === "unknown" ? "unknown" : "application";
}

/** The package's own metadata are made from this file. */
function isReadByPackage(path: string, home: string, world: World): boolean {
  return ["pyproject.toml", "setup.cfg"].some((name) => world.manifests.get(joinPath(home, name))?.includes.some(({ target }) => joinPath(home, target) === path) === true);
}

function siblingPurpose(folder: string, world: World): Purpose | undefined {
  const found = ["pyproject.toml", "setup.cfg"].flatMap((name) => {
    const path = folder ? `${folder}/${name}` : name;
    const facts = world.manifests.get(path);
    return facts?.publication.isBuildable ? [purposeOf(path, facts, world)] : [];
  });
  return found.find((purpose) => purpose === "library") ?? found[0];
}

/** The library whose folder this one lies in, if any: its docs, examples and tests are not run by anybody's users. */
export function isInsideLibrary(path: string, world: World): boolean {
  return [...ancestors(folderOf(path))].some((folder) => isLibraryFolder(folder, world));
}

const libraries = new WeakMap<World, Map<string, boolean>>();

function isLibraryFolder(folder: string, world: World): boolean {
  const known = libraries.get(world) ?? new Map<string, boolean>();
  libraries.set(world, known);
  let answer = known.get(folder);
  if (answer === undefined) known.set(folder, (answer = siblingPurpose(folder, world) === "library" || npmPurpose(folder, world) === "library"));
  return answer;
}

function npmPurpose(folder: string, world: World): Purpose | undefined {
  const path = folder ? `${folder}/package.json` : "package.json";
  const facts = world.manifests.get(path);
  return facts && purposeOf(path, facts, world);
}

/** `py.typed` is made for those who install the package. */
function isTyped(path: string, facts: ManifestFacts, world: World): boolean {
  const folder = folderOf(path);
  const base = folder ? `${folder}/` : "";
  const name = (facts.packageName ?? "").replace(/[-.]/g, "_");
  return name !== "" && ["", "src/"].some((source) => world.has(`${base}${source}${name}/py.typed`));
}

const developmentFolder = /(?:^|\/)(?:docs?|tests?|testing|benchmarks?|scripts|tools|ci|\.github|\.circleci|\.ci|hack|dev|lint)\//;
const sampleFolder = /(?:^|\/)(?:[\w.]+[-_](?=examples?\/|samples?\/|demos?\/))?(?:examples?|samples?|demos?|tutorials?|playgrounds?|e2e|__tests__)\//;
const materialFolder = /(?:^|\/)(?:(?:__)?fixtures?(?:__)?|testdata|test-data|(?:__)?mocks(?:__)?|templates?|template-[\w.-]+|boilerplates?|scaffolds?|skeletons?)\/|\{\{/;

export function isDevelopmentPath(path: string): boolean {
  return developmentFolder.test(path);
}

export function isSamplePath(path: string): boolean {
  return sampleFolder.test(path);
}

export function isMaterialPath(path: string): boolean {
  return materialFolder.test(path);
}
