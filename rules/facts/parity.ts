/** What a Python file shows of training and serving being the same: artefacts on disk, recipes of features, rows handed over. */
import type { Anchor } from "../facades/text.ts";
import type { ObjectFact, PySymbol } from "./python.ts";

/** Each part is absent when there is nothing. */
export interface ParityFacts {
  readonly artefacts?: readonly ArtefactFact[];
  /** Names of artefacts written out elsewhere than where they are loaded or saved: a download, a default, a table. */
  readonly mentions?: readonly string[];
  /** Paths that names of the module hold, and attributes of its classes (`Settings.model_path`): what other files import. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly recipes?: readonly RecipeFact[];
  /** The text speaks of a baseline, or fits one. */
  readonly hasBaseline?: true;
  readonly handovers?: readonly HandoverFact[];
  readonly receipts?: readonly ReceiptFact[];
  readonly networks?: readonly NetworkFact[];
  /** Some network is put into evaluation mode here. */
  readonly switchesNetworks?: true;
}

/** A PyTorch network that a function loads and gives back as it is, in training mode. */
export interface NetworkFact {
  readonly name: string;
  readonly function: string;
  readonly load: Anchor;
  /** What loads it, as written: `load_state_dict`, `load`. */
  readonly method: string;
  /** Where it is made: equal to the place of the object that callers get. */
  readonly made: Anchor;
  /** Where a line can be put behind the load, and how far it is indented. */
  readonly behind?: { readonly at: Anchor; readonly indent: string };
}

/** A fitted thing on disk, written or read. */
export interface ArtefactFact {
  readonly does: "save" | "load";
  /** As written: `joblib.dump`, `save`. */
  readonly name: string;
  readonly at: Anchor;
  /** The function it stands in; "" is module-level code. */
  readonly function: string;
  /** Forward slashes; `*` stands for what is not known, `<config.MODEL>` for a name of another file: see `PythonGraph.pathFrom`. */
  readonly path: string;
  /** What is saved, as far as it is known. */
  readonly holds?: ObjectFact;
  /** More may be saved than `holds` tells. */
  readonly holdsMore?: true;
}

/** What a function, or a file outside of functions, makes of its features, step by step. */
export interface RecipeFact {
  readonly function: string;
  readonly at: Anchor;
  readonly steps: readonly StepFact[];
}

export interface StepFact {
  /** Equal for steps that do the same, whatever their variables are called. */
  readonly hash: string;
  readonly at: Anchor;
  /** As written, when it is short. */
  readonly text?: string;
  /** The column of a frame that it makes. */
  readonly column?: string;
  /** Only holds the others together: a loop, a condition, a result. */
  readonly isFrame?: true;
  /** What features are made with that it uses, sorted: string methods, filling of gaps, logarithms, parts of dates. */
  readonly uses?: readonly string[];
}

/** Rows leave a function or file after something learned from all of them. */
export interface HandoverFact {
  /** The file they are written to, or the function that gives them back. */
  readonly to: { readonly path: string } | { readonly function: string };
  readonly learns: "transformer" | "statistic";
  /** `StandardScaler.fit_transform`. */
  readonly name: string;
  readonly at: Anchor;
}

/** Rows that come from elsewhere are taken apart here, and a model learns from a part. */
export interface ReceiptFact {
  readonly from: { readonly path: string } | { readonly function: PySymbol };
  /** Where they come in. */
  readonly at: Anchor;
  /** Where they are taken apart, and by what. */
  readonly split: Anchor;
  readonly by: string;
}
