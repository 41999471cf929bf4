/** A run is started by hand and not ended on every path. */
import { pythonRule, type PyCall, type PyNode, type PythonFile } from "../api.ts";
import { wrapRun } from "./edits/wrap-run.ts";
import { mentions } from "./knowledge/mentions.ts";
import { isStartRun } from "./knowledge/tracking.ts";

export default pythonRule({
  id: "python/unclosed-run",
  title: "Run that is not ended when something fails",
  severity: { default: "warning", exception: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A run that is never ended shows as running forever, or as finished although the training crashed. In a service or a loop the next
\`start_run\` fails, or its numbers are added to the run before.`,
  remedy: "Write `with mlflow.start_run(...):`; it ends the run and marks it failed when an exception leaves the block.",
  silent: "Runs ended in a `finally`, handed back to a caller or kept on an object that ends them; notebooks with an `end_run`; runs started as context managers; tests.",
  references: ["https://mlflow.org/docs/latest/api_reference/python_api/mlflow.html#mlflow.start_run"],
  examples: [
    {
      title: "Never ended",
      path: "train.py",
      bad: "import mlflow\n\n\ndef train(model, rows):\n    mlflow.«start_run»(run_name=\"nightly\")\n    mlflow.log_metric(\"auc\", model.score(rows))\n",
      good: "import mlflow\n\n\ndef train(model, rows):\n    with mlflow.start_run(run_name=\"nightly\"):\n        mlflow.log_metric(\"auc\", model.score(rows))\n",
    },
    {
      title: "Ended only when all goes well",
      path: "train.py",
      bad: "import mlflow\n\n\ndef train(model, rows):\n    mlflow.«start_run»(run_name=\"nightly\")\n    mlflow.log_metric(\"auc\", model.score(rows))\n    mlflow.end_run()\n",
      good: "import mlflow\n\n\ndef train(model, rows):\n    mlflow.start_run(run_name=\"nightly\")\n    try:\n        mlflow.log_metric(\"auc\", model.score(rows))\n    finally:\n        mlflow.end_run()\n",
    },
  ],
  prefilter: /start_run/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (!file.here.calls().some(isStartRun)) return;
    const ends = file.collect(endsHere);
    if (ends.some(({ node }) => isInFinally(node) || file.enclosingFunction(node) !== undefined && /__exit__|close|end|stop|finish|teardown|finali[sz]e/i.test(nameOfFunction(file, node)))) return;
    if (endsAtExit(file) || (file.language === "notebook" && ends.length > 0)) return;
    for (const call of file.here.calls()) {
      if (!isStartRun(call) || !isLoose(file, call)) continue;
      const isEnded = ends.some((end) => end.start > call.start && end.function === call.function);
      if (!isEnded && ends.some(({ callee }) => callee !== undefined)) continue; // ended in another function, which this one may call
      yield {
        at: call.name, ...(isEnded && { variant: "exception" }),
        message: isEnded
          ? "`start_run` is ended by `end_run` only if nothing fails in between: a crashed training is left running or shown as finished. Use it as a context manager."
          : "`start_run` is never ended: the run shows as running forever, and the next one in this process fails or writes into it. Use it as a context manager.",
        fixes: wrapRun(file, call, ends),
      };
    }
  },
});

const endsAtExit = mentions(/\b(?:atexit|ExitStack|enter_context)\b/);
const endsHere = (file: PythonFile): readonly PyCall[] => file.here.calls().filter(({ callee }) => callee === "mlflow.end_run" || callee === "mlflow.tracking.fluent.end_run");

/** A statement of its own, or kept in a plain variable that is neither entered nor handed on. */
function isLoose(file: PythonFile, { node }: PyCall): boolean {
  const { parent } = node;
  if (parent?.kind === "ExprStmt") return true;
  const [target] = parent?.kind === "Assign" && parent.targets.length === 1 ? parent.targets : [];
  if (target?.kind !== "Name") return false;
  const scope = file.enclosingFunction(node);
  return !(scope ? file.here : file).nodes("Name").some((use) => use.id === target.id && use.start > node.end && file.enclosingFunction(use) === scope && (use.parent?.kind === "With" || use.parent?.kind === "Return" || use.parent?.kind === "Yield"));
}

function isInFinally(node: PyNode): boolean {
  for (let child = node, at = node.parent; at; child = at, at = at.parent) if (at.kind === "Try" && at.finalbody.some((one) => one === child)) return true;
  return false;
}

function nameOfFunction(file: PythonFile, node: PyNode): string {
  const found = file.enclosingFunction(node);
  return found?.kind === "FunctionDef" ? found.name : "";
}
