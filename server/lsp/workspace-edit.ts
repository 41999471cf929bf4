/** Edits of ours as edits of the protocol: versioned where the client can check, with lines added to other files. */
import { CreateFile, TextDocumentEdit, TextEdit, type SnippetTextEdit, type TextDocumentEdit as DocumentEdit, type WorkspaceEdit } from "vscode-languageserver/node";
import type { Append, Edit } from "../../rules/api.ts";
import { LineIndex } from "../engine/positions.ts";
import { readText } from "../workspace/read.ts";
import { leadsOut } from "../workspace/write.ts";
import type { Abilities } from "./abilities.ts";
import type { OpenDocument } from "./document.ts";
import type { Home } from "./sessions.ts";
import { uriOf } from "./uri.ts";

export async function toWorkspaceEdit(home: Home, edits: readonly Edit[], appends: readonly Append[], abilities: Abilities): Promise<WorkspaceEdit> {
  const own = new Map<string, { readonly version: number; readonly edits: TextEdit[] }>();
  for (const edit of edits) {
    const document = home.document.holder(edit.at.start); // in a notebook one fix may touch several cells
    const found = own.get(document.uri) ?? { version: document.version, edits: [] };
    own.set(document.uri, found);
    found.edits.push(toTextEdit(document, edit));
  }
  const additions = await Promise.all(appends.map((append) => addition(home, append)));
  const others = additions.filter((one) => one !== undefined);
  if (!abilities.versionedEdits) {
    const changes = new Map([...own].map(([uri, one]) => [uri, one.edits]));
    // without resource operations a file cannot be created: adding to those that exist is what is left
    for (const { uri, edit, isNew } of others) if (!isNew) changes.set(uri, [...(changes.get(uri) ?? []), edit]);
    return { changes: Object.fromEntries(changes) };
  }
  const documentChanges: (DocumentEdit | CreateFile)[] = [...own].map(([uri, one]) => TextDocumentEdit.create({ uri, version: one.version }, one.edits));
  for (const { uri, version, edit, isNew } of others) {
    if (isNew && !abilities.createsFiles) continue;
    if (isNew) documentChanges.push(CreateFile.create(uri, { ignoreIfExists: true }));
    documentChanges.push(TextDocumentEdit.create({ uri, version }, [edit]));
  }
  return { documentChanges };
}

/** One insertion whose middle the user is meant to write. */
export function withPlaceholder(home: Home, edit: { readonly at: Edit["at"]; readonly before: string; readonly after: string }, abilities: Abilities): WorkspaceEdit {
  const range = { start: home.document.position(edit.at.start), end: home.document.position(edit.at.end) };
  if (!abilities.snippetEdits) {
    const plain = TextEdit.replace(range, `${edit.before}…${edit.after}`);
    if (!abilities.versionedEdits) return { changes: { [home.document.uri]: [plain] } };
    return { documentChanges: [TextDocumentEdit.create({ uri: home.document.uri, version: home.document.version }, [plain])] };
  }
  const snippet: SnippetTextEdit = { range, snippet: { kind: "snippet", value: `${escaped(edit.before)}\${1:reason}${escaped(edit.after)}` } };
  return { documentChanges: [{ textDocument: { uri: home.document.uri, version: home.document.version }, edits: [snippet] }] };
}

function toTextEdit(document: OpenDocument, { at, text }: Edit): TextEdit {
  return TextEdit.replace({ start: document.position(at.start), end: document.position(at.end) }, text);
}

interface Addition {
  readonly uri: string;
  readonly version: number | null;
  readonly edit: TextEdit;
  readonly isNew: boolean;
}

/** Undefined when the line is there already, or the file is not one that can be added to, such as a link that leads out of the project. */
async function addition({ session }: Home, { path, line }: Append): Promise<Addition | undefined> {
  if (session.root !== undefined && leadsOut(session.root, session.absolute(path))) return undefined;
  const open = session.document(path);
  const uri = session.uri(path);
  const read = open ? { text: open.text } : session.root === undefined ? { skipped: "gone" as const } : await readText(session.absolute(path));
  if ("skipped" in read) {
    if (read.skipped !== "gone" || session.root === undefined) return undefined;
    return { uri: uriOf(session.absolute(path)), version: null, edit: TextEdit.insert({ line: 0, character: 0 }, line + "\n"), isNew: true };
  }
  const { text } = read;
  if (text.split(/\r?\n/).some((one) => one === line || (line.endsWith("=") && one.startsWith(line)))) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const position = open ? open.position(text.length) : new LineIndex(text).position(text.length);
  const needsBreak = text !== "" && !/[\r\n]$/.test(text);
  return { uri, version: open?.version ?? null, edit: TextEdit.insert(position, `${needsBreak ? newline : ""}${line}${newline}`), isNew: false };
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
