/** What a document (Markdown, reStructuredText) tells the rest of the workspace: its headings. */
import type { Anchor } from "../facades/text.ts";

export interface DocumentFacts {
  readonly kind: "documents";
  /** In order; `level` 1 is the title. */
  readonly headings: readonly { readonly text: string; readonly level: number; readonly at: Anchor }[];
}
