/** Opens texts as Python façades, and writes trees and values as short strings to compare with. */
import type { PyNode, PythonFile, PyValue } from "../../rules/api.ts";
import { createLanguages } from "../../server/compose.ts";
import type { OpenFile } from "../../server/engine/language.ts";

const language = createLanguages().find((one) => one.id === "python");
await language?.load();

export function openPython(text: string, path = "src/app/main.py"): OpenFile & { readonly python: PythonFile } {
  if (!language) throw new Error("no Python language");
  const open = language.open(path, text);
  return { ...open, get file() { return open.file; }, get python() { return open.file as PythonFile; } };
}

export function python(text: string, path?: string): PythonFile {
  return openPython(text, path).python;
}

/** Every property of every node but its parent, with absolute offsets. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return typeof value === "number" && Number.isNaN(value) ? "NaN" : value;
  const own = Object.entries(value).filter(([key]) => key !== "parent" && key !== "base" && key !== "from" && key !== "to" && key !== "literals");
  const place = "start" in value && "end" in value ? { start: value.start, end: value.end } : {};
  const pieces = "pieces" in value ? { pieces: plain(value.pieces) } : {};
  return { ...place, ...pieces, ...Object.fromEntries(own.map(([key, one]) => [key, plain(one)])) };
}

/** `kind` and source of every node with that kind, in order. */
export function sources(file: PythonFile, kind: PyNode["kind"]): string[] {
  return file.nodes(kind).map((node) => file.slice(node));
}

export function say(value: PyValue): string {
  switch (value.kind) {
    case "any-of": return value.values.map(say).join(" | ");
    case "call": case "instance": return `${value.kind} ${value.of}`;
    case "symbol": return `symbol ${value.name}`;
    case "parameter": return `parameter ${value.param.name}`;
    case "number": case "string": case "bool": return JSON.stringify(value.value);
    case "dict": return `dict {${[...value.entries.keys()].join(",")}}${value.open ? " open" : ""}`;
    default: return value.kind;
  }
}

/** What the last expression statement of a text is worth. */
export function lastValue(text: string): string {
  const file = python(text);
  const node = file.nodes("ExprStmt").at(-1);
  return node ? say(file.valueOf(node.value)) : "nothing";
}
