/** The built-in lists as data, what profile and traits make of them, and the lists that a project writes itself. */
import { describe, expect, it } from "vitest";
import { checklists } from "../../rules/checklists/index.ts";
import { rules } from "../../rules/index.ts";
import { principles } from "../../rules/principles.ts";
import { templates } from "../../rules/templates/index.ts";
import { readListText } from "../../server/checklist/list-text.ts";
import { mergeLists } from "../../server/checklist/merge.ts";
import { headTally, itemsOf, tally } from "../../server/checklist/overview.ts";
import { ConfigStore } from "../../server/workspace/config.ts";
import { fixture, inputOf, itemOf, readinessOf, scratch, stateOf } from "./tools.ts";

const items = checklists.flatMap((list) => list.parts).flatMap((part) => part.items);
const context = { items: new Set(items.map(({ id }) => id)), ruleIds: rules.map(({ id }) => id) };

describe("built-in lists", () => {
  it("are five, the eleven gates first", () => {
    expect(checklists.map(({ id }) => id)).toEqual(["pre-ship", "release-gates", "ml-deployment", "mlops", "governance"]);
    expect(checklists[0]?.parts.flatMap((part) => part.items)).toHaveLength(11);
  });

  it.each(checklists.map((list) => [list.id, list] as const))("%s says everything about each item, once", (_id, list) => {
    const own = list.parts.flatMap((part) => part.items);
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    for (const one of own) {
      expect(Object.keys(principles), one.id).toContain(one.principle);
      expect([one.text, one.why, one.verify, one.source ?? list.source].every((words) => typeof words === "string" && words.length > 3), one.id).toBe(true);
      expect(one.evidence.length, one.id).toBeGreaterThan(0);
      if (one.artefact) expect(templates, one.id).toHaveProperty(one.artefact.template);
    }
  });

  it("hold to the form that is asked of projects", () => {
    for (const list of checklists) expect(readListText(JSON.stringify(list), { items: new Set(), ruleIds: items.flatMap(({ blockers = [] }) => blockers) }).findings, list.id).toEqual([]);
  });

  it("mean the same item by the same id", () => {
    const texts = new Map<string, Set<string>>();
    for (const { id, text } of items) texts.set(id, (texts.get(id) ?? new Set<string>()).add(text));
    expect([...texts].filter(([, all]) => all.size > 1)).toEqual([]);
  });

  it("know every item that a rule names", () => {
    expect(rules.flatMap((rule) => rule.checklist.filter((id) => !context.items.has(id)).map((id) => `${rule.id}: ${id}`))).toEqual([]);
  });
});

describe("profile and traits", () => {
  const everything = { model: true, service: true, deployment: true, "data-pipeline": true, library: true };
  it.each([
    ["prototype", 2, 0],
    ["internal", 11, 0],
    ["customer-facing", 11, 90],
    ["safety-critical", 11, 94],
  ] as const)("%s asks for what its blast radius deserves", async (profile, gates, more) => {
    const { lists } = await readinessOf({ "a.py": "import flask\n" }, { profile, traits: everything });
    const others = new Set(lists.slice(1).flatMap(itemsOf).filter((view) => !lists.slice(0, 1).flatMap(itemsOf).includes(view)));
    expect([headTally(lists).applicable, tally([...others]).applicable >= more]).toEqual([gates, true]);
    if (more === 0) expect(tally([...others]).applicable).toBe(0);
  });

  it("a safety-critical project with everything is asked everything", async () => {
    const { lists } = await readinessOf({ "a.py": "import flask\n" }, { profile: "safety-critical", traits: everything });
    expect(lists.flatMap(itemsOf).filter(({ state }) => state === "not-applicable").map(({ item }) => item.id)).toEqual([]);
  });

  it("says why an item does not apply", async () => {
    const state = await readinessOf({ "a.ts": "export const a = 1;\n" });
    expect([itemOf(state, "shared-transforms").stateText, itemOf(state, "unit-tests").stateText]).toEqual(["not applicable: the project has no model", "not applicable: the profile is internal"]);
  });
});

const own = `id: house
title: House rules
parts:
  - id: all
    title: All of them
    items:
      - id: named-owner
        review: 30
      - id: cake-baked
        text: A cake was baked
        why: Releases go better with cake.
        verify: It was eaten.
        principle: ownership
        evidence: [{ file: ["**/cake.md"], says: recipe }]
        blockers: [python/*]
`;

describe("lists of a project", () => {
  it("stand after the built-in ones, and change single items where they stand", async () => {
    const { list, findings } = readListText(own, context);
    expect(findings).toEqual([]);
    const merged = mergeLists(checklists, list ? [list] : [], new Set());
    const state = stateOf(await inputOf({ "docs/cake.md": "# Cake\n" }, {}, scratch(), merged));
    expect(state.lists.at(-1)?.list.title).toBe("House rules");
    expect(itemOf(state, "cake-baked").evidence.map(({ text }) => text)).toEqual(["recipe: cake.md"]);
    expect(merged.flatMap((one) => one.parts).flatMap((part) => part.items).filter(({ id }) => id === "named-owner").map(({ review }) => review)).toEqual([30, 30, 30]);
  });

  it("extend a built-in list by its id", () => {
    const { list } = readListText("id: pre-ship\nparts:\n  - id: trust\n    items: [{ id: cake-baked, text: Cake, why: w, verify: v, principle: ownership }]\n  - id: more\n    items: [{ id: unit-tests }]\n", context);
    const [gates] = mergeLists(checklists, list ? [list] : [], new Set());
    expect(gates?.parts.map((part) => [part.id, part.items.length])).toEqual([["correctness", 3], ["performance", 2], ["resilience", 4], ["trust", 3], ["more", 1]]);
  });

  it("a built-in list that is named is asked for whatever the profile", async () => {
    const merged = mergeLists(checklists, [], new Set(["ml-deployment"]));
    const state = stateOf(await inputOf(fixture("ml-service"), {}, scratch(), merged));
    expect([itemOf(state, "baseline-beaten").state, itemOf(state, "unit-tests").state]).toEqual(["open", "not-applicable"]);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ["an unknown key of the list", "«titl»: x\nid: a\nparts: []\n", /`titl` is no key of a checklist.*Did you mean `title`/],
    ["an unknown key of an item", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        «reviews»: 3\n", /`reviews` is no key of an item.*`review`/],
    ["an id that is none", "id: «House Rules»\nparts: []\n", /id of the list is lower-case words/],
    ["a principle that is none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        principle: «parties»\n", /`parties` is no principle/],
    ["a profile that is none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        profiles: [«intern»]\n", /`intern` is no profile/],
    ["a trait that is none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        traits: [«mode»]\n", /`mode` is no trait. Did you mean `model`/],
    ["a new item that says too little", "id: a\nparts:\n  - id: p\n    items:\n      - «id: cake»\n", /`cake` is a new item and needs `text`, `why`, `verify`, `principle`/],
    ["a typing error in an id", "id: a\nparts:\n  - id: p\n    items:\n      - «id: named-ownr»\n", /write its id: `named-owner`/],
    ["a detector that looks for nothing", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        evidence:\n          - «says: x»\n", /A detector looks for one thing/],
    ["a detector without a name", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        evidence:\n          - «file: [a]»\n", /needs `says`/],
    ["a computed detector that is none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        evidence: [«lockfile»]\n", /`lockfile` is no detector. Did you mean `lockfiles`/],
    ["a pattern that cannot match", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        evidence:\n          - { file: [«\"a[\"»], says: x }\n", /no pattern that can match/],
    ["a blocker that is no rule", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        blockers: [«python/refit-at-inferenc»]\n", /No rule is called.*Did you mean `python\/refit-at-inference`/],
    ["a template that is none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        artefact: { template: «runbok», path: a.md }\n", /`runbok` is no template/],
    ["days that are none", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n        review: «soon»\n", /number of days/],
    ["an item twice", "id: a\nparts:\n  - id: p\n    items:\n      - id: named-owner\n      - «id: named-owner»\n", /stands in this list already/],
    ["a file without parts", "«id: a»\n", /needs `parts`/],
    ["YAML that is none", "id: [a\nparts: ]«»", /not valid YAML/],
    ["a list of words", "«- a\n- b\n»", /Expected a checklist/],
  ];
  it.each(wrong)("names %s at its place", (_title, marked, message) => {
    const start = marked.indexOf("«");
    const text = marked.replace(/[«»]/g, "");
    const found = readListText(text, context).findings.filter((one) => message.test(one.message));
    expect(found.length).toBeGreaterThan(0);
    if (!marked.includes("«»")) expect([found[0]?.at.start, text.slice(found[0]?.at.start, found[0]?.at.end)]).toEqual([start, /«([^»]*)»/.exec(marked)?.[1]]);
  });

  it.each([["empty", ""], ["a comment", "# later\n"], ["binary", "\u0000\u0001\uFFFD"], ["aliases that multiply", `a: &a [x,x]\nparts: &p [*a, *a]\nid: x\n`], ["an alias to itself", "parts: &p\n  - *p\nid: x\n"]])("survives a file that is %s", (_title, text) => {
    expect(readListText(text, context).findings.length).toBeGreaterThan(0);
  });

  it("are read from where preship.yaml names them, and complained about in their own file", () => {
    const root = scratch({ ".git/HEAD": "", "preship.yaml": "checklists:\n  - governance\n  - lists/house.yaml\n  - lists/none.yaml\n  - governanc\n", "lists/house.yaml": own.replace("title: House", "tite: House") });
    const store = new ConfigStore({ root, rules });
    expect(store.checklists().map(({ id }) => id)).toEqual([...checklists.map(({ id }) => id), "house"]);
    expect([store.isOurs("preship.yaml"), store.isOurs("lists/house.yaml"), store.isOurs("lists/other.yaml")]).toEqual([true, true, false]);
    expect(store.findings("lists/house.yaml").map(({ message }) => message)).toEqual([expect.stringMatching(/`tite` is no key/)]);
    expect(store.findings("preship.yaml").map(({ message }) => message)).toEqual([expect.stringMatching(/`lists\/none.yaml` is no list of Preship/), expect.stringMatching(/Did you mean `governance`/)]);
    expect(store.checklists().find(({ id }) => id === "governance")?.parts.flatMap((part) => part.items).every(({ profiles }) => profiles === undefined)).toBe(true);
  });
});
