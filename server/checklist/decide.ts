/** A person's decision about an item: the sign-off it becomes, or why it is refused. */
import type { Signoff } from "./model.ts";
import { evidenceDigests, type ItemView } from "./state.ts";

export interface Decision {
  readonly decision: "confirm" | "waive" | "not-applicable" | "withdraw";
  readonly note?: string | undefined;
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
  readonly until?: string | undefined;
  readonly scope?: string | undefined;
  readonly links?: readonly string[] | undefined;
}

export interface Signer {
  /** `Ada <ada@example.org>`; undefined when git knows no name. */
  readonly by: string | undefined;
  readonly commit: string | undefined;
  readonly now: Date;
}

export type Outcome = { readonly signoff: Signoff | undefined } | { readonly refused: string };

export function decide(view: ItemView, decision: Decision, signer: Signer): Outcome {
  if (decision.decision === "withdraw") return view.signoff ? { signoff: undefined } : { refused: "Nobody has signed this item, so there is nothing to withdraw." };
  if (!signer.by) return { refused: "Git does not know who you are. Set user.name and user.email, then sign again: a sign-off needs a name." };
  const base = { item: view.item.id, by: signer.by, at: signer.now.toISOString().replace(/\.\d+Z$/, "Z"), ...(signer.commit && { commit: signer.commit }) };
  const evidence = { evidence: evidenceDigests(view.evidence) };
  const said = { ...(decision.note && { note: decision.note }), ...(decision.links?.length && { links: [...decision.links] }) };
  if (decision.decision === "waive") return waive(decision, base, said, signer.now);
  if (decision.decision === "not-applicable") {
    if (!decision.reason?.trim()) return { refused: "Say why the item does not apply: the next reader has to be able to disagree." };
    return { signoff: { ...base, decision: "not-applicable", reason: decision.reason.trim(), ...said } };
  }
  return confirmRefusal(view, decision) ?? { signoff: { ...base, decision: "confirm", ...evidence, ...said } };
}

function confirmRefusal(view: ItemView, decision: Decision): Outcome | undefined {
  if (view.state === "not-applicable" && view.signoff?.decision !== "not-applicable") return { refused: `This item does not apply (${view.stateText}).` };
  const [first] = view.blockers;
  if (first) {
    const more = view.blockers.length > 1 ? ` and ${view.blockers.length - 1} more` : "";
    return { refused: `${first.path} contradicts this item (${first.rule.id}${more}): ${first.message} Mend it, or waive the item with a reason, an owner and a date.` };
  }
  if (view.state === "unknown" && !decision.links?.length && !decision.note?.trim()) return { refused: "The repository cannot show this. Confirm with a link or a note that says where it can be seen." };
  return undefined;
}

function waive(decision: Decision, base: Omit<Signoff, "decision">, said: Partial<Signoff>, now: Date): Outcome {
  const { reason, owner, until, scope } = decision;
  const missing = [!reason?.trim() && "a reason", !owner?.trim() && "an owner", !until?.trim() && "a last day"].filter(Boolean);
  if (!reason || !owner || !until || missing.length > 0) return { refused: `A waiver needs ${missing.join(", ")}.` };
  const end = Date.parse(`${until}T23:59:59Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || !Number.isFinite(end)) return { refused: `${until} is not a date. Write it as 2027-01-31.` };
  if (end < now.getTime()) return { refused: `${until} has passed: a waiver has to end in the future.` };
  return { signoff: { ...base, decision: "waive", reason: reason.trim(), owner: owner.trim(), until, ...(scope && { scope }), ...said } };
}
