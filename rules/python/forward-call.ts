/** A network's `forward` is called by name: whatever is hooked to calling the network does not run. */
import { pythonRule, type PyCall, type PythonFile } from "../api.ts";
import { importsTorch, isModule } from "./knowledge/torch.ts";

export default pythonRule({
  id: "python/forward-call",
  title: "forward called by name",
  severity: "info",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Calling a module runs its hooks around \`forward\`; calling \`forward\` skips them. Pruning, spectral and weight normalisation, quantisation observers,
profilers and the gradient exchange of distributed training are such hooks: they silently do nothing, in training or in serving alone.`,
  remedy: "Call the module: `model(x)`.",
  silent: "For `super().forward(x)` and `self.forward(x)`, for objects that are not known to be modules, and in tests.",
  references: ["https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.forward"],
  examples: [
    {
      title: "A network of this file",
      bad: `import torch


class Net(torch.nn.Module):
    def forward(self, rows):
        return rows * 2


net = Net()
scores = net.«forward»(torch.ones(3))
`,
      good: `import torch


class Net(torch.nn.Module):
    def forward(self, rows):
        return rows * 2


net = Net()
scores = net(torch.ones(3))
`,
    },
    {
      title: "A loaded one",
      bad: `import torch

net = torch.load("net.pt", weights_only=False)
net.eval()
with torch.no_grad():
    scores = net.«forward»(torch.ones(3))
`,
      good: `import torch

net = torch.load("net.pt", weights_only=False)
net.eval()
with torch.no_grad():
    scores = net(torch.ones(3))
`,
    },
  ],
  prefilter: /\.forward\s*\(/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      if (call.method !== "forward" || !call.receiver || !importsTorch(file) || !isNetwork(file, call)) continue;
      const name = file.slice(call.receiver);
      const quoted = /^[\w.]{1,40}$/.test(name) ? name : "the module";
      yield {
        at: call.name,
        message: `\`${quoted}.forward\` skips the hooks that calling \`${quoted}\` runs: pruning, weight normalisation, quantisation, profiling or distributed training silently do nothing here. Call \`${quoted}(…)\`.`,
        confidence: "likely",
        fixes: [{ title: "Call the module itself", safe: false, edits: [{ at: { start: call.receiver.end, end: call.node.func.end }, text: "" }] }],
      };
    }
  },
});

function isNetwork(file: PythonFile, { receiver }: PyCall): boolean {
  if (!receiver || (receiver.kind !== "Name" && receiver.kind !== "Attribute")) return false;
  if (receiver.kind === "Name" && /^(?:self|cls|super|F|ctx)$/.test(receiver.id)) return false;
  if (isModule(file, receiver)) return true;
  const value = file.valueOf(receiver);
  return value.kind === "call" && value.of === "torch.load";
}
