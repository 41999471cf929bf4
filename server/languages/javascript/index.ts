/** JavaScript and TypeScript. The parsers are large and are loaded with the first file that needs them. */
import type { Language } from "../../engine/language.ts";
import type { openJavaScript } from "./open.ts";

const extension = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const declarations = /\.d\.(?:[^/.]+\.)?[cm]?ts$/i;
const editorLanguages = new Set(["javascript", "javascriptreact", "typescript", "typescriptreact"]);

export function javascriptLanguage(): Language {
  let loaded: { readonly openJavaScript: typeof openJavaScript } | undefined;
  return {
    id: "javascript",
    claims: (path, editorLanguage) => !declarations.test(path) && (extension.test(path) || (editorLanguage !== undefined && editorLanguages.has(editorLanguage) && !/\.[^/]+$/.test(path))),
    load: async () => { loaded ??= await import("./open.ts"); },
    get isLoaded() { return loaded !== undefined; },
    open: (path, text) => {
      if (!loaded) throw new Error("the JavaScript language is not loaded");
      return loaded.openJavaScript(path, text);
    },
  };
}
