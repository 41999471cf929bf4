/** Accepted findings: rule, path, hash of the normalised line and a count; never line numbers, never text. */
import path from "node:path";
import { quotable } from "../engine/quotable.ts";
import { bytesOf, exists, factsOf } from "../workspace/disk.ts";
import { writeAtomically } from "../workspace/write.ts";
import { type Parsed, UsageError } from "./arguments.ts";
import { findingsOf, type Placed, plural } from "./result.ts";
import { scan } from "./scan.ts";
import { scanOptions } from "./scan-options.ts";
import type { Terminal } from "./terminal.ts";

const version = 1;

/** By path, rule and hash: how many findings are accepted. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

export async function baseline(parsed: Parsed, terminal: Terminal): Promise<number> {
  const ran = await scan(scanOptions(parsed, terminal));
  const placed = ran.asked.flatMap((file) => findingsOf(ran.analysis, file));
  const output = typeof parsed.values["output"] === "string" ? parsed.values["output"] : ".preship/baseline.json";
  const target = path.resolve(parsed.values["output"] ? terminal.cwd : ran.root, output);
  writeAtomically(target, JSON.stringify({ version, accepted: counted(placed) }, null, 2) + "\n");
  terminal.print(`${plural(placed.length, "finding")} accepted in ${path.relative(terminal.cwd, target)}.\n`);
  return 0;
}

/** A pipe is read where the user names it by hand, and not where a configuration does: that may be anybody's. */
export function readBaseline(file: string | undefined, folder: string, isByHand: boolean): Baseline {
  if (!file) return {};
  let newer: number | undefined;
  const target = path.resolve(folder, file);
  if (!exists(target)) throw new UsageError(`The baseline ${quotable(file)} does not exist. \`preship baseline\` writes one.`);
  try {
    if (isByHand ? factsOf(target)?.isCharacterDevice() : !factsOf(target)?.isFile()) throw new Error("a device may never end, and a pipe never begin");
    const parsed: unknown = JSON.parse(bytesOf(target).toString("utf8"));
    if (isRecord(parsed) && isRecord(parsed["accepted"])) {
      if (typeof parsed["version"] !== "number" || parsed["version"] <= version) return parsed["accepted"] as Baseline;
      newer = parsed["version"];
    }
  } catch {
    // said below, as for every file that is no baseline
  }
  if (newer !== undefined) throw new UsageError(`${quotable(file)} has format ${newer}, this Preship knows ${version}. Update Preship.`);
  throw new UsageError(`${quotable(file)} is not a baseline. \`preship baseline --output ${quotable(file)}\` writes one.`);
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
  let within: unknown = accepted;
  for (const key of [file, rule, hash]) within = isRecord(within) && Object.hasOwn(within, key) ? within[key] : undefined;
  return typeof within === "number" ? within : 0; // whatever else stands there accepts nothing
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
