/** Which estimators, splitters and samplers draw random numbers as they are called, and which argument seeds them. */
import type { PyCall, PythonFile } from "../../api.ts";

export interface Stochastic {
  readonly seed: string;
  readonly position?: number;
  /** False when, called like this, nothing is drawn. */
  readonly draws?: (call: PyCall, file: PythonFile) => boolean;
  /** What is drawn decides only between equals, as the order in which a tree tries features. */
  readonly isSlight?: (call: PyCall, file: PythonFile) => boolean;
  readonly source: string;
}

const docs = "https://scikit-learn.org/stable/glossary.html#term-random_state";

function isTrue(call: PyCall, file: PythonFile, keyword: string, position?: number): boolean {
  const given = call.argument(keyword, position);
  const value = given && file.valueOf(given);
  return value?.kind === "bool" && value.value;
}

function isFalse(call: PyCall, file: PythonFile, keyword: string): boolean {
  const given = call.argument(keyword);
  const value = given && file.valueOf(given);
  return value?.kind === "bool" && !value.value;
}

function says(call: PyCall, file: PythonFile, keyword: string, pattern: RegExp): boolean {
  const given = call.argument(keyword);
  const value = given && file.valueOf(given);
  return value?.kind === "string" && pattern.test(value.value);
}

/** Something else than None. */
function isGiven(call: PyCall, file: PythonFile, keyword: string): boolean {
  const given = call.argument(keyword);
  const value = given && file.valueOf(given);
  return value !== undefined && (value.kind === "string" || value.kind === "number");
}

function isFraction(call: PyCall, file: PythonFile, keyword: string): boolean {
  const given = call.argument(keyword);
  const value = given && file.valueOf(given);
  return value?.kind === "number" && value.value > 0 && value.value < 1;
}

const shuffles = (call: PyCall, file: PythonFile) => isTrue(call, file, "shuffle", 1);
const always = { seed: "random_state", source: docs };

const classes: Readonly<Record<string, readonly string[]>> = {
  "sklearn.model_selection": ["ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "RepeatedKFold", "RepeatedStratifiedKFold", "RandomizedSearchCV", "HalvingRandomSearchCV", "ParameterSampler"],
  "sklearn.ensemble": ["RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor", "RandomTreesEmbedding", "BaggingClassifier", "BaggingRegressor", "AdaBoostClassifier", "AdaBoostRegressor", "IsolationForest"],
  "sklearn.tree": ["ExtraTreeClassifier", "ExtraTreeRegressor"],
  "sklearn.linear_model": ["SGDClassifier", "SGDRegressor", "SGDOneClassSVM", "RANSACRegressor", "TheilSenRegressor", "Perceptron", "PassiveAggressiveClassifier", "PassiveAggressiveRegressor"],
  "sklearn.neural_network": ["MLPClassifier", "MLPRegressor", "BernoulliRBM"],
  "sklearn.cluster": ["KMeans", "MiniBatchKMeans", "BisectingKMeans", "SpectralClustering", "AffinityPropagation"],
  "sklearn.decomposition": ["DictionaryLearning", "MiniBatchDictionaryLearning", "MiniBatchNMF", "LatentDirichletAllocation", "FastICA"],
  "sklearn.datasets": ["make_classification", "make_regression", "make_blobs", "make_moons", "make_circles", "make_friedman1", "make_multilabel_classification", "make_low_rank_matrix", "make_s_curve", "make_swiss_roll"],
  "sklearn.inspection": ["permutation_importance"],
  "sklearn.manifold": ["TSNE", "MDS"],
  "sklearn.covariance": ["EllipticEnvelope", "MinCovDet"],
  "sklearn.kernel_approximation": ["RBFSampler", "Nystroem", "SkewedChi2Sampler", "PolynomialCountSketch"],
  "sklearn.feature_selection": ["mutual_info_classif", "mutual_info_regression"],
  "sklearn_extra.cluster": ["KMedoids", "CLARA"],
  umap: ["UMAP", "ParametricUMAP"],
  skopt: ["BayesSearchCV", "gp_minimize", "forest_minimize", "gbrt_minimize", "dummy_minimize"],
  "sklearn.mixture": ["GaussianMixture", "BayesianGaussianMixture"],
  "sklearn.random_projection": ["GaussianRandomProjection", "SparseRandomProjection"],
  "imblearn.over_sampling": ["SMOTE", "RandomOverSampler", "ADASYN", "BorderlineSMOTE", "SVMSMOTE", "KMeansSMOTE", "SMOTENC", "SMOTEN"],
  "imblearn.under_sampling": ["RandomUnderSampler", "ClusterCentroids", "OneSidedSelection", "CondensedNearestNeighbour", "InstanceHardnessThreshold"],
  "imblearn.combine": ["SMOTETomek", "SMOTEENN"],
  "imblearn.ensemble": ["BalancedRandomForestClassifier", "BalancedBaggingClassifier", "EasyEnsembleClassifier", "RUSBoostClassifier"],
};

const table = new Map<string, Stochastic>([
  ...Object.entries(classes).flatMap(([module, names]) => names.map((name): [string, Stochastic] => [`${module}.${name}`, always])),
  ["sklearn.model_selection.train_test_split", { ...always, draws: (call, file) => !isFalse(call, file, "shuffle") }],
  ["sklearn.model_selection.KFold", { ...always, draws: shuffles }],
  ["sklearn.model_selection.StratifiedKFold", { ...always, draws: shuffles }],
  ["sklearn.model_selection.StratifiedGroupKFold", { ...always, draws: shuffles }],
  ["sklearn.svm.SVC", { ...always, draws: (call, file) => isTrue(call, file, "probability") }],
  ["sklearn.svm.NuSVC", { ...always, draws: (call, file) => isTrue(call, file, "probability") }],
  ["sklearn.linear_model.LogisticRegression", { ...always, draws: (call, file) => says(call, file, "solver", /^(?:sag|saga|liblinear)$/) }],
  ["sklearn.linear_model.Ridge", { ...always, draws: (call, file) => says(call, file, "solver", /^sag/) }],
  ["sklearn.linear_model.Lasso", { ...always, draws: (call, file) => says(call, file, "selection", /^random$/) }],
  ["sklearn.decomposition.TruncatedSVD", { ...always, draws: (call, file) => !says(call, file, "algorithm", /^arpack$/) }],
  ["sklearn.decomposition.PCA", { ...always, draws: (call, file) => says(call, file, "svd_solver", /^(?:randomized|arpack)$/) }],
  ["sklearn.model_selection.GroupKFold", { ...always, draws: (call, file) => isTrue(call, file, "shuffle") }],
  ["sklearn.model_selection.learning_curve", { ...always, draws: (call, file) => isTrue(call, file, "shuffle") }],
  ["sklearn.svm.LinearSVC", { ...always, draws: (call, file) => isTrue(call, file, "dual") }],
  ["sklearn.decomposition.NMF", { ...always, draws: (call, file) => says(call, file, "init", /^(?:random|nndsvdar)$/) }],
  ...["TPESampler", "RandomSampler", "CmaEsSampler", "NSGAIISampler", "QMCSampler"].map((name): [string, Stochastic] => [`optuna.samplers.${name}`, { seed: "seed", source: "https://optuna.readthedocs.io/en/stable/faq.html#how-can-i-obtain-reproducible-optimization-results" }]),
  ...["DecisionTreeClassifier", "DecisionTreeRegressor"].map((name): [string, Stochastic] => [`sklearn.tree.${name}`, { ...always, isSlight: (call, file) => !says(call, file, "splitter", /^random$/) && !isGiven(call, file, "max_features") }]),
  ...["GradientBoostingClassifier", "GradientBoostingRegressor"].map((name): [string, Stochastic] => [`sklearn.ensemble.${name}`, { ...always, isSlight: (call, file) => !isFraction(call, file, "subsample") && !isGiven(call, file, "max_features") && !isGiven(call, file, "n_iter_no_change") }]),
  ...["HistGradientBoostingClassifier", "HistGradientBoostingRegressor"].map((name): [string, Stochastic] => [`sklearn.ensemble.${name}`, { ...always, draws: (call, file) => isTrue(call, file, "early_stopping") || isFraction(call, file, "max_features") }]),
  ["sklearn.utils.shuffle", always],
  ["sklearn.utils.resample", always],
]);

/** https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.sample.html */
export const frameSample: Stochastic = { seed: "random_state", position: 4, source: "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.sample.html" };

/** https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.randomSplit.html */
export const sparkSplit: Stochastic = { seed: "seed", position: 1, source: "https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.randomSplit.html" };

/** https://huggingface.co/docs/datasets/en/package_reference/main_classes#datasets.Dataset.train_test_split */
export const datasetSplit: Stochastic = { seed: "seed", draws: (call, file) => !isFalse(call, file, "shuffle"), source: "https://huggingface.co/docs/datasets/en/package_reference/main_classes#datasets.Dataset.train_test_split" };

export function stochastic(callee: string): Stochastic | undefined {
  return table.get(callee) ?? table.get(callee.replace(/^(sklearn|imblearn)\.(\w+)\.\w+\.(\w+)$/, "$1.$2.$3"));
}
