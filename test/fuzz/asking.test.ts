/** Whatever can be asked about a file while somebody types: each question by itself, and some at random, is told what a fresh start tells. */
import { beforeAll, expect, it } from "vitest";
import { knot } from "./knots.ts";
import { seeded } from "./mutations.ts";
import { nosyRules, someNosyRules } from "./nosy.ts";
import { languages } from "./replay.ts";
import { playAtRandom, playedAgain, type Step } from "./script.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261123);

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const bound = (head: string) => `${head}x = get(address)\ny = x\n`;
const spread = (options: string) => `options = ${options}\nx = get(**options)\ny = x\nz = x\n`;
const handed = (first: string) => `${first}x = a\ny = x\n`;
const own = (shop: string) => `import shop\nx = shop.Shop().till\n${shop}`;
const long = (first: string) => `x = 1${first}get(\n    address,\n)\n`;
const setting = (change: string) => `a = 1\n${change}def go():\n    get(a)\n`;
const opened = (head: string) => `${head}f(1)\n`;
const socketed = (opening: string) => `import { WebSocketServer } from "ws";\nconst io = new WebSocketServer({ port: 1 });\n${opening}function onConnection(socket) {\n  socket.on("a", function save(body) { db.save(body); });\n}\nio.on("connection", onConnection);\n`;
const listed = (shop: string) => `import express from "express";\nconst app = express();\n${shop}const shop = new Shop();\napp.get("/a", shop.list);\napp.get("/b", Shop.all);\n`;
const scripted = (head: string) => `${head}const x = get(address);\nconst y = x;\n`;

/** Texts one after another in the same editor. A text that begins with a number stands for other settings. */
const cases: readonly (readonly [what: string, questions: RegExp, path: string, ...texts: string[]])[] = [
  ["who a call in another statement calls", /^python\/nosy-bound-callee$/, "a.py", bound("from shop import get\n"), bound("from other import get\n"), bound("")],
  ["what a call in another statement is given", /^python\/nosy-bound-arguments$/, "a.py", spread("{\"a\": 1}"), spread("other()"), spread("{}")],
  ["what a name in another statement is bound to", /^python\/nosy-bound-bindings$/, "a.py", handed("a = 1\n"), handed("import a\n"), handed("")],
  ["a class that the file calls by its module's name", /^python\/nosy-member$/, "shop.py", own(""), own("class Shop:\n    till = 1\n"), own("class Shop:\n    till = \"open\"\n"), own("")],
  ["how lines end, for an argument on a line of its own", /^python\/nosy-argument$/, "a.py", long("\n"), long("\r\n"), long("\n")],
  ["how lines end, for an import", /^python\/nosy-import$/, "a.py", opened("\"\"\"About.\"\"\"\n\n"), opened("\"\"\"About.\"\"\"\r\n\n"), opened("import a\n"), opened("import a\nimport b\n"), opened("import os.path\n"), opened("from os import path\n")],
  ["places in other statements, and over several", /^python\/nosy-bound-place$/, "a.py", bound(""), bound("\n# more\n"), `${bound("")}z = 1\n`, bound("y = 2\n")],
  ["how lines end, for an import behind others", /^python\/nosy-import$/, "a.py", opened("\"\"\"About.\"\"\"\nimport a\n"), opened("\"\"\"About.\"\"\"\r\nimport a\n"), opened("\"\"\"About.\"\"\"\nimport a\n")],
  ["a name that a function makes global", /^python\/nosy-bindings$/, "a.py", setting(""), setting("def set():\n    global a\n    a = 2\n"), setting("def set():\n    a = 2\n"), setting("")],
  ["a `global` that comes to stand in a class", /^python\/nosy-qualified$/, "a.py", "import a\nglobal b\nb(a)\n", "class Made:\n    import a\n    global b\n    made: |\n      b: s ()\n    return b\ndef b():\n    pass\nb(a)\n"],
  ["all of a file", /^python\/nosy-whole$/, "a.py", "x = \"a\"\n", "x = \"a\"\nf(1)\n", "x = \"a\"\nf(1)  # why\n", "x = \"a\"\nf(\n"],
  ["settings, of a Python file", /^python\/nosy-profile$/, "a.py", bound(""), bound("\n"), "1", bound(""), "0", "3", "1"],
  ["settings, of a script", /^javascript\/nosy-profile$/, "a.ts", scripted(""), scripted("\n"), "1", scripted(""), "0", "3", "1"],
  ["who a call in another statement of a script calls", /^javascript\/nosy-bound-callee$/, "a.ts", scripted("import { get } from \"shop\";\n"), scripted("import { get } from \"other\";\n"), scripted("")],
  ["what a name in another statement of a script is bound to", /^javascript\/nosy-bound-bindings$/, "a.ts", "const a = 1;\nconst x = a;\nconst y = x;\n", "let a;\nconst x = a;\nconst y = x;\n", "const x = a;\nconst y = x;\n"],
  ["what else is done with a name", /^javascript\/nosy-uses$/, "a.ts", "const a = 1;\nf(a);\n", "const a = 1;\nf(a);\ng[a];\n", "const a = 1;\nf(a);\n"],
  ["what an object is given elsewhere", /^javascript\/nosy-value$/, "a.ts", "const a: any = {};\nf(a);\n", "const a: any = {};\nf(a);\na.b = 1;\n", "const a: any = {};\nf(a);\ng(a);\n"],
  ["modules", /^javascript\/nosy-imports$/, "a.ts", "f(1);\n", "import \"a\";\nf(1);\n", "import \"a\";\nf(1);\nrequire(\"b\");\n", "f(1);\nexport * from \"c\";\n", "f(1);\n"],
  ["how a script begins, and how its lines end", /^javascript\/nosy-directives$/, "a.ts", "f(1);\n", "\"use client\";\nf(1);\n", "\"use client\";\r\nf(1);\n", "f(1);\n"],
  ["how lines of a script end, for an argument", /^javascript\/nosy-argument$/, "a.ts", "x;\nf(\n  a,\n);\n", "x;\r\nf(\n  a,\n);\n", "x;\nf(\n  a,\n);\n"],
  ["how lines of a script end, for a property", /^javascript\/nosy-property$/, "a.ts", "x;\nf({\n  a,\n});\n", "x;\r\nf({\n  a,\n});\n", "x;\nf({\n  a,\n});\n"],
  ["places in other statements of a script", /^javascript\/nosy-bound-place$/, "a.ts", scripted(""), scripted("\n// more\n"), `${scripted("")}z;\n`],
  ["an edit in another statement of a script", /^javascript\/nosy-bound-edit$/, "a.ts", scripted(""), scripted("\n// more\n"), `${scripted("")}z;\n`],
  ["statements whose names cannot be told apart", /^javascript\/nosy-qualified$/, "a.js", "import { a } from \"shop\";\nf(a);\n", "import { a } from \"shop\";\nf(a);\nwith (b) { a; }\n", "import { a } from \"shop\";\nf(a);\nclass { static { with } }\n", "import { a } from \"shop\";\nf(a);\n"],
  ["who opens sockets", /^javascript\/nosy-handlers$/, "a.js", socketed(""), socketed("const other = new WebSocket(address);\n"), socketed("import client from \"socket.io-client\";\n"), socketed("")],
  ["a class whose methods answer", /^javascript\/nosy-all-handlers$/, "a.js", listed("class Shop { list(req, res) {} }\n"), listed("class Shop { list(req, res) {} static all(req, res) {} }\n"), listed("class Shop {}\n"), listed(""), listed("class Shop { list(req, res) {} }\nclass Shop { all(req, res) {} }\n")],
  ["a function that is declared twice", /^javascript\/nosy-value$/, "a.js", "f;\nfunction f(a) {}\n", "f;\nfunction f(a) {}\nfunction f(a, b) {}\n", "f;\nfunction f(a, b, c) {}\nfunction f(a, b) {}\n"],
];

it.each(cases.map(([what, questions, path, ...texts]) => ({ what, questions, path, texts })))("$what", ({ questions, path, texts: [start = "", ...texts] }) => {
  const rules = nosyRules.filter(({ id }) => questions.test(id));
  expect(rules).toHaveLength(1);
  const steps = texts.map((text, index): Step => {
    const before = [start, ...texts.slice(0, index)].reverse().find((one) => !/^\d+$/.test(one)) ?? start;
    return /^\d+$/.test(text) ? { text: before, changes: [], isAsked: true, event: { kind: "settings", index: Number(text) } } : { text, changes: [], isAsked: true };
  });
  expect(playedAgain(path, start, steps, new Map(), rules)).toBeUndefined();
});

it.each(["knot.py", "knot.ts"])("questions at random: %s", (path) => {
  for (let script = 0; script < 12 * times; script++) {
    const random = seeded(firstSeed + script);
    const make = () => knot(random, path === "knot.py");
    const start = make();
    const pool = `${make()}${make()}`;
    const { steps, wrong } = playAtRandom(random, path, start, new Map(), pool, { length: 14, longest: 4000, rules: someNosyRules(random) });
    expect(wrong, `seed ${firstSeed + script}: ${JSON.stringify([start, ...steps])}`).toBeUndefined();
  }
}, 60_000 * times);
