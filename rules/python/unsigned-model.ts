/** A model is logged without saying what goes in and what comes out. */
import { pythonRule } from "../api.ts";
import { hasCall } from "./knowledge/mentions.ts";

const logsByItself = hasCall(({ callee = "" }) => /^mlflow(?:\.\w+)?\.autolog$/.test(callee));

export default pythonRule({
  id: "python/unsigned-model",
  title: "Model logged without a signature",
  severity: "info",
  principle: "reproducibility",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: `Without a signature nothing checks what the model is fed: a column that is missing, renamed or of another type becomes a wrong prediction
and not an error, and whoever serves the model has to guess its inputs.`,
  remedy: "Pass `signature=infer_signature(X, predictions)` or `input_example=X[:5]`, from which MLflow works it out.",
  silent: "After `mlflow.autolog`, which infers it; arguments that cannot be seen; loggers that are not MLflow's; tests.",
  references: ["https://mlflow.org/docs/latest/ml/model/signatures/"],
  examples: [{
    title: "Logged bare",
    path: "train.py",
    bad: "import mlflow\n\nmlflow.sklearn.«log_model»(model, \"model\")\n",
    good: "import mlflow\nfrom mlflow.models import infer_signature\n\nmlflow.sklearn.log_model(model, \"model\", signature=infer_signature(rows, model.predict(rows)))\n",
  }],
  prefilter: /log_model/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (logsByItself(file)) return;
    for (const call of file.here.calls()) {
      if (!/^mlflow\.\w+\.log_model$/.test(call.callee ?? "") || call.spreadsUnknown) continue;
      if (["signature", "input_example"].some((keyword) => call.argument(keyword))) continue;
      yield { at: call.name, message: `\`${file.slice(call.node.func)}\` stores no signature: what the model is fed in production is checked by nobody, and a missing column becomes a wrong answer. Pass \`signature=\` or \`input_example=\`.` };
    }
  },
});
