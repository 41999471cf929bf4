/** Keeps one of equal strings, and of equal lists of them: what files tell of themselves says the same names thousands of times, and each costs its 24 bytes and more. */
export class InternPool {
  private readonly strings = new Map<string, string>();
  /** By themselves as JSON. */
  private readonly lists = new Map<string, readonly string[]>();

  /** What `JSON.parse` gave, which nobody else holds yet, with one of each. */
  of<T>(parsed: T): T {
    return this.one(parsed) as T;
  }

  /** What was given stays as it is; what comes shares nothing with it. */
  clear(): void {
    this.strings.clear();
    this.lists.clear();
  }

  private one(value: unknown): unknown {
    if (typeof value === "string") return known(this.strings, value, value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return this.list(value as unknown[]);
    for (const name of Object.keys(value)) {
      const part = (value as Record<string, unknown>)[name];
      if (typeof part === "string" || typeof part === "object") (value as Record<string, unknown>)[name] = this.one(part);
    }
    return value;
  }

  private list(values: unknown[]): unknown {
    let isOfStrings = true;
    for (let index = 0; index < values.length; index++) {
      isOfStrings &&= typeof values[index] === "string";
      values[index] = this.one(values[index]);
    }
    return isOfStrings ? known(this.lists, JSON.stringify(values), values as readonly string[]) : values;
  }
}

function known<T>(pool: Map<string, T>, key: string, value: T): T {
  const earlier = pool.get(key);
  if (earlier === undefined) pool.set(key, value);
  return earlier ?? value;
}
