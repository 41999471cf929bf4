/** What a loop tries: settings of a model, of the steps before it, or the columns it is given. */
import type { PyCallExpr, PyExpr, PyNode } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import type { Estimator } from "./values.ts";

/** Made anew each time round, by settings that are not written out, or from features that were. */
export function triesSettings(machine: Machine, model: Estimator, loop: PyNode): boolean {
  if (model.loops.includes(loop) && [model, ...stepsOf(model)].some(({ settings }) => settings.some((made) => isSetByName(machine, made)))) return true;
  const names = countedBy(loop);
  return names.length > 0 && (isPreparedBy(machine, loop, names) || isGivenColumnsBy(machine, model, loop, names));
}

function stepsOf({ steps }: Estimator, depth = 0): Estimator[] {
  return depth > 4 ? [] : steps.flatMap(({ estimator }) => (estimator ? [estimator, ...stepsOf(estimator, depth + 1)] : []));
}

const seeds = /^(?:random_state|random_seed|seed|verbose|n_jobs)$/;

/** Some setting is not written out: a variable, what is made of one, or what a trial suggests; and not just the seed. */
function isSetByName(machine: Machine, made: PyCallExpr): boolean {
  return machine.estimators.some((one) => one.made === made && one.kind === "pipeline") ? false
    : made.args.some(({ name, value }) => !(name && seeds.test(name)) && (value.kind === "Name" || value.kind === "Subscript" || value.kind === "Attribute" || value.kind === "Conditional" || isMadeOfName(machine, value)));
}

function isMadeOfName(machine: Machine, node: PyNode): boolean {
  if (node.kind === "Call") return /^suggest_/.test(machine.file.call(node).method) || node.args.some(({ value }) => value.kind === "Name" || isMadeOfName(machine, value));
  return (node.kind === "Binary" || node.kind === "Tuple") && machine.file.childrenOf(node).some((child) => child.kind === "Name" || isMadeOfName(machine, child));
}

/** The names that a loop counts through. */
function countedBy(loop: PyNode): readonly string[] {
  const targets = loop.kind === "For" ? [loop.target] : loop.kind === "Comprehension" ? loop.clauses.map(({ target }) => target) : [];
  return targets.flatMap((target) => (target.kind === "Tuple" ? target.elements : [target])).flatMap((one) => (one.kind === "Name" ? [one.id] : []));
}

/** `PCA(n)`, `SelectKBest(k=n)`: a transformer with settings of its own each time round. */
function isPreparedBy(machine: Machine, loop: PyNode, names: readonly string[]): boolean {
  return machine.estimators.some(({ kind, made, loops }) => (kind === "transformer" || kind === "stateless") && loops.includes(loop) && made.args.some(({ name, value }) => !(name && seeds.test(name)) && mentions(machine, value, names)));
}

/** `model.fit(X_train[names], y)`: other columns of the same rows each time round, for the same target. */
function isGivenColumnsBy(machine: Machine, model: Estimator, loop: PyNode, names: readonly string[]): boolean {
  return model.fits.some(({ call }) => {
    const [rows, target] = call.positional;
    return call.start > loop.start && call.end <= loop.end && rows !== undefined && columnsBy(machine, rows, loop, names, 0) && !(target && mentions(machine, target, names));
  });
}

function columnsBy(machine: Machine, node: PyExpr, loop: PyNode, names: readonly string[], depth: number): boolean {
  if (node.kind === "Name") {
    const [binding] = machine.file.bindingsOf(node);
    return depth < 3 && binding?.value !== undefined && binding.value.start > loop.start && binding.value.end <= loop.end && columnsBy(machine, binding.value, loop, names, depth + 1);
  }
  if (node.kind !== "Subscript" || machine.look(node.value).items !== undefined) return false;
  const columns = node.index.kind === "Tuple" ? node.index.elements[1] : node.index;
  return columns !== undefined && columns.kind !== "Compare" && columns.kind !== "Slice" && chosenBy(machine, columns, loop, names);
}

/** The loop's own name, or a list that is made of it in the loop. */
function chosenBy(machine: Machine, index: PyExpr, loop: PyNode, names: readonly string[]): boolean {
  if (mentions(machine, index, names)) return true;
  const [binding] = index.kind === "Name" ? machine.file.bindingsOf(index) : [];
  return binding?.value !== undefined && binding.value.start > loop.start && binding.value.end <= loop.end && mentions(machine, binding.value, names);
}

function mentions(machine: Machine, node: PyNode, names: readonly string[]): boolean {
  return node.kind === "Name" ? names.includes(node.id) : machine.file.childrenOf(node).some((child) => mentions(machine, child, names));
}
