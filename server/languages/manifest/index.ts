/** The manifest language: requirement files, project files and lockfiles of Python and JavaScript. */
import type { Language, OpenFile } from "../../engine/language.ts";
import type { ManifestFile } from "../../../rules/api.ts";
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
      const open: OpenFile & { file: ManifestFile } = {
        file: current.file,
        facts: () => factsOf(current.file, current.read),
        update(_changes, next) {
          current = readManifest(path, next, current);
          open.file = current.file;
        },
        dispose: () => {},
      };
      return open;
    },
  };
}
