/** A cut-off for predictions that is chosen by the score it gets on the rows the model is reported on. */
import type { PyCallExpr, PyExpr, PyNode, PyNodeOf } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import type { Judgement } from "./values.ts";

/** The score is asked for each cut-off of the innermost loop, and the loop or what follows keeps the best. */
export function thresholdChosen(machine: Machine, { call, loops }: Judgement): boolean {
  const loop = loops[loops.length - 1];
  const names = loop?.kind === "For" ? namesIn(machine, loop.target) : loop?.kind === "Comprehension" ? loop.clauses.flatMap(({ target }) => namesIn(machine, target)) : [];
  if (!loop || names.length === 0 || !isCutBy(machine, call.node, names, loop)) return false;
  const kept = keeperOf(call.node);
  if (!kept) return false;
  return (loop.kind === "For" && isComparedIn(machine, loop, kept)) || machine.file.calls().some((other) => other.start > call.end
    && /^(?:max|min|argmax|argmin|nanargmax|idxmax|idxmin)$/.test(other.method) && [...other.positional, ...(other.receiver ? [other.receiver] : [])].some((one) => namesIn(machine, one).includes(kept)));
}

/** `probability > t`, also one variable away within the loop. */
function isCutBy(machine: Machine, call: PyCallExpr, names: readonly string[], loop: PyNode): boolean {
  return call.args.some(({ value }) => {
    if (isCut(machine, value, names)) return true;
    const [binding] = value.kind === "Name" ? machine.file.bindingsOf(value) : [];
    return binding?.value !== undefined && binding.value.start > loop.start && isCut(machine, binding.value, names);
  });
}

function isCut(machine: Machine, node: PyNode, names: readonly string[], depth = 0): boolean {
  if (node.kind === "Compare" && node.ops.some((op) => /^[<>]=?$/.test(op)) && node.rights.some((one) => one.kind === "Name" && names.includes(one.id))) return true;
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
