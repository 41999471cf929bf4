/** Workflows that run twice for every commit of a pull request. */
import { yamlRule, type Edit, type YamlFile, type YamlMapping } from "../api.ts";
import { newlineOf } from "./structure/edits.ts";
import { textOf } from "./structure/nodes.ts";
import { workflows } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/triggered-by-everything",
  title: "Workflow that runs twice per commit",
  severity: "info",
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: `\`push\` without branches and \`pull_request\` both fire for every commit of a pull request: twice the minutes, twice the queue, two results that can disagree.`,
  remedy: `Limit the push: \`push: { branches: [main] }\`.`,
  silent: `Pushes limited to branches, tags or paths; jobs that skip one of the two by a condition; a concurrency group that cancels.`,
  references: ["https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore"],
  examples: [{
    title: "Both, unlimited", path: ".github/workflows/ci.yml",
    bad: "«on»: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
    good: "on:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
  }],
  prefilter: /pull_request/,
  *check(file, context) {
    if (context.profile === "prototype") return;
    for (const { triggers, trigger, onAt, jobs, root } of workflows(file)) {
      if (!triggers.has("push") || !triggers.has("pull_request")) continue;
      const isLimited = (name: string) => (trigger(name)?.entries ?? []).some(({ key }) => /^(branches|branches-ignore|tags|tags-ignore|paths|paths-ignore)$/.test(key));
      const isOnlyLabels = trigger("pull_request")?.get("types") !== undefined;
      if (isLimited("push") || isOnlyLabels || root.get("concurrency")) continue;
      if (jobs.length === 0 || jobs.some(({ mapping }) => /event_name|head\.repo|github\.ref/.test(textOf(mapping.get("if")) ?? ""))) continue;
      const edit = limited(file, root);
      yield { at: onAt, ...(edit && { fixes: [{ title: "Run on pushes to main only", safe: false, edits: [edit] }] }), message: "`push` without branches beside `pull_request` runs this workflow twice for every commit of a pull request: twice the minutes, two results that can disagree. Limit `push` to your main branch." };
    }
  },
});

/** A list becomes a mapping; a bare `push:` is completed. */
function limited(file: YamlFile, root: YamlMapping): Edit | undefined {
  const { text } = file;
  const on = root.entry("on");
  if (!on || on.isAlias) return undefined;
  const newline = newlineOf(file);
  if (on.value.kind === "sequence") {
    const names = on.value.items.map((item) => textOf(item) ?? "");
    if (!names.every((name) => /^\w+$/.test(name)) || names.includes("schedule") || names.includes("workflow_run")) return undefined;
    const lines = names.flatMap((name) => (name === "push" ? ["  push:", "    branches: [main]"] : [`  ${name}:`]));
    const at = { start: on.keyAt.end + 1, end: on.end };
    return text[on.keyAt.end] === ":" && !text.slice(at.start, at.end).includes("#") ? { at, text: newline + lines.join(newline) + (text[on.end - 1] === "\n" ? newline : "") } : undefined;
  }
  const push = on.value.kind === "mapping" ? on.value.entry("push") : undefined;
  if (!push || text[on.value.start] === "{" || push.value.kind !== "scalar" || push.value.type !== "null" || text[push.keyAt.end] !== ":") return undefined;
  const indent = text.slice(text.lastIndexOf("\n", push.start) + 1, push.start);
  const at = { start: push.keyAt.end + 1, end: push.keyAt.end + 1 };
  return /^ +$/.test(indent) && /^[ \t]*(#.*)?\r?$/.test(text.slice(at.start).split("\n", 1)[0] ?? "") ? { at, text: `${newline}${indent}  branches: [main]` } : undefined;
}
