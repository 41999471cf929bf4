/** A class that is typed into, read part by part: each stretch of its members in a class of its own with the same head, and only those whose text is new. */
import ts from "typescript";
import type { JsNode, JsStmt } from "../../../rules/api.ts";
import { Builder, hasModifier } from "./build.ts";
import { membersOf, type Members } from "./build-statements.ts";
import type { Base } from "./located.ts";
import { memberCuts } from "./member-cuts.ts";
import type { OwnedPart, Reusable } from "./reusable.ts";
import { Meaning, type ChunkScopes, type PartScopes } from "./scopes.ts";

/** Throws on any syntax error. */
type Parse = (text: string) => ts.SourceFile;

/** All that stands before the members. */
export interface ClassHead {
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly holder: ts.ClassDeclaration;
}

/** Some members; everything in them is relative to where the head would begin if it stood before them. */
export interface ClassPart {
  /** The head and the text: parts with the same key are the same. */
  readonly key: string;
  readonly base: Base;
  readonly nodes: readonly JsNode[];
  readonly members: Members;
  readonly scopes: PartScopes;
}

export interface PlacedPart {
  readonly part: ClassPart;
  /** Of its base, from that of the class. */
  readonly from: number;
}

interface ReadClass {
  readonly head: ClassHead;
  readonly scopes: ChunkScopes;
  readonly body: readonly JsStmt[];
  /** Without those of the members. */
  readonly nodes: readonly JsNode[];
  readonly parts: readonly PlacedPart[];
}

/** Reading a short class costs no more than reading a part of it. */
const shortest = 300;

/** Undefined where it has to be read as a whole, as what holds an error has. */
export function readInParts(slice: string, base: Base, parse: Parse, reusable: Reusable): ReadClass | undefined {
  const cuts = slice.length < shortest ? undefined : memberCuts(slice);
  if (!cuts || cuts.starts.length < 2) return undefined;
  const { starts, close } = cuts;
  const owned: OwnedPart[] = [];
  try {
    const text = slice.slice(0, starts[0]);
    const head = reusable.headOf(text) ?? readHead(copyOf(text), parse);
    const parts = starts.map((start, index): PlacedPart => {
      const inside = slice.slice(start, starts[index + 1] ?? close);
      const known = reusable.takePart(`${text}\u0000${inside}`);
      if (known) owned.push(known);
      return { part: known?.part ?? readPart(text, inside, parse), from: start - text.length };
    });
    const built = joined(slice, base, head, parts);
    reusable.claim(owned);
    return built;
  } catch {
    reusable.giveBack(owned);
    return undefined;
  }
}

function joined(slice: string, base: Base, head: ClassHead, parts: readonly PlacedPart[]): ReadClass {
  const { source, holder } = head;
  const all = parts.map(({ part }) => part.members);
  const members: Members = { members: all.flatMap((one) => one.members), rest: all.flatMap((one) => one.rest) };
  const builder = new Builder(source, 0, base, { holder, members, end: slice.length });
  const body = builder.statements(source.statements);
  return { head, scopes: builder.scopes.read(), body, nodes: builder.nodes, parts };
}

function readHead(text: string, parse: Parse): ClassHead {
  const source = parse(`${text}}`);
  return { text, source, holder: classOf(source) };
}

function readPart(head: string, inside: string, parse: Parse): ClassPart {
  const source = parse(`${head}${inside}}`);
  const { name, members: all } = classOf(source);
  const base = { offset: 0 };
  const builder = new Builder(source, 0, base);
  const own = builder.scopes.open("block");
  if (name) builder.declareUnseen(name, Meaning.both);
  const members = membersOf(builder, all);
  builder.scopes.close();
  const { mentions } = builder.scopes.read();
  return { key: `${head}\u0000${inside}`, base, nodes: builder.nodes, members, scopes: { mentions, ofClass: name ? own.variable(name.text).uses : [] } };
}

/** The only statement, which has to be a class that exists when the code runs. */
function classOf({ statements: [only, ...more] }: ts.SourceFile): ts.ClassDeclaration {
  if (!only || !ts.isClassDeclaration(only) || more.length > 0 || hasModifier(only, ts.SyntaxKind.DeclareKeyword)) throw new Error("this is no class");
  return only;
}

/** A slice keeps the text it was cut from, and each keystroke makes another text. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
