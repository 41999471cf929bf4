/** Validation inside the epoch loop switches the model to evaluation mode, and nothing switches it back for the next epoch. */
import { pythonRule, type PyCall, type PyFor, type PyNode, type PythonFile, type PyWhile } from "../api.ts";
import { callsIn } from "./knowledge/code.ts";
import { calledFunction, loopAround, mayBeTorch, reachableCalls } from "./knowledge/torch.ts";

export default pythonRule({
  id: "python/left-in-eval-mode",
  title: "Trained on in evaluation mode",
  severity: "warning",
  principle: "parity",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `\`eval()\` switches dropout off and freezes the statistics of batch normalisation until \`train()\` is called. When only the first epoch begins in
training mode, all later ones train another network than the one that was designed: it overfits, and its normalisation describes the first epoch.`,
  remedy: "Call `model.train()` at the start of each epoch, or right after validation.",
  silent: "When `train()` is called anywhere in the loop or in what it calls in this file; when the loop hands the model to code of other files; for models that are frozen on purpose; in tests.",
  references: ["https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.train"],
  examples: [
    {
      title: "Training mode only before the loop",
      path: "train.py",
      bad: `import torch

model.train()
for epoch in range(20):
    for rows, target in loader:
        optimizer.zero_grad()
        criterion(model(rows), target).backward()
        optimizer.step()
    model.«eval»()
    with torch.no_grad():
        print(epoch, accuracy(model(held_rows), held_target))
`,
      good: `import torch

for epoch in range(20):
    model.train()
    for rows, target in loader:
        optimizer.zero_grad()
        criterion(model(rows), target).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(epoch, accuracy(model(held_rows), held_target))
`,
    },
  ],
  prefilter: /\.eval\s*\(/,
  *check(file, context) {
    if (context.isTest || !mayBeTorch(file)) return;
    for (const call of file.calls()) {
      const name = call.method === "eval" && call.node.args.length === 0 && call.receiver ? file.slice(call.receiver) : undefined;
      const loop = name !== undefined && /^[\w.]{1,40}$/.test(name) ? epochLoop(file, call, name) : undefined;
      if (!loop || name === undefined) continue;
      yield {
        at: call.name,
        message: `\`${name}.eval()\` stays in force for the next epoch, because nothing in the loop calls \`${name}.train()\`: from then on dropout is off and batch normalisation frozen while weights are learned. Call \`${name}.train()\` at the start of each epoch.`,
        confidence: "likely",
        related: [{ at: { start: loop.start, end: loop.start + (loop.kind === "For" ? 3 : 5) }, message: "the next epoch begins here" }],
      };
    }
  },
});

/** The outermost loop around the switch in which the same model learns and is never switched back. */
function epochLoop(file: PythonFile, call: PyCall, name: string): PyFor | PyWhile | undefined {
  for (let loop = loopAround(call.node); loop; loop = loopAround(loop)) {
    const direct = callsIn(file, loop.body);
    const learns = direct.some((one) => one.method === "backward" && one.receiver && isRepeated(one.node, loop));
    if (!learns || !direct.some(({ node }) => file.slice(node.func) === name)) continue;
    const reached = reachableCalls(file, loop.body);
    if (reached.some(({ method }) => /^(?:train|_?train\w*|set_train\w*|set_mode|requires_grad_)$/.test(method))) return undefined;
    const restores = direct.some((one) => handsOver(file, one, name)) || /\.training\s*=|\btrain\s*\(/.test(file.slice(loop));
    return restores || isMadeIn(file, loop, name) ? undefined : loop;
  }
  return undefined;
}

/** In the loop and not in code that leaves it. */
function isRepeated(node: PyNode, loop: PyNode): boolean {
  return loop.start <= node.start && node.end <= loop.end;
}

/** The model goes to a function that is not in this file. */
function handsOver(file: PythonFile, call: PyCall, name: string): boolean {
  if (calledFunction(file, call) || /^torch\.(?:save|nn\.utils|no_grad)|^builtins\./.test(call.callee ?? "") || call.method === "state_dict") return false;
  return call.node.args.some(({ value }) => file.slice(value) === name);
}

/** A new model in each round starts in training mode. */
function isMadeIn(file: PythonFile, loop: PyNode, name: string): boolean {
  return file.nodes("Assign").some((one) => loop.start <= one.start && one.end <= loop.end && one.targets.some((target) => file.slice(target) === name));
}
