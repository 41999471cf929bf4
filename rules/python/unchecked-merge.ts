/** Finds joins of tables that do not say how many rows may match. */
import { pythonRule, type PyCall, type PythonFile } from "../api.ts";

export default pythonRule({
  id: "python/unchecked-merge",
  title: "Merge without a check of its keys",
  severity: { default: "info", aside: "hint" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "One duplicated key on the side that should be unique multiplies rows: revenue is counted twice, training rows are weighted twice, and nothing fails. It happens on the day when somebody loads a lookup table a second time.",
  remedy: "Say what is expected: `validate=\"many_to_one\"`. pandas then raises when the data breaks it.",
  silent: "For joins on the index, cross joins, Dask and Spark (which have no `validate`), arguments that cannot be seen, and tests. A method named `merge` counts only with arguments that are pandas' own, in a file that imports pandas; notebooks get a hint.",
  references: ["https://pandas.pydata.org/docs/reference/api/pandas.merge.html"],
  examples: [
    {
      title: "A lookup that is meant to be unique",
      bad: "import pandas as pd\n\norders = pd.read_parquet(ORDERS)\nprices = pd.read_parquet(PRICES)\nrows = orders.«merge»(prices, on=\"sku\", how=\"left\")\n",
      good: "import pandas as pd\n\norders = pd.read_parquet(ORDERS)\nprices = pd.read_parquet(PRICES)\nrows = orders.merge(prices, on=\"sku\", how=\"left\", validate=\"many_to_one\")\n",
    },
    {
      title: "The function",
      bad: "import pandas as pd\n\nrows = pd.«merge»(orders, prices, left_on=\"sku\", right_on=\"key\")\n",
      good: "import pandas as pd\n\nrows = pd.merge(orders, prices, left_on=\"sku\", right_on=\"key\", validate=\"many_to_one\")\n",
    },
  ],
  prefilter: /pandas/,

  *check(file, context) {
    if (context.isTest || !file.imports().some((name) => /^pandas(?:\.|$)/.test(name)) || file.imports().some((name) => /^(?:dask|pyspark|cudf|modin|vaex|polars)(?:\.|$)/.test(name))) return;
    for (const call of file.calls()) {
      if (!isMerge(file, call)) continue;
      yield {
        at: call.name,
        message: "`merge` does not say how many rows may match: one duplicated key multiplies rows and counts them twice, and nothing fails. Pass `validate=\"many_to_one\"`, or what is true of these tables.",
        variant: file.language === "notebook" ? "aside" : "default",
        confidence: "likely",
        fixes: [{ title: "Pass validate=\"many_to_one\"", safe: false, edits: [file.addArgument(call.node, "validate=\"many_to_one\"")] }],
      };
    }
  },
});

function isMerge(file: PythonFile, call: PyCall): boolean {
  if (call.method !== "merge" || call.spreadsUnknown || call.argument("validate")) return false;
  const given = new Set(call.node.args.map(({ name }) => name));
  if (given.has("left_index") || given.has("right_index") || given.has("indicator")) return false;
  const how = call.argument("how");
  const value = how && file.valueOf(how);
  if (value?.kind === "string" && value.value === "cross") return false;
  if (call.callee === "pandas.merge") return true;
  return call.receiver !== undefined && ["on", "left_on", "right_on", "how"].some((name) => given.has(name));
}
