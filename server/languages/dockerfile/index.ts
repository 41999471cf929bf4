/** The dockerfile language. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "../text/plain.ts";

export function dockerfileLanguage(): Language {
  return {
    id: "dockerfile",
    claims: () => false,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
