/** Changes that are taken before the library is asked keep their place among all other messages. */
import type { DataCallback, Message } from "vscode-languageserver/node";
import { describe, expect, it } from "vitest";
import { Inbox } from "../../server/lsp/inbox.ts";
import { pick, seeded } from "../fuzz/mutations.ts";

interface Numbered extends Message { readonly number: number; readonly isChange: boolean }

/** Dispatches one message in each turn, as the library does. */
function library(dispatch: (message: Message) => void): DataCallback {
  const queue: Message[] = [];
  let isAsked = false;
  const ask = (): void => {
    if (isAsked || queue.length === 0) return;
    isAsked = true;
    setImmediate(() => {
      isAsked = false;
      const next = queue.shift();
      if (next) dispatch(next);
      ask();
    });
  };
  return (message) => {
    queue.push(message);
    ask();
  };
}

const turn = () => new Promise((resolve) => { setImmediate(resolve); });

describe("messages", () => {
  it("come in the order they were written in, whoever takes them", async () => {
    const random = seeded(7);
    const order: number[] = [];
    let taken = 0;
    const note = (message: Message) => void order.push((message as Numbered).number);
    const inbox = new Inbox((message) => {
      if (!(message as Numbered).isChange) return false;
      taken++;
      note(message);
      return true;
    });
    const handOn = library(note);
    const count = 2000;
    for (let number = 0; number < count; number++) {
      inbox.put({ jsonrpc: "2.0", number, isChange: random() < 0.5 } as Numbered, true, handOn);
      for (let turns = pick(random, [0, 0, 1, 2, 3]); turns > 0; turns--) await turn();
    }
    while (order.length < count) await turn();
    expect(order).toEqual(Array.from({ length: count }, (_, number) => number));
    expect(taken).toBeGreaterThan(100);
  });

  it("that are changes are taken at once when nothing stands before them, and never waited for when something stands behind", () => {
    const turns: number[] = [];
    const inbox = new Inbox((_, one) => turns.push(one) > 0);
    const message: Message = { jsonrpc: "2.0" };
    for (const isLast of [true, false]) inbox.put(message, isLast, () => { throw new Error("handed on"); });
    expect(turns).toEqual([0, 1]);
  });
});
