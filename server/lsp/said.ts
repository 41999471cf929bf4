/** What clients say, held to what the protocol asks of it: a mistake is named, and costs its own message only. */
import path from "node:path";
import { ErrorCodes, ResponseError, type InitializeParams } from "vscode-languageserver/node";
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

export function isPosition(position: unknown): boolean {
  if (typeof position !== "object" || position === null) return false;
  const { line, character } = position as { line?: unknown; character?: unknown };
  return typeof line === "number" && typeof character === "number";
}
