/** What a CODEOWNERS file tells the rest of the workspace: who owns which paths, in the order written. */
import type { Anchor } from "../facades/text.ts";

export interface OwnerFacts {
  readonly kind: "owners";
  /** The last one that matches a path decides; one without owners takes the path out. */
  readonly rules: readonly { readonly pattern: string; readonly owners: readonly string[]; readonly at: Anchor }[];
}
