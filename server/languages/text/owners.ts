/** CODEOWNERS: patterns and their owners, as GitHub and GitLab read them. https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
import type { FileFacts, Span } from "../../../rules/api.ts";
import type { OwnerRule } from "../../../rules/facts/owners.ts";

const ownersPath = /^(?:\.github\/|docs\/|\.gitlab\/)?CODEOWNERS$/;
const most = 5000;
/** `[Docs]`, `^[Docs][2] @team`: https://docs.gitlab.com/user/project/codeowners/reference/ */
const sectionHeader = /^\^?\[([^\]]{1,200})\](?:\[\d{1,4}\])?(?:[ \t](.*))?$/;
/** White space in a path is written `\ `. */
const words = /(?:[^\s\\]|\\.)+/g;

/** A person, a team, an address, or a role of GitLab. */
function isOwner(word: string): boolean {
  return word.includes("@");
}

/** Undefined for every other file. In a section of GitLab a pattern without owners has those of its header. */
export function ownerFacts(path: string, text: string): FileFacts | undefined {
  if (!ownersPath.test(path) || text.length > 3_000_000) return undefined; // GitHub reads no larger ones
  const anchors: Span[] = [];
  const rules: OwnerRule[] = [];
  const sections = new Map<string, number>();
  let section: number | undefined;
  let inherited: readonly string[] = [];
  for (let start = 0; start <= text.length && rules.length < most; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/(^|[ \t])#.*$/, "").trim();
    const header = sectionHeader.exec(line);
    if (header) {
      const name = (header[1] ?? "").toLowerCase();
      section = sections.get(name) ?? sections.size + 1;
      sections.set(name, section);
      inherited = (header[2] ?? "").split(/[ \t]+/).filter(isOwner);
    } else {
      const [pattern = "", ...named] = line.match(words) ?? [];
      const owners = named.length === 0 ? inherited : named.filter(isOwner);
      if (pattern) rules.push({ pattern: pattern.replace(/^!/, ""), owners, at: anchors.push({ start, end }) - 1, ...(section && { section }), ...(pattern.startsWith("!") && { isExclusion: true }) });
    }
    if (newline < 0) break;
    start = newline + 1;
  }
  const isGitlab = sections.size > 0 || path.startsWith(".gitlab/");
  return { path, language: "text", anchors, body: { owners: { kind: "owners", rules: isGitlab ? rules : rules.filter(({ isExclusion }) => !isExclusion), ...(isGitlab && { isGitlab }) } } };
}
