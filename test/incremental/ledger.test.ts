/** The ledger by itself, over pieces that are words: who is asked again, in which order, and what is let go. */
import { describe, expect, it } from "vitest";
import { ByName } from "../../server/languages/by-name.ts";
import { Ledger, PieceOfText } from "../../server/languages/pieces.ts";

class Word extends PieceOfText {
  keys(): Iterable<string> {
    return [this.text.slice(0, 1)];
  }

  protected clear(): void {
    // nothing is worked out of a word
  }
}

const words = (...texts: readonly string[]) => texts.map((text, index) => new Word(index, text));

/** A ledger, and how pieces are replaced in it: words that stay are the same pieces. */
function ledgerOf(...texts: readonly string[]) {
  const ledger = new Ledger<Word>();
  ledger.advance(words(...texts));
  const become = (...now: readonly string[]) => ledger.advance(now.map((text) => ledger.pieces.find((one) => one.text === text) ?? new Word(0, text)));
  return { ledger, become };
}

it("asks in the order of the text, whatever changed first", () => {
  const { ledger, become } = ledgerOf("first", "second", "third");
  const asked: string[] = [];
  const ask = (piece: Word) => {
    asked.push(piece.text);
    if (piece.text === "first") ledger.on(piece, () => ledger.restOnKey("t"));
    return [piece.text];
  };
  ledger.gather(ask, ask);
  asked.length = 0;
  become("first", "second", "thirteenth"); // the last one is another; with it falls what is known of the first
  expect(ledger.collect(ask, ask)).toEqual(["first", "second", "thirteenth"]);
  expect(asked).toEqual(["first", "thirteenth"]);
});

it("asks nobody again for what an answer rested on that is not that any more, also where it said nothing", () => {
  const { ledger, become } = ledgerOf("a1", "b1", "c1");
  let asked = 0;
  const at = (begins: string) => ledger.pieces.find(({ text }) => text.startsWith(begins));
  const ask = (piece: Word) => {
    if (piece.text !== "a1") return [];
    asked++;
    ledger.on(piece, () => ledger.restOnKey("b"));
    const [other] = [at("c")];
    if (other && asked === 1) ledger.restOn(other);
    return [];
  };
  ledger.gather(ask, ask);
  become("a1", "b2", "c1"); // what is known of the first falls, and its answer: the new one does not rest on the last
  ledger.gather(ask, ask);
  expect(asked).toBe(2);
  become("a1", "b2", "c2");
  ledger.gather(ask, ask);
  expect(asked).toBe(2);
});

/** Answers about the whole text before and after; whoever rests on them is asked again where they differ. */
const answers: readonly (readonly [what: string, before: unknown, after: unknown, isOther: boolean])[] = [
  ["words", "a", "b", true], ["the same words", "a", "a", false],
  ["lists", ["a"], ["b"], true], ["equal lists", ["a", ["b"]], ["a", ["b"]], false], ["a longer list", ["a"], ["a", "a"], true],
  ["sets", new Set(["a"]), new Set(["b"]), true], ["equal sets", new Set(["a", "b"]), new Set(["b", "a"]), false], ["a larger set", new Set(["a"]), new Set(["a", "b"]), true],
  ["maps", new Map([["a", 1]]), new Map([["a", 2]]), true], ["maps of other keys", new Map([["a", 1]]), new Map([["b", 1]]), true], ["equal maps", new Map([["a", [1]]]), new Map([["a", [1]]]), false],
  ["objects", { a: 1 }, { a: 2 }, true], ["objects of other names", { a: 1 }, { b: 1 }, true], ["equal objects", { a: { b: 1 } }, { a: { b: 1 } }, false],
  ["a list and a set", ["a"], new Set(["a"]), true], ["nothing and an object", undefined, {}, true],
  ["what lies too deep to be compared", [[[["a"]]]], [[[["a"]]]], true], ["not a number", NaN, NaN, false],
];
it.each(answers)("%s", (_what, before, after, isOther) => {
  const { ledger, become } = ledgerOf("a1", "b1");
  const whole = () => { ledger.restOnKey("b"); return ledger.pieces.some(({ text }) => text === "b1") ? before : after; };
  let asked = 0;
  const ask = (piece: Word) => {
    if (piece.text !== "a1") return [];
    asked++;
    ledger.whole(whole, whole);
    return ["told"];
  };
  ledger.gather(ask, ask);
  become("a1", "b2");
  ledger.settle();
  ledger.gather(ask, ask);
  expect(asked).toBe(isOther ? 2 : 1);
});

describe("what all pieces have under a name", () => {
  const steps: readonly (readonly [what: string, ...texts: readonly string[]])[] = [
    ["comes at the beginning", "b1", "b2"], ["is another one", "b3", "b2"], ["goes", "b2"], ["comes back", "b2", "b1"], ["changes places with what stays", "b4", "b2", "b1"],
  ];
  it("is in the order of the text after each edit", () => {
    const { ledger, become } = ledgerOf("b1");
    const byName = new ByName<Word, string>(ledger, ({ text }) => [text], (text) => text.slice(0, 1));
    expect(byName.of("b")).toEqual(["b1"]);
    for (const [what, ...texts] of steps) {
      become(...texts);
      expect(byName.of("b"), what).toEqual(texts);
    }
  });

  it("is in the order of the text after more edits than are remembered", () => {
    const { ledger, become } = ledgerOf("b0", "c0");
    const byName = new ByName<Word, string>(ledger, ({ text }) => [text], (text) => text.slice(0, 1));
    for (let edit = 1; edit <= 1500; edit++) {
      become(`b${edit}`, "c0");
      if (edit % 700 === 0) expect(byName.of("b")).toEqual([`b${edit}`]);
    }
    expect([byName.of("b"), byName.of("c")]).toEqual([["b1500"], ["c0"]]);
  });
});

it("an asker that is released is let go of by whatever it rested on", () => {
  const { ledger } = ledgerOf("a1");
  const [piece] = ledger.pieces;
  const whole = () => { if (piece) ledger.restOn(piece); return 1; };
  const ask = () => { if (piece) ledger.restOn(piece); ledger.restOnKey("a"); return []; };
  ledger.whole(whole, whole);
  ledger.gather(ask, ask);
  expect(piece?.users?.size).toBe(1); // an answer about a piece falls with it in any case
  ledger.release(whole);
  ledger.release(ask);
  expect(piece?.users?.size).toBe(0);
});
