/** Hands messages to the library, and knows when it has none in hand: it waits a turn of the event loop before it dispatches each. */
import type { DataCallback, Message } from "vscode-languageserver/node";

export class Inbox {
  /** Handed on and not dispatched; never fewer than the library has. */
  private inHand = 0;

  /** `take` may take a message instead of the library, in its order. `turns` of the loop later all messages that are here by now have been taken. */
  constructor(private readonly take: (message: Message, turns: number) => boolean) {}

  /** `isLast`: nothing that was read stands behind it. */
  put(message: Message, isLast: boolean, handOn: DataCallback): void {
    if (this.inHand === 0 && this.take(message, isLast ? 0 : 1)) return;
    handOn(message);
    if (this.inHand++ === 0) setImmediate(this.turn);
  }

  /** The library has asked for this turn before us, and dispatched one message in it. */
  private readonly turn = (): void => {
    if (--this.inHand > 0) setImmediate(this.turn);
  };
}
