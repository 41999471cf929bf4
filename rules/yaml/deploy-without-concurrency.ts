/** Deployments that can overtake each other. */
import { yamlRule } from "../api.ts";
import { deployingAmong, deployingJobs, isElsewhere } from "./structure/deploying.ts";
import { gitlabJobs } from "./structure/gitlab.ts";
import { workflows } from "./structure/workflow-jobs.ts";
import { addedTo, nested, oneLine } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/deploy-without-concurrency",
  title: "Deployments that can run side by side",
  severity: "info",
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Two pushes in short order start two deployments. The older one may finish last and leave the older version running, or both fight over the same state lock.`,
  remedy: `Add \`concurrency: { group: production, cancel-in-progress: false }\` to the job or the workflow; in GitLab \`resource_group: production\`.`,
  silent: `Jobs or workflows with a concurrency group, workflows called by others, names that say staging, test or preview, local clusters, dry runs.`,
  references: ["https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency"],
  examples: [{
    title: "The older one wins", path: ".github/workflows/release.yml",
    bad: "on:\n  push:\n    branches: [main]\njobs:\n  «deploy»:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: helm upgrade api ./chart\n",
    good: "on:\n  push:\n    branches: [main]\nconcurrency: production\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: helm upgrade api ./chart\n",
  }],
  prefilter: /jobs|script/,
  *check(file, context) {
    if (context.profile === "prototype") return;
    for (const workflow of workflows(file)) {
      if (workflow.root.get("concurrency") || workflow.triggers.has("workflow_call")) continue;
      for (const { job, written, at } of deployingJobs(workflow, file.path)) {
        if (job.mapping.get("concurrency")) continue;
        const edit = addedTo(file, job.mapping, group, "runs-on");
        yield { at: job.at, ...(edit && { fixes: [{ title: "Add a concurrency group", safe: false, edits: [edit] }] }), message: `Job \`${job.key}\` deploys (\`${written}\`) without a concurrency group: of two pushes the older may finish last and stay live. Add \`concurrency:\`.`, related: [{ at, message: "deploys here" }] };
      }
    }
    const jobs = gitlabJobs(file).filter((job) => !isElsewhere(job.stage) && job.setting("resource_group") === undefined);
    for (const { job, written, at } of deployingAmong(jobs)) {
      const edit = addedTo(file, job.mapping, oneLine("resource_group: production"));
      yield { at: job.at, ...(edit && { fixes: [{ title: "Add a resource group", safe: false, edits: [edit] }] }), message: `Job \`${job.key}\` deploys (\`${written}\`) without a resource group: of two pushes the older may finish last and stay live. Add \`resource_group:\`.`, related: [{ at, message: "deploys here" }] };
    }
  },
});

const group = nested("concurrency", { lines: ["group: production", "cancel-in-progress: false"], flow: "group: production, cancel-in-progress: false" });
