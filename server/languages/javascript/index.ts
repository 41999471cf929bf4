/** JavaScript and TypeScript, also in components of Vue and Svelte. The parsers are large and are loaded with the first file that needs them. */
import type { Language, OpenFile } from "../../engine/language.ts";

const extension = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/i;
const declarations = /\.d\.(?:[^/.]+\.)?[cm]?ts$/i;
const editorLanguages = new Set(["javascript", "javascriptreact", "typescript", "typescriptreact"]);

export function javascriptLanguage(): Language {
  let loaded: ((path: string, text: string, isReadOnce?: boolean) => OpenFile) | undefined;
  return {
    id: "javascript",
    claims: (path, editorLanguage) => !declarations.test(path) && (extension.test(path) || (editorLanguage !== undefined && editorLanguages.has(editorLanguage) && !/\.[^/]+$/.test(path))),
    load: async () => { loaded ??= (await import("./any.ts")).openAny; },
    get isLoaded() { return loaded !== undefined; },
    open: (path, text, isReadOnce) => {
      if (!loaded) throw new Error("the JavaScript language is not loaded");
      return loaded(path, text, isReadOnce);
    },
  };
}
