/** The calls of a Python file, each with what the last word of its callee may mean to the facts: asked once for each call, before anything of it is resolved. */
import type { PyCall, PyFunctionDef } from "../../../rules/api.ts";
import { aroundRequests, gradioEvents, pollingMethods, registeringMethod } from "./facts-frameworks.ts";
import { callableModel, fitMethods, loaders, loadingMethods, measuringMethods, namesMeasure, predictMethods, recordsBy, refusingMethods, savers, savingMethods, savingName, transformMethods } from "./facts-knowledge.ts";
import { remembered } from "./facts-names.ts";
import { helps } from "./facts-sign-names.ts";
import { ownerFunction, type Scope } from "./facts-scope.ts";

/** Bits of `may`. Whoever asks for one looks more closely himself. */
export const may = {
  /** Something done with a model or data. */
  act: 1,
  /** Reads something back that training left. */
  load: 2,
  /** Writes something to disk. */
  save: 4,
  record: 8,
  refuse: 16,
  register: 32,
  /** An event of Gradio. */
  event: 64,
  poll: 128,
  /** By the name of its own, a sign of how repeatable results are. */
  sign: 256,
  /** Of what something imported offers. */
  use: 512,
  /** Hangs something around every request. */
  around: 1024,
} as const;

/** Of a variable that is called, and of what else only a closer look can tell. */
const unseen = may.act | may.save;
const byOrigin = may.act | may.load | may.save;

const lastWords = (symbols: ReadonlySet<string>): ReadonlySet<string> => new Set([...symbols].map((symbol) => symbol.slice(symbol.lastIndexOf(".") + 1)));
const loading = lastWords(loaders);
const saving = lastWords(savers);

const mayMean = remembered((word: string): number =>
  (loading.has(word) || loadingMethods.has(word) ? may.act | may.load : 0) |
  (saving.has(word) ? may.act | may.save : 0) |
  (savingMethods.has(word) || word === "open" ? may.save : 0) |
  (acts(word) ? may.act : 0) |
  (recordsBy(word) ? may.record : 0) |
  (refusingMethods.has(word) ? may.refuse : 0) |
  (registeringMethod.test(word) ? may.register : 0) |
  (gradioEvents.has(word) ? may.event : 0) |
  (pollingMethods.has(word) ? may.poll : 0) |
  (aroundRequests.has(word) ? may.around : 0) |
  (word === "backward" || helps(word) !== undefined ? may.sign : 0));

function acts(word: string): boolean {
  return fitMethods.has(word) || predictMethods.has(word) || transformMethods.has(word) || measuringMethods.has(word) || savingName.test(word) || namesMeasure.test(word) || callableModel.test(word)
    || word === "train_test_split" || word === "to_pickle" || word === "run";
}

/** The calls of one function, or of the code outside of them. */
export interface OwnCalls {
  readonly calls: readonly PyCall[];
  /** Of each call. */
  readonly may: readonly number[];
  /** Of any of them. */
  readonly mayAny: number;
}

const none: OwnCalls = { calls: [], may: [], mayAny: 0 };

interface Growing { readonly calls: PyCall[]; readonly may: number[]; mayAny: number }

export class FileCalls {
  /** Of any call. */
  readonly mayAny: number;
  private readonly all: readonly PyCall[];
  private readonly may: number[] = [];
  private readonly byOwner = new Map<PyFunctionDef | undefined, Growing>();

  constructor(private readonly scope: Scope) {
    this.all = scope.file.calls();
    let mayAny = 0;
    for (const call of this.all) {
      const means = this.meaningOf(call);
      mayAny |= means;
      this.may.push(means);
      const owner = ownerFunction(call.node);
      let own = this.byOwner.get(owner);
      if (!own) this.byOwner.set(owner, (own = { calls: [], may: [], mayAny: 0 }));
      own.calls.push(call);
      own.may.push(means);
      own.mayAny |= means;
    }
    this.mayAny = mayAny;
  }

  of(owner: PyFunctionDef | undefined): OwnCalls {
    return this.byOwner.get(owner) ?? none;
  }

  /** Those that may mean one of these. */
  that(bits: number): readonly PyCall[] {
    return (this.mayAny & bits) === 0 ? none.calls : this.all.filter((_, index) => ((this.may[index] ?? 0) & bits) !== 0);
  }

  /** By the name as written and, where that is imported under another, by that one. */
  private meaningOf({ node: { func } }: PyCall): number {
    if (func.kind === "Attribute") return mayMean(func.attr) | may.use;
    if (func.kind !== "Name") return may.save | may.use;
    const written = mayMean(func.id);
    const imported = this.scope.importedAs(func.id);
    if (imported !== undefined) return written | may.use | (byOrigin & mayMean(imported.slice(imported.lastIndexOf(".") + 1)));
    const bindings = this.scope.file.bindingsOf(func);
    if (bindings.length === 0 && this.scope.stars.length === 0) return written;
    return written | may.use | (bindings.some(({ how }) => how !== "function" && how !== "class") ? unseen : 0);
  }
}
