/** What fixes and ignore comments write, in files whose lines end otherwise and in notebooks kept as JSON. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../server/engine/fix.ts";
import { suppressionEditInHost } from "../../server/engine/suppress-host.ts";
import { applyFix, lint, workspace } from "../harness.ts";
import { codeOf, notebook } from "../notebook/notebooks.ts";

const crlf = (text: string) => text.replaceAll("\n", "\r\n");

describe("a fix ends its lines as the file does", () => {
  it.each([
    ["seed inserted by a project rule", "train.py", "import numpy as np\n\norder = np.random.permutation(9)\nmodel.fit(rows[order], labels)\n", "python/unseeded-randomness"],
    ["experiment moved out of its if", "train.py", "import mlflow\n\nif uri:\n    mlflow.set_experiment(\"a\")\n    mlflow.set_tracking_uri(uri)\n\nwith mlflow.start_run():\n    pass\n", "python/conditional-experiment"],
    ["loader kept", "app.py", "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(\"/p\")\ndef p(body: dict):\n    model = joblib.load(\"m.joblib\")\n    return {\"p\": float(model.predict([body[\"x\"]])[0])}\n", "python/model-load-per-request"],
  ])("%s", async (_, path, text, rule) => {
    const [finding] = await lint(path, crlf(text), rule);
    const [fix] = finding?.fixes ?? [];
    expect(fix).toBeDefined();
    const fixed = fix ? applyFix(crlf(text), fix) : "";
    expect(fixed.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(await lint(path, fixed, rule)).toEqual([]);
  });
});

describe("an ignore comment in a notebook on disk", () => {
  it.each([
    ["above the line", ["import requests\nx = 1\nrequests.get(url)\n"]],
    ["in the first line of a cell", ["import requests\n", "requests.get(url)"]],
    ["in an indented block", ["import requests\nif x:\n    requests.get(url)\n"]],
    ["between quotes and emoji", ["import requests\nprint(\"🎉\\\"\\n\")\nrequests.get(\"https://a\", \"é\\\\\")\nprint('x')"]],
    ["behind a continued line", ["import requests\nx = 1 + \\\n    len(requests.get(url).text)\n"]],
  ])("%s", async (_, cells) => {
    const rule = "python/request-without-timeout";
    const text = notebook(cells);
    const { analysis, findings } = await workspace({ "a.ipynb": text });
    const [finding] = findings("a.ipynb", rule);
    const open = analysis.openFile("a.ipynb");
    if (!finding || !open) throw new Error("nothing to ignore");
    const isAccepted = (changed: string, offset: number) => analysis.tryOut("a.ipynb", changed).suppressions.some(({ covers }) => offset >= covers.start && offset < covers.end);
    const edit = suppressionEditInHost(open, "a.ipynb.py", finding.at.start, rule, isAccepted);
    if (!edit) throw new Error("no place for a comment");
    const ignored = applyEdits(text, [{ at: edit.at, text: `${edit.before}known upstream${edit.after}` }]);
    expect(await lint("a.ipynb", ignored, rule)).toEqual([]);
    const without = codeOf(ignored).map((code) => code.split("\n").filter((line) => !/^\s*# preship/.test(line)).map((line) => line.replace(/ {2}# preship.*$/, "")).join("\n"));
    expect(without).toEqual(codeOf(text));
  });

  it("has no place beside outputs", async () => {
    const { analysis } = await workspace({ "a.ipynb": notebook(["import requests\n"]) });
    const open = analysis.openFile("a.ipynb");
    if (!open) throw new Error("not open");
    expect(suppressionEditInHost(open, "a.ipynb.py", 1, "text/hardcoded-secret", () => true)).toBeUndefined();
  });
});

describe("an experiment that is chosen only sometimes", () => {
  it.each([
    ["all of the if", "if uri:\n    mlflow.set_experiment(\"a\")\n", "mlflow.set_experiment(\"a\")\n"],
    ["all of the if, in a function's block", "def f(uri):\n    if uri:\n        mlflow.set_experiment(\n            \"a\",\n        )\n    with mlflow.start_run():\n        pass\n", "def f(uri):\n    mlflow.set_experiment(\n            \"a\",\n        )\n    with mlflow.start_run():\n        pass\n"],
    ["behind something else", "if uri:\n    say(uri)\n    mlflow.set_experiment(\"a\")\n", "if uri:\n    say(uri)\nmlflow.set_experiment(\"a\")\n"],
    ["with a reason beside the test: left alone", "if uri:  # only there\n    mlflow.set_experiment(\"a\")\n", undefined],
    ["on the line of the if: left alone", "if uri: mlflow.set_experiment(\"a\")\n", undefined],
  ])("%s", async (_, before, after) => {
    const around = (text: string) => `import mlflow\n\n${text}\nwith mlflow.start_run():\n    pass\n`;
    const rule = "python/conditional-experiment";
    const [finding] = await lint("train.py", around(before), rule);
    expect(finding).toBeDefined();
    const [fix] = finding?.fixes ?? [];
    expect(fix && applyFix(around(before), fix)).toBe(after && around(after));
    if (after) expect(await lint("train.py", around(after), rule)).toEqual([]);
  });
});

describe("fixes in notebooks", () => {
  const scaled = "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.linear_model import Ridge\nX, y = load()\ns = StandardScaler()";
  const judged = "m = Ridge().fit(a, c)\nprint(m.score(b, d))";
  it.each([
    ["fit and split in cells of their own", "python/fit-before-split", [scaled, "X = s.fit_transform(X)", "a, b, c, d = train_test_split(X, y, random_state=1)", judged],
      [scaled, "", "a, b, c, d = train_test_split(X, y, random_state=1)\na = s.fit_transform(a)\nb = s.transform(b)", judged]],
    ["the fit last in its cell", "python/fit-before-split", [`${scaled}\nX = s.fit_transform(X)`, `a, b, c, d = train_test_split(X, y, random_state=1)\n${judged}`],
      [scaled, `a, b, c, d = train_test_split(X, y, random_state=1)\na = s.fit_transform(a)\nb = s.transform(b)\n${judged}`]],
    ["all in one cell", "python/fit-before-split", [`${scaled}\nX = s.fit_transform(X)\na, b, c, d = train_test_split(X, y, random_state=1)\n${judged}\n`],
      [`${scaled}\na, b, c, d = train_test_split(X, y, random_state=1)\na = s.fit_transform(a)\nb = s.transform(b)\n${judged}\n`]],
    ["a run in one cell", "python/unclosed-run", ["import mlflow", "mlflow.start_run(run_name=\"a\")\nmlflow.log_metric(\"auc\", 1)", "print(1)"],
      ["import mlflow", "with mlflow.start_run(run_name=\"a\"):\n    mlflow.log_metric(\"auc\", 1)", "print(1)"]],
    ["a run over several cells: left alone", "python/unclosed-run", ["import mlflow\nmlflow.start_run(run_name=\"a\")\nprint(1)", "mlflow.log_metric(\"auc\", 1)"], undefined],
  ])("%s", async (_, rule, before, after) => {
    const text = notebook(before);
    const [finding] = await lint("a.ipynb", text, rule);
    expect(finding).toBeDefined();
    const [fix] = finding?.fixes ?? [];
    const fixed = fix && applyFix(text, fix);
    expect(fixed && codeOf(fixed)).toEqual(after);
    if (fixed) expect(await lint("a.ipynb", fixed, rule)).toEqual([]);
  });
});
