/** Finds routes that let whatever goes wrong in the model through to the client. */
import { projectRule } from "../api.ts";
import { isGuarded, programHas, servedPredictions } from "./knowledge/served-predictions.ts";

export default projectRule({
  id: "python/unguarded-prediction",
  title: "Prediction without an error path",
  severity: "info",
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "Models fail on what nobody tried: an unseen category, an empty list, a column that came as text, memory that ran out. Without an error path the client gets a bare 500 it cannot tell from an outage, retries it, and there is nothing to fall back on.",
  remedy: "Catch what the model may raise and answer with a clear 4xx or 503, or with a fallback (the last known value, a rule, a smaller model); an exception handler of the application does it for all routes.",
  silent: "When a `try` stands around the prediction or any call on the way, a function on the way answers with errors of its own, the application has an exception handler or middleware anywhere in the program; in tests and notebooks.",
  references: ["https://fastapi.tiangolo.com/tutorial/handling-errors/", "https://flask.palletsprojects.com/en/stable/errorhandling/", "https://sre.google/sre-book/addressing-cascading-failures/"],
  examples: [
    {
      title: "Straight through",
      bad: "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load(\"price.joblib\")\n\n\n@app.post(\"/v1/price\")\ndef price(house: House) -> Price:\n    return Price(value=model.«predict»([house.row()])[0])\n",
      good: "import joblib\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\nmodel = joblib.load(\"price.joblib\")\n\n\n@app.post(\"/v1/price\")\ndef price(house: House) -> Price:\n    try:\n        value = model.predict([house.row()])[0]\n    except ValueError as error:\n        raise HTTPException(422, \"the model cannot price this house\") from error\n    return Price(value=value)\n",
    },
    {
      title: "In another file than the route",
      path: "service/model.py",
      files: { "service/api.py": "from flask import Flask, jsonify, request\n\nfrom service.model import price_of\n\napp = Flask(__name__)\n\n\n@app.post(\"/v1/price\")\ndef price():\n    return jsonify(price_of(request.get_json()))\n" },
      bad: "import joblib\n\nmodel = joblib.load(\"price.joblib\")\n\n\ndef price_of(house):\n    return model.«predict»([[house[\"rooms\"]]])[0]\n",
      good: "import joblib\n\nmodel = joblib.load(\"price.joblib\")\n\n\ndef price_of(house):\n    try:\n        return model.predict([[house[\"rooms\"]]])[0]\n    except ValueError:\n        return median_price(house)\n",
    },
  ],

  *check(project, context) {
    for (const one of servedPredictions(project)) {
      if (context.for(one.path).isTest || isGuarded(one) || programHas(project, one, "catch") || programHas(project, one, "watch")) continue;
      const [entry, ...calls] = one.way.steps;
      yield {
        path: one.path,
        at: one.act.at,
        message: `Nothing between \`${one.name}\` and \`${entry?.label ?? "the route"}\` expects it to fail: one row the model cannot take is a bare 500 that clients retry. Catch it and answer with a clear error or a fallback.`,
        confidence: "likely",
        related: [...(entry ? [{ path: entry.path, at: entry.at, message: `answers ${entry.label}` }] : []), ...calls.map(({ path, at, label }) => ({ path, at, message: `calls ${label}` }))],
      };
    }
  },
});
