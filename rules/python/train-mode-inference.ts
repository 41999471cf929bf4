/** A network that was loaded to answer still is in training mode, or keeps the graph of every answer. */
import { type Finding, type Fix, pythonRule, type PyCall, type PythonFile } from "../api.ts";
import { anywhere, indentOf, lineBreak } from "./knowledge/code.ts";
import { asksAbout, isSwitchedOff, loadedNetworks, type LoadedNetwork, statementOf, trainsHere } from "./knowledge/loaded-networks.ts";
import { importsTorch } from "./knowledge/torch.ts";

export default pythonRule({
  id: "python/train-mode-inference",
  title: "Inference in training mode",
  severity: { default: "warning", gradients: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A PyTorch module starts in training mode, also after its weights were loaded. Dropout then removes features at random and batch normalisation
uses the statistics of whoever is in the batch, and updates its own: the same request gets different answers, worse than those that were measured.
Without \`torch.no_grad()\` each answer also builds the graph for a backward pass nobody makes, at about twice the memory.`,
  remedy: "Call `model.eval()` after loading, and predict under `torch.no_grad()` or `torch.inference_mode()`.",
  silent: `When the model is put into evaluation mode anywhere in the file, comes as a parameter or is a part of a larger module; in files that train; when its
class is in sight and has neither dropout nor normalisation; for models that come ready (\`from_pretrained\`, \`torch.jit.load\`, \`pipeline\`, Lightning); when
gradients are used or switched off anywhere in the file; in tests.`,
  references: ["https://pytorch.org/docs/stable/notes/autograd.html#evaluation-mode-nn-module-eval", "https://pytorch.org/tutorials/beginner/saving_loading_models.html"],
  examples: [
    {
      title: "Weights loaded, mode forgotten",
      path: "api.py",
      bad: `import torch
from fastapi import FastAPI
from network import Net

app = FastAPI()
model = Net()
model.«load_state_dict»(torch.load("net.pt", weights_only=True))


@app.post("/classify")
def classify(body: dict):
    with torch.no_grad():
        return {"class": int(model(torch.tensor(body["pixels"])).argmax())}
`,
      good: `import torch
from fastapi import FastAPI
from network import Net

app = FastAPI()
model = Net()
model.load_state_dict(torch.load("net.pt", weights_only=True))
model.eval()


@app.post("/classify")
def classify(body: dict):
    with torch.no_grad():
        return {"class": int(model(torch.tensor(body["pixels"])).argmax())}
`,
    },
    {
      title: "Answers that keep their graph",
      path: "app.py",
      bad: `import gradio as gr
import torch
from network import Net

model = Net()
model.load_state_dict(torch.load("net.pt", weights_only=True))
model.eval()


def classify(image):
    scores = «model»(torch.tensor(image)[None])
    return int(scores.argmax())


gr.Interface(classify, "image", "number").launch()
`,
      good: `import gradio as gr
import torch
from network import Net

model = Net()
model.load_state_dict(torch.load("net.pt", weights_only=True))
model.eval()


def classify(image):
    with torch.no_grad():
        scores = model(torch.tensor(image)[None])
    return int(scores.argmax())


gr.Interface(classify, "image", "number").launch()
`,
    },
  ],
  prefilter: /load_state_dict|torch\.load\b|import[^\n]*\bload\b/,
  silentInTests: true,
  *check(file) {
    if (!isInference(file)) return;
    for (const network of loadedNetworks(file)) {
      if (!isSwitchedOff(file, network)) yield inTrainingMode(file, network);
      if (!mindsGradients(file)) yield withGraph(file, network);
    }
  },
});

const mindsGradients = anywhere(({ here }) => /no_grad|inference_mode|grad_enabled|requires_grad|enable_grad|autograd|\.grad\b|[Cc]am\b|captum|attack/.test(here.text));

function isInference(file: PythonFile): boolean {
  return importsTorch(file) && !trainsHere(file);
}

function inTrainingMode(file: PythonFile, network: LoadedNetwork): Finding {
  const { load, name } = network;
  return {
    at: load.name,
    message: `\`${name}\` is still in training mode when it answers, because nothing calls \`${name}.eval()\` after \`${load.method}\`: dropout and batch normalisation make the same input give different, worse results. Call \`${name}.eval()\`.`,
    confidence: "likely",
    related: [{ at: { start: network.asked.node.func.start, end: network.asked.node.func.end }, message: "answers here" }],
    fixes: callEval(file, load, name),
  };
}

/** On a line of its own behind the statement that loads. */
function callEval(file: PythonFile, load: PyCall, name: string): Fix[] {
  const statement = statementOf(load.node);
  const indent = statement && indentOf(file, statement);
  if (!statement || indent === undefined || (statement.kind !== "ExprStmt" && statement.kind !== "Assign") || !/^\s*(?:#.*)?(?:\r?\n|$)/.test(file.text.slice(statement.end, statement.end + 200))) return [];
  return [{ title: `Call ${name}.eval()`, safe: false, edits: [{ at: { start: statement.end, end: statement.end }, text: `${lineBreak(file)}${indent}${name}.eval()` }] }];
}

function withGraph(file: PythonFile, { asked, name, load }: LoadedNetwork): Finding {
  return {
    at: { start: asked.node.func.start, end: asked.node.func.end },
    variant: "gradients",
    message: `\`${name}\` answers while gradients are recorded: every answer builds a graph for a backward pass that never comes, at about twice the memory and some of the time. Predict under \`torch.no_grad()\`.`,
    confidence: "likely",
    related: [{ at: load.name, message: "loaded here" }],
    fixes: wrap(file, asked, name),
  };
}

/** One simple line goes into the block; more than one call of the model is left to the reader. */
function wrap(file: PythonFile, asked: PyCall, name: string): Fix[] {
  const statement = statementOf(asked.node);
  const indent = statement && indentOf(file, statement);
  const torch = torchName(file);
  if (!statement || indent === undefined || torch === undefined || asksAbout(file, name).length !== 1) return [];
  if ((statement.kind !== "ExprStmt" && statement.kind !== "Assign" && statement.kind !== "Return") || /\n/.test(file.slice(statement))) return [];
  return [{ title: "Predict under torch.no_grad()", safe: false, edits: [{ at: { start: statement.start, end: statement.start }, text: `with ${torch}.no_grad():${lineBreak(file)}${indent}    ` }] }];
}

function torchName(file: PythonFile): string | undefined {
  for (const node of file.nodes("Import")) for (const { name, asname } of node.names) if (name === "torch") return asname ?? name;
  return undefined;
}

