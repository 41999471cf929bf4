/** What a document (Markdown, reStructuredText) tells the rest of the workspace: its headings. */
import type { Anchor } from "../facades/text.ts";

export interface DocumentFacts {
  readonly kind: "documents";
  readonly headings: readonly { readonly text: string; readonly at: Anchor }[];
}
