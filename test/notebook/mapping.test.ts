/** Findings, fixes and suppressions land in the right place of the notebook's JSON, whatever escapes stand before them. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, workspace } from "../harness.ts";
import { codeOf, notebook } from "./notebooks.ts";

const rule = "python/request-without-timeout";
const call = "requests.get(url)\n";

const spoken: readonly (readonly [string, string])[] = [
  ["cells of strings in arrays", notebook(["import requests\n", call])],
  ["escapes before it", notebook(["import requests\nx = \"a\\n\\\"b\\\\\"\t# \u2028 é 😀\n" + call])],
  ["one string per cell", JSON.stringify({ cells: [{ cell_type: "code", source: "import requests\n" + call }] })],
  ["unicode escapes", `{"cells":[{"cell_type":"code","source":["import requests\\n","x = '\\u00e9\\ud83d\\ude00'\\n","requests.get(url)"]}]}`],
  ["nbformat 3", JSON.stringify({ nbformat: 3, worksheets: [{ cells: [{ cell_type: "code", language: "python", input: ["import requests\n", call], prompt_number: 3 }] }] })],
  ["windows line ends", JSON.stringify({ cells: [{ cell_type: "code", source: "import requests\r\n%matplotlib inline\r\nrequests.get(url)\r\n" }] }, undefined, 1).replaceAll("\n", "\r\n")],
  ["magics, shell and help around it", notebook(["%matplotlib inline\n!pip install a==1 \\\n  b==2\nimport requests\nrequests?\n", "files = !ls \"it's\nif files:\n    !echo 'x\n    %cd ..\n" + call])],
  ["a Python cell magic", notebook(["import requests", "%%time\n" + call])],
  ["a timed line", notebook(["import requests", "%time requests.get(url)"])],
  ["cut off in the middle", notebook(["import requests\n" + call]).slice(0, -90)],
  ["a percent sign that goes on a line", notebook(["import requests\nx = (7\n% 3)\ny = '''\n!rm {}\n%%bash\n'''\n" + call])],
];

describe("speaks at the name of the call", () => {
  for (const [title, text] of spoken) {
    it(title, async () => {
      const found = await lint("a.ipynb", text, rule);
      expect(found.map(({ at }) => text.slice(at.start, at.end))).toEqual(["get"]);
    });
  }
});

const silent: readonly (readonly [string, string])[] = [
  ["another language's cell", notebook(["import requests", "%%javascript\n" + call, "%%bash\nrequests.get(url)\n", "%%unheard_of\n" + call])],
  ["another kernel", notebook(["import requests\n" + call], { kernelspec: { name: "ir", language: "R" } })],
  ["a cell of another language", notebook(["import requests\n", { code: call, metadata: { vscode: { languageId: "sql" } } }])],
  ["markdown", notebook([{ markdown: "import requests\n" + call }])],
  ["no notebook at all", "requests.get(url)"],
  ["empty", ""], ["only a brace", "{"], ["a list", "[1, 2"], ["cells that are none", `{"cells": [1, null, {"cell_type": "code"}, {"cell_type": "code", "source": [1, {}]}]}`],
  ["excused", notebook(["import requests\n# preship: ignore[python/request-without-timeout] run by hand\n" + call])],
];

describe("stays silent on", () => {
  for (const [title, text] of silent) {
    it(title, async () => expect(await lint("a.ipynb", text, rule)).toEqual([]));
  }
});

it("a fix leaves JSON whose code says what the fix says", async () => {
  const text = notebook(["import requests\n", "print(\"x\")\nrequests.get(\n    url,\n)\n"]);
  const [finding] = await lint("a.ipynb", text, rule);
  const fix = finding?.fixes[0];
  expect(fix).toBeDefined();
  expect(fix && codeOf(applyFix(text, fix))[1]).toBe("print(\"x\")\nrequests.get(\n    url,\n    timeout=10,\n)\n");
});

it("a secret in code is read from the environment, quotes escaped", async () => {
  const text = notebook(["import pandas as pd\n", "password = 'h8Kq-zz3LwP0qR'\n"]);
  const [finding] = await lint("a.ipynb", text, "text/hardcoded-secret");
  const fix = finding?.fixes[0];
  expect(fix && codeOf(applyFix(text, fix)).join("")).toContain("os.environ[\"PASSWORD\"]");
});

it("a secret in an output or in a shell cell is found", async () => {
  const token = "ghp_" + "Q7rTz2LmN8vKx4WcB1dY6sHj9fGp3aEu5oRi".slice(0, 36);
  const text = notebook([{ code: "show()\n", outputs: [{ output_type: "stream", name: "stdout", text: [`token ${token}\n`] }] }, `%%bash\nexport GITHUB_TOKEN=${token}\n`]);
  const found = await lint("a.ipynb", text, "text/hardcoded-secret");
  expect(found.map(({ at }) => text.slice(at.start, at.end))).toEqual([token, token]);
});

it("project rules speak in cells, and their edits are quoted", async () => {
  const text = notebook(["from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\n", "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)\ns = StandardScaler()\nX_train = s.fit_transform(X_train)\n", "X_test = s.fit_transform(X_test)\n"]);
  const { findings } = await workspace({ "a.ipynb": text });
  const [finding] = findings("a.ipynb", "python/refit-on-test");
  expect(finding && text.slice(finding.at.start, finding.at.end)).toBe("fit_transform");
  expect(finding?.fixes[0] && codeOf(applyFix(text, finding.fixes[0]))[2]).toBe("X_test = s.transform(X_test)\n");
});

it("after edits it knows what a fresh reading knows", async () => {
  let text = notebook(["import requests\n", call, "x = 1\n"]);
  const { analysis, findings } = await workspace({ "a.ipynb": text });
  for (const [from, to] of [["x = 1", "requests.post(url)"], ["import requests", "import requests\\n%cd .."], ["requests.get(url)", "("], ["\"(\\n\"", "\"requests.put(u)\""]] as const) {
    const start = text.indexOf(from);
    const next = text.slice(0, start) + to + text.slice(start + from.length);
    analysis.edit("a.ipynb", [{ at: { start, end: start + from.length }, text: to }], next);
    text = next;
    const fresh = await lint("a.ipynb", text);
    expect(findings("a.ipynb")).toEqual(fresh);
  }
});
