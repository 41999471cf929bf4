/** Finds joins of tables that do not say how many rows may match. */
import { pythonRule, type PyCall, type PythonFile } from "../api.ts";
import { hasUniqueKeys, isFrame } from "./knowledge/frames.ts";
import { importing } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/unchecked-merge",
  title: "Merge without a check of its keys",
  severity: { default: "info", aside: "hint" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "One duplicated key on the side that should be unique multiplies rows: revenue is counted twice, training rows are weighted twice, and nothing fails. It happens on the day when somebody loads a lookup table a second time.",
  remedy: "Say what is expected: `validate=\"many_to_one\"`. pandas then raises when the data breaks it.",
  silent: "For joins on the index, cross joins, left and inner joins with a table that was grouped or cleared of duplicates, results that are counted afterwards, Dask and Spark (which have no `validate`), arguments that cannot be seen, and tests. A method named `merge` counts only with arguments that are pandas' own, in a file that imports pandas; notebooks get a hint.",
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
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (!importsPandas(file) || importsOthers(file)) return;
    for (const call of file.here.calls()) {
      if (!isMerge(file, call)) continue;
      yield {
        at: call.name,
        message: `\`${call.method}\` does not say how many rows may match: one duplicated key multiplies rows and counts them twice, and nothing fails. Pass \`validate="many_to_one"\`, or what is true of these tables.`,
        variant: file.language === "notebook" ? "aside" : "default",
        confidence: "likely",
        fixes: [{ title: "Pass validate=\"many_to_one\"", safe: false, edits: [file.addArgument(call.node, "validate=\"many_to_one\"")] }],
      };
    }
  },
});

const importsPandas = importing(/^pandas(?:\.|$)/);
const importsOthers = importing(/^(?:dask|pyspark|cudf|modin|vaex|polars)(?:\.|$)/);
const hows = new Set(["left", "right", "inner", "outer"]);

function isMerge(file: PythonFile, call: PyCall): boolean {
  if ((call.method !== "merge" && call.method !== "join") || call.spreadsUnknown || call.argument("validate")) return false;
  const given = new Set(call.node.args.map(({ name }) => name));
  if (given.has("left_index") || given.has("right_index") || given.has("indicator")) return false;
  const how = call.argument("how");
  const value = how && file.valueOf(how);
  if (value?.kind === "string" && !hows.has(value.value)) return false;
  if (call.method === "join" && (!given.has("on") || !call.receiver || !isFrame(file, call.receiver))) return false;
  const isFunction = call.callee === "pandas.merge";
  if (!isFunction && !(call.receiver && (["on", "left_on", "right_on", "how"].some((name) => given.has(name)) || (call.positional.length > 0 && isFrame(file, call.receiver))))) return false;
  const right = call.argument("right", isFunction ? 1 : 0);
  return !(right && value?.kind === "string" && /^(?:left|inner)$/.test(value.value) && hasUniqueKeys(file, right)) && !isCheckedLater(file, call);
}

/** `assert len(rows) == len(orders)`: what came out is counted, or its keys are. */
function isCheckedLater(file: PythonFile, call: PyCall): boolean {
  const { parent } = call.node;
  const [target] = parent?.kind === "Assign" ? parent.targets : [];
  if (target?.kind !== "Name") return false;
  const counts = new RegExp(`\\b(?:len\\(\\s*${target.id}\\b|${target.id}\\b[^\\n]{0,80}(?:shape|duplicated|is_unique|index\\.size))`);
  return [...file.nodes("Assert"), ...file.nodes("If")].some((check) => check.start > call.end && check.start - call.end < 2000 && counts.test(file.slice(check.test)));
}
