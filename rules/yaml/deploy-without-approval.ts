/** Pushes that go to production without anybody deciding it. */
import { yamlRule, type Finding, type YamlFile } from "../api.ts";
import { deployingAmong, deployingJobs, environmentOf, isDecidedByHand, isElsewhere } from "./structure/deploying.ts";
import { gitlabJobs, isStartedByHand } from "./structure/gitlab.ts";
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
  remedy: `Give the job \`environment: production\` and set reviewers, a wait timer or allowed branches there; or start it by hand (\`workflow_dispatch\`) or by a release. In GitLab: \`environment: production\` with approvals, or \`when: manual\`.`,
  silent: `Jobs with an environment, workflows started by hand, by a release or by another workflow, pull requests only, names that say staging, test or preview, local clusters, dry runs.
Up to the internal profile it is information.`,
  references: ["https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments"],
  examples: [{
    title: "GitLab, on every push", path: ".gitlab-ci.yml",
    bad: "«rollout»:\n  script:\n    - helm upgrade api ./chart\n",
    good: "rollout:\n  script:\n    - helm upgrade api ./chart\n  environment: production\n  when: manual\n",
  }, {
    title: "Push is production", path: ".github/workflows/release.yml",
    bad: "on:\n  push:\n    branches: [main]\njobs:\n  «deploy»:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: kubectl apply -f k8s/\n",
    good: "on:\n  push:\n    branches: [main]\njobs:\n  deploy:\n    environment: production\n    runs-on: ubuntu-24.04\n    steps:\n      - run: kubectl apply -f k8s/\n",
  }],
  prefilter: /jobs|script/,
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
    for (const finding of inGitlab(file)) yield { ...finding, ...(!isLarge && { variant: "small" }) };
  },
});

function* inGitlab(file: YamlFile): Iterable<Finding> {
  const jobs = gitlabJobs(file).filter((job) => !isElsewhere(job.stage) && !isStartedByHand(job) && job.setting("environment") === undefined);
  for (const { job, written, at } of deployingAmong(jobs)) {
    yield {
      at: job.at,
      message: `Job \`${job.key}\` deploys (\`${written}\`) on a push and names no \`environment\`: nobody is asked, and nothing records what went out. Add \`environment:\` with approvals, or \`when: manual\`.`,
      related: [{ at, message: "deploys here" }],
    };
  }
}
