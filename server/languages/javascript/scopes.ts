/** Which names mean the same variable: typescript-eslint's scope manager over each top-level statement, kept with it; only what the module binds is joined anew. */
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

export interface Variables {
  get(name: JsName): JsVariable | undefined;
}

/** What one statement binds in the module, and what it mentions that it does not bind itself. */
interface Outer {
  readonly name: string;
  readonly declarations: readonly JsName[];
  readonly isType: boolean;
  readonly isValue: boolean;
}

interface Mention {
  readonly name: string;
  readonly use: JsName;
  readonly isType: boolean;
  readonly isValue: boolean;
}

interface ChunkScopes {
  /** Variables of functions, classes and blocks. */
  readonly inner: ReadonlyMap<JsName, JsVariable>;
  readonly outer: readonly Outer[];
  readonly mentions: readonly Mention[];
}

const known = new WeakMap<Chunk, ChunkScopes | "unknown">();

/** Names without an entry are global, or belong to the type checker. Undefined when the scopes cannot be told. */
export function variablesOf(chunks: readonly Chunk[]): Variables | undefined {
  const all: ChunkScopes[] = [];
  for (const chunk of chunks) {
    let scopes = known.get(chunk);
    if (!scopes) known.set(chunk, (scopes = scopesOf(chunk)));
    if (scopes === "unknown") return undefined;
    all.push(scopes);
  }
  const module = moduleVariables(all);
  return { get: (name) => innerOf(name, chunks, all) ?? module.get(name) };
}

/** Chunks stand in source order. */
function innerOf(name: JsName, chunks: readonly Chunk[], all: readonly ChunkScopes[]): JsVariable | undefined {
  let [low, high] = [0, chunks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.base.offset ?? 0) <= name.start) low = middle;
    else high = middle - 1;
  }
  return all[low]?.inner.get(name);
}

/** A mention means a type or a value, and a name may stand for either: as the scope manager tells them apart. */
function moduleVariables(all: readonly ChunkScopes[]): ReadonlyMap<JsName, JsVariable> {
  const bound = new Map<string, { declarations: JsName[]; uses: Set<JsName>; isType: boolean; isValue: boolean }>();
  for (const { outer } of all) for (const { name, declarations, isType, isValue } of outer) {
    const variable = bound.get(name);
    if (!variable) bound.set(name, { declarations: [...declarations], uses: new Set(), isType, isValue });
    else {
      variable.declarations.push(...declarations);
      variable.isType ||= isType;
      variable.isValue ||= isValue;
    }
  }
  for (const { mentions } of all) for (const { name, use, isType, isValue } of mentions) {
    const variable = bound.get(name);
    if (variable && ((isType && variable.isType) || (isValue && variable.isValue)) && !variable.declarations.includes(use)) variable.uses.add(use);
  }
  const found = new Map<JsName, JsVariable>();
  for (const [name, { declarations, uses }] of bound) {
    if (declarations.length === 0) continue;
    const variable: JsVariable = { name, declarations, uses: [...uses].sort((a, b) => a.start - b.start) };
    for (const one of declarations) found.set(one, variable);
    for (const one of variable.uses) found.set(one, variable);
  }
  return found;
}

function scopesOf(chunk: Chunk): ChunkScopes | "unknown" {
  const program = { type: "Program", body: chunk.estree, sourceType: "module", range: [0, 0], comments: [], tokens: [] } as unknown as TSESTree.Program;
  try {
    return readScopes(chunk, analyze(program, { sourceType: "module", lib: [] }).scopes);
  } catch {
    return "unknown"; // a tree the scope manager cannot follow resolves nothing, and rules stay silent
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
