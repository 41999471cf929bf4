/** Features are scaled by numbers written in the code on their way into a model. */
import { pythonRule, type PyBinary, type PyCall, type PyExpr, type PythonFile } from "../api.ts";
import { anywhere } from "./knowledge/code.ts";
import { writesInto } from "./knowledge/origins.ts";

export default pythonRule({
  id: "python/hard-coded-scaling",
  title: "Scaled by numbers in the code",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A mean and a spread typed into the code are a copy of statistics that training computed once. The next training run has others; nothing
compares the two, so the model is fed features on the wrong scale and answers with confidence. Each place that predicts has its own copy to forget.`,
  remedy: `Fit the scaler in training, save it with the model (best as one \`Pipeline\`) and call \`transform\` everywhere.`,
  silent: `For image constants (\`/ 255\`, \`127.5\`, the ImageNet means), units (\`(f - 32) / 1.8\`, hundreds, days), numbers that have a name,
and where the scaled value does not visibly reach \`fit\` or \`predict\`.`,
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#training-serving_skew", "https://scikit-learn.org/stable/modules/preprocessing.html"],
  examples: [
    {
      title: "Mean and spread by hand before predicting",
      path: "score.py",
      bad: `import joblib

model = joblib.load("risk.joblib")


def risk(age, income):
    scaled_age = «(age - 41.7) / 12.3»
    return model.predict([[scaled_age, income]])[0]
`,
      good: `import joblib

pipeline = joblib.load("risk.joblib")


def risk(age, income):
    return pipeline.predict([[age, income]])[0]
`,
    },
    {
      title: "Between the smallest and the largest, as known last year",
      path: "score.py",
      bad: `import joblib
import numpy as np

model = joblib.load("price.joblib")


def price(area):
    row = np.array([[«(area - 18) / (240 - 18)»]])
    return model.predict(row)[0]
`,
      good: `import joblib
import numpy as np

model = joblib.load("price.joblib")
scaler = joblib.load("price-scaler.joblib")


def price(area):
    row = scaler.transform(np.array([[area]]))
    return model.predict(row)[0]
`,
    },
  ],
  prefilter: /-\s*[\d.]+\s*\)\s*\//,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    if (!scales(file)) return;
    const told = new Set<PyBinary>();
    for (const { scaled, call } of scaledRows(file)) {
      if (told.has(scaled) || file.collect(scaledRows).find((one) => one.scaled === scaled)?.call !== call) continue;
      told.add(scaled);
      yield {
        at: scaled,
        message: `\`${file.slice(scaled)}\` scales a feature by numbers written here before \`${call.method}\`: the next training run has other statistics, and the model is fed on the wrong scale without a word. Save the fitted scaler with the model and call \`transform\`.`,
        confidence: "likely",
        related: [{ at: call.name, message: "reaches the model here" }],
      };
    }
  },
});

const scales = anywhere(({ here }) => here.nodes("Binary").some(isScaling));

function scaledRows(file: PythonFile): readonly { readonly scaled: PyBinary; readonly call: PyCall }[] {
  return file.here.calls().flatMap((call) => {
    const rows = /^(?:predict|predict_proba|decision_function|fit)$/.test(call.method) ? call.positional[0] : undefined;
    return rows && call.receiver ? Array.from(scalingsIn(file, rows, 0), (scaled) => ({ scaled, call })) : [];
  });
}

/** Where numbers are no statistics: pixels, halves, units, the published means of image sets. */
const harmless = new Set([0, 0.5, 1, 1.8, 2, 10, 100, 1000, 24, 32, 60, 128, 127.5, 255, 256, 273.15, 365, 3600, 0.485, 0.456, 0.406, 0.229, 0.224, 0.225, 123.68, 116.779, 103.939, 0.1307, 0.3081]);

const deepest = 8;

/** The scalings by literals that an expression is made of, followed through names. */
function* scalingsIn(file: PythonFile, node: PyExpr, depth: number): Iterable<PyBinary> {
  if (depth > deepest) return;
  const inside = function* (parts: readonly (PyExpr | undefined)[]): Iterable<PyBinary> {
    for (const part of parts) if (part) yield* scalingsIn(file, part, depth + 1);
  };
  switch (node.kind) {
    case "Binary": if (isScaling(node)) yield node; else yield* inside([node.left, node.right]); return;
    case "Name": yield* inside(file.bindingsOf(node).filter(({ how }) => how === "assign").map(({ value }) => value)); yield* inside(writesInto(file, node).map(({ value }) => value)); return;
    case "List": case "Tuple": yield* inside(node.elements); return;
    case "Dict": yield* inside(node.entries.map(({ value }) => value)); return;
    case "Subscript": yield* inside([node.value]); return;
    case "Call": if (/^(?:array|asarray|DataFrame|reshape|tensor|stack|hstack|column_stack|astype|c_)$/.test(file.call(node).method)) yield* inside([file.call(node).receiver, ...file.call(node).positional]); return;
    default:
  }
}

/** After a shift that is no unit's, a round number is a scale as well: `(x - 50) / 10`. */
const roundDivisors = new Set([10, 100, 1000]);

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}

/** `(x - 41.7) / 12.3`, `(x - 18) / (240 - 18)`. */
function isScaling({ op, left, right }: PyBinary): boolean {
  if (op !== "/" || left.kind !== "Binary" || left.op !== "-" || left.right.kind !== "Num" || left.left.kind === "Num") return false;
  if (harmless.has(left.right.value) || isYear(left.right.value)) return false;
  if (right.kind === "Num") return !harmless.has(right.value) || roundDivisors.has(right.value);
  return right.kind === "Binary" && right.op === "-" && right.left.kind === "Num" && right.right.kind === "Num" && right.right.value === left.right.value;
}
