/** The names that a text file gives to strings, read the way its format is written. */
import type { NamedString } from "../../../../rules/api.ts";
import type { Shape } from "../formats.ts";
import { namedJson } from "./json.ts";
import { namedAssignments, namedKey, namedLogins, namedPasses, namedSettings } from "./lines.ts";
import { namedLiterals } from "./literals.ts";
import { positionalPasswords } from "./positional.ts";
import { namedXml } from "./xml.ts";

/** What is larger was not written by hand: its names are data. */
const longestText: Readonly<Record<Shape, number>> = { json: 20_000_000, xml: 20_000_000, code: 4_000_000, prose: 4_000_000, lines: 1_000_000, shell: 1_000_000, netrc: 1_000_000, pgpass: 1_000_000, key: 1_000_000 };

export function namedStringsOf(path: string, text: string, shape: Shape): readonly NamedString[] {
  if (text.length > longestText[shape]) return [];
  switch (shape) {
    case "json": return namedJson(text);
    case "xml": return namedXml(text);
    case "lines": return apart(namedSettings(text), namedLiterals(text));
    case "shell": return namedAssignments(text, /(?:^|\/)\.env|\.env$/i.test(path));
    case "netrc": return namedLogins(text);
    case "pgpass": return namedPasses(text);
    case "key": return namedKey(text);
    case "code": return apart(positionalPasswords(text), namedLiterals(text));
    case "prose": return /\.(?:md|mdx|markdown|html?)$/i.test(path) ? namedLiterals(text) : apart(namedLiterals(text), namedSettings(text));
  }
}

/** The first reading of a literal wins. */
function apart(first: readonly NamedString[], second: readonly NamedString[]): readonly NamedString[] {
  if (first.length === 0 || second.length === 0) return first.length === 0 ? second : first;
  const taken = new Set(first.map(({ innerAt }) => innerAt.start));
  const rest = second.filter(({ innerAt, at }) => !taken.has(innerAt.start) && !taken.has(at.start));
  return rest.length === 0 ? first : [...first, ...rest].sort((a, b) => a.at.start - b.at.start);
}
