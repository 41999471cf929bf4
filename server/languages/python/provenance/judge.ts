/** From what was seen to what is told: leaks, and scores on rows that were learned from. */
import type { PyRowStory } from "../../../../rules/api.ts";
import { contests } from "./contest.ts";
import { type Handovers, handoversOf } from "./handovers.ts";
import type { Machine, Use } from "./machine.ts";
import { ancestry, contains, cutsOf, type Learning, type Rows, type Split, touches, unitesSides } from "./rows.ts";

export interface RowReport {
  readonly stories: readonly PyRowStory[];
  readonly handovers: Handovers;
}

/** The runs of one file: of which nothing is known in another, but whether models and test rows are there. */
export function judged(machines: readonly Machine[]): RowReport {
  const seen = machines.map((machine) => ({ machine, splits: new Splits(machine.uses) }));
  const isModelHere = seen.some(({ machine, splits }) => machine.uses.some(({ how, rows }) => (how === "fit" || how === "cross") && cutsOf(rows).some(({ split }) => splits.isReal(split))));
  const isGuessing = machines.some((machine) => machine.isGuessing);
  const everybody = machines.flatMap(({ estimators }) => estimators);
  const told = seen.map(({ machine, splits }) => {
    const uses = isModelHere ? machine.uses : [...machine.uses, ...machine.partsLeft()];
    const isReal = (split: Split) => splits.isReal(split);
    const stories = leaks(uses, splits);
    for (const story of [...(isGuessing ? [] : overlaps(machine)), ...stopped(machine), ...contests(machine, everybody, isReal)]) stories.set(`${story.at.start} ${story.kind}`, story);
    return { stories: [...stories.values()], handovers: handoversOf(machine, uses, isReal) };
  });
  return {
    stories: told.flatMap(({ stories }) => stories).sort((a, b) => a.at.start - b.at.start),
    handovers: { handed: told.flatMap(({ handovers }) => handovers.handed), received: told.flatMap(({ handovers }) => handovers.received) },
  };
}

/** One for each place that learned. */
function leaks(uses: readonly Use[], splits: Splits): Map<string, PyRowStory> {
  const stories = new Map<string, PyRowStory>();
  for (const use of uses) for (const [learning] of use.traces) {
    const story = leak(use, learning, splits);
    const key = `${story?.at.start} leak`;
    const known = stories.get(key);
    if (story && (!known || rank(story) < rank(known))) stories.set(key, story);
  }
  return stories;
}

const rank = ({ kind }: PyRowStory) => ["combined", "before-split", "outside-cv"].indexOf(kind);

/** Which slices and masks are a split into training and test rows: their names or their use must show it. */
class Splits {
  private readonly fitted = new Map<Split, Set<string>>();
  private readonly judged = new Map<Split, Set<string>>();

  constructor(uses: readonly Use[]) {
    for (const { how, rows } of uses) {
      const table = how === "fit" || how === "cross" ? this.fitted : how === "judge" || how === "stop" ? this.judged : undefined;
      if (table) for (const one of ancestry(rows)) if (one.split && one.part !== undefined) table.set(one.split, (table.get(one.split) ?? new Set()).add(one.part));
    }
  }

  isReal(split: Split): boolean {
    if (split.isSurely) return true;
    const names = [...split.parts.values()].flatMap((parts) => [...parts.values()].map(({ named }) => named));
    if (names.includes("train") && (names.includes("test") || names.includes("validation"))) return true;
    const fitted = [...(this.fitted.get(split) ?? [])];
    const judged = [...(this.judged.get(split) ?? [])];
    return fitted.some((part) => judged.some((other) => other !== part));
  }
}

function leak(use: Use, learning: Learning, splits: Splits): PyRowStory | undefined {
  if (learning.kind === "model" && use.how === "leave") return undefined;
  const cuts = cutsOf(use.rows).filter(({ split }) => splits.isReal(split));
  const cut = cuts.find(({ mine, others }) => touches(learning.rows, mine) && others.some((one) => touches(learning.rows, one) && !touches(use.rows, one)));
  const told = { learns: learning.kind, at: learning.call.name, name: learning.name, use: use.at, hasHoldout: cuts.length > 0 };
  const isCombined = unitesSides(learning.rows);
  if (isCombined && use.rows !== learning.rows && (cut ?? touches(learning.rows, use.rows))) return { ...told, kind: "combined", split: cut && place(cut.split) };
  if (cut) return { ...told, kind: "before-split", split: place(cut.split) };
  return use.how === "cross" && contains(learning.rows, use.rows) ? { ...told, kind: "outside-cv", split: undefined } : undefined;
}

const place = ({ at, by }: Split) => ({ at, by });

function* overlaps(machine: Machine): Iterable<PyRowStory> {
  for (const one of machine.estimators) {
    const last = one.judged[one.judged.length - 1];
    const fit = one.fits[one.fits.length - 1];
    if (!last || !fit || one.isCrossValidated || isTrainingScore(last.rows) || one.judged.some(({ isUnsure }) => isUnsure)) continue;
    const isSeen = (rows: Rows) => one.fits.some((other) => contains(other.rows, rows));
    if (![...one.judged.map(({ rows }) => rows), ...one.predicted].every(isSeen)) continue;
    yield { kind: "overlap", learns: "model", at: last.call.name, name: one.name, split: undefined, use: fit.call.name, hasHoldout: cutsOf(last.rows).length > 0 };
  }
}

/** A score on what is known to be the training part says what it is. */
function isTrainingScore(rows: Rows): boolean {
  return rows.named === "train" || cutsOf(rows).some(({ mine }) => mine.part === "train" || mine.named === "train");
}

/** The rows that decided when to stop are the only ones outside the training rows that the model is judged by. */
function* stopped(machine: Machine): Iterable<PyRowStory> {
  for (const { how, by, rows, at } of machine.uses) {
    if (how !== "stop" || !by || rows.named === "validation" || cutsOf(rows).length === 0) continue;
    const judged = [...by.judged.map((one) => one.rows), ...by.predicted].filter((one) => !by.fits.some((fit) => contains(fit.rows, one)));
    if (judged.length === 0 || !judged.every((one) => one === rows)) continue;
    if (at?.kind !== "Call") continue;
    const { name } = machine.file.call(at);
    yield { kind: "stopped-on-test", learns: "model", at: name, name: by.name, split: undefined, use: undefined, hasHoldout: false };
  }
}
