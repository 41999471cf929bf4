/** What of experiment tracking more than one rule asks: whether something else than the file decides about experiment and run. */
import type { PyCall, PyNode, PythonFile } from "../../api.ts";
import { mentions } from "./mentions.ts";

/** Every way to start a run with MLflow's fluent interface. */
export function isStartRun(call: PyCall): boolean {
  return call.callee === "mlflow.start_run" || call.callee === "mlflow.tracking.fluent.start_run";
}

/** Platforms and variables that decide from outside: https://mlflow.org/docs/latest/api_reference/cli.html */
export const isDecidedOutside = mentions(/MLFLOW_EXPERIMENT_(?:NAME|ID)|MLFLOW_RUN_ID|\bdatabricks\b|\bdbutils\b|\bazureml\b|azure\.ai\.ml|\bsagemaker\b/);

/** The `if` a node stands under within its function, other than the main guard. */
export function conditionAround(file: PythonFile, node: PyNode) {
  for (let child: PyNode = node, at = node.parent; at && at.kind !== "FunctionDef" && at.kind !== "Lambda"; child = at, at = at.parent) {
    if (at.kind === "If" && at.test !== child && !file.slice(at.test).includes("__main__")) return at;
  }
  return undefined;
}
