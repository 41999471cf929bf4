/** Where a module may lie that is named by no relative path: tsconfig's `paths` and `baseUrl`, package.json's `imports` and `exports`. */
import type { ManifestFacts } from "../../../rules/facts/manifest.ts";
import type { ResolutionFacts } from "../../../rules/facts/resolution.ts";
import { folderOf, foldersUp, joined, matched } from "./paths.ts";

export interface AliasSources {
  /** By path. */
  readonly resolutions: ReadonlyMap<string, ResolutionFacts>;
  readonly manifests: ReadonlyMap<string, ManifestFacts>;
}

interface Settings {
  /** Folder that bare names are looked for in. */
  readonly base: string | undefined;
  /** Most particular pattern first; targets are paths from the root. */
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

interface Package {
  readonly folder: string;
  readonly facts: ManifestFacts;
}

const deepest = 6;
/** Folders that builds write into, and where their sources usually are. */
const built = /^(?:\.\/)?(?:dist|build|lib|out|esm|cjs|es)(?:\/(?:esm|cjs|es|types|src))?\//;

export class Aliases {
  private readonly settings = new Map<string, Settings | undefined>();
  private readonly byFolder = new Map<string, string[]>();
  private readonly packages = new Map<string, Package>();

  constructor(private readonly sources: AliasSources) {
    for (const path of sources.resolutions.keys()) {
      const folder = folderOf(path);
      this.byFolder.set(folder, [...(this.byFolder.get(folder) ?? []), path]);
    }
    for (const paths of this.byFolder.values()) paths.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    for (const [path, facts] of sources.manifests) {
      if (facts.packageName !== undefined && path.endsWith("package.json")) this.packages.set(facts.packageName, { folder: folderOf(path), facts });
    }
  }

  /** Paths, with or without their endings, that the module may be; most likely first. */
  *candidates(folder: string, module: string): Generator<string> {
    yield* this.ofConfigs(folder, module);
    if (module.startsWith("#")) yield* this.ofImports(folder, module);
    yield* this.ofPackages(module);
    yield* byHabit(folder, module);
  }

  private *ofConfigs(folder: string, module: string): Generator<string> {
    for (const up of foldersUp(folder)) {
      for (const path of this.byFolder.get(up) ?? []) {
        const settings = this.settingsOf(path);
        for (const [pattern, targets] of settings?.paths ?? []) {
          const star = matched(pattern, module);
          if (star !== undefined) for (const target of targets) yield joined(target.replace("*", () => star));
        }
        if (settings?.base !== undefined) yield joined(settings.base, module);
      }
    }
  }

  private *ofImports(folder: string, module: string): Generator<string> {
    for (const up of foldersUp(folder)) {
      const facts = this.sources.manifests.get(joined(up, "package.json"));
      if (facts) return yield* targetsOf(up, facts, module);
    }
  }

  private *ofPackages(module: string): Generator<string> {
    const parts = module.split("/");
    const name = parts.slice(0, module.startsWith("@") ? 2 : 1).join("/");
    const found = this.packages.get(name);
    if (!found) return;
    const rest = module.slice(name.length + 1);
    yield* targetsOf(found.folder, found.facts, rest === "" ? "." : `./${rest}`);
    for (const home of ["src", "", "lib"]) yield joined(found.folder, home, rest);
  }

  /** With what it extends; what a file says itself wins over what it extends. */
  private settingsOf(path: string, depth = 0): Settings | undefined {
    if (this.settings.has(path)) return this.settings.get(path);
    this.settings.set(path, undefined); // until known: configurations may extend each other in a circle
    const facts = this.sources.resolutions.get(path);
    if (!facts || depth > deepest) return undefined;
    const folder = folderOf(path);
    const bases = facts.extends.flatMap((one) => this.fileNamed(folder, one) ?? []).flatMap((one) => this.settingsOf(one, depth + 1) ?? []).reverse();
    const base = facts.baseUrl === undefined ? bases.find((one) => one.base !== undefined)?.base : joined(folder, facts.baseUrl);
    const own = facts.paths && Object.entries(facts.paths).sort(([a], [b]) => headOf(b) - headOf(a)).map(([pattern, targets]) => [pattern, targets.map((one) => joined(base ?? folder, one))] as const);
    const settings = { base, paths: own ?? bases.find(({ paths }) => paths.length > 0)?.paths ?? [] };
    this.settings.set(path, settings);
    return settings;
  }

  private fileNamed(folder: string, name: string): string | undefined {
    const [scope = "", rest = ""] = splitPackage(name);
    const home = name.startsWith(".") ? joined(folder, name) : this.packages.has(scope) ? joined(this.packages.get(scope)?.folder ?? "", rest) : undefined;
    return home === undefined ? undefined : [home, `${home}.json`, joined(home, "tsconfig.json")].find((one) => this.sources.resolutions.has(one));
  }
}

/** `tsconfig.json` itself before its siblings, which other tools are handed by name. */
function rank(path: string): number {
  return /(?:^|\/)[tj]sconfig\.json$/.test(path) ? 0 : /(?:base|app|server|build)\.json$/.test(path) ? 1 : 2;
}

/** How much of a name a pattern fixes; without a `*` all of it. */
function headOf(pattern: string): number {
  const star = pattern.indexOf("*");
  return star < 0 ? Infinity : star;
}

function splitPackage(name: string): readonly [string, string] {
  const parts = name.split("/");
  const length = name.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), parts.slice(length).join("/")];
}

function* targetsOf(folder: string, { entryPoints }: ManifestFacts, name: string): Generator<string> {
  const patterns = Object.keys(entryPoints ?? {}).sort((a, b) => headOf(b) - headOf(a));
  for (const pattern of patterns) {
    const star = matched(pattern, name);
    if (star === undefined) continue;
    for (const target of entryPoints?.[pattern] ?? []) {
      const file = target.replace(/\.d\.([cm]?ts)$/, ".$1").replaceAll("*", () => star);
      yield joined(folder, file);
      if (built.test(file)) for (const home of ["src", ""]) yield joined(folder, home, file.replace(built, ""));
    }
  }
}

/** `@/x`, `~/x`, `src/x` from the nearest folder that has it. */
function* byHabit(folder: string, module: string): Generator<string> {
  const rest = /^(?:@|~|#)\/?/.test(module) ? module.replace(/^[@~#]\/?/, "") : module.startsWith("$lib/") ? module.slice(1) : module;
  for (const up of foldersUp(folder)) {
    yield joined(up, "src", rest);
    yield joined(up, rest);
  }
}
