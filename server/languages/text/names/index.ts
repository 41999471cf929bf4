/** The names that a text file gives to strings, read the way its format is written. */
import type { NamedString } from "../../../../rules/api.ts";
import type { Shape } from "../formats.ts";
import { namedJson } from "./json.ts";
import { namedAssignments, namedKey, namedLogins, namedPasses, namedSettings } from "./lines.ts";
import { namedLiterals } from "./literals.ts";
import { namedXml } from "./xml.ts";

const longestText = 20_000_000; // what is larger was not written by hand

export function namedStringsOf(path: string, text: string, shape: Shape): readonly NamedString[] {
  if (text.length > longestText) return [];
  switch (shape) {
    case "json": return namedJson(text);
    case "xml": return namedXml(text);
    case "lines": return namedSettings(text);
    case "shell": return namedAssignments(text, /(?:^|\/)\.env|\.env$/i.test(path));
    case "netrc": return namedLogins(text);
    case "pgpass": return namedPasses(text);
    case "key": return namedKey(text);
    case "code": return namedLiterals(text);
    case "prose": return [];
  }
}
