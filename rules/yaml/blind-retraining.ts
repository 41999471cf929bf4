/** Schedules that train a model and put it into service with nobody, and no figure, in between. */
import { yamlRule, type YamlFile } from "../api.ts";
import { deployStep } from "./structure/deploying.ts";
import { gitlabJobs, isStartedByHand } from "./structure/gitlab.ts";
import { textOf } from "./structure/nodes.ts";
import { timedPipelines } from "./structure/timed-pipelines.ts";
import { workloads } from "./structure/workloads.ts";
import { wordsOf, workflows, type Job, type Step } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/blind-retraining",
  title: "Scheduled retraining without a gate",
  severity: "warning",
  principle: "drift",
  checklist: ["drift-monitored"],
  since: "0.1.0",
  why: `The calendar knows nothing of the data: a broken feed or a bad week is trained in and served by morning, and the model that worked is replaced by one nobody compared.`,
  remedy: `Between training and deployment, compare the candidate with the running model on held-out data and stop when it is worse; better still, start on drift instead of by date.`,
  silent: `Pipelines of Argo and Kubeflow with a condition or somebody to let them go on. Workflows with a step that evaluates, validates, compares, tests or asks for approval; conditions and environments on the deploying job; schedules that train and deploy nothing.`,
  references: ["https://docs.cloud.google.com/architecture/mlops-continuous-delivery-and-automation-pipelines-in-machine-learning"],
  examples: [{
    title: "Every night into production", path: ".github/workflows/retrain.yml",
    bad: "on:\n  schedule:\n    - cron: '0 3 * * *'\njobs:\n  retrain:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: «python train.py»\n      - run: kubectl rollout restart deployment/model\n",
    good: "on:\n  schedule:\n    - cron: '0 3 * * *'\njobs:\n  retrain:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: python train.py\n      - run: python evaluate.py --against production\n      - run: kubectl rollout restart deployment/model\n",
  }],
  prefilter: /schedule|CronJob|CronWorkflow|ScheduledWorkflow/i,
  *check(file) {
    for (const { steps, isConditional } of timedPipelines(file)) {
      const training = steps.find(({ name }) => trainingStep.test(name));
      const deployed = steps.find(({ name }) => deployingStep.test(name));
      if (!training || !deployed || isConditional || steps.some(({ name }) => gate.test(name))) continue;
      yield {
        at: { start: training.at.start, end: training.at.end },
        message: `\`${training.name}\` retrains by the calendar and \`${deployed.name}\` puts the result into service: a broken feed is live by morning. Compare with the running model in between, and stop when it is worse.`,
        related: [{ at: { start: deployed.at.start, end: deployed.at.end }, message: "goes into service here" }],
      };
    }
    for (const jobs of scheduled(file)) {
      const steps = jobs.flatMap((job) => job.steps);
      const training = steps.flatMap(({ commands }) => commands).find((command) => trains.test(wordsOf(command)));
      const deployed = steps.flatMap((step) => deployStep(step) ?? publishes(step))[0];
      if (!training || !deployed || jobs.some(({ mapping, key }) => mapping.get("environment") ?? mapping.get("if") ?? (gate.test(key) ? mapping : undefined)) || steps.some(isGate)) continue;
      yield {
        at: { start: training.start, end: training.end },
        message: `\`${wordsOf(training).split(" ").slice(0, 3).join(" ")}\` retrains by the calendar and \`${deployed.written}\` puts the result into service: a broken feed is live by morning. Compare with the running model in between, and stop when it is worse.`,
        related: [{ at: deployed.at, message: "goes into service here" }],
      };
    }
  },
});

/** Jobs that one schedule starts: of a workflow, of a GitLab pipeline, of a CronJob. */
function scheduled(file: YamlFile): readonly (readonly Job[])[] {
  const flows = workflows(file).filter(({ triggers }) => triggers.has("schedule")).map(({ jobs }) => jobs);
  const gitlab = gitlabJobs(file).filter((job) => !isStartedByHand(job));
  const isTimed = gitlab.some((job) => [job.setting("rules"), job.setting("only")].some((node) => node !== undefined && node !== "unknown" && /["']schedule["']|\bschedules\b/.test(file.slice(node))));
  const cron = workloads(file).filter(({ kind }) => kind === "CronJob").map(({ root, name, at }): Job[] => {
    const commands = file.scripts().filter((one) => one.at.start >= root.start && one.at.end <= root.end).flatMap(({ script }) => script.commands());
    return [{ key: name, at, mapping: root, steps: [{ mapping: root, name: "", uses: undefined, usesAt: undefined, commands }] }];
  });
  return [...flows, ...(isTimed ? [gitlab] : []), ...cron];
}

const trains = /^(python[\d.]* (-m )?\S*(re)?train(ing|_model|_pipeline)?(\.py)?( |$)|(make|just|task) (re)?train(-model)?( |$)|dvc repro|accelerate launch|torchrun)/;
/** Names of the steps of a pipeline. */
const trainingStep = /(?:^|[-_])(?:re)?train(?:ing|er)?(?:[-_]|$)|(?:^|[-_])fit(?:[-_]model|$)/i;
const deployingStep = /(?:^|[-_])(?:deploy|promote|publish|release|roll[-_]?out|serve)/i;
const gate = /evaluat|validat|compar|drift|threshold|gate|metric|\btests?\b|pytest|champion|approv|quality|smoke|check|score/i;

function isGate({ name, commands, mapping, uses }: Step): boolean {
  return mapping.get("if") !== undefined || gate.test(name) || gate.test(uses?.replace("actions/checkout", "") ?? "") || commands.some((command) => gate.test(wordsOf(command)));
}

/** The model itself goes to where the service reads it. */
function publishes({ commands, mapping, uses, usesAt }: Step): { readonly written: string; readonly at: { readonly start: number; readonly end: number } }[] {
  if (uses && usesAt && /^(stefanzweifel\/git-auto-commit-action|EndBug\/add-and-commit|ad-m\/github-push-action)$/i.test(uses)) return [{ written: uses, at: usesAt }];
  const found = commands.find((command) => /^(python[\d.]* (-m )?\S*(deploy|promote|publish)\w*(\.py)?( |$)|(make|just|task) (deploy|promote|publish|release)|aws s3 (cp|sync)|gsutil (-m )?(cp|rsync)|gcloud storage cp|az storage blob upload|dvc push|git push|docker push|huggingface-cli upload|hf upload)/.test(wordsOf(command)));
  if (!found || /docs?|report|badge/i.test(textOf(mapping.get("name")) ?? "")) return [];
  return [{ written: wordsOf(found).split(" ").slice(0, 2).join(" "), at: { start: found.start, end: found.end } }];
}
