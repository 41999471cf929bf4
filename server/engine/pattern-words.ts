/** What a text must hold for a pattern to match in it, worked out from how the pattern is written. */

/** Characters that are told apart: both cases of a letter are one, so are all digits, all quotes, `?` and `&`, and all that is named nowhere here, white space among it. */
const digit = "0";
const other = " ";
const asked = "?";
const quote = "'";
const own = "-_=.()[]{},:;@/\\#$%!<>|+*";

export const plainCharacters = `${other}abcdefghijklmnopqrstuvwxyz${digit}${asked}${quote}${own}`;

export function plainOf(character: string): string {
  if (character >= "a" && character <= "z") return character;
  if (character >= "A" && character <= "Z") return character.toLowerCase();
  if (character >= "0" && character <= "9") return digit;
  if (character === "?" || character === "&") return asked;
  if (character === "\"" || character === "'" || character === "`") return quote;
  return own.includes(character) ? character : other;
}

/** Of each list one string has to be in the text, in plain characters and no shorter than `shortest`; of one with `and` in it, all that this parts. */
export const and = "\n";
export type Needs = readonly (readonly string[])[];

export const shortest = 3;

/** None where nothing can be said. */
export function needsOf({ source, flags }: RegExp): Needs {
  if (/[uv]/.test(flags)) return [];
  try {
    return allNeedsOf(new Reader(source).alternatives());
  } catch (error) {
    if (error === unread) return [];
    throw error;
  }
}

const unread = new Error("a pattern that is not understood");
const mostProducts = 64;
const mostJoined = 8;
const mostOfSet = 4;

interface Part {
  /** All that it may be, if that is little. */
  readonly exact?: readonly string[] | undefined;
  readonly needs: Needs;
}

const nothing: Part = { exact: [""], needs: [] };
const anything: Part = { needs: [] };

function allNeedsOf({ exact, needs }: Part): Needs {
  return exact && exact.length > 0 && exact.every((one) => one.length >= shortest) ? [exact, ...needs] : needs;
}

/** All in one list, or as much of it as is little: long words that are few first. */
function joined(needs: Needs): readonly string[] | undefined {
  const worth = (words: readonly string[]): number => Math.min(...words.map((word) => word.length)) - words.length / 100;
  const [first, ...others] = [...needs].sort((a, b) => worth(b) - worth(a));
  return others.reduce((all, words) => (all && all.length * words.length <= mostJoined ? all.flatMap((one) => words.map((two) => one + and + two)) : all), first);
}

/** Of the pattern language what rules write. */
class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  /** Up to the end of the pattern or of the group. */
  alternatives(): Part {
    const branches = [this.sequence()];
    for (; this.source[this.at] === "|"; branches.push(this.sequence())) this.at++;
    const [only] = branches;
    if (only && branches.length === 1) return only;
    if (branches.every(({ exact }) => exact)) return { exact: [...new Set(branches.flatMap(({ exact }) => exact ?? []))], needs: [] };
    const needs = branches.map((branch) => joined(allNeedsOf(branch)));
    return { needs: needs.includes(undefined) ? [] : [[...new Set(needs.flatMap((words) => words ?? []))]] };
  }

  private sequence(): Part {
    const needs: (readonly string[])[] = [];
    let run: readonly string[] = [""];
    let isWhole = true;
    const close = (next: readonly string[]) => {
      needs.push(...allNeedsOf({ exact: run, needs: [] }));
      [run, isWhole] = [next, false];
    };
    while (this.at < this.source.length && this.source[this.at] !== "|" && this.source[this.at] !== ")") {
      const part = this.repeated(this.atom());
      if (!part.exact) close([""]);
      else if (run.length * part.exact.length > mostProducts && run.some((one) => one !== "")) close(part.exact);
      else run = run.flatMap((one) => (part.exact ?? []).map((two) => one + two));
      needs.push(...part.needs);
    }
    if (!isWhole) close([""]);
    return isWhole ? { exact: run, needs } : { needs };
  }

  private atom(): Part {
    const first = this.source.charAt(this.at++);
    if (first === "(") return this.group();
    if (first === "[") return this.set();
    if (first === "\\") return this.escape();
    if (first === "^" || first === "$") return nothing;
    return first === "." ? anything : { exact: [plainOf(first)], needs: [] };
  }

  private group(): Part {
    const opening = /^\?(?:[:=!]|<[=!]|<[\w$]+>)/.exec(this.source.slice(this.at))?.[0] ?? "";
    if (opening === "" && this.source[this.at] === "?") throw unread;
    this.at += opening.length;
    const inner = this.alternatives();
    this.at++;
    return /[=!]$/.test(opening) ? nothing : inner;
  }

  private escape(): Part {
    const letter = this.source.charAt(this.at++);
    if (letter === "b" || letter === "B") return nothing;
    if (/[wWSD]/.test(letter)) return anything;
    if (/[1-9]/.test(letter)) return this.again();
    return { exact: [this.escaped(letter)], needs: [] };
  }

  /** What a group has matched, whichever it is. */
  private again(): Part {
    while (/[0-9]/.test(this.source.charAt(this.at))) this.at++;
    return anything;
  }

  /** One that stands for characters which are all the same here. */
  private escaped(letter: string): string {
    if (letter === "d") return digit;
    if (/[snrtfv]/.test(letter)) return other;
    if (letter === "x" || letter === "u") return this.byNumber(letter === "x" ? 2 : 4);
    if (/[A-Za-z0-9]/.test(letter)) throw unread;
    return plainOf(letter);
  }

  private byNumber(length: number): string {
    const digits = this.source.slice(this.at, this.at + length);
    if (!/^[0-9a-f]+$/i.test(digits) || digits.length < length) throw unread;
    this.at += length;
    return plainOf(String.fromCharCode(Number.parseInt(digits, 16)));
  }

  private set(): Part {
    const isNegated = this.source[this.at] === "^";
    const found = new Set<string>();
    let isWide = isNegated;
    while (this.at < this.source.length && this.source[this.at] !== "]") {
      const character = this.source.charAt(this.at++);
      const one = character === "\\" ? this.inSet(this.source.charAt(this.at++)) : plainOf(character);
      if (one !== undefined) found.add(one);
      if (one === undefined || (this.source[this.at] === "-" && this.source[this.at + 1] !== "]")) isWide ||= one !== digit || !this.isDigitRange();
    }
    this.at++;
    return isWide || found.size > mostOfSet || found.size === 0 ? anything : { exact: [...found], needs: [] };
  }

  private isDigitRange(): boolean {
    return /^-[0-9]/.test(this.source.slice(this.at));
  }

  private inSet(letter: string): string | undefined {
    if (/[wWSD]/.test(letter)) return undefined;
    return letter === "b" ? other : this.escaped(letter);
  }

  private repeated(part: Part): Part {
    const quantifier = /^(?:([*+?])|\{(\d{1,9})(,?)(\d{0,9})\})\??/.exec(this.source.slice(this.at));
    if (!quantifier) return part;
    this.at += quantifier[0].length;
    const [, sign, least = "", comma, upper] = quantifier;
    if (sign === "?" || (least === "0" && upper === "1")) return part.exact ? { exact: [...new Set([...part.exact, ""])], needs: [] } : anything;
    if (sign === "*" || Number(least) === 0 && sign === undefined) return anything;
    if (Number(least) === 1 && comma === "") return part;
    return { needs: allNeedsOf(part) };
  }
}
