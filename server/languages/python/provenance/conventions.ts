/** Names that everybody gives the same meaning, where a file uses them and binds them nowhere: a star import, a cell that was not kept. */
import type { PyCall, PyExpr, PyName } from "../../../../rules/api.ts";
import { dottedText } from "../facts-scope.ts";
import type { Machine } from "./machine.ts";

/** https://scikit-learn.org/stable/api/, https://keras.io/api/, and the usual short names of packages */
const packages: Readonly<Record<string, string>> = { np: "numpy", pd: "pandas", tf: "tensorflow", keras: "tensorflow.keras", sklearn: "sklearn", xgb: "xgboost", lgb: "lightgbm", metrics: "sklearn.metrics", preprocessing: "sklearn.preprocessing" };

const homes: readonly (readonly [home: string, names: string])[] = [
  ["sklearn.preprocessing", "StandardScaler MinMaxScaler RobustScaler MaxAbsScaler QuantileTransformer PowerTransformer KBinsDiscretizer Normalizer Binarizer PolynomialFeatures FunctionTransformer LabelEncoder OrdinalEncoder OneHotEncoder LabelBinarizer"],
  ["sklearn.impute", "SimpleImputer KNNImputer IterativeImputer"],
  ["sklearn.decomposition", "PCA TruncatedSVD KernelPCA FastICA NMF"],
  ["sklearn.feature_selection", "SelectKBest SelectPercentile SelectFromModel VarianceThreshold RFE RFECV"],
  ["sklearn.feature_extraction.text", "CountVectorizer TfidfVectorizer TfidfTransformer HashingVectorizer"],
  ["sklearn.compose", "ColumnTransformer make_column_transformer"],
  ["sklearn.pipeline", "Pipeline make_pipeline FeatureUnion make_union"],
  ["sklearn.model_selection", "train_test_split cross_val_score cross_validate cross_val_predict GridSearchCV RandomizedSearchCV KFold StratifiedKFold ShuffleSplit StratifiedShuffleSplit TimeSeriesSplit"],
  ["sklearn.metrics", "accuracy_score f1_score precision_score recall_score roc_auc_score r2_score mean_squared_error mean_absolute_error confusion_matrix classification_report log_loss roc_curve precision_recall_curve"],
  ["sklearn.linear_model", "LogisticRegression LinearRegression Ridge Lasso ElasticNet SGDClassifier SGDRegressor Perceptron RidgeClassifier"],
  ["sklearn.ensemble", "RandomForestClassifier RandomForestRegressor GradientBoostingClassifier GradientBoostingRegressor ExtraTreesClassifier ExtraTreesRegressor AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor VotingClassifier VotingRegressor StackingClassifier StackingRegressor"],
  ["sklearn.tree", "DecisionTreeClassifier DecisionTreeRegressor"],
  ["sklearn.neighbors", "KNeighborsClassifier KNeighborsRegressor"],
  ["sklearn.svm", "SVC SVR LinearSVC LinearSVR"],
  ["sklearn.naive_bayes", "GaussianNB MultinomialNB BernoulliNB"],
  ["sklearn.neural_network", "MLPClassifier MLPRegressor"],
  ["xgboost", "XGBClassifier XGBRegressor"],
  ["lightgbm", "LGBMClassifier LGBMRegressor"],
  ["catboost", "CatBoostClassifier CatBoostRegressor"],
  ["imblearn.over_sampling", "SMOTE ADASYN RandomOverSampler BorderlineSMOTE SMOTENC"],
  ["imblearn.under_sampling", "RandomUnderSampler NearMiss"],
  ["tensorflow.keras", "Sequential"],
  ["tensorflow.keras.preprocessing.text", "Tokenizer"],
];
const classes = new Map(homes.flatMap(([home, names]) => names.split(" ").map((name) => [name, `${home}.${name}`] as const)));

/** The call with the callee that its name stands for by convention; itself when the file says what the name is. */
export function conventional(machine: Machine, call: PyCall): PyCall {
  if (call.callee !== undefined) return call;
  const root = rootOf(call.node.func);
  const path = root && usualCallee(call.node.func);
  if (!root || path === undefined || machine.lookup(root.id) || machine.file.bindingsOf(root).length > 0) return call;
  return /^[\w.]+$/.test(machine.file.slice(call.node.func)) ? Object.create(call, { callee: { value: path } }) as PyCall : call;
}

/** What the callee of a call is by convention, whatever the file says it is. */
export function usualCallee(func: PyExpr): string | undefined {
  if (func.kind === "Name") return classes.get(func.id);
  const root = rootOf(func);
  const home = root && Object.hasOwn(packages, root.id) ? packages[root.id] : undefined;
  return home === undefined ? undefined : `${home}${dottedText(func)?.slice(root?.id.length) ?? ""}`;
}

function rootOf(node: PyExpr): PyName | undefined {
  return node.kind === "Name" ? node : node.kind === "Attribute" ? rootOf(node.value) : undefined;
}
