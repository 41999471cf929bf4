/** Turns a typescript-estree statement into façade nodes: the shared workshop that expressions and statements are built in. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsExpr, JsName, JsNode, JsStmt, JsUnknown, Span } from "../../../rules/api.ts";
import { buildExpression } from "./build-expressions.ts";
import { buildStatement } from "./build-statements.ts";

export type EsNode = TSESTree.Node;

/** Node under construction: its parent is set once the parent exists. */
type Draft<N> = N extends JsNode ? Omit<N, "parent" | "start" | "end"> : never;

interface Movable {
  start: number;
  end: number;
}

/** Builds one top-level statement; keeps what must move when text above it changes, and which name stands for which identifier. */
export class Builder {
  /** Every place made, for `move`. */
  readonly places: Movable[] = [];
  readonly nodes: JsNode[] = [];
  readonly names: (readonly [EsNode, JsName])[] = [];

  /** `offset` turns ranges of the parsed slice into offsets of the file; `text` is the file's. */
  constructor(private readonly text: string, private readonly offset: number) {}

  at(node: EsNode): Span {
    return this.span(node.range[0], node.range[1]);
  }

  /** A place given in offsets of the parsed slice. */
  span(start: number, end: number): Span {
    const place = { start: start + this.offset, end: end + this.offset };
    this.places.push(place);
    return place;
  }

  /** Source text in offsets of the parsed slice. */
  source(start: number, end: number): string {
    return this.text.slice(start + this.offset, end + this.offset);
  }

  /** Makes the node and becomes the parent of `children`. */
  node<N extends JsNode>(es: EsNode, draft: Draft<N>, children: readonly (JsNode | undefined)[]): N {
    const made = { ...draft, parent: undefined, start: es.range[0] + this.offset, end: es.range[1] + this.offset } as unknown as N & Movable & { parent: JsNode | undefined };
    for (const child of children) if (child) (child as { parent: JsNode | undefined }).parent = made;
    this.places.push(made);
    this.nodes.push(made);
    return made;
  }

  name(es: EsNode, id: string): JsName {
    const made = this.node<JsName>(es, { kind: "Name", id }, []);
    if (this.text.startsWith(id, made.start)) (made as Movable).end = made.start + id.length; // the annotation is not part of the name
    this.names.push([es, made]);
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

export function move(places: readonly Movable[], by: number): void {
  if (by === 0) return;
  for (const place of places) {
    place.start += by;
    place.end += by;
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

