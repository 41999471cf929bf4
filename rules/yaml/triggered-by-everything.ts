/** Workflows that run twice for every commit of a pull request. */
import { yamlRule } from "../api.ts";
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
      yield { at: onAt, message: "`push` without branches beside `pull_request` runs this workflow twice for every commit of a pull request: twice the minutes, two results that can disagree. Limit `push` to your main branch." };
    }
  },
});
