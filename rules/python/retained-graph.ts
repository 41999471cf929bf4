/** Finds losses that are added up together with the graph that made them. */
import { pythonRule, type PyExpr, type PyName, type PyNode, type PythonFile } from "../api.ts";
import { around, functionAround, running } from "./knowledge/code.ts";
import { isLoose } from "./knowledge/mentions.ts";
import { mayBeTorch } from "./knowledge/torch.ts";

export default pythonRule({
  id: "python/retained-graph",
  title: "Loss summed with its graph",
  severity: "warning",
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: "A loss tensor holds the whole computation that made it. Added to a running total, the graphs of all batches stay in memory: training slows down and ends with an out-of-memory error hours later, on the most expensive machine there is.",
  remedy: "Add the number: `total += loss.item()`, or `loss.detach()` to stay on the device.",
  silent: "When the total itself is differentiated (`total.backward()`), outside of loops, and when the loss is not the one that `backward()` is called on.",
  references: ["https://pytorch.org/docs/stable/notes/faq.html#my-model-reports-cuda-runtime-error-2-out-of-memory"],
  examples: [
    {
      title: "A running total of tensors",
      bad: "import torch\n\n\ndef epoch(loader):\n    total = 0\n    for rows, target in loader:\n        loss = criterion(model(rows), target)\n        loss.backward()\n        optimizer.step()\n        total += «loss»\n    return total\n",
      good: "import torch\n\n\ndef epoch(loader):\n    total = 0\n    for rows, target in loader:\n        loss = criterion(model(rows), target)\n        loss.backward()\n        optimizer.step()\n        total += loss.item()\n    return total\n",
    },
    {
      title: "A list of tensors for the plot",
      bad: "import torch\n\nlosses = []\nfor rows, target in loader:\n    loss = criterion(model(rows), target)\n    loss.backward()\n    losses.append(«loss»)\n",
      good: "import torch\n\nlosses = []\nfor rows, target in loader:\n    loss = criterion(model(rows), target)\n    loss.backward()\n    losses.append(loss.item())\n",
    },
  ],
  prefilter: /\.backward\s*\(/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (!mayBeTorch(file)) return;
    for (const { node, total, loss } of kept(file)) {
      if (!around(node, "For") && !around(node, "While")) continue;
      if (!isDifferentiated(file, node, loss.id) || isDifferentiated(file, node, total) || isBoundToNumber(file, loss)) continue;
      const what = file.slice(node);
      yield {
        at: { start: loss.start, end: loss.end },
        message: `\`${what.length <= 60 && !what.includes("\n") ? what : total}\` keeps the graph of every batch alive: memory grows until training ends with an out-of-memory error. Add \`${loss.id}.detach()\` or \`${loss.id}.item()\`.`,
        confidence: "certain",
        fixes: [{ title: `Add ${loss.id}.detach()`, safe: true, edits: [{ at: { start: loss.end, end: loss.end }, text: ".detach()" }] }],
      };
    }
  },
});

interface Kept { readonly node: PyNode; readonly total: string; readonly loss: PyName }

/** `total += loss`, `total += loss * n`, `total = total + loss`, `losses.append(loss)`. */
function* kept(file: PythonFile): Generator<Kept> {
  for (const node of file.here.nodes("AugAssign")) {
    const loss = node.op.replace("=", "") === "+" && isPlace(node.target) ? named(node.value) : undefined;
    if (loss) yield { node, total: file.slice(node.target), loss };
  }
  for (const node of file.here.nodes("Assign")) {
    const [target, another] = node.targets;
    const { value } = node;
    if (!target || !isPlace(target) || another || value.kind !== "Binary" || value.op !== "+" || file.slice(value.left) !== file.slice(target)) continue;
    const loss = named(value.right);
    if (loss) yield { node, total: file.slice(target), loss };
  }
  for (const call of file.here.calls()) {
    const [loss, another] = call.positional;
    const list = call.method === "append" && call.receiver && isPlace(call.receiver) ? file.slice(call.receiver) : undefined;
    if (list !== undefined && loss?.kind === "Name" && !another && /loss/i.test(list) && !file.collect(stackedHere).includes(list)) yield { node: call.node, total: list, loss };
  }
}

/** `total`, `self.total`, `history["loss"]`. */
function isPlace(node: PyExpr): boolean {
  if (node.kind === "Attribute") return node.value.kind === "Name";
  return node.kind === "Name" || (node.kind === "Subscript" && node.index.kind === "Str" && isPlace(node.value));
}

/** A list of losses that is made into one tensor again may be differentiated. */
function stackedHere(file: PythonFile): readonly string[] {
  return file.here.calls().flatMap(({ callee = "", node }) => (/^torch\.(?:stack|cat|sum|mean)$|^builtins\.sum$/.test(callee) ? node.args.map(({ value }) => file.slice(value)) : []));
}

/** `loss`, `loss * 3`, `loss * len(rows)`. */
function named(node: PyExpr): PyName | undefined {
  if (node.kind === "Name") return node;
  return node.kind === "Binary" && node.op === "*" && node.left.kind === "Name" ? node.left : undefined;
}

/** `name.backward()` or `scaler.scale(name)` stands in the same function. */
function isDifferentiated(file: PythonFile, near: PyNode, name: string): boolean {
  const home = functionAround(file, near);
  if (!home) return file.collect(differentiatedLoose).includes(name);
  for (const one of running(file, home.body)) if (differentiated(file, one).includes(name)) return true;
  return false;
}

function differentiatedLoose(file: PythonFile): readonly string[] {
  return file.here.nodes("Call").flatMap((node) => (isLoose(node) ? differentiated(file, node) : []));
}

/** What may be differentiated by a call, as written. */
function differentiated(file: PythonFile, node: PyNode): readonly string[] {
  if (node.kind !== "Call" || node.func.kind !== "Attribute") return [];
  const { attr, value } = node.func;
  if (attr === "backward" && isPlace(value)) return [file.slice(value)];
  if (attr === "backward" || attr === "scale" || attr === "manual_backward") return [...node.args, ...(value.kind === "Call" ? value.args : [])].map((one) => file.slice(one.value));
  return [];
}

/** `loss = loss.item()` before the sum. */
function isBoundToNumber(file: PythonFile, loss: Extract<PyNode, { readonly kind: "Name" }>): boolean {
  return file.bindingsOf(loss).some(({ value }) => value?.kind === "Call" && value.func.kind === "Attribute" && /^(?:item|detach|cpu|numpy|tolist)$/.test(value.func.attr));
}
