/** Experiment tracking and named inputs: tables of code that must and must not speak. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers, workspace } from "../harness.ts";

const tables: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "python/conditional-experiment": [
    ["both branches choose", "import mlflow\nif a:\n    mlflow.set_experiment('x')\nelse:\n    mlflow.set_experiment('y')\nmlflow.start_run()\n"],
    ["again without condition", "import mlflow\nif a:\n    mlflow.set_experiment('x')\nmlflow.set_experiment('y')\nmlflow.start_run()\n"],
    ["the run names its experiment", "import mlflow\nif a:\n    mlflow.set_experiment('x')\nmlflow.start_run(experiment_id='3')\n"],
    ["no run outside", "import mlflow\nif a:\n    mlflow.set_experiment('x')\n    mlflow.start_run()\n"],
    ["the main guard is no condition", "import mlflow\nif __name__ == '__main__':\n    mlflow.set_experiment('x')\n    mlflow.start_run()\n"],
    ["in a function", "import mlflow\ndef go(uri):\n    if uri:\n        mlflow.«set_experiment»('x')\n    with mlflow.start_run():\n        pass\n"],
  ],
  "python/unclosed-run": [
    ["ended in finally", "import mlflow\ntry:\n    mlflow.start_run()\nfinally:\n    mlflow.end_run()\n"],
    ["handed back", "import mlflow\ndef begin():\n    return mlflow.start_run()\n"],
    ["entered later", "import mlflow\nrun = mlflow.start_run()\nwith run:\n    pass\n"],
    ["kept and never ended", "import mlflow\nrun = mlflow.«start_run»()\nprint(run.info)\n"],
  ],
  "python/unnamed-run": [
    ["continued", "import mlflow\nwith mlflow.start_run(run_id=r):\n    pass\n"],
    ["nested", "import mlflow\nwith mlflow.start_run(nested=True):\n    pass\n"],
    ["positional id", "import mlflow\nwith mlflow.start_run(r):\n    pass\n"],
  ],
  "python/generic-experiment-name": [
    ["a word and a number", "import mlflow\nmlflow.set_experiment(«'test-exp_2'»)\n"],
    ["a variable", "import mlflow\nNAME = «'MyExperiment'»\nmlflow.set_experiment(NAME)\n"],
    ["a project of Weights and Biases", "import wandb\nwandb.init(project=«'test'»)\n"],
    ["says what", "import mlflow\nmlflow.set_experiment('test-churn')\n"],
    ["unknown", "import mlflow\nmlflow.set_experiment(name)\nmlflow.set_experiment(f'exp_{name}')\n"],
  ],
  "python/unsigned-model": [
    ["autolog", "import mlflow\nmlflow.sklearn.autolog()\nmlflow.sklearn.log_model(m, 'm')\n"],
    ["an example", "import mlflow\nmlflow.pyfunc.log_model('m', python_model=m, input_example=x)\n"],
    ["somebody else's", "tracker.log_model(m)\n"],
  ],
  "python/unversioned-artifact": [
    ["a version", "import joblib\nm.fit(X, y)\njoblib.dump(m, 'model_v3.pkl')\n"],
    ["a date in it", "import joblib\nmodel.fit(X, y)\njoblib.dump(model, f'model-{today}.pkl')\n"],
    ["data, not a model", "import joblib\nmodel.fit(X, y)\njoblib.dump(rows, 'rows.pkl')\n"],
    ["nothing was trained", "import joblib\njoblib.dump(model, 'model.pkl')\n"],
  ],
  "python/mutable-data-path": [
    ["in a name", "import pandas as pd\nf = pd.read_csv(«'data/current/rows.csv'»)\n"],
    ["dated beside it", "import pandas as pd\nf = pd.read_csv('2026-01-04/latest.csv')\n"],
    ["part of another word", "import pandas as pd\nf = pd.read_csv('currentaccounts.csv')\nf = pd.read_csv('finalists.csv')\n"],
    ["a model", "import numpy as np\nw = np.load('latest_model.npy')\n"],
    ["written", "f = open('final.csv', 'w')\n"],
    ["a version given", "import pandas as pd\nf = pd.read_parquet(f'lake/latest/{version}.parquet')\n"],
  ],
  "python/unpinned-model-revision": [
    ["a branch by default", "from transformers import pipeline, AutoTokenizer as T\nt = T.«from_pretrained»('bert-base-uncased')\n"],
    ["a folder", "from transformers import AutoModel\nm = AutoModel.from_pretrained('./models/churn')\nn = AutoModel.from_pretrained(path)\n"],
    ["a parameter as revision", "from transformers import AutoModel\ndef load(rev):\n    return AutoModel.from_pretrained('bert-base-uncased', revision=rev)\n"],
    ["files read by a builder", "from datasets import load_dataset\nd = load_dataset('csv', data_files='a.csv')\n"],
    ["an alias of a registry", "import mlflow\nm = mlflow.sklearn.load_model(«'models:/churn@champion'»)\n"],
    ["somebody else's method", "m = Thing.from_pretrained('bert-base-uncased')\n"],
  ],
  "python/machine-specific-path": [
    ["joined", "import os\np = os.path.join(«'/Users/kim/data'», 'a.csv')\n"],
    ["a drive", "import pandas as pd\nf = pd.read_excel(«r'D:\\daten\\a.xlsx'»)\n"],
    ["an image's own", "import pandas as pd\na = pd.read_csv('/home/ubuntu/a.csv')\nb = pd.read_csv('/data/a.csv')\nc = open('/app/x')\n"],
    ["a placeholder", "import pandas as pd\na = pd.read_csv('/home/username/a.csv')\n"],
    ["programs of the system", "import glob\na = glob.glob('C:\\\\Program Files\\\\NVIDIA\\\\v*')\n"],
    ["only shown", "print('/home/kim/a.csv')\nhelp = '/Users/kim'\n"],
    ["no drive", "r = client.get('s3://bucket/a')\nx = open('a:b')\n"],
  ],
  "python/naive-datetime": [
    ["with a zone", "from datetime import datetime, timezone\nr = {'at': datetime.now(timezone.utc), 'created_at': datetime.now(tz=zone)}\n"],
    ["how long it took", "from datetime import datetime\nstart = datetime.now()\nprint(datetime.now() - start)\n"],
    ["a file name", "from datetime import datetime\nname = f'{datetime.now():%Y}'\nr = {'created': datetime.now().strftime('%Y-%m-%d')}\n"],
    ["as text", "from datetime import datetime\nr = {'created_at': datetime.«utcnow»().isoformat()}\n"],
    ["a keyword of a record", "import datetime as dt\nOrder(created_at=dt.datetime.«now»())\n"],
  ],
  "python/inline-hyperparameters": [
    ["two are few", "from sklearn.ensemble import RandomForestClassifier\nm = RandomForestClassifier(n_estimators=9, max_depth=3, random_state=1)\nm.fit(X, y)\n"],
    ["a command line", "import argparse\nfrom sklearn.svm import SVC\nm = SVC(C=1, gamma=2, degree=3)\nm.fit(X, y)\n"],
  ],
};

for (const [rule, cases] of Object.entries(tables)) {
  describe(rule, () => {
    for (const [title, marked] of cases) {
      it(title, async () => {
        const { text } = readMarkers(marked);
        expect(withMarkers(text, await lint("train.py", text, rule))).toBe(marked);
      });
    }
  });
}

describe("across files and surroundings", () => {
  const train = "import mlflow\nfrom setup_tracking import begin\nbegin()\nmlflow.log_param('a', 1)\n";
  it.each([
    ["chosen in a helper", { "train.py": train, "setup_tracking.py": "import mlflow\ndef begin():\n    mlflow.set_experiment('churn')\n" }, 0],
    ["chosen nowhere", { "train.py": train, "setup_tracking.py": "def begin():\n    pass\n" }, 1],
    ["chosen by an MLproject file", { "train.py": train, MLproject: "name: churn\n" }, 0],
    ["chosen by a variable", { "train.py": `import os\nos.environ['MLFLOW_EXPERIMENT_NAME'] = 'churn'\n${train}` }, 0],
  ])("default experiment: %s", async (_title, files, count) => {
    const { findings } = await workspace(files);
    expect(findings("train.py", "python/default-experiment")).toHaveLength(count);
  });

  const fit = "import joblib\nfrom report import record\nmodel.fit(X, y)\nrecord(model)\njoblib.dump(model, p)\n";
  it.each([
    ["tracked in a helper", { "train.py": fit, "report.py": "import wandb\ndef record(m):\n    wandb.log({'a': 1})\n" }, 0],
    ["tracked nowhere", { "train.py": fit, "report.py": "def record(m):\n    print(m)\n" }, 1],
    ["a scaler alone", { "train.py": "import joblib\nscaler.fit(X)\njoblib.dump(scaler, p)\n" }, 0],
    ["a drawing of a tree", { "train.py": "from sklearn.tree import export_graphviz\ntree.fit(X, y)\nexport_graphviz(tree, 'a.dot')\n" }, 0],
  ])("untracked training: %s", async (_title, files, count) => {
    const { findings } = await workspace(files);
    expect(findings("train.py", "python/untracked-training")).toHaveLength(count);
  });
});
