/** What calls mean to the facts of a Python file: which load, save, measure, learn, predict, and which packages are never the project's own. */

/** Functions that give back what training saved. Sources: the persistence pages of each library's documentation. */
export const loaders: ReadonlySet<string> = new Set([
  "joblib.load", "sklearn.externals.joblib.load", "pickle.load", "pickle.loads", "_pickle.load", "cPickle.load", "cloudpickle.load", "cloudpickle.loads",
  "dill.load", "dill.loads", "pandas.read_pickle", "skops.io.load", "torch.load", "torch.jit.load", "torch.package.PackageImporter",
  "keras.models.load_model", "keras.saving.load_model", "keras.models.model_from_json", "tensorflow.keras.models.load_model", "tensorflow.keras.models.model_from_json",
  "tensorflow.keras.saving.load_model", "tensorflow.python.keras.models.load_model", "tensorflow.saved_model.load", "tensorflow_hub.load", "tensorflow.lite.Interpreter", "tflite_runtime.interpreter.Interpreter",
  "onnxruntime.InferenceSession", "spacy.load", "fasttext.load_model", "gensim.models.KeyedVectors.load", "gensim.models.Word2Vec.load",
  "pycaret.classification.load_model", "pycaret.regression.load_model", "pycaret.clustering.load_model", "pycaret.anomaly.load_model",
  "mlflow.pyfunc.load_model", "mlflow.sklearn.load_model", "mlflow.keras.load_model", "mlflow.pytorch.load_model", "mlflow.tensorflow.load_model",
  "mlflow.xgboost.load_model", "mlflow.lightgbm.load_model", "mlflow.catboost.load_model", "mlflow.spark.load_model", "mlflow.statsmodels.load_model", "mlflow.prophet.load_model", "mlflow.transformers.load_model",
  "bentoml.sklearn.get", "bentoml.sklearn.load_model", "bentoml.keras.load_model", "bentoml.pytorch.load_model", "bentoml.xgboost.load_model", "bentoml.models.get",
  "h2o.load_model", "h2o.import_mojo", "statsmodels.api.load", "ultralytics.YOLO", "transformers.pipeline", "prophet.serialize.model_from_json", "autogluon.tabular.TabularPredictor.load",
  "pyspark.ml.PipelineModel.load", "treelite_runtime.Predictor", "hummingbird.ml.load",
]);

/** `X.from_pretrained(...)`, `Booster.load_model(path)` and the like: loading by the method's name. */
export const loadingMethods: ReadonlySet<string> = new Set(["from_pretrained", "load_from_checkpoint", "load_model", "load_state_dict", "load_weights"]);

export const savers: ReadonlySet<string> = new Set([
  "joblib.dump", "sklearn.externals.joblib.dump", "pickle.dump", "pickle.dumps", "_pickle.dump", "cPickle.dump", "cloudpickle.dump", "cloudpickle.dumps", "dill.dump", "dill.dumps",
  "pandas.to_pickle", "skops.io.dump", "skops.io.dumps", "torch.save", "torch.jit.save", "keras.models.save_model", "tensorflow.keras.models.save_model", "tensorflow.saved_model.save",
  "mlflow.sklearn.log_model", "mlflow.sklearn.save_model", "mlflow.pyfunc.log_model", "mlflow.pyfunc.save_model", "bentoml.sklearn.save_model", "onnx.save", "numpy.save",
]);

/** A function or method that keeps what it is given, by its name. */
export const savingName = /^_*(?:save|persist|dump|store|export|checkpoint|pickle|upload|serialize|log_model|register_model)(?:_|$)/i;

export const fitMethods: ReadonlySet<string> = new Set(["fit", "fit_transform", "partial_fit", "fit_predict", "fit_resample", "fit_on_texts", "fit_on_sequences", "fit_generator", "adapt"]);

export const transformMethods: ReadonlySet<string> = new Set(["transform", "inverse_transform", "texts_to_sequences", "texts_to_matrix"]);

export const predictMethods: ReadonlySet<string> = new Set([
  "predict", "predict_proba", "predict_log_proba", "decision_function", "predict_on_batch", "predict_classes", "predict_generator", "predict_step", "score_samples", "forecast",
  "invoke_endpoint", "predict_one", "predict_proba_one", "inplace_predict", "get_tensor",
]);

export const measures = /^sklearn\.metrics\.|^torchmetrics\.|(?:^|\.)(?:accuracy_score|f1_score|roc_auc_score|mean_squared_error|mean_absolute_error|r2_score|classification_report|confusion_matrix|cross_val_score|cross_validate)$/;
/** What `measures` takes for one by its last word. */
export const namesMeasure = /^(?:accuracy_score|f1_score|roc_auc_score|mean_squared_error|mean_absolute_error|r2_score|classification_report|confusion_matrix|cross_val_score|cross_validate)$/;
/** Packages of which it takes everything. */
export const measuringPackages = /^(?:sklearn|torchmetrics)(?:\.|$)/;
export const measuringMethods: ReadonlySet<string> = new Set(["score", "evaluate"]);

/** Names a model goes by when it is called directly: `model(x)`. */
export const callableModel = /(?:^|_)(?:model|net|network|classifier|regressor|estimator)$/;

/** Methods by which models and files of them are kept. */
export const savingMethods: ReadonlySet<string> = new Set(["save", "save_model", "save_weights", "save_pretrained", "to_pickle", "export", "write"]);

/** Methods that write a line, a metric, a row or a message: logging, prometheus_client, statsd, DB-API, SQLAlchemy, pymongo, Kafka, Celery, MLflow. */
const recording = /^(?:debug|info|warning|warn|error|critical|exception|print|pprint|inc|observe|increment|histogram|timing|gauge|distribution|execute|executemany|commit|insert\w*|add_all|bulk_\w+|save|create|update_one|update_many|replace_one|to_sql|to_csv|to_parquet|to_gbq|writerow|writerows|write|publish|send|send_message|send_and_wait|produce|put|put_nowait|put_item|put_record|put_records|put_object|upload\w*|xadd|lpush|rpush|delay|apply_async|add_task|enqueue|emit|capture_\w+|start_as_current_span|start_span|set_attribute|dump|flash|predict_and_log)$/;
export const recordingName = /(?:^|_)(?:log|logs|logging|record|track|monitor|audit|store|save|persist|emit|notify|insert|trace|metric|metrics|history|telemetry|instrument|observe)(?:_|$)|^(?:log|record|track|save|store)[A-Z]/;

export function recordsBy(method: string): boolean {
  return recording.test(method) || recordingName.test(method);
}

/** Calls that turn a request away. */
export const refusingMethods: ReadonlySet<string> = new Set(["abort", "set_code", "set_details"]);

/** Names of conditions under which code learns on purpose. */
export const trainingWords = /(?<![a-z])(?:re-?|pre-?)?train(?:ing)?(?![a-z])|(?<![a-z])re-?fit(?![a-z])|(?<![a-z])fit(?:ting)?(?![a-z])|(?<![a-z])(?:learn|learning|calibrate|calibration|tune|tuning)(?![a-z])/i;
export const servingWords = /(?<![a-z])(?:predict|prediction|infer|inference|serving|serve|test|testing|eval|score|scoring)(?![a-z])/i;

/** Top-level packages that are never the workspace's own: calls into them say nothing to the call graph. */
export const foreignPackages: ReadonlySet<string> = new Set(`
abc aiohttp aiokafka airflow altair anthropic argparse array ast asyncio atexit base64 bentoml bisect boto3 botocore bs4 bz2 calendar catboost category_encoders celery
cgi chalice click codecs collections concurrent confluent_kafka contextlib copy cProfile csv ctypes cv2 dash dask dataclasses datasets datetime decimal dill django
dotenv enum faiss fastapi feature_engine flask flask_cors functools gc gensim getpass gevent glob google gradio grpc gunicorn gzip hashlib heapq hmac html http httpx huggingface_hub
imblearn importlib inspect io itertools joblib json kafka keras langchain lightgbm lime locale logging loguru lxml lzma math matplotlib mlflow mmap multiprocessing
networkx nltk numba numbers numpy onnx onnxruntime openai openpyxl operator optuna os pandas pathlib pickle pika PIL platform plotly polars pprint prometheus_client prophet psutil psycopg2
pyarrow pydantic pymongo pymysql pytest pytorch_lightning pyspark queue random ray re redis requests rest_framework sagemaker sanic scipy seaborn secrets select sentence_transformers sentry_sdk shap
shlex shutil signal sklearn skimage skops smtplib socket spacy sqlalchemy sqlite3 ssl starlette statistics statsmodels streamlit string struct structlog subprocess sys tempfile tensorflow tenacity textwrap threading
time timeit tkinter tokenizers torch torchvision tornado tqdm traceback transformers types typing typing_extensions ujson unicodedata unittest urllib urllib3 uuid uvicorn wandb warnings weakref werkzeug xgboost xml yaml yfinance zipfile zlib
`.trim().split(/\s+/));

/** Methods of strings, containers, frames and arrays: calls of these on an unknown object lead nowhere in the project. */
export const plainMethods: ReadonlySet<string> = new Set(`
add append astype capitalize clear close commit copy count cursor decode describe drop dropna dumps encode endswith error exception execute extend fetchall fetchone fillna filter find flatten format
get getvalue group groupby head info insert isna isnull items join keys lower lstrip match max mean min mkdir ones open pop read readline readlines remove rename replace reset_index reshape
rollback rstrip seek set sort sort_values split splitlines startswith std strip sum tail title to_csv to_dict to_frame to_json tolist update upper value_counts values warning debug write zeros
`.trim().split(/\s+/));

/** Wrappers whose result is the object they were given. */
export const passThrough: ReadonlySet<string> = new Set(["typing.cast", "copy.copy", "copy.deepcopy", "sklearn.base.clone", "sklearn.clone"]);

/** Methods that give back their own receiver. */
export const fluentMethods: ReadonlySet<string> = new Set(["fit", "partial_fit", "set_params", "set_output", "eval", "to", "cuda", "cpu", "half", "float", "__enter__"]);

export const memoisers = /(?:^|\.)(?:lru_cache|cache|cached|cachedmethod|cached_property|memoize|cache_resource|cache_data|experimental_singleton|experimental_memo|singleton|memo)$/;
