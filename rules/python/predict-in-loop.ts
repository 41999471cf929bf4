/** Finds models that are asked row by row. */
import { pythonRule, type PyCall, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { lastName, running, written } from "./knowledge/code.ts";
import { isStepwise, mentionsAny, roundAround, type Round } from "./knowledge/rounds.ts";

export default pythonRule({
  id: "python/predict-in-loop",
  title: "Prediction row by row",
  severity: { default: "warning", aside: "hint" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: "A model spends most of a small call on everything but the row: checks, copies, thread start-up, a kernel launch. A thousand calls of one row cost a hundred times one call of a thousand rows, and the bill for the machines follows.",
  remedy: "Collect the rows and call the model once; split into batches of a few hundred where memory asks for it.",
  silent: "When the loop already goes over batches, folds or windows, over models, over frames of a stream; when the next input depends on the last answer, as in a forecast that feeds on itself; for loops that leave early.",
  references: ["https://scikit-learn.org/stable/computing/computational_performance.html#bulk-versus-atomic-mode", "https://www.tensorflow.org/api_docs/python/tf/keras/Model#predict"],
  examples: [
    {
      title: "One row at a time",
      bad: "import joblib\n\nmodel = joblib.load(\"churn.joblib\")\n\n\ndef score(rows):\n    scores = []\n    for row in rows:\n        scores.append(model.«predict»([row])[0])\n    return scores\n",
      good: "import joblib\n\nmodel = joblib.load(\"churn.joblib\")\n\n\ndef score(rows):\n    return model.predict(rows).tolist()\n",
    },
    {
      title: "In a comprehension",
      bad: "import numpy as np\n\n\ndef score(model, images):\n    return [model.«predict»(np.expand_dims(image, axis=0))[0] for image in images]\n",
      good: "import numpy as np\n\n\ndef score(model, images):\n    return list(model.predict(np.stack(images)))\n",
    },
  ],
  prefilter: /\.(?:predict|predict_proba|decision_function|predict_one|transform|encode|unsqueeze)\s*\(|\bpipeline\s*\(/,

  judges: "statements",
  *check(file, context) {
    const isAside = context.isTest || file.language === "notebook";
    for (const call of file.here.calls()) {
      const single = onePerRow(file, call);
      if (single !== undefined) {
        yield { at: call.name, message: `\`${written(file, call)}\` is called once for every element of \`${single}\`: the model spends most of each call on everything but the row, so the same work costs many times the machines. Collect the rows and call it once.`, ...(isAside && { variant: "aside" }), confidence: "likely" };
        continue;
      }
      if (!/^(?:predict|predict_proba|decision_function)$/.test(call.method) || !call.receiver) continue;
      const round = roundAround(file, call.node);
      const [rows] = call.positional;
      if (!round || !rows || !isOneRow(file, rows, round) || isMeant(file, call, rows, round)) continue;
      yield {
        at: call.name,
        message: `\`${written(file, call)}\` is called with one row for every element of \`${shown(file, round.iter)}\`: the model spends most of each call on everything but the row, so the same work costs many times the machines. Collect the rows and call it once.`,
        ...(isAside && { variant: "aside" }),
        confidence: "likely",
      };
    }
  },
});

/** Models that take a list and are given one element of it, and functions that `apply` calls for every row; what is gone over, as a message says it. */
function onePerRow(file: PythonFile, call: PyCall): string | undefined {
  const [given] = call.positional;
  if (!given) return undefined;
  if (/^(?:predict|predict_proba)$/.test(call.method) && call.receiver) return rowsApplied(file, call, given);
  const round = isListModel(file, call) || isNetworkCall(file, call, given) ? roundAround(file, call.node) : undefined;
  if (!round || !mentionsAny(file, given, round.names) || isMeant(file, call, given, round)) return undefined;
  return isListModel(file, call) && given.kind !== "Name" ? undefined : shown(file, round.iter);
}

/** `SentenceTransformer.encode(text)`, a pipeline of transformers: both take lists. https://sbert.net/docs/package_reference/sentence_transformer/SentenceTransformer.html */
function isListModel(file: PythonFile, call: PyCall): boolean {
  if (/^sentence_transformers\.SentenceTransformer\.encode$/.test(call.callee ?? "")) return true;
  const value = call.node.func.kind === "Name" ? file.valueOf(call.node.func) : undefined;
  return value?.kind === "call" && /^transformers\.pipeline$/.test(value.of);
}

/** `model(x.unsqueeze(0))` where no gradients are kept. */
function isNetworkCall(file: PythonFile, call: PyCall, given: PyExpr): boolean {
  if (!/(?:^|_)(?:model|net|network|classifier|encoder)$/i.test(call.method) || given.kind !== "Call" || lastName(given) !== "unsqueeze" || given.args[0]?.value.kind !== "Num" || given.args[0].value.value !== 0) return false;
  for (let at: PyNode | undefined = call.node.parent; at; at = at.parent) {
    if (at.kind === "With" && at.items.some(({ context }) => /^(?:no_grad|inference_mode)$/.test(lastName(context)))) return true;
    if (at.kind === "FunctionDef") return at.decorators.some((one) => /^(?:no_grad|inference_mode)$/.test(lastName(one)));
  }
  return false;
}

/** `frame.apply(lambda row: model.predict([row])[0], axis=1)`. */
function rowsApplied(file: PythonFile, call: PyCall, given: PyExpr): string | undefined {
  for (let at: PyNode | undefined = call.node.parent; at && at.kind !== "FunctionDef"; at = at.parent) {
    if (at.kind !== "Lambda") continue;
    const [row, ...others] = at.params;
    const by = at.parent?.kind === "Call" ? at.parent : undefined;
    if (!row || others.length > 0 || !by || !/^(?:apply|map|applymap|progress_apply)$/.test(lastName(by))) return undefined;
    const isGiven = mentionsAny(file, given, new Set([row.name])) && !(call.receiver && mentionsAny(file, call.receiver, new Set([row.name])));
    return isGiven && (given.kind === "List" || given.kind === "Call") ? (by.func.kind === "Attribute" ? lastName(by.func.value) || "the rows" : "the rows") : undefined;
  }
  return undefined;
}

function shown(file: PythonFile, iter: PyExpr): string {
  const text = file.slice(iter);
  return text.length <= 40 && !/[\r\n`]/.test(text) ? text : lastName(iter) || "the loop";
}

/** `[row]`, `row.reshape(1, -1)`, `np.expand_dims(row, 0)`, `pd.DataFrame([row])`, `frame.iloc[[i]]`, or a name that was given one of them in this round. */
function isOneRow(file: PythonFile, node: PyExpr, round: Round): boolean {
  if (!mentionsAny(file, node, round.names)) return false;
  if (node.kind === "Name") {
    const bindings = file.bindingsOf(node);
    const [only] = bindings;
    return bindings.length === 1 && only?.value !== undefined && only.how === "assign" && isIn(only.value, round.loop) && isOneRow(file, only.value, round);
  }
  if (node.kind === "List") return node.elements.length === 1;
  if (node.kind === "Subscript") return node.index.kind === "List" && node.index.elements.length === 1;
  if (node.kind === "Call") return isOneRowCall(file, node, round);
  return false;
}

function isOneRowCall(file: PythonFile, node: Extract<PyExpr, { kind: "Call" }>, round: Round): boolean {
  const name = lastName(node);
  const [first, second] = node.args;
  if (name === "reshape") {
    const shape = node.func.kind === "Attribute" && first?.value.kind !== "Tuple" ? first?.value : first?.value.kind === "Tuple" ? first.value.elements[0] : undefined;
    return shape?.kind === "Num" && shape.value === 1;
  }
  const axis = name === "unsqueeze" ? first?.value : name === "expand_dims" ? second?.value : undefined;
  if (axis) return axis.kind === "Num" && axis.value === 0;
  if (/^(?:array|asarray|DataFrame|from_records|Dataset|DMatrix|atleast_2d|tensor)$/.test(name) && first) return isOneRow(file, first.value, round);
  if (/^(?:transform|astype|toarray|to_numpy|to)$/.test(name)) {
    if (first && name === "transform") return isOneRow(file, first.value, round);
    return node.func.kind === "Attribute" && isOneRow(file, node.func.value, round);
  }
  return false;
}

function isMeant(file: PythonFile, call: PyCall, rows: PyExpr, round: Round): boolean {
  const { func } = call.node;
  if (mentionsAny(file, func.kind === "Attribute" ? func.value : func, round.names) || isStepwise(file, round)) return true;
  if (!/\.(?:iterrows|itertuples|iter_rows)\(/.test(file.slice(round.iter)) && /batch|chunk|fold|split|loader|window|horizon|step|stream|frame_?gen|video|capture|consumer|message|range\(\s*\d{1,2}\s*\)/i.test(file.slice(round.iter))) return true;
  return feedsItself(file, call, rows, round);
}

/** What the model says goes back into what it is asked next. */
function feedsItself(file: PythonFile, call: PyCall, rows: PyExpr, round: Round): boolean {
  if (round.loop.kind === "Comprehension") return false;
  const answers = new Set<string>();
  for (const one of running(file, round.loop.body)) {
    if (one.kind === "Assign" && (isIn(call.node, one.value) || mentionsAny(file, one.value, answers))) for (const target of one.targets) for (const name of running(file, [target])) if (name.kind === "Name") answers.add(name.id);
  }
  for (const one of running(file, round.loop.body)) {
    if (one.kind !== "Call" || one.func.kind !== "Attribute" || !/^(?:append|extend|insert)$/.test(one.func.attr)) continue;
    const kept = one.func.value.kind === "Name" ? one.func.value.id : undefined;
    if (kept && (isIn(call.node, one) || one.args.some(({ value }) => mentionsAny(file, value, answers)))) answers.add(kept);
  }
  return mentionsAny(file, rows, answers) || sourceNames(file, rows).some((name) => answers.has(name));
}

/** Names that the rows were made from in this round, one step back. */
function sourceNames(file: PythonFile, rows: PyExpr): readonly string[] {
  return [...running(file, [rows])].flatMap((one) => (one.kind === "Name" ? file.bindingsOf(one) : [])).flatMap(({ value }) => (value ? [...running(file, [value])] : [])).flatMap((one) => (one.kind === "Name" ? [one.id] : []));
}

function isIn(node: PyNode, outer: PyNode): boolean {
  return outer.start <= node.start && node.end <= outer.end;
}
