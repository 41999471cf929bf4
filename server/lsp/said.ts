/** What clients say, held to what the protocol asks of it: a mistake is named, and costs its own message only. */
import path from "node:path";
import { ErrorCodes, ResponseError, type DidChangeTextDocumentParams, type InitializeParams, type Message } from "vscode-languageserver/node";
import type { DecideParams } from "./messages.ts";
import { uriOf } from "./uri.ts";

export interface NamedFolder {
  readonly uri: string;
  readonly name: string;
}

/** What the client opens with: its folders, else its root in one of the two forms that clients without folders know. */
export function foldersOf(params: Pick<InitializeParams, "workspaceFolders"> & { readonly rootUri?: unknown; readonly rootPath?: unknown }): readonly NamedFolder[] {
  if (Array.isArray(params.workspaceFolders)) return namedFolders(params.workspaceFolders);
  const { rootUri, rootPath } = params;
  if (typeof rootUri === "string" && rootUri !== "") return namedFolders([{ uri: rootUri }]);
  return typeof rootPath === "string" && rootPath !== "" ? namedFolders([{ uri: uriOf(rootPath) }]) : [];
}

/** Those of a list that say where they are; one without a name is called after its address. */
export function namedFolders(list: unknown): readonly NamedFolder[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: Partial<NamedFolder> | null) => (typeof one?.uri === "string" ? [{ uri: one.uri, name: typeof one.name === "string" ? one.name : path.posix.basename(one.uri) }] : []));
}

/** Throws `InvalidParams` unless a document is named, and the place in it that is asked about. */
export function checked<Params extends object>(params: Params, place?: "position" | "range"): Params {
  const { textDocument, position, range } = params as { textDocument?: { uri?: unknown } | null; position?: unknown; range?: { start?: unknown; end?: unknown } | null };
  if (typeof textDocument?.uri !== "string") throw new ResponseError(ErrorCodes.InvalidParams, "It was not said which document is meant: textDocument.uri is missing.");
  if (place === "position" && !isPosition(position)) throw new ResponseError(ErrorCodes.InvalidParams, "It was not said which place is meant: position needs a line and a character.");
  if (place === "range" && !(isPosition(range?.start) && isPosition(range?.end))) throw new ResponseError(ErrorCodes.InvalidParams, "It was not said which places are meant: range needs a start and an end.");
  return params;
}

/** Throws `InvalidParams` unless each of these is said, as text. */
export function saying<Params extends object, Name extends keyof Params & string>(params: Params | null, ...names: readonly Name[]): Params & Readonly<Record<Name, string>> {
  const missing = names.filter((name) => typeof params?.[name] !== "string");
  if (!params || missing.length > 0) throw new ResponseError(ErrorCodes.InvalidParams, `It was not said, as text, what is meant: ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing.`);
  return params as Params & Readonly<Record<Name, string>>;
}

const decisions: ReadonlySet<unknown> = new Set<DecideParams["decision"]>(["confirm", "waive", "not-applicable", "withdraw"]);
const wordsOfDecision = ["note", "reason", "owner", "until"] as const;

/** Throws `InvalidParams` unless it is said what is decided about which item; null is what is left out. Nobody signs by leaving something out. */
export function decided(params: DecideParams | null): DecideParams {
  const whole = saying(params, "folder", "item", "decision");
  const { decision, links } = whole;
  const said = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null)) as unknown as DecideParams;
  const isText = (value: unknown) => value === undefined || typeof value === "string";
  const areLinks = said.links === undefined || (Array.isArray(links) && links.every((link) => typeof link === "string"));
  if (!decisions.has(decision)) throw new ResponseError(ErrorCodes.InvalidParams, `There is no decision ${decision}; it is one of ${[...decisions].join(", ")}.`);
  if (!areLinks || !wordsOfDecision.every((word) => isText(said[word]))) throw new ResponseError(ErrorCodes.InvalidParams, `Of a decision ${wordsOfDecision.join(", ")} are texts, and links is a list of them.`);
  return said;
}

/** What a message says of a document's text; undefined where it speaks of something else, or leaves out what belongs to it. */
export function changeIn(message: Message | null): DidChangeTextDocumentParams | undefined {
  const { method, id, params } = (message ?? {}) as { method?: unknown; id?: unknown; params?: Partial<DidChangeTextDocumentParams> | null };
  if (method !== "textDocument/didChange" || id !== undefined) return undefined;
  return typeof params?.textDocument?.uri === "string" && Array.isArray(params.contentChanges) ? (params as DidChangeTextDocumentParams) : undefined;
}

export function isPosition(position: unknown): boolean {
  if (typeof position !== "object" || position === null) return false;
  const { line, character } = position as { line?: unknown; character?: unknown };
  return typeof line === "number" && typeof character === "number";
}
