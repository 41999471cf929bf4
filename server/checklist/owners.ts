/** Who owns a path by CODEOWNERS: the last pattern that matches decides. */
import type { FactsBody } from "../../rules/api.ts";

export type OwnerFacts = NonNullable<FactsBody["owners"]>;

/** Names of the template that nobody has replaced yet. */
const placeholder = /^@ORG\//;

/** The owners of a path; empty when nobody owns it. */
export function ownersBy({ rules }: OwnerFacts): (path: string) => readonly string[] {
  const compiled = rules.map(({ pattern, owners }) => ({ pattern: expressionOf(pattern), owners: owners.filter((owner) => !placeholder.test(owner)) })).reverse();
  return (path) => compiled.find(({ pattern }) => pattern?.test(path))?.owners ?? [];
}

const longest = 400;

/** As in .gitignore, but `docs/*` does not reach below `docs/`; undefined for what cannot be a pattern. */
function expressionOf(pattern: string): RegExp | undefined {
  if (pattern.length > longest || pattern.split("*").length > 20) return undefined;
  const isDeep = !pattern.slice(0, -1).includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "").replace(/\*{3,}/g, "**");
  const body = bare.split(/(\/\*\*\/|\*\*\/|\/\*\*|\*\*|\*|\?)/).map((piece) => pieces[piece] ?? piece.replace(/\\(.)/g, "$1").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("");
  const end = pattern.endsWith("/") ? "/.*" : /(^|\/)\*$/.test(bare) && !isDeep ? "" : "(?:/.*)?";
  return new RegExp(`^${isDeep ? "(?:.*/)?" : ""}${body}${end}$`);
}

const pieces: Readonly<Record<string, string>> = { "/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]" };
