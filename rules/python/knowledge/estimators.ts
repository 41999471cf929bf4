/** What fitting means, class by class: learns statistics of its rows, learns nothing, describes its rows, predicts. */

/**
 * Transformer: keeps statistics of the rows it was fitted on. Stateless: `fit` keeps nothing of them. Analysis: the fit is
 * the answer (clusters, embeddings, forecasts of one series). Predictor: a model.
 */
export type EstimatorKind = "transformer" | "stateless" | "analysis" | "predictor";

interface Row {
  readonly matches: RegExp;
  readonly kind: EstimatorKind;
  readonly source: string;
}

/** First match wins. */
const rows: readonly Row[] = [
  { matches: /^sklearn\.preprocessing\.(?:\w+\.)?(?:Normalizer|Binarizer|FunctionTransformer|PolynomialFeatures)$/, kind: "stateless", source: "https://scikit-learn.org/stable/glossary.html#term-stateless" },
  { matches: /^sklearn\.feature_extraction\.(?:text\.)?(?:HashingVectorizer|FeatureHasher)$|^sklearn\.kernel_approximation\.(?:AdditiveChi2Sampler|RBFSampler|SkewedChi2Sampler|PolynomialCountSketch)$|^sklearn\.random_projection\./, kind: "stateless", source: "https://scikit-learn.org/stable/developers/develop.html#estimator-tags (requires_fit, or random weights that depend on the width of the rows alone)" },
  { matches: /^category_encoders\.(?:\w+\.)?HashingEncoder$/, kind: "stateless", source: "https://contrib.scikit-learn.org/category_encoders/hashing.html" },
  { matches: /^sklearn\.(?:preprocessing|impute|decomposition|feature_selection|feature_extraction|compose|pipeline|kernel_approximation|cross_decomposition|experimental)\b/, kind: "transformer", source: "https://scikit-learn.org/stable/data_transforms.html" },
  { matches: /^sklearn\.(?:cluster|manifold|mixture|covariance|inspection)\b|^sklearn\.neighbors\.(?:NearestNeighbors|LocalOutlierFactor|KernelDensity|KNeighborsTransformer)$/, kind: "analysis", source: "https://scikit-learn.org/stable/unsupervised_learning.html" },
  { matches: /^sklearn\.(?:model_selection|metrics|datasets|utils|base)\b/, kind: "predictor", source: "https://scikit-learn.org/stable/modules/grid_search.html" },
  { matches: /^sklearn\./, kind: "predictor", source: "https://scikit-learn.org/stable/supervised_learning.html" },
  { matches: /^imblearn\.pipeline\./, kind: "transformer", source: "https://imbalanced-learn.org/stable/references/pipeline.html" },
  { matches: /^imblearn\./, kind: "predictor", source: "https://imbalanced-learn.org/stable/references/index.html" },
  { matches: /^feature_engine\.|^category_encoders\.|^sklearn_pandas\.|^dirty_cat\.|^skrub\.|^optbinning\./, kind: "transformer", source: "https://feature-engine.trainindata.com and https://contrib.scikit-learn.org/category_encoders/" },
  { matches: /(?:^|\.)keras\.(?:src\.)?layers\.(?:[\w.]+\.)?(?:Normalization|TextVectorization|StringLookup|IntegerLookup|Discretization)$/, kind: "transformer", source: "https://keras.io/api/layers/preprocessing_layers/" },
  { matches: /(?:^|\.)keras\.preprocessing\.text\.Tokenizer$|^keras_preprocessing\.text\.Tokenizer$/, kind: "transformer", source: "https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/Tokenizer" },
  { matches: /(?:^|\.)keras\.(?:models\.)?(?:Sequential|Model)$|(?:^|\.)keras\.\w+\.(?:Sequential|Model)$/, kind: "predictor", source: "https://keras.io/api/models/" },
  { matches: /^pyspark\.ml\.feature\.(?:HashingTF|Tokenizer|RegexTokenizer|VectorAssembler|Bucketizer|Binarizer|Normalizer|NGram|SQLTransformer)$/, kind: "stateless", source: "https://spark.apache.org/docs/latest/ml-features.html" },
  { matches: /^pyspark\.ml\.feature\./, kind: "transformer", source: "https://spark.apache.org/docs/latest/ml-features.html" },
  { matches: /^pyspark\.ml\.(?:classification|regression|tuning)\./, kind: "predictor", source: "https://spark.apache.org/docs/latest/ml-classification-regression.html" },
  { matches: /^xgboost\.XGB\w+$|^lightgbm\.LGBM\w+$|^catboost\.CatBoost\w*$/, kind: "predictor", source: "the scikit-learn interfaces of XGBoost, LightGBM and CatBoost" },
  { matches: /^cuml\.preprocessing\./, kind: "transformer", source: "https://docs.rapids.ai/api/cuml/stable/" },
  { matches: /^(?:umap|hdbscan|prophet|fbprophet|statsmodels|pmdarima|hmmlearn|shap|lime|neuralprophet|openTSNE)\b/, kind: "analysis", source: "each library's tutorial: the fit is the answer for one data set or series" },
];

export function estimatorKind(name: string, parts?: readonly string[]): EstimatorKind | undefined {
  if (parts && parts.length > 0) {
    const kinds = parts.map((part) => estimatorKind(part) ?? "transformer");
    if (kinds.includes("predictor")) return "predictor";
    return kinds.every((kind) => kind === "stateless") ? "stateless" : "transformer";
  }
  return rows.find(({ matches }) => matches.test(name))?.kind;
}

/** `StandardScaler` of `sklearn.preprocessing.StandardScaler`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What the objects of this kind are called in code, for receivers whose origin is out of sight. */
export const transformerName = /(?:^|[._])(?:\w*scaler?|\w*scalar|\w*encoder|\w*vectorizer|\w*imputer|\w*tokenizer|\w*binarizer|\w*transformer|preprocessor|ohe|sc|ss|mms|tfidf|pca|dv)\d*$/i;
