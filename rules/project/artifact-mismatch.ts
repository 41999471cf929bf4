/** Serving loads a model under a name that nothing writes. */
import { projectRule, type ArtefactFact, type Project, type ProjectFinding, type ProjectRuleContext } from "../api.ts";
import { areOneProject, distance, sidesOf } from "./parity/sides.ts";

export default projectRule({
  id: "project/artifact-mismatch",
  title: "Loads a model that nothing saves",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Training writes one file, serving reads another. At best the service does not start. At worst the other name still holds last year's model on
the server, and every retraining changes nothing that anybody sees.`,
  remedy: `Keep the name of the artefact in one constant (or a registry) that training and serving share.`,
  silent: `When the file is in the repository or tracked by DVC, when any code names, downloads or writes it, when a name is put together from parts that cannot be seen,
and when no training code here saves anything of that kind: the model then comes from elsewhere.`,
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#training-serving_skew", "https://mlflow.org/docs/latest/ml/model-registry/"],
  examples: [
    {
      title: "Saved under another name",
      path: "app.py",
      files: {
        "train.py": `import joblib
from sklearn.linear_model import Ridge

model = Ridge().fit(rows, prices)
print(model.score(rows, prices))
joblib.dump(model, "models/price-ridge.joblib")
`,
      },
      bad: `import joblib
from flask import Flask, request

app = Flask(__name__)
model = joblib.«load»("models/price.joblib")


@app.route("/price", methods=["POST"])
def price():
    return str(model.predict([request.get_json()["features"]])[0])
`,
      good: `import joblib
from flask import Flask, request

app = Flask(__name__)
model = joblib.load("models/price-ridge.joblib")


@app.route("/price", methods=["POST"])
def price():
    return str(model.predict([request.get_json()["features"]])[0])
`,
    },
  ],
  *check(project, context) {
    const saves = savesOf(project);
    if (saves.length === 0) return;
    const trained = [...sidesOf(project, context).training.keys()];
    const places = new Places(project);
    for (const [path, load] of loadsOf(project, context)) {
      if (places.has(fileName(load.path)) || saves.some(({ fact }) => mayBe(fact.path, load.path)) || fetches(project, path)) continue;
      const written = saves.filter((save) => kindOf(save.fact.path) === kindOf(load.path) && kindOf(load.path) !== undefined && trained.includes(save.path) && areOneProject(project, path, save.path))
        .sort((a, b) => distance(path, a.path) - distance(path, b.path));
      if (written.length > 0) yield findingOf(path, load, written);
    }
  },
});

interface Save { readonly path: string; readonly fact: ArtefactFact }

const fileName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** Formats that stand for one another: what is loaded as one was never saved as another. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ["pickle", /\.(?:pkl|pickle|p|joblib|jbl|sav|dill|skops|model)(?:\.gz|\.bz2|\.xz)?$/i],
  ["keras", /\.(?:h5|hdf5|keras)$/i],
  ["torch", /\.(?:pt|pth|ckpt)$/i],
  ["onnx", /\.onnx$/i],
];

function kindOf(path: string): string | undefined {
  return kinds.find(([, ending]) => ending.test(path))?.[0];
}

function savesOf(project: Project): readonly Save[] {
  return [...project.python()].flatMap(([path, facts]) => (facts.parity?.artefacts ?? []).filter(({ does }) => does === "save").map((fact) => ({ path, fact: { ...fact, path: project.graph.pathFrom(path, fact.path) } })));
}

/** Loads of a fully known name in code that serves. */
function* loadsOf(project: Project, context: ProjectRuleContext): Iterable<readonly [string, ArtefactFact]> {
  for (const [path, facts] of project.python()) {
    if (!facts.parity?.artefacts?.some(({ does }) => does === "load")) continue;
    const role = project.graph.role(path);
    if (context.for(path).isTest || facts.isNotebook || (role !== "serve" && role !== "batch" && !facts.functions.some(({ name }) => name !== "" && project.graph.servePath(path, name).length > 0))) continue;
    for (const fact of facts.parity?.artefacts ?? []) {
      const one = { ...fact, path: project.graph.pathFrom(path, fact.path) };
      if (one.does === "load" && !fileName(one.path).includes("*") && kindOf(one.path)) yield [path, one];
    }
  }
}

/** A saved path of which parts are not known may be any that ends and begins like it. */
function mayBe(saved: string, loaded: string): boolean {
  const name = fileName(saved);
  const target = fileName(loaded);
  if (!name.includes("*")) return name === target;
  const parts = name.split("*");
  const [first = "", last = ""] = [parts[0], parts[parts.length - 1]];
  return target.length >= first.length + last.length && target.startsWith(first) && target.endsWith(last);
}

/** Names that stand in the workspace or in its code. */
class Places {
  private readonly names: ReadonlySet<string>;

  constructor(project: Project) {
    const mentions = [...project.python().values()].flatMap(({ parity }) => parity?.mentions ?? []);
    this.names = new Set([...[...project.surroundings.paths].map((path) => fileName(path).replace(/\.dvc$/, "")), ...mentions]);
  }

  has(name: string): boolean {
    return this.names.has(name) || [...this.names].some((known) => known.includes("*") && mayBe(known, name));
  }
}

/** Something brings files from elsewhere before they are loaded. */
function fetches(project: Project, path: string): boolean {
  return Object.keys(project.python().get(path)?.uses ?? {}).some((name) => /download|urlretrieve|fsspec|huggingface_hub|^boto3|google\.cloud\.storage|azure\.storage|^gdown|^wget|snapshot|^dvc\.|^minio/i.test(name));
}

function findingOf(path: string, load: ArtefactFact, written: readonly Save[]): ProjectFinding {
  const [nearest] = written;
  const name = fileName(nearest?.fact.path ?? "");
  return {
    path, at: load.at, confidence: "likely",
    message: `\`${load.name}\` reads \`${fileName(load.path)}\`, which nothing here saves: training (\`${nearest?.path ?? ""}\`) writes \`${name}\`, so the service fails at start-up or goes on with an older model. Share one name between both.`,
    related: written.slice(0, 2).map((save) => ({ path: save.path, at: save.fact.at, message: `training saves \`${fileName(save.fact.path)}\` here` })),
  };
}
