/** What a person can do with a checklist item: each asks for what it needs in one line, and shows a refusal without stopping anybody. */
import * as vscode from "vscode";
import type { DecideParams, ItemDto, ItemState } from "../../server/lsp/messages.ts";
import type { Checklists } from "../checklists.ts";
import { markdownOf } from "./markdown.ts";
import { placeOfEvidence, stateNames, withoutMarkup } from "./nodes.ts";
import { openPlace } from "./places.ts";
import type { Node } from "./reconcile.ts";
import type { ChecklistView } from "./view.ts";

type Decision = Omit<DecideParams, "folder" | "item">;

/** A tick confirms, taking it away withdraws; both may be refused. */
export async function tick(node: Node, isTicked: boolean, checklists: Checklists, say: (text: string) => void): Promise<void> {
  await decide(node, { decision: isTicked ? "confirm" : "withdraw" }, checklists, say);
}

export function registerActions(view: ChecklistView, checklists: Checklists): vscode.Disposable {
  const say = (text: string) => view.say(text);
  const onItem = (name: string, run: (node: Node, item: ItemDto) => Promise<void>, select?: () => Thenable<unknown>) =>
    vscode.commands.registerCommand(`preship.checklist.${name}`, async (given?: Node) => {
      if (!given) await select?.(); // a key is told no row: the one that has the focus is selected first
      const node = given ?? view.selection;
      if (node?.subject.kind === "item") await run(node, node.subject.item);
    });
  const ask = (name: string, question: (item: ItemDto) => Promise<Decision | undefined>) =>
    onItem(name, async (node, item) => {
      const decision = await view.asking(() => question(item));
      if (decision) await decide(node, decision, checklists, say);
    });
  return vscode.Disposable.from(
    ask("confirm", askForNote),
    ask("waive", askForWaiver),
    ask("notApplicable", askForReason),
    ask("withdraw", async () => ({ decision: "withdraw" })),
    onItem("toggle", (node, item) => tick(node, !item.checked, checklists, say), () => vscode.commands.executeCommand("list.select")),
    onItem("openEvidence", async (_, item) => openPlace(placeOfEvidence(item))),
    onItem("createArtefact", async (node, item) => createArtefact(node, item, checklists, say)),
    vscode.commands.registerCommand("preship.checklist.copyMarkdown", async (given?: Node) => {
      await vscode.env.clipboard.writeText(markdownOf(given ? [given] : view.roots));
      vscode.window.setStatusBarMessage("Checklist copied as Markdown", 4000);
    }),
    vscode.commands.registerCommand("preship.openChecklist", () => view.takeFocus()),
    vscode.commands.registerCommand("preship.checklist.filter", () => view.asking(() => chooseStates(view))),
    vscode.commands.registerCommand("preship.checklist.clearFilter", () => view.show({ ...view.shown, states: new Set() })),
    vscode.commands.registerCommand("preship.checklist.pickLists", () => view.asking(() => chooseLists(view, checklists))),
    vscode.commands.registerCommand("preship.checklist.refresh", () => checklists.reload()),
  );
}

async function decide(node: Node, decision: Decision, checklists: Checklists, say: (text: string) => void): Promise<void> {
  if (node.subject.kind !== "item") return;
  const { folder, item } = node.subject;
  const { refused } = await checklists.decide({ folder: folder.folder, item: item.id, ...decision });
  say(refused ? `Not signed: ${withoutMarkup(refused)}` : "");
}

async function askForNote(item: ItemDto): Promise<Decision | undefined> {
  const note = await asked({ title: `Confirm: ${item.text}`, prompt: "What did you look at? A link counts as evidence where the repository shows none.", placeHolder: "Optional note or link" });
  if (note === undefined) return undefined;
  const links = note.match(/https?:\/\/\S+/g) ?? [];
  return { decision: "confirm", ...(note.trim() ? { note: note.trim() } : {}), ...(links.length > 0 ? { links } : {}) };
}

async function askForWaiver(item: ItemDto): Promise<Decision | undefined> {
  const title = `Waive: ${item.text}`;
  const reason = await asked({ title: `${title} (1 of 3)`, prompt: "Why may this ship without it?", validateInput: required("A waiver needs a reason") });
  if (!reason?.trim()) return undefined;
  const owner = await asked({ title: `${title} (2 of 3)`, prompt: "Who answers for it until then?", validateInput: required("A waiver needs an owner") });
  if (!owner?.trim()) return undefined;
  const until = await asked({ title: `${title} (3 of 3)`, prompt: "Until when? The item opens again after that day.", value: inDays(30), validateInput: futureDay });
  if (!until) return undefined;
  return { decision: "waive", reason: reason.trim(), owner: owner.trim(), until };
}

async function askForReason(item: ItemDto): Promise<Decision | undefined> {
  const reason = await asked({ title: `Not applicable: ${item.text}`, prompt: "Why does it not apply here?", validateInput: required("Say why, so that the next reader can check it") });
  return reason?.trim() ? { decision: "not-applicable", reason: reason.trim() } : undefined;
}

/** What is half written stays when somebody looks elsewhere. */
function asked(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ...options, ignoreFocusOut: true });
}

async function createArtefact(node: Node, item: ItemDto, checklists: Checklists, say: (text: string) => void): Promise<void> {
  if (node.subject.kind !== "item") return;
  const { uri, refused } = await checklists.createArtefact({ folder: node.subject.folder.folder, item: item.id });
  say(refused ? `Not created: ${refused}` : "");
  if (uri) await vscode.window.showTextDocument(vscode.Uri.parse(uri));
}

async function chooseStates(view: ChecklistView): Promise<void> {
  const states = Object.entries(stateNames) as [ItemState, (typeof stateNames)[ItemState]][];
  const picked = await vscode.window.showQuickPick(
    states.map(([state, { title, icon }]) => ({ label: `$(${icon}) ${title}`, state, picked: view.shown.states.has(state) })),
    { title: "Show only items that are …", placeHolder: "Nothing chosen shows everything", canPickMany: true },
  );
  if (picked) await view.show({ ...view.shown, states: new Set(picked.length === states.length ? [] : picked.map(({ state }) => state)) });
}

async function chooseLists(view: ChecklistView, checklists: Checklists): Promise<void> {
  const lists = new Map(checklists.folders.flatMap((folder) => folder.lists.map((list) => [list.id, list.title] as const)));
  const picked = await vscode.window.showQuickPick(
    [...lists].map(([id, label]) => ({ label, id, picked: view.shown.lists.size === 0 || view.shown.lists.has(id) })),
    { title: "Checklists to show", canPickMany: true },
  );
  if (picked) await view.show({ ...view.shown, lists: new Set(picked.length === lists.size ? [] : picked.map(({ id }) => id)) });
}

function required(complaint: string): (value: string) => string | undefined {
  return (value) => (value.trim() ? undefined : complaint);
}

function futureDay(value: string): string | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!isDay) return "A day as YYYY-MM-DD";
  return value > inDays(0) ? undefined : "A day in the future";
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
