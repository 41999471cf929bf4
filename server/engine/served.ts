/** Findings that hold only in code that answers requests: the call graph decides, which no single file shows. */
import type { Finding, GraphStep, Project, Related } from "../../rules/api.ts";
import type { AnchoredOf } from "./anchors.ts";

/** Stands in a message for what is served, as a person would say it: `POST /predict`. */
const entryName = "{entry}";

/** The finding as it is told, with the way from the entry point; undefined where nobody waits for the function. */
export function toldWhereServed(finding: Finding, path: string, project: Project | undefined, anchoredOf: AnchoredOf): Finding | undefined {
  const { whenServed, otherwise, unlessProject, ...rest } = finding;
  if (unlessProject && project && isTakenBack(unlessProject, path, project)) return undefined;
  if (whenServed === undefined) return finding;
  const steps = waysTo(project, path, whenServed);
  const [entry] = steps;
  if (!entry) return otherwise && isUncalled(project, path, whenServed) ? { ...rest, confidence: otherwise, message: rest.message.replaceAll(`\`${entryName}\``, "its caller") } : undefined;
  const story = steps.flatMap((step, index) => relatedOf(step, index === 0 ? `answers ${step.label}` : `calls ${step.label}`, anchoredOf));
  return { ...rest, message: rest.message.replaceAll(entryName, entry.label), related: [...(rest.related ?? []), ...story] };
}

/** Nobody is seen to call the function: it may serve or not. */
function isUncalled(project: Project | undefined, path: string, name: string): boolean {
  return project?.files.get(path)?.body.python !== undefined && project.graph.callers(path, name).length === 0 && /^(?:library|serve)$/.test(project.graph.role(path));
}

function relatedOf({ path, at }: GraphStep, message: string, anchoredOf: AnchoredOf): Related[] {
  const place = anchoredOf(path)?.anchors[at];
  return place ? [{ path, at: place, message }] : [];
}

/** Only the project can say whether the finding is told. */
export function asksProject({ whenServed, unlessProject }: Finding): boolean {
  return whenServed !== undefined || unlessProject !== undefined;
}

function waysTo(project: Project | undefined, path: string, name: string): readonly GraphStep[] {
  if (!project) return [];
  return project.files.get(path)?.body.javascript ? project.javascript.servePath(path, name) : project.graph.requestPath(path, name);
}

function isTakenBack({ isInterface, sets = [], uses = [], speaksOf, notBelow, validates, notRegistered }: NonNullable<Finding["unlessProject"]>, path: string, project: Project): boolean {
  if ((isInterface === true && project.javascript.isInterface(path)) || sets.some((name) => project.javascript.isSet(name))) return true;
  if (validates !== undefined && project.javascript.mayBeValidated(path, validates)) return true;
  if (notRegistered !== undefined && !project.javascript.isRegisteredBare(path, notRegistered)) return true;
  if (speaksOf !== undefined && [...project.files.values()].some(({ body }) => body.service?.speaksOf?.includes(speaksOf))) return true;
  if (uses.length > 0 && uses.some((name) => importedIn(project).has(name))) return true;
  return notBelow !== undefined && (majorOf(path, notBelow.name, project) ?? Infinity) >= notBelow.major;
}

const imported = new WeakMap<Project, ReadonlySet<string>>();

/** Every module that JavaScript of the workspace imports. */
function importedIn(project: Project): ReadonlySet<string> {
  let found = imported.get(project);
  if (!found) imported.set(project, (found = new Set([...project.files.values()].flatMap(({ body }) => body.javascript?.imports.map(({ module }) => module) ?? []))));
  return found;
}

/** By lockfile or installed package, else by what the nearest `package.json` asks for. */
function majorOf(path: string, name: string, project: Project): number | undefined {
  const shown = project.packages().versionFor(path, "npm", name)?.version;
  if (shown !== undefined) return leadingNumber(shown);
  for (let folder = path; folder !== ""; ) {
    folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
    const asked = project.manifests().get(folder === "" ? "package.json" : `${folder}/package.json`)?.dependencies.find((one) => one.name === name);
    if (asked) return leadingNumber(asked.specifier);
  }
  return undefined;
}

function leadingNumber(version: string): number | undefined {
  const found = /^[\^~>=v\s]*(\d+)/.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** By path, what the project says about the findings of this kind; equal texts mean that nothing else is told. */
export function servedKeys(files: ReadonlyMap<string, { readonly raw: readonly { readonly finding: Finding }[] }>, project: Project | undefined): Map<string, string> {
  const keys = new Map<string, string>();
  for (const [path, { raw }] of files) {
    const asking = raw.flatMap(({ finding }) => (asksProject(finding) ? [finding] : []));
    if (asking.length > 0) keys.set(path, servedKey(asking, path, project));
  }
  return keys;
}

function servedKey(findings: readonly Finding[], path: string, project: Project | undefined): string {
  const names = new Set(findings.flatMap(({ whenServed }) => whenServed ?? []));
  const uncalled = findings.map(({ whenServed, otherwise }) => (whenServed !== undefined && otherwise && isUncalled(project, path, whenServed) ? "1" : "0")).join("");
  const taken = findings.map(({ unlessProject }) => (unlessProject && project && isTakenBack(unlessProject, path, project) ? "1" : "0")).join("");
  return `${taken} ${uncalled}` + [...names].map((name) => `${name}=${waysTo(project, path, name).map((step) => `${step.path}:${step.label}`).join(">")}`).join("\n");
}
