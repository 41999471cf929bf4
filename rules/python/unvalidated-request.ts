/** Finds handlers that use what a client sent without looking at it. */
import { pythonRule, type PyExpr, type PyFunctionDef, type PythonFile } from "../api.ts";
import { callsIn, running } from "./knowledge/code.ts";
import { isConsumer, isLookedAt, looseBody, looseModel, rawBodies } from "./knowledge/raw-input.ts";
import { servedFunctions } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/unvalidated-request",
  title: "Request used without a schema",
  severity: "warning",
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "Without a schema the first wrong request decides what happens: a missing field is a 500, a text where a number was meant goes into the model and comes out as a confident prediction, a new client quietly means another unit.",
  remedy: "Say what a request has to be (a pydantic model, a marshmallow or JSON schema) and refuse everything else with a 422 before any work is done.",
  silent: "When anything in the handler looks at the input: a schema or serializer, a type test, a condition that refuses it, a function that gets it whole; for decorators that validate; when no field of the body is used; for forms whose fields stay texts; in tests.",
  references: ["https://fastapi.tiangolo.com/tutorial/body/", "https://flask-marshmallow.readthedocs.io/en/latest/", "https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html"],
  examples: [
    {
      title: "Fields straight into the model",
      bad: "from flask import Flask, jsonify, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/v1/price\")\ndef price():\n    body = «request.get_json()»\n    return jsonify(model.predict([[body[\"rooms\"], body[\"area\"]]]).tolist())\n",
      good: "from flask import Flask, jsonify, request\nfrom pydantic import BaseModel\n\napp = Flask(__name__)\n\n\nclass House(BaseModel):\n    rooms: int\n    area: float\n\n\n@app.post(\"/v1/price\")\ndef price():\n    house = House.model_validate(request.get_json())\n    return jsonify(model.predict([[house.rooms, house.area]]).tolist())\n",
    },
    {
      title: "A parameter that lets anything in",
      bad: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(\"/v1/price\")\ndef price(body: «dict»):\n    return {\"price\": model.predict([[body[\"rooms\"]]])[0]}\n",
      good: "from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass House(BaseModel):\n    rooms: int\n\n\n@app.post(\"/v1/price\")\ndef price(body: House):\n    return {\"price\": model.predict([[body.rooms]])[0]}\n",
    },
  ],
  prefilter: /request|\bevent\b|\breq\b|fastapi/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    const handlers = servedFunctions(file);
    for (const node of file.here.functions()) {
      const served = handlers.get(node);
      if (!served?.isHandler) continue;
      const model = looseModel(file, node);
      if (model && callsIn(file, node.body).some((call) => call.positional.some((one) => usesField(one, model.field)))) {
        yield {
          at: { start: model.annotation.start, end: model.annotation.end },
          message: `\`${file.slice(model.annotation)}\` lets \`${served.label}\` take anything: its only field \`${model.field}\` holds dicts of any shape, so a missing or wrong value goes through to the answer. Say what an element has to be.`,
          confidence: "likely",
        };
        continue;
      }
      const loose = looseBody(file, node);
      const source = loose ?? rawBodies(file, node)[0];
      if (!source) continue;
      const names = namesOf(file, node, source);
      if (source.kind === "Attribute" && /^(?:form|POST)$/.test(source.attr) && !turnsIntoNumbers(file, node)) continue;
      if (!usesFields(file, node, source, names) || isLookedAt(file, node, names)) continue;
      yield {
        at: { start: source.start, end: source.end },
        message: `\`${file.slice(source)}\` is used by \`${served.label}\` without a schema: a missing field is a 500, and a wrong type or unit goes through to the answer. Say what a request has to be (a pydantic model) and refuse the rest.`,
        confidence: "likely",
      };
    }
  },
});

function usesField(node: PyExpr, field: string): boolean {
  return node.kind === "Attribute" && node.attr === field && node.value.kind === "Name";
}

/** Fields of a form are texts: nothing is assumed of them until they are made into numbers or rows. */
function turnsIntoNumbers(file: PythonFile, node: PyFunctionDef): boolean {
  return callsIn(file, node.body).some((call) => isConsumer(call.method) || /^builtins\.(?:float|int)$/.test(call.callee ?? ""));
}

/** The names that hold the body. */
function namesOf(file: PythonFile, node: PyFunctionDef, source: PyExpr): ReadonlySet<string> {
  const names = new Set<string>();
  const { parent } = source;
  if (parent?.kind === "Param") names.add(parent.name);
  for (const one of running(file, node.body)) {
    if (one.kind !== "Assign" || !(one.value.start <= source.start && source.end <= one.value.end)) continue;
    const whole = one.value.kind === "Await" ? one.value.value : one.value;
    if (whole.start === source.start && whole.end === source.end) for (const target of one.targets) if (target.kind === "Name") names.add(target.id);
  }
  return names;
}

function usesFields(file: PythonFile, node: PyFunctionDef, source: PyExpr, names: ReadonlySet<string>): boolean {
  const isBody = (value: PyExpr): boolean => (value.kind === "Name" && names.has(value.id)) || (value.start <= source.start && value.end >= source.end && file.slice(value).replace(/^\(?await\s+|\)$/g, "").startsWith(file.slice(source).slice(0, 12)));
  for (const one of running(file, node.body)) if (one.kind === "Subscript" && isBody(one.value)) return true;
  return callsIn(file, node.body).some((call) => (call.method === "get" || call.method === "values") && call.receiver !== undefined && isBody(call.receiver) || isConsumer(call.method) && call.positional.some(isBody));
}
