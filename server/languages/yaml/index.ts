/** The yaml language. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "../text/plain.ts";

export function yamlLanguage(): Language {
  return {
    id: "yaml",
    claims: () => false,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
