/** Which names mean the same variable, noted while nodes are built; what the module binds is joined by name later where a text is read in pieces. */
import type { JsBinding, JsName } from "../../../rules/api.ts";
import { bindingAt } from "./bindings.ts";
import type { Chunk } from "./chunks.ts";
import type { NameNode } from "./nodes.ts";

export interface JsVariable {
  readonly name: string;
  /** Where it is declared; two for redeclared functions and `var`. */
  readonly declarations: readonly JsName[];
  /** Every other mention in source order, writes included. */
  readonly uses: readonly JsName[];
  /** What is bound to it, declarations first. */
  readonly bindings: readonly JsBinding[];
}

/** Bits: a name means a value, a type, or either. */
export const Meaning = { value: 1, type: 2, both: 3 } as const;

/** What one statement binds in the module, and what it mentions that it does not bind itself. */
export interface ChunkScopes {
  readonly outer: readonly Variable[];
  readonly mentions: readonly NameNode[];
  /** Of a class that is read in parts: the variable that its own name is inside. */
  readonly ofClass?: JsVariable | undefined;
}

/** What a part of a class says of names. */
export interface PartScopes {
  readonly mentions: readonly NameNode[];
  /** Where it names the class that it is a part of. */
  readonly ofClass: readonly JsName[];
}

export function scopesOf({ scopes, parts = [] }: Pick<Chunk, "scopes" | "parts">): ChunkScopes {
  if (parts.length === 0) return scopes;
  const mentions = [...scopes.mentions];
  const ofClass: JsName[] = [];
  for (const { part } of parts) {
    mentions.push(...part.scopes.mentions);
    ofClass.push(...part.scopes.ofClass);
  }
  const named = ofClass.length > 0 ? classVariable(scopes) : undefined;
  return { outer: scopes.outer, mentions, ofClass: named && new JoinedVariable(named, ofClass) };
}

/** A class is known by its name inside, and that is a variable of its own. */
function classVariable({ outer: [declared] }: ChunkScopes): JsVariable | undefined {
  const [name] = declared?.declarations ?? [];
  return (name as NameNode | undefined)?.variable;
}

function inOrder(uses: readonly JsName[]): readonly JsName[] {
  return [...new Set(uses)].sort((a, b) => a.start - b.start);
}

class JoinedVariable implements JsVariable {
  readonly name: string;
  readonly declarations: readonly JsName[];
  private bound: readonly JsBinding[] | undefined;
  readonly uses: readonly JsName[];

  constructor(own: JsVariable, uses: readonly JsName[]) {
    this.name = own.name;
    this.declarations = own.declarations;
    this.uses = inOrder([...own.uses, ...uses]);
  }

  get bindings(): readonly JsBinding[] {
    return (this.bound ??= bindingsIn(this));
  }
}

const nobody: readonly never[] = [];
/** Behind every place; small enough to need no object of its own. */
const farAway = 0x3fffffff;

/** Most lists here hold one: an array that is pushed to has room for many. */
function withOneMore<T>(list: readonly T[], one: T): readonly T[] {
  if (list.length === 0) return [one];
  (list as T[]).push(one);
  return list;
}

export class Variable implements JsVariable {
  declarations: readonly NameNode[] = nobody;
  meaning = 0;
  /** Where it is first declared. */
  since = farAway;
  private captured: readonly NameNode[] = nobody;
  private sorted: readonly JsName[] | undefined;
  private bound: readonly JsBinding[] | undefined;

  constructor(readonly name: string) {}

  /** A mention means it. */
  capture(use: NameNode): void {
    this.captured = withOneMore(this.captured, use);
  }

  /** All that means it was captured. One that stands further in may have been first. */
  settle(): void {
    if (this.declarations.length === 0) return;
    for (const one of this.declarations) one.variable ??= this;
    for (const one of this.captured) one.variable ??= this;
  }

  get uses(): readonly JsName[] {
    return (this.sorted ??= inOrder(this.captured.filter((use) => !this.declarations.includes(use))));
  }

  /** What only reads need not be sorted for this. */
  get bindings(): readonly JsBinding[] {
    if (this.bound) return this.bound;
    const writes = this.captured.filter(isBinding);
    return (this.bound = bindingsIn({ declarations: this.declarations, uses: writes.length > 0 ? inOrder(writes.filter((use) => !this.declarations.includes(use))) : nobody }));
  }
}

function isBinding(name: JsName): boolean {
  return bindingAt(name) !== undefined;
}

export function bindingsIn({ declarations, uses }: Pick<JsVariable, "declarations" | "uses">): readonly JsBinding[] {
  let found: readonly JsBinding[] = nobody;
  for (const one of declarations) {
    const binding = bindingAt(one);
    if (binding) found = withOneMore(found, binding);
  }
  for (const one of uses) {
    const binding = bindingAt(one);
    if (binding) found = withOneMore(found, binding);
  }
  return found;
}

/** What opens a scope; `var` belongs to functions and their like, whatever block it stands in. */
export type Opener = "function" | "arrow" | "hoisting" | "block";

export class Scope {
  private variables: Map<string, Variable> | undefined;
  /** Where `var` declares. */
  readonly hoisting: Scope;
  /** Where the body of a function begins: what stands before does not see what is declared from there on. */
  bodyStart = -farAway;

  /** `from` is how many mentions were open when it began. */
  constructor(readonly upper: Scope | undefined, private readonly opener: Opener, readonly from: number) {
    this.hoisting = opener === "block" && upper ? upper.hoisting : this;
  }

  variable(name: string): Variable {
    this.variables ??= new Map();
    let known = this.variables.get(name);
    if (!known) this.variables.set(name, (known = new Variable(name)));
    return known;
  }

  /** `name` where the façade shows it, which declarations for the type checker are not. */
  declare(id: string, meaning: number, start: number, name?: NameNode): void {
    const variable = this.variable(id);
    variable.meaning |= meaning;
    variable.since = Math.min(variable.since, start);
    if (name) variable.declarations = withOneMore(variable.declarations, name);
  }

  get isEmpty(): boolean {
    return this.variables === undefined;
  }

  get all(): readonly Variable[] {
    return this.variables ? [...this.variables.values()] : [];
  }

  /** Takes out of what is open, from its beginning on, what means something of this scope. */
  close(open: NameNode[]): void {
    let kept = this.from;
    for (let index = this.from; index < open.length; index++) {
      const use = open[index];
      if (!use) continue;
      const variable = this.meantBy(use);
      if (variable) variable.capture(use);
      else open[kept++] = use;
    }
    open.length = kept;
    this.variables?.forEach((variable) => variable.settle());
  }

  private meantBy(use: NameNode): Variable | undefined {
    const variable = this.variables?.get(use.id);
    if (this.opener === "function" && use.id === "arguments" && (use.meaning & Meaning.value) !== 0 && use.from >= this.bodyStart) return variable ?? new Variable("arguments");
    return variable && (use.meaning & variable.meaning) !== 0 && (use.from >= this.bodyStart || variable.since < this.bodyStart) ? variable : undefined;
  }
}

export class Scopes {
  readonly module = new Scope(undefined, "hoisting", 0);
  current = this.module;
  /** Mentions of which it is not known yet what they mean, in the order they were built. */
  private readonly mentions: NameNode[] = [];
  private namesArguments = false;

  open(opener: Opener): Scope {
    return (this.current = new Scope(this.current, opener, this.mentions.length));
  }

  close(): void {
    const { current } = this;
    if (current.from < this.mentions.length ? !current.isEmpty || this.namesArguments : !current.isEmpty) current.close(this.mentions);
    this.current = current.upper ?? this.module;
  }

  /** What is built meanwhile stands in a scope of its own. */
  within<T>(opener: Opener, build: () => T): T {
    this.open(opener);
    const built = build();
    this.close();
    return built;
  }

  mention(use: NameNode, meaning: number): void {
    use.meaning |= meaning;
    if (use.id === "arguments") this.namesArguments = true;
    this.mentions.push(use);
  }

  /** Of a statement of many. */
  read(): ChunkScopes {
    return { outer: this.module.all, mentions: this.mentions };
  }

  /** Of all statements of a text: what the module binds is known at once. */
  readWhole(): ChunkScopes {
    this.module.close(this.mentions);
    return { outer: [], mentions: [] };
  }
}
