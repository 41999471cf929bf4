/** Turns a typescript-estree statement into façade nodes: the shared workshop that expressions and statements are built in. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsExpr, JsName, JsNode, JsStmt, JsUnknown, Span } from "../../../rules/api.ts";
import { buildExpression } from "./build-expressions.ts";
import { buildStatement, membersOf, type Members } from "./build-statements.ts";
import { makeNode, Place, setParent, type Base, type Fields } from "./located.ts";

export type EsNode = TSESTree.Node;

/** Builds one top-level statement; keeps its nodes, and which name stands for which identifier. */
export class Builder {
  readonly nodes: JsNode[] = [];
  readonly names: (readonly [EsNode, JsName])[] = [];

  /** `text` is the statement's own; ranges of its tree and places of the nodes are relative to it. `given` are members of a class that were built already. */
  constructor(private readonly text: string, private readonly base: Base, private readonly given: (es: EsNode) => Members | undefined = () => undefined) {}

  /** What stands in a class: built by others, or here. */
  members(es: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Members {
    return this.given(es) ?? membersOf(this, es.body.body);
  }

  at(node: EsNode): Span {
    return this.span(node.range[0], node.range[1]);
  }

  span(start: number, end: number): Span {
    return new Place(this.base, start, end);
  }

  source(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  /** Makes the node and becomes the parent of `children`. */
  node<N extends JsNode>(es: EsNode, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    return this.made<N>(es.range[0], es.range[1], draft, children);
  }

  name(es: EsNode, id: string): JsName {
    const [start, end] = es.range;
    const made = this.made<JsName>(start, this.text.startsWith(id, start) ? start + id.length : end, { kind: "Name", id }, []); // the annotation is not part of the name
    this.names.push([es, made]);
    return made;
  }

  private made<N extends JsNode>(start: number, end: number, draft: Fields<N>, children: readonly (JsNode | undefined)[]): N {
    const made = makeNode<N>(this.base, start, end, draft);
    for (const child of children) if (child) setParent(child, made);
    this.nodes.push(made);
    return made;
  }

  expression(es: EsNode): JsExpr {
    return buildExpression(this, es);
  }

  optional(es: EsNode | null | undefined): JsExpr | undefined {
    return es ? buildExpression(this, es) : undefined;
  }

  statement(es: EsNode): JsStmt | undefined {
    return buildStatement(this, es);
  }

  statements(all: readonly EsNode[]): JsStmt[] {
    return all.flatMap((es) => buildStatement(this, es) ?? []);
  }

  unknown(es: EsNode, children: readonly EsNode[]): JsUnknown {
    const built = children.map((child) => this.expression(child));
    return this.node<JsUnknown>(es, { kind: "Unknown", children: built }, built);
  }
}

/** Name of an annotation that is a plain name: `Pool` in `x: Pool`, `x: pg.Pool`, `x: Pool | undefined`. */
export function typeName(annotation: TSESTree.TSTypeAnnotation | undefined | null): string | undefined {
  let type: EsNode | undefined = annotation?.typeAnnotation;
  if (type?.type === "TSUnionType") type = type.types.find((one) => one.type === "TSTypeReference");
  if (type?.type !== "TSTypeReference") return undefined;
  let name: EsNode = type.typeName;
  if (name.type === "TSQualifiedName") name = name.right;
  return name.type === "Identifier" ? name.name : undefined;
}

/** The static key of a property, field or member. */
export function keyOf(key: EsNode, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number")) return String(key.value);
  if (key.type === "TemplateLiteral" && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

