/** What is wrong with a load, when something is: which data it reads, what that can do, what to write instead. */
import type { Fix, PyCall, PyExpr, PythonFile } from "../../api.ts";
import { isAtLeast, originsOf } from "../taint/origin.ts";
import { dumps, evaluators, kerasLoads, pickleLoads, plainYamlLoader, ruamelLoads, ruamelMakers, unsafeRuamelLoader, unsafeYamlLoader, unsafeYamlLoads, yamlLoads } from "./unsafe-loads.ts";

export interface Complaint {
  readonly data: PyExpr | undefined;
  /** What is wrong when nothing is known of where the data comes from. */
  readonly variant: string;
  readonly wrong: string;
  readonly remedy: string;
  readonly fix?: Fix | undefined;
  /** The load, where it is handed to another thread instead of called. */
  readonly named?: PyExpr;
}

export function complaintOf(file: PythonFile, call: PyCall): Complaint | undefined {
  const { callee } = call;
  const handed = ofHanded(file, call);
  if (handed || callee === undefined) return handed;
  return ofPickle(file, call, callee) ?? ofYaml(file, call, callee) ?? ofRuamel(file, call, callee) ?? ofKeras(file, call, callee) ?? ofTorch(file, call, callee) ?? ofNumpy(file, call, callee) ?? ofEval(file, call, callee);
}

function ofPickle(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  const load = pickleLoads.get(callee);
  if (!load) return undefined;
  const data = call.argument(load.data.keyword, load.data.position);
  if (data && (data.kind === "Str" && load.data.keyword !== "filename" && callee !== "pandas.read_pickle" || isOwnDump(file, data) || isSigned(file, call))) return undefined; // a literal is the code's own
  return ofPickled(callee, data);
}

function ofPickled(callee: string, data: PyExpr | undefined): Complaint {
  const isFile = /joblib|read_pickle|shelve/.test(callee);
  return { data, variant: "file", wrong: "runs whatever code the data carries", remedy: isFile ? "Load only what this project built, its digest verified, or store it as Parquet, ONNX or skops." : "Exchange it as JSON, or verify a signature before loading." };
}

function ofYaml(file: PythonFile, call: PyCall, callee: string): Complaint | undefined {
  if (!callee.startsWith("yaml.")) return undefined;
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
  const position = evaluators.get(callee);
  const data = position === undefined ? undefined : call.positional[position];
  const origin = data && originsOf(file).of(data);
  if (!data || !origin || origin.power === "fixed") return undefined;
  return !isAtLeast(origin, "store") && readsFile.test(file.slice(data)) ? undefined : ofEvaluated(file, data);
}

/** `exec(open("version.py").read())`: a file beside the code is the code's own. */
const readsFile = /\b(?:open|read_text|read_bytes|run_path|get_code)\s*\(/;

function ofEvaluated(file: PythonFile, data: PyExpr): Complaint {
  return { data, variant: isAtLeast(originsOf(file).of(data), "store") ? "file" : "evaluated", wrong: "runs whatever Python the text holds", remedy: "Parse it: `json.loads`, `ast.literal_eval`, or a table of allowed operations." };
}

/** `await asyncio.to_thread(pickle.loads, blob)`, `loop.run_in_executor(None, exec, text)`. */
function ofHanded(file: PythonFile, call: PyCall): Complaint | undefined {
  const position = call.callee === "asyncio.to_thread" || call.callee === "anyio.to_thread.run_sync" ? 0 : call.method === "run_in_executor" && call.receiver ? 1 : undefined;
  const load = position === undefined ? undefined : call.positional[position];
  const data = position === undefined ? undefined : call.positional[position + 1];
  if (!load || !data) return undefined;
  const value = file.valueOf(load);
  const name = value.kind === "symbol" ? value.name : load.kind === "Name" && file.bindingsOf(load).length === 0 ? `builtins.${load.id}` : "";
  if (evaluators.has(name)) return originsOf(file).of(data).power === "fixed" ? undefined : { ...ofEvaluated(file, data), named: load };
  return pickleLoads.has(name) && !isOwnDump(file, data) && !isSigned(file, call) ? { ...ofPickled(name, data), named: load } : undefined;
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
  return home !== undefined && file.here.calls().some((other) => other.start < call.start && other.function === home && /^(compare_digest|verify|unsign|verify_signature|check_signature)$/.test(other.method));
}
