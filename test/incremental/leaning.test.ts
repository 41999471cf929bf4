/** What an answer rests on besides its own statement and what that names, one way of leaning after the other: each of these was seen to go unnoticed when the ledger forgot it. */
import { beforeAll, expect, it } from "vitest";
import { languages, Live, played } from "../fuzz/replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const circle = (uses: string) => `import requests\n\ndef f() -> requests.Session:\n    return g()\n\ndef g():\n    return f()\n\n${uses}`;
const spread = (uses: string) => `import axios from "axios";\nconst a = { ...b, get: axios.get };\nvar b = { ...a };\n${uses}`;
const timeout = (first: string) => `import requests\nlongest = ${first}\nwaits = longest\nrequests.get("https://x.test", timeout=waits)\n`;
const twice = (first: string) => `import requests\nwaits = ${first}\nother = 1\nwaits = 10\nrequests.get("https://x.test", timeout=waits)\n`;
const options = (change: string) => `import requests\noptions = {"verify": True}\n${change}requests.get("https://x.test", **options)\n`;
const held = (change: string) => `import requests\n\nclass Shop:\n    def __init__(self):\n        self.options = {"verify": True}\n\n    def go(self):\n        return requests.get("https://x.test", **self.options)\n\n${change}`;
const shared = (name: string) => `PLACE = "/home/ada/rows.csv"\n${name} = open(PLACE)\nsecond = open(PLACE)\n`;
const helped = (helper: string) => `from flask import Flask\n\napp = Flask(__name__)\n\ndef first():\n    print(request.headers)\n\ndef second():\n    pass\n\n@app.get("/a")\ndef show():\n    ${helper}()\n`;
const stratified = (left: string) => `from sklearn.model_selection import train_test_split\nfrom sklearn.ensemble import RandomForestClassifier\n${left}, b, c, d = train_test_split(X, y)\ne, f, g, h = train_test_split(Z, y)\nmodel = RandomForestClassifier(class_weight="balanced")\n`;
const shell = (command: string) => `import { exec } from "node:child_process";\nimport express from "express";\nconst app = express();\nfunction run(command) {\n  exec(command);\n}\napp.get("/a", (req, res) => {\n  run(${command});\n  res.end();\n});\n`;
const axios = 'import axios from "axios";\n';
const called = (head: string) => `${head}export const go = () => axios.get("https://x.test");\n`;
const filled = (change: string) => `${axios}const options: any = {};\n${change}axios.get("https://x.test", options);\n`;
const based = (base: string) => `${axios}${base}class Shop extends Base { go() { return this.client.get("https://x.test"); } }\n`;
const handed = (client: string) => `${axios}const first = ${client};\nconst second = first;\nsecond.get("https://x.test");\n`;
const said = (directive: string, form: string) => `${directive}${axios}export async function go(${form}) {\n  console.log(${form});\n  await axios.get("https://x.test");\n  await db.save(${form});\n}\n`;
const served = (route: string) => `import express from "express";\nconst app = express();\nasync function save(req, res) {\n  await db.save(req.body);\n  res.send(1);\n}\n${route}`;

/** How many findings there are after each of the texts, one after another in the same editor. */
const cases: readonly (readonly [what: string, path: string, ...steps: (readonly [text: string, count: number])[]])[] = [
  ["functions that give each other back: who is asked first decides", "shop.py", [circle('f().get("https://x.test")\n'), 1], [circle('g().get("https://x.test")\nf().get("https://x.test")\n'), 0], [circle('f().get("https://x.test")\n'), 1]],
  ["objects that hold each other", "shop.ts", [spread('b.get("https://x.test");\n'), 1], [spread('a.x(1);\nb.get("https://x.test");\n'), 0], [spread('b.get("https://x.test");\n'), 1]],
  ["a value that another statement hands on", "shop.py", [timeout("10"), 0], [timeout("None"), 1], [timeout("20"), 0]],
  ["a name that is given a value, by nobody before", "shop.py", ['import requests\nrequests.get("https://x.test", timeout=waits)\n', 0], ['import requests\nwaits = None\nrequests.get("https://x.test", timeout=waits)\n', 1], ['import requests\nrequests.get("https://x.test", timeout=waits)\n', 0]],
  ["two values of one name, the first of them written anew", "shop.py", [twice("None"), 0], [twice("None  # for now"), 0], [twice("5"), 0]],
  ["a dictionary that another statement changes", "shop.py", [options(""), 1], [options('del options["timeout"]\n'), 0], [options(""), 1], [options("options.update(more)\n"), 0]],
  ["an attribute that another function changes", "shop.py", [held(""), 1], [held('def tweak(shop):\n    shop.options["timeout"] = 5\n'), 0], [held(""), 1]],
  ["the first of two that share a path, written anew", "shop.py", [shared("first"), 1], [shared("again"), 1], [shared("first"), 1]],
  ["a route that calls one helper, then another", "shop.py", [helped("first"), 2], [helped("second"), 0], [helped("first"), 2]],
  ["the first of two splits of one target, written anew", "shop.py", [stratified("a"), 4], [stratified("again"), 4]],
  ["what a helper is called with", "shop.js", [shell("req.query.c"), 2], [shell('"ls"'), 2], [shell("req.query.d"), 2]],
  ["a module that is imported, by nobody before", "shop.ts", [called(""), 0], [called(axios), 1], [called(""), 0]],
  ["an object that another statement fills", "shop.ts", [filled(""), 1], [filled("options.timeout = 5;\n"), 0], [filled("fill(options);\n"), 0], [filled(""), 1]],
  ["a class that is there, or another", "shop.ts", [based(""), 0], [based("class Base { client = axios; }\n"), 1], [based("class Base { client = other; }\n"), 0]],
  ["a name that another statement hands on", "shop.ts", [handed("axios"), 1], [handed("other"), 0], [handed("axios"), 1]],
  ["what the whole file is said to be", "shop.tsx", [said("", ""), 1], [said('"use client";\n', ""), 0], [said('"use server";\n', "form"), 2], [said("", "form"), 1]],
  ["a route that is registered elsewhere, as something else, and not at all", "shop.js", [served('app.post("/a", save);\n'), 1], [served('app.posts("/a", save);\n'), 0], [served('app.post("/a", save);\n'), 1], [served(""), 0], [served('app.post("/b", save);\n'), 1]],
];

it.each(cases.map(([what, path, ...steps]) => ({ what, path, steps })))("$what", ({ path, steps }) => {
  for (const [text, count] of steps) {
    const live = new Live(new Map([[path, text]]));
    expect(live.analysis.findings(path).length, text).toBe(count);
    live.close();
  }
  expect(played(path, steps.map(([text]) => text), new Map())).toBeUndefined();
});
