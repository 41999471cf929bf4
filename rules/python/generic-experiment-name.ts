/** An experiment is named after nothing. */
import { pythonRule, type PyCall } from "../api.ts";

export default pythonRule({
  id: "python/generic-experiment-name",
  title: "Experiment named after nothing",
  severity: "info",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: "Runs of different questions end in one heap named `test` or `experiment_1`, on a server that everybody shares. In three months nobody finds the run that made the model in production.",
  remedy: "Name the question: `churn-gradient-boosting`, `demand-forecast-weekly`.",
  silent: "Names that cannot be seen; names with anything that tells one project from another; tests.",
  references: ["https://mlflow.org/docs/latest/ml/tracking/"],
  examples: [{
    title: "The first that came to mind",
    path: "train.py",
    bad: "import mlflow\n\nmlflow.set_experiment(«\"experiment_1\"»)\n",
    good: "import mlflow\n\nmlflow.set_experiment(\"churn-gradient-boosting\")\n",
  }],
  prefilter: /experiment|wandb|comet|neptune|clearml/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      const given = nameArgument(call);
      const value = given && file.valueOf(given);
      if (value?.kind !== "string" || value.node.holes.length > 0 || !isGeneric(value.value)) continue;
      yield { at: { start: value.node.start, end: value.node.end }, message: `\`${value.value.slice(0, 60)}\` says nothing about what is tried: its runs end in a heap where nobody finds the one behind the model in production. Name the experiment after its question.` };
    }
  },
});

/** By call, the argument that names the experiment or project. */
const naming: Readonly<Record<string, readonly [keyword: string, position?: number]>> = {
  "mlflow.set_experiment": ["experiment_name", 0], "mlflow.create_experiment": ["name", 0],
  "mlflow.MlflowClient.create_experiment": ["name", 0], "mlflow.tracking.MlflowClient.create_experiment": ["name", 0],
  "wandb.init": ["project"], "comet_ml.Experiment": ["project_name"], "clearml.Task.init": ["project_name", 0], "aim.Run": ["experiment"],
};

function nameArgument(call: PyCall) {
  const place = call.callee === undefined || !Object.hasOwn(naming, call.callee) ? undefined : naming[call.callee];
  return place && call.argument(...place);
}

const generic = /^(?:my|the|a|new|first|test|tests|testing|tmp|temp|demo|default|untitled|sample|foo|bar|abc|asdf|exp|exps|experiments?|runs?|project|model|trial|debug|hello|world|name|\d+)$/i;

/** Only words that stand for any project, and numbers. */
function isGeneric(name: string): boolean {
  const words = name.replace(/^\/(?:Users\/[^/]*|Shared|Workspace|Repos\/[^/]*)\//, "").split(/[-_ ./]+|(?<=[a-z])(?=\d)|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  return words.length > 0 && words.length <= 5 && words.every((word) => generic.test(word));
}
