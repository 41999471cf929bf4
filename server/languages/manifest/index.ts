/** The manifest language: requirement files, project files and lockfiles of Python and JavaScript. */
import type { Language } from "../../engine/language.ts";
import { factsOf } from "./facts.ts";
import { readManifest } from "./file.ts";
import { formatOf } from "./kinds.ts";

export function manifestLanguage(): Language {
  return {
    id: "manifest",
    claims: (path) => formatOf(path) !== undefined,
    load: async () => {},
    isLoaded: true,
    open(path, text) {
      let current = readManifest(path, text);
      return {
        get file() { return current.file; },
        facts: () => factsOf(current.file, current.read),
        update(_changes, next) { current = readManifest(path, next, current); },
        dispose: () => {},
      };
    },
  };
}
