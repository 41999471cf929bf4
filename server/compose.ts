/** The only wiring: which languages, rules and project builder make up Preship. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { rules } from "../rules/index.ts";
import type { Language } from "./engine/language.ts";
import { dockerfileLanguage } from "./languages/dockerfile/index.ts";
import { javascriptLanguage } from "./languages/javascript/index.ts";
import { manifestLanguage } from "./languages/manifest/index.ts";
import { notebookLanguage } from "./languages/notebook/index.ts";
import { pythonLanguage } from "./languages/python/index.ts";
import { textLanguage } from "./languages/text/index.ts";
import { yamlLanguage } from "./languages/yaml/index.ts";
import { buildProject } from "./project/index.ts";
import { createInstalled } from "./workspace/installed.ts";

declare const PRESHIP_BUNDLED: boolean | undefined;

/** First claim wins, so the particular come before the general. */
export function createLanguages(): readonly Language[] {
  return [manifestLanguage(), notebookLanguage(readWasm), pythonLanguage(readWasm), javascriptLanguage(), yamlLanguage(), dockerfileLanguage(), textLanguage()];
}

export { buildProject, createInstalled, rules };

/** Bundled, the wasm files lie beside the bundle; in development, in their packages. */
export async function readWasm(name: "web-tree-sitter" | "tree-sitter-python"): Promise<Uint8Array> {
  if (typeof PRESHIP_BUNDLED !== "undefined") return readFile(new URL(`./${name}.wasm`, import.meta.url));
  return readFile(createRequire(import.meta.url).resolve(`${name}/${name}.wasm`));
}
