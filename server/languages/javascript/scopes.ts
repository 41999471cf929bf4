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

/** What a part of a class says of names. */
export interface PartScopes extends Omit<ChunkScopes, "outer"> {
  /** Where it names the class that it is a part of. */
  readonly ofClass: readonly JsName[];
}

/** As the scope manager has them. */
export type Scopes = ReturnType<typeof analyze>["scopes"];
type Named = readonly (readonly [EsNode, JsName])[];

export function scopesOf({ scopes, builder, parts = [] }: Chunk): ChunkScopes | "unknown" {
  const own = readScopes(builder.names, scopes());
  if (own === "unknown" || parts.length === 0) return own;
  const inner = new Map(own.inner);
  const mentions = [...own.mentions];
  const ofClass: JsName[] = [];
  for (const { part } of parts) {
    const inside = part.scopes();
    if (inside === "unknown") return "unknown";
    for (const [name, variable] of inside.inner) inner.set(name, variable);
    mentions.push(...inside.mentions);
    ofClass.push(...inside.ofClass);
  }
  const named = ofClass.length > 0 ? classVariable(own) : undefined;
  if (named) note(inner, { ...named, uses: inOrder([...named.uses, ...ofClass]) });
  return { inner, outer: own.outer, mentions };
}

/** A class is known by its name inside, and that is a variable of its own. */
function classVariable({ inner, outer: [declared] }: ChunkScopes): JsVariable | undefined {
  const [name] = declared?.declarations ?? [];
  return name && inner.get(name);
}

/** Unknown for a tree that the scope manager cannot follow: it resolves nothing, and rules stay silent. */
export function analysed(estree: readonly TSESTree.ProgramStatement[]): Scopes | "unknown" {
  const program = { type: "Program", body: estree, sourceType: "module", range: [0, 0], comments: [], tokens: [] } as unknown as TSESTree.Program;
  try {
    return analyze(program, { sourceType: "module", lib: [] }).scopes;
  } catch {
    return "unknown";
  }
}

/** Of identifiers that have a name. `own` is the name of a class of which this is a part. */
export function readScopes(named: Named, scopes: Scopes | "unknown", own?: EsNode): (ChunkScopes & PartScopes) | "unknown" {
  if (scopes === "unknown") return "unknown";
  const names = new Map<EsNode, JsName>(named);
  const nameOf = (es: EsNode): JsName[] => {
    const name = names.get(es);
    return name ? [name] : [];
  };
  const mention = ({ identifier, isTypeReference: isType, isValueReference: isValue }: Scopes[number]["references"][number]) => nameOf(identifier).map((use) => ({ name: identifier.name as string, use, isType, isValue }));
  const inner = new Map<JsName, JsVariable>();
  const outer: Outer[] = [];
  const mentions: Mention[] = [];
  const ofClass: JsName[] = [];
  for (const scope of scopes) {
    if (scope.type === "module") mentions.push(...scope.through.flatMap(mention));
    for (const { name, identifiers, references, isTypeVariable: isType, isValueVariable: isValue } of scope.variables) {
      const declarations = identifiers.flatMap(nameOf);
      if (scope.type === "module") {
        outer.push({ name, declarations, isType, isValue });
        mentions.push(...references.flatMap(mention));
        continue;
      }
      const uses = references.flatMap(({ identifier }) => nameOf(identifier)).filter((use) => !declarations.includes(use));
      if (declarations.length > 0) note(inner, { name, declarations, uses: inOrder(uses) });
      else if (identifiers.some((one) => one === own)) ofClass.push(...uses);
    }
  }
  return { inner, outer, mentions, ofClass };
}

function note(inner: Map<JsName, JsVariable>, variable: JsVariable): void {
  for (const one of [...variable.declarations, ...variable.uses]) inner.set(one, variable);
}

function inOrder(uses: readonly JsName[]): readonly JsName[] {
  return [...new Set(uses)].sort((a, b) => a.start - b.start);
}
