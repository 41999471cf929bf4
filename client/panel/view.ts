/** The checklist view: shows the rows, ticks only what the server has accepted, carries the badge. */
import * as vscode from "vscode";
import type { ChecklistDto, ItemState } from "../../server/lsp/messages.ts";
import type { Checklists } from "../checklists.ts";
import { rowsOf, stateNames, type View } from "./nodes.ts";
import { Tree, type Node } from "./reconcile.ts";

export const viewId = "preship.checklist";
const viewKey = "preship.checklist.view";

export class ChecklistView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #tree = new Tree();
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #memory: vscode.Memento;
  #shown: View;
  /** How many questions are open; a tree that is drawn anew takes the keyboard away from them. */
  #asking = 0;
  #isDue = false;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(memory: vscode.Memento, private readonly checklists: Checklists, tick: (node: Node, isTicked: boolean) => Promise<void>) {
    this.#memory = memory;
    const stored = memory.get<{ states: ItemState[]; lists: string[] }>(viewKey);
    this.#shown = { states: new Set(stored?.states), lists: new Set(stored?.lists) };
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, manageCheckboxStateManually: true, showCollapseAll: true, canSelectMany: false });
    this.#disposables.push(
      this.#view, this.#changed,
      checklists.onDidChange(() => this.#refresh()),
      this.#view.onDidChangeCheckboxState(async ({ items }) => {
        for (const [node, state] of items) {
          await tick(node, state === vscode.TreeItemCheckboxState.Checked);
          this.#changed.fire([node]); // whatever was clicked, the box shows the server's truth
        }
      }),
    );
    this.#refresh();
  }

  get shown(): View {
    return this.#shown;
  }

  async show(shown: View): Promise<void> {
    this.#shown = shown;
    await this.#memory.update(viewKey, { states: [...shown.states], lists: [...shown.lists] });
    this.#refresh();
  }

  /** A line above the tree; empty takes it away. */
  say(text: string): void {
    this.#view.message = text || this.#standing();
  }

  /** Shows the panel with the keyboard in it. A view opened for the first time refuses until its rows are drawn, and says nothing when they are. */
  async takeFocus(): Promise<void> {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    await this.checklists.loaded;
    for (const end = Date.now() + 1500; Date.now() < end; ) { // later than this the person is elsewhere, and must not be called back
      const row = this.selection ?? this.roots[0];
      if (!row) return;
      const isThere = await this.#view.reveal(row, { focus: true, select: false }).then(() => true, () => false);
      if (isThere) return;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  /** Leaves the tree as it is until the question is answered. */
  async asking<T>(question: () => Promise<T>): Promise<T> {
    this.#asking++;
    try {
      return await question();
    } finally {
      if (--this.#asking === 0 && this.#isDue) this.#refresh();
    }
  }

  get selection(): Node | undefined {
    return this.#view.selection[0];
  }

  find(id: string): Node | undefined {
    return this.#tree.find(id);
  }

  get roots(): readonly Node[] {
    return this.#tree.roots;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.children;
    await this.checklists.loaded;
    return this.#tree.roots;
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { look } = node;
    const item = new vscode.TreeItem(look.label, collapsible[look.open]);
    item.id = node.id;
    item.description = look.description;
    item.tooltip = new vscode.MarkdownString(look.tooltip);
    item.contextValue = look.context;
    item.accessibilityInformation = { label: look.spoken };
    if (look.icon) item.iconPath = new vscode.ThemeIcon(look.icon, look.color ? new vscode.ThemeColor(look.color) : undefined);
    if (look.checked !== undefined) {
      item.checkboxState = {
        state: look.checked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
        tooltip: look.checked ? "Withdraw this sign-off" : "Confirm this item in your name",
        accessibilityInformation: { label: look.spoken },
      };
    }
    if (look.place) item.command = { command: "preship.openPlace", title: "Open", arguments: [look.place] };
    if (node.subject.kind === "choice") item.command = { command: "preship.chooseProfile", title: "Choose the blast radius", arguments: [node.subject.folder.folder] };
    return item;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #refresh(): void {
    this.#isDue = this.#asking > 0;
    if (this.#isDue) return;
    const folders = this.checklists.folders;
    const changed = this.#tree.update(rowsOf(folders, this.#shown));
    if (changed === "all") this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
    const [only] = folders;
    this.#view.description = folders.length === 1 && only ? `${only.name} · ${only.profile}` : "";
    this.#view.badge = badgeOf(folders);
    this.#view.message = this.#standing();
  }

  /** What is being filtered away must be said, or the panel would lie. */
  #standing(): string {
    const { states } = this.#shown;
    return states.size > 0 ? `Showing only: ${[...states].map((state) => stateNames[state].title).join(", ")}` : "";
  }
}

const collapsible = {
  never: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function badgeOf(folders: readonly ChecklistDto[]): vscode.ViewBadge | undefined {
  const sum = (of: (folder: ChecklistDto) => number) => folders.reduce((total, folder) => total + of(folder), 0);
  const [blocked, stale] = [sum((folder) => folder.blocked), sum((folder) => folder.stale)];
  if (blocked + stale === 0) return undefined;
  return { value: blocked + stale, tooltip: `Pre-ship checklist: ${blocked} blocked, ${stale} stale` };
}
