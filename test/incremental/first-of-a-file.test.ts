/** Rules that judge a statement by what stands elsewhere in its file notice when that changes, moves or goes: an edit at a time, held to a fresh start. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { difference } from "../../server/engine/fix.ts";
import { languages, Live } from "../fuzz/replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const flask = "from flask import Flask\n\napp = Flask(__name__)\n\n";
const view = "from flask.views import MethodView\n\n";
const leak = "    def get(self):\n        try:\n            return find()\n        except Exception as error:\n            return {\"error\": str(error)}, 500\n";
const sklearn = "from sklearn.ensemble import RandomForestClassifier\n";
const split = "from sklearn.model_selection import train_test_split\n";

/** How often the rule speaks after each of the texts, one after another in the same editor. */
const cases: readonly (readonly [what: string, rule: string, ...steps: (readonly [text: string, count: number])[]])[] = [
  ["a class of views under another name", "python/leaked-error-detail", [`${view}class Orders(MethodView):\n${leak}`, 1], [`${view}class Basket(MethodView):\n${leak}`, 1], [`${view}class Basket(Plain):\n${leak}`, 0], [`${view}class Orders(MethodView):\n${leak}`, 1]],
  ["two of a name, one of them served", "python/logged-secret",
    [`${flask}def show():\n    print(request.headers)\n\n@app.get("/a")\ndef show():\n    print(request.headers)\n`, 1],
    [`${flask}@app.get("/a")\ndef show():\n    print(request.headers)\n\ndef show():\n    print(request.headers)\n`, 1],
    [`${flask}@app.get("/a")\ndef show():\n    print(request.headers)\n`, 1], [`${flask}def show():\n    print(request.headers)\n`, 0]],
  ["a helper that a route begins to call", "python/logged-secret", [`${flask}def helper():\n    print(request.headers)\n\n@app.get("/a")\ndef show():\n    pass\n`, 0], [`${flask}def helper():\n    print(request.headers)\n\n@app.get("/a")\ndef show():\n    helper()\n`, 1], [`${flask}def helper():\n    print(request.headers)\n\n@app.get("/a")\ndef show():\n    other()\n`, 0]],
  ["a seed that is moved above the model", "python/missing-random-state", [`${sklearn}model = RandomForestClassifier()\nmodel.random_state = 7\n`, 0], [`${sklearn}model.random_state = 7\nmodel = RandomForestClassifier()\n`, 1], [`${sklearn}model = RandomForestClassifier()\nmodel.random_state = 7\n`, 0]],
  ["a seed for everything", "python/missing-random-state", [`${sklearn}model = RandomForestClassifier()\n`, 1], [`${sklearn}seed_everything(7)\nmodel = RandomForestClassifier()\n`, 0], [`${sklearn}seed_nothing(7)\nmodel = RandomForestClassifier()\n`, 1]],
  ["a path that two calls share: the first of them is told", "python/machine-specific-path", ['PLACE = "/home/ada/rows.csv"\nfirst = open(PLACE)\nsecond = open(PLACE)\n', 1], ['PLACE = "/home/ada/rows.csv"\nsecond = open(PLACE)\nfirst = open(PLACE)\n', 1], ['PLACE = "/srv/rows.csv"\nsecond = open(PLACE)\nfirst = open(PLACE)\n', 0]],
  ["one scaling before two models", "python/hard-coded-scaling", ["x = (age - 41.7) / 12.3\nscore = model.predict([[x]])\nother = second.predict([[x]])\n", 1], ["x = (age - 41.7) / 12.3\nother = second.predict([[x]])\nscore = model.predict([[x]])\n", 1], ["x = (age - 41.7) / 12.3\nother = second.predict([[y]])\n", 0]],
  ["the same target split twice", "python/missing-stratify",
    [`${split}${sklearn}a, b, c, d = train_test_split(X, y)\ne, f, g, h = train_test_split(Z, y)\nmodel = RandomForestClassifier(class_weight="balanced")\n`, 1],
    [`${split}${sklearn}e, f, g, h = train_test_split(Z, y)\na, b, c, d = train_test_split(X, y)\nmodel = RandomForestClassifier(class_weight="balanced")\n`, 1],
    [`${split}${sklearn}a, b, c, d = train_test_split(X, y)\ne, f, g, h = train_test_split(Z, y)\nmodel = RandomForestClassifier()\n`, 0]],
  ["an experiment that is chosen anyway", "python/conditional-experiment", ['import mlflow\nif name:\n    mlflow.set_experiment(name)\nwith mlflow.start_run():\n    pass\n', 1], ['import mlflow\nmlflow.set_experiment("churn")\nif name:\n    mlflow.set_experiment(name)\nwith mlflow.start_run():\n    pass\n', 0], ['import mlflow\nif name:\n    mlflow.set_experiment(name)\nmlflow.end_run()\n', 0]],
  ["a schedule that is taken away", "python/blind-retraining", ['from prefect import flow, task\n\n@task\ndef train_model(): ...\n\n@task\ndef promote_model(): ...\n\nretrain.serve(cron="0 3 * * *")\n', 1], ["from prefect import flow, task\n\n@task\ndef train_model(): ...\n\n@task\ndef promote_model(): ...\n\nretrain.serve()\n", 0], ['from prefect import flow, task\n\n@task\ndef train_model(): ...\n\n@task\ndef evaluate(): ...\n\n@task\ndef promote_model(): ...\n\nretrain.serve(cron="0 3 * * *")\n', 0]],
  ["settings elsewhere in the file", "python/inline-hyperparameters", [`${sklearn}model = RandomForestClassifier(n_estimators=300, max_depth=9, min_samples_leaf=4)\nmodel.fit(X, y)\n`, 1], [`${sklearn}import argparse\nmodel = RandomForestClassifier(n_estimators=300, max_depth=9, min_samples_leaf=4)\nmodel.fit(X, y)\n`, 0], [`${sklearn}model = RandomForestClassifier(n_estimators=300, max_depth=9, min_samples_leaf=4)\n`, 0]],
  ["a label that becomes known where the metric is made", "python/high-cardinality-label", ['from prometheus_client import Counter\nseen = Counter("seen", "Seen", ["who"])\nseen.labels(who=user_id).inc()\n', 1], ['from prometheus_client import Counter\nseen = Counter("seen", "Seen", ["user_id"])\nseen.labels(user_id=user_id).inc()\n', 1], ['from prometheus_client import Counter\nseen = Counter("seen", "Seen", ["kind"])\nseen.labels(kind=kind).inc()\n', 0]],
  ["a revision that loses its way back", "python/irreversible-migration", ['revision = "a"\ndown_revision = "b"\n\ndef upgrade():\n    op.drop_table("x")\n\ndef downgrade():\n    op.create_table("x")\n', 0], ['revision = "a"\ndown_revision = "b"\n\ndef upgrade():\n    op.drop_table("x")\n\ndef downgrade():\n    pass\n', 1], ['revision = "a"\ndown_revision = "b"\n\ndef upgrade():\n    op.drop_table("x")\n', 1], ['number = "a"\n\ndef upgrade():\n    op.drop_table("x")\n', 0]],
  ["the module that asks for gaps", "python/compared-with-nan", ["import numpy as np\nimport pandas as pd\nif rows == np.nan:\n    pass\n", 1], ["import numpy as np\nimport pandas\nif rows == np.nan:\n    pass\n", 1], ["import numpy as np\nif rows == np.nan:\n    pass\n", 1]],
];

const open: Live[] = [];
afterAll(() => { for (const live of open) live.close(); });

for (const [what, rule, ...steps] of cases) it(what, () => {
  const path = "shop/work.py";
  const live = new Live(new Map([[path, `${steps[0]?.[0] ?? ""}\n\n`]]));
  open.push(live);
  for (const [text, count] of steps) {
    const wrong = live.wrongAfterEdit(path, [difference(live.texts.get(path) ?? "", text)]);
    expect(wrong, text).toBeUndefined();
    expect(live.analysis.findings(path).filter((finding) => finding.rule.id === rule), text).toHaveLength(count);
  }
});

it("switches of settings that are set again further down", () => {
  const path = "shop/settings.py";
  const texts = ['DEBUG = True\nINSTALLED_APPS = []\n', 'DEBUG = True\nINSTALLED_APPS = []\nDEBUG = read("DEBUG")\n', 'DEBUG = read("DEBUG")\nINSTALLED_APPS = []\nDEBUG = True\n', "DEBUG = True\nOTHER = []\n"];
  const live = new Live(new Map([[path, ""]]));
  open.push(live);
  const counts = texts.map((text) => {
    expect(live.wrongAfterEdit(path, [difference(live.texts.get(path) ?? "", text)]), text).toBeUndefined();
    return live.analysis.findings(path).filter(({ rule }) => rule.id === "python/debug-enabled").length;
  });
  expect(counts).toEqual([1, 0, 1, 0]);
});
