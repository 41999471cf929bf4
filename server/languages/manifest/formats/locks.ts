/** Reads lockfiles for names and versions only: line by line or with the built-in JSON parser, since they may be very large. */
import type { LockFacts, LockTool } from "../../../../rules/facts/manifest.ts";
import { pythonKey } from "../requirement.ts";
import { isRecord, lines, type LockReader, parseJson, VersionTable, withoutBlanks } from "./lock-table.ts";
import { readBunLock, readPackageLock } from "./locks-npm.ts";
import { readPnpmLock } from "./locks-pnpm.ts";
import { readYarnLock } from "./locks-yarn.ts";

/** Past this nothing is read; the lockfile still counts as present. */
const longest = 24_000_000;

const readers: Readonly<Record<string, { readonly tool: LockTool | undefined; readonly read: LockReader }>> = {
  "poetry.lock": { tool: "poetry", read: readTomlPackages },
  "uv.lock": { tool: "uv", read: readTomlPackages },
  "pdm.lock": { tool: "pdm", read: readTomlPackages },
  "pylock.toml": { tool: undefined, read: readTomlPackages },
  "Pipfile.lock": { tool: "pipenv", read: readPipfileLock },
  "package-lock.json": { tool: "npm", read: readPackageLock },
  "npm-shrinkwrap.json": { tool: "npm", read: readPackageLock },
  "pnpm-lock.yaml": { tool: "pnpm", read: readPnpmLock },
  "yarn.lock": { tool: "yarn", read: readYarnLock },
  "bun.lock": { tool: "bun", read: readBunLock },
  "conda-lock.yml": { tool: undefined, read: readCondaLock },
};

export function lockReader(name: string) {
  if (Object.hasOwn(readers, name)) return readers[name];
  return /^pylock\.[\w.-]+\.toml$/.test(name) ? readers["pylock.toml"] : undefined;
}

export function readLock(text: string, name: string): LockFacts | undefined {
  const format = lockReader(name);
  if (!format) return undefined;
  const tool = format.tool ? { tool: format.tool } : {};
  const read = text.length > longest || /^(?:<<<<<<<|>>>>>>>) /m.test(text) ? undefined : format.read(text);
  return read ? { ...tool, ...read, isComplete: Object.keys(read.packages).length > 0 } : { ...tool, packages: {}, isComplete: false };
}

/** A version that a folder or a repository gave is no version of the registry: nothing can be pinned to it. */
const ownSource = /^source\s*=\s*\{\s*(?:editable|virtual|directory|path|git|url)\b|^type\s*=\s*"(?:directory|file|git|url)"|^(?:path|git)\s*=/;

function readTomlPackages(text: string): ReturnType<LockReader> {
  const table = new VersionTable();
  let part: "package" | "source" | "other" = "other";
  let name = "";
  let version = "";
  let isOwn = false;
  const finish = (): void => {
    if (name) table.add(name, isOwn ? "" : version);
    name = version = "";
    isOwn = false;
  };
  for (const line of lines(text)) {
    if (line.startsWith("[")) {
      const isPackage = line.startsWith("[[package]]") || line.startsWith("[[packages]]");
      if (isPackage) finish();
      part = isPackage ? "package" : line.startsWith("[package.source]") ? "source" : "other";
    } else if (part !== "other") {
      if (ownSource.test(line)) isOwn = true;
      const pair = part === "package" ? /^(name|version)\s*=\s*["']([^"']*)["']/.exec(line) : null;
      if (pair?.[1] === "name") name = pythonKey(pair[2] ?? "");
      else if (pair) version = pair[2] ?? "";
    }
  }
  finish();
  return { packages: withoutBlanks(table.record) };
}

function readCondaLock(text: string): ReturnType<LockReader> {
  const table = new VersionTable();
  let name = "";
  for (const line of lines(text)) {
    const pair = /^(?:- |  )(name|version):\s*['"]?([^'"\s]+)/.exec(line);
    if (pair?.[1] === "name") name = (pair[2] ?? "").toLowerCase();
    else if (pair && name) table.add(name, pair[2] ?? "");
  }
  return { packages: table.record };
}

function readPipfileLock(text: string): ReturnType<LockReader> {
  const root = parseJson(text);
  if (!root) return undefined;
  const table = new VersionTable();
  for (const [section, packages] of Object.entries(root)) {
    if (section === "_meta" || !isRecord(packages)) continue;
    for (const [name, entry] of Object.entries(packages)) table.add(pythonKey(name), isRecord(entry) && typeof entry.version === "string" ? entry.version.replace(/^==/, "") : "");
  }
  return { packages: withoutBlanks(table.record) };
}
