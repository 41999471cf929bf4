/** What Dockerfiles and deployment files tell the rest of the workspace: plain data, places as anchors, no offsets. */
import type { ImageReference } from "../facades/dockerfile.ts";
import type { Anchor } from "../facades/text.ts";
import type { YamlImage } from "../facades/yaml.ts";

export interface ImageFacts {
  readonly kind: "images";
  readonly images: readonly ImageFact[];
  /** What this file has built or replaced before it is deployed: Skaffold artifacts, Kustomize overrides. */
  readonly decides: readonly DecidedImage[];
  /** Images, with their tags, that services of this Compose file build. */
  readonly builds: readonly string[];
}

export interface DecidedImage {
  /** With registry, without tag. */
  readonly name: string;
  /** Files and folders it holds for; "" is the whole workspace. */
  readonly below: readonly string[];
}

export interface ImageFact {
  readonly registry: string | undefined;
  readonly name: string;
  /** `3.12-slim` of `python:3.12-slim`; a version hint for whoever asks which Python or Node is meant. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly at: Anchor;
  /** `base`: FROM; `copied`: COPY --from or a mount; else who pulls it. */
  readonly where: "base" | "copied" | YamlImage["where"];
  /** The stage built by default stands on it. */
  readonly isFinal: boolean;
  readonly written: string;
  readonly resolved: string;
  readonly pin: ImageReference["pin"];
}
