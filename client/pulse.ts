/** Feels whether the server still answers while somebody types: one that hangs would stay silent until somebody wonders why. */

/** Milliseconds between two looks. */
export const pace = 5_000;
/** Looks in a row without an answer: longer than the server gives to any work of its own. */
export const patience = 24;

export class Pulse {
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `ask` is answered by a server that lives; `onSilent` is called once when it is not. */
  constructor(private readonly ask: () => Promise<unknown>, private readonly onSilent: () => void) {}

  /** Asks once in a while, and not again while an answer is due. */
  typed(): void {
    if (this.#timer) return;
    let looks = 0;
    let last = Date.now();
    const timer = setInterval(() => {
      const now = Date.now();
      const isAwake = now - last < 2 * pace; // else the machine has slept
      last = now;
      if (isAwake && ++looks === 1) void this.#feel(timer);
      if (looks <= patience) return;
      this.#end(timer);
      this.onSilent();
    }, pace);
    this.#timer = timer;
  }

  dispose(): void {
    this.#end(this.#timer);
  }

  async #feel(timer: ReturnType<typeof setInterval>): Promise<void> {
    try {
      await this.ask();
    } catch {
      // a server that is stopped has not fallen silent
    }
    this.#end(timer);
  }

  #end(timer: ReturnType<typeof setInterval> | undefined): void {
    clearInterval(timer);
    if (this.#timer === timer) this.#timer = undefined;
  }
}
