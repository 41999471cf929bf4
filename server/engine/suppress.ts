/** `preship: ignore[rule] reason` comments: which findings they silence, and what is wrong with them. */
import type { Comment, Finding, Span } from "../../rules/api.ts";
import { glob } from "./glob.ts";
import type { LineIndex } from "./positions.ts";

export interface Suppression {
  readonly at: Span;
  /** Ids or globs; empty when the brackets are missing. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Offsets in which a finding must start. */
  readonly covers: Span;
  readonly wholeFile: boolean;
}

/** At the start of a comment, or behind the marker of a second one on the same line, as after `noqa`. Prose that mentions it is none. */
const marker = /(?:^|#|\/\/)[ \t]*preship:\s*ignore(-file)?(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)/;

export function readSuppressions(comments: readonly Comment[], text: string, lines: LineIndex): Suppression[] {
  const found: Suppression[] = [];
  const ownLines = new Set<number>();
  for (const comment of comments) {
    const { line } = lines.position(comment.at.start);
    if (text.slice(lines.lineStart(line), comment.at.start).trim() === "") ownLines.add(line);
  }
  for (const comment of comments) {
    const match = marker.exec(comment.text);
    if (!match) continue;
    const { line } = lines.position(comment.at.start);
    const wholeFile = match[1] !== undefined;
    let target = line;
    if (ownLines.has(line)) {
      target = lines.position(comment.at.end).line + 1;
      while (ownLines.has(target) && target < lines.lineCount) target++; // a run of comments belongs to the code below it
    }
    const end = target + 1 < lines.lineCount ? lines.lineStart(target + 1) : text.length;
    found.push({
      at: comment.at,
      rules: (match[2] ?? "").split(",").map((rule) => rule.trim()).filter(Boolean),
      reason: (match[3] ?? "").replace(/^[\s:—.…-]+/, "").replace(/\*\/\s*$|-->\s*$/, "").trim(),
      covers: wholeFile ? { start: 0, end: text.length + 1 } : { start: lines.lineStart(target), end: Math.max(end, lines.lineStart(target) + 1) },
      wholeFile,
    });
  }
  return found;
}

export interface Silenced<F> {
  readonly kept: F[];
  readonly complaints: { readonly kind: "unused" | "unexplained" | "unscoped"; readonly finding: Finding }[];
}

/** A suppression without a reason silences nothing: it is a finding itself. */
export function applySuppressions<F extends { readonly rule: { readonly id: string }; readonly at: Span }>(findings: readonly F[], suppressions: readonly Suppression[]): Silenced<F> {
  if (suppressions.length === 0) return { kept: [...findings], complaints: [] };
  const matchers = suppressions.map((suppression) => ({ suppression, matches: suppression.rules.map(glob), used: false }));
  const kept = findings.filter((finding) => {
    let silenced = false;
    for (const entry of matchers) {
      const { covers, reason } = entry.suppression;
      if (finding.at.start < covers.start || finding.at.start >= covers.end) continue;
      if (!entry.matches.some((matches) => matches(finding.rule.id))) continue;
      entry.used = true;
      if (reason) silenced = true;
    }
    return !silenced;
  });
  const complaints: Silenced<F>["complaints"] = [];
  for (const { suppression, used } of matchers) {
    const at = suppression.at;
    if (suppression.rules.length === 0) complaints.push({ kind: "unscoped", finding: { at, message: "This comment names no rule, so it silences nothing. Write `preship: ignore[rule-id] reason`." } });
    else if (!suppression.reason) complaints.push({ kind: "unexplained", finding: { at, message: `\`${suppression.rules.join(", ")}\` is ignored here without a reason, so the next reader cannot tell whether it still holds. Say why after the bracket.` } });
    else if (!used) complaints.push({ kind: "unused", finding: { at, message: `Nothing here breaks \`${suppression.rules.join(", ")}\`: the comment hides a future finding. Remove it.` } });
  }
  return { kept, complaints };
}
