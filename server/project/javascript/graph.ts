/** The JavaScript graph: routes, and how functions are reached from them, over all files of a workspace. */
import type { GraphStep, JavaScriptGraph, ServedRoute } from "../../../rules/api.ts";
import type { JavaScriptEntry, JavaScriptFacts } from "../../../rules/facts/javascript.ts";
import type { ManifestFacts } from "../../../rules/facts/manifest.ts";
import type { ResolutionFacts } from "../../../rules/facts/resolution.ts";
import { Aliases } from "./aliases.ts";
import { Modules, type FunctionAt } from "./modules.ts";
import { folderOf } from "./paths.ts";

const testPath = /(^|\/)(?:tests?|__tests__|spec|fixtures|__mocks__|e2e|cypress)\/|\.(?:test|spec|e2e-spec|stories)\.[cm]?[jt]sx?$/;
const interfacePackages = /^(?:react-dom|vue|svelte|@angular\/core|solid-js|preact|jquery|react-native)$/;
const serverPackages = /^(?:express|fastify|koa|hono|@nestjs\/core|next|nuxt|@remix-run\/\w+|@react-router\/(?:node|serve)|@sveltejs\/kit|astro|@hapi\/hapi|restify|polka|electron|pg|mongoose|mongodb|mysql2|redis|ioredis|@prisma\/client|apollo-server|@apollo\/server)$/;
/** Programs that show how the others are used: nobody waits for what they answer. */
const samplePath = /(?:^|\/)(?:playgrounds?|examples?|samples?|demos?|sandbox(?:es)?|docs?)\//;
/** Routes of installers and test helpers. */
const runsOnce = /\/(?:_?e2e|setup(?:-[\w-]+)?|install|finalize)(?:\/|$)/;
/** Packages that check every request against a description of the whole interface. */
const validators = /^(?:express-openapi-validator|openapi-backend|express-openapi|swagger-tools|oas-tools|@ts-rest\/|express-zod-api|openapi-validator-middleware|tsoa$|routing-controllers$)/;
const deepest = 12;

/** What is set or imported outside of tests: qualified names, and the names that are imported of each module. */
interface Defaults {
  readonly sets: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

export class Graph implements JavaScriptGraph {
  private readonly modules: Modules;
  private ways: ReadonlyMap<string, readonly GraphStep[]> | undefined;
  private readonly interfaces = new Map<string, boolean>();
  private registered: ReadonlyMap<string, boolean> | undefined;
  private bare: ReadonlySet<string> | undefined;
  private checksEverything: boolean | undefined;
  private defaults: Defaults | undefined;

  constructor(private readonly files: ReadonlyMap<string, JavaScriptFacts>, private readonly manifests: ReadonlyMap<string, ManifestFacts>, resolutions: ReadonlyMap<string, ResolutionFacts> = new Map()) {
    this.modules = new Modules(files, new Aliases({ resolutions, manifests }));
  }

  servePath(path: string, functionName: string): readonly GraphStep[] {
    this.ways ??= this.walk();
    return this.ways.get(key(path, functionName)) ?? [];
  }

  routes(): readonly ServedRoute[] {
    return this.entries().filter(({ entry }) => entry.how === "route").map(({ entry, path }) => ({ path, label: entry.label, at: entry.at }));
  }

  isInterface(path: string): boolean {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const manifest = folder === "" ? "package.json" : `${folder}/package.json`;
      const facts = this.manifests.get(manifest);
      if (facts) return this.isInterfacePackage(manifest, facts);
      if (folder === "") return false;
    }
  }

  isSet(name: string): boolean {
    this.defaults ??= this.setNames();
    if (this.defaults.sets.has(name)) return true;
    for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) if (this.defaults.imports.get(name.slice(0, dot))?.has(name.slice(dot + 1))) return true;
    return false;
  }

  private setNames(): Defaults {
    const sets = new Set<string>();
    const imports = new Map<string, Set<string>>();
    for (const [path, facts] of this.files) {
      if (testPath.test(path)) continue;
      for (const one of facts.sets) sets.add(one);
      for (const { module, names } of facts.imports) {
        let known = imports.get(module);
        if (!known) imports.set(module, (known = new Set()));
        for (const one of names) known.add(one);
      }
    }
    return { sets, imports };
  }

  mayBeValidated(path: string, functionName: string): boolean {
    this.registered ??= this.registrations();
    this.checksEverything ??= [...this.files.values()].some(({ imports }) => imports.some(({ module }) => validators.test(module)));
    return this.checksEverything || (this.registered.get(key(path, functionName)) ?? true);
  }

  isRegisteredBare(path: string, functionName: string): boolean {
    this.bare ??= new Set([...this.files].flatMap(([from, { registers = [] }]) => registers.flatMap(({ to, isBare }) => {
      const place = isBare && !testPath.test(from) ? this.modules.resolve(from, to) : undefined;
      return place ? [key(place.path, place.facts.name)] : [];
    })));
    return this.bare.has(key(path, functionName));
  }

  /** By handler, whether any registration checks its requests. */
  private registrations(): ReadonlyMap<string, boolean> {
    const found = new Map<string, boolean>();
    for (const [from, { registers = [] }] of this.files) {
      for (const { to, isValidated = false } of registers) {
        const place = this.modules.resolve(from, to);
        const name = place && key(place.path, place.facts.name);
        if (name !== undefined) found.set(name, isValidated || (found.get(name) ?? false));
      }
    }
    return found;
  }

  private isInterfacePackage(path: string, { dependencies }: ManifestFacts): boolean {
    let known = this.interfaces.get(path);
    if (known === undefined) this.interfaces.set(path, (known = dependencies.some(({ name }) => interfacePackages.test(name)) && !dependencies.some(({ name, group }) => group === "runtime" && serverPackages.test(name))));
    return known;
  }

  private entries(): { readonly place: FunctionAt; readonly entry: JavaScriptEntry; readonly path: string }[] {
    return [...this.files].filter(([path]) => !testPath.test(path)).flatMap(([path, { functions = [], registers = [] }]) => [
      ...registers.flatMap(({ to, isFactory, ...entry }) => {
        const place = this.modules.resolve(path, to);
        return place && !isFactory && !isOnlyShown(path, place.path) ? [{ place, entry, path }] : [];
      }),
      ...functions.flatMap((facts) => (facts.entry ? [{ place: { path, facts }, entry: facts.entry, path }] : [])),
    ]);
  }

  /** Breadth first: the first way to a function is a shortest one. */
  private walk(): ReadonlyMap<string, readonly GraphStep[]> {
    const found = new Map<string, readonly GraphStep[]>();
    let level: FunctionAt[] = [];
    const entries = this.entries().filter(({ entry }) => !runsOnce.test(entry.label)).sort((a, b) => rank(a.entry.label) - rank(b.entry.label));
    for (const { place, entry, path } of entries) {
      if (found.has(key(place.path, place.facts.name))) continue;
      found.set(key(place.path, place.facts.name), [{ path, at: entry.at, label: entry.label }]);
      level.push(place);
    }
    for (let depth = 0; depth < deepest && level.length > 0; depth++) {
      const next: FunctionAt[] = [];
      for (const { path, facts } of level) {
        const steps = found.get(key(path, facts.name)) ?? [];
        for (const { at, module, name } of facts.calls ?? []) {
          const target = this.modules.resolve(path, { name, ...(module !== undefined && { module }) });
          if (!target || testPath.test(target.path) || isOnlyShown(path, target.path) || found.has(key(target.path, target.facts.name))) continue;
          found.set(key(target.path, target.facts.name), [...steps, { path, at, label: target.facts.name }]);
          next.push(target);
        }
      }
      level = next;
    }
    return found;
  }
}

function isOnlyShown(from: string, to: string): boolean {
  return samplePath.test(from) && !samplePath.test(to);
}

function key(path: string, name: string): string {
  return `${path}\n${name}`;
}

/** A route tells more than a function that looks like a handler, and that more than middleware. */
function rank(label: string): number {
  return label.startsWith("middleware") ? 2 : label.startsWith("handler") ? 1 : 0;
}
