/** When a server that stops is worth starting again: rarely is bad luck, often is a fault that would only repeat. */
const tolerated = 3;
const window = 3 * 60_000;

export class CrashLimit {
  #times: number[] = [];

  /** Called at every crash, with the time in ms. After it has said no, it counts from nothing: somebody restarted. */
  tolerates(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < window), now];
    if (this.#times.length <= tolerated) return true;
    this.#times = [];
    return false;
  }
}
