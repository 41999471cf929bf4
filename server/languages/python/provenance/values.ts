/** What a variable holds, as far as rows are concerned. Values are objects with an identity: frames and models change in place. */
import type { PyCall, PyCallExpr, PyClassDef, PyFunctionDef, PyLambda, PyNode } from "../../../../rules/api.ts";
import type { EstimatorKind } from "./knowledge.ts";
import { type Learning, type Rows, type Split, unionOf } from "./rows.ts";

/** What was learned and went into a value; with a column when only that one is touched. */
export type Traces = Map<Learning, string | undefined>;

/** A score: of these rows, by this call, inside these loops, after so many fits; not surely one when a function out of sight is said to score, or a difference is averaged by hand. */
export interface Judgement { readonly rows: Rows; readonly call: PyCall; readonly loops: readonly PyNode[]; readonly fits: number; readonly isUnsure?: boolean }

export interface Estimator {
  readonly kind: EstimatorKind;
  readonly name: string;
  /** The call that made it, and the loops in which its settings were last decided. */
  readonly made: PyCallExpr;
  /** Calls that say its settings: that one, and a later `set_params`. */
  settings: readonly PyCallExpr[];
  loops: readonly PyNode[];
  readonly steps: readonly Value[];
  learned: Learning[];
  /** Rows a model was fitted on, and rows it was judged by. */
  readonly fits: { readonly rows: Rows; readonly call: PyCall }[];
  readonly judged: Judgement[];
  /** Rows it predicted, whoever reads the prediction. */
  readonly predicted: Rows[];
  isCrossValidated: boolean;
}

/** A difference is between what was said and what was so: its mean or sum is a score. */
export interface Prediction { readonly by: Estimator; readonly rows: Rows | undefined; readonly isDifference?: boolean }

export interface Value {
  rows?: Rows | undefined;
  readonly traces: Traces;
  /** Statistics that will leave a trace once they are put into rows. */
  readonly latent: Set<Learning>;
  estimator?: Estimator | undefined;
  /** Elements of a visible tuple or list, and entries of a visible dict, by key. */
  items?: Value[] | undefined;
  entries?: Map<string, Value> | undefined;
  /** `f`, `self.f`, `scaler.fit_transform` as a value. */
  callable?: { readonly definition: PyFunctionDef | PyLambda; readonly self?: Value | undefined; readonly scope?: Map<string, Value> } | { readonly method: string; readonly on: Value } | undefined;
  instanceOf?: PyClassDef | undefined;
  fields?: Map<string, Value> | undefined;
  /** Indices of one part of a split, without saying of which rows; or the index of these rows. */
  index?: { readonly split: Split; readonly part: string } | { readonly ofRows: Rows } | undefined;
  /** What a loop over it gives, when that is not one of `items`. */
  element?: Value | undefined;
  /** A column or corner of another value: what changes in here changes there. */
  view?: { readonly of: Value; readonly column: string | undefined } | undefined;
  /** What a model said about rows; undefined rows are those it is held against. */
  prediction?: Prediction | undefined;
  /** A number that a loop counts through, where the loop is run number by number. */
  number?: number;
  isColumn?: boolean;
  isGrouped?: boolean;
  /** Rolling or expanding windows: what they reduce looks back only. */
  isWindow?: boolean;
  /** A source of which nothing else is known: its elements may be sets of rows of their own. */
  isOpaque?: boolean;
}

export function blank(rows?: Rows): Value {
  return { traces: new Map(), latent: new Set(), ...(rows && { rows }) };
}

/** The same rows with the same traces, and a life of its own. */
export function like(value: Value, rows: Rows | undefined = value.rows): Value {
  return { traces: new Map(value.traces), latent: new Set(value.latent), rows, ...(value.isColumn && { isColumn: true }), ...(value.prediction && { prediction: value.prediction }) };
}

export function mark(value: Value, learning: Learning, column?: string): void {
  const known = value.traces.get(learning);
  if (!value.traces.has(learning) || (known !== undefined && known !== column)) value.traces.set(learning, value.traces.has(learning) ? undefined : column);
  if (value.view) mark(value.view.of, learning, value.view.column ?? column);
}

export function absorb(into: Value, from: Value, column?: string): void {
  for (const [learning, touched] of from.traces) mark(into, learning, column ?? touched);
}

/** Statistics become traces when they are put into rows. */
export function settle(into: Value, from: Value, column?: string): void {
  absorb(into, from, column);
  for (const learning of from.latent) mark(into, learning, column);
}

/** Traces that reach these columns; undefined columns are all. */
export function project(value: Value, columns: readonly string[] | undefined): Value {
  const result = like(value);
  if (columns) for (const [learning, column] of value.traces) if (column !== undefined && !columns.includes(column)) result.traces.delete(learning);
  return result;
}

export function withoutColumns(value: Value, columns: readonly string[]): void {
  for (const [learning, column] of value.traces) if (column !== undefined && columns.includes(column)) value.traces.delete(learning);
}

/** Either of them; rows are kept when they agree or only one has any. */
export function join(values: readonly Value[]): Value {
  const distinct = [...new Set(values)];
  const [first, ...rest] = distinct;
  if (!first) return blank();
  if (rest.length === 0) return first;
  const result = blank(first.rows ?? rest.find(({ rows }) => rows)?.rows);
  for (const one of distinct) {
    for (const [learning, column] of one.traces) mark(result, learning, column);
    for (const learning of one.latent) result.latent.add(learning);
    result.estimator ??= one.estimator;
    result.items ??= one.items;
    result.entries ??= one.entries;
    result.callable ??= one.callable;
    result.instanceOf ??= one.instanceOf;
    result.fields ??= one.fields;
    result.index ??= one.index;
    result.prediction ??= one.prediction;
    result.element ??= one.element;
  }
  return result;
}

/** All of them together, as a list or a concatenation holds them. */
export function together(values: readonly Value[]): Value {
  const result = blank(unionOf(values.map(({ rows }) => rows)));
  for (const one of values) absorb(result, one);
  return result;
}

/** One element of a container, whichever. */
export function elementOf(value: Value): Value {
  if (value.element) return value.element;
  if (value.items) return value.items.length > 0 ? join(value.items) : like(value);
  if (value.entries && value.entries.size > 0) return join([...value.entries.values()]);
  return like(value);
}
