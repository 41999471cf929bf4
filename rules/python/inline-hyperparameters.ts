/** What a training tries is written into the call, where no run, review or search can reach it. */
import { pythonRule, type PyArgument, type PythonFile } from "../api.ts";
import { hasCall, mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/inline-hyperparameters",
  title: "Hyperparameters written into the call",
  severity: { default: "hint", strict: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: "Values that are typed into a constructor are changed in place, tried, and forgotten: no log of the run has them, no diff of a configuration shows them, and a search cannot vary them.",
  remedy: "Keep them in one place (a dataclass, a YAML file, command-line options) and log that with the run.",
  silent: "Files that read a configuration or command line, or log parameters; constants with a name; seeds and switches; notebooks; tests. Loud only in the safety-critical profile.",
  references: ["https://hydra.cc/docs/intro/", "https://mlflow.org/docs/latest/ml/tracking/"],
  examples: [{
    title: "Three knobs in one call",
    path: "train.py",
    bad: "from sklearn.ensemble import GradientBoostingClassifier\n\nmodel = «GradientBoostingClassifier»(n_estimators=400, learning_rate=0.05, max_depth=3, random_state=1)\nmodel.fit(rows, labels)\n",
    good: "from sklearn.ensemble import GradientBoostingClassifier\n\nmodel = GradientBoostingClassifier(**settings.model, random_state=1)\nmodel.fit(rows, labels)\n",
  }],
  prefilter: /\.fit\b/,
  silentInTests: true,

  judges: "statements",
  *check(file, context) {
    if (file.language === "notebook") return;
    for (const call of file.here.calls()) {
      if (!model.test(call.callee ?? "")) continue;
      const values = call.node.args.filter((argument) => isKnob(file, argument));
      if (values.length < 3 || !fits(file) || hasSettings(file)) continue;
      yield {
        at: call.name, ...(context.profile === "safety-critical" && { variant: "strict" }), confidence: context.profile === "safety-critical" ? "likely" : "possible",
        message: `${values.length} hyperparameters are written into \`${call.method}(…)\`: what was tried is in no log and cannot be varied or compared. Keep them in a configuration that is logged with the run.`,
      };
    }
  },
});

const model = /^(?:sklearn\.(?:ensemble|linear_model|svm|tree|neighbors|neural_network|naive_bayes)\.\w+|xgboost\.XGB\w+|lightgbm\.LGBM\w+|catboost\.CatBoost\w*)$/;
const noKnob = /^(?:random_state|seed|random_seed|n_jobs|verbose|verbosity|thread_count|nthread|silent|device|tree_method|objective|eval_metric|use_label_encoder|probability|copy_X|warm_start)$/;

function isKnob(file: PythonFile, { name, star, value }: PyArgument): boolean {
  if (star !== "" || name === undefined || noKnob.test(name)) return false;
  return value.kind === "Num" || (value.kind === "Unary" && value.operand.kind === "Num") || (value.kind === "Str" && file.slice(value).length < 40) || value.kind === "Tuple";
}

const fits = hasCall(({ method, receiver, node }) => method === "fit" && receiver !== undefined && node.args.length > 0);

const hasSettings = mentions(/\b(?:argparse|click|typer|hydra|omegaconf|OmegaConf|absl|fire|yaml|tomllib|configparser|dataclass|BaseSettings|pydantic|dynaconf|log_params?|autolog|wandb|optuna|sacred|gin|environ|getenv|GridSearchCV|RandomizedSearchCV)\b|\b(?:config|params|cfg|settings)\b(?:\s*[ \t])?[=[.]/i); // what goes on below in the first column is another statement
