/** Turns a statement of TypeScript's tree into façade nodes: the shared workshop that expressions and statements are built in. */
import ts from "typescript";
import type { JsExpr, JsName, JsNode, JsStmt, JsUnknown, Span } from "../../../rules/api.ts";
import { buildExpression } from "./build-expressions.ts";
import { buildStatement, membersOf, type Members } from "./build-statements.ts";
import { makeNode, Place, setParent, type Base, type Fields } from "./located.ts";
import { Scopes, value } from "./scopes.ts";

/** A class that is the only statement, with an empty body in the tree. */
export interface FilledClass {
  readonly holder: ts.ClassDeclaration;
  readonly members: Members;
  readonly end: number;
}

/** Builds one top-level statement; keeps its nodes, and which names in it mean the same variable. */
export class Builder {
  readonly nodes: JsNode[] = [];
  readonly scopes = new Scopes();

  /** Places of the nodes are relative to `from`, where the statement begins in `source`. `filled` is a class whose members were built already: it ends elsewhere. */
  constructor(private readonly source: ts.SourceFile, private readonly from: number, private readonly base: Base, private readonly filled?: FilledClass) {}

  /** What stands in a class: built by others, or here. */
  members(of: ts.ClassLikeDeclaration): Members {
    return this.filled?.holder === of ? this.filled.members : membersOf(this, of.members);
  }

  startOf(node: ts.Node): number {
    return node.getStart(this.source);
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
    return this.source.text.slice(this.startOf(node), node.end);
  }

  /** Where the token behind a place begins. */
  tokenAfter(end: number): number {
    blank.lastIndex = end;
    return end + (blank.exec(this.source.text)?.[0].length ?? 0);
  }

  hasQuoteAt(place: number): boolean {
    return /["']/.test(this.source.text.charAt(place));
  }

  /** Makes the node and becomes the parent of `children`. */
  node<N extends JsNode>(of: ts.Node, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    return this.made<N>(this.startOf(of), of.end, draft, children);
  }

  made<N extends JsNode>(start: number, end: number, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    const last = this.filled?.holder.end === end ? this.filled.end : end;
    const made = makeNode<N>(this.base, start - this.from, last - this.from, draft);
    for (const child of children) if (child) setParent(child, made);
    this.nodes.push(made);
    return made;
  }

  /** A name that declares something, or that means nothing in this file. */
  name(of: ts.Identifier): JsName {
    return this.node<JsName>(of, { kind: "Name", id: of.text }, []);
  }

  mention(of: ts.Identifier, meaning = value): JsName {
    const made = this.name(of);
    this.scopes.mention(made, meaning);
    return made;
  }

  declared(of: ts.Identifier, meaning = value, scope = this.scopes.current): JsName {
    const made = this.name(of);
    scope.declare(of.text, meaning, made.start, made);
    return made;
  }

  /** What only the type checker sees may still stand before a name further out. */
  declareUnseen(of: ts.Identifier, meaning = value, scope = this.scopes.current): void {
    scope.declare(of.text, meaning, this.at(of).start);
  }

  expression(of: ts.Node): JsExpr {
    return buildExpression(this, of);
  }

  optional(of: ts.Node | undefined): JsExpr | undefined {
    return of && buildExpression(this, of);
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
  return modifiers !== undefined && modifiers.some((one) => one.kind === kind);
}

/** Without decorators. */
export function modifiersOf(node: ts.Node): readonly ts.ModifierLike[] {
  const { modifiers } = node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> };
  return modifiers ? modifiers.filter((one) => one.kind !== ts.SyntaxKind.Decorator) : [];
}
