/** Reads pnpm-lock.yaml, versions 5 to 9, by indentation: its writer never wraps or reorders what is needed here. */
import { lines, type LockReader, VersionTable } from "./lock-table.ts";

interface Asked { specifier?: string; version?: string }

const groups = new Set(["dependencies", "devDependencies", "optionalDependencies"]);

export const readPnpmLock: LockReader = (text) => {
  const table = new VersionTable();
  const direct = new Map<string, Map<string, Asked>>();
  const path: string[] = [];
  for (const line of lines(text)) {
    const indent = line.length - line.trimStart().length;
    const depth = indent >> 1;
    if (line.trim() === "" || line.startsWith("#") || (path[0] === "packages" && depth > 1) || (depth > 0 && path[0] === "snapshots")) continue;
    const pair = /^\s*(?:'([^']*)'|"([^"]*)"|([^\s:'"][^:\s]*(?::[^:\s]+)*))\s*:(?:\s+(.*))?$/.exec(line);
    if (!pair) continue;
    path.length = depth;
    path[depth] = pair[1] ?? pair[2] ?? pair[3] ?? "";
    const value = (pair[4] ?? "").replace(/^(['"])(.*)\1$/, "$2");
    if (path[0] === "packages" && depth === 1) addPackage(table, path[1] ?? "");
    else ask(direct, path, value);
  }
  if (!direct.has("")) direct.set("", new Map());
  return { packages: table.record, direct: Object.fromEntries([...direct].map(([folder, asked]) => [folder, Object.fromEntries(asked)])) };
};

/** `react@18.3.1(peer@1)`, `/react@18.3.1`, `/react/18.3.1_peer@1`, `@scope/x@1.0.0`. */
function addPackage(table: VersionTable, id: string): void {
  const plain = id.replace(/^\//, "").replace(/\(.*$/, "");
  const match = /^((?:@[^/@]+\/)?[^/@]+)[@/](\d[^_]*)/.exec(plain);
  if (match) table.add((match[1] ?? "").toLowerCase(), match[2] ?? "");
}

/** Takes `importers.<folder>.<group>.<name>` and, in files of one package, the same without the first two. */
function ask(direct: Map<string, Map<string, Asked>>, path: readonly string[], value: string): void {
  const isShared = path[0] === "importers";
  const folder = isShared ? (path[1] === "." ? "" : (path[1] ?? "")) : "";
  const [group, name, field] = isShared ? path.slice(2) : path;
  if (!group || !(groups.has(group) || group === "specifiers")) return;
  let asked = direct.get(folder);
  if (!asked) direct.set(folder, (asked = new Map()));
  if (!name) return;
  const key = name.toLowerCase();
  let entry = asked.get(key);
  if (!entry) asked.set(key, (entry = {}));
  if (group === "specifiers" || field === "specifier") entry.specifier = value;
  else if (value && (field === undefined || field === "version")) {
    const version = /^\d[^(_]*/.exec(value)?.[0];
    if (version) entry.version = version;
  }
}
