/** Rows that leave a file after something learned from all of them, and rows that come in and are split here. */
import type { PyCallExpr, PyFunctionDef, PyNode, Span } from "../../../../rules/api.ts";
import type { Machine, Use } from "./machine.ts";
import { ancestry, contains, cutsOf, type Learning, type Rows, type Split } from "./rows.ts";

export interface Handover {
  /** The call that writes them, or the function that gives them back. */
  readonly by: PyCallExpr | PyFunctionDef;
  readonly learning: Learning;
}

export interface Receipt {
  /** The call that brought them. */
  readonly by: PyCallExpr;
  readonly split: { readonly at: Span; readonly by: string };
}

export interface Handovers {
  readonly handed: readonly Handover[];
  readonly received: readonly Receipt[];
}

export const noHandovers: Handovers = { handed: [], received: [] };

export function handoversOf(machine: Machine, uses: readonly Use[], isReal: (split: Split) => boolean): Handovers {
  const handed = new Map<PyNode, Handover>();
  const received = new Map<PyNode, Receipt>();
  for (const use of uses) {
    const handover = use.how === "leave" ? handoverOf(machine, use) : undefined;
    if (handover && !handed.has(handover.learning.call.node)) handed.set(handover.learning.call.node, handover);
    if (use.how === "judge" || use.how === "stop") continue;
    const receipt = receiptOf(use.rows, isReal);
    if (receipt && !received.has(receipt.by)) received.set(receipt.by, receipt);
  }
  return { handed: [...handed.values()], received: [...received.values()] };
}

function handoverOf(machine: Machine, { at, rows, traces }: Use): Handover | undefined {
  if (at?.kind !== "Call" && at?.kind !== "FunctionDef") return undefined;
  if (at.kind === "FunctionDef" && machine.file.enclosingClass(at)) return undefined;
  if (cutsOf(rows).length > 0 || ancestry(rows).some(({ named, kind }) => named !== undefined || kind === "part")) return undefined;
  for (const [learning] of traces) {
    if (learning.kind !== "transformer" && learning.kind !== "statistic") continue;
    if (contains(learning.rows, rows) && !isConditional(learning.call.node)) return { by: at, learning };
  }
  return undefined;
}

/** Whether it learns at all may be the caller's choice. */
function isConditional(node: PyNode): boolean {
  for (let at = node.parent; at && at.kind !== "FunctionDef"; at = at.parent) if (at.kind === "If" || at.kind === "Conditional" || at.kind === "Handler") return true;
  return false;
}

function receiptOf(rows: Rows, isReal: (split: Split) => boolean): Receipt | undefined {
  const cut = cutsOf(rows).find(({ split }) => isReal(split));
  const source = cut && ancestry(cut.mine).find(({ from, named }) => from !== undefined && named === undefined);
  return cut && source?.from ? { by: source.from, split: { at: cut.split.at, by: cut.split.by } } : undefined;
}
