/** Which names in a top-level statement mean the same variable, noted while it is built; what the module binds is joined by name later. */
import type { JsName } from "../../../rules/api.ts";
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

export function scopesOf({ scopes, parts = [] }: Pick<Chunk, "scopes" | "parts">): ChunkScopes {
  if (parts.length === 0) return scopes;
  const inner = new Map(scopes.inner);
  const mentions = [...scopes.mentions];
  const ofClass: JsName[] = [];
  for (const { part } of parts) {
    for (const [name, variable] of part.scopes.inner) inner.set(name, variable);
    mentions.push(...part.scopes.mentions);
    ofClass.push(...part.scopes.ofClass);
  }
  const named = ofClass.length > 0 ? classVariable(scopes) : undefined;
  if (named) note(inner, { ...named, uses: inOrder([...named.uses, ...ofClass]) });
  return { inner, outer: scopes.outer, mentions };
}

/** A class is known by its name inside, and that is a variable of its own. */
function classVariable({ inner, outer: [declared] }: ChunkScopes): JsVariable | undefined {
  const [name] = declared?.declarations ?? [];
  return name && inner.get(name);
}

function note(inner: Map<JsName, JsVariable>, variable: JsVariable): void {
  for (const one of variable.declarations) inner.set(one, variable);
  for (const one of variable.uses) inner.set(one, variable);
}

function inOrder(uses: readonly JsName[]): readonly JsName[] {
  return [...new Set(uses)].sort((a, b) => a.start - b.start);
}

interface Meaning {
  readonly isType: boolean;
  readonly isValue: boolean;
}

export const value: Meaning = { isType: false, isValue: true };
export const type: Meaning = { isType: true, isValue: false };
export const both: Meaning = { isType: true, isValue: true };

class Variable {
  readonly declarations: JsName[] = [];
  readonly uses: JsName[] = [];
  isType = false;
  isValue = false;
  /** Where it is first declared. */
  since = Infinity;

  constructor(readonly name: string) {}
}

/** What opens a scope; `var` belongs to functions and their like, whatever block it stands in. */
export type Opener = "function" | "arrow" | "hoisting" | "block";

export class Scope {
  readonly variables = new Map<string, Variable>();
  readonly mentions: Mention[] = [];
  /** Where `var` declares. */
  readonly hoisting: Scope;
  /** Where the body of a function begins: what stands before does not see what is declared from there on. */
  bodyStart = -Infinity;

  constructor(readonly upper: Scope | undefined, opener: Opener) {
    this.hoisting = opener === "block" && upper ? upper.hoisting : this;
    if (opener === "function") this.variable("arguments").isValue = true;
  }

  variable(name: string): Variable {
    let known = this.variables.get(name);
    if (!known) this.variables.set(name, (known = new Variable(name)));
    return known;
  }

  /** `name` where the façade shows it, which declarations for the type checker are not. */
  declare(id: string, { isType, isValue }: Meaning, start: number, name?: JsName): void {
    const variable = this.variable(id);
    variable.isType ||= isType;
    variable.isValue ||= isValue;
    variable.since = Math.min(variable.since, start);
    if (name) variable.declarations.push(name);
  }

  /** Hands on what is declared further out. */
  close(): void {
    for (const mention of this.mentions) {
      const variable = this.variables.get(mention.name);
      const isMeant = variable && ((mention.isType && variable.isType) || (mention.isValue && variable.isValue)) && (mention.use.start >= this.bodyStart || variable.since < this.bodyStart);
      if (isMeant) variable.uses.push(mention.use);
      else this.upper?.mentions.push(mention);
    }
  }
}

export class Scopes {
  readonly module = new Scope(undefined, "hoisting");
  current = this.module;
  /** In the order they open. */
  private readonly inside: Scope[] = [];

  open(opener: Opener): Scope {
    this.current = new Scope(this.current, opener);
    this.inside.push(this.current);
    return this.current;
  }

  close(): void {
    this.current.close();
    this.current = this.current.upper ?? this.module;
  }

  /** What is built meanwhile stands in a scope of its own. */
  within<T>(opener: Opener, build: () => T): T {
    this.open(opener);
    const built = build();
    this.close();
    return built;
  }

  mention(use: JsName, { isType, isValue }: Meaning): void {
    this.current.mentions.push({ name: use.id, use, isType, isValue });
  }

  read(): ChunkScopes {
    const inner = new Map<JsName, JsVariable>();
    for (const { variables } of this.inside) {
      for (const { name, declarations, uses } of variables.values()) {
        if (declarations.length === 0) continue;
        note(inner, { name, declarations, uses: uses.length > 0 ? inOrder(uses.filter((use) => !declarations.includes(use))) : uses });
      }
    }
    return { inner, outer: [...this.module.variables.values()], mentions: this.module.mentions };
  }
}
