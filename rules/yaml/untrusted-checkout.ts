/** Code of strangers that is checked out where the repository's secrets are. */
import { yamlRule, type Span } from "../api.ts";
import { below, entryAt, mappingOf, textOf } from "./structure/nodes.ts";
import { wordsOf, workflows, type Job, type Step } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/untrusted-checkout",
  title: "Stranger's code next to secrets",
  severity: { default: "error", gated: "warning", unused: "warning" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `\`pull_request_target\` and \`workflow_run\` run with the repository's token and secrets. Whatever of the fork's code then runs (a build script, a test, a hook of the
package manager) can take them along.`,
  remedy: `Use \`pull_request\`, which has no secrets, to build and test; let a second workflow that checks out nothing do what needs them.`,
  silent: `Checkouts of the base, jobs whose condition admits only branches of this repository, other triggers.`,
  references: ["https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/", "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target"],
  examples: [{
    title: "Tests of the fork with the base's rights", path: ".github/workflows/pr.yml",
    bad: "on: pull_request_target\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          «ref: ${{ github.event.pull_request.head.sha }}»\n      - run: npm ci && npm test\n",
    good: "on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n      - run: npm ci && npm test\n",
  }],
  prefilter: /pull_request_target|workflow_run|issue_comment/,
  *check(file) {
    for (const { jobs, triggers } of workflows(file)) {
      const trigger = ["pull_request_target", "workflow_run", "issue_comment"].find((name) => triggers.has(name));
      if (!trigger) continue;
      for (const job of jobs) {
        for (const [index, step] of job.steps.entries()) {
          const { at, ref } = checkedOut(step);
          if (!at || !ofStranger.test(ref) || isOwnOnly(job, step)) continue;
          const runs = step.commands.length > 1 || job.steps.slice(index + 1).some((later) => later.mapping.get("run") !== undefined || later.uses?.startsWith("./") || (later.uses !== undefined && building.test(later.uses)));
          const isGated = trigger === "issue_comment" || /label|environment|author_association|permission|actor/.test(`${textOf(job.mapping.get("if")) ?? ""}`) || job.mapping.get("environment") !== undefined || job.mapping.get("needs") !== undefined;
          const consequence = runs ? "the steps after it run a stranger's code with this repository's token and secrets" : "any later step that builds or runs it hands this repository's token and secrets to a stranger";
          yield { at, ...(isGated ? { variant: "gated" } : !runs && { variant: "unused" }), message: `\`${trigger}\` has secrets, and this checks out the fork's code: ${consequence}. Build and test in a \`pull_request\` workflow instead.` };
        }
      }
    }
  },
});

const ofStranger = /github\.(event\.pull_request\.head\.(sha|ref|repo\.full_name)|head_ref|event\.workflow_run\.(head_sha|head_branch|head_commit\.id|head_repository\.full_name))|refs\/pull\/\$\{\{[^}]*\}\}\/(merge|head)/;
/** Actions that run code or configuration of what was checked out. */
const building = /docker\/build-push-action|pre-commit\/action|golangci|gradle|cargo|setup-|bazel|sonar|goreleaser/;

/** By the action, or by a command: `gh pr checkout 7`, `git fetch origin pull/7/head`. */
function checkedOut(step: Step): { readonly at: Span | undefined; readonly ref: string } {
  if (step.uses === "actions/checkout") {
    const given = mappingOf(step.mapping.get("with"));
    return { at: entryAt(given, "ref") ?? entryAt(given, "repository"), ref: `${textOf(given?.get("ref")) ?? ""} ${textOf(given?.get("repository")) ?? ""}` };
  }
  const command = step.commands.find((one) => /^gh pr checkout\b|^git (fetch|pull) .*\bpull\/.*\/(head|merge)\b/.test(wordsOf(one)));
  return command ? { at: { start: command.start, end: command.end }, ref: "refs/pull/${{}}/head" } : { at: undefined, ref: "" };
}

function isOwnOnly(job: Job, step: Step): boolean {
  const conditions = [textOf(job.mapping.get("if")), textOf(step.mapping.get("if")), textOf(below(job.mapping, "with"))].join(" ");
  return /head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*github\.event\.(pull_request|workflow_run)\.head|head_repository\.full_name\s*==\s*github\.repository|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|dependabot\[bot\]|workflow_run\.event\s*==\s*'(push|release|schedule|workflow_dispatch)'/.test(conditions);
}
