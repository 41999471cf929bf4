/** A model that answers requests, and nothing that notices when the world stops looking like its training data. */
import { projectRule, type Project, type ProjectFinding, type ProjectRuleContext } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { isAside } from "./shape/services.ts";

export default projectRule({
  id: "project/missing-drift-monitoring",
  title: "Served model without drift monitoring",
  severity: "info",
  principle: "drift",
  checklist: ["drift-monitored"],
  since: "0.1.0",
  why: "A model does not fail with an error; it goes on answering while prices, customers and sensors move away from what it learned. Uptime stays green, and the loss is found in the quarter's numbers.",
  remedy: "Keep a sample of inputs and predictions, compare their distributions with the training set on a schedule (Evidently, NannyML, whylogs, a KS or PSI job), and alert on it; score on labels as they come.",
  silent: "When any code, dependency or setting of the workspace names drift, a library or a platform that measures it; for models that are only loaded ready-made (language models, published networks), notebooks, tests and examples. Only perhaps where nothing shows how the model is deployed.",
  references: ["https://docs.evidentlyai.com/metrics/preset_data_drift", "https://nannyml.readthedocs.io/en/stable/how_it_works/univariate_drift_detection.html"],
  examples: [{
    title: "Scored and forgotten",
    bad: "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load(\"model.joblib\")\n\n\n@app.post(\"/price\")\ndef price(house: House):\n    return {\"price\": float(model.«predict»([[house.rooms]])[0])}\n",
    good: "import joblib\nfrom fastapi import FastAPI\nfrom whylogs import log\n\napp = FastAPI()\nmodel = joblib.load(\"model.joblib\")\n\n\n@app.post(\"/price\")\ndef price(house: House):\n    log(row={\"rooms\": house.rooms})\n    return {\"price\": float(model.predict([[house.rooms]])[0])}\n",
    files: { Dockerfile: "FROM python:3.12\nCMD [\"uvicorn\", \"service:app\"]\n" },
  }],
  *check(project, context) {
    const found = servedPrediction(project, context);
    if (!found || !loudness(context.for(found.path).profile) || isWatched(project, context)) return;
    yield { ...found, confidence: isDeployed(project, context) ? "likely" : "possible" };
  },
});

function servedPrediction(project: Project, context: ProjectRuleContext): ProjectFinding | undefined {
  for (const [path, facts] of project.python()) {
    if (facts.isNotebook || isAside(path, context) || project.graph.role(path) === "test") continue;
    for (const { name, acts = [] } of facts.functions) {
      const act = acts.find(({ does, name: method }) => does === "predict" && /^predict/.test(method));
      const [entry] = act ? project.graph.requestPath(path, name) : [];
      if (!act || !entry || !isOwn(project, path, name, act.on)) continue;
      return {
        path, at: act.at,
        message: `\`${act.receiver ?? "model"}.${act.name}\` answers ${entry.label}, and nothing compares what it sees with what it was trained on: as the world moves it grows wrong without an error. Compare inputs and predictions with the training data on a schedule.`,
        ...(entry.at !== act.at && { related: [{ ...(entry.path !== path && { path: entry.path }), at: entry.at, message: `reached from ${entry.label}` }] }),
      };
    }
  }
  return undefined;
}

type Acted = Parameters<Project["graph"]["objects"]>[2];

/** Read back from where training left it; published networks come by name. */
function isOwn(project: Project, path: string, functionName: string, on: Acted): boolean {
  const objects = project.graph.objects(path, functionName, on);
  return objects.some((one) => one.kind === "artefact" && /(?:joblib|pickle|dill|skops|mlflow|bentoml|xgboost|lightgbm|catboost|load_model|onnxruntime|pycaret|torch\.load|keras|tensorflow)/.test(one.by) && !/pipeline|from_pretrained|hub/.test(one.by));
}

function isWatched(project: Project, context: ProjectRuleContext): boolean {
  return [...project.files].some(([path, { body }]) => body.service?.speaksOf?.includes("drift") && !context.for(path).isTest) || [...project.surroundings.paths].some((path) => /drift/i.test(path));
}

const deploying = /(?:^|\/)(?:[\w.-]*Dockerfile[\w.-]*|Procfile|fly\.toml|render\.ya?ml|railway\.(?:json|toml)|app\.ya?ml|serverless\.ya?ml|vercel\.json|(?:docker-)?compose[\w.-]*\.ya?ml|bentofile\.ya?ml)$/i;

function isDeployed(project: Project, context: ProjectRuleContext): boolean {
  return [...project.surroundings.paths].some((path) => deploying.test(path) && !isAside(path, context) && !/\.devcontainer/.test(path));
}
