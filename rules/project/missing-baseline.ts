/** Models are trained and put to use, and nothing shows what the simplest answer would score. */
import { projectRule } from "../api.ts";
import { sidesOf } from "./parity/sides.ts";
import { headings } from "./shape/overview.ts";

export default projectRule({
  id: "project/missing-baseline",
  title: "Model without a baseline",
  severity: "info",
  principle: "drift",
  checklist: ["drift-monitored"],
  since: "0.1.0",
  why: `A score says little alone: 94 % is poor where always answering *no* gives 95 %. Without the score of the simplest answer nobody can tell whether the model earns
its upkeep, nor notice the day it falls below that.`,
  remedy: "Score a `DummyClassifier`, last week's value or the rule in use today on the same rows, and report the model's score beside it.",
  silent: `When any code or heading speaks of a baseline, heuristic, naive or dummy model, when several kinds of model are compared and one of them is linear, when nothing here is
scored, saved or served, in notebooks alone, tutorials and tests.`,
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#rule_1_don%E2%80%99t_be_afraid_to_launch_a_product_without_machine_learning", "https://scikit-learn.org/stable/modules/model_evaluation.html#dummy-estimators"],
  examples: [
    {
      title: "A score beside no other",
      path: "train.py",
      files: {
        "app.py": `import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("late.joblib")


@app.post("/late")
def late(body: dict):
    return {"late": bool(model.predict([body["features"]])[0])}
`,
      },
      bad: `import joblib
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score

model = GradientBoostingClassifier(random_state=2)
model.«fit»(X_train, y_train)
print("f1", f1_score(y_test, model.predict(X_test)))
joblib.dump(model, "late.joblib")
`,
      good: `import joblib
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score

model = GradientBoostingClassifier(random_state=2)
model.fit(X_train, y_train)
simple = DummyClassifier(strategy="stratified", random_state=2).fit(X_train, y_train)
print("f1", f1_score(y_test, model.predict(X_test)), "by chance", f1_score(y_test, simple.predict(X_test)))
joblib.dump(model, "late.joblib")
`,
    },
  ],
  *check(project, context) {
    const { training, serving } = sidesOf(project, context);
    const files = [...training].filter(([path]) => project.graph.role(path) === "train");
    const [first] = files;
    if (!first || serving.length === 0 || context.for(first[0]).profile === "prototype") return;
    const python = [...project.python().values()];
    if (python.some(({ parity }) => parity?.hasBaseline) || headings(project).some(({ text }) => /baseline|heuristic|benchmark/i.test(text))) return;
    const isUsed = files.some(([path]) => project.python().get(path)?.parity?.artefacts?.some(({ does }) => does === "save"));
    const isScored = files.some(([path]) => project.python().get(path)?.functions.some(({ acts }) => acts?.some(({ does }) => does === "measure")));
    const kinds = new Set([...training.values()].flatMap((fits) => fits.flatMap(({ of }) => of ?? [])));
    if (!isUsed || !isScored || (kinds.size > 1 && [...kinds].some((kind) => linear.test(kind)))) return;
    const [path, [fit]] = first;
    if (fit) yield {
      path, at: fit.act.at, confidence: "likely",
      message: `\`${fit.act.receiver ?? "The model"}\` is trained, scored and served, and nothing here scores the simplest answer on the same rows: nobody can tell whether the model is worth its upkeep. Report a \`Dummy\` model, last value or today's rule beside it.`,
    };
  },
});

/** Plain models that often stand for the simplest answer. */
const linear = /\.(?:LinearRegression|LogisticRegression|Ridge|Lasso|ElasticNet|GaussianNB|MultinomialNB|BernoulliNB)$/;
