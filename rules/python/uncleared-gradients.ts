/** A training loop steps its optimizer and never clears the gradients: every step adds all steps before it. */
import { pythonRule, type PyCall, type PyFor, type PythonFile, type PyWhile } from "../api.ts";
import { around, callsIn, functionAround, indentOf, lineBreak } from "./knowledge/code.ts";
import { loopAround, mayBeTorch, reachableCalls } from "./knowledge/torch.ts";

export default pythonRule({
  id: "python/uncleared-gradients",
  title: "Gradients never cleared",
  severity: "warning",
  principle: "parity",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `PyTorch adds gradients up until somebody clears them. Without \`zero_grad\` each step follows the sum of all batches so far: training still runs,
converges badly or not at all, and the model that ships is worse than the code suggests.`,
  remedy: "Call `optimizer.zero_grad()` once per step, before `backward()` (after `step()` when gradients are gathered over several batches on purpose).",
  silent: "When `zero_grad` is called anywhere the loop reaches, gradients are cleared by hand (`grad = None`, `grad.zero_()`) or the engine does it (DeepSpeed); outside of loops; when helpers of other files are called with the optimizer; in tests.",
  references: ["https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html", "https://pytorch.org/tutorials/recipes/recipes/zeroing_out_gradients.html"],
  examples: [
    {
      title: "Backward and step, and nothing else",
      path: "train.py",
      bad: `import torch

optimizer = torch.optim.Adam(model.parameters())
for rows, target in loader:
    loss = criterion(model(rows), target)
    loss.«backward»()
    optimizer.step()
`,
      good: `import torch

optimizer = torch.optim.Adam(model.parameters())
for rows, target in loader:
    optimizer.zero_grad()
    loss = criterion(model(rows), target)
    loss.backward()
    optimizer.step()
`,
    },
  ],
  prefilter: /\.backward\s*\(/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    if (!mayBeTorch(file)) return;
    for (const call of file.here.calls()) {
      if (call.method !== "backward" || !call.receiver || /autograd|engine/.test(file.slice(call.receiver))) continue;
      const loop = loopAround(call.node);
      const step = loop && callsIn(file, loop.body).find((one) => stepped(file, one) !== undefined && one.start > call.start);
      const optimizer = step && stepped(file, step);
      if (!loop || !optimizer || clears(file, call, loop, optimizer)) continue;
      yield {
        at: call.name,
        message: `\`backward\` adds to the gradients of every batch before, because nothing clears them between steps of \`${optimizer}\`: training follows a sum that never ends, and the model is worse than its code. Call \`${optimizer}.zero_grad()\` once per step.`,
        confidence: "likely",
        related: [{ at: step.name, message: "steps here" }],
        fixes: fixFor(file, call, optimizer),
      };
    }
  },
});

/** The optimizer that a call steps: `optimizer.step()`, `scaler.step(optimizer)`. */
function stepped(file: PythonFile, call: PyCall): string | undefined {
  if (call.method !== "step" || !call.receiver) return undefined;
  const [only, ...more] = call.positional;
  const optimizer = call.node.args.length === 0 ? call.receiver : only && more.length === 0 && /scaler/i.test(file.slice(call.receiver)) ? only : undefined;
  const value = optimizer && file.valueOf(optimizer);
  if (!optimizer) return undefined;
  const isOptimizer = value?.kind === "call" ? /^torch\.optim\.(?!lr_scheduler)/.test(value.of) : /^(?:self\.)?(?:\w+_)?opt(?:im|imizer)?(?:_\w+)?$/i.test(file.slice(optimizer));
  return isOptimizer ? file.slice(optimizer) : undefined;
}

/** Anything that clears gradients, or may do so out of sight, in the loops around and what they call in this file; once before them is not enough. */
function clears(file: PythonFile, call: PyCall, loop: PyFor | PyWhile, optimizer: string): boolean {
  const home = functionAround(file, call.node);
  const calls = reachableCalls(file, outermost(loop).body);
  if (calls.some(({ method }) => /zero_?grad|clear_?grad|reset_?grad|^zero_$|^manual_backward$|^prepare$/i.test(method))) return true;
  const text = file.slice(home ?? loop);
  return /\.grad\s*=|\.grad\.|closure|no_sync|create_graph|retain_graph\s*=\s*True[^)]*\)[\s\S]{0,80}\.backward/.test(text) || calls.some((one) => one.callee?.startsWith("torch.") !== true && isForeignHelper(file, one, optimizer));
}

function outermost(loop: PyFor | PyWhile): PyFor | PyWhile {
  let found = loop;
  for (let next = loopAround(found); next; next = loopAround(found)) found = next;
  return found;
}

/** A function of another file that gets the optimizer. */
function isForeignHelper(file: PythonFile, call: PyCall, optimizer: string): boolean {
  const value = file.valueOf(call.node.func);
  return (value.kind !== "symbol" || !value.definition) && !/lr_scheduler/.test(call.callee ?? "") && call.positional.some((one) => file.slice(one) === optimizer);
}

function fixFor(file: PythonFile, call: PyCall, optimizer: string) {
  const statement = around(call.node, "ExprStmt");
  const indent = statement && indentOf(file, statement);
  if (indent === undefined || !statement || statement.value !== call.node || !/^[\w.]{1,40}$/.test(optimizer)) return [];
  return [{ title: `Call ${optimizer}.zero_grad() first`, safe: false, edits: [{ at: { start: statement.start, end: statement.start }, text: `${optimizer}.zero_grad()${lineBreak(file)}${indent}` }] }];
}
