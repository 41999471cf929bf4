/** What names say: functions and routes that learn on purpose, functions that predict. */

/** `predict`, `predict_one`, `run_inference`, `make_prediction`, `score_batch`: what serving code calls its entry. */
export const predictingName = /^_?(?:predict|infer|inference|score)(?:_\w+)?$|^_?\w+_(?:predict|prediction|predictions|inference)$|^_?(?:make|get|do|run)_?(?:prediction|predictions|inference)s?$|^(?:predict|infer)[A-Z]\w*$/;

const learns = /^(?:re|pre)?train(?:ing|er)?$|^(?:re)?fit(?:ting)?$|^(?:re)?learn(?:ing)?$|^(?:re)?calibrate$|^calibration$|^(?:fine)?tun(?:e|ing)$|^feedback$|^bootstrap$/;
const predicts = /^(?:predict|predictions?|predicting|infer|inference|score|scoring|classify|forecast|recommend)$/;
const objects = /^(?:model|models|weights|scaler|params|parameters|classifier|online|pipeline|index)$/;

function wordsOf(name: string): readonly string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).filter(Boolean);
}

/** `POST /retrain`, `train_model`, `update_model`, `train_and_predict`; not `/predict/train-delays`. `isEntry` also takes `fit…`. */
export function isLearningName(name: string, isEntry: boolean): boolean {
  const words = wordsOf(name);
  const verb = words.findIndex((word) => learns.test(word));
  if (words.some((word, index) => /^(?:update|refresh|rebuild|build|create)$/.test(word) && objects.test(words[index + 1] ?? ""))) return true;
  if (verb < 0) return false;
  if (!isEntry && words[verb]?.startsWith("fit")) return false; // a helper that fits is what we look for
  if (words.includes("scikit") || words.includes("machine") || words.includes("deep")) return false; // machine learning, scikit-learn
  const spoken = words[verb] ?? "";
  if (/^(?:learn|learning)$/.test(spoken)) return /^(?:online|incremental|continual|active)$/.test(words[verb - 1] ?? "") || words.length <= 2;
  return spoken.startsWith("re") || words.includes("and") || !words.some((word) => predicts.test(word));
}
