/** Finds options that throw away what does not fit, where nothing counts how much that was. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { functionAround, lastName, running, written } from "./knowledge/code.ts";
import { isLogCall } from "./knowledge/loggers.ts";
import { isLoose } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/swallowed-schema-error",
  title: "Bad values thrown away unseen",
  severity: { default: "warning", value: "info", aside: "hint" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "The day the producer renames a format, every value of a column becomes missing, or half the lines of a file are skipped, and the job reports success. The model is fed medians until somebody looks at revenue.",
  remedy: "Count what was lost and fail above a threshold (`frame[\"amount\"].isna().mean()`), or let the reader raise and put bad rows aside.",
  silent: "When the result is looked at nearby (`isna`, `notna`, a length, an assertion, a log call, a schema); in dry runs that only ask whether a column is numeric; where the option is not visible.",
  references: ["https://pandas.pydata.org/docs/reference/api/pandas.to_numeric.html", "https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html", "https://docs.pola.rs/api/python/stable/reference/expressions/api/polars.Expr.cast.html"],
  examples: [
    {
      title: "Lines that do not fit are skipped",
      bad: "import pandas as pd\n\n\ndef orders(path):\n    return pd.read_csv(path, «on_bad_lines=\"skip\"»)\n",
      good: "import pandas as pd\n\n\ndef orders(path):\n    return pd.read_csv(path, on_bad_lines=\"error\")\n",
    },
    {
      title: "What is no number becomes missing",
      bad: "import pandas as pd\n\n\ndef amounts(frame):\n    frame[\"amount\"] = pd.to_numeric(frame[\"amount\"], «errors=\"coerce\"»)\n    return frame\n",
      good: "import pandas as pd\n\n\ndef amounts(frame):\n    frame[\"amount\"] = pd.to_numeric(frame[\"amount\"], errors=\"coerce\")\n    if frame[\"amount\"].isna().mean() > 0.01:\n        raise ValueError(\"too many amounts are no numbers\")\n    return frame\n",
    },
  ],
  prefilter: /\berrors\s*=|on_bad_lines|error_bad_lines|encoding_errors|ignore_errors|strict\s*=\s*False/,

  judges: "statements",
  *check(file, context) {
    const isAside = context.isTest || file.language === "notebook";
    const unseen = losses(file).filter(({ call }) => !isLookedAt(file, call));
    for (const { call, option } of unseen) {
      if (option.loses === "values" && !isFirst(file, call, unseen)) continue; // the columns of one function are one concern
      yield { ...finding(file, call, option), ...(isAside && { variant: "aside" }) };
    }
  },
});

interface Loss {
  readonly call: PyCall;
  readonly option: Lenient;
}

function losses(file: PythonFile): readonly Loss[] {
  return file.here.calls().flatMap((call) => {
    const option = lenientOption(file, call);
    return option && (option.loses !== "values" || isKept(call.node)) ? [{ call, option }] : [];
  });
}

/** The first of its function that loses values and that nothing looks at; of the module's own code, the first of the file. */
function isFirst(file: PythonFile, { node }: PyCall, unseen: readonly Loss[]): boolean {
  const home = functionAround(file, node);
  const isAlso = ({ call, option }: Loss) => option.loses === "values" && functionAround(file, call.node) === home;
  const first = home ? unseen.find(isAlso) : file.collect(losses).find((one) => isAlso(one) && !isLookedAt(file, one.call));
  return first?.call.node === node;
}

interface Lenient {
  readonly keyword: string;
  readonly value: PyExpr;
  readonly loses: "lines" | "values" | "weights";
}

/** Calls with the options under which they lose data without a word; sources: the pages of each function. */
const lenient: readonly { readonly call: RegExp; readonly keyword: string; readonly value: RegExp | false; readonly loses: Lenient["loses"] }[] = [
  { call: /^pandas\.read_(?:csv|table|fwf)$/, keyword: "on_bad_lines", value: /^skip$/, loses: "lines" },
  { call: /^pandas\.read_(?:csv|table)$/, keyword: "error_bad_lines", value: false, loses: "lines" },
  { call: /^pandas\.read_(?:csv|table|fwf|json)$/, keyword: "encoding_errors", value: /^ignore$/, loses: "values" },
  { call: /^polars\.(?:read|scan)_csv$/, keyword: "ignore_errors", value: /^true$/, loses: "values" },
  { call: /^pandas\.(?:to_numeric|to_datetime|to_timedelta|astype)$/, keyword: "errors", value: /^(?:coerce|ignore)$/, loses: "values" },
  { call: /^(?:torch|lightning|pytorch_lightning|transformers)\..*\.load_state_dict$/, keyword: "strict", value: false, loses: "weights" },
];

function lenientOption(file: PythonFile, call: PyCall): Lenient | undefined {
  const converter = convertingName(file, call);
  for (const { call: callee, keyword, value, loses } of lenient) {
    if (converter === undefined || !callee.test(converter)) continue;
    const given = call.node.args.find(({ name }) => name === keyword)?.value;
    const known = given && file.valueOf(given);
    const isLenient = known && (value === false ? known.kind === "bool" && !known.value : known.kind === "string" ? value.test(known.value) : known.kind === "bool" && value.test(String(known.value)));
    if (given && isLenient) return { keyword, value: given, loses };
  }
  return undefined;
}

/** `df.apply(pd.to_numeric, errors="coerce")` converts with what it is given, and `astype` is pandas' own word. */
function convertingName(file: PythonFile, call: PyCall): string | undefined {
  const [first] = call.positional;
  if ((call.method === "apply" || call.method === "transform") && first) {
    const value = file.valueOf(first);
    return value.kind === "symbol" && value.name.startsWith("pandas.to_") ? value.name : undefined;
  }
  return call.method === "astype" && call.receiver ? "pandas.astype" : call.callee;
}

/** The result goes on as data: a column of a frame, what a function gives back. A value that is only computed with is not. */
function isKept(node: PyExpr): boolean {
  let at: PyNode = node;
  while (at.parent?.kind === "Attribute" || at.parent?.kind === "Subscript" && at.parent.value === at || at.parent?.kind === "Call" && at.parent.func === at) at = at.parent;
  const { parent } = at;
  if (parent?.kind === "Return") return true;
  return parent?.kind === "Assign" ? parent.targets.some((target) => target.kind === "Subscript") || lastName(parent.value) === "read_csv" : parent?.kind === "Call" && lastName(parent) === "assign";
}

const looks = /^(?:isna|isnull|notna|notnull|info|warning|error|count|validate|value_counts|describe|hasnans|is_null|null_count|assert_\w+|expect_\w+|any)$/;

/** The answer itself is a test, or something near looks at what was lost: a count, a log, an assertion on the same column. */
function isLookedAt(file: PythonFile, call: PyCall): boolean {
  const { parent } = call.node;
  if (parent?.kind === "Attribute" && /^(?:isna|isnull|notna|notnull|dropna|hasnans)$/.test(parent.attr)) return true;
  const home = functionAround(file, call.node);
  const found = home ? running(file, home.body).flatMap((node) => lookAt(file, node) ?? []) : file.collect(looseLooks);
  const name = subject(file, call);
  return found.some(({ node, at, of }) => at === "anything" || node.start >= call.node.start && (at === "later" || node !== call.node && (name === undefined || of.includes(name))));
}

/** Something that looks: at all that its function does, at what comes later, or at what stands in it. One of a kind for each text it was found in. */
class Look {
  constructor(readonly node: PyNode, readonly at: "anything" | "later" | "this", readonly of: string) {}
}

function lookAt(file: PythonFile, node: PyNode): Look | undefined {
  if (node.kind === "Assert" || node.kind === "Raise") return new Look(node, "later", "");
  if (node.kind !== "Call") return undefined;
  if (isLogCall(file.call(node))) return new Look(node, "anything", "");
  if (/schema|valid|check|quality|expect/i.test(lastName(node))) return new Look(node, "later", "");
  return looks.test(lastName(node)) ? new Look(node, "this", file.slice(node)) : undefined;
}

function looseLooks(file: PythonFile): readonly Look[] {
  return [...file.here.nodes("Assert"), ...file.here.nodes("Raise"), ...file.here.nodes("Call")].flatMap((node) => (isLoose(node) ? lookAt(file, node) ?? [] : []));
}

/** What the result is called, down to the column: `frame["amount"]`. */
function subject(file: PythonFile, { node }: PyCall): string | undefined {
  const target = node.parent?.kind === "Assign" ? node.parent.targets[0] : undefined;
  return target && target.end - target.start <= 60 ? (target.kind === "Subscript" ? undefined : file.slice(target)) : undefined;
}

function finding(file: PythonFile, call: PyCall, { keyword, value, loses }: Lenient): Finding {
  const argument = call.node.args.find((one) => one.value === value);
  const text = `${keyword}=${file.slice(value)}`;
  const message = {
    lines: `\`${written(file, call)}\` skips every line that does not fit (\`${text}\`) and says nothing: half a file can go missing and the job reports success. Let it raise, or count the lines it skipped.`,
    values: keyword === "encoding_errors" ? `\`${written(file, call)}\` leaves out every character that it cannot read (\`${text}\`) and says nothing: names and keys lose letters and match nothing any more. Say which encoding it is, or let it raise.`
      : /ignore/.test(text) && keyword === "errors" ? `\`${written(file, call)}\` leaves whatever does not fit as it was (\`${text}\`), and nothing looks: after a change of format the whole column stays text and the job reports success. Let it raise, or check the type that came out.`
        : `\`${written(file, call)}\` turns whatever does not fit into a missing value (\`${text}\`), and nothing counts them: after a change of format the whole column is empty and the job reports success. Check how many were lost.`,
    weights: `\`${written(file, call)}\` leaves out weights that do not fit (\`${text}\`), and nothing looks at which: layers keep their random start and still answer. Check \`missing_keys\` in what it returns.`,
  }[loses];
  return { at: { start: argument?.nameAt?.start ?? value.start, end: value.end }, message, confidence: "likely", ...(loses !== "lines" && { variant: "value" }) };
}
