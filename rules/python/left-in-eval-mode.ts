/** Validation inside the epoch loop switches the model to evaluation mode, and nothing switches it back for the next epoch. */
import { pythonRule, type PyCall, type PyExpr, type PyFor, type PyNode, type PythonFile, type PyWhile } from "../api.ts";
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
  silentInTests: true,
  judges: "statements",
  *check(file) {
    if (!mayBeTorch(file)) return;
    for (const call of file.here.calls()) {
      const switched = switchedBy(file, call);
      const name = switched && file.slice(switched);
      const loop = name !== undefined && /^[\w.]{1,40}$/.test(name) ? epochLoop(file, call, name) : undefined;
      if (!loop || name === undefined) continue;
      const how = call.method === "eval" ? `${name}.eval()` : call.method;
      yield {
        at: call.name,
        message: `\`${how}\` ${call.method === "eval" ? "stays" : `puts \`${name}\` into evaluation mode, which stays`} in force for the next epoch, because nothing in the loop calls \`${name}.train()\`: from then on dropout is off and batch normalisation frozen while weights are learned. Call \`${name}.train()\` at the start of each epoch.`,
        confidence: "likely",
        related: [{ at: { start: loop.start, end: loop.start + (loop.kind === "For" ? 3 : 5) }, message: "the next epoch begins here" }],
      };
    }
  },
});

/** The model that a call switches to evaluation: `model.eval()`, or `validate(model, rows)` where that function of this file does so. */
function switchedBy(file: PythonFile, call: PyCall): PyExpr | undefined {
  const isEval = (one: PyCall) => one.method === "eval" && one.node.args.length === 0;
  if (isEval(call)) return call.receiver;
  if (call.node.args.length === 0) return undefined;
  const made = calledFunction(file, call);
  const own = made?.params[0]?.name === "self" ? 1 : 0;
  return made && call.positional.find((given, index) => {
    const param = made.params[index + own];
    return (given.kind === "Name" || given.kind === "Attribute") && param !== undefined && callsIn(file, made.body).some((one) => isEval(one) && one.receiver?.kind === "Name" && one.receiver.id === param.name);
  });
}

/** The outermost loop around the switch in which the same model learns and is never switched back. */
function epochLoop(file: PythonFile, call: PyCall, name: string): PyFor | PyWhile | undefined {
  for (let loop = loopAround(call.node); loop; loop = loopAround(loop)) {
    const direct = callsIn(file, loop.body);
    const reached = reachableCalls(file, loop.body);
    if (!reached.some((one) => one.method === "backward" && one.receiver) || !direct.some((one) => learnsBy(file, one, name))) continue;
    if (reached.some((one) => /^(?:train|_?train\w*|set_train\w*|set_mode|requires_grad_)$/.test(one.method) && !calledFunction(file, one))) return undefined;
    const restores = direct.some((one) => handsOver(file, one, name)) || /\.training\s*=|\.train\s*\(/.test(file.slice(loop));
    return restores || isMadeIn(file, loop, name) ? undefined : loop;
  }
  return undefined;
}

/** The model is asked in the loop itself, or in a function of this file that computes gradients. */
function learnsBy(file: PythonFile, call: PyCall, name: string): boolean {
  if (file.slice(call.node.func) === name) return true;
  const made = call.node.args.some(({ value }) => file.slice(value) === name) ? calledFunction(file, call) : undefined;
  return made !== undefined && callsIn(file, made.body).some(({ method, receiver }) => method === "backward" && receiver !== undefined);
}

/** The model goes to a function that is not in this file. */
function handsOver(file: PythonFile, call: PyCall, name: string): boolean {
  if (calledFunction(file, call) || /^torch\.(?:save|nn\.utils|no_grad)|^builtins\./.test(call.callee ?? "") || call.method === "state_dict") return false;
  return call.node.args.some(({ value }) => file.slice(value) === name);
}

/** A new model in each round starts in training mode. */
function isMadeIn(file: PythonFile, loop: PyNode, name: string): boolean {
  return file.here.nodes("Assign").some((one) => loop.start <= one.start && one.end <= loop.end && one.targets.some((target) => file.slice(target) === name));
}
