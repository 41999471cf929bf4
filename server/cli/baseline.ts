/** Accepted findings: rule, path, hash of the normalised line and a count; never line numbers, never text. */
import path from "node:path";
import { bytesOf, exists, factsOf } from "../workspace/disk.ts";
import { writeAtomically } from "../workspace/write.ts";
import { type Parsed, UsageError } from "./arguments.ts";
import { findingsOf, type Placed, plural } from "./result.ts";
import { scan } from "./scan.ts";
import { scanOptions } from "./scan-options.ts";
import type { Terminal } from "./terminal.ts";

/** By path, rule and hash: how many findings are accepted. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

export async function baseline(parsed: Parsed, terminal: Terminal): Promise<number> {
  const ran = await scan(scanOptions(parsed, terminal));
  const placed = ran.asked.flatMap((file) => findingsOf(ran.analysis, file));
  const output = typeof parsed.values["output"] === "string" ? parsed.values["output"] : ".preship/baseline.json";
  const target = path.resolve(parsed.values["output"] ? terminal.cwd : ran.root, output);
  writeAtomically(target, JSON.stringify({ version: 1, accepted: counted(placed) }, null, 2) + "\n");
  terminal.print(`${plural(placed.length, "finding")} accepted in ${path.relative(terminal.cwd, target)}.\n`);
  return 0;
}

export function readBaseline(file: string | undefined, folder: string): Baseline {
  if (!file) return {};
  const target = path.resolve(folder, file);
  if (!exists(target)) throw new UsageError(`The baseline ${file} does not exist. \`preship baseline\` writes one.`);
  try {
    if (factsOf(target)?.isCharacterDevice()) throw new Error("a device may never end");
    const parsed: unknown = JSON.parse(bytesOf(target).toString("utf8"));
    const accepted = typeof parsed === "object" && parsed !== null && "accepted" in parsed ? parsed.accepted : undefined;
    if (typeof accepted === "object" && accepted !== null) return accepted as Baseline;
  } catch {
    // said below, as for every file that is no baseline
  }
  throw new UsageError(`${file} is not a baseline. \`preship baseline --output ${file}\` writes one.`);
}

export function withoutAccepted(findings: readonly Placed[], accepted: Baseline): Placed[] {
  const left = new Map<string, number>();
  return findings.filter(({ finding }) => {
    const hash = finding.fingerprint.split(":")[0] ?? "";
    const key = `${finding.path}\n${finding.rule.id}\n${hash}`;
    const remaining = left.get(key) ?? acceptedIn(accepted, finding.path, finding.rule.id, hash);
    left.set(key, remaining - 1);
    return remaining <= 0;
  });
}

/** Without the names that every object has: a file may be called `__proto__`. */
function nothing<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function acceptedIn(accepted: Baseline, file: string, rule: string, hash: string): number {
  const byRule = Object.hasOwn(accepted, file) ? accepted[file] : undefined;
  const byHash = byRule && Object.hasOwn(byRule, rule) ? byRule[rule] : undefined;
  return byHash?.[hash] ?? 0;
}

function counted(findings: readonly Placed[]): Baseline {
  const result: Record<string, Record<string, Record<string, number>>> = nothing();
  for (const { finding } of findings) {
    const byHash = ((result[finding.path] ??= nothing())[finding.rule.id] ??= nothing());
    const hash = finding.fingerprint.split(":")[0] ?? "";
    byHash[hash] = (byHash[hash] ?? 0) + 1;
  }
  return result;
}
