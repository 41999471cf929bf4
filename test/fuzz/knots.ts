/** Programs of few names that all lean on each other, in circles as well: whatever one statement says of another must be asked again when that changes. */
import { pick, type Random } from "./mutations.ts";

const names = ["a", "b", "c", "f", "g", "A", "B"];

/** `N` is any of the names, `V` a value. */
const python = [
  "N = N", "N = V", "N = N", "N = N(V)", "N: str = V", "N = N.N", "N, N = N, V", "N = N = V", "N += V", "del N", "N = {\"timeout\": V, \"verify\": N}", "N = {**N, \"timeout\": N}", "N = [N, V]", "N = N[\"timeout\"]", "N = N or V", "N = V if N else N", "N = lambda N: N(N)", "N = functools.partial(N, timeout=V)", "global N",
  "import requests", "import requests as N", "from requests import get as N", "from requests import *", "import os, functools", "from N import N", "import pandas as N", "from sklearn.preprocessing import StandardScaler as N", "from sklearn.model_selection import train_test_split as N", "import logging\nN = logging.getLogger(__name__)", "from fastapi import FastAPI\nN = FastAPI()",
  "N = requests.Session()", "N = N.Session()", "N.get(V)", "N.get(V, timeout=N)", "N.get(V, **N)", "requests.get(N)", "requests.get(V, **N)", "N(V)", "N(N)", "N.N(N)", "N.fit(N)", "N = N.fit_transform(N)", "N.transform(N)", "N.info(N)", "print(N)", "N = os.environ.get(\"KEY\", N)", "password = N", "N = \"Tr4ding!Places\"", "eval(N)",
  "def N(N, N=V):\n    return N", "def N():\n    global N\n    N = V\n    return N(N)", "def N(N):\n    for N in N:\n        N.get(N)\n    return N", "async def N(N):\n    N.get(V)\n    return await N(N)", "@N.get(\"/x\")\nasync def N(N: N):\n    return N.get(N)", "@N\ndef N():\n    yield N", "class N(N):\n    N = V\n    def N(self):\n        self.N = N\n        return self.N.get(V)", "class N:\n    def __init__(self):\n        self.N = requests.Session()\n    def N(self):\n        return self.N.get(N)", "with N(V) as N:\n    N.get(V)", "for N in N:\n    N = N", "if N:\n    N = V\nelse:\n    N = N", "try:\n    N = N(V)\nexcept N:\n    pass", "while N:\n    N = N(N)", "# preship: ignore[python/request-without-timeout] why\nN.get(V)",
  "def N() -> requests.Session:\n    return N()", "def N():\n    return N()", "N().get(V)", "N = N()",
] as const;
const script = [
  "let N = N;", "const N = V;", "var N = N(V);", "N = N;", "N = N.N;", "const { N, N: N } = N;", "const [N, N] = [N, V];", "N ??= V;", "const N = { timeout: V, ...N };", "const N = [N, V];", "const N = N.timeout;", "const N = (N) => N(N);", "const N = N ? V : N;", "delete N.N;", "export { N };", "export { N as N } from \"N\";", "export default N;", "type N = N | null;", "interface N extends N { N: N }", "enum N { N = 1 }", "namespace N { export const N = V; }",
  "import axios from \"axios\";", "import N from \"axios\";", "import { N } from \"./N\";", "import * as N from \"axios\";", "const N = require(\"axios\");", "import express from \"express\";\nconst N = express();", "import { exec as N } from \"child_process\";", "import jwt from \"jsonwebtoken\";", "const N = axios.create({ timeout: N });", "const N = N.create(N);", "N.get(V);", "N.get(V, { timeout: N });", "N.get(V, N);", "await axios.get(N);", "fetch(N);", "fetch(V, N);", "N(V);", "N(N);", "N.N(N);", "N.get(\"/x\", (N, N) => { N.send(N.body); });", "N.get(\"/x\", N);", "N.use(N);", "console.log(N);", "eval(N);", "N(`ls ${N}`);", "jwt.sign(N, V);", "const password = N;", "const N = \"Tr4ding!Places\";", "const N = process.env.KEY ?? N;",
  "function N(N, N = V) { return N; }", "async function N(N) { await N(N); return N.get(V); }", "async function N() { try { return await N.get(V); } catch (N) {} }", "function N() { var N = V; function N() { return N; } return N; }", "class N extends N { N = V; async N() { return this.N.get(V); } }", "class N { constructor(private N: N) { this.N = axios.create(); } N() { return this.N.get(N); } }", "for (const N of N) { await N.get(N); }", "if (N) { var N = V; } else { N = N; }", "label: { const N = V; N(N); }", "// preship: ignore[javascript/request-without-timeout] why\nN.get(V);",
  "const N = { ...N, get: axios.get };", "const N = { ...N };", "function N() { return N(); }", "N().get(V);", "N.N;",
] as const;
const values = ["1", "10", "0", "None", "null", "\"x\"", "'https://x.test'", "\"Tr4ding!Places\"", "True", "true", "()", "[]", "{}", "a", "f"];

/** Some dozens of statements; the same for the same seed. Mostly each name is given once, so that what it stands for can be told; else everything is given many times. */
export function knot(random: Random, isPython: boolean): string {
  const lines: readonly string[] = isPython ? python : script;
  const isGivenOnce = random() < 0.6;
  const few = isGivenOnce ? [...names, ...names.map((name) => `${name}2`)].slice(0, 4 + Math.floor(random() * 10)) : names.slice(0, 2 + Math.floor(random() * names.length));
  const value = () => pick(random, isPython ? values.filter((one) => !/null|true/.test(one)) : values.filter((one) => !/None|True|\(\)/.test(one)));
  const count = isGivenOnce ? few.length + Math.floor(random() * 6) : 4 + Math.floor(random() * 24);
  const giving = lines.filter((line) => /^(?:async |export |const |let |var )*(?:def |class |function )?N\b(?! or|\.|\()/.test(line));
  const statement = (index: number): string => {
    const given = few[index];
    if (!isGivenOnce || given === undefined) return pick(random, lines);
    return pick(random, giving).replace(/\bN\b/, given);
  };
  const head = random() < 0.6 ? (isPython ? "import requests\n" : "import axios from \"axios\";\n") : "";
  return head + Array.from({ length: count }, (_, index) => statement(index).replace(/\bN\b/g, () => pick(random, few)).replace(/\bV\b/g, value)).join("\n") + "\n";
}
