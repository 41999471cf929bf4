/** Several models, or several settings of one, judged by the same test rows: whichever wins was chosen by them. */
import type { PyCallExpr, PyRowStory } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import { thresholdChosen } from "./thresholds.ts";
import { triesSettings } from "./trials.ts";
import { ancestry, contains, cutsOf, type Rows, type Split, touches } from "./rows.ts";
import type { Estimator, Judgement } from "./values.ts";

interface Entry { readonly model: Estimator; readonly judgement: Judgement }

export function* contests(machine: Machine, everybody: readonly Estimator[], isReal: (split: Split) => boolean): Iterable<PyRowStory> {
  const rounds = new Map<Rows, Entry[]>();
  for (const model of machine.estimators) for (const judgement of model.judged) {
    const part = testPart(machine, model, judgement.rows, isReal);
    if (part) rounds.set(part, [...(rounds.get(part) ?? []), { model, judgement }]);
  }
  for (const [part, entries] of rounds) {
    if (hasAnotherTest(everybody, part)) continue;
    const story = search(machine, part, entries) ?? comparison(machine, part, entries);
    if (story) yield story;
    const swept = entries.find(({ judgement }) => thresholdChosen(machine, judgement));
    if (swept) yield { ...told(part, swept), kind: "threshold-on-test" };
  }
  yield* searchedRows(machine, isReal);
}

/** A search is fitted on the test rows, or on them and others while a model with what it found is judged by them. */
function* searchedRows(machine: Machine, isReal: (split: Split) => boolean): Iterable<PyRowStory> {
  for (const { kind, fits, name, made } of machine.estimators) for (const { rows, call } of kind === "search" ? fits : []) {
    const cut = cutsOf(rows).find(({ mine, split }) => isReal(split) && (mine.part === "test" || mine.named === "test") && mine.named !== "validation");
    const isTest = cut !== undefined && !cut.others.some(({ named }) => named === "test" || named === "validation");
    const judged = isTest ? undefined : judgedLater(machine, made, rows, isReal);
    if (!isTest && !judged) continue;
    const split = cut?.split ?? judged?.split;
    yield { kind: "search-fitted-on-test", learns: "model", at: call.name, name, use: judged?.at, hasHoldout: false, split: split && { at: split.at, by: split.by } };
  }
}

/** What it found is asked for, and another model is judged by a test part of the rows that it searched. */
function judgedLater(machine: Machine, search: PyCallExpr, rows: Rows, isReal: (split: Split) => boolean): { readonly split: Split; readonly at: PyRowStory["use"] } | undefined {
  if (!machine.file.nodes("Attribute").some(({ attr, start }) => attr === "best_params_" && start > search.end)) return undefined;
  for (const model of machine.estimators) for (const judgement of model.made === search || model.kind === "search" ? [] : model.judged) {
    const part = model.made.start > search.end ? testPart(machine, model, judgement.rows, isReal) : undefined;
    const cut = part && cutsOf(part).find(({ split }) => isReal(split));
    if (part && cut && contains(rows, part)) return { split: cut.split, at: judgement.call.name };
  }
  return undefined;
}

/** The test part that rows are, or were taken from; undefined for training, validation and folds. */
function testPart(machine: Machine, model: Estimator, rows: Rows, isReal: (split: Split) => boolean): Rows | undefined {
  if (model.fits.length === 0 || model.fits.some((fit) => contains(fit.rows, rows)) || /dummy|baseline/i.test(model.name)) return undefined;
  const cuts = cutsOf(rows);
  if (cuts.some(({ split }) => split.isFolds)) return undefined;
  const lineage = ancestry(rows);
  if (lineage.some(({ named }) => named === "validation")) return undefined;
  const cut = cuts.find(({ split, others }) => isReal(split) && model.fits.some((fit) => others.some((other) => touches(other, fit.rows))));
  const nearest = lineage.slice(0, cut && lineage.indexOf(cut.mine) + 1);
  if (nearest.some(({ named }) => named === "train") || (cut && lineage.some(({ named }) => named === "train") && onlyValidates(machine, cut.mine))) return undefined;
  return cut?.mine ?? lineage.find(({ kind, named }) => kind === "source" && named === "test");
}

/** A part of rows that are called training rows: it is the test part when it is called so, is never learned from, and no file is read for the last word. */
function onlyValidates(machine: Machine, part: Rows): boolean {
  if (part.named !== "test" || machine.estimators.some(({ fits }) => fits.some(({ rows }) => contains(rows, part)))) return true;
  return machine.file.says(readsTest);
}

const readsTest = /\b(?:read|load|genfrom|open|File)\w*\([^)\n]*test/i;

/** Other rows that no model has learned from are kept for a last score. */
function hasAnotherTest(everybody: readonly Estimator[], part: Rows): boolean {
  const fits = everybody.flatMap((one) => one.fits);
  const isLearned = (rows: Rows) => fits.some((fit) => touches(fit.rows, rows) || touches(rows, fit.rows));
  const asked = everybody.flatMap(({ judged, predicted }) => [...judged.map(({ rows }) => rows), ...predicted]);
  if (cutsOf(part).some(({ others }) => others.some((other) => !isLearned(other) && (other.named ?? asked.some((rows) => ancestry(rows).includes(other)))))) return true;
  const roots = new Set(ancestry(part).filter(({ kind }) => kind === "source"));
  return asked.some((rows) => {
    const lineage = ancestry(rows);
    return lineage.some(({ named }) => named === "test") && !lineage.some((one) => one === part || roots.has(one)) && !isLearned(rows);
  });
}

/** A loop that judges by rows from outside tries other settings, features or columns each time round. */
function search(machine: Machine, part: Rows, entries: readonly Entry[]): PyRowStory | undefined {
  const found = entries.find(({ model, judgement }) => judgement.loops.some((loop) => !cutsOf(part).some(({ split }) => split.loops.includes(loop)) && triesSettings(machine, model, loop)));
  return found && { ...told(part, found), kind: "searched-on-test" };
}

function comparison(machine: Machine, part: Rows, entries: readonly Entry[]): PyRowStory | undefined {
  const byMake = new Map<string, Entry>();
  for (const entry of entries) {
    const make = `${makeOf(machine, entry.model)} ${columnsOf(machine, entry)}`;
    if (!byMake.has(make)) byMake.set(make, entry);
  }
  const [first, ...others] = byMake.values();
  const last = others[others.length - 1];
  if (!first || !last) return undefined;
  return { ...told(part, last), kind: "compared-on-test", use: first.judgement.call.name, others: [first, ...others.slice(0, -1)].map(({ model }) => model.name) };
}

/** What it was last fitted on, as written: the same model on other columns is another one. */
function columnsOf(machine: Machine, { model, judgement }: Entry): string {
  const [rows] = model.fits[judgement.fits - 1]?.call.positional ?? [];
  return rows ? machine.file.slice(rows).replace(/\s+/g, "") : "";
}

/** The same words make the same model; a pipeline is what its steps are. */
function makeOf(machine: Machine, { made, steps }: Estimator): string {
  return [machine.file.slice(made).replace(/\s+|(?:random_state|seed)=\w+,?/g, ""), ...steps.flatMap(({ estimator }) => (estimator ? [makeOf(machine, estimator)] : []))].join(" ");
}

function told(part: Rows, { model, judgement }: Entry): Omit<PyRowStory, "kind"> {
  const [cut] = cutsOf(part);
  return {
    learns: "model", at: judgement.call.name, name: model.name, use: undefined, hasHoldout: false,
    split: cut && { at: cut.split.at, by: cut.split.by },
  };
}
