/** Expressions whose text a stranger decides, followed through variables and outputs, and where they stand inside a script. */
import type { YamlMapping, YamlScalar } from "../../api.ts";
import { commitTextsOfPushes, manualTexts, strangerTexts, tellingActions } from "../knowledge/stranger-texts.ts";
import { expressionsOf, partsOf, type Part } from "./expressions.ts";
import { below, mappingOf, textOf } from "./nodes.ts";
import { writtenOutputs } from "./outputs.ts";
import type { Job } from "./workflow-jobs.ts";

/** What a script sees. */
export interface Scope {
  /** The mappings whose `env` counts, nearest first. */
  readonly around: readonly (YamlMapping | undefined)[];
  /** Steps of the same job. */
  readonly steps: readonly YamlMapping[];
  readonly jobs: readonly Job[];
  readonly root: YamlMapping | undefined;
}

export interface Judged {
  /** As written: `github.event.issue.title`. */
  readonly what: string;
  readonly kind: "stranger" | "commit" | "manual";
  /** What `what` stands for, when it is an indirection. */
  readonly origin?: string;
}

export interface Injected extends Judged {
  /** Of the whole `${{ … }}`, in the decoded value. */
  readonly from: number;
  readonly to: number;
}

export function injectedInto(script: YamlScalar, scope: Scope): readonly Injected[] {
  const found: Injected[] = [];
  for (let from = script.value.indexOf("${{"); from >= 0; from = script.value.indexOf("${{", from + 3)) {
    const end = script.value.indexOf("}}", from);
    if (end < 0) break;
    const judged = judge(script.value.slice(from + 3, end), scope);
    if (judged) found.push({ from, to: end + 2, ...judged });
  }
  return found;
}

/** The most dangerous part of an expression. */
export function judge(expression: string, scope: Scope, depth = 0): Judged | undefined {
  const found = partsOf(expression).flatMap((part) => judgePart(part, scope, depth) ?? []);
  return found.find(({ kind }) => kind === "stranger") ?? found.find(({ kind }) => kind === "commit") ?? found[0];
}

function judgePart(part: Part, scope: Scope, depth: number): Judged | undefined {
  const what = part.isWhole ? `toJSON(${part.written})` : part.written;
  if (isAmong(part, strangers)) return { what, kind: "stranger" };
  if (isAmong(part, commits)) return { what, kind: "commit" };
  if (isAmong({ ...part, isWhole: false }, manuals)) return { what, kind: "manual" };
  if (depth > 3) return undefined;
  for (const { expression, within } of behind(part, scope)) {
    const judged = judge(expression, within, depth + 1);
    if (judged) return { what: part.written, kind: judged.kind, origin: judged.origin ?? judged.what };
  }
  const holds = toldByAction(part.path, scope);
  return holds === undefined ? undefined : { what: part.written, kind: "stranger", origin: holds };
}

const strangers = strangerTexts.map((one) => one.split("."));
const commits = commitTextsOfPushes.map((one) => one.split("."));
const manuals = manualTexts.map((one) => one.split("."));

function isAmong({ path, isWhole }: Part, known: readonly (readonly string[])[]): boolean {
  const keys = path.split(".");
  if (!isWhole && keys.at(-1) === "*") return false; // a list, of which nothing is printed
  return known.some((one) => (isWhole ? keys.length <= one.length : keys.length === one.length) && keys.every((key, index) => key === one[index] || key === "*" || one[index] === "*"));
}

/** Expressions that an indirection stands for: `env.X`, `steps.a.outputs.x`, `needs.a.outputs.x`. */
export function behind({ path, written }: Part, scope: Scope): readonly { readonly expression: string; readonly within: Scope }[] {
  const keys = path.split(".");
  const [context, id, outputs, name] = keys;
  const within = scope;
  if (context === "env" && id !== undefined && keys.length === 2) {
    return expressionsOf(variableOf(written.slice(written.search(/[.[]/) + 1).replace(/^'|'\]$/g, ""), scope.around) ?? "").map((expression) => ({ expression, within }));
  }
  if (outputs !== "outputs" || name === undefined || keys.length !== 4) return [];
  if (context === "steps") {
    const step = stepOf(id, scope);
    const script = textOf(step?.get("run"));
    return script === undefined ? [] : writtenOutputs(script, name, (variable) => variableOf(variable, [step, ...scope.around.slice(1)])).map((expression) => ({ expression, within }));
  }
  const job = context === "needs" ? scope.jobs.find(({ key }) => key.toLowerCase() === id) : undefined;
  const entry = mappingOf(job?.mapping.get("outputs"))?.entries.find(({ key }) => key.toLowerCase() === name);
  if (!job || !entry) return [];
  const other = { ...scope, around: [undefined, job.mapping, scope.root], steps: job.steps.map(({ mapping }) => mapping) };
  return expressionsOf(textOf(entry.value) ?? "").map((expression) => ({ expression, within: other }));
}

/** `env: X`, nearest first. */
export function variableOf(name: string, around: readonly (YamlMapping | undefined)[]): string | undefined {
  for (const mapping of around) {
    const value = mappingOf(mapping?.get("env"))?.get(name);
    if (value) return textOf(value);
  }
  return undefined;
}

function stepOf(id: string | undefined, { steps }: Scope): YamlMapping | undefined {
  return steps.find((step) => textOf(step.get("id"))?.toLowerCase() === id);
}

function toldByAction(path: string, scope: Scope): string | undefined {
  const [context, id, outputs, name] = path.split(".");
  const step = context === "steps" && outputs === "outputs" ? stepOf(id, scope) : undefined;
  const [uses = "", ref = ""] = (textOf(step?.get("uses")) ?? "").toLowerCase().split("@");
  const known = name === undefined ? undefined : tellingActions.find(({ action, outputs: all }) => action === uses && all.test(name));
  if (!known) return undefined;
  if (textOf(below(step, "with", "safe_output")) === "false") return known.holds;
  const version = /^v?(\d+)/.exec(ref)?.[1];
  const isOld = known.safeSince === undefined || (version !== undefined && !/^[0-9a-f]{7,}$/.test(ref) && Number(version) < known.safeSince);
  return isOld ? known.holds : undefined;
}
