/** A path that exists on one person's machine is read or written. */
import { pythonRule, type PyCall, type PyExpr, type PyStr, type PythonFile } from "../api.ts";
import { machinePath } from "./knowledge/machine-paths.ts";

export default pythonRule({
  id: "python/machine-specific-path",
  title: "Path of one person's machine",
  severity: { default: "warning", notebook: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The path exists where it was written and nowhere else: in CI, in the image and on every other laptop the program fails at this line, or
worse, finds an old copy there.`,
  remedy: "Take the path from configuration or an argument, or build it from the project's folder (`Path(__file__).parent / \"data\"`).",
  silent: "Paths of images and services (`/app`, `/data`, `/opt`, `/tmp`, `/home/ubuntu`), placeholders, strings that reach no reading or writing, tests.",
  references: ["https://12factor.net/config", "https://docs.python.org/3/library/pathlib.html"],
  examples: [
    {
      title: "A home folder",
      path: "train.py",
      bad: "import pandas as pd\n\nframe = pd.read_csv(«\"/home/mwagner/data/orders.csv\"»)\n",
      good: "import os\nimport pandas as pd\n\nframe = pd.read_csv(os.environ[\"ORDERS_CSV\"])\n",
    },
    {
      title: "A drive, through a variable",
      path: "train.py",
      bad: "import joblib\n\nTARGET = «r\"C:\\Users\\Mira\\models\\churn.joblib\"»\njoblib.dump(model, TARGET)\n",
      good: "import joblib\nfrom pathlib import Path\n\nTARGET = Path(__file__).parent / \"models\" / \"churn.joblib\"\njoblib.dump(model, TARGET)\n",
    },
  ],
  prefilter: /\/(?:home|Users)\/|[A-Za-z]:(?:\\|\/)/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    const said = new Set<PyStr>();
    for (const { literal, prefix, call } of machinePaths(file)) {
      if (said.has(literal) || file.collect(machinePaths).find((one) => one.literal === literal)?.call !== call) continue;
      said.add(literal);
      yield {
        at: { start: literal.start, end: literal.end }, ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${prefix.replace(/`/g, "'")}…\` exists on one machine only: on every other one, in CI and in the image, \`${call.method}\` fails here. Take the path from configuration, or build it from the project's folder.`,
      };
    }
  },
});

function machinePaths(file: PythonFile): readonly { readonly literal: PyStr; readonly prefix: string; readonly call: PyCall }[] {
  return file.here.calls().filter(isInputOutput).flatMap((call) => call.node.args.flatMap(({ value }) => {
    const literal = literalIn(file, value, 0);
    const prefix = literal && machinePath(literal.value);
    return literal && prefix ? [{ literal, prefix, call }] : [];
  }));
}

const methods = /^(?:open|load\w*|dump\w*|save\w*|read\w*|to_(?:csv|parquet|pickle|json|excel|feather|hdf|sql)|write\w*|imread|imwrite|listdir|scandir|walk|makedirs|mkdir|glob|iglob|rglob|exists|isfile|isdir|copy\w*|move|rmtree|remove|chdir|connect|create_engine|from_pretrained|ImageFolder|ExcelFile|VideoCapture|flow_from_directory|image_dataset_from_directory|set_tracking_uri|torch_load|loadtxt|genfromtxt|savefig|savetxt|restore|Path|PurePath|send_file)$/;

function isInputOutput(call: PyCall): boolean {
  return methods.test(call.method) || /^(?:os\.(?:path\.join|environ)|sys\.path\.(?:append|insert))$/.test(call.callee ?? "") || (call.callee === undefined && /^(?:append|insert)$/.test(call.method) && call.receiver?.kind === "Attribute" && call.receiver.attr === "path");
}

/** The literal a path is made from: given, in a variable, or in front of what is joined to it. */
function literalIn(file: PythonFile, node: PyExpr, depth: number): PyStr | undefined {
  if (depth > 4) return undefined;
  if (node.kind === "Str") return node.isBytes ? undefined : node;
  if (node.kind === "Binary" && (node.op === "+" || node.op === "/" || node.op === "%")) return literalIn(file, node.left, depth + 1);
  const value = file.valueOf(node);
  if (value.kind === "string") return value.node;
  if (value.kind === "call" && node.kind === "Name" && value.call.positional[0] && /(?:^|\.)(?:join|Path)$/.test(value.of)) return literalIn(file, value.call.positional[0], depth + 1);
  return undefined;
}
