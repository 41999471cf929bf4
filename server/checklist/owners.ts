/** Who owns a path by CODEOWNERS: the last pattern that matches decides. */
import type { FactsBody } from "../../rules/api.ts";

export type OwnerFacts = NonNullable<FactsBody["owners"]>;

/** Names of the template that nobody has replaced yet. */
const placeholder = /^@ORG\//;

/** The owners of a path; empty when nobody owns it. Sections of GitLab add up. */
export function ownersBy({ rules, isGitlab = false }: OwnerFacts): (path: string) => readonly string[] {
  const sections = new Map<number, Line[]>();
  for (const { pattern, owners, section = 0, isExclusion = false } of rules) {
    const lines = sections.get(section) ?? [];
    sections.set(section, lines);
    lines.unshift({ expression: expressionOf(pattern, isGitlab), owners: owners.filter((owner) => !placeholder.test(owner)), isExclusion });
  }
  return (path) => [...new Set([...sections.values()].flatMap((lines) => ownersIn(lines, path)))];
}

/** A line of a section. */
interface Line {
  readonly expression: RegExp | undefined;
  readonly owners: readonly string[];
  readonly isExclusion: boolean;
}

/** Of lines that begin with the last. */
function ownersIn(lines: readonly Line[], path: string): readonly string[] {
  if (lines.some(({ expression, isExclusion }) => isExclusion && expression?.test(path))) return [];
  return lines.find(({ expression, isExclusion }) => !isExclusion && expression?.test(path))?.owners ?? [];
}

const longest = 400;

/** As in .gitignore, but `docs/*` does not reach below `docs/`; undefined for what cannot be a pattern. */
function expressionOf(pattern: string, isGitlab: boolean): RegExp | undefined {
  if (pattern.length > longest || pattern.split("*").length > 20) return undefined;
  const isDeep = isGitlab ? !pattern.startsWith("/") : !pattern.slice(0, -1).includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "").replace(/\*{3,}/g, "**");
  const body = bare.split(/(\/\*\*\/|\*\*\/|\/\*\*|\*\*|\*|\?)/).map((piece) => pieces[piece] ?? piece.replace(/\\(.)/g, "$1").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("");
  const end = pattern.endsWith("/") ? "/.*" : /(^|\/)\*$/.test(bare) && !isDeep ? "" : "(?:/.*)?";
  return new RegExp(`^${isDeep ? "(?:.*/)?" : ""}${body}${end}$`);
}

const pieces: Readonly<Record<string, string>> = { "/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]" };
