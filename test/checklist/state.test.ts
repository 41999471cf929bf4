/** Every transition of an item's state, as a table. */
import { describe, expect, it } from "vitest";
import type { Severity } from "../../rules/api.ts";
import type { ChecklistItem, Evidence, Signoff } from "../../server/checklist/model.ts";
import { evidenceDigests, itemView, type StateInput } from "../../server/checklist/state.ts";
import { houseRules } from "../../server/engine/house.ts";
import type { Reported } from "../../server/engine/report.ts";

const item: ChecklistItem = { id: "named-owner", text: "Named owner", why: "", verify: "", principle: "ownership", evidence: [], review: 90 };
const now = new Date("2026-11-22T12:00:00Z");
const owners: Evidence = { kind: "found", text: "owners: CODEOWNERS", path: "CODEOWNERS", digest: "aa" };
const signed: Signoff = { item: item.id, decision: "confirm", by: "Ada Lovelace <ada@example.org>", at: "2026-11-03T09:00:00Z", commit: "4f2c9e1aaaaaaaa", evidence: { CODEOWNERS: "aa" } };
const waived: Signoff = { item: item.id, decision: "waive", by: "Bob <b@example.org>", at: "2026-11-03T09:00:00Z", reason: "no rotation before launch", owner: "Bob", until: "2026-12-01" };
const finding = (severity: Severity): Reported => ({
  rule: houseRules["invalid-config"], path: "a.py", at: { start: 0, end: 1 }, severity, confidence: "certain", message: "", related: [], fixes: [], fingerprint: "",
});

const cases: readonly [string, Partial<StateInput>, string, RegExp, boolean][] = [
  ["nothing decided, nothing found", { evidence: [{ kind: "missing", text: "no owners found" }] }, "open", /^open · no evidence$/, false],
  ["nothing decided, evidence found", { evidence: [owners] }, "open", /^open · 1 found$/, false],
  ["only a platform can show it", { evidence: [{ kind: "unknown", text: "the alarm" }] }, "unknown", /cannot be seen/, false],
  ["a platform may show it, but the repository shows something", { evidence: [owners, { kind: "unknown", text: "the alarm" }] }, "open", /1 found/, false],
  ["an error contradicts it", { findings: [finding("error")] }, "blocked", /^blocked by 1 error$/, false],
  ["a warning contradicts it", { findings: [finding("warning"), finding("warning")] }, "blocked", /^blocked by 2 warnings$/, false],
  ["hygiene does not contradict it", { findings: [finding("info"), finding("hint")], evidence: [owners] }, "open", /1 found/, false],
  ["signed, evidence as it was", { evidence: [owners], signoff: signed }, "confirmed", /^Ada Lovelace · 3 Nov 2026 · 4f2c9e1$/, true],
  ["signed, then contradicted", { evidence: [owners], signoff: signed, findings: [finding("error")] }, "blocked", /1 error/, false],
  ["signed, evidence edited since", { evidence: [{ ...owners, digest: "bb" }], signoff: signed }, "stale", /CODEOWNERS changed since Ada Lovelace signed on 3 Nov 2026/, false],
  ["signed, evidence gone", { evidence: [], signoff: signed }, "stale", /CODEOWNERS changed/, false],
  ["signed, more evidence appeared", { evidence: [owners, { ...owners, path: "docs/runbook.md" }], signoff: signed }, "stale", /docs\/runbook\.md changed/, false],
  ["signed, review due the next day", { evidence: [owners], signoff: { ...signed, at: "2026-08-25T09:00:00Z" } }, "confirmed", /Ada/, true],
  ["signed, review passed", { evidence: [owners], signoff: { ...signed, at: "2026-08-20T09:00:00Z" } }, "stale", /review was due 18 Nov 2026/, false],
  ["signed by a clock that is a little ahead", { evidence: [owners], signoff: { ...signed, at: "2026-11-22T20:00:00Z" } }, "confirmed", /Ada/, true],
  ["signed on a day that is yet to come", { evidence: [owners], signoff: { ...signed, at: "2031-01-01T00:00:00Z" } }, "stale", /which is yet to come/, false],
  ["signed on no day at all", { evidence: [owners], signoff: { ...signed, at: "last Tuesday" } }, "stale", /when Ada Lovelace signed cannot be read/, false],
  ["waived", { signoff: waived, findings: [finding("error")] }, "waived", /^waived until 2026-12-01 by Bob: no rotation before launch$/, true],
  ["waived through its last day", { signoff: { ...waived, until: "2026-11-22" } }, "waived", /until 2026-11-22/, true],
  ["waiver ended", { signoff: { ...waived, until: "2026-11-21" } }, "open", /the waiver of Bob ended 2026-11-21/, false],
  ["waiver ended, still contradicted", { signoff: { ...waived, until: "2026-11-21" }, findings: [finding("error")] }, "blocked", /1 error; the waiver of Bob ended/, false],
  ["waiver without an owner does not hold", { signoff: { ...waived, owner: "" } }, "open", /waiver/, false],
  ["waiver without a date does not hold", { signoff: { item: item.id, decision: "waive", by: "Bob", at: "2026-11-03T09:00:00Z", reason: "r", owner: "Bob" } }, "open", /without a date/, false],
  ["said not to apply", { signoff: { item: item.id, decision: "not-applicable", by: "Bob", at: "2026-11-03T09:00:00Z", reason: "a library" } }, "not-applicable", /says Bob: a library/, true],
  ["other profile", { item: { ...item, profiles: ["safety-critical"] } }, "not-applicable", /profile is internal/, true],
  ["trait lacking", { item: { ...item, traits: ["model"] } }, "not-applicable", /has no model/, true],
  ["unknown with a link", { evidence: [{ kind: "unknown", text: "the alarm" }], signoff: { ...signed, evidence: {}, links: ["https://example.org/alarm"] } }, "confirmed", /Ada/, true],
];

describe("itemView", () => {
  it.each(cases)("%s", (_title, input, state, text, settled) => {
    const view = itemView({ item, profile: "internal", hasTrait: () => false, evidence: [], findings: [], signoff: undefined, now, ...input });
    expect([view.state, view.isSettled]).toEqual([state, settled]);
    expect(view.stateText).toMatch(text);
  });

  it("records digests by path, or by text where there is no path", () => {
    expect(evidenceDigests([owners, { kind: "found", text: "3 of 3 images", digest: "cc" }, { kind: "missing", text: "x" }])).toEqual({ "3 of 3 images": "cc", CODEOWNERS: "aa" });
  });
});
