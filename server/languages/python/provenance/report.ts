/** What is told of the rows of a file: each group of statements is run by itself, and again only when something it rests on has changed. */
import type { PythonFile } from "../../../../rules/api.ts";
import { mayMatch } from "../../../engine/word-marks.ts";
import type { Piece } from "../piece.ts";
import { RowCode, type KnownFile } from "./code.ts";
import { groupsOf, hasCode } from "./groups.ts";
import { judged, type RowReport } from "./judge.ts";
import { Machine } from "./machine.ts";
import { noHandovers } from "./handovers.ts";
import { mayTell } from "./prospects.ts";

/** Nothing to tell without one of these words; `profit` and `score_card` are none. */
const worthwhile = /(?:\b|_)fit|train_test_split|cross_val|resample|sample\(|(?:\b|_)predict|scores?\b|fillna|\.to_(?:csv|parquet|pickle|feather)\(/;

const nothing: RowReport = { stories: [], handovers: noHandovers };

/** A file that tells of its rows. */
interface Teller {
  rowReport(): RowReport;
}

export function rowReport(file: PythonFile): RowReport {
  return tells(file) && mayMatch(worthwhile, file.text) ? file.rowReport() : nothing;
}

function tells(file: object): file is Teller {
  return "rowReport" in file;
}

/** Statements that are run together. */
class Run {
  constructor(readonly pieces: readonly Piece[]) {}
}

export class RowReports {
  private runs = new Map<Piece | undefined, Run>();

  constructor(private readonly known: KnownFile) {}

  report(): RowReport {
    return this.known.ledger.whole(this, () => this.fresh());
  }

  private fresh(): RowReport {
    const { ledger } = this.known;
    const isWorthwhile = new RowCode(this.known, []).says(worthwhile);
    this.follow(isWorthwhile ? ledger.whole(groupsOf, () => groupsOf(ledger.collect(hasCode, (piece) => (hasCode(piece) ? [piece] : [])))) : []);
    return judged([...this.runs.values()].flatMap((run) => ledger.whole(run, () => this.machines(run))));
  }

  /** Groups that are made of the same statements as before stay the same. */
  private follow(groups: readonly (readonly Piece[])[]): void {
    const before = this.runs;
    this.runs = new Map(groups.map((pieces) => {
      const known = before.get(pieces[0]);
      return [pieces[0], known?.pieces.length === pieces.length && known.pieces.every((one, index) => one === pieces[index]) ? known : new Run(pieces)];
    }));
    const kept = new Set(this.runs.values());
    for (const run of before.values()) if (!kept.has(run)) this.known.ledger.release(run);
  }

  /** One, or none where nothing was seen that may be told. */
  private machines({ pieces }: Run): readonly Machine[] {
    if (pieces.some(({ isGone }) => isGone) || !mayTell(this.known, pieces)) return [];
    const machine = new Machine(new RowCode(this.known, pieces));
    machine.run();
    return machine.isTelling ? [machine] : [];
  }
}
