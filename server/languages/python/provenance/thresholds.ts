/** A cut-off for predictions that is chosen by the score it gets on the rows the model is reported on. */
import type { PyCallExpr, PyExpr, PyNode, PyNodeOf } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import type { Judgement } from "./values.ts";

/** The score is asked for each cut-off of the innermost loop, and the loop or what follows keeps the best. */
export function thresholdChosen(machine: Machine, { call, loops }: Judgement): boolean {
  if (call.method === "roc_curve" || call.method === "precision_recall_curve") return pickedFromCurve(machine, call);
  const loop = loops[loops.length - 1];
  const names = loop?.kind === "For" ? namesIn(machine, loop.target) : loop?.kind === "Comprehension" ? loop.clauses.flatMap(({ target }) => namesIn(machine, target)) : [];
  if (!loop || names.length === 0 || !isCutBy(machine, call.node, names, loop)) return false;
  const kept = keeperOf(call.node);
  if (!kept) return false;
  return (loop.kind === "For" && isComparedIn(machine, loop, kept)) || machine.file.calls().some((other) => other.start > call.end
    && /^(?:max|min|argmax|argmin|nanargmax|idxmax|idxmin)$/.test(other.method) && [...other.positional, ...(other.receiver ? [other.receiver] : [])].some((one) => namesIn(machine, one).includes(kept)));
}

/** `…, cuts = roc_curve(…)`, then `cuts[argmax(…)]`, by which predictions are cut. */
function pickedFromCurve(machine: Machine, { node, end }: Judgement["call"]): boolean {
  const target = node.parent?.kind === "Assign" ? node.parent.targets[0] : undefined;
  const cuts = target?.kind === "Tuple" ? target.elements[2] : undefined;
  if (cuts?.kind !== "Name") return false;
  return machine.file.nodes("Subscript").some((one) => one.start > end && one.value.kind === "Name" && one.value.id === cuts.id && isBestIndex(machine, one.index) && isCutAt(machine, one));
}

function isBestIndex(machine: Machine, index: PyExpr): boolean {
  const [binding] = index.kind === "Name" ? machine.file.bindingsOf(index) : [];
  const node = binding?.value ?? index;
  return node.kind === "Call" && /^(?:nan)?arg(?:max|min)$/.test(machine.file.call(node).method);
}

/** The cut-off is compared with, under its own name or as it stands. */
function isCutAt(machine: Machine, cut: PyExpr): boolean {
  const { parent } = cut;
  if (parent?.kind === "Compare") return true;
  const target = parent?.kind === "Assign" ? parent.targets[0] : undefined;
  return target?.kind === "Name" && machine.file.nodes("Compare").some(({ start, rights }) => start > cut.end && rights.some((one) => one.kind === "Name" && one.id === target.id));
}

/** `probability > t`, also one variable away within the loop. */
function isCutBy(machine: Machine, call: PyCallExpr, names: readonly string[], loop: PyNode): boolean {
  return call.args.some(({ value }) => {
    if (isCut(machine, value, names)) return true;
    const [binding] = value.kind === "Name" ? machine.file.bindingsOf(value) : [];
    return binding?.value !== undefined && binding.value.start > loop.start && isCut(machine, binding.value, names);
  });
}

/** Also the weight of one of several predictions. */
function isCut(machine: Machine, node: PyNode, names: readonly string[], depth = 0): boolean {
  if (node.kind === "Compare" && node.ops.some((op) => /^[<>]=?$/.test(op)) && node.rights.some((one) => one.kind === "Name" && names.includes(one.id))) return true;
  if (node.kind === "Binary" && node.op === "*" && [node.left, node.right].some((one) => one.kind === "Name" && names.includes(one.id))) return true;
  return depth < 6 && machine.file.childrenOf(node).some((child) => isCut(machine, child, names, depth + 1));
}

/** The name that holds the score: assigned, or a list or dict that collects it. */
function keeperOf(call: PyCallExpr): string | undefined {
  for (let at: PyNode | undefined = call.parent, depth = 0; at && depth < 4; at = at.parent, depth++) {
    if (at.kind === "Assign") return rootName(at.targets[0]);
    if (at.kind === "Call" && at.func.kind === "Attribute" && at.func.attr === "append") return rootName(at.func.value);
    if (at.kind === "For" || at.kind === "FunctionDef") return undefined;
  }
  return undefined;
}

function rootName(node: PyExpr | undefined): string | undefined {
  return node?.kind === "Name" ? node.id : node?.kind === "Subscript" ? rootName(node.value) : undefined;
}

/** `if score > best: …` that keeps something. */
function isComparedIn(machine: Machine, loop: PyNodeOf<"For">, kept: string): boolean {
  return machine.file.nodes("If").some(({ start, end, test, body }) => start > loop.start && end <= loop.end && body.some(({ kind }) => kind === "Assign") && test.kind === "Compare"
    && [test.left, ...test.rights].every((one) => one.kind === "Name" || one.kind === "Subscript" || one.kind === "Attribute") && namesIn(machine, test).includes(kept));
}

function namesIn(machine: Machine, node: PyNode): string[] {
  return node.kind === "Name" ? [node.id] : machine.file.childrenOf(node).flatMap((child) => namesIn(machine, child));
}
