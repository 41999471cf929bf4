/** Code of strangers that is checked out where the repository's secrets are. */
import { yamlRule } from "../api.ts";
import { below, textOf } from "./structure/nodes.ts";
import { executedArtifacts, strangerCheckout } from "./structure/stranger-code.ts";
import { workflows, type Job, type Step } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/untrusted-checkout",
  title: "Stranger's code next to secrets",
  severity: { default: "error", gated: "warning", unused: "warning", artifact: "warning" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `\`pull_request_target\` and \`workflow_run\` run with the repository's token and secrets. Whatever of the fork's code then runs (a build script, a test, a hook of the
package manager) can take them along.`,
  remedy: `Use \`pull_request\`, which has no secrets, to build and test; let a second workflow that checks out nothing do what needs them.`,
  silent: `Checkouts of the base, jobs whose condition admits only branches of this repository or merged pull requests, other triggers; \`actions/checkout\` from version 7 on, which refuses
forks unless \`allow-unsafe-pr-checkout\` is set; artefacts that are only read.`,
  references: ["https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/", "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target"],
  examples: [
    {
      title: "Tests of the fork with the base's rights", path: ".github/workflows/pr.yml",
      bad: "on: pull_request_target\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          «ref: ${{ github.event.pull_request.head.sha }}»\n      - run: npm ci && npm test\n",
      good: "on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n      - run: npm ci && npm test\n",
    },
    {
      title: "A program out of the artefact of a fork's run", path: ".github/workflows/publish.yml",
      bad: "on: workflow_run\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/download-artifact@v4\n        with:\n          run-id: ${{ github.event.workflow_run.id }}\n          path: dist\n      - run: «bash dist/publish.sh»\n",
      good: "on: workflow_run\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/download-artifact@v4\n        with:\n          run-id: ${{ github.event.workflow_run.id }}\n          path: dist\n      - run: npx wrangler pages deploy dist\n",
    },
  ],
  prefilter: /pull_request_target|workflow_run|issue_comment/,
  judges: "documents",
  *check(file) {
    for (const workflow of workflows(file)) {
      const trigger = ["pull_request_target", "workflow_run", "issue_comment"].find((name) => workflow.triggers.has(name));
      if (!trigger) continue;
      for (const job of workflow.jobs) {
        for (const [index, step] of job.steps.entries()) {
          const at = strangerCheckout(step, job, workflow, file);
          if (!at || isOwnOnly(job, step)) continue;
          const runs = step.commands.length > 1 || job.steps.slice(index + 1).some((later) => later.mapping.get("run") !== undefined || later.uses?.startsWith("./") || (later.uses !== undefined && building.test(later.uses)));
          const consequence = runs ? "the steps after it run a stranger's code with this repository's token and secrets" : "any later step that builds or runs it hands this repository's token and secrets to a stranger";
          yield { at, ...(isGated(job, trigger) ? { variant: "gated" } : !runs && { variant: "unused" }), message: `\`${trigger}\` has secrets, and this checks out the fork's code: ${consequence}. Build and test in a \`pull_request\` workflow instead.` };
        }
        if (trigger !== "workflow_run" || isOwnOnly(job, undefined)) continue;
        for (const { at, written } of executedArtifacts(job, file)) yield { at, variant: "artifact", message: `\`${written}\` trusts what another run left in an artefact, and that run may have been a fork's: a stranger's code or variables come next to this repository's token and secrets. Build it here, and take only checked data from artefacts.` };
      }
    }
  },
});

/** Actions that run code or configuration of what was checked out. */
const building = /docker\/build-push-action|pre-commit\/action|golangci|gradle|cargo|setup-|bazel|sonar|goreleaser/;

function isGated({ mapping }: Job, trigger: string): boolean {
  return trigger === "issue_comment" || /label|environment|author_association|permission|actor/.test(textOf(mapping.get("if")) ?? "") || mapping.get("environment") !== undefined || mapping.get("needs") !== undefined;
}

function isOwnOnly(job: Job, step: Step | undefined): boolean {
  const conditions = [textOf(job.mapping.get("if")), textOf(step?.mapping.get("if")), textOf(below(job.mapping, "with"))].join(" ");
  return /head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*github\.event\.(pull_request|workflow_run)\.head|head_repository\.full_name\s*==\s*github\.repository|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|dependabot\[bot\]|pull_request\.merged\b|workflow_run\.event\s*(==\s*'(push|release|schedule|workflow_dispatch)'|!=\s*'pull_request')/.test(conditions);
}
