/** What a check finds, worked out from the files and what earlier scans left of each; fixes applied when asked for. */
import path from "node:path";
import { keepAnswer, type Question } from "../workspace/answers.ts";
import { watch, Witness } from "../workspace/disk.ts";
import { readBaseline, withoutAccepted } from "./baseline.ts";
import { fixFiles, type FixedFile, type FixOptions } from "./fix.ts";
import { packed } from "./kept-answer.ts";
import { legible } from "./reporters/text.ts";
import { findingsOf, type Found, plural } from "./result.ts";
import { type Scan, scan, type ScanOptions } from "./scan.ts";
import type { Terminal } from "./terminal.ts";

/** With a question the answer is kept, where it may be. */
export async function find(options: ScanOptions, baseline: string | undefined, question: Question | undefined, terminal: Terminal): Promise<Found> {
  const witness = question && new Witness();
  watch(witness);
  try {
    const ran = await scan(options);
    terminal.progress("");
    const found = foundIn(ran, baseline, terminal);
    const kept = witness && packed(found, ran.hidden, witness.places);
    if (question && kept) keepAnswer(question, witness, kept);
    return found;
  } finally {
    watch(undefined);
  }
}

export async function fixAndFind(options: ScanOptions, baseline: string | undefined, fixes: FixOptions, terminal: Terminal): Promise<Found> {
  let ran = await scan(options);
  terminal.progress("");
  const fixed = await fixFiles(ran, fixes);
  const isUnwritten = !writeFixed(fixed, ran, terminal);
  if (fixed.some(({ reachesOut }) => reachesOut)) ran = await scan(options); // files that were not there may answer what was found
  terminal.progress("");
  return { ...foundIn(ran, baseline, terminal), isUnwritten };
}

export async function showDiff(options: ScanOptions, fixes: FixOptions, terminal: Terminal): Promise<number> {
  const ran = await scan(options);
  terminal.progress("");
  const fixed = await fixFiles(ran, fixes);
  for (const { diff } of fixed) terminal.print(diff);
  terminal.complain(fixed.length > 0 ? `${plural(fixed.length, "file")} would change.` : "Nothing would change.");
  return fixed.length > 0 ? 1 : 0;
}

function foundIn(ran: Scan, baseline: string | undefined, terminal: Terminal): Found {
  const configured = [...ran.configFor("x").layers].reverse().find((layer) => layer.baseline)?.baseline;
  const accepted = readBaseline(baseline ?? configured, baseline ? terminal.cwd : ran.root, baseline !== undefined);
  return { root: ran.root, fileCount: ran.fileCount, trouble: ran.trouble, findings: withoutAccepted(ran.asked.flatMap((file) => findingsOf(ran.analysis, file)), accepted) };
}

/** False when a file could not be written; the others were. */
function writeFixed(fixed: readonly FixedFile[], ran: Scan, terminal: Terminal): boolean {
  const failures = fixed.flatMap(({ path: file, write, count }) => {
    const failure = write(path.join(ran.root, file));
    terminal.complain(failure === undefined ? `${legible(file)}: ${plural(count, "fix")}`.replace("fixs", "fixes") : legible(`${file}: not fixed: ${failure}`));
    return failure ?? [];
  });
  if (failures.length > 0) ran.analysis.refreshProject();
  return failures.length === 0;
}
