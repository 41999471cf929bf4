/** The services of a workspace: where each begins to be, what it answers, and which concerns its code or what stands around it speaks of. */
import type { Anchor, Project, ProjectRuleContext } from "../../api.ts";
import type { Concern, StartFact } from "../../facts/service.ts";

export interface Service {
  /** The package it belongs to; "" is the root. */
  readonly folder: string;
  readonly language: "python" | "javascript";
  /** Where its application is made, else where it starts to listen. */
  readonly app: StartPlace;
  readonly starts: readonly StartPlace[];
  readonly routes: readonly { readonly path: string; readonly label: string; readonly name: string; readonly at: Anchor }[];
  /** Its own code, or code and settings of the workspace that belong to no other service, speak of it. */
  speaksOf(concern: Concern): boolean;
  /** Its code or a dependency of it: an npm or Python package by name, a Python import by module. */
  uses(name: RegExp): boolean;
  /** Its code alone. */
  imports(name: RegExp): boolean;
  /** As a message calls it: `Flask application`. */
  readonly title: string;
  /** A file says how it is run in production: an image, a process list, a workload, a unit. */
  readonly isDeployed: boolean;
}

export interface StartPlace extends StartFact {
  readonly path: string;
}

/** Code that is nobody's service: what is read, tried or only used while developing. */
const aside = /(?:^|\/)(?:examples?|samples?|demos?|docs?|website|tutorials?|workshops?|templates?|fixtures?|tests?|__tests__|e2e|specs?|mocks?|__mocks__|mock[-_]\w+|fake[-_]\w+|stubs?|cypress|playgrounds?|sandbox|bench(?:marks?)?|scripts?|tools?|tooling|install(?:er)?|setup|seed(?:s|ers?|ing)?|migrations?|commands?|management|dev(?:-server|tools)?|stories|vendor|third_party|experiments?|notebooks?|legacy|archive|\.\w[\w-]*)\/|(?:^|\/)(?:mock|fake|dev|test|example|demo|debug|proxy|sample|bench|webpack|vite|rspack|rollup|gulpfile|gruntfile|storybook)[\w-]*\.[\w.]+$|[-_.](?:mock|test|spec|dev|example|demo)\.\w+$/i;
/** Somebody else keeps these running, measures them and stands in front of them. */
const platform = /(?:^|\/)(?:serverless\.(?:ya?ml|ts|js)|vercel\.json|netlify\.toml|wrangler\.(?:toml|jsonc?)|zappa_settings\.\w+|firebase\.json|samconfig\.toml|host\.json|amplify\.yml|sst\.config\.\w+)$/;
const deploying = /(?:^|\/)(?:[\w.-]*Dockerfile[\w.-]*|Containerfile|Procfile|fly\.toml|render\.ya?ml|railway\.(?:json|toml)|nixpacks\.toml|captain-definition|app\.ya?ml|ecosystem\.config\.[cm]?js|Chart\.ya?ml|[\w-]+\.service|supervisord?\.conf|uwsgi\.ini|Dockerrun\.aws\.json|\.ebextensions\/.*|(?:docker-)?compose[\w.-]*\.ya?ml)$/i;
/** What the first heading of a README calls something to learn from. */
const collection = /\b(?:examples|samples|tutorials?|awesome|workshops?|courses?|cookbook|playground|bootcamp|zoomcamp|exercises|101)\b/i;
/** What stands here says nothing of the service: pipelines, documents, what browsers and others' code bring along. */
const silentOn = /(?:^|\/)(?:\.\w[\w-]*|docs?|examples?|vendor|vendored|third_party|public|static|assets|dist|node_modules)\/|\.min\.js$|(?:^|\/)preship\.ya?ml$/;
const manifestOf = { python: /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|setup\.py|environment\.ya?ml|manage\.py)$/, javascript: /(?:^|\/)(?:package\.json|deno\.jsonc?)$/ };

/** What runs one service says nothing of another: of code and requirements, only its own count. */
const isOwnMatter: ReadonlySet<Concern> = new Set(["wsgi"]);

const known = new WeakMap<Project, readonly Service[]>();

/** Tests, examples, libraries, tools and functions of platforms are none. */
export function servicesOf(project: Project, context: ProjectRuleContext): readonly Service[] {
  let services = known.get(project);
  if (!services) known.set(project, (services = isRead(project) ? [] : findServices(project, context)));
  return services;
}

export function isAside(path: string, context: ProjectRuleContext): boolean {
  return aside.test(path) || context.for(path).isTest;
}

function isRead(project: Project): boolean {
  return [...project.files].some(([path, { body }]) => /^readme(\.\w+)?$/i.test(path) && collection.test(body.documents?.headings[0]?.text ?? ""));
}

function findServices(project: Project, context: ProjectRuleContext): Service[] {
  const homes = new Map<string, { readonly language: Service["language"]; readonly starts: StartPlace[] }>();
  const folders = { python: foldersWith(project, manifestOf.python), javascript: foldersWith(project, manifestOf.javascript) };
  for (const [path, { language, body }] of project.files) {
    if ((language !== "python" && language !== "javascript") || !body.service?.starts || isAside(path, context)) continue;
    const folder = nearest(path, folders[language]);
    if (isNotRun(project, folder, language)) continue;
    const home = homes.get(folder) ?? { language, starts: [] };
    homes.set(folder, home);
    if (home.language === language) home.starts.push(...body.service.starts.map((start) => ({ ...start, path })));
  }
  const world = new World(project, context, new Set(homes.keys()));
  return [...homes].flatMap(([folder, { language, starts }]) => {
    const app = mainOf(starts);
    if (!app || world.runsOnPlatform(folder)) return [];
    return [{ folder, language, app, starts, title: titleOf(app), ...world.about(folder, language) }];
  });
}

/** An application made where it also listens, else one made for others to run. */
function mainOf(starts: readonly StartPlace[]): StartPlace | undefined {
  const made = starts.filter(({ does }) => does === "make");
  return made.find(({ path }) => starts.some((one) => one.does === "listen" && one.path === path)) ?? made[0] ?? starts[0];
}

const titles: readonly (readonly [RegExp, string])[] = [
  [/fastapi/i, "FastAPI"], [/flask/i, "Flask"], [/django/, "Django"], [/nestjs/, "Nest"], [/fastify/, "Fastify"], [/express/, "Express"], [/koa/, "Koa"], [/hono/, "Hono"],
  [/aiohttp/, "aiohttp"], [/tornado/, "Tornado"], [/grpc/, "gRPC"], [/hapi/, "hapi"], [/starlette/, "Starlette"], [/sanic/, "Sanic"], [/quart/, "Quart"], [/litestar/, "Litestar"], [/falcon/, "Falcon"], [/bottle/, "Bottle"],
];

function titleOf({ of }: StartPlace): string {
  const known = titles.find(([is]) => is.test(of))?.[1];
  return known === undefined ? "service" : `${known} service`;
}

/** Published for others to build on, or installed by developers alone. */
function isNotRun(project: Project, folder: string, language: Service["language"]): boolean {
  const manifests = [...project.packages().manifests.values()].filter((one) => one.folder === folder && one.facts.lock === undefined && (one.facts.ecosystem === "npm") === (language === "javascript"));
  return manifests.some(({ purpose, isSample, isDevelopment, isMaterial, isInsideLibrary, facts }) =>
    purpose === "library" || isSample || isDevelopment || isMaterial || isInsideLibrary || facts.dependencies.some(({ name }) => /^electron$/.test(name)));
}

/** Which files say what about which service. */
class World {
  private readonly paths: readonly string[];
  private readonly filesOf = new Map<string, string[]>();

  constructor(private readonly project: Project, private readonly context: ProjectRuleContext, private readonly homes: ReadonlySet<string>) {
    const { paths, ignored } = project.surroundings;
    this.paths = [...paths].filter((path) => !ignored.has(path) && !/(?:^|\/)(?:\.devcontainer|\.github|\.circleci)\//.test(path) && !context.for(path).isTest);
    for (const path of project.files.keys()) {
      if (silentOn.test(path) || context.for(path).isTest || project.javascript.isInterface(path)) continue;
      const home = nearest(path, homes);
      const owner = this.belongs(path, home) ? home : undefined;
      const key = owner ?? "\n";
      const known = this.filesOf.get(key);
      if (known) known.push(path);
      else this.filesOf.set(key, [path]);
    }
  }

  runsOnPlatform(folder: string): boolean {
    return this.paths.some((path) => platform.test(path) && (folderOf(path) === folder || folderOf(path) === ""));
  }

  about(folder: string, language: Service["language"]): Pick<Service, "routes" | "speaksOf" | "uses" | "imports" | "isDeployed"> {
    const own = this.filesOf.get(folder) ?? [];
    const around = [...own, ...(folder === "" ? [] : (this.filesOf.get("\n") ?? []))];
    const concernsIn = (paths: readonly string[]) => new Set(paths.flatMap((path) => this.project.files.get(path)?.body.service?.speaksOf ?? []));
    const concerns = concernsIn(around);
    const ownConcerns = concernsIn(around.filter((path, index) => index < own.length || !/^(?:python|javascript|manifest)$/.test(this.project.files.get(path)?.language ?? "")));
    return {
      routes: this.routesOf(new Set(own), language),
      speaksOf: (concern) => (isOwnMatter.has(concern) ? ownConcerns : concerns).has(concern),
      uses: (name) => around.some((path) => [...this.importsIn(path), ...this.dependenciesIn(path)].some((one) => name.test(one))),
      imports: (name) => own.some((path) => !aside.test(path) && this.importsIn(path).some((one) => name.test(one))),
      isDeployed: this.paths.some((path) => deploying.test(path) && !aside.test(path) && this.mayConcern(path, folder)) || this.hasWorkload(folder),
    };
  }

  private importsIn(path: string): readonly string[] {
    const { python, javascript } = this.project.files.get(path)?.body ?? {};
    return [...(python ? [...Object.values(python.imports), ...python.stars] : []), ...(javascript?.imports.map(({ module }) => module) ?? [])];
  }

  private dependenciesIn(path: string): readonly string[] {
    const { manifest } = this.project.files.get(path)?.body ?? {};
    return manifest && !manifest.lock ? manifest.dependencies.filter(({ group }) => group !== "development").map(({ name }) => name) : [];
  }

  private routesOf(own: ReadonlySet<string>, language: Service["language"]): Service["routes"] {
    const { project } = this;
    if (language === "javascript") return project.javascript.routes().filter(({ path, label }) => own.has(path) && !/^(?:middleware|handler|addHook|param|use\b)/.test(label) && !isAside(path, this.context)).map((route) => ({ ...route, name: "" }));
    return [...own].flatMap((path) => {
      const facts = project.files.get(path)?.body.python;
      if (!facts || isAside(path, this.context)) return [];
      return [
        ...facts.functions.flatMap(({ name, entries = [] }) => entries.filter(({ how }) => how === "route").map(({ label, at }) => ({ path, label, name, at }))),
        ...facts.registers.filter(({ entry }) => entry.how === "route").map(({ entry: { label, at }, to }) => ({ path, label, name: to, at })),
      ];
    });
  }

  private hasWorkload(folder: string): boolean {
    return [...this.project.files].some(([path, { body }]) => !aside.test(path) && (body.operations?.resources.some(({ name }) => /^(?:Deployment|StatefulSet|DaemonSet|Rollout)$/.test(name)) ?? false) && this.mayConcern(path, folder));
  }

  /** In the service's folder, or in none that belongs to another service. */
  private mayConcern(path: string, folder: string): boolean {
    const home = nearest(path, this.homes);
    return home === folder || home === "";
  }

  /** Everything below a service's folder is its own; beside a service at the root, so is everything else. */
  private belongs(path: string, home: string): boolean {
    return home === "" ? this.homes.has("") : path.startsWith(`${home}/`);
  }
}

function foldersWith(project: Project, manifest: RegExp): ReadonlySet<string> {
  return new Set([...project.surroundings.paths].filter((path) => manifest.test(path)).map(folderOf));
}

function nearest(path: string, folders: ReadonlySet<string>): string {
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) if (folders.has(folder)) return folder;
  return "";
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
