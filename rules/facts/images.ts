/** What a Dockerfile or YAML file tells the rest of the workspace of container images: plain data, places as anchors, no offsets. */
import type { Anchor } from "../facades/text.ts";

export interface ImageFacts {
  readonly kind: "images";
  /** Images that are pulled from a registry, in source order; stage aliases, `scratch` and names of what is built here are none. */
  readonly images: readonly ImageFact[];
}

export interface ImageFact {
  /** As written, variables included: `python:3.12-slim`. */
  readonly name: string;
  readonly at: Anchor;
  readonly hasDigest: boolean;
}
