/** Finds tables from outside whose columns are used as if they could not be otherwise. */
import { pythonRule, type PyCall, type PyExpr, type PyFunctionDef, type PythonFile } from "../api.ts";
import { functionAround, oncePerFile, running, written } from "./knowledge/code.ts";

export default pythonRule({
  id: "python/unvalidated-read",
  title: "Table read without a schema",
  severity: { default: "info", aside: "hint" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "A table that somebody else writes changes without asking: a column is renamed, an id becomes a text, an amount comes in cents. Without a schema at the door the error shows up three steps later, or never: the numbers are merely wrong.",
  remedy: "Say what the table has to be where it comes in: `dtype=` and `usecols=`, a pandera or Great Expectations schema, a check of the columns that are needed.",
  silent: "When types or columns are given to the reader, a schema library is used in the file, the columns are checked, or a function whose name says so gets the table; for files that lie beside the code under a constant name; in tests and notebooks it is a hint.",
  references: ["https://pandera.readthedocs.io/en/stable/", "https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html", "https://docs.greatexpectations.io/"],
  examples: [
    {
      title: "An upload",
      bad: "import pandas as pd\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post(\"/v1/scores\")\ndef scores(file: UploadFile):\n    frame = pd.«read_csv»(file.file)\n    return (frame[\"amount\"] / frame[\"limit\"]).tolist()\n",
      good: "import pandas as pd\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post(\"/v1/scores\")\ndef scores(file: UploadFile):\n    frame = pd.read_csv(file.file, dtype={\"amount\": float, \"limit\": float}, usecols=[\"amount\", \"limit\"])\n    return (frame[\"amount\"] / frame[\"limit\"]).tolist()\n",
    },
    {
      title: "A table that another team writes",
      bad: "import pandas as pd\n\n\ndef features(day):\n    orders = pd.«read_parquet»(f\"s3://lake/orders/{day}.parquet\")\n    return orders[\"amount\"].groupby(orders[\"customer\"]).sum()\n",
      good: "import pandas as pd\nimport pandera as pa\n\norders_schema = pa.DataFrameSchema({\"amount\": pa.Column(float), \"customer\": pa.Column(str)})\n\n\ndef features(day):\n    orders = orders_schema.validate(pd.read_parquet(f\"s3://lake/orders/{day}.parquet\"))\n    return orders[\"amount\"].groupby(orders[\"customer\"]).sum()\n",
    },
  ],
  prefilter: /read_(?:csv|json|excel|parquet|table|sql|feather|orc)/,

  judges: "statements",
  *check(file, context) {
    if (usesSchemas(file)) return;
    const isAside = context.isTest || file.language === "notebook";
    for (const call of file.here.calls()) {
      if (!readers.test(call.callee ?? "") || isTyped(call)) continue;
      const source = sourceOf(file, call);
      const name = source && givenName(call);
      const home = functionAround(file, call.node);
      if (!source || !name || !home) continue;
      const column = columnUsed(file, home, name, call);
      if (column === undefined || isChecked(file, home, name)) continue;
      yield {
        at: call.name,
        message: `\`${written(file, call)}\` takes ${source} as it comes, and \`${name}["${column}"]\` is used without a schema: a renamed column is an error far from here, a changed unit none at all. Check columns and types where the table comes in.`,
        ...(isAside && { variant: "aside" }),
        confidence: "likely",
      };
    }
  },
});

const readers = /^(?:pandas|polars|dask\.dataframe|geopandas|modin\.pandas|awswrangler\.s3)\.read_(?:csv|json|excel|parquet|table|sql|sql_query|sql_table|feather|orc|file)$/;
const usesSchemas = oncePerFile((file: PythonFile): boolean => file.imports().some((name) => /^(?:pandera|great_expectations|patito|dataframely|cerberus|tensorflow_data_validation|pydantic|frictionless|deepchecks|evidently|soda|pandas_schema|marshmallow)\b/.test(name)));

/** The reader is told what to expect. */
function isTyped(call: PyCall): boolean {
  return call.spreadsUnknown || ["dtype", "usecols", "columns", "schema", "names", "converters", "dtypes", "schema_overrides", "dtype_backend", "parse_dates"].some((keyword) => call.argument(keyword) !== undefined);
}

/** Where the table comes from, as a message says it; undefined for a file of the project and for what cannot be told. */
function sourceOf(file: PythonFile, call: PyCall): string | undefined {
  const given = call.argument("filepath_or_buffer", 0) ?? call.argument("path") ?? call.argument("io") ?? call.argument("source");
  if (!given) return undefined;
  const text = file.slice(given);
  if (/\.read_sql/.test(call.callee ?? "")) return "a query's result";
  if (/\bfile\.file\b|request\.files|upload/i.test(text)) return "an upload";
  if (/["'f](?:s3|gs|https?|abfss?|adl|hdfs):\/\//.test(text)) return "somebody else's file";
  const value = file.valueOf(given);
  if (value.kind === "string") return /^(?:s3|gs|https?|abfss?|adl|hdfs):\/\//.test(value.value) ? "somebody else's file" : undefined;
  return value.kind === "call" && /(?:urlopen|requests\.(?:Session\.)?get|get_object|download\w*)$/.test(value.of) ? "a download" : undefined;
}

function givenName({ node }: PyCall): string | undefined {
  let whole: PyExpr = node;
  while (whole.parent?.kind === "Attribute" || whole.parent?.kind === "Await" || (whole.parent?.kind === "Call" && whole.parent.func === whole)) whole = whole.parent;
  const target = whole.parent?.kind === "Assign" ? whole.parent.targets[0] : undefined;
  return whole === node && target?.kind === "Name" ? target.id : undefined;
}

function columnUsed(file: PythonFile, home: PyFunctionDef, name: string, call: PyCall): string | undefined {
  for (const one of running(file, home.body)) {
    if (one.kind !== "Subscript" || one.start < call.node.end || one.value.kind !== "Name" || one.value.id !== name) continue;
    if (one.index.kind === "Str" && one.index.holes.length === 0 && !isTarget(one)) return one.index.value;
    if (one.index.kind === "List" && one.index.elements[0]?.kind === "Str") return one.index.elements[0].value;
  }
  return undefined;
}

function isTarget(node: PyExpr): boolean {
  return node.parent?.kind === "Assign" && node.parent.targets.some((target) => target === node);
}

/** Its columns are compared with something, its types are set, or a function that checks gets it. */
function isChecked(file: PythonFile, home: PyFunctionDef, name: string): boolean {
  for (const one of running(file, home.body)) {
    if (one.kind === "Attribute" && /^(?:columns|dtypes|astype|schema|empty|shape)$/.test(one.attr) && one.value.kind === "Name" && one.value.id === name) return true;
    if (one.kind === "Compare" && one.ops.some((op) => op === "in" || op === "not in") && one.rights.some((right) => right.kind === "Name" && right.id === name)) return true;
    if (one.kind === "Call" && /valid|schema|check|expect|ensure|verify|assert|clean|conform|enforce|quality/i.test(file.slice(one.func)) && file.slice(one).includes(name)) return true;
    if (one.kind === "Handler" && one.type && /KeyError/.test(file.slice(one.type))) return true;
  }
  return false;
}
