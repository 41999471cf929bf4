/** Reads package-lock.json and npm-shrinkwrap.json (all versions) and bun.lock. */
import type { LockFacts } from "../../../../rules/facts/manifest.ts";
import { isRecord, type LockReader, parseJson, VersionTable, withoutBlanks } from "./lock-table.ts";

type Direct = NonNullable<LockFacts["direct"]>;
const groups = ["dependencies", "devDependencies", "optionalDependencies"] as const;

export const readPackageLock: LockReader = (text) => {
  const root = parseJson(text);
  if (!root) return undefined;
  const table = new VersionTable();
  if (!isRecord(root.packages)) {
    collectNested(root.dependencies, table, 0);
    return { packages: table.record };
  }
  const packages = root.packages;
  const direct: [string, Direct[string]][] = [];
  for (const [place, entry] of Object.entries(packages)) {
    if (!isRecord(entry)) continue;
    const name = place.split("node_modules/").at(-1) ?? "";
    if (place.includes("node_modules/")) table.add(name.toLowerCase(), textOf(entry.version));
    else direct.push([place, askedBy(entry, (dependency) => installedAt(packages, place, dependency))]);
  }
  return { packages: withoutBlanks(table.record), direct: Object.fromEntries(direct) };
};

/** Node's own lookup: the nearest node_modules, upwards. */
function installedAt(packages: Record<string, unknown>, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const entry = packages[`${at ? `${at}/` : ""}node_modules/${name}`];
    if (isRecord(entry)) return typeof entry.version === "string" && entry.link !== true ? entry.version : undefined;
    if (at === "") return undefined;
  }
}

/** Lockfile version 1 nests the tree. */
function collectNested(dependencies: unknown, table: VersionTable, depth: number): void {
  if (!isRecord(dependencies) || depth > 100) return;
  for (const [name, entry] of Object.entries(dependencies)) {
    if (!isRecord(entry)) continue;
    table.add(name.toLowerCase(), textOf(entry.version));
    collectNested(entry.dependencies, table, depth + 1);
  }
}

export const readBunLock: LockReader = (text) => {
  const root = parseJson(text.replace(/,(?=\s*[}\]])/g, ""));
  if (!root || !isRecord(root.packages)) return undefined;
  const table = new VersionTable();
  const top = new Map<string, string>();
  for (const [place, entry] of Object.entries(root.packages)) {
    const resolved = Array.isArray(entry) && typeof entry[0] === "string" ? entry[0] : "";
    const mark = resolved.lastIndexOf("@");
    const name = resolved.slice(0, mark).toLowerCase();
    if (mark <= 0) continue;
    const version = /^\d/.test(resolved.slice(mark + 1)) ? resolved.slice(mark + 1) : "";
    table.add(name, version);
    top.set(place, version);
  }
  const direct = Object.entries(isRecord(root.workspaces) ? root.workspaces : {})
    .map(([folder, entry]): [string, Direct[string]] => [folder, isRecord(entry) ? askedBy(entry, (name) => top.get(name) || undefined) : {}]);
  return { packages: withoutBlanks(table.record), direct: Object.fromEntries(direct) };
};

function askedBy(entry: Record<string, unknown>, versionOf: (name: string) => string | undefined): Direct[string] {
  return Object.fromEntries(groups.flatMap((group) => {
    const asked = entry[group];
    return isRecord(asked) ? Object.entries(asked).map(([name, specifier]) => {
      const version = versionOf(name);
      return [name.toLowerCase(), { specifier: textOf(specifier), ...(version && { version }) }] as const;
    }) : [];
  }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
