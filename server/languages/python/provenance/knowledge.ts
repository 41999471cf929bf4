/** What is known of libraries that split, fit, resample and judge: data with the source of each fact. */
import type { PyLearningKind } from "../../../../rules/api.ts";
import { remembered } from "../facts-names.ts";

/** What a class does with the rows it is fitted on; "stateless" keeps nothing of them, "search" cross-validates inside. */
export type EstimatorKind = PyLearningKind | "stateless" | "pipeline" | "search" | "folds" | "analysis";

interface Row { readonly matches: RegExp; readonly kind: EstimatorKind; readonly source: string }

/** First match wins. */
const estimators: readonly Row[] = [
  { matches: /^sklearn\.preprocessing\.(?:\w+\.)?(?:Normalizer|Binarizer|FunctionTransformer|PolynomialFeatures|SplineTransformer)$/, kind: "stateless", source: "https://scikit-learn.org/stable/glossary.html#term-stateless" },
  { matches: /^sklearn\.feature_extraction\.(?:text\.)?(?:HashingVectorizer|FeatureHasher)$|^sklearn\.random_projection\.|^sklearn\.kernel_approximation\.(?:RBFSampler|AdditiveChi2Sampler|SkewedChi2Sampler|PolynomialCountSketch)$|^category_encoders\.(?:\w+\.)?HashingEncoder$/, kind: "stateless", source: "https://scikit-learn.org/stable/developers/develop.html#estimator-tags" },
  { matches: /^(?:sklearn\.preprocessing\.(?:\w+\.)?(?:LabelEncoder|LabelBinarizer|MultiLabelBinarizer|OrdinalEncoder|OneHotEncoder)|sklearn\.feature_extraction\.(?:\w+\.)?DictVectorizer|category_encoders\.(?:\w+\.)?(?:OneHotEncoder|OrdinalEncoder|BinaryEncoder|BaseNEncoder|SumEncoder|HelmertEncoder))$/, kind: "categories", source: "https://scikit-learn.org/stable/modules/preprocessing.html#encoding-categorical-features: only the list of categories is kept" },
  { matches: /^(?:sklearn|imblearn)\.pipeline\.|^sklearn\.compose\.(?:\w+\.)?(?:ColumnTransformer|make_column_transformer)$/, kind: "pipeline", source: "https://scikit-learn.org/stable/modules/compose.html" },
  { matches: /^sklearn\.compose\.(?:\w+\.)?TransformedTargetRegressor$/, kind: "model", source: "https://scikit-learn.org/stable/modules/compose.html" },
  { matches: /^sklearn\.(?:preprocessing|impute|decomposition|feature_selection|feature_extraction|kernel_approximation|cross_decomposition)\b|^sklearn\.discriminant_analysis\.LinearDiscriminantAnalysis#transform$/, kind: "transformer", source: "https://scikit-learn.org/stable/data_transforms.html" },
  { matches: /^(?:feature_engine|category_encoders|skrub|optbinning|sklearn_pandas)\./, kind: "transformer", source: "https://contrib.scikit-learn.org/category_encoders/, https://feature-engine.trainindata.com" },
  { matches: /(?:^|\.)keras\.(?:[\w.]+\.)?preprocessing\.text\.Tokenizer$|^keras_preprocessing\.text\.Tokenizer$/, kind: "transformer", source: "https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/Tokenizer" },
  { matches: /(?:^|\.)keras\.(?:src\.)?layers\.(?:[\w.]+\.)?(?:Normalization|TextVectorization|Discretization)$/, kind: "transformer", source: "https://keras.io/api/layers/preprocessing_layers/: adapt() takes mean, variance, vocabulary or bins from its rows" },
  { matches: /(?:^|\.)keras\.(?:src\.)?layers\.(?:[\w.]+\.)?(?:StringLookup|IntegerLookup|CategoryEncoding)$/, kind: "categories", source: "https://keras.io/api/layers/preprocessing_layers/" },
  { matches: /^(?:fancyimpute|missingpy|miceforest|autoimpute|gensim\.models\.(?:\w+\.)?TfidfModel)\b/, kind: "transformer", source: "https://github.com/iskandr/fancyimpute, https://miceforest.readthedocs.io, https://radimrehurek.com/gensim/models/tfidfmodel.html" },
  { matches: /^cuml\.preprocessing\./, kind: "transformer", source: "https://docs.rapids.ai/api/cuml/stable/" },
  { matches: /^sklearn\.model_selection\.(?:\w+\.)?\w*SearchCV$|^skopt\.BayesSearchCV$|^dask_ml\.model_selection\.\w+SearchCV$/, kind: "search", source: "https://scikit-learn.org/stable/modules/grid_search.html" },
  { matches: /^sklearn\.(?:model_selection|cross_validation)\.(?:\w+\.)?(?:\w*KFold|\w*ShuffleSplit|TimeSeriesSplit|Leave\w+|GroupKFold|PredefinedSplit)$/, kind: "folds", source: "https://scikit-learn.org/stable/modules/cross_validation.html" },
  { matches: /^imblearn\.under_sampling\./, kind: "undersampler", source: "https://imbalanced-learn.org/stable/under_sampling.html" },
  { matches: /^imblearn\.(?:over_sampling|combine)\./, kind: "resampler", source: "https://imbalanced-learn.org/stable/over_sampling.html" },
  { matches: /^sklearn\.(?:cluster|manifold|mixture|covariance|inspection)\b|^sklearn\.neighbors\.(?:NearestNeighbors|LocalOutlierFactor|KernelDensity)$|^(?:umap|hdbscan|prophet|statsmodels|pmdarima|shap|lime)\b/, kind: "analysis", source: "https://scikit-learn.org/stable/unsupervised_learning.html" },
  { matches: /^sklearn\.(?!model_selection|metrics|datasets|utils|base)\w+\.|^(?:xgboost\.XGB|lightgbm\.LGBM|catboost\.CatBoost)\w*$|^imblearn\.ensemble\.|(?:^|\.)keras\.(?:\w+\.)*(?:Sequential|Model)$/, kind: "model", source: "https://scikit-learn.org/stable/supervised_learning.html and the scikit-learn interfaces of the boosting libraries" },
];

export const estimatorKind = remembered((symbol): EstimatorKind | undefined => estimators.find(({ matches }) => matches.test(symbol))?.kind);

/** Takes arrays apart: `train, test, train, test, …`. */
export const splitters = /(?:^|\.)(?:train_test_split|temporal_train_test_split|iterative_train_test_split|randomSplit|random_split)$/;

/** Cross-validates what it is given: estimator first, then rows. */
export const crossValidators = /^sklearn\.(?:model_selection|cross_validation)\.(?:\w+\.)?(?:cross_val_score|cross_val_predict|cross_validate|learning_curve|validation_curve|permutation_test_score)$/;

/** Call a function of the file with other settings each time: https://optuna.readthedocs.io, https://hyperopt.github.io/hyperopt, https://scikit-optimize.github.io */
export const optimizers = /^optuna\.(?:\w+\.)*(?:create_study|Study|load_study)\.optimize$|^hyperopt\.(?:fmin\.)?fmin$|^skopt\.(?:\w+_minimize|dummy_minimize)$/;

/** Functions that fit on all rows and give transformed rows back. */
export const fittingFunctions = /^(?:sklearn\.preprocessing\.(?:scale|minmax_scale|maxabs_scale|robust_scale|quantile_transform|power_transform)|scipy\.stats\.(?:zscore|boxcox|yeojohnson)|pandas\.qcut|impyute\.imputation\.cs\.\w+)$/;

/** Reducers over rows, as functions and as methods of frames and arrays. */
export const statisticFunctions = /^builtins\.(?:min|max)$|^numpy\.(?:nan)?(?:mean|median|std|var|min|max|amin|amax|percentile|quantile|average)$|^statistics\.(?:mean|median|stdev|mode|pstdev)$|^scipy\.stats\.mode$/;
export const statisticMethods = new Set(["mean", "median", "std", "var", "min", "max", "quantile", "mode"]);

/** Methods of frames and arrays that leave out, repeat or reorder rows. */
export const rowFilters = new Set(["dropna", "query", "head", "tail", "nlargest", "nsmallest", "drop_duplicates", "filter", "truncate", "between_time"]);

/** Methods that give nothing of the rows back. */
export const rowless = new Set(["info", "describe", "plot", "hist", "boxplot", "nunique", "count", "keys", "isin", "cov", "value_counts", "unique", "equals", "summary", "item", "sum", "idxmax", "argmax", "tolist_columns", "any", "all", "isnull", "isna", "notna", "notnull", "duplicated"]);

/** Functions of other packages whose result holds the rows of their first argument, or of all of them. */
export const rowKeeping = /^(?:numpy|pandas|torch|tensorflow|scipy|cudf|cupy|polars|dask|builtins\.(?:list|tuple|sorted|zip|map|enumerate|reversed|set|range)|keras\.(?:\w+\.)*(?:pad_sequences|to_categorical|normalize)|sklearn\.preprocessing\.(?:normalize|binarize|add_dummy_feature)|sklearn\.utils\.shuffle|copy\.|tqdm)/;
export const rowsForget = /^(?:numpy\.(?:random|arange|linspace|zeros|ones|full|eye|unique|corrcoef|cov|where_rows|meshgrid|savez?|load|loadtxt|genfromtxt)\b|pandas\.(?:read_|date_range|option|set_option|crosstab)|torch\.(?:manual_seed|device|save|load|nn|optim|no_grad)\b|tensorflow\.(?:keras\.(?:layers|models|Sequential|Model|optimizers|callbacks)|random)\b|scipy\.stats\.)|^(?:tensorflow\.)?keras\.(?:\w+\.)*load_data$/;

/** Methods that write rows where somebody else may read them. */
export const rowWriters = /^to_(?:csv|parquet|pickle|feather|hdf|json|sql|excel)$/;

/** Functions that write what they are given to disk. */
export const dumpers = /^(?:joblib\.dump|pickle\.dump|numpy\.savez?)/;

/** Train a model by themselves, without an object that is fitted. */
export const boosters = /^(?:xgboost|lightgbm)\.(?:\w+\.)?train$/;

/** Makes numbers out of nothing. */
export const numberMakers = /^numpy\.(?:arange|linspace|logspace|geomspace|zeros|ones|full|empty|eye|meshgrid)(?:_like)?$|^pandas\.date_range$/;

/** Wraps the rows a model is given in a library of its own. */
export const datasetMakers = /(?:^|\.)(?:DMatrix|QuantileDMatrix|Pool|TensorDataset|DataLoader|from_tensor_slices|timeseries_dataset_from_array)$|^lightgbm\.Dataset$/;

/** Functions that judge predictions. */
export const metricFunctions = /^sklearn\.metrics\.(?:\w+\.)*(?:\w*score|\w*error|\w*loss|classification_report|confusion_matrix|roc_curve|precision_recall_curve|det_curve|precision_recall_fscore_support|plot_\w+|from_estimator|from_predictions)$|^imblearn\.metrics\.\w+$|^pandas\.crosstab$|^tensorflow\.math\.confusion_matrix$|^(?:scikitplot|mlxtend)\.(?:metrics|plotting|estimators|evaluate)\.\w+$/;

/** A name that says the callee learns from what it is given. */
export const learningName = /(?:^|_)(?:train|fit|learn|evaluate|cross_val|run_model|build_model)(?:_|$)|(?:^|_)model(?:s)?$/i;
