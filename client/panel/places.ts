/** Opens a place of the protocol in an editor. */
import * as vscode from "vscode";
import type { PlaceDto } from "../../server/lsp/messages.ts";

export async function openPlace(place: PlaceDto | undefined): Promise<void> {
  if (!place) return;
  const selection = new vscode.Range(place.line, place.character, place.endLine, place.endCharacter);
  await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection, preview: true });
}
