/** The python language. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "../text/plain.ts";

export function pythonLanguage(_readWasm: (name: "web-tree-sitter" | "tree-sitter-python") => Promise<Uint8Array>): Language {
  return {
    id: "python",
    claims: () => false,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
