/** The yaml façade. */
import type { TextFile } from "./text.ts";

export interface YamlFile extends TextFile {
  readonly language: "yaml";
}
