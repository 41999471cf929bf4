/** Pushes that go to production without anybody deciding it. */
import { yamlRule } from "../api.ts";
import { deployingJobs, environmentOf, isDecidedByHand } from "./structure/deploying.ts";
import { workflows } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/deploy-without-approval",
  title: "Deployment without an environment or approval",
  severity: { default: "warning", small: "info" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Every push that reaches this branch is in production minutes later. Without an environment nobody can be asked first, no branch is ruled out, the deploy keys lie open to every
job, and there is no list of what was deployed when.`,
  remedy: `Give the job \`environment: production\` and set reviewers, a wait timer or allowed branches there; or start it by hand (\`workflow_dispatch\`) or by a release.`,
  silent: `Jobs with an environment, workflows started by hand, by a release or by another workflow, pull requests only, names that say staging, test or preview, local clusters, dry runs.
Up to the internal profile it is information.`,
  references: ["https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments"],
  examples: [{
    title: "Push is production", path: ".github/workflows/release.yml",
    bad: "on:\n  push:\n    branches: [main]\njobs:\n  «deploy»:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: kubectl apply -f k8s/\n",
    good: "on:\n  push:\n    branches: [main]\njobs:\n  deploy:\n    environment: production\n    runs-on: ubuntu-24.04\n    steps:\n      - run: kubectl apply -f k8s/\n",
  }],
  prefilter: /jobs/,
  *check(file, context) {
    if (context.profile === "prototype") return;
    const isLarge = context.profile === "customer-facing" || context.profile === "safety-critical";
    for (const workflow of workflows(file)) {
      if (isDecidedByHand(workflow) || [...workflow.triggers].every((name) => /^pull_request/.test(name)) || workflow.trigger("push")?.get("tags")) continue;
      for (const { job, written, at } of deployingJobs(workflow, file.path)) {
        if (environmentOf(job) !== undefined) continue;
        yield {
          at: job.at, ...(!isLarge && { variant: "small" }),
          message: `Job \`${job.key}\` deploys (\`${written}\`) on a push and names no \`environment\`: nobody is asked, no branch is ruled out, and nothing records what went out. Add \`environment:\` with reviewers.`,
          related: [{ at, message: "deploys here" }],
        };
      }
    }
  },
});
