/** What of a check is kept for the next one that asks the same: what any report says, each rule once. */
import type { RuleMeta } from "../../rules/api.ts";
import type { Trouble } from "../engine/report.ts";
import type { Hidden } from "../workspace/known-scans.ts";
import type { Found, Placed, Told } from "./result.ts";

/** Plain data. */
export interface Kept {
  readonly root: string;
  readonly fileCount: number;
  readonly trouble: readonly Trouble[];
  readonly rules: readonly RuleMeta[];
  /** `rule` is an index into them. */
  readonly findings: readonly (Omit<Placed, "finding"> & { readonly finding: Omit<Told, "rule"> & { readonly rule: number } })[];
}

/** Undefined where something went wrong that may go right the next time, and where words would come to lie on the disk that must not. `beside` are the paths that are written down with it. */
export function packed({ root, fileCount, trouble, findings }: Found, hidden: Hidden | undefined, beside: readonly string[]): Kept | undefined {
  if (!hidden || trouble.some(({ rule, path }) => rule !== undefined || path !== "")) return undefined;
  const rules = [...new Set(findings.map(({ finding }) => finding.rule))];
  if (givesAway(findings, hidden, rules, beside)) return undefined;
  const places = new Map(rules.map((rule, place) => [rule, place]));
  return {
    root, fileCount, trouble, rules: rules.map(bare),
    findings: findings.map(({ finding: { rule, path, severity, confidence, message, fingerprint, related, fixes }, ...at }) => ({
      ...at,
      finding: {
        rule: places.get(rule) ?? -1, path, severity, confidence, message, fingerprint,
        related: related.map((step) => ({ path: step.path, message: step.message })), fixes: fixes.map(({ title, safe }) => ({ title, safe })),
      },
    })),
  };
}

export function unpacked({ root, fileCount, trouble, rules, findings }: Kept): Found {
  const ruleAt = (place: number) => rules[place] as RuleMeta;
  return { root, fileCount, trouble, findings: findings.map(({ finding, ...at }) => ({ ...at, finding: { ...finding, rule: ruleAt(finding.rule) } })) };
}

/**
 * Words that the rules themselves use, such as `example`, do not come from a file. What is a name in a path, such as that of the project itself, may be
 * said of other files, where nobody learns from it that it is a password as well; and `feast` tells nobody its own where `feast-test-images` is spoken of.
 */
function givesAway(findings: readonly Placed[], { words, plain, files }: Hidden, rules: readonly RuleMeta[], beside: readonly string[]): boolean {
  if (words.size === 0 && plain.size === 0) return false;
  const known = JSON.stringify(rules.map(bare));
  const paths = beside.join("\n");
  const isClose = ({ finding }: Placed) => [finding, ...finding.related].some(({ path }) => files.has(path));
  const [close = "", far = ""] = [findings.filter(isClose), findings.filter((one) => !isClose(one))].map(saidIn);
  const isSaid = (word: string, isIn: (said: string) => boolean) => !known.includes(word) && (isIn(close) || (isIn(far) && !paths.includes(word)));
  return [...words].some((word) => isSaid(word, (said) => said.includes(word))) || [...plain].some((word) => isSaid(word, (said) => standsAlone(word, said)));
}

/** `word` is of letters alone. */
function standsAlone(word: string, said: string): boolean {
  return said.includes(word) && new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(said);
}

function saidIn(findings: readonly Placed[]): string {
  return findings.flatMap(({ finding: { message, related, fixes } }) => [message, ...related.map((step) => step.message), ...fixes.map((fix) => fix.title)]).join("\n");
}

function bare({ id, title, severity, principle, checklist, since, why, remedy, silent, references, options, examples }: RuleMeta): RuleMeta {
  return { id, title, severity, principle, checklist, since, why, remedy, references, examples, ...(silent !== undefined && { silent }), ...(options && { options }) };
}
