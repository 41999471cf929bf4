/** Which names mean the same variable: typescript-eslint's scope manager over the statements of a file. */
import { analyze } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsName } from "../../../rules/api.ts";
import type { EsNode } from "./build.ts";
import type { Chunk } from "./chunks.ts";

export interface JsVariable {
  readonly name: string;
  /** Where it is declared; two for redeclared functions and `var`. */
  readonly declarations: readonly JsName[];
  /** Every other mention in source order, writes included. */
  readonly uses: readonly JsName[];
}

/** Names without an entry are global, or belong to the type checker. Undefined when the scopes cannot be told. */
export function variablesOf(chunks: readonly Chunk[]): ReadonlyMap<JsName, JsVariable> | undefined {
  const scopes = scopesOf(chunks);
  if (!scopes) return undefined;
  const found = new Map<JsName, JsVariable>();
  const names = new Map<EsNode, JsName>();
  for (const chunk of chunks) for (const [es, name] of chunk.builder.names) names.set(es, name);
  const nameOf = (es: EsNode): JsName[] => {
    const name = names.get(es);
    return name ? [name] : [];
  };
  for (const scope of scopes) {
    for (const { name, identifiers, references } of scope.variables) {
      const declarations = identifiers.flatMap(nameOf);
      if (declarations.length === 0) continue;
      const uses = references.flatMap(({ identifier }) => nameOf(identifier)).filter((use) => !declarations.includes(use));
      const variable: JsVariable = { name, declarations, uses: [...new Set(uses)].sort((a, b) => a.start - b.start) };
      for (const one of declarations) found.set(one, variable);
      for (const one of uses) found.set(one, variable);
    }
  }
  return found;
}

function scopesOf(chunks: readonly Chunk[]) {
  const body = chunks.flatMap((chunk) => [...chunk.estree]);
  const program = { type: "Program", body, sourceType: "module", range: [0, 0], comments: [], tokens: [] } as unknown as TSESTree.Program;
  try {
    return analyze(program, { sourceType: "module", lib: [] }).scopes;
  } catch {
    return undefined; // a tree the scope manager cannot follow resolves nothing, and rules stay silent
  }
}
