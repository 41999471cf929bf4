/** The manifest façade. */
import type { TextFile } from "./text.ts";

export interface ManifestFile extends TextFile {
  readonly language: "manifest";
}
