/** What is loaded with the first file: scripts, and components with scripts in them. */
import type { OpenFile } from "../../engine/language.ts";
import { componentPath, openComponent } from "./component.ts";
import { openJavaScript } from "./open.ts";

export function openAny(path: string, text: string, isReadOnce?: boolean): OpenFile {
  return componentPath.test(path) ? openComponent(path, text, isReadOnce) : openJavaScript(path, text, isReadOnce);
}
