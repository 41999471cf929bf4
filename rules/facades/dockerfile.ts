/** The dockerfile façade. */
import type { TextFile } from "./text.ts";

export interface DockerFile extends TextFile {
  readonly language: "dockerfile";
}
