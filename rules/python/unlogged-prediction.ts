/** Finds predictions that are answered and forgotten. */
import { projectRule } from "../api.ts";
import { isRecorded, programHas, servedPredictions } from "./knowledge/served-predictions.ts";

export default projectRule({
  id: "python/unlogged-prediction",
  title: "Prediction that leaves no trace",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "When a customer asks why, when the quality drops, when a model has to be compared with the one before: without a record of what was asked, what was answered and by which version there is nothing to look at, and no drift can be seen.",
  remedy: "Log or queue one structured line per prediction: request id, model version, the inputs or their hash, the answer, the time it took.",
  silent: "When anything is logged, measured, stored or queued in any function that the request runs through, when middleware or instrumentation stands around all routes, in tests and notebooks.",
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#monitoring", "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html"],
  examples: [
    {
      title: "Answered and forgotten",
      bad: "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load(\"price-7.joblib\")\n\n\n@app.post(\"/v1/price\")\ndef price(house: House) -> Price:\n    return Price(value=model.«predict»([house.row()])[0])\n",
      good: "import logging\n\nimport joblib\nfrom fastapi import FastAPI\n\nlogger = logging.getLogger(__name__)\napp = FastAPI()\nmodel = joblib.load(\"price-7.joblib\")\n\n\n@app.post(\"/v1/price\")\ndef price(house: House) -> Price:\n    value = model.predict([house.row()])[0]\n    logger.info(\"predicted\", extra={\"model\": \"price-7\", \"house\": house.row(), \"value\": value})\n    return Price(value=value)\n",
    },
  ],

  *check(project, context) {
    for (const one of servedPredictions(project)) {
      if (context.for(one.path).isTest || isRecorded(project, one) || programHas(project, one, "watch")) continue;
      const [entry, ...calls] = one.way.steps;
      yield {
        path: one.path,
        at: one.act.at,
        message: `What \`${one.name}\` answers on \`${entry?.label ?? "the route"}\` is written down nowhere: no complaint can be traced, no drift seen, no model compared with the next. Log the model's version, the inputs and the answer.`,
        confidence: "likely",
        related: [...(entry ? [{ path: entry.path, at: entry.at, message: `answers ${entry.label}` }] : []), ...calls.map(({ path, at, label }) => ({ path, at, message: `calls ${label}` }))],
      };
    }
  },
});
