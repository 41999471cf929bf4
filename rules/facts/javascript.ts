/** What a JavaScript or TypeScript file tells the rest of the workspace: plain data, places as anchors, no offsets. */
import type { Anchor } from "../facades/text.ts";

export interface JavaScriptFacts {
  readonly kind: "javascript";
  /** Modules as written, Node's own as `node:x`; `names` are the exported names used, "default" and "*" included. */
  readonly imports: readonly JavaScriptImport[];
  readonly exports: readonly JavaScriptExport[];
  /** Properties that this file sets: of imported things by qualified name (`axios.defaults.timeout`), of the body that came with a request (`request.body.UserId`). */
  readonly sets: readonly string[];
  /** Functions by the names that other files reach them by, then handlers that have none; absent when there are none, as in interfaces. */
  readonly functions?: readonly JavaScriptFunction[];
  /** What an exported name stands for when it is not a function of that name: another function, a class or its instance, an object. */
  readonly aliases?: Readonly<Record<string, JavaScriptSymbol>>;
  /** Base classes by class. */
  readonly bases?: Readonly<Record<string, JavaScriptSymbol>>;
  /** Functions of other files that this file makes handlers. */
  readonly registers?: readonly (JavaScriptEntry & { readonly to: JavaScriptSymbol; /** Only what the function returns answers. */ readonly isFactory?: true; /** Given as it is to a router of Express, or to one that is handed in. */ readonly isBare?: true })[];
}

/** `module` as the import writes it, absent for this file; `name` is dotted: `list`, `Service.load`, "" for the default export. */
export interface JavaScriptSymbol {
  readonly module?: string;
  readonly name: string;
}

export interface JavaScriptFunction {
  readonly name: string;
  readonly entry?: JavaScriptEntry;
  /** Calls of functions of this project, each target once, without those that are done once and remembered. */
  readonly calls?: readonly (JavaScriptSymbol & { readonly at: Anchor })[];
}

export interface JavaScriptEntry {
  readonly how: "route" | "function" | "consumer" | "socket";
  /** As a person would say it: `POST /orders`. */
  readonly label: string;
  readonly at: Anchor;
  /** Requests are checked before the function runs. */
  readonly isValidated?: true;
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
