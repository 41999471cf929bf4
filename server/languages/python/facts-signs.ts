/** Calls that tell how repeatable a file's results are: seeds set, numbers drawn, runs recorded. */
import type { Anchor, PyCall, PyNode, PythonFile } from "../../../rules/api.ts";
import type { SignFact } from "../../../rules/facts/python.ts";
import { says } from "../../engine/word-marks.ts";
import { type FileCalls, may } from "./facts-calls.ts";
import { helps } from "./facts-sign-names.ts";
import { type AnchorTable, dottedText, type Scope } from "./facts-scope.ts";

interface Row {
  readonly does: SignFact["does"];
  readonly matches: RegExp;
}

/** By qualified name; sources: the libraries' pages on reproducibility and tracking. */
const rows: readonly Row[] = [
  { does: "seed", matches: /^(?:numpy\.random\.(?:seed|set_state)|random\.seed|torch\.(?:cuda\.)?manual_seed(?:_all)?|torch\.random\.manual_seed|tensorflow\.(?:random\.set_seed|set_random_seed|compat\.v1\.set_random_seed)|(?:tensorflow\.)?keras\.utils\.set_random_seed|transformers\.(?:set_seed|enable_full_determinism)|accelerate\.utils\.set_seed|jax\.random\.(?:PRNGKey|key)|mxnet\.random\.seed|(?:pytorch_lightning|lightning(?:\.pytorch)?|lightning_fabric)\.(?:[\w.]+\.)?seed_everything|monai\.utils\.set_determinism|fastai\.[\w.]*set_seed)$/ },
  { does: "draw", matches: /^(?:random\.(?:random|shuffle|sample|choices?|randint|uniform|gauss)|numpy\.random\.(?:rand|randn|randint|random|random_sample|choice|shuffle|permutation|normal|uniform|binomial)|torch\.(?:randn|rand|randint|randperm)|torch\.utils\.data\.random_split|tensorflow\.random\.(?:normal|uniform|shuffle))$/ },
  { does: "start", matches: /^torch\.nn\.(?:Linear|Bilinear|Conv(?:Transpose)?[123]d|LSTM|GRU|RNN|LSTMCell|GRUCell|Embedding|EmbeddingBag|MultiheadAttention|Transformer\w*|Dropout\w*)$|^(?:tensorflow\.)?keras\.layers\.(?:Dense|Conv[123]D\w*|LSTM|GRU|SimpleRNN|Embedding|Dropout|SeparableConv2D|MultiHeadAttention)$|^(?:tensorflow\.)?keras\.layers\.(?:core|convolutional|recurrent|embeddings)\.\w+$|^torch\.utils\.data\.(?:RandomSampler|WeightedRandomSampler)$|^torch\.nn\.init\.(?:xavier|kaiming|normal|uniform|trunc_normal|orthogonal)\w*$/ },
  { does: "experiment", matches: /^mlflow\.(?:set_experiment|create_experiment|projects\.run|tracking\.fluent\.set_experiment)$/ },
  { does: "run", matches: /^mlflow\.(?:start_run|log_(?:param|params|metric|metrics|artifact|artifacts|figure|table|dict|text|image))$|^mlflow\.\w+\.log_model$/ },
  { does: "track", matches: /^(?:mlflow|wandb|neptune|comet_ml|clearml|trains|dvclive|aim|tensorboardX|sacred|polyaxon|guild|swanlab|trackio|azureml|sagemaker\.experiments|vertexai|google\.cloud\.aiplatform)\b|^(?:torch\.utils\.tensorboard|(?:tensorflow\.)?keras\.callbacks)\.(?:SummaryWriter|TensorBoard|CSVLogger)$|^(?:pytorch_lightning|lightning)\b.*(?:Trainer|Logger)$|^transformers\.(?:\w+\.)*(?:Trainer|Seq2SeqTrainer|TrainingArguments)$/ },
];
/** Those that the rows begin with. */
const packages = /^(?:numpy|random|torch|tensorflow|keras|transformers|accelerate|jax|mxnet|pytorch_lightning|lightning|lightning_fabric|monai|fastai|mlflow|wandb|neptune|comet_ml|clearml|trains|dvclive|aim|tensorboardX|sacred|polyaxon|guild|swanlab|trackio|azureml|sagemaker|vertexai|google)\b/;

const namesExperiment = /MLFLOW_EXPERIMENT_(?:NAME|ID)/;

export function signsOf(scope: Scope, anchors: AnchorTable, calls: FileCalls): readonly SignFact[] {
  const { file } = scope;
  const started = new Set<string>();
  const found: SignFact[] = [];
  // what a file does not import it can hardly call
  const isOfPackages = scope.stars.length > 0 || scope.imported.some((symbol) => packages.test(symbol));
  for (const call of isOfPackages ? file.calls() : calls.that(may.sign)) if (maySign(call)) found.push(...signOf(file, call, anchors, started));
  return says(namesExperiment, file.text) ? [...found, { does: "experiment", name: "MLFLOW_EXPERIMENT_NAME", at: anchors.at({ start: 0, end: 0 }) }] : found;
}

function maySign({ callee, method }: PyCall): boolean {
  return method === "backward" || helps(method) !== undefined || (callee !== undefined && packages.test(callee));
}

/** Of networks, one layer for each library is enough: `started` holds those that have theirs. */
function signOf(file: PythonFile, call: PyCall, anchors: AnchorTable, started: Set<string>): SignFact[] {
  const { callee, method } = call;
  const signs: SignFact["does"][] = [];
  if (callee !== undefined && packages.test(callee)) {
    for (const { does, matches } of rows) if (matches.test(callee)) signs.push(does);
    if (isUnseededGenerator(call)) signs.push("draw");
    if (isShufflingLoader(call, file)) signs.push("start");
  }
  const help = helps(method);
  if (signs.includes("start") && (call.argument("generator") || started.has(callee?.split(".")[0] ?? ""))) return [];
  if (signs.includes("start")) started.add(callee?.split(".")[0] ?? "");
  if (signs.includes("draw") && isAside(file, call)) return [];
  if (signs.includes("seed") && call.node.args.length === 0 || (signs.includes("seed") && isLiteralNone(call))) return []; // a seed of None is none
  if (help !== undefined && !signs.includes(help)) signs.push(help);
  if (method === "backward" && call.receiver) signs.push("learn");
  if (signs.includes("run") && isOfExperiment(call)) signs.push("experiment");
  if (signs.length === 0) return [];
  const at = anchors.at(call.name);
  return signs.map((does) => ({ does, name: callee ?? method, at, ...(does === "run" || does === "draw" || does === "start" ? placeOf(file, call, anchors) : {}) }));
}

function isOfExperiment(call: PyCall): boolean {
  return Boolean(call.argument("experiment_id") ?? call.argument("run_id")) || (call.spreadsUnknown && call.method === "start_run");
}

/** What a fix needs to know: only where the statement begins a line. */
function placeOf(file: PythonFile, call: PyCall, anchors: AnchorTable): Pick<SignFact, "before" | "module" | "emptyArguments"> {
  const statement = statementOf(call.node);
  const lineStart = file.text.lastIndexOf("\n", statement.start - 1) + 1;
  const indent = file.text.slice(lineStart, statement.start);
  const module = call.receiver ? dottedText(call.receiver) : undefined;
  return {
    ...(indent.trim() === "" && { before: { at: anchors.at({ start: statement.start, end: statement.start }), indent } }),
    ...(module !== undefined && { module }),
    ...(call.node.args.length === 0 && { emptyArguments: anchors.at(call.node.argsAt) }),
  };
}

const asideCall = /^(?:print|str|format|sleep|info|debug|warning|write|display|(?:im)?show|plot|scatter|bar|hist|annotate|text|fill_between)$/;
const asideName = /(?:^|_)(?:port|name|id|uid|uuid|colou?rs?|delay|jitter|suffix|prefix|token|tmp|path|sleep|wait|backoff|fig|ax)\d*$/i;

/** Seeded by an argument of its own, or drawn for something that no model learns from: a pause, a port, a name, a picture, a print. */
function isAside(file: PythonFile, call: PyCall): boolean {
  if (call.argument("seed") ?? call.argument("generator")) return true;
  for (let at: PyNode | undefined = call.node.parent; at && !blocks.has(at.kind); at = at.parent) {
    if (at.kind === "Str" || (at.kind === "Call" && asideCall.test(file.call(at).method))) return true;
    if (at.kind !== "Assign") continue;
    const [target] = at.targets;
    if (target?.kind === "Name") return asideName.test(target.id);
    return target?.kind === "Subscript" && target.value.kind === "Attribute" && target.value.attr === "environ";
  }
  return false;
}

const blocks = new Set(["FunctionDef", "ClassDef", "If", "For", "While", "With", "Try", "Handler", "Match"]);

/** The nearest statement that stands in a block: for the head of a `with` or `if`, the whole of it. */
function statementOf(node: PyNode): PyNode {
  let at: PyNode = node;
  while (at.parent && !(blocks.has(at.parent.kind) && isInBody(at.parent, at))) at = at.parent;
  return at;
}

function isInBody(parent: PyNode, child: PyNode): boolean {
  return (["body", "orelse", "finalbody"] as const).some((key) => key in parent && (parent as unknown as Record<string, readonly PyNode[]>)[key]?.includes(child));
}

/** Comments behind an import are read so far. */
const longestTail = 400;

/** The end of the line of the last import before any other code. */
export function headOf(file: PythonFile, anchors: AnchorTable): Anchor | undefined {
  let last: PyNode | undefined;
  for (const statement of file.body) {
    if (statement.kind === "Import" || statement.kind === "ImportFrom") last = statement;
    else if (statement.kind !== "ExprStmt" || statement.value.kind !== "Str") break;
  }
  const end = last && /[^\r\n]*/.exec(file.text.slice(last.end, last.end + longestTail))?.[0].length;
  return last && end !== undefined ? anchors.at({ start: last.end + end, end: last.end + end }) : undefined;
}

/** PyTorch draws the order of the rows. */
function isShufflingLoader(call: PyCall, file: PythonFile): boolean {
  if (call.callee === undefined || !/^torch\.utils\.data\.(?:dataloader\.)?DataLoader$/.test(call.callee)) return false;
  const shuffle = call.argument("shuffle", 2);
  const value = shuffle && file.valueOf(shuffle);
  return value?.kind === "bool" && value.value;
}

function isUnseededGenerator(call: PyCall): boolean {
  return /^(?:numpy\.random\.(?:default_rng|RandomState)|random\.Random)$/.test(call.callee ?? "") && !call.spreadsUnknown && (call.node.args.length === 0 || isLiteralNone(call));
}

function isLiteralNone({ node }: PyCall): boolean {
  const [first] = node.args;
  return first?.value.kind === "Const" && first.value.value === null;
}
