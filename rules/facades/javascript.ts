/** The javascript façade. */
import type { TextFile } from "./text.ts";

export interface JavaScriptFile extends TextFile {
  readonly language: "javascript";
}
