/** What Dockerfiles and deployment files tell the rest of the workspace: plain data, places as anchors, no offsets. */
import type { Anchor } from "../facades/text.ts";

export interface ImageFacts {
  readonly kind: "images";
  readonly images: readonly ImageFact[];
}

export interface ImageFact {
  readonly registry: string | undefined;
  readonly name: string;
  /** `3.12-slim` of `python:3.12-slim`; a version hint for whoever asks which Python or Node is meant. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly at: Anchor;
  /** `base`: FROM; `copied`: COPY --from or a mount; `run`: a container that is started from it. */
  readonly where: "base" | "copied" | "run";
  /** The stage built by default stands on it. */
  readonly isFinal: boolean;
}
