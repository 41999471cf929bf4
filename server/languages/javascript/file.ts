/** The façade over the chunks of one text; everything is computed when first asked for. */
import type { JavaScriptFile, JsCall, JsCallExpr, JsClass, JsNewExpr, JsNode, JsStmt, Span } from "../../../rules/api.ts";
import { enclosingFunction, makeCall } from "./calls.ts";
import type { Chunk } from "./chunks.ts";
import { thisWrites, type ThisWrites } from "./classes.ts";
import { addArgument, addProperty } from "./edits.ts";
import { Handlers, unitOf } from "./handlers/reach.ts";
import { moduleName } from "./modules.ts";
import { variablesOf } from "./scopes.ts";
import { environmentRead, namedStrings } from "./strings.ts";
import { Values } from "./values.ts";

/** What the two parsers give, each on demand. */
export interface Parsed {
  readonly chunks: () => readonly Chunk[];
  readonly hidden: () => ReadonlySet<string>;
  readonly comments: JavaScriptFile["comments"];
  readonly problems: () => JavaScriptFile["problems"];
}

export function javascriptFile(path: string, text: string, parsed: Parsed): JavaScriptFile {
  const nodes = once(() => byKind(parsed.chunks()));
  const calls = new Map<JsNode, JsCall>();
  const ofKind = <K extends JsNode["kind"]>(kind: K) => (nodes().get(kind) ?? []) as unknown as readonly Extract<JsNode, { kind: K }>[];
  const call = (node: JsCallExpr | JsNewExpr): JsCall => {
    const known = calls.get(node) ?? makeCall(node, values());
    calls.set(node, known);
    return known;
  };
  const variables = once(() => variablesOf(parsed.chunks()));
  const writes = once<ThisWrites>(() => thisWrites(ofKind("Assign")));
  const values = once(() => new Values({ variables: variables(), hidden: parsed.hidden(), thisWrites: writes, call }));
  const handlers = once(() => new Handlers(file));
  const body = once(() => parsed.chunks().flatMap((chunk) => chunk.body));
  const file: JavaScriptFile = {
    path, text, language: "javascript",
    get problems() { return parsed.problems(); },
    get isPartial() { return parsed.chunks().some((chunk) => chunk.holes.length > 0); },
    get body() { return body(); },
    get directives() { return directivesOf(body()); },
    comments: once(parsed.comments),
    namedStrings: once(() => namedStrings(file)),
    slice: (at) => text.slice(at.start, at.end),
    environmentRead: (variable, at) => environmentRead(file, variable, at),
    calls: once(() => [...ofKind("Call"), ...ofKind("New")].sort(byStart).map(call)),
    call,
    functions: () => ofKind("Function"),
    classes: () => ofKind("Class"),
    nodes: ofKind,
    qualifiedName: (node) => values().nameOf(node),
    valueOf: (node) => values().of(node),
    bindingsOf: (name) => values().bindingsOf(name),
    usesOf: (name) => (variables()?.get(name)?.uses ?? []).filter((use) => use !== name),
    enclosingFunction,
    enclosingClass,
    imports: once(() => importsOf(file)),
    handlers: () => handlers().entries.handlers,
    servedBy: (node, options) => handlers().servedBy(node, options?.throughCalls === true),
    unitOf,
    addArgument: (node, added) => addArgument(text, node, added),
    addProperty: (object, added) => addProperty(text, object, added),
  };
  return file;
}

export function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: compute() }).value;
}

function byKind(chunks: readonly Chunk[]): ReadonlyMap<JsNode["kind"], JsNode[]> {
  const kinds = new Map<JsNode["kind"], JsNode[]>();
  for (const chunk of chunks) {
    for (const node of chunk.builder.nodes) {
      const list = kinds.get(node.kind);
      if (list) list.push(node);
      else kinds.set(node.kind, [node]);
    }
  }
  for (const list of kinds.values()) list.sort(byStart);
  return kinds;
}

function byStart(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

function enclosingClass(node: JsNode): JsClass | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "Class") return at;
  return undefined;
}

function directivesOf(body: readonly JsStmt[]): string[] {
  const end = body.findIndex((one) => one.kind !== "ExprStmt" || one.value.kind !== "Str");
  return body.slice(0, end < 0 ? body.length : end).flatMap((one) => (one.kind === "ExprStmt" && one.value.kind === "Str" ? [one.value.value] : []));
}

function importsOf(file: JavaScriptFile): string[] {
  const modules = file.nodes("Import").filter((one) => !one.isTypeOnly).map((one) => moduleName(one.module));
  for (const one of file.nodes("Export")) if (one.module) modules.push(moduleName(one.module));
  for (const one of file.nodes("ImportCall")) if (one.source.kind === "Str") modules.push(moduleName(one.source.value));
  for (const { callee, args: [first] } of file.nodes("Call")) {
    if (callee.kind === "Name" && callee.id === "require" && first?.kind === "Str") modules.push(moduleName(first.value));
  }
  return [...new Set(modules)];
}
