/** The language of every file that has no language of its own: plain text, with comments by file extension. */
import type { Language } from "../../engine/language.ts";
import { openPlain } from "./plain.ts";

export function textLanguage(): Language {
  return {
    id: "text",
    claims: () => true,
    load: async () => {},
    isLoaded: true,
    open: (path, text) => openPlain(path, text),
  };
}
