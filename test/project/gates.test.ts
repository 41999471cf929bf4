/** What Python facts are looked for only where the text can hold them is found under every name that it can have. */
import { describe, expect, it } from "vitest";
import type { PythonFacts } from "../../rules/facts/python.ts";
import { remembered } from "../../server/languages/python/facts-names.ts";
import { workspace } from "../harness.ts";

const factsOf = async (path: string, text: string) => {
  const facts = (await workspace({ [path]: text })).analysis.facts?.python().get(path);
  if (!facts) throw new Error("a file without facts");
  return facts;
};

const last = ({ functions }: PythonFacts) => functions[functions.length - 1];
const entries = (facts: PythonFacts) => facts.functions.flatMap(({ entries: found }) => found ?? []).map(({ how }) => how);
const signs = ({ signs: found }: PythonFacts) => (found ?? []).map(({ does, name }) => `${does} ${name}`);
const sides = (facts: PythonFacts) => facts.functions.flatMap(({ acts }) => acts ?? []).filter(({ does }) => does === "fit").map(({ data }) => data?.part?.side);

interface Case {
  readonly title: string;
  readonly text: string;
  readonly tells: (facts: PythonFacts) => unknown;
  readonly as: unknown;
  readonly path?: string;
}

const cases: readonly Case[] = [
  { title: "a consumer under another name", text: "from kafka import KafkaConsumer as K\nrows = K('orders')\nfor row in rows:\n    print(row)\n", tells: entries, as: ["consumer"] },
  { title: "a subscriber that is looped over as it is made", text: "from google.cloud import pubsub_v1 as p\ndef run():\n    for one in p.SubscriberClient():\n        print(one)\n", tells: entries, as: ["consumer"] },
  { title: "a loop over a poll", text: "def run(q):\n    for one in q.poll(3):\n        print(one)\n", tells: entries, as: ["consumer"] },
  { title: "a splitter under another name", text: "from sklearn.model_selection import train_test_split as cut\na, b = cut(rows)\nm.fit(a)\n", tells: sides, as: ["train"] },
  { title: "an element of a split", text: "import sklearn.model_selection as s\nparts = s.train_test_split(rows)\nm.fit(parts[1])\n", tells: sides, as: ["test"] },
  { title: "halves by a bound", text: "train = rows[:n]\ntest = rows[n:]\nm.fit(train)\n", tells: sides, as: ["train"] },
  { title: "halves by a mask", text: "train = rows[old]\ntest = rows[~old]\nm.fit(test)\n", tells: sides, as: ["test"] },
  { title: "halves by a comparison", text: "train = rows[rows.day < 9]\ntest = rows[rows.day >= 9]\nm.fit(train)\n", tells: sides, as: ["train"] },
  { title: "halves over several axes", text: "train = rows[:n, :]\ntest = rows[n:, :]\nm.fit(test)\n", tells: sides, as: ["test"] },
  { title: "files of a split", text: "import pandas as pd\na = pd.read_csv('train.csv')\nb = pd.read_csv('test.csv')\nm.fit(a)\n", tells: sides, as: ["train"] },
  { title: "weights of classes by a function under another name", text: "from sklearn.utils import compute_sample_weight as w\nw('balanced', y)\n", tells: signs, as: ["imbalance w"] },
  { title: "weights of classes by an argument", text: "Model(scale_pos_weight=9)\n", tells: signs, as: ["imbalance scale_pos_weight"] },
  { title: "a library against imbalance", text: "from imblearn.over_sampling import SMOTE as S\nS()\n", tells: signs, as: ["imbalance S"] },
  { title: "that library itself", path: "imblearn/base.py", text: "def balance(): pass\nbalance()\n", tells: signs, as: ["imbalance balance"] },
  { title: "a rare target", text: "Y = df['is_fraud']\n", tells: signs, as: ["imbalance is_fraud"] },
  { title: "a generator without a seed under another name", text: "from numpy.random import default_rng as g\nr = g()\n", tells: signs, as: ["draw numpy.random.default_rng"] },
  { title: "a helper that seeds, and gradients", text: "seed_everything(3)\nloss.backward()\n", tells: signs, as: ["seed seed_everything", "learn backward"] },
  { title: "features by functions under other names", text: "from math import log as a, sqrt as b\nimport numpy\ndef f(x):\n    y = a(x)\n    z = b(x)\n    return y + z\n", tells: ({ parity }) => parity?.recipes?.map(({ steps }) => steps.map(({ uses }) => uses)), as: [[["log"], ["sqrt"], undefined]] },
  { title: "features by accessors", text: "import pandas\ndef f(x):\n    y = x.dt.quarter\n    return x.str\n", tells: ({ parity }) => parity?.recipes?.map(({ steps }) => steps.map(({ uses }) => uses)), as: [[["dt"], ["str"]]] },
  { title: "columns that are set outside of functions", text: "import pandas\nd['a'] = d['b'] * 2\nd['c'] += d['a'] * 3\n", tells: ({ parity }) => parity?.recipes?.map(({ steps }) => steps.map(({ column }) => column)), as: [["a", "c"]] },
  { title: "members under any name of self", text: "class A:\n    def __init__(this):\n        this.m = Maker()\n    def run(this):\n        return this.go()\n    def go(this): pass\nclass Maker: pass\n", tells: ({ classes, functions }) => [classes[0]?.attributes["m"]?.from, functions[2]?.calls?.map(({ to }) => to)], as: ["call", [":A.go"]] },
  { title: "a name that only a star can bring", text: "from ours import *\ndef f():\n    return helper(3)\n", tells: (facts) => last(facts)?.calls?.map(({ to }) => to), as: [":helper"] },
  { title: "a condition without a statement", text: "def g(): pass\ndef f(flag):\n    return g() if flag else None\n", tells: (facts) => last(facts)?.calls?.map(({ guards }) => guards?.length), as: [1] },
  { title: "a condition that has returned before", text: "def g(): pass\ndef f(flag):\n    if flag:\n        return 1\n    return g()\n", tells: (facts) => last(facts)?.calls?.map(({ guards }) => guards?.length), as: [1] },
  { title: "what is tried", text: "def g(): pass\ntry:\n    g()\nexcept KeyError:\n    g()\n", tells: (facts) => facts.functions[0]?.calls?.map(({ isTried, guards }) => [isTried, guards?.length]), as: [[true, undefined], [undefined, 1]] },
  { title: "what is hung around requests", text: "app.add_middleware(Log)\nInstrumentator().instrument(app)\napp.add_middleware(CORSMiddleware)\nregister_error_handler(404, f)\n", tells: signs, as: ["watch Log", "watch instrument", "catch register_error_handler"] },
  { title: "handlers of errors given to the application, and a library that reports them", text: "import sentry_sdk as s\ns.init('x')\nApp(exception_handlers={})\n", tells: signs, as: ["watch sentry_sdk.init", "catch App"] },
  { title: "how often what is imported is used", text: "import os\nfrom json import dumps as d\ndef len(): pass\nos.getcwd()\nd(1)\nd(2)\nlen()\n", tells: ({ uses }) => uses, as: { "json.dumps": 2, "os.getcwd": 1 } },
  { title: "a callback by keyword", text: "import streamlit as st\ndef go(): pass\nst.checkbox('x', on_change=go)\n", tells: ({ registers }) => registers.map(({ to }) => to), as: [":go"] },
];

describe("facts are found", () => {
  for (const { title, text, tells, as, path = "s.py" } of cases) it(title, async () => expect(tells(await factsOf(path, text))).toEqual(as));
});

describe("what names say", () => {
  it("is worked out once, also where it is nothing", () => {
    const asked: string[] = [];
    const tell = remembered((name) => {
      asked.push(name);
      return name === "a" ? 1 : undefined;
    });
    expect(["a", "b", "a", "b"].map(tell)).toEqual([1, undefined, 1, undefined]);
    expect(asked).toEqual(["a", "b"]);
  });

  it("is the same when too many were asked for", () => {
    const tell = remembered((name) => name.length);
    for (let index = 0; index < 50_000; index++) tell(`name${index}`);
    expect(tell("name7")).toBe(5);
  });
});
