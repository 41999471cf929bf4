/** What belongs to the project: .gitignore files as git reads them, and folders that are never the project's own code. */
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { exists, textOf } from "./disk.ts";
import { type IgnoreNames, ignoreNames } from "./ignore-names.ts";

/** Folders that hold what tools or other people made, by name. */
const foreignFolders = new Set([
  "node_modules", "bower_components", "jspm_packages", "site-packages", "dist-packages", "__pypackages__",
  ".git", ".hg", ".svn", ".jj", ".preship", ".venv", ".tox", ".nox", ".eggs", "__pycache__",
  ".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", ".cache", ".terraform", ".gradle", ".next", ".nuxt",
  ".turbo", ".parcel-cache", ".svelte-kit", ".yarn", ".pnpm-store", ".dvc", "mlruns",
  "dist", "htmlcov", "vendor", "vendored", "_vendor", "third_party", "third-party", "generated", "__generated__",
]);

/** `build` is output where nothing in it is a recipe for building. */
const buildRecipe = /^(.*\.)?(Dockerfile|Containerfile)(\..*)?$|^Makefile$|\.(sh|ya?ml)$/i;

const coverageReport = /^(lcov\.info|coverage-final\.json|clover\.xml|lcov-report)$/;

/** Why a folder is not walked, given the names it holds; undefined when it is the project's own. */
export function foreignFolder(name: string, holds: () => readonly string[]): string | undefined {
  if (foreignFolders.has(name) || name.endsWith(".egg-info")) return name;
  if (name === "build" && !holds().some((entry) => buildRecipe.test(entry))) return name;
  if (name === "coverage" && holds().some((entry) => coverageReport.test(entry))) return name;
  if (/^(\.?v?env|.*-?venv.*)$/i.test(name) && holds().includes("pyvenv.cfg")) return "virtual environments";
  return undefined;
}

/** Files that tell about the project even when git does not keep them. */
export const telling = /(^|\/)(\.env(\.[^/]*)?|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|conda-lock\.ya?ml|pixi\.lock|requirements[^/]*\.txt)$/;

/** Answers for paths relative to a root, with every .gitignore from the repository's top down to the path's folder. */
export class GitIgnore {
  /** By folder, what decides about the names in it, innermost first. */
  private readonly rules = new Map<string, readonly Rules[]>();
  private readonly folders = new Map<string, boolean>();
  /** The root's path below the repository's top, with a trailing slash, or "". */
  private readonly prefix: string;
  private readonly top: string;

  constructor(root: string) {
    const top = repositoryTop(root);
    this.top = top ?? root;
    const below = path.relative(this.top, root).split(path.sep).join("/");
    const asked = below ? below + "/" : "";
    // a folder that was opened on purpose is the project, whatever the repository around it says
    const isItselfIgnored = asked !== "" && this.isIgnoredBelowTop(asked);
    this.prefix = isItselfIgnored ? "" : asked;
    if (isItselfIgnored) {
      this.top = root;
      this.forget();
    }
  }

  /** `path` with a trailing slash is a folder. Parents are asked too: what lies in an ignored folder is ignored. */
  isIgnored(relative: string): boolean {
    return this.isIgnoredBelowTop(this.prefix + relative);
  }

  /** Forgets what was read, after a .gitignore changed. */
  forget(): void {
    this.rules.clear();
    this.folders.clear();
  }

  private isIgnoredBelowTop(target: string): boolean {
    const folder = target.slice(0, target.lastIndexOf("/", target.length - 2) + 1);
    return (folder.length > 1 && this.isFolderIgnored(folder)) || (target.length > folder.length && this.isMatched(target, folder));
  }

  private isFolderIgnored(folder: string): boolean {
    let isIgnored = this.folders.get(folder);
    if (isIgnored === undefined) this.folders.set(folder, (isIgnored = this.isIgnoredBelowTop(folder)));
    return isIgnored;
  }

  /** The innermost file that says something decides. */
  private isMatched(target: string, folder: string): boolean {
    for (const { below, names, rules } of this.rulesFor(folder.slice(0, -1))) {
      const own = target.slice(below);
      if (!names.maySpeakOf(own)) continue;
      const verdict = rules.test(own);
      if (verdict.ignored) return true;
      if (verdict.unignored) return false;
    }
    return false;
  }

  private rulesFor(folder: string): readonly Rules[] {
    let rules = this.rules.get(folder);
    if (!rules) {
      const own = this.rulesOf(folder);
      const above = folder === "" ? [] : this.rulesFor(folder.slice(0, Math.max(0, folder.lastIndexOf("/"))));
      this.rules.set(folder, (rules = own ? [{ below: folder === "" ? 0 : folder.length + 1, ...own }, ...above] : above));
    }
    return rules;
  }

  private rulesOf(folder: string): Omit<Rules, "below"> | undefined {
    const files = [path.join(this.top, folder, ".gitignore"), ...(folder === "" ? [path.join(this.top, ".git", "info", "exclude")] : [])];
    const texts = files.flatMap((file) => textOf(file)?.replace(/^\uFEFF/, "") ?? []);
    const text = texts.join("\n").split("\n").filter(isTried).join("\n");
    return texts.length > 0 ? { names: ignoreNames(text), rules: ignore({ allowRelativePaths: true }).add(text) } : undefined;
  }
}

/** False for lines that no person writes: longer than any path, or of so many wildcards that trying them could take for ever. */
function isTried(line: string): boolean {
  return line.length <= longestPath && line.split("/").every((part) => part === "**" || (part.match(/\*+/g)?.length ?? 0) <= 4) && line.split("**").length <= 6;
}

const longestPath = 4096;

interface Rules {
  /** Where, in a path, what they speak about begins. */
  readonly below: number;
  /** Whom they speak about. */
  readonly names: IgnoreNames;
  readonly rules: Ignore;
}

/** The nearest folder upwards that holds .git (a folder, or a file in worktrees and submodules). */
export function repositoryTop(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (exists(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** True for a folder below the repository's top. */
export function isInsideRepository(root: string): boolean {
  const top = repositoryTop(root);
  return top !== undefined && path.relative(top, root) !== "";
}
