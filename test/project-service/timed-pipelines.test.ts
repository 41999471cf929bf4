/** yaml/blind-retraining in pipelines of Argo and Kubeflow that a schedule starts. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const argo = (tasks: string, kind = "CronWorkflow") => `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: nightly\nspec:\n  schedule: "0 3 * * *"\n  workflowSpec:\n    entrypoint: main\n    templates:\n      - name: main\n        dag:\n          tasks:\n${tasks}`;
const task = (name: string, more = "") => `            - name: ${name}\n              template: run\n${more}`;

const cases: readonly (readonly [string, string])[] = [
  ["trains and deploys", argo(task("«train-model»") + task("deploy-model"))],
  ["steps in order", `apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nspec:\n  schedules: ["0 3 * * *"]\n  workflowSpec:\n    templates:\n      - name: main\n        steps:\n          - - name: «retrain»\n              template: run\n          - - name: promote\n              template: run\n`],
  ["templates alone", `apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nspec:\n  schedule: "@daily"\n  workflowSpec:\n    templates:\n      - name: «training»\n        container: {image: a@sha256:0}\n      - name: deploy\n        container: {image: a@sha256:0}\n`],
  ["Kubeflow", `apiVersion: kubeflow.org/v1beta1\nkind: ScheduledWorkflow\nspec:\n  trigger:\n    cronSchedule:\n      cron: "0 0 3 * * *"\n  workflow:\n    spec:\n      templates:\n        - name: «train-op»\n        - name: deploy-op\n`],
  ["a step that compares", argo(task("train-model") + task("compare-with-champion") + task("deploy-model"))],
  ["a condition", argo(task("train-model") + task("deploy-model", "              when: \"{{tasks.train-model.outputs.parameters.auc}} > 0.8\"\n"))],
  ["somebody who lets it go on", `${argo(task("train-model") + task("deploy-model"))}      - name: approve\n        suspend: {}\n`],
  ["started by hand", argo(task("train-model") + task("deploy-model"), "Workflow")],
  ["trains alone", argo(task("train-model") + task("report"))],
  ["words that only sound like it", argo(task("constrain-inputs") + task("deploy-model"))],
];

describe("yaml/blind-retraining", () => {
  it.each(cases)("%s", async (_, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("pipelines/nightly.yaml", text, "yaml/blind-retraining"))).toBe(marked);
  });
});
