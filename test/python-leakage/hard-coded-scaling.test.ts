/** Scaling by numbers in the code, as it is written in real services, and arithmetic that only looks like it. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "python/hard-coded-scaling";
const head = "import joblib\nimport numpy as np\nimport pandas as pd\nmodel = joblib.load('m.joblib')\n";

const cases: readonly (readonly [title: string, program: string])[] = [
  ["in the argument", "model.predict([[«(x - 51.2) / 7.9»]])\n"],
  ["in an array of a variable", "row = np.array([«(x - 51.2) / 7.9», y]).reshape(1, -1)\nmodel.predict_proba(row)\n"],
  ["in a frame", "rows = pd.DataFrame([{'age': «(age - 40.5) / 11.2»}])\nmodel.predict(rows)\n"],
  ["on the way to fit", "X = «(X - 4.3) / 3.1»\nmodel.fit(X, y)\n"],
  ["smallest and largest", "model.predict([[«(x - 18) / (90 - 18)»]])\n"],
  ["pixels", "model.predict((image - 127.5) / 127.5)\nmodel.predict(image / 255)\n"],
  ["published image means", "model.predict((image - 0.485) / 0.229)\n"],
  ["a temperature", "model.predict([[(f - 32) / 1.8]])\n"],
  ["statistics that have a name", "model.predict([[(x - MEAN) / SPREAD]])\n"],
  ["after the prediction", "answer = (model.predict(rows) - 3.4) / 7.7\n"],
  ["nothing to do with a model", "share = (x - 51.2) / 7.9\nprint(share)\n"],
  ["half-typed", "model.predict([[(x - 51.2) / \n"],
];

describe("marks the scaling where it is written, and nothing else", () => {
  it.each(cases)("%s", async (_, program) => {
    const marked = head + program;
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("service.py", text, rule).then((all) => all.filter((one) => one.rule.id === rule)))).toBe(marked);
  });
});
