/** What a file tells the rest of the workspace: imports, exports, and what made the exported values. */
import type { FileFacts, JavaScriptFile, JsCall, JsExpr, JsStmt, Span } from "../../../rules/api.ts";
import type { JavaScriptExport, JavaScriptImport } from "../../../rules/facts/javascript.ts";
import { moduleName } from "./modules.ts";

type Exported = Omit<JavaScriptExport, "at"> & { readonly place: Span };

export function factsOf(file: JavaScriptFile): FileFacts {
  const places: Span[] = [];
  const exports = exportsOf(file).map(({ place, ...fact }): JavaScriptExport => ({ ...fact, at: places.push({ start: place.start, end: place.end }) - 1 }));
  const body = { javascript: { kind: "javascript" as const, imports: importsOf(file), exports, sets: setsOf(file) } };
  return { path: file.path, language: "javascript", anchors: places, body };
}

function importsOf(file: JavaScriptFile): JavaScriptImport[] {
  const names = new Map<string, Set<string>>(file.imports().map((module) => [module, new Set()]));
  for (const { module, names: own } of file.nodes("Import")) for (const { imported } of own) names.get(moduleName(module))?.add(imported);
  return [...names].map(([module, own]) => ({ module, names: [...own].sort() })).sort((a, b) => (a.module < b.module ? -1 : 1));
}

function exportsOf(file: JavaScriptFile): Exported[] {
  const found: Exported[] = [];
  for (const node of file.nodes("Export")) {
    if (node.isDefault) found.push(exported(file, "default", node, node.value));
    for (const { local, exported: name, at, name: own } of node.names) {
      if (node.module !== undefined) found.push({ name, place: at, from: { module: moduleName(node.module), name: local } });
      else found.push(exported(file, name, at, own));
    }
    if (!node.isDefault && node.declaration) found.push(...declared(file, node.declaration));
  }
  if (/\bexports\b/.test(file.text)) found.push(...commonJsExports(file));
  return found;
}

function declared(file: JavaScriptFile, statement: JsStmt): Exported[] {
  if (statement.kind === "Variables") return statement.declarations.flatMap(({ target, value }) => (target.kind === "Name" ? [exported(file, target.id, target, value && target)] : []));
  return (statement.kind === "Function" || statement.kind === "Class") && statement.name && statement.nameAt ? [{ name: statement.name, place: statement.nameAt }] : [];
}

function commonJsExports(file: JavaScriptFile): Exported[] {
  return file.nodes("Assign").flatMap(({ target, value }): Exported[] => {
    if (target.kind !== "Member") return [];
    const { object, property } = target;
    const isModule = object.kind === "Name" && object.id === "module" && property === "exports";
    const isExports = (object.kind === "Name" && object.id === "exports") || (object.kind === "Member" && object.property === "exports");
    if (isExports && property !== undefined) return [exported(file, property, target.propertyAt, value)];
    if (!isModule) return [];
    if (value.kind !== "Object") return [exported(file, "default", target, value)];
    return value.properties.flatMap((one) => (one.kind === "Property" && one.key !== undefined ? [exported(file, one.key, one.keyAt, one.value)] : []));
  });
}

function exported(file: JavaScriptFile, name: string, place: Span, value: JsExpr | undefined): Exported {
  if (!value) return { name, place };
  const origin = file.valueOf(value);
  const module = origin.kind === "symbol" ? file.imports().find((one) => origin.name === one || origin.name.startsWith(`${one}.`)) : undefined;
  if (module !== undefined && origin.kind === "symbol") return { name, place, from: { module, name: origin.name.slice(module.length + 1) || "default" } };
  if ((origin.kind === "call" || origin.kind === "new") && !origin.of.startsWith("#")) return { name, place, made: { of: origin.of, ...optionsOf(file, origin.call) } };
  return { name, place };
}

/** Keys of every object given to a call. */
function optionsOf(file: JavaScriptFile, call: JsCall): { readonly options: readonly string[]; readonly open: boolean } {
  const values = call.args.map((arg) => file.valueOf(arg));
  const options = values.flatMap((value) => (value.kind === "object" ? [...value.entries.keys()] : []));
  return { options: options.sort(), open: call.spreadsUnknown || values.some((value) => (value.kind === "object" ? value.open : ["unknown", "parameter", "any-of"].includes(value.kind))) };
}

function setsOf(file: JavaScriptFile): string[] {
  const names = file.nodes("Assign").flatMap(({ target }) => {
    if (target.kind !== "Member" || target.property === undefined) return [];
    const object = file.qualifiedName(target.object);
    return object && !/^(?:#|globalThis|\.)|\(\)/.test(object) ? [`${object}.${target.property}`] : [];
  });
  return [...new Set(names)].sort();
}
