/** What the rest of the language asks of a script beyond a rule's questions. */
import type { JavaScriptFile, JsClass } from "../../../rules/api.ts";

export interface Script extends JavaScriptFile {
  classesNamed(name: string): readonly JsClass[];
  /** `new WebSocket(`: it is a client of sockets. */
  opensSockets(): boolean;
}
