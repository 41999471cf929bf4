/** CODEOWNERS: patterns and their owners, as GitHub and GitLab read them. https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
import type { FileFacts, Span } from "../../../rules/api.ts";
import type { OwnerFacts } from "../../../rules/facts/owners.ts";

const ownersPath = /^(?:\.github\/|docs\/|\.gitlab\/)?CODEOWNERS$/;
const most = 5000;
/** `[Docs]`, `^[Docs][2] @team`: https://docs.gitlab.com/user/project/codeowners/reference/ */
const sectionHeader = /^\^?\[[^\]]+\](?:\[\d+\])?(?:[ \t]+(.*))?$/;

/** A person, a team, an address, or a role of GitLab. */
function isOwner(word: string): boolean {
  return word.includes("@");
}

/** Undefined for every other file. In a section of GitLab a pattern without owners has those of its header; exclusions are passed over. */
export function ownerFacts(path: string, text: string): FileFacts | undefined {
  if (!ownersPath.test(path) || text.length > 3_000_000) return undefined; // GitHub reads no larger ones
  const anchors: Span[] = [];
  const rules: OwnerFacts["rules"][number][] = [];
  let inherited: readonly string[] = [];
  for (let start = 0; start <= text.length && rules.length < most; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/(^|[ \t])#.*$/, "").trim();
    const section = sectionHeader.exec(line);
    const [pattern = "", ...named] = line.split(/[ \t]+/);
    const owners = named.filter(isOwner);
    if (section) inherited = (section[1] ?? "").split(/[ \t]+/).filter(isOwner);
    else if (pattern && !pattern.startsWith("!")) rules.push({ pattern, owners: named.length === 0 ? inherited : owners, at: anchors.push({ start, end }) - 1 });
    if (newline < 0) break;
    start = newline + 1;
  }
  return { path, language: "text", anchors, body: { owners: { kind: "owners", rules } } };
}
