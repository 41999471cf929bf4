/** The experiment is chosen only under a condition; otherwise runs land in the default one. */
import { pythonRule, type Fix, type PyCall, type PyIf, type PyStmt, type PythonFile } from "../api.ts";
import { hasCall } from "./knowledge/mentions.ts";
import { conditionAround, isDecidedOutside, isStartRun } from "./knowledge/tracking.ts";

export default pythonRule({
  id: "python/conditional-experiment",
  title: "Experiment chosen only sometimes",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `When the condition does not hold, MLflow files the run under the experiment \`Default\` and says nothing. Runs of one question lie in
two places, comparisons miss half of them, and nobody looks where the run of the production model went.`,
  remedy: "Call `mlflow.set_experiment` whether or not the condition holds; only the tracking server may depend on it.",
  silent: "When both branches choose, when it is chosen again unconditionally, when runs name their experiment, when `MLFLOW_EXPERIMENT_NAME` or a platform decides; tests.",
  references: ["https://mlflow.org/docs/latest/ml/tracking/"],
  examples: [{
    title: "Only with a server",
    path: "train.py",
    bad: "import mlflow\n\nif tracking_uri:\n    mlflow.set_tracking_uri(tracking_uri)\n    mlflow.«set_experiment»(\"churn\")\n\nwith mlflow.start_run(run_name=\"nightly\"):\n    mlflow.log_param(\"depth\", 4)\n",
    good: "import mlflow\n\nif tracking_uri:\n    mlflow.set_tracking_uri(tracking_uri)\nmlflow.set_experiment(\"churn\")\n\nwith mlflow.start_run(run_name=\"nightly\"):\n    mlflow.log_param(\"depth\", 4)\n",
  }],
  prefilter: /set_experiment/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    const setting = file.here.calls().filter(isChoice);
    if (setting.length === 0 || choosesAnyway(file) || isDecidedOutside(file)) return;
    for (const call of setting) {
      const condition = conditionAround(file, call.node);
      if (!condition || (chooses(file, condition.body) && chooses(file, condition.orelse))) continue;
      const run = file.collect(startedRuns).find((one) => one.start > condition.end && one.function === call.function);
      if (!run) continue;
      yield {
        at: call.name, related: [{ at: run.name, message: "the run starts here in any case" }],
        message: `\`mlflow.set_experiment\` runs only if \`${shown(file, condition)}\`: otherwise the run goes to the experiment \`Default\`, where nobody looks for it. Choose the experiment in any case.`,
        fixes: fixesFor(file, call, condition),
      };
    }
  },
});

function isChoice({ callee }: PyCall): boolean {
  return callee === "mlflow.set_experiment";
}

const choosesAnyway = hasCall((call, file) => isChoice(call) && !conditionAround(file, call.node));

const startedRuns = ({ here }: PythonFile) => here.calls().filter((one) => isStartRun(one) && !one.argument("experiment_id") && !one.spreadsUnknown);

function chooses(file: PythonFile, body: readonly PyStmt[]): boolean {
  const [first, last] = [body[0], body.at(-1)];
  return first !== undefined && last !== undefined && /set_experiment|\b(?:return|raise|exit)\b/.test(file.slice({ start: first.start, end: last.end }));
}

function shown(file: PythonFile, { test }: PyIf): string {
  const text = file.slice(test).replace(/\s+/g, " ").replace(/`/g, "'");
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** Only where the statement stands directly in the `if` and on a line of its own; an `if` of which it is all goes. */
function fixesFor(file: PythonFile, call: PyCall, condition: PyIf): readonly Fix[] {
  const statement = condition.body.find((one) => one.kind === "ExprStmt" && one.value === call.node);
  if (!statement || condition.orelse.length > 0 || file.text.startsWith("elif", condition.start)) return [];
  const lineStart = file.text.lastIndexOf("\n", statement.start - 1) + 1;
  const lineEnd = file.text.indexOf("\n", statement.end);
  if (file.text.slice(lineStart, statement.start).trim() !== "" || lineEnd < 0 || file.text.slice(statement.end, lineEnd).trim() !== "") return [];
  const outer = file.text.slice(file.text.lastIndexOf("\n", condition.start - 1) + 1, condition.start);
  if (outer.trim() !== "") return [];
  const text = file.slice(statement);
  if (condition.body.length === 1) return /#/.test(file.text.slice(condition.start, lineStart)) ? [] : [{ title: "Choose it in any case", safe: false, edits: [{ at: { start: condition.start, end: statement.start }, text: "" }] }];
  const isLast = condition.body.at(-1) === statement;
  if (isLast) return [{ title: "Move it out of the if", safe: false, edits: [{ at: { start: lineStart, end: statement.start }, text: outer }] }];
  return [{ title: "Move it out of the if", safe: false, edits: [{ at: { start: lineStart, end: lineEnd + 1 }, text: "" }, { at: { start: condition.end, end: condition.end }, text: `\n${outer}${text}` }] }];
}
