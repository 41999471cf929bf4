/** What a Python file tells the rest of the workspace: plain data, places as anchors, no offsets. */
import type { Anchor } from "../facades/text.ts";
import type { ParityFacts } from "./parity.ts";

export interface PythonFacts {
  readonly kind: "python";
  /** Local names bound by imports anywhere in the file, function-local ones included. */
  readonly imports: Readonly<Record<string, PySymbol>>;
  /** Modules whose names are all imported. */
  readonly stars: readonly PySymbol[];
  /** The first is the module-level code, named "". */
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  /** What module-level names hold, whoever assigns them; attributes of module-level objects by dotted name: `app.state.scaler`. */
  readonly globals: Readonly<Record<string, ObjectFact>>;
  readonly isNotebook: boolean;
  /** Functions of any file handed to a framework to be run: URL tables, `gr.Interface(fn=…)`, `PythonOperator(python_callable=…)`. */
  readonly registers: readonly RegisterFact[];
  /** How the file cuts data into parts to learn from and parts to judge by. */
  readonly splits: readonly SplitFact[];
  /** Where the imports at the top of the file end. */
  readonly head?: Anchor;
  /** What tells how repeatable the results are, in source order; absent when there is nothing. */
  readonly signs?: readonly SignFact[];
  /** How often what imported modules offer is called, by qualified name, sorted: `mlflow.log_params`, `requests.Session.get`. */
  readonly uses: Readonly<Record<string, number>>;
  /** Artefacts, recipes of features and rows handed over; absent when there is nothing. */
  readonly parity?: ParityFacts;
}

/**
 * A dotted name. `:name` is defined in this file, `=pkg.name` is counted from the workspace root (relative imports),
 * anything else is an absolute import as written: `sklearn.preprocessing.StandardScaler`.
 */
export type PySymbol = string;

/** A constant argument or default; `given` is a value that is not None, whatever else it is. */
export type ConstantFact = string | number | boolean | null | { readonly given: true };

export interface FunctionFact {
  /** `predict`, `Service.predict`, `create_app.predict`; "" is module-level code. */
  readonly name: string;
  readonly at: Anchor;
  /** In order, with `self`. */
  readonly params: readonly string[];
  readonly defaults?: Readonly<Record<string, ConstantFact>>;
  readonly entries?: readonly EntryFact[];
  /** Memoised (`lru_cache`, `st.cache_resource`): runs once, not per request. */
  readonly isCached?: true;
  readonly calls?: readonly CallFact[];
  readonly acts?: readonly ActFact[];
  readonly returns?: ObjectFact;
  /** Something of what it did is logged, measured, stored or queued. */
  readonly records?: true;
  /** Answers some requests with an error of its own: raises an HTTP error, aborts, returns a status of 400 or more. */
  readonly refuses?: true;
}

/** Why the outside world runs this function. */
export interface EntryFact {
  readonly how: "route" | "handler" | "rerun" | "consumer" | "task" | "predict" | "command" | "startup";
  /** As a person would say it: `POST /v1/predict`, `Lambda handler lambda_handler`. */
  readonly label: string;
  readonly at: Anchor;
}

export interface RegisterFact {
  readonly to: PySymbol;
  readonly entry: EntryFact;
}

export interface CallFact {
  /** The function or class called or handed over, when it is named; else see `on`. */
  readonly to?: PySymbol;
  /** The object whose `method` is called. */
  readonly on?: ObjectFact;
  readonly method?: string;
  readonly at: Anchor;
  /** Handed over to be called, as in `pool.map(f, rows)`. */
  readonly isReference?: true;
  /** Interesting arguments, by position ("0") or keyword. */
  readonly args?: Readonly<Record<string, ArgumentFact>>;
  /** Arguments of which nothing is known, by the same keys; "*" when a spread may supply any. */
  readonly unseen?: readonly string[];
  readonly guards?: readonly GuardFact[];
  /** Inside a `try` with a handler. */
  readonly isTried?: true;
}

export type ArgumentFact =
  | { readonly is: "constant"; readonly value: ConstantFact }
  | { readonly is: "object"; readonly object: ObjectFact; readonly part?: PartFact };

/** Where an object comes from; undefined wherever that is not known. */
export type ObjectFact =
  /** The result of calling this: an instance, or what a function returns. */
  | { readonly from: "call"; readonly of: PySymbol; readonly at: Anchor; /** Classes constructed in the arguments, as the steps of a pipeline; absent when some cannot be seen. */ readonly parts?: readonly PySymbol[] }
  | { readonly from: "method"; readonly on: ObjectFact | undefined; readonly method: string; readonly at: Anchor }
  /** Read back from where training left it; `key` is the part of the artefact. */
  | { readonly from: "artefact"; readonly by: string; readonly at: Anchor; readonly key?: string }
  /** `of` is the class its annotation names, `otherwise` its default: `Depends(get_model)` is what `get_model` returns. */
  | { readonly from: "parameter"; readonly name: string; readonly of?: PySymbol; readonly otherwise?: ObjectFact }
  | { readonly from: "attribute"; readonly class: string; readonly name: string }
  | { readonly from: "global"; readonly of: PySymbol }
  | { readonly from: "part"; readonly of: ObjectFact; readonly key?: string }
  | { readonly from: "either"; readonly of: readonly ObjectFact[] }
  | { readonly from: "none" };

/** Something done with a model, a transformer or data; `reduce`: rows are changed by what all rows at hand have in common. */
export interface ActFact {
  readonly does: "fit" | "transform" | "predict" | "load" | "dump" | "measure" | "split" | "reduce";
  /** As written: `fit_transform`, `joblib.load`. */
  readonly name: string;
  readonly at: Anchor;
  readonly on?: ObjectFact;
  /** The receiver as written: `self.scaler`. */
  readonly receiver?: string;
  /** What the data argument is known to be. */
  readonly data?: DataFact;
  /** A second argument (`y`) is given; covers it with the comma before it. */
  readonly second?: Anchor;
  /** Fitted objects whose `transform` made the data argument. */
  readonly through?: readonly ObjectFact[];
  /** In the same function the fitted object is saved afterwards. */
  readonly isSaved?: true;
  readonly guards?: readonly GuardFact[];
  /** Inside a `try` with a handler. */
  readonly isTried?: true;
  /** Stands in a loop over cross-validation folds. */
  readonly inFolds?: true;
  /** The innermost loop around it. */
  readonly loop?: Anchor;
  /** Of a load, where a fix can keep it. */
  readonly keep?: KeepFact;
}

/** How a load can be made to run once: the function it stands in is memoised, or a new one around the load. */
export interface KeepFact {
  /** The decorator: `lru_cache`, `st.cache_resource`. */
  readonly with: string;
  /** The import it needs. */
  readonly needs?: { readonly at: Anchor; readonly text: string };
  /** Where the decorator goes, or the new function; a line starts there. */
  readonly before: Anchor;
  readonly made?: { readonly name: string; readonly body: readonly string[] };
  /** What is written where the load stood. */
  readonly instead?: { readonly at: Anchor; readonly text: string };
}

export interface DataFact {
  /** Literal: written in the code; file: read from a constant place; input: handed in or fetched. */
  readonly from: "literal" | "file" | "input" | "unknown";
  readonly part?: PartFact;
  /** The parameter that it is or is derived from. */
  readonly parameter?: string;
  /** As written, when it is short. */
  readonly text?: string;
}

/** Which side of a visible split rows lie on. */
export interface PartFact {
  readonly side: "train" | "test" | "mixed";
  /** Index into `splits`; the split that decided. */
  readonly split: number;
}

export interface SplitFact {
  readonly at: Anchor;
  /** As written: `train_test_split`, `slice`. */
  readonly by: string;
}

/** A condition under which the code runs. */
export type GuardFact =
  /** A parameter's value decides: `if training:`, `if scaler is None:`, `mode == "train"`. */
  | { readonly when: "parameter"; readonly name: string; readonly test: "truthy" | "none" | "equal"; readonly value?: ConstantFact; readonly holds: boolean }
  /** Only when an object or file is not there yet, or not fitted. */
  | { readonly when: "missing"; readonly text: string }
  /** The condition speaks of training. */
  | { readonly when: "training"; readonly text: string }
  | { readonly when: "main" };

export interface ClassFact {
  /** `Service`, `outer.Inner`. */
  readonly name: string;
  readonly at: Anchor;
  readonly bases: readonly PySymbol[];
  /** What `self.x` is set to in any method or class body. */
  readonly attributes: Readonly<Record<string, ObjectFact>>;
}

/**
 * `seed`: a generator is seeded, also by helpers named so; `draw`: numbers come from a global generator; `start`: so do first weights, dropped units and the order of rows, without being asked for by name; `learn`: gradients are
 * computed; `experiment`: MLflow's experiment is chosen; `run`: MLflow records; `track`: any tracker is used; `catch`: the application turns errors of
 * its routes into answers; `watch`: something runs around every request; `judge`: models are judged by this measure, or by another than accuracy
 * (`other`); `imbalance`: something speaks of a rare class.
 */
export interface SignFact {
  readonly does: "seed" | "draw" | "start" | "learn" | "experiment" | "run" | "track" | "catch" | "watch" | "judge" | "imbalance";
  /** Qualified where known: `numpy.random.shuffle`. */
  readonly name: string;
  readonly at: Anchor;
  /** Where a line can be put before the statement it stands in, and how far that is indented. */
  readonly before?: { readonly at: Anchor; readonly indent: string };
  /** What the call hangs on, as written: `np.random`, `mlflow`; absent for names imported alone. */
  readonly module?: string;
  /** The parentheses of a call without arguments. */
  readonly emptyArguments?: Anchor;
}
