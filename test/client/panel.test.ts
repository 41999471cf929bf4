/** The panel's rows from the server's answers: what each state says, what is redrawn, what is copied. */
import { describe, expect, it } from "vitest";
import { markdownOf } from "../../client/panel/markdown.ts";
import { type Row, rowsOf, stateNames, type View } from "../../client/panel/nodes.ts";
import { Tree } from "../../client/panel/reconcile.ts";
import type { ChecklistDto, ItemDto, ItemState } from "../../server/lsp/messages.ts";

const everything: View = { states: new Set(), lists: new Set() };

function item(id: string, state: ItemState, more: Partial<ItemDto> = {}): ItemDto {
  return { id, list: "pre-ship", text: `Item ${id}`, why: "Because.", verify: "Look.", principle: "parity", state, stateText: state, checked: state === "confirmed", evidence: [], findings: [], ...more };
}

function checklist(items: readonly ItemDto[], more: Partial<ChecklistDto> = {}): ChecklistDto {
  const count = (state: ItemState) => items.filter((one) => one.state === state).length;
  const [confirmed, applicable] = [count("confirmed"), items.length - count("not-applicable")];
  const part = { id: "correctness", title: "I  Correctness", confirmed, applicable, items };
  const list = { id: "pre-ship", title: "Pre-ship", confirmed, applicable, parts: [part] };
  return {
    folder: "file:///shop", name: "shop", profile: "internal", profileChosen: true, lists: [list], header: `${confirmed} of ${applicable} confirmed`,
    confirmed, applicable, blocked: count("blocked"), stale: count("stale"), ...more,
  };
}

const place = { uri: "file:///shop/src/a%20b.py", line: 26, character: 4, endLine: 26, endCharacter: 9 };
const blocker = { rule: "python/refit-at-inference", severity: "error", message: "`StandardScaler` is fitted *again*.", place } as const;

function flat(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}

function rowOf(id: string, rows: readonly Row[]): Row {
  const found = flat(rows).find((row) => row.subject.kind === "item" && row.subject.item.id === id);
  if (!found) throw new Error(`no row for ${id}`);
  return found;
}

describe("rows", () => {
  const states = Object.keys(stateNames) as ItemState[];

  it.each(states)("an item that is %s says so in words and has a box", (state) => {
    const { look } = rowOf("a", rowsOf([checklist([item("a", state)])], everything));
    expect(look.spoken).toContain(stateNames[state].title);
    expect(look.checked).toBe(state === "confirmed");
    expect(look.context.split(" ")).toContain(state);
  });

  it("one folder stands for itself, several have a heading each", () => {
    const one = checklist([item("a", "open")]);
    expect(rowsOf([one], everything).map((row) => row.subject.kind)).toEqual(["list"]);
    expect(rowsOf([one, { ...one, folder: "file:///other", name: "other" }], everything).map((row) => row.look.label)).toEqual(["shop", "other"]);
    expect(rowsOf([], everything)).toEqual([]);
  });

  it("asks for the blast radius and shows a broken sign-off file before the lists", () => {
    const rows = rowsOf([checklist([item("a", "open")], { profileChosen: false, problem: "line 3: bad indentation" })], everything);
    expect(rows.map((row) => row.subject.kind)).toEqual(["problem", "choice", "list"]);
    expect(rows[0]?.look.place?.uri).toBe("file:///shop/.preship/signoffs.yaml");
  });

  it("counts what is wrong beside what is right", () => {
    const rows = rowsOf([checklist([item("a", "confirmed"), item("b", "blocked"), item("c", "stale"), item("d", "not-applicable")])], everything);
    expect(rows[0]?.look.description).toBe("1 of 3 confirmed · 1 blocked · 1 stale");
    expect(rows[0]?.children[0]?.look.description).toBe("1 of 3 · 1 blocked · 1 stale");
  });

  it("shows what contradicts, what supports, what is missing and who signed, in that order", () => {
    const rows = rowsOf([checklist([item("a", "blocked", {
      findings: [blocker],
      evidence: [{ kind: "found", text: "`poetry.lock` covers 41 of 41", place: { ...place, uri: "file:///shop/poetry.lock", line: 0, character: 0 } }, { kind: "missing", text: "a pinned image" }],
      signoff: { decision: "confirm", by: "Ada", at: "2026-11-03T10:00:00Z", commit: "4f2c9e1aa", note: "seen" },
    })])], everything);
    expect(rowOf("a", rows).children.map(({ look }) => [look.label, look.description])).toEqual([
      ["a b.py:27", "StandardScaler is fitted *again*."],
      ["poetry.lock", "poetry.lock covers 41 of 41"],
      ["missing", "a pinned image"],
      ["confirm", "Ada · 2026-11-03 · 4f2c9e1 · seen"],
    ]);
  });

  it("offers only what is possible", () => {
    const words = (more: Partial<ItemDto>) => rowOf("a", rowsOf([checklist([item("a", "open", more)])], everything)).look.context;
    expect(words({})).toBe("item open");
    expect(words({ artefact: { template: "runbook", path: "RUNBOOK.md", exists: false } })).toBe("item open creatable");
    expect(words({ artefact: { template: "runbook", path: "RUNBOOK.md", exists: true } })).toBe("item open");
    expect(words({ signoff: { decision: "confirm", by: "Ada", at: "" }, findings: [blocker] })).toBe("item open signed shown");
  });

  it("hides nothing but what the filter names, and drops empty parts", () => {
    const folder = checklist([item("a", "open"), item("b", "blocked")]);
    const ids = (view: Partial<View>) => flat(rowsOf([folder], { ...everything, ...view })).flatMap((row) => (row.subject.kind === "item" ? [row.subject.item.id] : []));
    expect(ids({})).toEqual(["a", "b"]);
    expect(ids({ states: new Set(["blocked"]) })).toEqual(["b"]);
    expect(rowsOf([folder], { ...everything, states: new Set(["stale"]) })).toEqual([]);
    expect(rowsOf([folder], { ...everything, lists: new Set(["governance"]) })).toEqual([]);
  });

  it("shows text of others as text", () => {
    const { look } = rowOf("a", rowsOf([checklist([item("a", "open", { why: "[click](command:evil) <img src=x> *b*" })])], everything));
    expect(look.tooltip).toContain("\\[click\\]\\(command:evil\\) \\<img src=x\\> \\*b\\*");
  });

  it("keeps an item that stands in two lists apart", () => {
    const [list] = checklist([item("a", "open")]).lists;
    if (!list) throw new Error("no list");
    const rows = flat(rowsOf([checklist([], { lists: [list, { ...list, id: "mlops" }] })], everything));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });
});

describe("redrawing", () => {
  const drawn = (before: ChecklistDto, after: ChecklistDto) => {
    const tree = new Tree();
    tree.update(rowsOf([before], everything));
    const changed = tree.update(rowsOf([after], everything));
    return changed === "all" ? changed : changed.map((node) => node.look.label);
  };
  const base = checklist([item("a", "open"), item("b", "open")]);

  const cases: readonly { readonly title: string; readonly after: ChecklistDto; readonly drawn: readonly string[] | "all" }[] = [
    { title: "nothing when nothing changed", after: structuredClone(base), drawn: [] },
    { title: "one item when its words changed", after: checklist([item("a", "open"), item("b", "open", { stateText: "open · 1 found" })]), drawn: ["Item b"] },
    { title: "an item with its counts when it is confirmed", after: checklist([item("a", "open"), item("b", "confirmed")]), drawn: ["Pre-ship", "I  Correctness", "Item b"] },
    { title: "an item when a finding appears below it", after: checklist([item("a", "open", { findings: [blocker] }), item("b", "open")]), drawn: ["Item a"] },
    { title: "the part when an item comes", after: checklist([item("a", "open"), item("b", "open"), item("c", "not-applicable")]), drawn: ["I  Correctness"] },
    { title: "everything when the top level changed", after: checklist([item("a", "open"), item("b", "open")], { profileChosen: false }), drawn: "all" },
  ];
  it.each(cases)("$title", ({ after, drawn: expected }) => expect(drawn(base, after)).toEqual(expected));

  it("keeps the identity of rows, so that the editor keeps them open", () => {
    const tree = new Tree();
    tree.update(rowsOf([base], everything));
    const before = tree.roots[0]?.children[0]?.children[1];
    tree.update(rowsOf([checklist([item("a", "confirmed"), item("b", "blocked")])], everything));
    expect(tree.roots[0]?.children[0]?.children[1]).toBe(before);
    expect(before?.look.description).toBe("blocked");
  });

  it("forgets rows that are gone", () => {
    const tree = new Tree();
    tree.update(rowsOf([base], everything));
    tree.update([]);
    expect(tree.roots).toEqual([]);
    expect(tree.find("file:///shop|pre-ship")).toBeUndefined();
  });
});

describe("copied as Markdown", () => {
  it("is a task list with its reasons", () => {
    const folder = checklist([item("a", "confirmed", { stateText: "Ada · 3 Nov" }), item("b", "blocked", { stateText: "blocked by 1 error", findings: [blocker] })], { profileChosen: false });
    expect(markdownOf(rowsOf([folder], everything))).toBe([
      "## Pre-ship: 1 of 2 confirmed · 1 blocked", "", "### I  Correctness: 1 of 2 · 1 blocked", "",
      "- [x] Item a (Ada · 3 Nov)", "- [ ] Item b (blocked by 1 error)", "  - error: `a b.py:27` StandardScaler is fitted *again*.", "",
    ].join("\n"));
  });

  it("is one item where one was chosen", () => {
    expect(markdownOf([rowOf("a", rowsOf([checklist([item("a", "open")])], everything))])).toBe("- [ ] Item a (open)\n");
  });
});
