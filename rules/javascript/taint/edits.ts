/** Edits that fixes share: a property or statement taken out, an import put in. */
import type { Edit, JavaScriptFile, JsNode, JsProperty } from "../../api.ts";

/** The property with the comma that then is one too many. */
export function removeProperty(file: JavaScriptFile, property: JsProperty): Edit | undefined {
  const holder = property.parent;
  if (holder?.kind !== "Object") return undefined;
  const index = holder.properties.indexOf(property);
  const next = holder.properties[index + 1];
  const before = holder.properties[index - 1];
  if (next) return { at: { start: property.start, end: next.start }, text: "" };
  if (before) return { at: { start: before.end, end: property.end }, text: "" };
  return { at: { start: holder.start, end: holder.end }, text: "{}" };
}

/** A statement that has its line for itself, with the line. */
export function removeStatement(file: JavaScriptFile, statement: JsNode): Edit | undefined {
  const { text, start } = file.here;
  const lineStart = text.lastIndexOf("\n", statement.start - start - 1) + 1;
  const newline = text.indexOf("\n", statement.end - start);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const isAlone = text.slice(lineStart, statement.start - start).trim() === "" && /^;?\s*$/.test(text.slice(statement.end - start, lineEnd));
  return isAlone ? { at: { start: start + lineStart, end: start + lineEnd }, text: "" } : undefined;
}

/** Makes `name` of `module` available; nothing when it is already, undefined when that cannot be said safely. */
export function importName(file: JavaScriptFile, module: string, name: string): readonly Edit[] | undefined {
  for (const one of file.nodes("Import")) {
    if (one.module === module || `node:${one.module}` === module) for (const { imported, local } of one.names) if (imported === name) return local.id === name ? [] : undefined;
  }
  if (file.nodes("Name").some((one) => one.id === name)) return undefined; // the name means something else, or the same in a way not seen
  const imports = file.body.filter((one) => one.kind === "Import");
  const last = imports.at(-1);
  const lineBreak = file.lineBreak;
  if (last) return [{ at: { start: last.end, end: last.end }, text: `${lineBreak}import { ${name} } from "${module}";` }];
  const [first] = file.body;
  if (!first || file.directives.length > 0) return undefined;
  const isCommonJs = /\brequire\s*\(|\bmodule\.exports\b/.test(file.text);
  return [{ at: { start: first.start, end: first.start }, text: isCommonJs ? `const { ${name} } = require("${module}");${lineBreak}` : `import { ${name} } from "${module}";${lineBreak}` }];
}

/** What stands before the first word of the node's line; undefined when something else does. */
export function indentOf(file: JavaScriptFile, node: JsNode): string | undefined {
  const { text, start } = file.here;
  const at = node.start - start;
  const before = at > 0 ? text.slice(text.lastIndexOf("\n", at - 1) + 1, at) : "";
  return /^[ \t]*$/.test(before) ? before : undefined;
}
