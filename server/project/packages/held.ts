/** What besides a lockfile holds a Python requirement still: constraints, included files, compiled siblings. */
import type { DependencyFact, ManifestFacts } from "../../../rules/facts/manifest.ts";
import { folderOf, joinPath, nameOf, type World } from "./world.ts";

const pipFormats = new Set(["pip-requirements", "pip-constraints"]);

export interface Holders {
  /** The file that pins what this manifest's line leaves open. */
  heldBy(path: string, dependency: DependencyFact): string | undefined;
}

export function createHolders(world: World): Holders {
  const including = new Map<string, { readonly by: string; readonly as: string }[]>();
  for (const [path, facts] of world.manifests) {
    for (const { target, as } of facts.includes) {
      const included = joinPath(folderOf(path), target);
      including.set(included, [...(including.get(included) ?? []), { by: path, as }]);
    }
  }
  const known = new Map<string, readonly string[]>();
  const holdersOf = (path: string): readonly string[] => {
    let found = known.get(path);
    if (!found) known.set(path, (found = [...new Set([...fromIncludes(path, world, including), ...siblings(path, world)])].filter((other) => other !== path)));
    return found;
  };
  return {
    heldBy: (path, dependency) => dependency.ecosystem === "npm" ? undefined : holdersOf(path).find((other) =>
      world.manifests.get(other)?.dependencies.some(({ key, pin, source }) => key === dependency.key && (pin === "exact" || (pin === "fixed" && source !== "path"))) === true),
  };
}

/** Files that this one includes, at any depth, and the constraints of those that include it. */
function fromIncludes(path: string, world: World, including: ReadonlyMap<string, readonly { readonly by: string; readonly as: string }[]>): string[] {
  const found = new Set<string>();
  const down = (at: string): void => {
    for (const { target } of world.manifests.get(at)?.includes ?? []) {
      const included = joinPath(folderOf(at), target);
      if (found.has(included)) continue;
      found.add(included);
      down(included);
    }
  };
  const seen = new Set<string>();
  const up = (at: string): void => {
    if (seen.has(at)) return;
    seen.add(at);
    for (const { by } of including.get(at) ?? []) {
      down(by);
      up(by);
    }
  };
  down(path);
  up(path);
  return [...found];
}

/** Compiled or lock-like requirement files beside a loose one, and constraints that lie there to be passed on the command line. */
function siblings(path: string, world: World): string[] {
  return world.manifestsIn(folderOf(path)).filter(([other, facts]) => other !== path && pipFormats.has(facts.format) && (isCompiledFrom(other, path) || isLocklike(other, facts))).map(([other]) => other);
}

/** `requirements.in` is what a tool compiles into `requirements.txt`. */
function isCompiledFrom(output: string, input: string): boolean {
  return input.endsWith(".in") && output === `${input.slice(0, -3)}.txt`;
}

function isLocklike(path: string, facts: ManifestFacts): boolean {
  if (facts.format === "pip-constraints" || facts.isCompiled || /lock|frozen|freeze|pinned|compiled/i.test(nameOf(path))) return true;
  const floating = facts.dependencies.filter(({ pin }) => pin !== "exact" && pin !== "fixed");
  return facts.dependencies.length > 0 && floating.length === 0;
}
