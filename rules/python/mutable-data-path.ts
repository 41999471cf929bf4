/** Training data is read from a place whose name says that it changes. */
import { pythonRule, type PyCall, type PyExpr, type PyStr, type PythonFile } from "../api.ts";

export default pythonRule({
  id: "python/mutable-data-path",
  title: "Data read from a path that changes under its name",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `\`latest\`, \`current\` and \`final\` name whatever was written last. The run of today and the run that made the model in production read
different rows through the same path, and no log can say which.`,
  remedy: "Read a path with a version, date or hash in it, or track the file (DVC, a dataset version) and log what was read.",
  silent: "A version, date, hash or variable beside the word; revisions given (`rev=`, `version=`); paths of models, checkpoints and logs; tests.",
  references: ["https://dvc.org/doc/use-cases/versioning-data-and-models", "https://docs.delta.io/latest/delta-batch.html#query-an-older-snapshot-of-a-table-time-travel"],
  examples: [
    {
      title: "Whatever is the latest",
      path: "train.py",
      bad: "import pandas as pd\n\nframe = pd.read_parquet(«\"s3://lake/orders/latest.parquet\"»)\n",
      good: "import pandas as pd\n\nframe = pd.read_parquet(\"s3://lake/orders/2026-10-01.parquet\")\n",
    },
    {
      title: "A path in a variable",
      path: "train.py",
      bad: "import pandas as pd\n\nSOURCE = «\"data/orders_final_v.csv\"»\nframe = pd.read_csv(SOURCE)\n",
      good: "import pandas as pd\n\nSOURCE = \"data/orders_v12.csv\"\nframe = pd.read_csv(SOURCE)\n",
    },
  ],
  prefilter: /latest|current|newest|final|most[-_]?recent/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const { call, path, word } of movingReads(file)) {
      if (file.collect(movingReads).find((one) => one.path === path)?.call.node !== call.node) continue; // said of the first that reads there
      yield {
        at: { start: path.start, end: path.end },
        message: `\`${shortened(path.value)}\` is whatever was written last as \`${word}\`: the next training reads other rows under the same name, and nobody can say which rows made the model. Read a version, date or hash.`,
      };
    }
  },
});

/** Reads of places whose name says that they change. */
function movingReads(file: PythonFile): readonly { readonly call: PyCall; readonly path: PyStr; readonly word: string }[] {
  return file.here.calls().flatMap((call) => {
    const path = call.callee !== undefined && readers.test(call.callee) ? pathOf(file, call) : undefined;
    const word = path && moving.exec(path.value)?.[1];
    return path && word && !isPinned(path, call) ? [{ call, path, word }] : [];
  });
}

const readers = /^(?:pandas|polars|dask\.dataframe|modin\.pandas|geopandas|cudf|pyarrow\.parquet|pyarrow\.csv|awswrangler\.s3)\.(?:read|scan)_\w+$|^numpy\.(?:load|loadtxt|genfromtxt)$|^builtins\.open$|^datasets\.load_from_disk$/;
/** As a word of its own in a file or folder name. */
const moving = /(?:^|[/\\_.\- ])(latest|current|newest|final|most[-_]?recent)(?=$|[/\\_.\- ])/i;
const dated = /\d{4}-?\d\d|[._\-/]v\d|[0-9a-f]{8}|[?&](?:version|rev)/i;
const notData = /model|checkpoint|ckpt|weights|\.(?:pkl|pickle|joblib|h5|pth?|onnx|log|md|html|txt|ya?ml|py|png|cfg|toml|ini)$|\/proc\/|\/sys\/|prompt|config|version/i;

function pathOf(file: PythonFile, call: PyCall): PyStr | undefined {
  const first: PyExpr | undefined = call.positional[0];
  if (!first) return undefined;
  const value = file.valueOf(first);
  if (value.kind !== "string" || (call.callee === "builtins.open" && isWritten(file, call))) return undefined;
  return notData.test(value.value) || (call.callee === "builtins.open" && !/\.(?:csv|tsv|jsonl?|parquet|npy|npz)$/i.test(value.value)) ? undefined : value.node;
}

function isWritten(file: PythonFile, call: PyCall): boolean {
  const mode = call.argument("mode", 1);
  const value = mode && file.valueOf(mode);
  return value !== undefined && (value.kind !== "string" || /[wax+]/.test(value.value));
}

function isPinned(path: PyStr, call: PyCall): boolean {
  return path.holes.length > 0 || dated.test(path.value) || ["rev", "version", "version_id", "storage_options", "revision"].some((keyword) => call.argument(keyword));
}

function shortened(path: string): string {
  return path.length <= 60 ? path.replace(/`/g, "'") : `…${path.slice(-57).replace(/`/g, "'")}`;
}
