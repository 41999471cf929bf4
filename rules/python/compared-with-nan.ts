/** A comparison with NaN by `==` or `!=`: it has one answer, whatever the data. */
import { type Fix, pythonRule, type PyExpr, type PyCompare, type PythonFile } from "../api.ts";

export default pythonRule({
  id: "python/compared-with-nan",
  title: "Compared with NaN",
  severity: "error",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `NaN equals nothing, itself included. \`value == np.nan\` is always false and \`value != np.nan\` always true, so gaps are never found, never
filled, never counted: they travel on to the model, which fails on them or answers as if they were values.`,
  remedy: "Ask `pd.isna(value)`, `column.isna()`, `np.isnan(value)` or `math.isnan(value)`.",
  silent: "For `x != x`, which is a test for NaN; for identity (`is np.nan`); where the compared name only sounds like NaN; in tests.",
  references: ["https://numpy.org/doc/stable/reference/constants.html#numpy.nan", "https://pandas.pydata.org/docs/user_guide/missing_data.html"],
  examples: [
    {
      title: "Rows without a value",
      bad: `import numpy as np
import pandas as pd

frame = pd.read_csv("orders.csv")
missing = frame[«frame["price"] == np.nan»]
`,
      good: `import numpy as np
import pandas as pd

frame = pd.read_csv("orders.csv")
missing = frame[pd.isna(frame["price"])]
`,
    },
    {
      title: "A single value",
      bad: `import math


def clean(value):
    return value if «value != float("nan")» else 0.0
`,
      good: `import math


def clean(value):
    return value if not math.isnan(value) else 0.0
`,
    },
  ],
  prefilter: /nan|NaT/i,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const node of file.here.nodes("Compare")) {
      const [op] = node.ops;
      const [right] = node.rights;
      if (node.ops.length !== 1 || !right || (op !== "==" && op !== "!=")) continue;
      const other = isNan(file, right) ? node.left : isNan(file, node.left) ? right : undefined;
      if (!other) continue;
      const nan = other === right ? node.left : right;
      yield {
        at: { start: node.start, end: node.end },
        message: `\`${op} ${file.slice(nan)}\` is always ${op === "==" ? "false" : "true"}, because NaN equals nothing: gaps are never found and travel on into the model. Ask \`${asked(file).name}(…)\`.`,
        confidence: "certain",
        fixes: fixFor(file, node, other, op),
      };
    }
  },
});

function isNan(file: PythonFile, node: PyExpr): boolean {
  if (node.kind === "Call") {
    const call = file.call(node);
    const [first] = call.positional;
    return call.callee === "builtins.float" && first?.kind === "Str" && /^[+-]?nan$/i.test(first.value);
  }
  if (node.kind !== "Attribute" && node.kind !== "Name") return false;
  if (node.kind === "Attribute" && node.value.kind === "Name" && /^(?:np|numpy)$/.test(node.value.id) && file.bindingsOf(node.value).length === 0) return /^(?:nan|NaN|NAN)$/.test(node.attr); // a piece of code without its imports
  const value = file.valueOf(node);
  return value.kind === "symbol" && /^(?:numpy\.(?:nan|NaN|NAN)|pandas\.(?:NaT|np\.nan)|math\.nan|cupy\.nan|torch\.nan)$/.test(value.name);
}

/** What the file can already ask with. */
function asked(file: PythonFile): { readonly name: string } {
  const aliases = file.collect(plainImports);
  const pandas = aliases.find(({ name }) => name === "pandas");
  if (pandas) return { name: `${pandas.asname ?? pandas.name}.isna` };
  const other = aliases.find(({ name }) => name === "numpy" || name === "math");
  return { name: other ? `${other.asname ?? other.name}.isnan` : "pd.isna" };
}

const plainImports = ({ here }: PythonFile) => here.nodes("Import").flatMap(({ names }) => names);

function fixFor(file: PythonFile, node: PyCompare, other: PyExpr, op: string): Fix[] {
  const { name } = asked(file);
  const isImported = file.collect(plainImports).some((alias) => name.startsWith(`${alias.asname ?? alias.name}.`));
  if (!isImported) return [];
  // `~` for columns and single values of NumPy alike is not to be had: a column is told by how it is spelled
  const isColumn = other.kind === "Subscript" || (other.kind === "Attribute" && name.endsWith("isna"));
  const negation = op === "==" ? "" : isColumn ? "~" : "not ";
  const isBare = negation !== "not " || node.parent?.kind === "If" || node.parent?.kind === "Conditional" || node.parent?.kind === "While" || node.parent?.kind === "Assign" || node.parent?.kind === "Return";
  const text = `${negation}${name}(${file.slice(other)})`;
  return [{ title: `Ask ${name}`, safe: false, edits: [{ at: { start: node.start, end: node.end }, text: isBare ? text : `(${text})` }] }];
}
