/** Whether a run could tell anything. Most code that is run has nothing of what a story, or rows handed on, cannot do without. */
import { remembered } from "../facts-names.ts";
import { enclosingClass } from "../places.ts";
import type { Piece } from "../piece.ts";
import type { KnownFile } from "./code.ts";
import { usualCallee } from "./conventions.ts";
import { boosters, crossValidators, datasetMakers, dumpers, estimatorKind, fittingFunctions, learningName, rowWriters, splitters, statisticFunctions, statisticMethods } from "./knowledge.ts";
import { namedSide, sideOfFile } from "./machine.ts";

/** Bits of what a call may be to a run. */
const may = {
  /** Splits, fits, judges or is about to: enough by itself. */
  learn: 1,
  /** Takes a statistic of rows: told where rows leave. */
  summarise: 2,
  /** Hands rows on. */
  leave: 4,
  /** Leaves rows out by the index of others, which makes both parts of a split. */
  leaveOut: 8,
  /** Reads rows from a path that may name them. */
  read: 16,
} as const;

const summaries: ReadonlySet<string> = new Set([...statisticMethods, "agg", "aggregate", "corr", "corrwith", "transform"]);

const methodMay = remembered((method): number =>
  (/fit|predict|^(?:evaluate|randomSplit)$/.test(method) || splitters.test(method) ? may.learn : 0) |
  (summaries.has(method) ? may.summarise : 0) |
  (rowWriters.test(method) || learningName.test(method) ? may.leave : 0) |
  (method === "drop" || method === "isin" ? may.leaveOut : 0) |
  (/read|load/.test(method) ? may.read : 0));

const calleeMay = remembered((callee): number =>
  (estimatorKind(callee) !== undefined || splitters.test(callee) || crossValidators.test(callee) || boosters.test(callee) ? may.learn : 0) |
  (statisticFunctions.test(callee) || fittingFunctions.test(callee) || callee === "sklearn.preprocessing.normalize" || callee === "pandas.cut" ? may.summarise : 0) |
  (datasetMakers.test(callee) || dumpers.test(callee) || callee === "torch.utils.data.Subset" ? may.leave : 0));

/**
 * False for statements of which `Machine` has nothing to tell: without an estimator or a split that is surely one, stories need rows whose names say that some
 * are for training and others for testing, and a statistic counts only where rows leave.
 */
export function mayTell(known: KnownFile, pieces: readonly Piece[]): boolean {
  let means = 0;
  for (const { index } of pieces) for (const node of index.nodes("Call")) {
    const call = known.call(node);
    const callee = call.callee ?? usualCallee(node.func);
    means |= methodMay(call.method);
    if (callee !== undefined) means |= calleeMay(callee);
    if ((means & may.learn) !== 0) return true;
  }
  if ((means & may.leaveOut) !== 0 && pieces.some(readsIndex)) return true;
  if ((means & may.summarise) !== 0 && ((means & may.leave) !== 0 || pieces.some(givesBack))) return true;
  return namesBothSides(known, pieces, (means & may.read) !== 0);
}

const readsIndex = ({ index }: Piece): boolean => index.nodes("Attribute").some(({ attr }) => attr === "index");

/** Some function of its own, not a method. */
const givesBack = ({ index }: Piece): boolean => index.nodes("Return").some((node) => node.value !== undefined && enclosingClass(node) === undefined);

const train = 1;
const test = 2;
const both = train | test;

const bitOf = (side: ReturnType<typeof namedSide>): number => (side === undefined ? 0 : side === "train" ? train : test);
const sideOf = remembered((name) => bitOf(namedSide(name)));

/** Of what is assigned, of parameters and, where rows are read, of paths written anywhere in the file. */
function namesBothSides({ ledger }: KnownFile, pieces: readonly Piece[], isReading: boolean): boolean {
  let found = 0;
  for (const { index } of pieces) {
    for (const { id } of index.nodes("Name")) found |= sideOf(id);
    for (const { attr } of index.nodes("Attribute")) found |= sideOf(attr);
    for (const { name } of index.nodes("Param")) found |= sideOf(name);
  }
  if (found !== both && isReading) for (const side of ledger.collect(sidesOfPaths, sidesOfPaths)) found |= side;
  return found === both;
}

const sidesOfPaths = ({ index }: Piece): readonly number[] => index.nodes("Str").flatMap(({ value }) => bitOf(sideOfFile(value)) || []);
