/** The javascript language. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "../text/plain.ts";

export function javascriptLanguage(): Language {
  return {
    id: "javascript",
    claims: () => false,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
