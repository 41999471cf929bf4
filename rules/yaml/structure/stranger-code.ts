/** Where a job takes in what a stranger made: checkouts of forks, artefacts of runs that forks started. */
import type { ShellCommand, Span, YamlFile } from "../../api.ts";
import { expressionsOf, partsOf, type Part } from "./expressions.ts";
import { below, entryAt, mappingOf, scalarOf, textOf } from "./nodes.ts";
import { behind, type Scope } from "./untrusted.ts";
import { wordsOf, type Job, type Step, type Workflow } from "./workflow-jobs.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads: commits, branches and names of the repository that a pull request comes from. */
const strangerRefs = /^github\.(head_ref|event\.pull_request\.(head\.(sha|ref|repo\.full_name)|merge_commit_sha)|event\.workflow_run\.(head_sha|head_branch|head_commit\.id|head_repository\.full_name|pull_requests\.\*\.head\.(sha|ref)))$/;
/** Outputs of steps that look a pull request up after a comment. https://github.com/xt0rted/pull-request-comment-branch#outputs, https://github.com/eficode/resolve-pr-refs */
const lookedUp = /^steps\.[\w-]+\.outputs\.(?:(?:pr|pull[-_]?request)[-_]?)?(?:head[-_]?)?(?:head|pr)[-_]?(?:sha|ref|branch|commit)$/;

/** Where a step checks a stranger's code out: by the action, or by a command (`gh pr checkout 7`, `git fetch origin pull/7/head`). */
export function strangerCheckout(step: Step, job: Job, workflow: Workflow, file: YamlFile): Span | undefined {
  const scope: Scope = { around: [step.mapping, job.mapping, workflow.root], steps: job.steps.map(({ mapping }) => mapping), jobs: workflow.jobs, root: workflow.root };
  const isComment = workflow.triggers.has("issue_comment");
  if (step.uses === "actions/checkout") {
    const given = mappingOf(step.mapping.get("with"));
    if (!isComment && refusesForks(step, file)) return undefined;
    const key = ["ref", "repository"].find((one) => isStranger(textOf(given?.get(one)) ?? "", scope, isComment));
    return key === undefined ? undefined : entryAt(given, "ref") ?? entryAt(given, key);
  }
  const command = step.commands.find((one) => /^gh pr checkout\b|^git (fetch|pull) .*\bpull\/.*\/(head|merge)\b/.test(wordsOf(one)) || isCheckoutOf(one, scope, file));
  return command && { start: command.start, end: command.end };
}

/** From version 7 on the action takes in no fork's code after pull_request_target and workflow_run, unless it is told to: https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target */
function refusesForks({ mapping, usesAt }: Step, file: YamlFile): boolean {
  if (!usesAt || mappingOf(mapping.get("with"))?.get("allow-unsafe-pr-checkout")) return false;
  const [written = "", comment = ""] = (file.text.slice(usesAt.start, usesAt.end + 80).split("\n", 1)[0] ?? "").split(/\s#/);
  const ref = /@["']?([\w.-]+)/.exec(written)?.[1] ?? "";
  const version = /^v?(\d{1,3})(\.|$)/.exec(/^[0-9a-f]{40}$/.test(ref) ? comment.trim() : ref)?.[1];
  return version !== undefined && Number(version) >= 7;
}

function isCheckoutOf(command: ShellCommand, scope: Scope, file: YamlFile): boolean {
  return /^git (checkout|switch|pull|merge|clone|rebase|reset --hard|worktree add)( |$)/.test(wordsOf(command)) && isStranger(file.slice(command), scope, false);
}

function isStranger(text: string, scope: Scope, isComment: boolean): boolean {
  if (/(^|\/)pull\/\$\{\{[^}]*\}\}\/(merge|head)/.test(text)) return true;
  return expressionsOf(text).some((one) => isStrangerRef(one, scope, isComment, 0));
}

function isStrangerRef(expression: string, scope: Scope, isComment: boolean, depth: number): boolean {
  if (/\bfromjson\([^)]*\)\.(data\.)?head\.(sha|ref)\b/i.test(expression)) return isComment;
  if (/\bformat\(\s*'(refs\/)?pull\/\{0\}\/(merge|head)'/i.test(expression)) return true;
  return partsOf(expression).some((part: Part) => {
    if (strangerRefs.test(part.path) || (isComment && lookedUp.test(part.path))) return true;
    return depth < 3 && behind(part, scope).some((one) => isStrangerRef(one.expression, one.within, isComment, depth + 1));
  });
}

export interface Executed {
  readonly at: Span;
  readonly written: string;
}

/** Commands that run, or read as variables, a file out of an artefact that another run made. */
export function* executedArtifacts(job: Job, file: YamlFile): Iterable<Executed> {
  let folder: string | undefined;
  let isPrepared = false;
  const isCheckedOut = job.steps.some(({ uses }) => uses === "actions/checkout");
  for (const step of job.steps) {
    const into = downloadedInto(step);
    if (into !== undefined) folder = into;
    isPrepared ||= /downloadArtifact|artifacts_url|actions\/artifacts/.test(`${textOf(below(step.mapping, "with", "script")) ?? ""}${textOf(step.mapping.get("run")) ?? ""}`);
    for (const command of step.commands) {
      if (command.program === "unzip" && isPrepared) folder = optionOf(command, "-d");
      const given = folder === undefined ? undefined : executed(command, file);
      if (folder !== undefined && given !== undefined && isBelow(given, folder, step, isCheckedOut)) yield { at: { start: command.start, end: command.end }, written: wordsOf(command) };
    }
    if (folder !== undefined) yield* readAsVariables(step, folder, isCheckedOut);
  }
}

/** https://github.com/actions/download-artifact#inputs: without `run-id` it is the artefact of this run; https://github.com/dawidd6/action-download-artifact#usage */
function downloadedInto({ uses, mapping, commands }: Step): string | undefined {
  const given = mapping.get("with");
  if ((uses === "actions/download-artifact" && /workflow_run\.id/.test(textOf(below(given, "run-id")) ?? "")) || uses === "dawidd6/action-download-artifact") return folderOf(textOf(below(given, "path")) ?? "");
  const command = commands.find((one) => wordsOf(one).startsWith("gh run download"));
  return command && optionOf(command, "-D", "--dir");
}

function optionOf({ arguments: given }: ShellCommand, ...names: readonly string[]): string | undefined {
  const at = given.findIndex(({ value }) => names.includes(value));
  return folderOf(at < 0 ? "" : given[at + 1]?.value ?? "");
}

/** Relative to the workspace, which is empty; undefined when it cannot be seen. */
function folderOf(path: string): string | undefined {
  const relative = path.replace(/^(\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?)(\/|$)/, "").replace(/^(\.\/)+/, "").replace(/\/{1,20}$/, "");
  return /[$\uFFFC]/.test(relative) ? undefined : relative === "." ? "" : relative;
}

/** A file that a command runs: by its path, or as the script of a shell or interpreter. */
function executed({ program, words, arguments: given }: ShellCommand, file: YamlFile): string | undefined {
  if (program === undefined) return undefined;
  if (/^(\.|source|(ba|da|z)?sh|python[\d.]*|node|ruby|perl)$/.test(program)) {
    const [script] = given;
    return script?.isLiteral && !script.value.startsWith("-") ? script.value : undefined;
  }
  const own = words.find(({ value }) => value.endsWith(`/${program}`));
  return own?.isLiteral && file.slice(own).includes("/") ? own.value : undefined;
}

function isBelow(path: string, folder: string, step: Step, isCheckedOut: boolean): boolean {
  const within = textOf(step.mapping.get("working-directory"));
  if (path.startsWith("/") || path.startsWith("~")) return folder.startsWith("/") && path.startsWith(`${folder}/`);
  const whole = [folderOf(within ?? ""), path.replace(/^(\.\/)+/, "")].filter(Boolean).join("/");
  return folder === "" ? !isCheckedOut : whole.startsWith(`${folder}/`);
}

/** `cat pr/number.env >> $GITHUB_ENV`, and `N=$(cat pr/number)` before `echo "N=$N" >> $GITHUB_ENV`: further lines are further variables. */
function* readAsVariables(step: Step, folder: string, isCheckedOut: boolean): Iterable<Executed> {
  const script = scalarOf(step.mapping.get("run"));
  const value = script?.value ?? "";
  const writing = value.split("\n").filter((line) => />>\s*"?\$\{?GITHUB_(ENV|PATH)\b/.test(line)).join("\n");
  for (const match of value.includes("=~") || writing === "" ? [] : value.matchAll(/^[ \t]*(\w+)=["']?\$\((?:cat[ \t]+|<[ \t]*)(["']?)([\w./-]+)\2\)/gm)) {
    const [, name = "", , path = ""] = match;
    const from = match.index + match[0].search(/\S/);
    const isWritten = writing.includes(`$${name}`) || writing.includes(`\${${name}}`);
    if (script && isWritten && isBelow(path, folder, step, isCheckedOut)) yield { at: script.spanOf(from, match.index + match[0].length), written: match[0].trim() };
  }
  for (const match of script?.value.matchAll(/\bcat\s+(["']?)([\w./-]+)\1\s*>>\s*"?\$\{?GITHUB_(?:ENV|PATH)\b\}?"?/g) ?? []) {
    if (script && match[2] && isBelow(match[2], folder, step, isCheckedOut)) yield { at: script.spanOf(match.index, match.index + match[0].length), written: match[0] };
  }
}
