/** Fixes of the Python ML rules: what exactly they change, where none is offered, and that each silences, adds nothing and parses. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const split = "from sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.linear_model import Ridge\n";
const judge = "m = Ridge().fit(a, c)\nprint(m.score(b, d))\n";
const runs = "import mlflow\nmlflow.set_experiment(\"churn\")\n";

interface Case { readonly rule: string; readonly title: string; readonly before: string; /** Undefined: no fix is offered. */ readonly after?: string }

const cases: readonly Case[] = [
  { rule: "python/fit-before-split", title: "one variable", before: `${split}X, y = load()\ns = StandardScaler()\nX = s.fit_transform(X)  # scale\na, b, c, d = train_test_split(X, y, random_state=1)  # cut\n${judge}`,
    after: `${split}X, y = load()\ns = StandardScaler()\na, b, c, d = train_test_split(X, y, random_state=1)  # cut\na = s.fit_transform(a)  # scale\nb = s.transform(b)\n${judge}` },
  { rule: "python/fit-before-split", title: "another variable", before: `${split}X, y = load()\ns = StandardScaler()\nZ = s.fit_transform(X)\n\na, b, c, d = train_test_split(Z, y)\n${judge}`,
    after: `${split}X, y = load()\ns = StandardScaler()\n\na, b, c, d = train_test_split(X, y)\na = s.fit_transform(a)\nb = s.transform(b)\n${judge}` },
  { rule: "python/fit-before-split", title: "inside a function, Windows line ends", before: `${split}def go(X, y):\n    s = StandardScaler()\n    X = s.fit_transform(X)\n    a, b, c, d = train_test_split(X, y)\n    return Ridge().fit(a, c).score(b, d)\n`.replaceAll("\n", "\r\n"),
    after: `${split}def go(X, y):\n    s = StandardScaler()\n    a, b, c, d = train_test_split(X, y)\n    a = s.fit_transform(a)\n    b = s.transform(b)\n    return Ridge().fit(a, c).score(b, d)\n`.replaceAll("\n", "\r\n") },
  { rule: "python/fit-before-split", title: "the scaled rows are used again", before: `${split}X, y = load()\ns = StandardScaler()\nX = s.fit_transform(X)\na, b, c, d = train_test_split(X, y)\n${judge}plot(X)\n` },
  { rule: "python/fit-before-split", title: "the scaler is saved in between", before: `${split}import joblib\nX, y = load()\ns = StandardScaler()\nX = s.fit_transform(X)\njoblib.dump(s, "s.pkl")\na, b, c, d = train_test_split(X, y)\n${judge}` },
  { rule: "python/fit-before-split", title: "under a condition", before: `${split}X, y = load()\ns = StandardScaler()\nif SCALE:\n    X = s.fit_transform(X)\na, b, c, d = train_test_split(X, y)\n${judge}` },
  { rule: "python/fit-before-split", title: "parts kept in a list", before: `${split}X, y = load()\ns = StandardScaler()\nX = s.fit_transform(X)\nparts = train_test_split(X, y)\nm = Ridge().fit(parts[0], parts[2])\nprint(m.score(parts[1], parts[3]))\n` },
  { rule: "python/fit-before-split", title: "two statements on a line", before: `${split}X, y = load()\ns = StandardScaler(); X = s.fit_transform(X)\na, b, c, d = train_test_split(X, y)\n${judge}` },
  { rule: "python/unclosed-run", title: "up to its end, comments and strings kept", before: `${runs}def go(m):\n    mlflow.start_run(run_name="n")  # begin\n    # scores\n    mlflow.log_text("""a\nb""", "t")\n\n    mlflow.log_metric("x", 1)\n    mlflow.end_run()\n    return m\n`,
    after: `${runs}def go(m):\n    with mlflow.start_run(run_name="n"):  # begin\n        # scores\n        mlflow.log_text("""a\nb""", "t")\n\n        mlflow.log_metric("x", 1)\n    return m\n` },
  { rule: "python/unclosed-run", title: "kept in a variable, never ended, tabs", before: `${runs}def go(m):\n\trun = mlflow.start_run(run_name="n")\n\tif m:\n\t\tmlflow.log_metric("x", 1)\n\treturn run.info\n`,
    after: `${runs}def go(m):\n\twith mlflow.start_run(run_name="n") as run:\n\t\tif m:\n\t\t\tmlflow.log_metric("x", 1)\n\t\treturn run.info\n` },
  { rule: "python/unclosed-run", title: "ended under a condition", before: `${runs}def go(m):\n    mlflow.start_run(run_name="n")\n    mlflow.log_metric("x", 1)\n    if m:\n        mlflow.end_run()\n` },
  { rule: "python/unclosed-run", title: "nothing follows", before: `${runs}def go(m):\n    mlflow.start_run(run_name="n")\n` },
  { rule: "python/default-experiment", title: "before the run, named after the folder", before: "import mlflow\n\n\ndef go():\n    with mlflow.start_run(run_name=\"n\"):\n        mlflow.log_param(\"a\", 1)\n",
    after: "import mlflow\n\n\ndef go():\n    mlflow.set_experiment(\"churn\")\n    with mlflow.start_run(run_name=\"n\"):\n        mlflow.log_param(\"a\", 1)\n" },
  { rule: "python/default-experiment", title: "imported alone", before: "from mlflow import start_run\n\nwith start_run(run_name=\"n\"):\n    pass\n" },
  { rule: "python/unseeded-randomness", title: "after the imports, by the alias", before: "\"\"\"Trains.\"\"\"\nimport numpy as np\nimport os  # paths\n\norder = np.random.permutation(9)\nmodel.fit(rows[order], y)\n",
    after: "\"\"\"Trains.\"\"\"\nimport numpy as np\nimport os  # paths\n\nnp.random.seed(42)\n\norder = np.random.permutation(9)\nmodel.fit(rows[order], y)\n" },
  { rule: "python/unseeded-randomness", title: "a generator", before: "import numpy as np\n\nrng = np.random.default_rng()\nmodel.fit(rows[rng.permutation(9)], y)\n",
    after: "import numpy as np\n\nrng = np.random.default_rng(42)\nmodel.fit(rows[rng.permutation(9)], y)\n" },
  { rule: "python/unseeded-randomness", title: "imported alone", before: "from random import shuffle\n\nshuffle(rows)\nmodel.fit(rows, y)\n" },
];

describe.each(cases)("$rule: $title", ({ rule, before, after }) => {
  it(after === undefined ? "offers nothing" : "changes exactly this", async () => {
    const [finding] = await lint("churn/train.py", before, rule);
    expect(finding).toBeDefined();
    expect(finding?.fixes.map((fix) => applyFix(before, fix))).toEqual(after === undefined ? [] : [after]);
  });

  it.runIf(after !== undefined)("silences, adds nothing, parses", async () => {
    const [old, fresh] = [await lint("churn/train.py", before), await lint("churn/train.py", after ?? "")];
    expect(fresh.filter((one) => one.rule.id === rule)).toEqual([]);
    expect(fresh.length).toBeLessThan(old.length);
  });
});
