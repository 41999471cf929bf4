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

const workflow = (...steps: string[]) => `on:\n  schedule:\n    - cron: "0 3 * * *"\njobs:\n  retrain:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((step) => `      - ${step}\n`).join("")}`;
const dag = (...tasks: string[]) => `from airflow import DAG\nfrom airflow.operators.python import PythonOperator\n\nwith DAG("a", schedule="@daily") as dag:\n${tasks.map((task) => `    PythonOperator(task_id=${task}, python_callable=f)\n`).join("")}`;

const more: readonly (readonly [string, string, string])[] = [
  [".github/workflows/retrain.yml", "a script that deploys", workflow("run: «python train.py»", "run: python scripts/deploy_model.py")],
  [".github/workflows/retrain.yml", "an action that commits the model", workflow("run: «python train.py»", "uses: stefanzweifel/git-auto-commit-action@b863ae1933cb653a53c021fe36dbb774e1fb9403")],
  [".github/workflows/retrain.yml", "a script that evaluates between them", workflow("run: python train.py", "run: python evaluate.py", "run: python deploy.py")],
  [".github/workflows/retrain.yml", "a script that documents", workflow("run: python train.py", "run: python report.py")],
  ["dags/retrain.py", "only the data is looked at, and before", dag('"validate_data"', '«"train_model"»', '"deploy_model"')],
  ["dags/retrain.py", "the data is looked at for drift", dag('"check_data_drift"', '"train_model"', '"deploy_model"')],
  ["dags/retrain.py", "the model is looked at", dag('"validate_data"', '"train_model"', '"validate_model"', '"deploy_model"')],
  ["dags/retrain.py", "what it says on data is looked at after training", dag('"train_model"', '"score_holdout_data"', '"deploy_model"')],
];

describe("blind-retraining in workflows and flows", () => {
  it.each(more)("%s: %s", async (path, _, marked) => {
    const { text } = readMarkers(marked);
    const findings = (await lint(path, text)).filter(({ rule }) => rule.id.endsWith("/blind-retraining"));
    expect(withMarkers(text, findings)).toBe(marked);
  });
});
