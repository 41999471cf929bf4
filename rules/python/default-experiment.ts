/** Runs are recorded without ever saying to which experiment they belong. */
import { projectRule, type Anchor, type Fix } from "../api.ts";
import type { SignFact } from "../facts/python.ts";
import { connectedFiles } from "./knowledge/connected.ts";

export default projectRule({
  id: "python/default-experiment",
  title: "Runs end in the experiment Default",
  severity: { default: "info", notebook: "hint" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: "Without an experiment MLflow files every run under `Default`, together with everybody else's on that server. Runs of one question cannot be compared, and the run behind the model in production is one of hundreds.",
  remedy: "Call `mlflow.set_experiment(\"…\")` before the first run, or set `MLFLOW_EXPERIMENT_NAME`.",
  silent: "When any file of the same program chooses, when `experiment_id=` or a run id is given, when an environment variable, `MLproject` file or managed platform decides; tests.",
  references: ["https://mlflow.org/docs/latest/ml/tracking/"],
  examples: [{
    title: "Nobody says which",
    path: "train.py",
    bad: "import mlflow\n\nwith mlflow.«start_run»(run_name=\"nightly\"):\n    mlflow.log_metric(\"auc\", 0.9)\n",
    good: "import mlflow\n\nmlflow.set_experiment(\"churn\")\nwith mlflow.start_run(run_name=\"nightly\"):\n    mlflow.log_metric(\"auc\", 0.9)\n",
  }],
  *check(project, context) {
    const { paths } = project.surroundings;
    if ([...paths].some((path) => /(?:^|\/)(?:MLproject|databricks\.yml)$/.test(path))) return;
    for (const [path, facts] of project.python()) {
      const [run] = facts.signs?.filter(({ does }) => does === "run") ?? [];
      if (!run || context.for(path).isTest || isManaged(Object.values(facts.imports))) continue;
      const isChosen = [...connectedFiles(project, path)].some((other) => project.python().get(other)?.signs?.some(({ does }) => does === "experiment"));
      if (isChosen) continue;
      yield {
        path, at: run.at, confidence: "likely", ...(facts.isNotebook && { variant: "notebook" }),
        message: `\`${run.name}\` records into the experiment \`Default\`, because none is chosen: its runs lie among everybody else's and cannot be compared. Call \`mlflow.set_experiment\` first.`,
        fixes: fixesFor(path, run),
      };
    }
  },
});

/** Named after the folder, or the file at the top: a name to start from. */
function fixesFor(path: string, { before, module }: SignFact): readonly Fix<Anchor>[] {
  const mlflow = module?.split(".")[0];
  if (!before || mlflow !== "mlflow") return [];
  const parts = path.replace(/\.\w+$/, "").split("/");
  const name = ((parts.length > 1 ? parts[parts.length - 2] : parts[0]) ?? "").replace(/[^\w-]+/g, "-").toLowerCase();
  return name === "" ? [] : [{ title: `Choose the experiment "${name}" first`, safe: false, edits: [{ at: before.at, text: `mlflow.set_experiment("${name}")\n${before.indent}` }] }];
}

function isManaged(imports: readonly string[]): boolean {
  return imports.some((symbol) => /^(?:azureml|azure\.ai\.ml|sagemaker|databricks|pyspark\.dbutils|kedro_mlflow|zenml|metaflow)\b/.test(symbol));
}
