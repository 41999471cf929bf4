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
  const kind = facts.ecosystem === "npm" ? "npm" : "pyproject";
  for (const above of ancestors(folder)) {
    const { members, takesAll, direct } = rootIn(above, kind, world);
    if (takesAll) return above;
    if (members.length === 0 && direct.length === 0) continue;
    const inside = below(above, folder);
    if (members.some((globs) => isMember(globs, inside)) || direct.some((asked) => Object.hasOwn(asked, inside))) return above;
  }
  return undefined;
}

const rootManifests = { npm: ["package.json", "pnpm-workspace.yaml"], pyproject: ["pyproject.toml"] } as const;

interface Root {
  readonly members: readonly (readonly string[])[];
  readonly takesAll: boolean;
  /** What the lockfiles of the folder say each member asked for. */
  readonly direct: readonly object[];
}

const roots = new WeakMap<World, Map<string, Root>>();

function rootIn(folder: string, kind: "npm" | "pyproject", world: World): Root {
  const known = roots.get(world) ?? new Map<string, Root>();
  roots.set(world, known);
  const key = `${kind} ${folder}`;
  let root = known.get(key);
  if (!root) known.set(key, (root = readRoot(folder, kind, world)));
  return root;
}

function readRoot(folder: string, kind: "npm" | "pyproject", world: World): Root {
  const factsOf = (name: string) => world.manifests.get(folder ? `${folder}/${name}` : name);
  return {
    members: rootManifests[kind].flatMap((name) => {
      const globs = factsOf(name)?.members ?? [];
      return globs.length > 0 ? [globs] : [];
    }),
    takesAll: kind === "npm" && monorepoFiles.some((name) => world.namesIn(folder).has(name)),
    direct: lockfiles[kind].flatMap(([name]) => factsOf(name)?.lock?.direct ?? []),
  };
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
