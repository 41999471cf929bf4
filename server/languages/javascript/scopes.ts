/** Which names mean the same variable: typescript-eslint's scope manager over each top-level statement, kept with it. What the module binds is joined by name. */
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

/** What one statement binds in the module, and what it mentions that it does not bind itself. */
export interface Outer {
  readonly name: string;
  readonly declarations: readonly JsName[];
  readonly isType: boolean;
  readonly isValue: boolean;
}

export interface Mention {
  readonly name: string;
  readonly use: JsName;
  readonly isType: boolean;
  readonly isValue: boolean;
}

export interface ChunkScopes {
  /** Variables of functions, classes and blocks. */
  readonly inner: ReadonlyMap<JsName, JsVariable>;
  readonly outer: readonly Outer[];
  readonly mentions: readonly Mention[];
}

/** Unknown for a tree that the scope manager cannot follow: it resolves nothing, and rules stay silent. */
export function scopesOf(chunk: Chunk): ChunkScopes | "unknown" {
  const program = { type: "Program", body: chunk.estree, sourceType: "module", range: [0, 0], comments: [], tokens: [] } as unknown as TSESTree.Program;
  try {
    return readScopes(chunk, analyze(program, { sourceType: "module", lib: [] }).scopes);
  } catch {
    return "unknown";
  }
}

function readScopes(chunk: Chunk, scopes: ReturnType<typeof analyze>["scopes"]): ChunkScopes {
  const names = new Map<EsNode, JsName>(chunk.builder.names);
  const nameOf = (es: EsNode): JsName[] => {
    const name = names.get(es);
    return name ? [name] : [];
  };
  const mention = ({ identifier, isTypeReference: isType, isValueReference: isValue }: (typeof scopes)[number]["references"][number]) => nameOf(identifier).map((use) => ({ name: identifier.name as string, use, isType, isValue }));
  const inner = new Map<JsName, JsVariable>();
  const outer: Outer[] = [];
  const mentions: Mention[] = [];
  for (const scope of scopes) {
    if (scope.type === "module") mentions.push(...scope.through.flatMap(mention));
    for (const { name, identifiers, references, isTypeVariable: isType, isValueVariable: isValue } of scope.variables) {
      const declarations = identifiers.flatMap(nameOf);
      if (scope.type === "module") {
        outer.push({ name, declarations, isType, isValue });
        mentions.push(...references.flatMap(mention));
        continue;
      }
      if (declarations.length === 0) continue;
      const uses = references.flatMap(({ identifier }) => nameOf(identifier)).filter((use) => !declarations.includes(use));
      const variable: JsVariable = { name, declarations, uses: [...new Set(uses)].sort((a, b) => a.start - b.start) };
      for (const one of [...declarations, ...uses]) inner.set(one, variable);
    }
  }
  return { inner, outer, mentions };
}
