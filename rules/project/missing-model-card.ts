/** A model that is trained here and put into service, without a word on what it is for. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-model-card",
  title: "Trained model without a card",
  severity: { default: "hint", exposed: "info" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `A model is used where it was never meant to be, on people it was never tested on, by a team that cannot ask: nobody wrote down what it was trained on and how well it does for whom.`,
  remedy: `Write \`MODEL_CARD.md\`: purpose, data and period, evaluation by slice against a baseline, known risks, owner.`,
  silent: `A folder of a larger repository, where it may stand further up. Projects that train nothing or put nothing into service; headings on intended use or limitations. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://arxiv.org/abs/1810.03993", "https://huggingface.co/docs/hub/model-cards"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Model card\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n", "train.py": "from sklearn.linear_model import LogisticRegression\nimport pandas as pd\nimport joblib\n\ndf = pd.read_csv('d.csv')\nmodel = LogisticRegression()\nmodel.fit(df[['a']], df['y'])\njoblib.dump(model, 'm.joblib')\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    if (!seen.trainsModels) return;
    if (headings(project).some(({ text }) => /model card|intended use|limitations|model details|evaluation results/.test(text)) || seen.paths.some((path) => /model-?_?card|datasheet/i.test(path))) return;
    yield { ...seen.place, ...loud, ...scaffold("MODEL_CARD.md", "model-card"), message: "A model is trained here and nothing says what it is for, on which data and how well it does for whom: it will be used where it was never tested. Write a MODEL_CARD.md." };
  },
});
