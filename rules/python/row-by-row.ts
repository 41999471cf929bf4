/** Finds work on tables that goes through them one row at a time. */
import { pythonRule, type PyCall, type PyExpr, type PyNode, type PythonFile, type RuleContext } from "../api.ts";
import { around, functionAround, lastName, written } from "./knowledge/code.ts";
import { countedRows, grownRows } from "./knowledge/counted-rows.ts";
import { isFrame, isHandful, isWrittenOut } from "./knowledge/frames.ts";
import { isSmall, roundAround } from "./knowledge/rounds.ts";
import { importing } from "./knowledge/mentions.ts";
import { servedFunctions } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/row-by-row",
  title: "Table worked on row by row",
  severity: { default: "info", served: "warning", quadratic: "warning", aside: "hint" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: "Each row becomes a Python object of its own: a hundred to a thousand times slower than the same work on columns. Growing a frame in a loop copies all of it every time, so twice the rows take four times as long.",
  remedy: "Work on whole columns (`df[\"a\"] * df[\"b\"]`, `numpy.where`, `map`, `merge`). Collect parts in a list and `concat` once. Where rows are needed, `itertuples`.",
  silent: "Files that do not import pandas (but for `iterrows` of what is called a frame, and for NumPy arrays that grow in a loop), frames that are written out in the code, slices of many rows at once, tests; notebooks get a hint.",
  references: ["https://pandas.pydata.org/docs/user_guide/basics.html#iteration", "https://pandas.pydata.org/docs/user_guide/merging.html#concat"],
  examples: [
    {
      title: "iterrows",
      bad: "import pandas as pd\n\n\ndef total(frame):\n    result = 0\n    for _, row in frame.«iterrows»():\n        result += row[\"price\"] * row[\"count\"]\n    return result\n",
      good: "import pandas as pd\n\n\ndef total(frame):\n    return (frame[\"price\"] * frame[\"count\"]).sum()\n",
    },
    {
      title: "More rows than anybody reads",
      bad: "import pandas as pd\n\nframe = pd.read_parquet(PATH)\nfor _, row in frame.«iterrows»():\n    print(row[\"agent\"], row[\"sales\"])\n",
      good: "import pandas as pd\n\nframe = pd.read_parquet(PATH)\nbest = frame.nlargest(5, \"sales\")\nfor _, row in best.iterrows():\n    print(row[\"agent\"], row[\"sales\"])\n",
    },
    {
      title: "A function for every row",
      bad: "import pandas as pd\n\nframe = pd.read_parquet(PATH)\nframe[\"value\"] = frame.«apply»(lambda row: row[\"price\"] * row[\"count\"], axis=1)\n",
      good: "import pandas as pd\n\nframe = pd.read_parquet(PATH)\nframe[\"value\"] = frame[\"price\"] * frame[\"count\"]\n",
    },
    {
      title: "A frame that grows in a loop",
      bad: "import pandas as pd\n\nall_days = pd.DataFrame()\nfor path in paths:\n    all_days = pd.«concat»([all_days, pd.read_csv(path)])\n",
      good: "import pandas as pd\n\nall_days = pd.concat([pd.read_csv(path) for path in paths])\n",
    },
  ],
  prefilter: /pandas|iterrows|\bappend\b|\bconcatenate\b|\b[hv]stack\b/,
  silentInTests: true,

  judges: "statements",
  *check(file, context) {
    const usesPandas = importsPandas(file);
    for (const call of file.here.calls()) {
      const message = usesPandas ? judged(file, call) ?? grownArray(file, call) : call.method === "iterrows" && isCalledFrame(call.receiver) ? judged(file, call) : grownArray(file, call);
      if (message) yield { at: call.name, message: message.text, variant: variantFor(file, context, call.node, message.variant), confidence: "likely" };
    }
    if (!usesPandas) return;
    for (const { at, node, as, isGrowing } of [...countedRows(file), ...grownRows(file)]) {
      yield { at, variant: variantFor(file, context, node, isGrowing ? "quadratic" : "default"), confidence: "likely", message: isGrowing ? quadratic(as) : `\`${as}\` takes the rows out one at a time: hundreds of times slower than work on columns, which is paid for on every run. Work on whole columns, or use \`itertuples\`.` };
    }
  },
});

const importsPandas = importing(/^pandas(?:\.|$)/);
const quadratic = (name: string) => `\`${name}\` in a loop copies everything gathered so far each time: twice the rows take four times as long. Collect the parts in a list and call \`concat\` once.`;

function judged(file: PythonFile, call: PyCall): { readonly text: string; readonly variant: string } | undefined {
  const { receiver } = call;
  if (receiver && (isWrittenOut(file, receiver) || isHandful(file, receiver))) return undefined;
  if (call.method === "iterrows" && call.node.args.length === 0) return { variant: "default", text: "`iterrows` makes an object of every row: hundreds of times slower than work on columns, which is paid for on every run. Work on whole columns, or use `itertuples`." };
  if (call.method === "apply" && isRows(file, call.argument("axis", 1))) return { variant: "default", text: "`apply` with `axis=1` calls Python once for every row: hundreds of times slower than work on columns. Write it with whole columns (`numpy.where`, `map`, arithmetic)." };
  if (growsItself(file, call)) return { variant: "quadratic", text: quadratic(call.method) };
  return undefined;
}

function isRows(file: PythonFile, axis: PyExpr | undefined): boolean {
  const value = axis && file.valueOf(axis);
  return value?.kind === "number" && value.value === 1 || value?.kind === "string" && value.value === "columns";
}

/** `all = pd.concat([all, part])` or `all = all.append(part)` inside a loop. */
function growsItself(file: PythonFile, call: PyCall): boolean {
  if (call.callee !== "pandas.concat" && !/^_?append$/.test(call.method)) return false;
  const assign = around(call.node, "Assign");
  const [target] = assign?.targets ?? [];
  const isLoop = around(call.node, "For") ?? around(call.node, "While");
  if (!isLoop || !assign || (target?.kind !== "Name" && target?.kind !== "Attribute") || assign.value !== call.node && !file.slice(assign.value).startsWith(file.slice(call.node))) return false;
  const isTarget = (one: PyExpr) => one.kind === target.kind && file.slice(one) === file.slice(target);
  if (call.callee !== "pandas.concat") return call.receiver !== undefined && isTarget(call.receiver) && (call.argument("ignore_index") !== undefined || isFrame(file, call.receiver));
  const parts = call.argument("objs", 0);
  return (parts?.kind === "List" || parts?.kind === "Tuple") && parts.elements.some(isTarget);
}

/** Named as frames are, in a file that gets them from elsewhere. */
function isCalledFrame(node: PyExpr | undefined): boolean {
  return /^(?:self\.)?(?:df|frame|data_?frame|\w{1,40}_df|df_?\w{1,40})$/i.test(lastName(node));
}

/** `all = np.append(all, part)` in a loop over what may be many. */
function grownArray(file: PythonFile, call: PyCall): { readonly text: string; readonly variant: string } | undefined {
  if (!/^numpy\.(?:append|concatenate|hstack|vstack)$/.test(call.callee ?? "")) return undefined;
  const round = around(call.node, "For") ? roundAround(file, call.node) : undefined;
  const assign = call.node.parent?.kind === "Assign" ? call.node.parent : undefined;
  const [target] = assign?.targets ?? [];
  const [first] = call.positional;
  if (!round || !target || !first || isSmall(file, round.iter) && !isCountOf(round.iter)) return undefined;
  const parts = first.kind === "List" || first.kind === "Tuple" ? first.elements : [first];
  if (!parts.some((one) => one.kind === target.kind && file.slice(one) === file.slice(target))) return undefined;
  return { variant: "default", text: `\`${written(file, call)}\` in a loop copies everything gathered so far each time: twice the rows take four times as long. Collect the parts in a list and join them once.` };
}

/** `range(len(rows))`. */
function isCountOf(iter: PyExpr): boolean {
  return iter.kind === "Call" && lastName(iter) === "range" && iter.args.some(({ value }) => value.kind === "Call" && lastName(value) === "len");
}

function variantFor(file: PythonFile, context: RuleContext, node: PyNode, variant: string): string {
  if (file.language === "notebook" || context.isTest) return "aside";
  const home = functionAround(file, node);
  return home && servedFunctions(file).has(home) ? "served" : variant;
}
