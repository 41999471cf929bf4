/** Writes a read so that it is tried again a few times, with growing and random waits, by the library that the file imports. */
import type { Fix, JavaScriptFile, JsCall, JsNode } from "../../api.ts";

/** `GET` and `HEAD` alone: asking twice changes nothing. https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods */
const reads = /^(?:globalThis\.fetch|undici\.fetch|node-fetch(?:\.default)?|axios\.(?:default\.)?(?:get|head))$/;
const libraries: readonly string[] = ["p-retry", "async-retry"];

/** `bounding` gives the call its timeout; nothing is offered inside of what tries again or repeats already. */
export function tryAgainFix(file: JavaScriptFile, call: JsCall, bounding: Fix): Fix | undefined {
  if (!reads.test(call.callee ?? "") || /\b(?:await|yield)\b|\bmethod\b|\bbody\b/.test(file.slice(call.node))) return undefined;
  const retry = libraries.map((module) => ({ module, name: defaultName(file, module) })).find(({ name }) => name !== undefined);
  if (!retry?.name || isRepeated(file, call.node, retry.name)) return undefined;
  const { start, end } = call.node;
  return {
    title: `${bounding.title} and try again with ${retry.module}`,
    safe: false,
    edits: [{ at: { start, end: start }, text: `${retry.name}(() => ` }, ...bounding.edits, { at: { start: end, end }, text: ", { retries: 3, randomize: true })" }],
  };
}

function defaultName(file: JavaScriptFile, module: string): string | undefined {
  for (const one of file.nodes("Import")) {
    if (one.module !== module) continue;
    const found = one.names.find(({ imported }) => imported === "default");
    if (found) return found.local.id;
  }
  return undefined;
}

function isRepeated(file: JavaScriptFile, node: JsNode, name: string): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (/^(?:For|ForIn|ForOf|While|DoWhile)/.test(at.kind)) return true;
    if (at.kind === "Call" && new RegExp(`^${name.replace(/\$/g, "\\$")}$|retry`, "i").test(file.slice(at.callee))) return true;
  }
  return false;
}
