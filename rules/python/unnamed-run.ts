/** A run starts without a name. */
import { pythonRule, type PythonFile } from "../api.ts";
import { mentions } from "./knowledge/mentions.ts";
import { isStartRun } from "./knowledge/tracking.ts";

export default pythonRule({
  id: "python/unnamed-run",
  title: "Run without a name",
  severity: "info",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: "MLflow makes up a name (`bemused-fox-312`). The list of runs then says when something was tried, and not what; finding the run behind a model in production means opening one after the other.",
  remedy: "Pass `run_name=` with what this run tries: the model, the data's version, the change.",
  silent: "Runs that are continued (`run_id=`), nested ones of a sweep, names given by a tag or `MLFLOW_RUN_NAME`, arguments that cannot be seen, tests.",
  references: ["https://mlflow.org/docs/latest/api_reference/python_api/mlflow.html#mlflow.start_run"],
  examples: [{
    title: "A name made up by the server",
    path: "train.py",
    bad: "import mlflow\n\nmlflow.set_experiment(\"churn\")\nwith mlflow.«start_run»():\n    mlflow.log_metric(\"auc\", 0.9)\n",
    good: "import mlflow\n\nmlflow.set_experiment(\"churn\")\nwith mlflow.start_run(run_name=\"boosting-2026-10\"):\n    mlflow.log_metric(\"auc\", 0.9)\n",
  }],
  prefilter: /start_run/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isNamedOutside(file)) return;
    for (const call of file.here.calls()) {
      if (!isStartRun(call) || call.spreadsUnknown || ["run_name", "nested", "parent_run_id"].some((keyword) => call.argument(keyword)) || call.argument("run_id", 0)) continue;
      const name = nameFor(file);
      yield {
        at: call.name, message: "`start_run` without a name leaves it to MLflow to make one up: later nobody can tell from the list which run tried what. Pass `run_name=`.",
        fixes: [{ title: `Pass run_name="${name}"`, safe: false, edits: [file.addArgument(call.node, `run_name="${name}"`)] }],
      };
    }
  },
});

const isNamedOutside = mentions(/MLFLOW_RUN_NAME|mlflow\.runName/);

function nameFor(file: PythonFile): string {
  return /([\w-]+)\.\w+$/.exec(file.path)?.[1] ?? "training";
}
