/** A model is trained and saved, and nothing records how. */
import { projectRule } from "../api.ts";
import type { ActFact, PythonFacts } from "../facts/python.ts";
import { connectedFiles } from "./knowledge/connected.ts";

export default projectRule({
  id: "python/untracked-training",
  title: "Training that leaves no record",
  severity: { default: "info", notebook: "hint" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: "The file that serves customers says nothing about its data, parameters or score. When it misbehaves nobody can tell what changed since the model before it, or make that one again.",
  remedy: "Record parameters, data version and metrics with the model: MLflow, Weights & Biases, Neptune, Comet, ClearML, DVCLive, Aim or TensorBoard; one `autolog()` is a start.",
  silent: "When any file of the same program tracks, when a trainer logs by itself (Lightning, Hugging Face), when the workspace runs DVC pipelines; scalers and encoders alone; tests.",
  references: ["https://mlflow.org/docs/latest/ml/tracking/", "https://dvc.org/doc/dvclive"],
  examples: [{
    title: "Fitted, saved, forgotten",
    path: "train.py",
    bad: "import joblib\nfrom sklearn.linear_model import LogisticRegression\n\nmodel = LogisticRegression()\nmodel.«fit»(rows, labels)\njoblib.dump(model, path)\n",
    good: "import joblib\nimport mlflow\nfrom sklearn.linear_model import LogisticRegression\n\nmlflow.autolog()\nmodel = LogisticRegression()\nmodel.fit(rows, labels)\njoblib.dump(model, path)\n",
  }],
  *check(project, context) {
    if ([...project.surroundings.paths].some((path) => /(?:^|\/)(?:dvc\.yaml|dvc\.lock|MLproject)$/.test(path))) return;
    for (const [path, facts] of project.python()) {
      const fit = context.for(path).isTest ? undefined : savedFit(facts);
      if (!fit) continue;
      const isTracked = [...connectedFiles(project, path)].some((other) => project.python().get(other)?.signs?.some(({ does }) => does === "track" || does === "run"));
      if (isTracked) continue;
      yield {
        path, at: fit.at, confidence: "likely", ...(facts.isNotebook && { variant: "notebook" }),
        message: `\`${fit.receiver ?? "The model"}\` is fitted and saved here, and nothing records with which data, parameters and score: the file that serves cannot be explained or made again. Log the run to a tracker.`,
      };
    }
  },
});

/** Drawings and exports of a tree are no model that could be served. */
function isSaving({ does, name }: ActFact): boolean {
  return does === "dump" && /(?:^|\.)(?:dump|save|save_model|save_pretrained|to_pickle)$/.test(name);
}

/** With labels, or named like a model: a scaler that is saved is no training of its own. */
function savedFit({ functions }: PythonFacts): ActFact | undefined {
  const fits = functions.flatMap(({ acts = [] }) => (acts.some(isSaving) ? acts.filter(({ does, isSaved, name }) => does === "fit" && isSaved && name === "fit") : []));
  return fits.find(({ second, receiver = "" }) => second !== undefined || /model|clf|regressor|classifier|estimator|net$/i.test(receiver));
}
