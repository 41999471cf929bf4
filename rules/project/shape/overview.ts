/** What kind of project this is, and where a finding about the whole of it belongs. */
import type { Anchor, Profile, Project, ProjectRuleContext } from "../../api.ts";

export interface Place {
  readonly path: string;
  readonly at: Anchor;
}

export interface Overview {
  readonly profile: Profile;
  /** Tracked paths that are neither tests nor somebody else's. */
  readonly paths: readonly string[];
  /** The README's first heading, else the first manifest at the root, else the first pipeline; undefined where nothing of it stands. */
  readonly place: Place | undefined;
  /** Source files; a handful of scripts is expected to have little around it. */
  readonly sources: number;
  /** Published for others to build on, not run. */
  readonly isLibrary: boolean;
  /** Something of it is run for somebody: an image with a service, a workload, a deployment. */
  readonly isOperated: boolean;
  readonly trainsModels: boolean;
}

const source = /\.(py|ipynb|[cm]?[jt]sx?|go|rs|java|kt|rb|php|cs|scala|swift)$/;
const workload = /^(Deployment|StatefulSet|DaemonSet|Rollout|CronJob|InferenceService|SeldonDeployment|RayService)$/;
const notOurs = /(^|\/)(examples?|samples?|demos?|docs?|templates?|fixtures?|tutorials?|vendor|third_party)\//i;

const known = new WeakMap<Project, Overview>();

export function overview(project: Project, context: ProjectRuleContext): Overview {
  let told = known.get(project);
  if (!told) known.set(project, (told = findOverview(project, context)));
  return told;
}

function findOverview(project: Project, context: ProjectRuleContext): Overview {
  const { paths: all, ignored } = project.surroundings;
  const paths = [...all].filter((path) => !ignored.has(path) && !context.for(path).isTest);
  const manifests = [...project.packages().manifests.values()].filter(({ folder, facts }) => folder === "" && facts.lock === undefined);
  const operated = [...project.files.values()].some(({ path, body }) => !notOurs.test(path) && !context.for(path).isTest
    && (body.operations?.resources.some(({ name }) => workload.test(name)) ?? false));
  const hasService = paths.some((path) => /(^|\/)(Dockerfile|Procfile|app\.ya?ml|fly\.toml|render\.yaml|vercel\.json|serverless\.ya?ml)$/.test(path) && !notOurs.test(path) && !/\.devcontainer/.test(path));
  return {
    profile: context.for("").profile,
    paths,
    place: placeOf(project),
    sources: paths.filter((path) => source.test(path)).length,
    isLibrary: manifests.some(({ purpose }) => purpose === "library"),
    isOperated: (operated || hasService) && !isCollection(project) && !areNotebooks(project, paths),
    trainsModels: [...project.python()].some(([path]) => !notOurs.test(path) && project.graph.role(path) === "train"),
  };
}

/** What a README calls examples, a template or a course is copied or read, not run. */
const collection = /\b(examples|samples|tutorials?|awesome|workshops?|courses?|cookbook|boilerplate|templates?|starter( kit)?|playground|bootcamp|zoomcamp)\b/i;

function isCollection(project: Project): boolean {
  return [...project.files].some(([path, { body }]) => /^readme(\.\w+)?$/i.test(path) && collection.test(body.documents?.headings[0]?.text ?? ""));
}

/** Notebooks that an image opens for reading: where nearly every source is one and no code starts a service, nothing is run for anybody. */
function areNotebooks(project: Project, paths: readonly string[]): boolean {
  const sources = paths.filter((path) => source.test(path));
  return sources.filter((path) => path.endsWith(".ipynb")).length > 0.8 * sources.length && ![...project.files.values()].some(({ path, body }) => !path.endsWith(".ipynb") && body.service?.starts);
}

function placeOf(project: Project): Place | undefined {
  for (const [path, { body }] of project.files) {
    const first = /^readme(\.\w+)?$/i.test(path) ? body.documents?.headings[0] : undefined;
    if (first) return { path, at: first.at };
  }
  for (const { path, folder, facts } of project.packages().manifests.values()) if (folder === "" && facts.lock === undefined) return { path, at: facts.place };
  return pipelinePlace(project);
}

/** The `jobs` of the first workflow. */
export function pipelinePlace(project: Project): Place | undefined {
  for (const [path, { body }] of project.files) {
    const jobs = /^\.github\/workflows\//.test(path) ? body.operations?.settings.find(({ name }) => name === "jobs") : undefined;
    if (jobs) return { path, at: jobs.at };
  }
  return undefined;
}

/** Where people are asked to answer for it: silent for prototypes, information inside, a warning where customers depend on it. */
export function loudness(profile: Profile): { readonly variant?: string } | undefined {
  if (profile === "prototype") return undefined;
  return profile === "internal" ? {} : { variant: "exposed" };
}

/** Headings of documents, with their files. */
export function headings(project: Project, paths: (path: string) => boolean = () => true): readonly { readonly path: string; readonly text: string; readonly at: Anchor }[] {
  return [...project.files].flatMap(([path, { body }]) => (paths(path) ? (body.documents?.headings ?? []).map(({ text, at }) => ({ path, text, at })) : []));
}
