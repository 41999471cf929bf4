/** How far apart the characters are that one match of a pattern can rest on, worked out from how the pattern is written. */

export interface Reach {
  /** Most characters that are no white space, context included; runs of white space come on top, however long. */
  readonly characters: number;
  /** Runs of any length that stay on one line. */
  readonly lines: number;
}

const most = 400;
const known = new WeakMap<RegExp, { readonly reach: Reach | undefined }>();

/** Whether what a text holds of a pattern can be followed through its edits. */
export function isFollowed(pattern: RegExp): boolean {
  return reachOf(pattern) !== undefined;
}

/** Undefined for a pattern whose matches may cross lines without bound, or are longer than is worth following. */
export function reachOf(pattern: RegExp): Reach | undefined {
  let one = known.get(pattern);
  if (!one) known.set(pattern, (one = { reach: measured(pattern) }));
  return one.reach;
}

function measured({ source, flags }: RegExp): Reach | undefined {
  if (/[gyvs]/.test(flags)) return undefined;
  try {
    const reach = new Reader(source).alternatives();
    return reach.characters <= most ? reach : undefined;
  } catch (error) {
    if (error === unbounded) return undefined;
    throw error;
  }
}

const unbounded = new Error("a pattern that crosses lines without bound");

type Kind = "blank" | "line" | "other";

interface Atom extends Reach {
  /** What one character of it may be: white space alone, anything but a line end, or more. */
  readonly kind: Kind;
}

/** Of the pattern language what rules write; what is not understood counts as unbounded. */
class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  /** Up to the end of the pattern or of the group. */
  alternatives(): Reach {
    let [characters, lines] = [0, 0];
    for (;;) {
      const branch = this.sequence();
      [characters, lines] = [Math.max(characters, branch.characters), Math.max(lines, branch.lines)];
      if (this.source[this.at] !== "|") return { characters, lines };
      this.at++;
    }
  }

  private sequence(): Reach {
    let [characters, lines] = [0, 0];
    while (this.at < this.source.length && this.source[this.at] !== "|" && this.source[this.at] !== ")") {
      const part = this.repeated(this.atom());
      characters += part.characters;
      lines += part.lines;
    }
    return { characters, lines };
  }

  private atom(): Atom {
    const first = this.source[this.at++];
    if (first === "(") return this.group();
    if (first === "[") return this.set();
    if (first === "\\") return { characters: 1, lines: 0, kind: this.escape() };
    return { characters: 1, lines: 0, kind: "line" };
  }

  /** A look ahead or behind counts like what is matched. */
  private group(): Atom {
    const opening = /^\?(?:[:=!]|<[=!]|<[\w$]+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    if (opening === "" && this.source[this.at] === "?") throw unbounded;
    this.at += opening.length;
    const inner = this.alternatives();
    this.at++;
    return { ...inner, kind: "other" };
  }

  private escape(): Kind {
    const letter = this.source[this.at++] ?? "";
    if (/[1-9kpPuc]/.test(letter)) throw unbounded;
    if (letter === "x") this.at += 2;
    if (letter === "s") return "blank";
    return /[SDWn]/.test(letter) && letter !== "S" ? "other" : "line";
  }

  private set(): Atom {
    const isNegated = this.source[this.at] === "^";
    if (isNegated) this.at++;
    const start = this.at;
    while (this.at < this.source.length && this.source[this.at] !== "]") this.at += this.source[this.at] === "\\" ? 2 : 1;
    const inner = this.source.slice(start, this.at++);
    const namesLineEnd = /\\n|\\s/.test(inner);
    if (isNegated) return { characters: 1, lines: 0, kind: namesLineEnd ? "line" : "other" };
    const isBlank = inner.replace(/\\[snrt]/g, "").trim() === "";
    return { characters: 1, lines: 0, kind: isBlank ? "blank" : namesLineEnd || /\\[SDW]/.test(inner) ? "other" : "line" };
  }

  private repeated({ characters, lines, kind }: Atom): Reach {
    const quantifier = /^(?:[*+?]|\{(\d{1,9})(,?)(\d{0,9})\})\??/.exec(this.source.slice(this.at));
    if (!quantifier) return { characters, lines };
    this.at += quantifier[0].length;
    const [written, least = "1", comma, upper] = quantifier;
    if (written.startsWith("?")) return { characters, lines };
    const times = written.startsWith("{") && !(comma && !upper) ? Number(upper || least) : Number.POSITIVE_INFINITY;
    if (times !== Number.POSITIVE_INFINITY) return { characters: characters * times, lines: lines * times };
    if (kind === "blank") return { characters, lines };
    if (kind === "line") return { characters, lines: lines + 1 };
    throw unbounded;
  }
}
