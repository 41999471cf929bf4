/** What calls mean to the facts, however their names came about: each is asked by one word first, and that word must never hide what it is. */
import { describe, expect, it } from "vitest";
import { pythonFacts } from "../../server/languages/python/facts.ts";
import { withService } from "../../server/languages/python/starts.ts";
import { python } from "./open.ts";

const facts = (code: string) => {
  const file = python(code);
  const { python: told, service } = withService(file, pythonFacts(file)).body;
  if (!told) throw new Error("no facts of Python");
  return { ...told, service };
};

describe("acts by the name that was given to what acts", () => {
  it.each([
    ["as it is", "import joblib\nm = joblib.load(p)\n", ["load joblib.load"]],
    ["alone", "from joblib import load\nm = load(p)\n", ["load joblib.load"]],
    ["under another name", "from joblib import load as wake, dump as put\nm = wake(p)\nput(m, p)\n", ["load joblib.load", "dump joblib.dump"]],
    ["a measure of any name", "from sklearn import metrics\nmetrics.v_measure_score(a, b)\n", ["measure sklearn.metrics.v_measure_score"]],
    ["a measure under another name", "from sklearn.metrics import v_measure_score as v\nv(a, b)\n", ["measure sklearn.metrics.v_measure_score"]],
    ["a measure by its own name", "from ours import f1_score\nf1_score(a, b)\n", ["measure ours.f1_score"]],
    ["a variable that was loaded", "import joblib\nanything = joblib.load(p)\nanything(x)\n", ["load joblib.load", "predict anything"]],
    ["a variable named so", "def f(classifier, x):\n    return classifier(x)\n", ["predict classifier"]],
    ["a variable of another name", "def f(tool, x):\n    return tool(x)\n", []],
    ["a method", "scaler.fit_transform(x)\nnet.from_pretrained(p)\nkeep.save_all(m)\n", ["fit fit_transform", "load from_pretrained", "dump save_all"]],
    ["nothing", "print(len(x))\nx.append(1)\n", []],
  ])("%s", (_, code, acts) => {
    expect(facts(code).functions.flatMap((one) => (one.acts ?? []).map(({ does, name }) => `${does} ${name}`))).toEqual(acts);
  });
});

describe("artefacts by the name that was given to what writes them", () => {
  it.each([
    ["open", "open('m.pkl', 'wb')\n", 1],
    ["open under another name", "write = open\nwrite('m.pkl', 'wb')\n", 1],
    ["a saver under another name", "from pickle import dump as put\nput(m, open('m.pkl', 'wb'))\n", 2],
    ["a method", "model.save('m.h5')\n", 1],
    ["none", "print('m.pkl')\n", 0],
  ])("%s", (_, code, many) => {
    expect(facts(code).parity?.artefacts?.length ?? 0).toBe(many);
  });
});

describe("what else one word leads to", () => {
  it.each([
    ["records", "def f():\n    log.info(1)\n\ndef g():\n    log.tell(1)\n", (told: ReturnType<typeof facts>) => told.functions.map(({ records }) => records), [undefined, true, undefined]],
    ["refuses", "def f():\n    abort(404)\n\ndef g():\n    stay(404)\n", (told: ReturnType<typeof facts>) => told.functions.map(({ refuses }) => refuses), [undefined, true, undefined]],
    ["a route", "def f(): ...\napp.add_url_rule('/x', 'x', f)\n", (told: ReturnType<typeof facts>) => told.registers.map(({ to }) => to), [":f"]],
    ["a callback by its keyword alone", "import nicegui.ui as ui\ndef f(): ...\nui.anything('x', on_click=f)\n", (told: ReturnType<typeof facts>) => told.registers.map(({ to }) => to), [":f"]],
    ["an event of Gradio", "import gradio as gr\ndef f(): ...\nbutton.click(f)\n", (told: ReturnType<typeof facts>) => told.registers.map(({ to }) => to), [":f"]],
    ["the same word without Gradio", "def f(): ...\nbutton.click(f)\n", (told: ReturnType<typeof facts>) => told.registers, []],
    ["a consumer", "def f():\n    while True:\n        one = queue.poll()\n", (told: ReturnType<typeof facts>) => told.functions.map(({ entries }) => entries?.map(({ how }) => how)), [undefined, ["consumer"]]],
    ["a helper that seeds", "set_seed(1)\n", (told: ReturnType<typeof facts>) => told.signs?.map(({ does }) => does), ["seed"]],
    ["a gradient", "loss.backward()\n", (told: ReturnType<typeof facts>) => told.signs?.map(({ does }) => does), ["learn"]],
    ["a draw", "import numpy as anything\nanything.random.rand(3)\n", (told: ReturnType<typeof facts>) => told.signs?.map(({ does }) => does), ["draw"]],
    ["reports of errors", "import sentry_sdk as s\ns.init(x)\n", (told: ReturnType<typeof facts>) => told.signs?.map(({ does }) => does), ["watch"]],
    ["a server", "from flask import Flask as F\napp = F(__name__)\napp.run()\n", (told: ReturnType<typeof facts>) => told.service?.starts?.map(({ does }) => does), ["make", "listen"]],
    ["uses", "import os, requests\nS = requests.Session()\ndef f(): ...\nf()\nprint(1)\nS.get(u)\nos.getcwd()\n", (told: ReturnType<typeof facts>) => told.uses, { "os.getcwd": 1, "requests.Session": 1, "requests.Session.get": 1 }],
  ])("%s", (_, code, ask, said) => {
    expect(ask(facts(code))).toEqual(said);
  });
});

it("calls on what turns out to be a library's are not followed, and leave nothing behind", () => {
  const told = facts("import requests\nclient = requests.Session()\nours = make()\n\ndef f(x):\n    client.send_it(x)\n\ndef g(x):\n    ours.send_it(x)\n");
  expect(told.functions.map(({ name, calls }) => [name, calls?.map(({ method }) => method)])).toEqual([["", undefined], ["f", undefined], ["g", ["send_it"]]]);
});

describe("what a text speaks of", () => {
  it.each([
    ["x = 1\n", undefined],
    ["import SENTRY_sdk\n", ["metrics", "tracing"]],
    ["# a psi of 3\n", ["drift"]],
    ["# epsilon\n", undefined],
    ["# epsilon and psi\n", ["drift"]],
    ["# rate_limit, RateLimit and rate  limit\n", ["rate-limit"]],
    ["# preship: ignore drift\n", undefined],
    ["# request-id\n# trace_parent\n", ["request-id", "tracing"]],
    ["sigtermprometheus\n", ["metrics", "shutdown"]],
  ])("%j", (code, concerns) => {
    expect(facts(code).service?.speaksOf).toEqual(concerns);
  });
});
