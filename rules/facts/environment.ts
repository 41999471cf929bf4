/** What an env file tells the rest of the workspace: whether it holds values, never which. */
import type { Anchor } from "../facades/text.ts";

export interface EnvironmentFacts {
  readonly kind: "environment";
  /** The first assignment that counts. */
  readonly place: Anchor;
  /** Names that sound secret have values. */
  readonly holdsSecrets: boolean;
}
