/** The order of a folder decides about data: it is the file system's affair and differs between machines. */
import { pythonRule, type PyCall, type PyNode, type PythonFile } from "../api.ts";
import { hasCall, importing, mentions } from "./knowledge/mentions.ts";
import { setOrders } from "./knowledge/set-order.ts";

export default pythonRule({
  id: "python/unsorted-listing",
  title: "Data in whatever order a disk or a set gives it",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `\`os.listdir\`, \`glob\` and \`Path.iterdir\` answer in the order of the file system: another one on a colleague's laptop, in CI, after a
copy. So does a set, whose order of strings changes with every start of Python. With the same seed and the same files the training set is then cut and shuffled differently, and indexes that were saved point to other files.`,
  remedy: "Wrap the listing in `sorted(...)`.",
  silent: `Where the order does not matter (\`len\`, \`in\`, \`any\`, \`all\`, \`set\`, \`max\`, \`min\`, \`sum\`, deleting or copying each file), where it is sorted later,
in files that handle no data for models, in tests.`,
  references: ["https://docs.python.org/3/library/os.html#os.listdir", "https://docs.python.org/3/library/glob.html"],
  examples: [
    {
      title: "Training files in the order of the disk",
      path: "train.py",
      bad: "import glob\nimport pandas as pd\n\nfiles = «glob.glob(\"data/*.parquet\")»\nframe = pd.concat([pd.read_parquet(f) for f in files])\nmodel.fit(frame)\n",
      good: "import glob\nimport pandas as pd\n\nfiles = sorted(glob.glob(\"data/*.parquet\"))\nframe = pd.concat([pd.read_parquet(f) for f in files])\nmodel.fit(frame)\n",
    },
    {
      title: "Words numbered in the order of a set",
      path: "vocabulary.py",
      bad: "import torch\n\nnumber_of = {word: number for number, word in enumerate(«set(words)»)}\nrows = torch.tensor([number_of[word] for word in words])\n",
      good: "import torch\n\nnumber_of = {word: number for number, word in enumerate(sorted(set(words)))}\nrows = torch.tensor([number_of[word] for word in words])\n",
    },
    {
      title: "Images and their labels",
      path: "dataset.py",
      bad: "import os\nfrom PIL import Image\n\nrows = [Image.open(name) for name in «os.listdir(folder)»]\n",
      good: "import os\nfrom PIL import Image\n\nrows = [Image.open(name) for name in sorted(os.listdir(folder))]\n",
    },
  ],
  prefilter: /listdir|scandir|glob|iterdir|(?:enumerate|list|tuple)\s*\(/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (!readsData(file) && !learns(file)) return;
    for (const { set, by } of setOrders(file)) {
      yield {
        at: { start: set.start, end: set.end }, confidence: "likely",
        message: `\`${by}\` over a set follows an order that changes from run to run (hashes of strings are salted): what the model learned by number or column means something else after a restart. Wrap it in \`sorted\`.`,
        fixes: [{ title: "Wrap in sorted(…)", safe: false, edits: [{ at: { start: set.start, end: set.start }, text: "sorted(" }, { at: { start: set.end, end: set.end }, text: ")" }] }],
      };
    }
    if (!readsData(file)) return;
    for (const call of file.here.calls()) {
      const name = listingName(file, call);
      if (!name || !feedsRows(file, call)) continue;
      yield {
        at: { start: call.node.start, end: call.node.end }, confidence: "likely",
        message: `\`${name}\` gives files in the order of the disk, which differs between machines: the same seed then trains on other rows. Wrap it in \`sorted\`.`,
        fixes: [{ title: "Wrap in sorted(…)", safe: true, edits: [{ at: { start: call.node.start, end: call.node.start }, text: "sorted(" }, { at: { start: call.node.end, end: call.node.end }, text: call.method === "scandir" ? ", key=lambda entry: entry.name)" : ")" }] }],
      };
    }
  },
});

const functions = /^(?:os\.(?:listdir|scandir)|glob\.i?glob|pathlib\.(?:Posix|Windows)?Path\.(?:iterdir|r?glob))$/;

function listingName(file: PythonFile, call: PyCall): string | undefined {
  if (call.callee !== undefined && functions.test(call.callee)) return call.callee.replace(/^pathlib\./, "");
  if (!/^(?:iterdir|rglob|glob)$/.test(call.method) || !call.receiver || call.callee !== undefined) return undefined;
  const { receiver } = call;
  const value = file.valueOf(receiver);
  const isPath = value.kind === "call" && /^pathlib\.\w*Path$/.test(value.of);
  const joins = receiver.kind === "Binary" && receiver.op === "/";
  return isPath || joins ? `Path.${call.method}` : undefined;
}

const learns = importing(/^(?:torch|tensorflow|keras|sklearn|jax|flax|gensim|joblib|xgboost|lightgbm|catboost)(?:\.|$)/);

const rowReader = /^pandas\.read_(?:csv|parquet|json|excel|feather|pickle)$|^PIL\.Image\.open$|^cv2\.imread$|^numpy\.(?:load|loadtxt|genfromtxt)$|^(?:librosa|torchaudio|soundfile)\.(?:load|read)$|^(?:imageio|skimage\.io)\.imread$|^(?:polars)\.(?:read|scan)_\w+$|^(?:tensorflow\.)?keras\.(?:preprocessing\.image|utils)\.load_img$/;
/** Loads or learns rows: elsewhere the order of files is nobody's concern. */
const readsData = (file: PythonFile): boolean => mapsReader(file) || readsRows(file);
const mapsReader = mentions(/\bmap\(\s*(?:\w+\.)?(?:read_\w+|imread|load|open)\s*,/);
const readsRows = hasCall(({ callee = "", method, receiver }) => (receiver !== undefined && /^(?:fit|backward|fit_transform)$/.test(method)) || rowReader.test(callee));
const orderFree = /^(?:sorted|natsorted|len|any|all|set|frozenset|max|min|sum|next|bool|Counter|remove|unlink|rmtree|copy\w*|move|isfile|isdir|difference|intersection|issubset|update)$/;

/** Becomes rows: in a loop or comprehension that reads files, or in a variable such a loop runs over. */
function feedsRows(file: PythonFile, call: PyCall): boolean {
  const { node } = call;
  for (let child: PyNode = node, at = node.parent; at; child = at, at = at.parent) {
    if (at.kind === "Call" && orderFree.test(lastName(file, at.func))) return false;
    if (at.kind === "Call" && lastName(file, at.func) === "map" && at.args[1]?.value === child && at.args[0] && rowReader.test(file.qualifiedName(at.args[0].value) ?? "")) return true;
    if (at.kind === "Compare" || at.kind === "Subscript" || at.kind === "Assert" || at.kind === "BoolOp") return false;
    if (at.kind === "If" || at.kind === "While") return false;
    if (at.kind === "Comprehension") {
      if (at.clauses.some(({ iter }) => iter === child) && reads(file, at)) return true;
      continue;
    }
    if (at.kind === "For") return at.iter === child && reads(file, at);
    if (at.kind === "Assign") {
      const [target] = at.targets;
      return target?.kind === "Name" && usedForRows(file, target.id, at);
    }
    if (at.kind === "FunctionDef" || at.kind === "ClassDef") return false;
  }
  return false;
}

function usedForRows(file: PythonFile, id: string, from: PyNode): boolean {
  const scope = file.enclosingFunction(from);
  const uses = (scope ? file.here : file).nodes("Name").filter((name) => name.id === id && name.start > from.end && file.enclosingFunction(name) === scope);
  const isSorted = uses.some(({ parent }) => (parent?.kind === "Attribute" && parent.attr === "sort") || (parent?.kind === "Call" && /^(?:sorted|natsorted|set)$/.test(lastName(file, parent.func))));
  if (isSorted) return false;
  return uses.some((use) => {
    const at = use.parent;
    if (at?.kind === "For") return at.iter === use && reads(file, at);
    return at?.kind === "Comprehension" && at.clauses.some(({ iter }) => iter === use) && reads(file, at);
  });
}

function reads(file: PythonFile, node: PyNode): boolean {
  return node.kind === "Call" && rowReader.test(file.call(node).callee ?? "") || file.childrenOf(node).some((one) => reads(file, one));
}

function lastName(file: PythonFile, node: PyNode): string {
  return /(\w+)$/.exec(file.slice(node))?.[1] ?? "";
}
