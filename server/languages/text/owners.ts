/** CODEOWNERS: patterns and their owners, as GitHub reads them. https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
import type { FileFacts, Span } from "../../../rules/api.ts";
import type { OwnerFacts } from "../../../rules/facts/owners.ts";

const ownersPath = /^(?:\.github\/|docs\/|\.gitlab\/)?CODEOWNERS$/;
const most = 5000;

/** Undefined for every other file. Section headers (GitLab) and lines that cannot be patterns are passed over. */
export function ownerFacts(path: string, text: string): FileFacts | undefined {
  if (!ownersPath.test(path) || text.length > 3_000_000) return undefined; // GitHub reads no larger ones
  const anchors: Span[] = [];
  const rules: OwnerFacts["rules"][number][] = [];
  for (let start = 0; start <= text.length && rules.length < most; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const [pattern = "", ...owners] = text.slice(start, end).replace(/(^|[ \t])#.*$/, "").trim().split(/[ \t]+/);
    if (pattern && !/^\^?\[/.test(pattern) && !pattern.startsWith("!")) rules.push({ pattern, owners: owners.filter((owner) => owner.includes("@")), at: anchors.push({ start, end }) - 1 });
    if (newline < 0) break;
    start = newline + 1;
  }
  return { path, language: "text", anchors, body: { owners: { kind: "owners", rules } } };
}
