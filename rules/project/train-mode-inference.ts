/** A network that one file loads answers in another, still in training mode. */
import { projectRule, type GraphStep, type KnownObject, type NetworkFact, type Project, type ProjectFinding } from "../api.ts";
import type { CallFact, FunctionFact, ObjectFact } from "../facts/python.ts";

export default projectRule({
  id: "project/train-mode-inference",
  title: "Network from another file answers in training mode",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A PyTorch module starts in training mode, also after its weights were loaded. Where one file loads and another answers, each may think the other calls
\`eval()\`. Dropout then removes features at random and batch normalisation uses the statistics of whoever is in the batch: the same request gets different
answers, worse than those that were measured.`,
  remedy: "Call `eval()` in the function that loads, before it gives the network back.",
  silent: `When any file on the way puts a network into evaluation mode or trains, when the network is not asked where somebody is served or rows are scored, and
when the same file loads and answers: that is python/train-mode-inference.`,
  references: ["https://pytorch.org/docs/stable/notes/autograd.html#evaluation-mode-nn-module-eval", "https://pytorch.org/tutorials/beginner/saving_loading_models.html"],
  examples: [
    {
      title: "Loaded in a module of its own",
      path: "loading.py",
      files: {
        "app.py": `import torch
from flask import Flask, request
from loading import load_network

app = Flask(__name__)
network = load_network("net.pt")


@app.post("/classify")
def classify():
    with torch.no_grad():
        return {"class": int(network(torch.tensor(request.get_json()["pixels"])).argmax())}
`,
      },
      bad: `import torch
from architecture import Net


def load_network(path):
    network = Net()
    network.«load_state_dict»(torch.load(path, weights_only=True))
    return network
`,
      good: `import torch
from architecture import Net


def load_network(path):
    network = Net()
    network.load_state_dict(torch.load(path, weights_only=True))
    network.eval()
    return network
`,
    },
  ],
  *check(project, context) {
    const networks = [...project.python()].flatMap(([path, { parity }]) => (parity?.networks ?? []).map((network) => ({ path, network })));
    if (networks.length === 0) return;
    const told = new Set<NetworkFact>();
    for (const asked of askedIn(project)) {
      if (context.for(asked.path).isTest) continue;
      for (const { path, network } of networks) {
        if (told.has(network) || path === asked.path || !asked.objects().some((one) => one.path === path && one.at === network.made)) continue;
        if (waysOf(project, path, network).some((file) => switchesOrTrains(project, file)) || switchesOrTrains(project, asked.path)) continue;
        told.add(network);
        yield findingOf(path, network, asked);
      }
    }
  },
});

interface Asked { readonly path: string; readonly call: CallFact; readonly entry: GraphStep | undefined; objects(): readonly KnownObject[] }

/** Objects of the project that are called themselves, where somebody is served or rows are scored. */
function* askedIn(project: Project): Iterable<Asked> {
  for (const [path, facts] of project.python()) {
    for (const one of facts.functions) {
      for (const call of one.calls ?? []) {
        const object = calledObject(call);
        if (!object || !answers(project, path, one)) continue;
        yield { path, call, entry: project.graph.servePath(path, one.name)[0], objects: () => project.graph.objects(path, one.name, object) };
      }
    }
  }
}

/** `network(x)`, `self.network(x)`. */
function calledObject({ method, on, to }: CallFact): ObjectFact | undefined {
  if (method === "__call__" || method === "forward") return on;
  const dot = to?.startsWith(":") ? to.lastIndexOf(".") : -1;
  return to && dot > 0 ? { from: "attribute", class: to.slice(1, dot), name: to.slice(dot + 1) } : undefined;
}

function answers(project: Project, path: string, { name }: FunctionFact): boolean {
  const role = project.graph.role(path);
  if (role === "test" || role === "tutorial" || role === "train") return false;
  return role === "serve" || role === "batch" || role === "evaluate" || project.graph.servePath(path, name).length > 0 || project.graph.predictionWays(path, name).length > 0;
}

const mostSteps = 3;

/** The files through which the network is handed on: the one that loads, and those that call for it. */
function waysOf(project: Project, path: string, network: NetworkFact): readonly string[] {
  const files = new Set([path]);
  let level = [{ path, name: network.function }];
  for (let step = 0; step < mostSteps && level.length > 0; step++) {
    level = level.flatMap((place) => project.graph.callers(place.path, place.name).map((caller) => ({ path: caller.path, name: caller.name })));
    for (const place of level) files.add(place.path);
  }
  return [...files];
}

function switchesOrTrains(project: Project, path: string): boolean {
  const facts = project.python().get(path);
  return facts?.parity?.switchesNetworks === true || facts?.signs?.some(({ does }) => does === "learn") === true || Object.keys(facts?.uses ?? {}).some((name) => name.startsWith("torch.optim."));
}

function findingOf(path: string, { name, load, method, behind }: NetworkFact, { path: other, call, entry }: Asked): ProjectFinding {
  const answer = entry && entry.label !== "" ? ` (\`${entry.label}\`)` : "";
  return {
    path, at: load, confidence: "likely",
    message: `\`${name}\` leaves this function in training mode, and \`${other}\` answers with it${answer}: nothing calls \`eval()\` after \`${method}\`, so dropout and batch normalisation make the same input give different, worse results. Call \`${name}.eval()\` here.`,
    related: [{ path: other, at: call.at, message: "answers here" }],
    ...(behind && { fixes: [{ title: `Call ${name}.eval()`, safe: false, edits: [{ at: behind.at, text: `\n${behind.indent}${name}.eval()` }] }] }),
  };
}
