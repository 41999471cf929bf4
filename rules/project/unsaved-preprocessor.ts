/** The model is saved and served; the transformer it was trained behind is not. */
import { projectRule, type ArtefactFact, type Project, type ProjectFinding, type ProjectRuleContext } from "../api.ts";
import type { ActFact, ObjectFact } from "../facts/python.ts";
import { estimatorKind, shortName } from "../python/knowledge/estimators.ts";
import { areOneProject, type ModelFit, sidesOf } from "./parity/sides.ts";

export default projectRule({
  id: "project/unsaved-preprocessor",
  title: "Model saved without the transformer it was trained behind",
  severity: "error",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `The model learned from scaled, imputed or projected rows; serving hands it raw ones. Every answer is computed on the wrong scale, nothing
fails, and the statistics needed to do it right ended with the training process.`,
  remedy: `Save one \`Pipeline\` that holds transformer and model, or save the fitted transformer beside the model and call its \`transform\` when serving.`,
  silent: `When the transformer is saved anywhere, alone or together with the model; when what is saved cannot be seen; when serving transforms, scales or refits (other rules speak of that);
for transformers that keep no statistics and encoders of categories; when no code here serves the model.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing", "https://scikit-learn.org/stable/model_persistence.html"],
  examples: [
    {
      title: "The scaler stays behind",
      path: "train.py",
      files: {
        "app.py": `import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("risk.joblib")


@app.post("/risk")
def risk(body: dict):
    return {"risk": float(model.predict_proba([body["features"]])[0, 1])}
`,
      },
      bad: `import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_cases()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5)
scaler = StandardScaler()
X_train = scaler.«fit_transform»(X_train)
model = LogisticRegression()
model.fit(X_train, y_train)
print(model.score(scaler.transform(X_test), y_test))
joblib.dump(model, "risk.joblib")
`,
      good: `import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_cases()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5)
model = make_pipeline(StandardScaler(), LogisticRegression())
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
joblib.dump(model, "risk.joblib")
`,
    },
  ],
  *check(project, context) {
    const { training } = sidesOf(project, context);
    const loads = servedLoads(project, context);
    if (loads.length === 0) return;
    for (const [path, fits] of training) {
      const artefacts = project.python().get(path)?.parity?.artefacts ?? [];
      const saves = artefacts.filter(({ does }) => does === "save");
      if (saves.length === 0) continue;
      const told = new Set<number>();
      for (const fit of fits) {
        const saved = saves.find((save) => holdsModel(save, fit));
        const load = saved && loads.find((one) => isSamePath(project.graph.pathFrom(path, saved.path), project.graph.pathFrom(one.path, one.fact.path)) && areOneProject(project, path, one.path));
        if (!load) continue;
        for (const lost of lostBehind(project, path, fit, saves)) {
          if (told.has(lost.act.at)) continue;
          told.add(lost.act.at);
          yield findingOf(path, lost, saved, load);
        }
      }
    }
  },
});

interface Load { readonly path: string; readonly fact: ArtefactFact }
interface Lost { readonly act: ActFact; readonly name: string }

const fileName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function isSamePath(saved: string, loaded: string): boolean {
  const name = fileName(saved);
  return !name.includes("*") && name === fileName(loaded);
}

/** The only artefact that a serving file loads, where the file predicts and transforms nothing. */
function servedLoads(project: Project, context: ProjectRuleContext): readonly Load[] {
  const paths = [...new Set(sidesOf(project, context).serving.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const facts = project.python().get(path);
    const loads = (facts?.parity?.artefacts ?? []).filter(({ does }) => does === "load");
    const [fact] = loads;
    const reached = (facts?.functions ?? []).flatMap(({ name }) => project.graph.reach(path, name, 40)).flatMap((place) => place.facts.acts ?? []);
    const acts = [...(facts?.functions ?? []).flatMap((one) => one.acts ?? []), ...reached];
    const isBare = acts.some(({ does }) => does === "predict") && !acts.some(({ does, name }) => does === "transform" || does === "fit" || /transform|scale|encode|normalize/.test(name));
    const names = new Set(loads.map((load) => load.path));
    return fact && names.size === 1 && isBare && !facts?.parity?.recipes?.length && !preparesByHand(project, path) ? [{ path, fact }] : [];
  });
}

/** Functions whose names say that they prepare features: what they do may stand for the transformer. */
function preparesByHand(project: Project, path: string): boolean {
  return (project.python().get(path)?.functions ?? []).some(({ name, calls }) => /scale|normali[sz]e|standardi[sz]e|preprocess|transform|encode|featuri[sz]e/i.test(name)
    || calls?.some(({ to, method }) => /scale|normali[sz]e|standardi[sz]e|preprocess|transform|encode|featuri[sz]e|prepare/i.test(to ?? method ?? "")));
}

const same = (a: ObjectFact | undefined, b: ObjectFact | undefined) => a !== undefined && b !== undefined && partsOf(a).some((one) => partsOf(b).some((other) => JSON.stringify(one) === JSON.stringify(other)));
const partsOf = (object: ObjectFact): readonly ObjectFact[] => (object.from === "either" ? object.of.flatMap(partsOf) : [object]);

function holdsModel(save: ArtefactFact, { place, act }: ModelFit): boolean {
  return save.function === place.name && !save.holdsMore && same(save.holds, act.on);
}

/** Transformers before the model that no save of this file may hold. */
function* lostBehind(project: Project, path: string, { place, act: fit }: ModelFit, saves: readonly ArtefactFact[]): Iterable<Lost> {
  if (saves.some(({ holdsMore }) => holdsMore)) return;
  for (const object of fit.through ?? []) {
    const made = partsOf(object);
    const [only] = made;
    if (made.length !== 1 || only?.from !== "call" || estimatorKind(only.of, only.parts) !== "transformer" || keepsOnlyCategories.test(only.of)) continue;
    if (saves.some(({ holds }) => same(holds, only))) continue;
    const fits = (place.facts.acts ?? []).filter(({ does, on }) => does === "fit" && same(on, only));
    const [act] = fits;
    if (!act || fits.some(({ isSaved, inFolds }) => isSaved || inFolds) || savedElsewhere(project, path)) continue;
    yield { act, name: shortName(only.of) };
  }
}

const keepsOnlyCategories = /\.(?:LabelEncoder|LabelBinarizer|OrdinalEncoder|OneHotEncoder|MultiLabelBinarizer|DictVectorizer)$/;

/** A model registry, a helper or a tracker may hold it. */
function savedElsewhere(project: Project, path: string): boolean {
  return Object.keys(project.python().get(path)?.uses ?? {}).some((name) => /^(?:mlflow\.(?:\w+\.)?log_(?:model|artifacts?)|bentoml|wandb\.|dvc\.|skl2onnx|onnxmltools)/.test(name));
}

function findingOf(path: string, { act, name }: Lost, saved: ArtefactFact, load: Load): ProjectFinding {
  return {
    path, at: act.at, confidence: "likely",
    message: `\`${name}\` shapes the rows the model learns from and is never saved, while \`${fileName(saved.path)}\` is served without it (\`${load.path}\`): live rows reach the model on another scale. Save both as one \`Pipeline\`.`,
    related: [
      { path, at: saved.at, message: "only the model is saved here" },
      { path: load.path, at: load.fact.at, message: "served from here, with no transform" },
    ],
  };
}
