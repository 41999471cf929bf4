/** A class that is typed into, read part by part: each stretch of its members in a class of its own with the same head, and only those whose text is new. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsStmt } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { Builder } from "./build.ts";
import { membersOf, type Members } from "./build-statements.ts";
import type { Base } from "./located.ts";
import { memberCuts } from "./member-cuts.ts";
import type { OwnedPart, Reusable } from "./reusable.ts";
import { analysed, readScopes, type PartScopes, type Scopes } from "./scopes.ts";

type Statements = readonly TSESTree.ProgramStatement[];
/** Throws on any syntax error. */
type Parse = (text: string) => Statements;

/** All that stands before the members. */
export interface ClassHead {
  readonly text: string;
  readonly estree: Statements;
  readonly holder: TSESTree.ClassDeclaration;
  readonly scopes: () => Scopes | "unknown";
}

/** Some members; everything in them is relative to where the head would begin if it stood before them. */
export interface ClassPart {
  /** The head and the text: parts with the same key are the same. */
  readonly key: string;
  readonly base: Base;
  readonly builder: Builder;
  readonly members: Members;
  readonly scopes: () => PartScopes | "unknown";
}

export interface PlacedPart {
  readonly part: ClassPart;
  /** Of its base, from that of the class. */
  readonly from: number;
}

interface ReadClass {
  readonly head: ClassHead;
  readonly scopes: () => Scopes | "unknown";
  readonly body: readonly JsStmt[];
  /** Without the members. */
  readonly builder: Builder;
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
  const { estree, holder } = head;
  for (const node of [estree[0], holder, holder.body]) if (node) node.range = [node.range[0], slice.length];
  const all = parts.map(({ part }) => part.members);
  const members: Members = { members: all.flatMap((one) => one.members), rest: all.flatMap((one) => one.rest) };
  const builder = new Builder(slice, base, (es) => (es === holder ? members : undefined));
  return { head, scopes: head.scopes, body: builder.statements(estree), builder, parts };
}

function readHead(text: string, parse: Parse): ClassHead {
  const estree = parse(`${text}}`);
  return { text, estree, holder: classOf(estree), scopes: once(() => analysed(estree)) };
}

function readPart(head: string, inside: string, parse: Parse): ClassPart {
  const text = `${head}${inside}}`;
  const estree = parse(text);
  const { id, body } = classOf(estree);
  const base = { offset: 0 };
  const builder = new Builder(text, base);
  const members = membersOf(builder, body.body);
  return { key: `${head}\u0000${inside}`, base, builder, members, scopes: once(() => readScopes(builder.names, analysed(estree), id ?? undefined)) };
}

/** The only statement, which has to be a class that exists when the code runs. */
function classOf([only, ...more]: Statements): TSESTree.ClassDeclaration {
  const declared = only?.type === "ExportNamedDeclaration" || only?.type === "ExportDefaultDeclaration" ? only.declaration : only;
  if (declared?.type !== "ClassDeclaration" || declared.declare || more.length > 0) throw new Error("this is no class");
  return declared;
}

/** A slice keeps the text it was cut from, and each keystroke makes another text. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
