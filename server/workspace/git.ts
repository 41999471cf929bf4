/** What git knows, read from its files: no process is started, so nothing of the workspace can run. */
import path from "node:path";
import { kindOf, textOf } from "./disk.ts";
import { homeFolder } from "./home.ts";
import { repositoryTop } from "./ignored.ts";

/** Bytes; a repository with a million refs has about as many. */
const largestPackedRefs = 100_000_000;

export interface GitState {
  readonly top: string;
  /** Full hash; undefined before the first commit. */
  readonly commit?: string;
  /** Undefined when HEAD is detached. */
  readonly branch?: string;
}

export interface GitIdentity {
  readonly name?: string;
  readonly email?: string;
}

export function gitState(from: string): GitState | undefined {
  const top = repositoryTop(from);
  const folder = top && gitFolder(top);
  if (!top || !folder) return undefined;
  const head = textOf(path.join(folder, "HEAD"))?.trim() ?? "";
  const ref = /^ref:\s*(\S+)/.exec(head)?.[1];
  const commit = ref ? resolveRef(folder, ref) : hash(head);
  const branch = ref?.replace(/^refs\/heads\//, "");
  return { top, ...(commit && { commit }), ...(branch && { branch }) };
}

/** As git would sign a commit here: environment, then the repository's config, then the user's. */
export function gitIdentity(from: string, environment: Readonly<Record<string, string | undefined>> = process.env): GitIdentity {
  const top = repositoryTop(from);
  const folder = top && gitFolder(top);
  const home = environment.HOME ?? environment.USERPROFILE ?? homeFolder() ?? "/nonexistent"; // git looks for nothing there either
  const files = [
    ...(folder ? [path.join(folder, "config.worktree"), path.join(commonFolder(folder), "config")] : []),
    environment.GIT_CONFIG_GLOBAL ?? path.join(home, ".gitconfig"),
    path.join(environment.XDG_CONFIG_HOME ?? path.join(home, ".config"), "git", "config"),
    environment.GIT_CONFIG_SYSTEM ?? "/etc/gitconfig",
  ];
  let name = environment.GIT_AUTHOR_NAME;
  let email = environment.GIT_AUTHOR_EMAIL;
  for (const file of files) {
    const user = userSection(file, home, 0);
    name ??= user.name;
    email ??= user.email;
  }
  return { ...(name && { name }), ...(email && { email }) };
}

/** `.git` is a folder, or in worktrees and submodules a file that names one. */
export function gitFolder(top: string): string | undefined {
  const place = path.join(top, ".git");
  const kind = kindOf(place);
  if (kind === undefined || kind === "folder") return kind && place;
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(textOf(place) ?? "")?.[1];
  return target && path.resolve(top, target);
}

/** Worktrees share refs and config with the main repository. */
function commonFolder(folder: string): string {
  const common = textOf(path.join(folder, "commondir"))?.trim();
  return common ? path.resolve(folder, common) : folder;
}

function resolveRef(folder: string, ref: string, depth = 0): string | undefined {
  const isInside = ref.startsWith("refs/") && !ref.split("/").includes("..");
  if (!isInside || depth > 5) return undefined;
  for (const place of new Set([folder, commonFolder(folder)])) {
    const text = textOf(path.join(place, ref))?.trim();
    const next = text && /^ref:\s*(\S+)/.exec(text)?.[1];
    if (next) return resolveRef(folder, next, depth + 1);
    if (text && hash(text)) return hash(text);
  }
  const packed = textOf(path.join(commonFolder(folder), "packed-refs"), largestPackedRefs) ?? "";
  const line = packed.split("\n").find((entry) => entry.trimEnd().endsWith(" " + ref));
  return line && hash(line.split(" ")[0] ?? "");
}

function hash(text: string): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.exec(text)?.[0];
}

/** The [user] section, later entries winning, with plain includes followed (conditional ones depend on rules we do not evaluate). */
function userSection(file: string, home: string, depth: number): GitIdentity {
  let section = "";
  const user: { name?: string; email?: string } = {};
  for (const raw of (textOf(file) ?? "").split(/\r?\n/)) {
    const heading = /^\s*\[\s*([^\]\s"]+)\s*(?:"[^"]*"\s*)?\]/.exec(raw);
    if (heading) section = raw.includes('"') ? "" : (heading[1] ?? "").toLowerCase();
    const entry = /^\s*(?:\[[^\]]*\])?\s*(\w+)\s*=\s*(.*)$/.exec(raw);
    if (!entry) continue;
    const key = (entry[1] ?? "").toLowerCase();
    const value = unquoted(entry[2] ?? "");
    if (section === "user" && (key === "name" || key === "email")) user[key] = value;
    if (section === "include" && key === "path" && depth < 3) {
      const target = value.startsWith("~/") ? path.join(home, value.slice(2)) : path.resolve(path.dirname(file), value);
      Object.assign(user, userSection(target, home, depth + 1));
    }
  }
  return user;
}

function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  if (quoted) return (quoted[1] ?? "").replace(/\\(.)/g, "$1");
  return value.replace(/\s[#;].*$/, "").trim();
}
