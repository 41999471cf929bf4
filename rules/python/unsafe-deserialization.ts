/** Finds loads that run code hidden in the data: pickles, old YAML loaders, PyTorch checkpoints, eval. */
import { pythonRule, type Finding, type Fix, type PyCall, type PyExpr, type PythonFile, type RuleContext } from "../api.ts";
import { dumps, evaluators, kerasLoads, pickleLoads, plainYamlLoader, ruamelLoads, ruamelMakers, unsafeRuamelLoader, unsafeYamlLoader, unsafeYamlLoads, yamlLoads } from "./knowledge/unsafe-loads.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";

export default pythonRule({
  id: "python/unsafe-deserialization",
  title: "Load that can run code hidden in the data",
  severity: { default: "error", shared: "warning", yaml: "warning", checkpoint: "warning", file: "info", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A pickle is a program: loading it runs whatever its author put in, and joblib, dill, shelve, `read_pickle` and unguarded `torch.load` are pickles underneath. Whoever can write the bytes, by an upload, a shared bucket or a cache, runs commands in the service with its credentials.",
  remedy: "Exchange data as JSON, Parquet or safetensors; read YAML with `yaml.safe_load`; load checkpoints with `weights_only=True`. Where a pickle has to stay, load only artefacts that this project built, and verify their digest first.",
  silent: "`yaml.safe_load`, `SafeLoader` in any spelling, `FullLoader`; `weights_only=True` or one that cannot be seen; `np.load` without `allow_pickle=True`; dumps; bytes whose signature the same function checked first; `eval` of a literal. A file whose origin the code does not show is information only: it may well be the project's own artefact.",
  references: ["https://docs.python.org/3/library/pickle.html", "https://pyyaml.org/wiki/PyYAMLDocumentation", "https://pytorch.org/docs/stable/generated/torch.load.html", "https://numpy.org/doc/stable/reference/generated/numpy.load.html"],
  examples: [
    { title: "Unpickling the body of a request", bad: "import pickle\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    row = pickle.«loads»(request.data)\n    return predict(row)\n", good: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    row = request.get_json()\n    return predict(row)\n" },
    { title: "YAML with the loader that builds objects", bad: "import yaml\n\nwith open(\"settings.yaml\") as handle:\n    settings = yaml.«load»(handle, Loader=yaml.Loader)\n", good: "import yaml\n\nwith open(\"settings.yaml\") as handle:\n    settings = yaml.safe_load(handle)\n" },
    { title: "A checkpoint with code in it", bad: "import torch\n\nstate = torch.«load»(path, map_location=\"cpu\")\n", good: "import torch\n\nstate = torch.load(path, map_location=\"cpu\", weights_only=True)\n" },
    { title: "Arrays of objects", bad: "import numpy as np\n\nrows = np.«load»(\"rows.npy\", allow_pickle=True)\n", good: "import numpy as np\n\nrows = np.load(\"rows.npy\")\n" },
  ],
  prefilter: /pickle|dill|marshal|shelve|joblib|torch|yaml|allow_pickle|safe_mode|\beval\b|\bexec\b/,

  *check(file, context) {
    for (const call of file.calls()) {
      const { callee } = call;
      if (callee === undefined) continue;
      const found = ofPickle(file, call, callee) ?? ofYaml(file, call, callee) ?? ofRuamel(file, call, callee) ?? ofKeras(file, call, callee) ?? ofTorch(file, call, callee) ?? ofNumpy(file, call, callee) ?? ofEval(file, call, callee);
      if (found) yield finding(file, context, call, found);
    }
  },
});

interface Complaint {
  readonly data: PyExpr | undefined;
  /** What is wrong when nothing is known of where the data comes from. */
  readonly variant: string;
  readonly wrong: string;
  readonly remedy: string;
  readonly fix?: Fix | undefined;
}

function ofPickle(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const load = pickleLoads.get(callee);
  if (!load) return undefined;
  const data = call.argument(load.data.keyword, load.data.position);
  if (data && (isOwnDump(file, data) || isSigned(file, call))) return undefined;
  const isFile = /joblib|read_pickle|shelve/.test(callee);
  return { data, variant: "file", wrong: "runs whatever code the data carries", remedy: isFile ? "Load only what this project built, its digest verified, or store it as Parquet, ONNX or skops." : "Exchange it as JSON, or verify a signature before loading." };
}

function ofYaml(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const data = call.argument("stream", 0);
  const wrong = "builds any Python object that the document names, commands included";
  if (unsafeYamlLoads.test(callee)) return { data, variant: "yaml", wrong, remedy: "Use `yaml.safe_load`.", fix: renamed(call) };
  if (!yamlLoads.test(callee)) return undefined;
  const loader = call.argument("Loader", 1);
  if (!loader) return call.spreadsUnknown || !data ? undefined : { data, variant: "yaml", wrong: `${wrong}, before PyYAML 6 (which refuses the call)`, remedy: "Use `yaml.safe_load`.", fix: renamed(call) };
  const value = file.valueOf(loader);
  const names = value.kind === "any-of" ? value.values : [value];
  const known = names.map((one) => (one.kind === "symbol" ? one.name : ""));
  if (!known.every((name) => unsafeYamlLoader.test(name)) || known.some((name) => plainYamlLoader.test(name))) return undefined;
  return { data, variant: "yaml", wrong, remedy: "Use `yaml.safe_load`.", fix: safeLoad(call, loader) };
}

/** `yaml.load(x, Loader=yaml.Loader)` becomes `yaml.safe_load(x)`; where the name was imported alone only the loader can be replaced. */
function safeLoad(call: PyCall, loader: PyExpr): Fix | undefined {
  const [first, second] = call.node.args;
  if (call.node.func.kind !== "Attribute" || call.node.args.length !== 2 || !first || second?.value !== loader) return undefined;
  return { title: `Use yaml.safe_${call.method}`, safe: true, edits: [{ at: call.name, text: `safe_${call.method}` }, { at: { start: first.end, end: second.end }, text: "" }] };
}

function renamed(call: PyCall): Fix | undefined {
  if (call.node.func.kind !== "Attribute" || call.node.args.length !== 1) return undefined;
  const name = `safe_${call.method.replace("unsafe_", "")}`;
  return { title: `Use yaml.${name}`, safe: true, edits: [{ at: call.name, text: name }] };
}

function ofRuamel(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const wrong = "builds any Python object that the document names, commands included";
  const remedy = "Use `YAML(typ=\"safe\")`.";
  if (ruamelMakers.test(callee)) {
    const typ = call.argument("typ");
    const value = typ && file.valueOf(typ);
    if (!typ || value?.kind !== "string" || value.value !== "unsafe") return undefined;
    return { data: undefined, variant: "yaml", wrong: `with \`typ="unsafe"\` ${wrong}`, remedy, fix: { title: "Pass typ=\"safe\"", safe: false, edits: [{ at: { start: typ.start, end: typ.end }, text: "\"safe\"" }] } };
  }
  if (!ruamelLoads.test(callee)) return undefined;
  const loader = call.argument("Loader", 1);
  const value = loader && file.valueOf(loader);
  return value?.kind === "symbol" && unsafeRuamelLoader.test(value.name) ? { data: call.argument("stream", 0), variant: "yaml", wrong, remedy } : undefined;
}

function ofKeras(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const given = kerasLoads.test(callee) ? call.argument("safe_mode", 3) : undefined;
  if (!given || !isFalsy(file, given)) return undefined;
  const fix: Fix = { title: "Pass safe_mode=True", safe: false, edits: [{ at: { start: given.start, end: given.end }, text: "True" }] };
  return { data: call.argument("filepath", 0), variant: "checkpoint", wrong: "with `safe_mode=False` runs any code saved into the model", remedy: "Leave `safe_mode` on and register custom layers by name.", fix };
}

function ofTorch(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  if (callee !== "torch.load") return undefined;
  const given = call.argument("weights_only", 3);
  const isFalse = given && file.valueOf(given).kind === "bool" && isFalsy(file, given);
  if (given ? !isFalse : call.spreadsUnknown) return undefined;
  const fix: Fix = { title: "Pass weights_only=True", safe: false, edits: [given ? { at: { start: given.start, end: given.end }, text: "True" } : file.addArgument(call.node, "weights_only=True")] };
  return { data: call.argument("f", 0), variant: "checkpoint", wrong: given ? "with `weights_only=False` runs any code pickled into the checkpoint" : "runs any code pickled into the checkpoint before PyTorch 2.6", remedy: "Pass `weights_only=True`.", fix };
}

function ofNumpy(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  if (callee !== "numpy.load") return undefined;
  const given = call.argument("allow_pickle", 2);
  const value = given && file.valueOf(given);
  if (value?.kind !== "bool" || !value.value) return undefined;
  return { data: call.argument("file", 0), variant: "file", wrong: "with `allow_pickle=True` runs whatever code the array file carries", remedy: "Store plain arrays and leave `allow_pickle` off." };
}

function ofEval(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const data = call.positional[0];
  if (!evaluators.has(callee) || !data || !isAtLeast(originsOf(file).of(data), "store")) return undefined;
  return { data, variant: "file", wrong: "runs whatever Python the text holds", remedy: "Parse it: `json.loads`, `ast.literal_eval`, or a table of allowed operations." };
}

function isFalsy(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && !value.value;
}

/** `pickle.loads(pickle.dumps(x))`: a deep copy. */
function isOwnDump(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "call" && dumps.test(value.of);
}

/** Its signature was checked in the same function, before. */
function isSigned(file: PythonFile, call: PyCall): boolean {
  const home = call.function;
  return home !== undefined && file.calls().some((other) => other.start < call.start && other.function === home && /^(compare_digest|verify|unsign|verify_signature|check_signature)$/.test(other.method));
}

function finding(file: PythonFile, context: RuleContext, call: PyCall, complaint: Complaint): Finding {
  const origin: Origin = complaint.data ? originsOf(file).of(complaint.data) : { power: "unknown" };
  const isAside = context.isTest || file.language === "notebook";
  const variant = origin.power === "input" ? "default" : isAtLeast(origin, "store") && complaint.variant === "file" ? "shared" : complaint.variant;
  const written = file.slice(call.node.func);
  const name = /^[\w.]{1,50}$/.test(written) ? written : call.method;
  const whose = origin.power === "input" ? `, and here anyone who sends a request chooses it (\`${origin.label ?? ""}\`)` : isAtLeast(origin, "store") ? `, and here it comes from elsewhere (\`${origin.label ?? ""}\`)` : "";
  return {
    at: call.name,
    message: `\`${name}\` ${complaint.wrong}${whose}: one tampered file or message becomes a shell in production. ${complaint.remedy}`,
    variant: isAside && origin.power !== "input" ? "aside" : variant,
    confidence: origin.power === "input" ? "certain" : "likely",
    ...(origin.at && isAtLeast(origin, "store") && { related: [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] }),
    ...(complaint.fix && { fixes: [complaint.fix] }),
  };
}
