/** The manifest language. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "../text/plain.ts";

export function manifestLanguage(): Language {
  return {
    id: "manifest",
    claims: () => false,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
