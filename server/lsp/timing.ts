/** Waiting without being in the way: debounced work, and slices of background work between messages. */

/** Milliseconds that only go forward, whatever somebody does to the clock. */
const now = () => performance.now();

/** Runs `work` once things have been quiet for `quiet` ms, but no later than `latest` ms after the first call; work that takes long waits longer. */
export class Debounced {
  private timer: NodeJS.Timeout | undefined;
  private since = 0;
  private cost = 0;

  constructor(private readonly work: () => void, private readonly quiet: number, private readonly latest: number) {}

  call(): void {
    const called = now();
    if (this.timer === undefined) this.since = called;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), Math.max(0, Math.min(this.quiet, this.since + Math.max(this.latest, 40 * this.cost) - called)));
  }

  /** Does at once what is waiting. */
  flush(): void {
    if (this.timer !== undefined) this.run();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    this.cancel();
    const before = performance.now();
    this.work();
    this.cost = performance.now() - before;
  }
}

/** Turns of the event loop after which messages that are already here have been read, though the library dispatches one in each: the first lets the next one through, which may take back what waits. */
export const libraryTurns = 2;

/** Runs `work` so many turns of the event loop later; a timer would cost a millisecond. Gives the way to take it back. */
export function whenMessagesAreIn(turns: number, work: () => void): () => void {
  let left = turns;
  const turn = (): void => {
    if (--left > 0) waiting = setImmediate(turn);
    else work();
  };
  let waiting = setImmediate(turn);
  return () => clearImmediate(waiting);
}

export function after(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

/** Background work asks after every piece whether to let messages pass first. */
export class Pacer {
  private sliceStart = now();
  private lastKeystroke = Number.NEGATIVE_INFINITY;

  constructor(private readonly slice = 10, private readonly quietTime = 200, private readonly patience = 1000) {}

  keystroke(): void {
    this.lastKeystroke = now();
  }

  /** Yields when the slice is used up; while somebody types, waits for a pause, though not for ever. */
  async pause(): Promise<void> {
    if (now() - this.sliceStart < this.slice) return;
    const waitedSince = now();
    do {
      const isTyping = now() - this.lastKeystroke < this.quietTime;
      await new Promise((resolve) => { if (isTyping) setTimeout(resolve, 50); else setImmediate(resolve); });
    } while (now() - this.lastKeystroke < this.quietTime && now() - waitedSince < this.patience);
    this.sliceStart = now();
  }

  /** For work that nobody waits for: resolves once nobody has typed for a while and waiting messages are read. False when there is no more reason to go on. */
  async quiet(isOver: () => boolean): Promise<boolean> {
    if (now() - this.sliceStart < 4 && now() - this.lastKeystroke >= this.quietTime) return !isOver();
    do {
      const rest = this.lastKeystroke + this.quietTime - now();
      await new Promise((resolve) => { if (rest > 0) setTimeout(resolve, rest).unref(); else setImmediate(resolve); });
    } while (!isOver() && now() - this.lastKeystroke < this.quietTime);
    this.sliceStart = now();
    return !isOver();
  }
}
