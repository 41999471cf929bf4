/** What a CODEOWNERS file tells the rest of the workspace: who owns which paths, in the order written. */
import type { Anchor } from "../facades/text.ts";

export interface OwnerFacts {
  readonly kind: "owners";
  /** The last one that matches a path decides; one without owners takes the path out. */
  readonly rules: readonly OwnerRule[];
  /** Written for GitLab: sections decide each for itself, a path without a leading slash may lie anywhere, `!` takes paths out of a section. */
  readonly isGitlab?: boolean;
}

export interface OwnerRule {
  readonly pattern: string;
  readonly owners: readonly string[];
  readonly at: Anchor;
  /** Number of the section by name, from 1; absent before the first. */
  readonly section?: number;
  /** GitLab: what matches is nobody's in this section, whatever else its lines say. */
  readonly isExclusion?: boolean;
}
