/** Reads the command line of the long tests and runs the one that was asked for. */
import { parseArgs } from "node:util";
import { languages } from "../../test/fuzz/replay.ts";
import { edits } from "./edits.ts";
import { fixes } from "./fixes.ts";
import { memory } from "./memory.ts";
import { names } from "./names.ts";
import { shapes } from "./shapes.ts";
import { truncations } from "./truncations.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: "string", default: "10000" }, folder: { type: "string" }, seed: { type: "string", default: "20261122" }, only: { type: "string" }, minutes: { type: "string" } },
});

export interface Options {
  readonly cases: number;
  readonly folder: string | undefined;
  readonly seed: number;
  /** What the paths must match. */
  readonly only: RegExp | undefined;
  readonly until: number;
}

const forms: Readonly<Record<string, (options: Options) => number | Promise<number>>> = { edits, fixes, memory, names, shapes, truncations };
const form = forms[positionals[0] ?? "edits"];
if (!form) throw new Error(`one of ${Object.keys(forms).join(", ")}`);
for (const language of languages) await language.load();
process.exitCode = await form({
  cases: Number(values.cases), folder: values.folder, seed: Number(values.seed), only: values.only ? new RegExp(values.only) : undefined,
  until: values.minutes ? Date.now() + Number(values.minutes) * 60_000 : Infinity,
}) > 0 ? 1 : 0;
