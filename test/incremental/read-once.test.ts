/** A file that is read once and closed: nothing is kept of it for edits to come, and it says what an open one says. */
import { beforeAll, describe, expect, it } from "vitest";
import { ByName } from "../../server/languages/by-name.ts";
import { Ledger, PieceOfText } from "../../server/languages/pieces.ts";
import { ReadOnce } from "../../server/languages/read-once.ts";
import { knot } from "../fuzz/knots.ts";
import { seeded } from "../fuzz/mutations.ts";
import { languages, Live } from "../fuzz/replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

class Word extends PieceOfText {
  keys(): Iterable<string> {
    return [this.text.slice(0, 1)];
  }

  protected clear(): void {
    // nothing is worked out of a word
  }
}

describe.each([["any", () => new Ledger<Word>()], ["one for a text that is read once", () => new ReadOnce<Word>()]] as const)("a ledger, %s", (_, made) => {
  it("asks each piece once, in the order of the text, and gives the same list again", () => {
    const ledger = made();
    ledger.advance(["first", "second", "third"].map((text, index) => new Word(index, text)));
    const asked: string[] = [];
    const ask = ({ text, order }: Word) => {
      asked.push(`${order} ${text}`);
      ledger.restOnKey("t");
      return text === "second" ? [] : [text, text];
    };
    const list = ledger.collect(ask, ask);
    expect(list).toEqual(["first", "first", "third", "third"]);
    expect(ledger.collect(ask, ask)).toBe(list);
    expect(asked).toEqual(["0 first", "1 second", "2 third"]);
    ledger.release(ask);
    ledger.collect(ask, ask);
    expect(asked.length).toBe(6);
  });

  it("finds what all pieces have under a name, in the order of the text", () => {
    const ledger = made();
    ledger.advance(["b1", "c1", "b2 b3"].map((text, index) => new Word(index, text)));
    const byName = new ByName<Word, string>(ledger, ({ text }) => text.split(" "), (word) => word.slice(0, 1));
    expect([byName.of("b"), byName.of("c"), byName.of("d")]).toEqual([["b1", "b2", "b3"], ["c1"], []]);
  });

  it("works out once what is asked of the whole text, also where that is nothing", () => {
    const ledger = made();
    ledger.advance([new Word(0, "first")]);
    let count = 0;
    const compute = () => (count++, undefined);
    expect([ledger.whole(compute, compute), ledger.whole(compute, compute), count]).toEqual([undefined, undefined, 1]);
  });
});

it("keeps no books of who rests on whom", () => {
  const ledger: Ledger<Word> = new ReadOnce<Word>();
  const [first, second] = [new Word(0, "first"), new Word(6, "second")];
  ledger.advance([first, second]);
  ledger.on(first, () => {
    ledger.restOn(second);
    ledger.restOnKey("s");
    ledger.tangle([first]);
  });
  expect([first.restsOn, first.asked, second.users]).toEqual([undefined, undefined, undefined]);
});

it("takes no second text", () => {
  const ledger = new ReadOnce<Word>();
  ledger.advance([]);
  expect(() => ledger.advance([])).toThrow("edited");
});

const cells = (text: string) => JSON.stringify({ cells: [{ cell_type: "code", metadata: {}, outputs: [], source: text }], metadata: {}, nbformat: 4, nbformat_minor: 5 });
const forms = [["knot.py", (text: string) => text], ["knot.ipynb", cells], ["knot.ts", (text: string) => text]] as const;

describe.each(forms)("%s", (path, form) => {
  const isPython = path !== "knot.ts";

  it("yields when it is scanned what it yields when it is opened, whatever leans on itself", () => {
    const random = seeded(811);
    for (let index = 0; index < 60; index++) {
      const text = form(knot(random, isPython));
      const [scanned, opened] = [new Live(new Map([[path, text]]), undefined, new Set([path])), new Live(new Map([[path, text]]))];
      opened.close();
      expect(scanned.analysis.record(path), text).toEqual(opened.analysis.record(path));
      expect(scanned.trouble).toEqual(opened.trouble);
    }
  });

  it("is as good as new when it is edited after all", () => {
    const random = seeded(812);
    const language = languages.find((one) => one.claims(path));
    for (let index = 0; index < 20; index++) {
      const [before, now, last] = [form(knot(random, isPython)), form(knot(random, isPython)), form(knot(random, isPython))];
      const [once, fresh] = [language?.open(path, before, true), language?.open(path, last)];
      once?.facts();
      for (const [from, to] of [[before, now], [now, last]] as const) once?.update([{ at: { start: 0, end: from.length }, text: to }], to);
      expect(once?.facts()).toEqual(fresh?.facts());
    }
  });
});

it("is what a scan opens, and no editor", () => {
  const asked: [string, boolean | undefined][] = [];
  const spied = languages.map((language) => ({ ...language, isLoaded: true, claims: language.claims, open: (path: string, text: string, isReadOnce?: boolean) => (asked.push([path, isReadOnce]), language.open(path, text, isReadOnce)) }));
  const live = new Live(new Map());
  live.analysis.reset({ languages: spied });
  live.analysis.scan("scanned.py", "a = 1\n");
  live.analysis.open("opened.py", "a = 1\n");
  expect(asked).toEqual([["scanned.py", true], ["opened.py", false]]);
});
