/** Builds scans of a text: from a pattern and what its matches mean. */
import { textReach, type NamedString, type RuleContext, type Span, type TextFile, type TextScan, type TextStep } from "../../api.ts";
import { beginningsIn, type Beginning } from "./beginnings.ts";

/** What a scan finds in a file: kept by whoever follows the text while it is edited, or read now. */
export function found<T>(scan: TextScan<T>, file: TextFile, context: RuleContext): readonly T[] {
  if (scan.needs && context.mayMatch?.(scan.needs) === false) return [];
  return context.found?.(scan) ?? scan.steps(file.text, 0, file.text.length).flatMap((step) => (step.found === undefined ? [] : [step.found]));
}

/** `pattern` is global, its matches no longer than `textReach` and the rest of a line, and each begins with `sign`. `judge` is told where in the text the match starts. */
export function patternScan<T>(pattern: RegExp, moved: TextScan<T>["moved"], judge: (match: RegExpExecArray, start: number, text: string) => T | undefined, sign = ""): TextScan<T> {
  return {
    moved,
    needs: pattern,
    steps(text, from, to) {
      const base = Math.max(0, from - 1); // a look behind sees one character
      const part = text.slice(base, endOfLine(text, to + textReach));
      const steps: TextStep<T>[] = [];
      if (sign !== "" && !part.includes(sign)) return steps;
      pattern.lastIndex = from - base;
      for (let match = pattern.exec(part); match && base + match.index < to; match = pattern.exec(part)) {
        const start = base + match.index;
        const next = pattern.lastIndex;
        const one = judge(match, start, text);
        if (one !== undefined || match[0].includes("\n")) steps.push({ start, end: start + match[0].length, ...(one !== undefined && { found: one }) });
        pattern.lastIndex = next;
      }
      return steps;
    },
  };
}

/**
 * The same of a pattern whose matches begin with a word that `asker` asks for: it is tried there and nowhere else. `startOf` says where the match would
 * begin whose word begins at a place, if not there.
 */
export function beginningScan<T>(asker: Beginning, pattern: RegExp, moved: TextScan<T>["moved"], judge: (match: RegExpExecArray, start: number, text: string) => T | undefined, startOf = (_text: string, word: number) => word): TextScan<T> {
  const sticky = new RegExp(pattern.source, pattern.flags.replace("g", "y"));
  return {
    moved,
    needs: pattern,
    steps(text, from, to) {
      const words = beginningsIn(text, from, to, asker);
      if (words.length === 0) return [];
      const base = Math.max(0, from - 1);
      const part = text.slice(base, endOfLine(text, to + textReach));
      const steps: TextStep<T>[] = [];
      let passed = from;
      for (const word of words) {
        const start = startOf(text, word);
        if (start < passed || start >= to) continue;
        sticky.lastIndex = start - base;
        const match = sticky.exec(part);
        if (!match) continue;
        passed = start + match[0].length;
        const one = judge(match, start, text);
        if (one !== undefined || match[0].includes("\n")) steps.push({ start, end: passed, ...(one !== undefined && { found: one }) });
      }
      return steps;
    },
  };
}

function endOfLine(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline;
}

export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

export function movedPlace<T extends { readonly at: Span }>(found: T, by: number): T {
  return { ...found, at: movedSpan(found.at, by) };
}

export function movedString(string: NamedString, by: number): NamedString {
  return { ...string, nameAt: movedSpan(string.nameAt, by), at: movedSpan(string.at, by), innerAt: movedSpan(string.innerAt, by) };
}
