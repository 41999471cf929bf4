/** What the arguments of a command say about the scan it needs. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Profile } from "../../rules/api.ts";
import { flag, list, text, type Parsed, UsageError } from "./arguments.ts";
import { profiles } from "./commands.ts";
import type { ScanOptions } from "./scan.ts";
import type { Terminal } from "./terminal.ts";

export function scanOptions(parsed: Parsed, terminal: Terminal): ScanOptions {
  const profile = text(parsed, "profile");
  if (profile !== undefined && !profiles.some((one) => one === profile)) throw new UsageError(`--profile takes ${profiles.join(", ")}; it was given ${profile}.`);
  const jobs = text(parsed, "jobs");
  if (jobs !== undefined && !/^[1-9]\d{0,2}$/.test(jobs)) throw new UsageError(`--jobs takes a number from 1 on; it was given ${jobs}.`);
  const standIn = text(parsed, "stdin-filename");
  return {
    paths: parsed.positionals.length > 0 ? parsed.positionals : standIn ? [path.dirname(standIn)] : [],
    cwd: terminal.cwd, configFile: text(parsed, "config"), isolated: flag(parsed, "isolated"), profile: profile as Profile | undefined, rules: list(parsed, "rule"),
    jobs: jobs === undefined ? undefined : Number(jobs), usesCache: !flag(parsed, "no-cache"),
    ...(standIn && { override: { path: standIn, text: readFileSync(0, "utf8").replace(/^\uFEFF/, "") } }),
    onProgress: (done, total) => terminal.progress(`${done} of ${total} files`),
  };
}
