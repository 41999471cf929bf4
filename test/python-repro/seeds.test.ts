/** What counts as a seed, and what draws nothing: tables of code that must and must not speak. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers, workspace } from "../harness.ts";

const tables: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "python/missing-random-state": [
    ["an alias", "from sklearn.model_selection import train_test_split as cut\na, b = «cut»(X)\n"],
    ["the module as a name", "import sklearn.ensemble as e\nm = e.«RandomForestRegressor»()\n"],
    ["None through a variable", "from sklearn.cluster import KMeans\nseed = None\nm = «KMeans»(3, random_state=seed)\n"],
    ["a private module", "from sklearn.ensemble._forest import RandomForestClassifier\nm = «RandomForestClassifier»()\n"],
    ["probability asks for draws", "from sklearn.svm import SVC\nm = «SVC»(probability=True)\n"],
    ["a bare seed call seeds nothing", "import numpy as np\nfrom sklearn.utils import shuffle\nnp.random.seed()\nX = «shuffle»(X)\n"],
    ["a class in a variable", "from sklearn.ensemble import RandomForestClassifier\nkind = RandomForestClassifier\nm = «kind»()\n"],
    ["no shuffle, no draw", "from sklearn.model_selection import train_test_split, KFold\na, b = train_test_split(X, shuffle=False)\nf = KFold(5)\n"],
    ["SVC as it is", "from sklearn.svm import SVC\nm = SVC()\n"],
    ["unseen arguments", "from sklearn.ensemble import RandomForestClassifier\ndef make(**options):\n    return RandomForestClassifier(**options)\n"],
    ["seen arguments with a seed", "from sklearn.ensemble import RandomForestClassifier\nparams = {'n_estimators': 9, 'random_state': 3}\nm = RandomForestClassifier(**params)\n"],
    ["a parameter as seed, even with a None default", "from sklearn.ensemble import RandomForestClassifier\ndef make(seed=None):\n    return RandomForestClassifier(random_state=seed)\n"],
    ["a generator handed in", "from sklearn.utils import shuffle\ndef mix(X, rng):\n    return shuffle(X, random_state=rng)\n"],
    ["seeded globally", "import numpy as np\nfrom sklearn.utils import shuffle\nnp.random.seed(1)\nX = shuffle(X)\n"],
    ["a helper that seeds", "from sklearn.utils import shuffle\nfrom common import seed_everything\nseed_everything(1)\nX = shuffle(X)\n"],
    ["sample of something else", "import random\nrows = random.sample(range(9), 3)\nx = space.sample(3)\n"],
    ["half-typed", "from sklearn.model_selection import train_test_split\na, b = train_test_split(X, \n"],
  ],
  "python/unseeded-randomness": [
    ["a generator without a seed", "import numpy as np\nrng = np.random.«default_rng»()\nmodel.fit(X, y)\n"],
    ["each library once", "import random\nimport numpy as np\nrandom.«shuffle»(rows)\nrandom.shuffle(rows)\nnp.random.«rand»(3)\nmodel.fit(X, y)\n"],
    ["without training", "import numpy as np\nx = np.random.rand(3)\n"],
    ["seeded by the trainer", "import torch\nimport pytorch_lightning as pl\npl.seed_everything(3)\nx = torch.randn(3)\nloss.backward()\n"],
    ["a helper of unknown origin", "import torch\nfrom lab import fix_random_seeds\nfix_random_seeds(3)\nx = torch.randn(3)\nloss.backward()\n"],
    ["a generator with a seed", "import numpy as np\nrng = np.random.default_rng(3)\nmodel.fit(X, y)\n"],
    ["seed None is none", "import numpy as np\nnp.random.seed(None)\nx = np.random.«rand»(3)\nmodel.fit(X, y)\n"],
  ],
  "python/unsorted-listing": [
    ["Path.glob in a comprehension", "from pathlib import Path\nimport pandas as pd\nparts = [pd.read_csv(p) for p in «Path('d').glob('*.csv')»]\n"],
    ["a loop over a variable", "import os\nimport cv2\nnames = «os.listdir(d)»\nfor n in names:\n    rows.append(cv2.imread(n))\n"],
    ["sorted later", "import os\nimport cv2\nnames = os.listdir(d)\nnames.sort()\nfor n in names:\n    rows.append(cv2.imread(n))\n"],
    ["read by map", "import glob\nimport pandas as pd\nd = pd.concat(map(pd.read_csv, «glob.glob('*.csv')»))\n"],
    ["entries of a folder", "import os\nimport pandas as pd\nparts = [pd.read_csv(e.path) for e in «os.scandir(d)»]\n"],
    ["columns in the order of a set", "import pandas as pd\nd = pd.read_csv('a.csv')\nX = d[list(«set(a) & set(b)»)]\n"],
    ["columns in the order of a set, named first", "import pandas as pd\nd = pd.read_csv('a.csv')\nshared = set(a) | set(b)\nX = d[list(«shared»)]\n"],
    ["a loop that numbers a set", "import torch\nids = {}\nwords = set(text.split())\nfor i, w in enumerate(«words»):\n    ids[w] = i\n"],
    ["a set in order", "import torch\nids = {w: i for i, w in enumerate(sorted(set(words)))}\nfor i, w in enumerate(set(words)):\n    print(i, w)\nn = list(set(words))\n"],
    ["counted", "import os\nimport pandas as pd\nn = len(os.listdir(d))\nf = pd.read_csv('a.csv')\n"],
    ["files that are copied", "import glob\nimport shutil\nfor f in glob.glob('*.csv'):\n    shutil.copy(f, d)\n"],
  ],
  "python/naive-datetime": [
    ["a column's default", "from datetime import datetime\nfrom sqlalchemy import Column, DateTime\nclass Score(Base):\n    at = Column(DateTime, default=datetime.«utcnow», onupdate=datetime.«now»)\n"],
    ["a field's factory", "import datetime\nfrom pydantic import BaseModel, Field\nclass Score(BaseModel):\n    at: datetime.datetime = Field(default_factory=datetime.datetime.«utcnow»)\n"],
    ["a default that knows its zone", "from datetime import datetime, timezone\nat = Column(DateTime, default=lambda: datetime.now(timezone.utc))\n"],
    ["a stamp by name", "from datetime import datetime\ncreated_at = datetime.«utcnow»()\n"],
    ["a clock by name", "from datetime import datetime\nstart_time = datetime.utcnow()\nstarted = datetime.now()\n"],
  ],
  "python/generic-experiment-name": [
    ["below a user's folder", "import mlflow\nmlflow.set_experiment(«'/Users/ada@example.com/test'»)\n"],
    ["a subject below a folder", "import mlflow\nmlflow.set_experiment('/Shared/pricing')\n"],
  ],
  "python/unversioned-artifact": [
    ["fitted where it is named", "import joblib\nm = make().fit(X, y)\njoblib.dump(m, «'price.pkl'»)\n"],
    ["something else", "import joblib\nm = make()\njoblib.dump(m, 'price.pkl')\n"],
  ],
  "python/unpinned-model-revision": [
    ["made from a name on the hub", "from sentence_transformers import SentenceTransformer\nfrom transformers import pipeline\ne = «SentenceTransformer»('all-MiniLM-L6-v2')\np = «pipeline»('text-classification', model='org/name')\n"],
    ["a task alone, a folder, a commit", "from sentence_transformers import SentenceTransformer\nfrom transformers import pipeline\na = pipeline('text-classification')\nb = SentenceTransformer('./models/a')\nc = pipeline('text-classification', model='org/name', revision='0123456789012345678901234567890123456789')\nd = pipeline('text-classification', model=model)\n"],
  ],
  "python/nondeterministic-backend": [
    ["determinism requested", "import torch\ntorch.backends.cudnn.benchmark = True\ntorch.use_deterministic_algorithms(True)\nloss.backward()\n"],
    ["inference", "import torch\ntorch.backends.cudnn.benchmark = True\ny = model(x)\n"],
    ["no workers", "import torch\nfrom torch.utils.data import DataLoader\ntorch.manual_seed(1)\nl = DataLoader(d, shuffle=True)\nloss.backward()\n"],
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

describe("seeds in another file of the same program", () => {
  const train = "import torch\nfrom lab.setup import prepare\nprepare()\nx = torch.randn(3)\nloss.backward()\n";
  it.each([
    ["seeded there", "import torch\ndef prepare():\n    torch.manual_seed(1)\n", 0],
    ["not seeded there", "def prepare():\n    pass\n", 1],
  ])("%s", async (_title, setup, count) => {
    const { findings } = await workspace({ "train.py": train, "lab/setup.py": setup });
    expect(findings("train.py", "python/unseeded-randomness")).toHaveLength(count);
  });

  it("the script that imports it seeds", async () => {
    const { findings } = await workspace({ "loop.py": "import torch\ndef run():\n    x = torch.randn(3)\n    loss.backward()\n", "main.py": "import torch\nimport loop\ntorch.manual_seed(1)\nloop.run()\n" });
    expect(findings("loop.py", "python/unseeded-randomness")).toEqual([]);
  });
});
