/** PyTorch networks whose weights a file loads and which it then asks, and whether they were put into evaluation mode. */
import type { PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyNode, PyStmt, PythonFile } from "../../api.ts";
import { functionAround, isInside, lastName, oncePerFile } from "./code.ts";
import { hasCall, importing } from "./mentions.ts";
import { calledFunction, classMade, isModuleClass } from "./torch.ts";

export interface LoadedNetwork {
  /** As written: `model`, `self.net`. */
  readonly name: string;
  readonly load: PyCall;
  /** The first call of the network itself. */
  readonly asked: PyCall;
}

/** The last load of each network that the file also asks. */
export const loadedNetworks = oncePerFile((file: PythonFile): readonly LoadedNetwork[] => {
  const found = new Map<string, LoadedNetwork>();
  for (const load of file.collect(loadsHere)) {
    const target = loadTarget(load);
    const name = target && spelled(file, target);
    const asked = name === undefined || !target || isPart(file, target) || (target.kind === "Name" && isParameter(file, target)) ? undefined : asksAbout(file, name).find((call) => target.kind !== "Name" || isSameVariable(file, load, call));
    if (name !== undefined && target && asked && matters(file, target)) found.set(name, { name, load, asked });
  }
  return [...found.values()];
});

const loadsHere = (file: PythonFile): readonly PyCall[] => file.here.calls().filter((call) => loadTarget(call) !== undefined);

/** Calls of the network of this name, also of its `forward`, that are not about a parameter. */
export function asksAbout(file: PythonFile, name: string): readonly PyCall[] {
  return file.calls().filter(({ node, method }) => {
    const asked = node.func.kind === "Attribute" && method === "forward" ? node.func.value : node.func;
    return node.args.length > 0 && spelled(file, asked) === name && !(asked.kind === "Name" && isParameter(file, asked)) && !isPart(file, asked);
  });
}

/** Whether `eval()` is called on it, or on something that may be it. */
export function isSwitchedOff(file: PythonFile, { name, load }: LoadedNetwork): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const isEval = (call: PyCall) => (call.method === "eval" && call.node.args.length === 0) || (call.method === "train" && file.slice(call.node.argsAt).includes("False"));
  return load.callee === "torch.load" && hasChained(load.node) || file.calls().some((call) => {
    const on = isEval(call) ? call.receiver : undefined;
    if (!on) return false;
    if (on.kind !== "Name" && on.kind !== "Attribute") return true;
    return lastName(on) === last || (on.kind === "Name" && (on.id === "self" || isLoopOrParameter(file, on)));
  });
}

/** A file that trains, or hands that to a framework, sets modes by itself. */
export const trainsHere = (file: PythonFile): boolean => trains(file) || importsTrainer(file);
const trains = hasCall(({ method, receiver, node, callee = "" }) =>
  (receiver !== undefined && (method === "backward" || (method === "train" && node.args.length === 0))) || /Trainer$/.test(callee) || /^torch\.optim\./.test(callee) || /^torch\.onnx\.|^torch\.jit\.(?:trace|script)/.test(callee));
const importsTrainer = importing(/^(?:pytorch_lightning|lightning|fastai|ignite|accelerate)(?:\.|$)/);

function loadTarget(load: PyCall): PyExpr | undefined {
  if (load.method === "load_state_dict" && load.receiver) return /optim|sched|scaler|ema/i.test(lastName(load.receiver)) ? undefined : load.receiver;
  if (load.callee !== "torch.load") return undefined;
  const { parent } = load.node;
  const [target] = parent?.kind === "Assign" && parent.value === load.node ? parent.targets : [];
  return target?.kind === "Name" || target?.kind === "Attribute" ? target : undefined;
}

function spelled(file: PythonFile, node: PyExpr): string | undefined {
  if (node.kind === "Name") return node.id;
  return node.kind === "Attribute" && node.value.kind === "Name" && node.end - node.start < 60 ? file.slice(node) : undefined;
}

/** An attribute of a class that is, or may be, a module itself: its mode follows that of the whole. */
function isPart(file: PythonFile, node: PyExpr): boolean {
  const owner = node.kind === "Attribute" ? file.enclosingClass(node) : undefined;
  return owner !== undefined && (isModuleClass(file, owner) || owner.bases.some(({ value }) => lastName(value) !== "object" && lastName(value) !== "ABC"));
}

function isParameter(file: PythonFile, node: PyExpr & { readonly kind: "Name" }): boolean {
  return file.bindingsOf(node).some(({ how }) => how === "parameter" || how === "function" || how === "class");
}

function isLoopOrParameter(file: PythonFile, node: PyExpr & { readonly kind: "Name" }): boolean {
  return file.bindingsOf(node).some(({ how }) => how === "parameter" || how === "for" || how === "comprehension");
}

const changesByMode = /[Dd]rop|BatchNorm|batch_norm|InstanceNorm|Transformer|MultiheadAttention|models\.|timm|pretrained|from_|hub\.load|encoder|backbone|resnet|vgg|Block/;

/** False when it is made without dropout, or its class is in sight and the mode makes no difference to it. */
function matters(file: PythonFile, target: PyExpr): boolean {
  const value = file.valueOf(target);
  if (value.kind === "call" && value.call.node.args.some((one) => /^(?:dropout|drop_?rate|p_?drop)\w*$/i.test(one.name ?? "") && one.value.kind === "Num" && one.value.value === 0)) return false;
  if (target.kind !== "Name") return true;
  const classes = file.bindingsOf(target).flatMap(({ value }) => (value ? classMade(file, value) ?? [] : []));
  return classes.length === 0 || classes.some((made) => isModuleClass(file, made) && changesByMode.test(file.slice(made)));
}

/** One variable: of one function, of the module, declared `global` where it is loaded, or handed back as it is by the function that loads. */
function isSameVariable(file: PythonFile, load: PyCall, asked: PyCall): boolean {
  const home = functionAround(file, load.node);
  if (functionAround(file, asked.node) === home) return true;
  const func = asked.node.func.kind === "Attribute" ? asked.node.func.value : asked.node.func;
  const bindings = func.kind === "Name" ? file.bindingsOf(func) : [];
  return bindings.length > 0 && bindings.every(({ node, value }) => {
    if (home === undefined || isInside(node, home)) return functionAround(file, node) === home;
    return value?.kind === "Call" && calledFunction(file, file.call(value)) === home && returnsLoaded(file, load, home);
  });
}

function returnsLoaded(file: PythonFile, load: PyCall, home: PyFunctionDef): boolean {
  const name = load.receiver ? lastName(load.receiver) : "";
  const isRemade = file.nodes("Assign").some((one) => one.start > load.start && isInside(one, home) && one.targets.some((target) => target.kind === "Name" && target.id === name));
  return !isRemade && file.nodes("Return").some((one) => isInside(one, home) && one.value?.kind === "Name" && one.value.id === name);
}

/** `torch.load(path).eval()`. */
function hasChained(node: PyCallExpr): boolean {
  return node.parent?.kind === "Attribute";
}

export function statementOf(node: PyNode): PyStmt | undefined {
  for (let at: PyNode | undefined = node.parent; at; at = at.parent) {
    if (at.kind === "ExprStmt" || at.kind === "Assign" || at.kind === "Return" || at.kind === "AugAssign" || at.kind === "AnnAssign") return at;
    if (at.kind === "FunctionDef" || at.kind === "If" || at.kind === "For" || at.kind === "With") return undefined;
  }
  return undefined;
}
