/** Turns a statement of TypeScript's tree into façade nodes: the shared workshop that expressions and statements are built in. */
import ts from "typescript";
import type { JsExpr, JsNode, JsStmt, JsUnknown, Span } from "../../../rules/api.ts";
import { buildExpression } from "./build-expressions.ts";
import { buildStatement, membersOf, type Members } from "./build-statements.ts";
import { makeNode, Place, PlainNode, setParent, type Base, type Fields } from "./located.ts";
import { NameNode } from "./nodes.ts";
import { Meaning, Scopes } from "./scopes.ts";

/** A class that is the only statement, with an empty body in the tree. */
export interface FilledClass {
  readonly holder: ts.ClassDeclaration;
  readonly members: Members;
  readonly end: number;
}

/** Builds top-level statements; keeps their nodes, and which names in them mean the same variable. */
export class Builder {
  readonly nodes: JsNode[] = [];
  readonly scopes = new Scopes();
  private readonly text: string;

  /** Places of the nodes are relative to `from`, where the statement begins in `source`. `filled` is a class whose members were built already: it ends elsewhere. */
  constructor(private readonly source: ts.SourceFile, readonly from: number, readonly base: Base, private readonly filled?: FilledClass) {
    this.text = source.text;
  }

  /** What stands in a class: built by others, or here. */
  members(of: ts.ClassLikeDeclaration): Members {
    return this.filled?.holder === of ? this.filled.members : membersOf(this, of.members);
  }

  /** Behind blanks and comments; before most of what is written stands one blank or nothing. */
  startOf(node: ts.Node): number {
    const { pos, end } = node;
    if (pos === end) return node.getStart(this.source);
    for (let at = pos; ; at++) {
      const code = this.text.charCodeAt(at);
      if (beginsToken(code)) return at;
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return node.getStart(this.source);
    }
  }

  /** Where it begins, from where places are counted. */
  fromOf(node: ts.Node): number {
    return this.startOf(node) - this.from;
  }

  /** Where it ends, from where places are counted; a class that is filled ends elsewhere. */
  toOf(node: ts.Node): number {
    return this.ended(node.end);
  }

  private ended(end: number): number {
    return (this.filled?.holder.end === end ? this.filled.end : end) - this.from;
  }

  at(node: ts.Node): Span {
    return this.span(this.startOf(node), node.end);
  }

  span(start: number, end: number): Span {
    return new Place(this.base, start - this.from, end - this.from);
  }

  /** Of what may be exported, without the words that export it. */
  startWithin(node: ts.Node): number {
    const [first, second] = modifiersOf(node);
    if (first?.kind !== ts.SyntaxKind.ExportKeyword) return this.startOf(node);
    return this.tokenAfter(second?.kind === ts.SyntaxKind.DefaultKeyword ? second.end : first.end);
  }

  textOf(node: ts.Node): string {
    return this.text.slice(this.startOf(node), node.end);
  }

  /** Where the token behind a place begins. */
  tokenAfter(end: number): number {
    blank.lastIndex = end;
    return end + (blank.exec(this.text)?.[0].length ?? 0);
  }

  hasQuoteAt(place: number): boolean {
    return /["']/.test(this.text.charAt(place));
  }

  /** Takes it in; `setParent` is left to whoever made it. */
  add<N extends JsNode & PlainNode>(made: N): N {
    this.nodes.push(made);
    return made;
  }

  /** Makes a node of a kind without a class of its own, and the parent of `children`. */
  node<N extends JsNode>(of: ts.Node, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    return this.made<N>(this.startOf(of), of.end, draft, children);
  }

  made<N extends JsNode>(start: number, end: number, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    const made = makeNode<N>(this.base, start - this.from, this.ended(end), draft);
    for (const child of children) if (child) setParent(child, made);
    this.nodes.push(made);
    return made;
  }

  /** `this`, `break`: nothing stands in it. */
  bare<N extends JsNode>(of: ts.Node, kind: N["kind"]): N {
    const made = new PlainNode(this.base, this.fromOf(of), this.toOf(of), kind) as unknown as N;
    this.nodes.push(made);
    return made;
  }

  /** A name that declares something, or that means nothing in this file. */
  name(of: ts.Identifier): NameNode {
    return this.add(new NameNode(this.base, this.fromOf(of), of.end - this.from, of.text));
  }

  mention(of: ts.Identifier, meaning: number = Meaning.value): NameNode {
    const made = this.name(of);
    this.scopes.mention(made, meaning);
    return made;
  }

  declared(of: ts.Identifier, meaning: number = Meaning.value, scope = this.scopes.current): NameNode {
    const made = this.name(of);
    scope.declare(of.text, meaning, made.from, made);
    return made;
  }

  /** What only the type checker sees may still stand before a name further out. */
  declareUnseen(of: ts.Identifier, meaning: number = Meaning.value, scope = this.scopes.current): void {
    scope.declare(of.text, meaning, this.fromOf(of));
  }

  expression(of: ts.Node): JsExpr {
    return buildExpression(this, of);
  }

  optional(of: ts.Node | undefined): JsExpr | undefined {
    return of && buildExpression(this, of);
  }

  expressions(all: readonly ts.Node[]): JsExpr[] {
    const made: JsExpr[] = [];
    for (const one of all) made.push(buildExpression(this, one));
    return made;
  }

  statement(of: ts.Node): JsStmt | undefined {
    return buildStatement(this, of);
  }

  statements(all: readonly ts.Node[]): JsStmt[] {
    const made: JsStmt[] = [];
    for (const one of all) {
      const statement = buildStatement(this, one);
      if (statement) made.push(statement);
    }
    return made;
  }

  unknown(of: ts.Node): JsUnknown {
    return this.node<JsUnknown>(of, { kind: "Unknown", children: [] }, []);
  }
}

/** A letter, a digit or a mark that is neither blank nor begins a comment nor a line that a merge left behind. */
function beginsToken(code: number): boolean {
  return (code >= 97 && code <= 126 && code !== 124) || (code >= 63 && code < 97) || (code >= 48 && code < 60) || code === 34 || code === 36 || (code > 36 && code < 47);
}

const blank = /(?:\s|\/\/[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;

/** By kind of node, what makes something of it: of a node of that kind. */
export type Makers<T> = Readonly<Record<number, { make(b: Builder, node: ts.Node): T }["make"] | undefined>>;

/** Parentheses mean nothing once there is a tree. */
export function plain(node: ts.Node): ts.Node {
  let inner = node;
  while (inner.kind === ts.SyntaxKind.ParenthesizedExpression) inner = (inner as ts.ParenthesizedExpression).expression;
  return inner;
}

/** Name of an annotation that is a plain name: `Pool` in `x: Pool`, `x: pg.Pool`, `x: Pool | undefined`. */
export function typeName(annotation: ts.TypeNode | undefined): string | undefined {
  let type = annotation && plainType(annotation);
  if (type && ts.isUnionTypeNode(type)) type = type.types.map(plainType).find(ts.isTypeReferenceNode);
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const { typeName: name } = type;
  return ts.isQualifiedName(name) ? name.right.text : name.text;
}

export function plainType(type: ts.TypeNode): ts.TypeNode {
  let inner = type;
  while (ts.isParenthesizedTypeNode(inner)) inner = inner.type;
  return inner;
}

/** What names a property, field or member: behind brackets the expression itself. */
export function keyNode(name: ts.Node): ts.Node {
  return plain(ts.isComputedPropertyName(name) ? name.expression : name);
}

/** The static key of a property, field or member; `isComputed` where it stands in brackets. */
export function keyOf(key: ts.Node, isComputed: boolean): string | undefined {
  if (ts.isIdentifier(key)) return isComputed ? undefined : key.text;
  if (ts.isPrivateIdentifier(key) || ts.isStringLiteralLike(key)) return key.text;
  return ts.isNumericLiteral(key) ? String(Number(key.text)) : undefined;
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> };
  if (!modifiers) return false;
  for (const one of modifiers) if (one.kind === kind) return true;
  return false;
}

const none: readonly ts.ModifierLike[] = [];

/** Without decorators. */
export function modifiersOf(node: ts.Node): readonly ts.ModifierLike[] {
  const { modifiers } = node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> };
  return modifiers ? modifiers.filter((one) => one.kind !== ts.SyntaxKind.Decorator) : none;
}
