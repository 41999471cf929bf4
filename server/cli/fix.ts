/** Applies fixes to files until nothing more applies; what comes of it is handed back, not written. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createTwoFilesPatch } from "diff";
import type { Append } from "../../rules/api.ts";
import { type FixedText, fixUntilStable } from "../engine/fix-all.ts";
import { glob } from "../engine/glob.ts";
import { decode } from "../workspace/read.ts";
import { leadsOut, makeFolder, writeAtomically } from "../workspace/write.ts";
import type { Scan } from "./scan.ts";

export interface FixedFile {
  readonly path: string;
  readonly count: number;
  readonly diff: string;
  /** Lines go to other files as well, or whole files are made. */
  readonly reachesOut: boolean;
  /** Returns why it was not written; then the file is as it was. */
  write(absolute: string): string | undefined;
}

export interface FixOptions {
  readonly includeUnsafe: boolean;
  /** Globs of rule ids; all when empty. */
  readonly only: readonly string[];
}

export async function fixFiles(scan: Scan, { includeUnsafe, only }: FixOptions): Promise<FixedFile[]> {
  const matchers = only.map(glob);
  const fixed: FixedFile[] = [];
  for (const file of scan.asked) {
    if (!scan.analysis.findings(file).some((finding) => finding.fixes.length > 0)) continue;
    const absolute = path.join(scan.root, file);
    const bytes = bytesOf(absolute);
    if (!bytes) continue;
    const read = decode(bytes, file);
    if ("skipped" in read || bytes[0] === 0xff || bytes[0] === 0xfe) continue; // a text in UTF-16 is never rewritten
    const original = read.text;
    await scan.analysis.languageFor(file)?.load(); // it may have been read by threads alone
    const result = fixText(scan, file, original, includeUnsafe, (rule) => matchers.length === 0 || matchers.some((matches) => matches(rule)));
    if (result.count === 0) continue;
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\uFEFF" : "";
    fixed.push({
      path: file, count: result.count, reachesOut: result.appends.length > 0,
      diff: createTwoFilesPatch(`a/${file}`, `b/${file}`, original, result.text, undefined, undefined, { context: 3 }).replace(/^=+\n/, ""),
      write: (target) => {
        const failure = bytesOf(target)?.equals(bytes) ? written(scan.root, target, mark + result.text, result.appends) : "somebody else changed it meanwhile";
        if (failure !== undefined) scan.analysis.scan(file, original); // what is reported is what stands there
        return failure;
      },
    });
  }
  return fixed;
}

function fixText({ analysis }: Scan, file: string, original: string, includeUnsafe: boolean, isWanted: (rule: string) => boolean): FixedText {
  const relint = (text: string) => {
    analysis.open(file, text);
    analysis.refreshProject();
    return analysis.findings(file);
  };
  const result = fixUntilStable(original, relint(original), relint, (finding) => (isWanted(finding.rule.id) ? finding.fixes.find((fix) => fix.safe || includeUnsafe) : undefined));
  analysis.close(file);
  return result;
}

function written(root: string, target: string, text: string, appends: readonly Append[]): string | undefined {
  const outside = appends.find((append) => leadsOut(root, path.join(root, append.path)));
  if (outside) return `${outside.path} leads out of the project, and a line of this fix belongs there`;
  try {
    for (const { path: file, line } of appends) appendLine(path.join(root, file), line); // first: where one cannot be added, the text stays as it is
    writeAtomically(target, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Undefined when it is gone, or not ours to read. */
function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function appendLine(target: string, line: string): void {
  makeFolder(path.dirname(target));
  const existing = statSync(target, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) throw new Error(`${path.basename(target)} is no file`); // a pipe would be waited for
  const bytes = existing ? readFileSync(target) : Buffer.alloc(0); // written back as they are, whatever they are in
  const current = bytes.toString("utf8");
  if (line.includes("\n") && current !== "") return; // a whole file, for where there is none
  if (current.split(/\r?\n/).some((one) => one === line || one.startsWith(line))) return;
  writeAtomically(target, Buffer.concat([bytes, Buffer.from(`${current === "" || current.endsWith("\n") ? "" : "\n"}${line}\n`)]));
}
