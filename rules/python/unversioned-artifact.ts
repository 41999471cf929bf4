/** A fitted model is saved under a name that the next training will take as well. */
import { pythonRule, type PyCall, type PyExpr, type PyStr, type PythonFile } from "../api.ts";
import { hasCall, mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/unversioned-artifact",
  title: "Model saved under the same name every time",
  severity: { default: "info", notebook: "hint" },
  principle: "reproducibility",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `The next training writes over the model that is in use. There is nothing to roll back to, and no way to tell which data and code made
the file that answered yesterday's requests.`,
  remedy: "Put a version, run id or date into the name, or log the file to the tracking server or registry right after saving.",
  silent: "Names with a version, date or variable in them; files that are logged, uploaded or registered in the same file; files tracked by DVC in code; temporary folders; tests.",
  references: ["https://mlflow.org/docs/latest/model-registry/", "https://dvc.org/doc/start/data-management/data-versioning"],
  examples: [
    {
      title: "Written over at every training",
      path: "train.py",
      bad: "import joblib\n\nmodel.fit(rows, labels)\njoblib.dump(model, «\"models/churn.joblib\"»)\n",
      good: "import joblib\n\nmodel.fit(rows, labels)\njoblib.dump(model, f\"models/churn-{run_id}.joblib\")\n",
    },
    {
      title: "Through an open file",
      path: "train.py",
      bad: "import pickle\n\nmodel.fit(rows, labels)\nwith open(«\"model.pkl\"», \"wb\") as target:\n    pickle.dump(model, target)\n",
      good: "import pickle\nimport mlflow\n\nmodel.fit(rows, labels)\nwith open(\"model.pkl\", \"wb\") as target:\n    pickle.dump(model, target)\nmlflow.log_artifact(\"model.pkl\")\n",
    },
  ],
  prefilter: /dump|save|to_pickle/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isKeptElsewhere(file) || !learns(file)) return;
    for (const [call, path] of savedHere(file)) {
      if (file.collect(savedHere).find(([, other]) => other === path)?.[0].node !== call.node) continue; // said of the first that writes there
      yield {
        at: { start: path.start, end: path.end }, confidence: "likely", ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${shown(path.value)}\` is written over by the next training: there is nothing to roll back to, and no telling which run made the file in use. Put a version or run id into the name, or log it to a registry.`,
      };
    }
  },
});

const versioned = /\d{3,}|[._\-/]v?\d+(?:[._\-/]|$)|(?:^|[/\\])(?:tmp|temp)[/\\]|^\/dev\/|checkpoint|ckpt/i;
const modelFile = /\.(?:pkl|pickle|joblib|sav|h5|hdf5|keras|pth?|onnx|cbm|bst|model|bin|json|ubj|txt|safetensors)$|^[\w./\\-]*model[\w-]*$/i;
const savers = /^(?:joblib|pickle|_pickle|cPickle|dill|cloudpickle|torch|skops\.io)\.(?:dump|save)$|^sklearn\.externals\.joblib\.dump$/;

const learns = hasCall(({ method, receiver, node }) => receiver !== undefined && /^fit(?:_transform)?$|^backward$/.test(method) && (node.args.length > 0 || method === "backward"));

function savedHere(file: PythonFile): readonly (readonly [PyCall, PyStr])[] {
  return file.here.calls().flatMap((call) => {
    const path = savedPath(file, call);
    return path && path.holes.length === 0 && !versioned.test(path.value) ? [[call, path] as const] : [];
  });
}

function savedPath(file: PythonFile, call: PyCall): PyStr | undefined {
  if (savers.test(call.callee ?? "")) {
    const [object, target] = call.positional;
    return object && target && isModel(file, object, call) ? pathIn(file, target) : undefined;
  }
  if (!/^(?:save|save_model|save_weights)$/.test(call.method) || !call.receiver || !/(?:^|_)(?:model|net|clf|classifier|regressor|booster|bst)\w*$/i.test(file.slice(call.receiver))) return undefined;
  return call.positional[0] && pathIn(file, call.positional[0]);
}

const modelName = /(?:^|[._])(?:\w*model\w*|clf\w*|reg|regressor\w*|classifier\w*|estimator|pipe(?:line)?\w*|scaler\w*|sc|encoder\w*|vectorizer\w*|preprocessor\w*|transformer|dv|knn|svm|svc|rf|xgb\w*|lgbm\w*|lr|net|booster|tokenizer|pca|kmeans)\d*(?:$|\.state_dict\(\)$)/i;

/** A thing that was fitted here, or is named like one. */
function isModel(file: PythonFile, node: PyExpr, call: PyCall): boolean {
  const text = file.slice(node);
  if (text.length > 80) return false;
  if (node.kind === "Name" && file.bindingsOf(node).some(({ value }) => value?.kind === "Call" && value.func.kind === "Attribute" && value.func.attr === "fit")) return true;
  return modelName.test(text) || (node.kind === "Name" && file.collect(fits).some((one) => one.start < call.start && one.receiver?.kind === "Name" && one.receiver.id === node.id));
}

const fits = (file: PythonFile): readonly PyCall[] => file.here.calls().filter(({ method }) => method === "fit");

/** The literal behind a path, an `open(...)` or a file object that was opened here. */
function pathIn(file: PythonFile, node: PyExpr): PyStr | undefined {
  const value = file.valueOf(node);
  if (value.kind === "string") return modelFile.test(value.value) ? value.node : undefined;
  if (value.kind !== "call" || value.of !== "builtins.open" || !value.call.positional[0]) return undefined;
  const opened = file.valueOf(value.call.positional[0]);
  return opened.kind === "string" && modelFile.test(opened.value) ? opened.node : undefined;
}

const isKeptElsewhere = mentions(/\b(?:log_artifacts?|log_model|register_model|save_artifact|upload_\w+|put_object|upload_file|push_to_hub|wandb|dvc|neptune|clearml|comet_ml|bentoml|sagemaker|azureml|vertex|Registry)\b/);

function shown(path: string): string {
  const clean = path.replace(/`/g, "'");
  return clean.length <= 60 ? clean : `…${clean.slice(-57)}`;
}
