/** What several rules ask of PyTorch code: what is a module, which loop trains, what a piece of code reaches in its file. */
import type { PyCall, PyClassDef, PyExpr, PyFor, PyFunctionDef, PyNode, PyStmt, PythonFile, PyWhile } from "../../api.ts";
import { callsIn } from "./code.ts";
import { importing } from "./mentions.ts";

/** The innermost loop around a node within its function. */
export function loopAround(node: PyNode): PyFor | PyWhile | undefined {
  for (let at = node.parent; at && at.kind !== "FunctionDef" && at.kind !== "Lambda" && at.kind !== "ClassDef"; at = at.parent) {
    if (at.kind === "For" || at.kind === "While") return at;
  }
  return undefined;
}

/** Calls in some code and in the functions of the same file that it calls. */
export function reachableCalls(file: PythonFile, body: readonly PyStmt[]): readonly PyCall[] {
  const found = [...callsIn(file, body)];
  const entered = new Set<PyFunctionDef>();
  for (const call of found) { // grows while it is walked
    const made = calledFunction(file, call);
    if (!made || entered.has(made) || entered.size > 40) continue;
    entered.add(made);
    found.push(...callsIn(file, made.body));
  }
  return found;
}

/** The function or method of this file that is called. */
export function calledFunction(file: PythonFile, call: PyCall): PyFunctionDef | undefined {
  const value = file.valueOf(call.node.func);
  if (value.kind === "symbol" && value.definition?.kind === "FunctionDef") return value.definition;
  if (call.receiver?.kind !== "Name" || call.receiver.id !== "self") return undefined;
  return file.enclosingClass(call.node)?.body.find((one): one is PyFunctionDef => one.kind === "FunctionDef" && one.name === call.method);
}

export const importsTorch = importing(/^(?:torch|torchvision|timm|transformers|segmentation_models_pytorch|pytorch_lightning|lightning)(?:\.|$)/);

/** Also code without any imports, as it stands in a cell or an answer. */
export function mayBeTorch(file: PythonFile): boolean {
  return importsTorch(file) || file.imports().length === 0;
}

/** A class of this file that is a `torch.nn.Module`, by its bases. */
export function isModuleClass(file: PythonFile, made: PyClassDef, depth = 0): boolean {
  return made.bases.some(({ value }) => {
    const name = file.qualifiedName(value) ?? "";
    if (/^(?:torch\.)?nn\.(?:modules\.module\.)?Module$|^torch\.nn\.Sequential$|LightningModule$|PreTrainedModel$/.test(name)) return true;
    const base = file.valueOf(value);
    return depth < 4 && base.kind === "symbol" && base.definition?.kind === "ClassDef" && isModuleClass(file, base.definition, depth + 1);
  });
}

/** Constructors of networks: https://pytorch.org/vision/stable/models.html, https://timm.fast.ai, https://pytorch.org/docs/stable/nn.html */
export const makesModule = /^(?:torchvision\.models\.(?:\w+\.)*[a-z]\w*|timm\.(?:models\.)?create_model|torch\.hub\.load|torch\.nn\.(?:[A-Z]\w*)|segmentation_models_pytorch\.[A-Z]\w*|efficientnet_pytorch\.EfficientNet\.\w+)$/;

/** The class of this file that an expression constructs. */
export function classMade(file: PythonFile, node: PyExpr): PyClassDef | undefined {
  const value = node.kind === "Call" ? file.valueOf(node.func) : undefined;
  return value?.kind === "symbol" && value.definition?.kind === "ClassDef" ? value.definition : undefined;
}

/** True when the value is certainly a network: made by a known constructor or by a class of this file that is a module. */
export function isModule(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  const all = value.kind === "any-of" ? value.values : [value];
  return all.some((one) => one.kind === "call" && (makesModule.test(one.of) || isOwnModule(file, one.call.node)));
}

function isOwnModule(file: PythonFile, node: PyExpr): boolean {
  const made = classMade(file, node);
  return made !== undefined && isModuleClass(file, made);
}
