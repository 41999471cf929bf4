/** Changes a rule's level or the profile in the preship.yaml that governs a file; creates one at the folder's root when there is none. */
import path from "node:path";
import { FileChangeType, TextDocumentEdit, TextEdit, type Connection } from "vscode-languageserver/node";
import { withProfile, withRuleLevel } from "../workspace/config-edit.ts";
import { levels, profiles } from "../workspace/config-text.ts";
import { readText } from "../workspace/read.ts";
import { writeAtomically } from "../workspace/write.ts";
import type { Abilities } from "./abilities.ts";
import type { ChooseProfileParams, SetLevelParams } from "./messages.ts";
import type { Sessions } from "./sessions.ts";
import { uriOf } from "./uri.ts";

export const setLevelCommand = "preship.setLevel";

export interface SetLevelResult {
  readonly uri?: string;
  readonly refused?: string;
}

export async function setLevel(params: unknown, sessions: Sessions, abilities: Abilities, connection: Connection): Promise<SetLevelResult> {
  if (!isSetLevel(params)) return { refused: "It was not said which rule gets which level." };
  const place = sessions.locate(params.uri);
  const root = place?.session.root;
  if (!place || root === undefined) return { refused: "The file is not on disk, so no preship.yaml governs it." };
  const file = place.session.configs?.governing(place.path) ?? path.join(root, "preship.yaml");
  return change(file, (text) => withRuleLevel(text, params.rule, params.level), sessions, abilities, connection);
}

export async function chooseProfile(params: unknown, sessions: Sessions, abilities: Abilities, connection: Connection): Promise<SetLevelResult> {
  const { folder: uri, profile } = (params ?? {}) as Partial<ChooseProfileParams>;
  const folder = typeof uri === "string" ? sessions.folder(uri) : undefined;
  const chosen = profiles.find((one) => one === profile);
  if (!folder || !chosen) return { refused: `A profile is one of ${profiles.join(", ")}, for a folder that is open.` };
  const file = folder.session.configs?.governing("preship.yaml") ?? path.join(folder.root, "preship.yaml");
  return change(file, (text) => withProfile(text, chosen), sessions, abilities, connection);
}

/** Through the editor where the file is open with changes of its own, on disk otherwise: an edit nobody saves would set nothing. */
async function change(file: string, edit: (text: string) => { readonly text: string } | { readonly refused: string }, sessions: Sessions, abilities: Abilities, connection: Connection): Promise<SetLevelResult> {
  const uri = uriOf(file);
  const read = await readText(file);
  if ("skipped" in read && read.skipped !== "gone") return { refused: `${file} is ${read.skipped}.` };
  const onDisk = "text" in read ? read.text : "";
  const open = (await sessions.home(uri))?.document;
  const isEdited = open !== undefined && open.text !== onDisk;
  const changed = edit(isEdited ? open.text : onDisk);
  if ("refused" in changed) return { refused: changed.refused };
  if (isEdited) {
    if (!abilities.appliesEdits) return { refused: "preship.yaml has unsaved changes; save it first." };
    const whole = TextEdit.replace({ start: open.position(0), end: open.position(open.text.length) }, changed.text);
    const { applied } = await connection.workspace.applyEdit(abilities.versionedEdits ? { documentChanges: [TextDocumentEdit.create({ uri: open.uri, version: open.version }, [whole])] } : { changes: { [open.uri]: [whole] } });
    return applied ? { uri } : { refused: "The editor did not take the change." };
  }
  try {
    writeAtomically(file, changed.text);
  } catch (error) {
    return { refused: `${file} could not be written: ${error instanceof Error ? error.message : String(error)}` };
  }
  sessions.reconsider([{ uri, type: FileChangeType.Changed }]);
  return { uri };
}

function isSetLevel(params: unknown): params is SetLevelParams {
  if (typeof params !== "object" || params === null) return false;
  const { uri, rule, level } = params as Partial<Record<keyof SetLevelParams, unknown>>;
  return typeof uri === "string" && typeof rule === "string" && levels.some((one) => one === level);
}
