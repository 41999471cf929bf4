/** Waiting without being in the way: debounced work, and slices of background work between messages. */

/** Runs `work` once things have been quiet for `quiet` ms, but no later than `latest` ms after the first call. */
export class Debounced {
  private timer: NodeJS.Timeout | undefined;
  private since = 0;

  constructor(private readonly work: () => void, private readonly quiet: number, private readonly latest: number) {}

  call(): void {
    const now = Date.now();
    if (this.timer === undefined) this.since = now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), Math.max(0, Math.min(this.quiet, this.since + this.latest - now)));
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
    this.work();
  }
}

/** Background work asks after every piece whether to let messages pass first. */
export class Pacer {
  private sliceStart = Date.now();
  private lastKeystroke = 0;

  constructor(private readonly slice = 10, private readonly quiet = 200, private readonly patience = 1000) {}

  keystroke(): void {
    this.lastKeystroke = Date.now();
  }

  /** Yields when the slice is used up; while somebody types, waits for a pause, though not for ever. */
  async pause(): Promise<void> {
    if (Date.now() - this.sliceStart < this.slice) return;
    const waitedSince = Date.now();
    do {
      const isTyping = Date.now() - this.lastKeystroke < this.quiet;
      await new Promise((resolve) => { if (isTyping) setTimeout(resolve, 50); else setImmediate(resolve); });
    } while (Date.now() - this.lastKeystroke < this.quiet && Date.now() - waitedSince < this.patience);
    this.sliceStart = Date.now();
  }
}
