/** Finds the lockfile a manifest is installed from: beside it, or at the root of the workspace it is a member of. */
import type { LockedBy } from "../../../rules/api.ts";
import type { LockTool, ManifestFacts } from "../../../rules/facts/manifest.ts";
import { isMember } from "./globs.ts";
import { ancestors, below, folderOf, type World } from "./world.ts";

const lockfiles: Readonly<Record<"pyproject" | "pipfile" | "npm" | "conda", readonly (readonly [string, LockTool | undefined])[]>> = {
  pyproject: [["uv.lock", "uv"], ["poetry.lock", "poetry"], ["pdm.lock", "pdm"], ["pylock.toml", undefined]],
  pipfile: [["Pipfile.lock", "pipenv"]],
  npm: [["package-lock.json", "npm"], ["npm-shrinkwrap.json", "npm"], ["pnpm-lock.yaml", "pnpm"], ["yarn.lock", "yarn"], ["bun.lock", "bun"], ["bun.lockb", "bun"], ["deno.lock", undefined]],
  conda: [["conda-lock.yml", undefined], ["conda-linux-64.lock", undefined], ["conda-osx-arm64.lock", undefined], ["pixi.lock", undefined]],
};

/** Monorepo tools whose members are listed in files that are not read here: a lockfile at their root is taken to hold. */
const monorepoFiles = ["lerna.json", "nx.json", "rush.json"];

function candidates(facts: ManifestFacts) {
  switch (facts.format) {
    case "pyproject": return lockfiles.pyproject;
    case "pipfile": return lockfiles.pipfile;
    case "package-json": case "pnpm-workspace": return lockfiles.npm;
    case "conda": return lockfiles.conda;
    default: return [];
  }
}

export function findLock(path: string, facts: ManifestFacts, tool: LockTool | undefined, root: string | undefined, world: World): LockedBy | undefined {
  const folder = folderOf(path);
  return lockIn(folder, facts, tool, world) ?? (root === undefined ? undefined : lockIn(root, facts, tool, world));
}

/** The tool's own lockfile first, then one that git keeps, then any. */
function lockIn(folder: string, facts: ManifestFacts, tool: LockTool | undefined, world: World): LockedBy | undefined {
  const names = world.namesIn(folder);
  const found = candidates(facts).filter(([name]) => names.has(name)).map(([name, lockTool]): LockedBy => {
    const path = folder ? `${folder}/${name}` : name;
    return { path, folder, tool: lockTool, facts: world.manifests.get(path)?.lock, isIgnored: world.surroundings.ignored.has(path) };
  });
  const kept = found.filter(({ isIgnored }) => !isIgnored);
  return kept.find((lock) => lock.tool === tool) ?? kept[0] ?? found.find((lock) => lock.tool === tool) ?? found[0];
}

/** The folder of the workspace root that a manifest is a member of, when it is one. */
export function workspaceRoot(path: string, facts: ManifestFacts, world: World): string | undefined {
  const folder = folderOf(path);
  const isNpm = facts.ecosystem === "npm";
  for (const above of ancestors(folder)) {
    const inside = below(above, folder);
    const roots = (isNpm ? ["package.json", "pnpm-workspace.yaml"] : ["pyproject.toml"]).flatMap((name) => world.manifests.get(above ? `${above}/${name}` : name) ?? []);
    if (roots.some(({ members }) => isMember(members, inside))) return above;
    if (isNpm && monorepoFiles.some((name) => world.namesIn(above).has(name))) return above;
    const known = candidates(facts).some(([name]) => {
      const direct = world.manifests.get(above ? `${above}/${name}` : name)?.lock?.direct;
      return direct !== undefined && Object.hasOwn(direct, inside);
    });
    if (known) return above;
  }
  return undefined;
}

const signs: readonly (readonly [RegExp, LockTool])[] = [[/^pnpm-(?:workspace|lock)\.yaml$|^\.pnpmfile\.cjs$/, "pnpm"], [/^\.yarnrc(?:\.yml)?$|^yarn\.lock$/, "yarn"], [/^bunfig\.toml$|^bun\.lockb?$/, "bun"]];

/** The tool that writes a lockfile for this manifest. */
export function toolFor(path: string, facts: ManifestFacts, root: string | undefined, world: World): LockTool | undefined {
  if (facts.tool) return facts.tool;
  const folders = [folderOf(path), ...(root === undefined ? [] : [root])];
  if (facts.format === "pyproject") return folders.flatMap((folder) => lockfiles.pyproject.filter(([name]) => world.namesIn(folder).has(name))).map(([, tool]) => tool).find(Boolean);
  if (facts.format !== "package-json") return undefined;
  for (const folder of folders) {
    const declared = world.manifests.get(folder ? `${folder}/package.json` : "package.json")?.tool;
    if (declared) return declared;
    const sign = signs.find(([pattern]) => [...world.namesIn(folder)].some((name) => pattern.test(name)));
    if (sign) return sign[1];
  }
  return "npm";
}
