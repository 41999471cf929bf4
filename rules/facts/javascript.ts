/** What a JavaScript or TypeScript file tells the rest of the workspace: plain data, places as anchors, no offsets. */
import type { Anchor } from "../facades/text.ts";

export interface JavaScriptFacts {
  readonly kind: "javascript";
  /** Modules as written, Node's own as `node:x`; `names` are the exported names used, "default" and "*" included. */
  readonly imports: readonly JavaScriptImport[];
  readonly exports: readonly JavaScriptExport[];
  /** Properties of imported things that this file sets, by qualified name: `axios.defaults.timeout`. */
  readonly sets: readonly string[];
}

export interface JavaScriptImport {
  readonly module: string;
  readonly names: readonly string[];
}

export interface JavaScriptExport {
  /** "default", "*" or the exported name; `module.exports = x` is "default", `exports.x` is `x`. */
  readonly name: string;
  readonly at: Anchor;
  /** For re-exports: where the thing comes from and what it is called there. */
  readonly from?: { readonly module: string; readonly name: string };
  /** Qualified name of the call or `new` that made the exported value, and the option keys it was visibly given. */
  readonly made?: { readonly of: string; readonly options: readonly string[]; readonly open: boolean };
}
