/** A split, sampler or model that draws random numbers is not told from which seed. */
import { pythonRule, type Fix, type PyCall, type PyExpr, type PythonFile, type PyValue } from "../api.ts";
import { Found } from "./knowledge/code.ts";
import { isFrame } from "./knowledge/frames.ts";
import { hasCall } from "./knowledge/mentions.ts";
import { datasetSplit, frameSample, sparkSplit, type Stochastic, stochastic } from "./knowledge/randomness.ts";

export default pythonRule({
  id: "python/missing-random-state",
  title: "Random choice without a seed",
  severity: { default: "warning", notebook: "info", ties: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `Every run splits, samples or starts differently. A model cannot be trained again to the same result, two runs cannot be compared, and
a score that got better may be luck.`,
  remedy: "Pass `random_state=` with a number that is kept with the run. For an estimate of the spread, use several seeds on purpose.",
  silent: `Estimators that draw nothing as they are called (\`shuffle=False\`, \`KFold\` without shuffle, \`SVC\` without \`probability\`, XGBoost, LightGBM and CatBoost, which have a seed of their own); arguments that
cannot be seen (\`**options\`); a seed that arrives as a parameter or is set on the object afterwards; files that seed NumPy globally, which scikit-learn then uses; \`sample\` of
things that are not known to be frames; tests.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness", "https://scikit-learn.org/stable/glossary.html#term-random_state"],
  options: { seed: { default: 42, doc: "The seed that the fix inserts." } },
  examples: [
    {
      title: "A split that differs at every run",
      path: "train.py",
      bad: "from sklearn.model_selection import train_test_split\n\na, b = «train_test_split»(frame, test_size=0.2)\n",
      good: "from sklearn.model_selection import train_test_split\n\na, b = train_test_split(frame, test_size=0.2, random_state=42)\n",
    },
    {
      title: "A forest and a shuffled cross-validation",
      path: "train.py",
      bad: "from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.model_selection import KFold\n\nmodel = «RandomForestClassifier»(n_estimators=200, random_state=None)\nfolds = «KFold»(5, shuffle=True)\n",
      good: "from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.model_selection import KFold\n\nmodel = RandomForestClassifier(n_estimators=200, random_state=7)\nfolds = KFold(5)\n",
    },
    {
      title: "Rows drawn from a frame",
      path: "train.py",
      bad: "import pandas as pd\n\nframe = pd.read_csv(\"orders.csv\")\nrows = frame.«sample»(1000)\n",
      good: "import pandas as pd\n\nframe = pd.read_csv(\"orders.csv\")\nrows = frame.sample(1000, random_state=42)\n",
    },
  ],
  prefilter: /sklearn|imblearn|optuna|\bumap\b|skopt|\.sample\b|randomSplit|train_test_split/,
  silentInTests: true,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const api = drawing(file, call);
      if (!api || seedsGlobally(file) || (api.draws && !api.draws(call, file))) continue;
      const given = call.argument(api.seed, api.position);
      const isSlight = api.isSlight?.(call, file) === true;
      if ((given ? !isNone(file.valueOf(given)) : call.spreadsUnknown) || isSeededLater(file, call, api.seed)) continue;
      yield {
        at: call.name, ...(file.language === "notebook" && { variant: "notebook" }), ...(isSlight && { variant: "ties" }),
        message: isSlight ? `\`${call.method}\` tries features in an order that is drawn anew at every run: where two splits are equally good the model differs, and its score cannot be made again. Pass \`${api.seed}=\`.` : `\`${call.method}\` draws from a new seed at every run${given ? " (`None` is no seed)" : ""}: its result, and every score that depends on it, cannot be made again. Pass \`${api.seed}=\`.`,
        fixes: [fixFor(file, call, api, context.option<number>("seed"), given)],
      };
    }
  },
});

function drawing(file: PythonFile, call: PyCall): Stochastic | undefined {
  const split = splitOfTable(call);
  if (split) return split;
  if (call.callee === undefined) return call.method === "sample" && call.receiver && isFrame(file, call.receiver) ? frameSample : undefined;
  if (/^pandas\.(?:DataFrame|Series)\.sample$/.test(call.callee)) return frameSample;
  const known = stochastic(call.callee);
  if (known) return known;
  return call.method === "sample" && call.receiver && isFrame(file, call.receiver) ? frameSample : undefined;
}

/** `frame.randomSplit([0.8, 0.2])` of Spark, `dataset.train_test_split(0.2)` of Hugging Face. */
function splitOfTable({ callee, method, receiver, positional }: PyCall): Stochastic | undefined {
  if (!receiver) return undefined;
  if (method === "randomSplit") return positional[0]?.kind === "List" ? sparkSplit : undefined;
  return method === "train_test_split" && (callee === undefined || callee.startsWith("datasets.")) ? datasetSplit : undefined;
}

/** scikit-learn and pandas draw from NumPy's global state when they are given no seed. */
const seedsGlobally = hasCall(({ callee = "", method, node }) => (callee === "numpy.random.seed" && node.args.length > 0) || /(?:^|_)seed_?(?:everything|all|torch)|(?:set|fix|setup|init)_(?:\w+_)?seeds?$|set_random_seed/i.test(method));

/** `model.set_params(random_state=1)`, `model.random_state = 1`. */
function isSeededLater(file: PythonFile, { node, end }: PyCall, seed: string): boolean {
  const { parent } = node;
  if (parent?.kind === "Attribute" && parent.attr === "set_params" && parent.parent?.kind === "Call") return file.call(parent.parent).argument(seed) !== undefined;
  const [target] = parent?.kind === "Assign" ? parent.targets : [];
  if (target?.kind !== "Name") return false;
  return file.collect(laterSeeds).some(({ node: use }) => use.start > end && use.value.kind === "Name" && use.value.id === target.id
    && (use.attr === seed || (use.attr === "set_params" && use.parent?.kind === "Call" && file.call(use.parent).argument(seed) !== undefined)));
}

const laterSeeds = ({ here }: PythonFile) => here.nodes("Attribute").filter(({ attr, value }) => value.kind === "Name" && (attr === "set_params" || /seed|random_state/.test(attr))).map((use) => new Found(use));

function isNone(value: PyValue): boolean {
  return value.kind === "none" || (value.kind === "any-of" && value.values.every(isNone));
}

function fixFor(file: PythonFile, call: PyCall, api: Stochastic, seed: number, given: PyExpr | undefined): Fix {
  const written = given?.kind === "Const" ? { at: { start: given.start, end: given.end }, text: String(seed) } : undefined;
  return { title: `Pass ${api.seed}=${seed}`, safe: written !== undefined || given === undefined, edits: [written ?? (given ? { at: { start: given.start, end: given.end }, text: String(seed) } : file.addArgument(call.node, `${api.seed}=${seed}`))] };
}
