/** What a file tells of services: where they begin to be, and which of their concerns it speaks of. */
import type { Anchor } from "../facades/text.ts";

/** `wsgi`: a server that runs Python applications for them; `gateway`: something that stands in front of services and may do their part; `pages`: lists are cut into pages for all views. */
export type Concern = "shutdown" | "request-id" | "metrics" | "tracing" | "rate-limit" | "drift" | "gateway" | "wsgi" | "pages";

export interface ServiceFacts {
  readonly kind: "service";
  /** Concerns whose libraries, headers or settings the text names, sorted; absent when there are none. */
  readonly speaksOf?: readonly Concern[];
  /** Applications made and servers started, in source order; absent when there are none. */
  readonly starts?: readonly StartFact[];
}

export interface StartFact {
  readonly does: "make" | "listen";
  /** Qualified name where known: `fastapi.FastAPI`, `express`; of a call of `listen`, what made its receiver, or "". */
  readonly of: string;
  /** As written: `app.listen`. */
  readonly name: string;
  readonly at: Anchor;
  /** Where a health route could be written, and how; absent where the framework or the layout leaves that open. */
  readonly health?: { readonly at: Anchor; readonly text: string };
}
