/** Finds losses that are added up together with the graph that made them. */
import { pythonRule, type PyAugAssign, type PyNode, type PythonFile } from "../api.ts";
import { around, functionAround, running } from "./knowledge/code.ts";

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
  ],
  prefilter: /\.backward\s*\(/,

  *check(file, context) {
    if (context.isTest || !file.imports().some((name) => /^torch(?:\.|$)/.test(name))) return;
    for (const node of file.nodes("AugAssign")) {
      const loss = node.value;
      if (node.op.replace("=", "") !== "+" || loss.kind !== "Name" || node.target.kind !== "Name" || !around(node, "For") && !around(node, "While")) continue;
      const total = node.target.id;
      if (!isDifferentiated(file, node, loss.id) || isDifferentiated(file, node, total) || isBoundToNumber(file, loss)) continue;
      yield {
        at: { start: loss.start, end: loss.end },
        message: `\`${total} += ${loss.id}\` keeps the graph of every batch alive: memory grows until training ends with an out-of-memory error. Add \`${loss.id}.detach()\` or \`${loss.id}.item()\`.`,
        confidence: "certain",
        fixes: [{ title: `Add ${loss.id}.detach()`, safe: true, edits: [{ at: { start: loss.end, end: loss.end }, text: ".detach()" }] }],
      };
    }
  },
});

/** `name.backward()` or `scaler.scale(name)` stands in the same function. */
function isDifferentiated(file: PythonFile, near: PyAugAssign, name: string): boolean {
  const home = functionAround(file, near);
  for (const one of running(file, home?.body ?? file.body)) if (isBackward(one, name)) return true;
  return false;
}

function isBackward(node: PyNode, name: string): boolean {
  if (node.kind !== "Call" || node.func.kind !== "Attribute") return false;
  const { attr, value } = node.func;
  if (attr === "backward" && value.kind === "Name") return value.id === name;
  if (attr === "backward" || attr === "scale" || attr === "manual_backward") return [...node.args, ...(value.kind === "Call" ? value.args : [])].some((one) => one.value.kind === "Name" && one.value.id === name);
  return false;
}

/** `loss = loss.item()` before the sum. */
function isBoundToNumber(file: PythonFile, loss: Extract<PyNode, { readonly kind: "Name" }>): boolean {
  return file.bindingsOf(loss).some(({ value }) => value?.kind === "Call" && value.func.kind === "Attribute" && /^(?:item|detach|cpu|numpy|tolist)$/.test(value.func.attr));
}
