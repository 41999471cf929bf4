/** The panel's tree as plain data: what each row says, made from the server's answer and a filter. Knows no editor. */
import type { BlockerDto, ChecklistDto, EvidenceDto, ItemDto, ItemState, ListDto, PartDto, PlaceDto } from "../../server/lsp/messages.ts";

export type Subject =
  | { readonly kind: "folder"; readonly folder: ChecklistDto }
  | { readonly kind: "choice"; readonly folder: ChecklistDto }
  | { readonly kind: "problem"; readonly folder: ChecklistDto }
  | { readonly kind: "list"; readonly folder: ChecklistDto; readonly list: ListDto }
  | { readonly kind: "part"; readonly folder: ChecklistDto; readonly list: ListDto; readonly part: PartDto }
  | { readonly kind: "item"; readonly folder: ChecklistDto; readonly item: ItemDto }
  | { readonly kind: "finding"; readonly finding: BlockerDto }
  | { readonly kind: "evidence"; readonly evidence: EvidenceDto }
  | { readonly kind: "signoff" };

/** What a row shows. Equal looks need no refresh. */
export interface Look {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: string;
  /** Theme colour of the icon; the state is always in words too. */
  readonly color: string;
  /** Read aloud in place of label and description. */
  readonly spoken: string;
  /** Undefined where there is nothing to tick. */
  readonly checked: boolean | undefined;
  readonly open: "never" | "collapsed" | "expanded";
  /** Words that menus match on. */
  readonly context: string;
  /** Where a click leads. */
  readonly place: PlaceDto | undefined;
}

export interface Row {
  readonly id: string;
  readonly subject: Subject;
  readonly look: Look;
  readonly children: readonly Row[];
}

export interface View {
  /** States shown; all when empty. */
  readonly states: ReadonlySet<ItemState>;
  /** Ids of the lists shown; all when empty. */
  readonly lists: ReadonlySet<string>;
}

export const stateNames: Readonly<Record<ItemState, { readonly title: string; readonly icon: string; readonly color: string }>> = {
  blocked: { title: "blocked", icon: "error", color: "testing.iconFailed" },
  stale: { title: "stale", icon: "history", color: "charts.yellow" },
  open: { title: "open", icon: "circle-large-outline", color: "" },
  confirmed: { title: "confirmed", icon: "pass", color: "testing.iconPassed" },
  waived: { title: "waived", icon: "shield", color: "charts.blue" },
  unknown: { title: "cannot be seen from here", icon: "question", color: "charts.purple" },
  "not-applicable": { title: "not applicable", icon: "circle-slash", color: "disabledForeground" },
};

export function rowsOf(folders: readonly ChecklistDto[], view: View): readonly Row[] {
  if (folders.length === 1 && folders[0]) return rowsOfFolder(folders[0], view);
  return folders.map((folder) => row(folder.folder, { kind: "folder", folder }, {
    label: folder.name, description: folder.header, icon: "root-folder", open: "expanded", context: "folder", tooltip: `${folder.name} · ${folder.profile}`,
  }, rowsOfFolder(folder, view)));
}

function rowsOfFolder(folder: ChecklistDto, view: View): Row[] {
  const rows: Row[] = [];
  if (folder.problem) {
    rows.push(row(`${folder.folder}|problem`, { kind: "problem", folder }, {
      label: "The sign-off file cannot be read", description: folder.problem, icon: "warning", color: "list.warningForeground", context: "problem",
      tooltip: `${plain(folder.problem)}\n\nIt is left as it is; signing is refused until it is repaired.`,
      place: { uri: `${folder.folder.replace(/\/$/, "")}/.preship/signoffs.yaml`, line: 0, character: 0, endLine: 0, endCharacter: 0 },
    }));
  }
  if (!folder.profileChosen) {
    rows.push(row(`${folder.folder}|choice`, { kind: "choice", folder }, {
      label: "How far would a failure reach?", description: `${folder.profile} until someone chooses`, icon: "compass", context: "choice",
      tooltip: "Choose the blast radius: it decides which items apply and how loud the rules are. It is written to preship.yaml.",
    }));
  }
  const lists = folder.lists.filter((list) => view.lists.size === 0 || view.lists.has(list.id));
  return [...rows, ...lists.flatMap((list, index) => rowOfList(folder, list, index === 0, view))];
}

function rowOfList(folder: ChecklistDto, list: ListDto, isFirst: boolean, view: View): Row[] {
  const id = `${folder.folder}|${list.id}`;
  const children = list.parts.flatMap((part) => rowOfPart(folder, list, part, view));
  if (children.length === 0 && view.states.size > 0) return [];
  const bad = troubleOf(list.parts.flatMap((part) => part.items));
  return [row(id, { kind: "list", folder, list }, {
    label: list.title, description: list.applicable > 0 ? [`${list.confirmed} of ${list.applicable} confirmed`, ...bad].join(" · ") : "none of it applies",
    icon: "checklist", open: isFirst ? "expanded" : "collapsed", context: "list",
    tooltip: list.applicable > 0 ? plain(list.title) : `${plain(list.title)}\n\nNone of it applies to the profile ${plain(folder.profile)}. To ask for it all the same, name it in preship.yaml: \`checklists: [${list.id}]\``,
  }, children)];
}

function rowOfPart(folder: ChecklistDto, list: ListDto, part: PartDto, view: View): Row[] {
  const items = part.items.filter((item) => view.states.size === 0 || view.states.has(item.state));
  if (items.length === 0 && view.states.size > 0) return [];
  return [row(`${folder.folder}|${list.id}|${part.id}`, { kind: "part", folder, list, part }, {
    label: part.title, description: part.applicable > 0 ? [`${part.confirmed} of ${part.applicable}`, ...troubleOf(part.items)].join(" · ") : "does not apply", open: "expanded", context: "part", tooltip: part.title,
  }, items.map((item) => rowOfItem(`${folder.folder}|${list.id}|${part.id}|${item.id}`, folder, item)))];
}

/** `1 blocked`, `2 stale`: only what is there. */
function troubleOf(items: readonly ItemDto[]): string[] {
  return (["blocked", "stale"] as const).flatMap((state) => {
    const count = items.filter((item) => item.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
}

function rowOfItem(id: string, folder: ChecklistDto, item: ItemDto): Row {
  const name = stateNames[item.state];
  const children = [...item.findings.map((finding, n) => rowOfFinding(`${id}|f${n}`, finding)), ...rowOfMore(id, item), ...item.evidence.map((evidence, n) => rowOfEvidence(`${id}|e${n}`, evidence)), ...rowOfSignoff(id, item)];
  return row(id, { kind: "item", folder, item }, {
    label: item.text, description: item.stateText, icon: name.icon, color: name.color, checked: item.checked,
    open: children.length > 0 ? "collapsed" : "never",
    spoken: `${item.text}, ${name.title}${item.stateText && item.stateText !== name.title ? `: ${item.stateText}` : ""}`,
    context: contextOf(item),
    tooltip: `**${plain(item.text)}**\n\n${plain(item.why)}\n\n*How to verify:* ${plain(item.verify)}\n\n*State:* ${plain(item.stateText || name.title)}`,
  }, children);
}

function rowOfMore(id: string, { moreFindings }: ItemDto): Row[] {
  return moreFindings ? [rowOfEvidence(`${id}|more`, { kind: "missing", text: `and ${moreFindings} more, all of them under Problems` })] : [];
}

function contextOf(item: ItemDto): string {
  const words = ["item", item.state];
  if (item.signoff) words.push("signed");
  if (item.artefact && !item.artefact.exists) words.push("creatable");
  if (placeOfEvidence(item)) words.push("shown");
  return words.join(" ");
}

/** The first place that supports or contradicts an item. */
export function placeOfEvidence(item: ItemDto): PlaceDto | undefined {
  return item.evidence.find((evidence) => evidence.kind === "found" && evidence.place)?.place ?? item.findings[0]?.place ?? item.evidence.find((evidence) => evidence.place)?.place;
}

function rowOfFinding(id: string, finding: BlockerDto): Row {
  const isError = finding.severity === "error";
  return row(id, { kind: "finding", finding }, {
    label: linePlace(finding.place), description: withoutMarkup(finding.message), icon: isError ? "error" : "warning", color: isError ? "list.errorForeground" : "list.warningForeground",
    context: "finding", tooltip: `${finding.message}\n\n\`${finding.rule}\``, place: finding.place,
    spoken: `${finding.severity} in ${linePlace(finding.place)}: ${withoutMarkup(finding.message)}`,
  });
}

const evidenceNames: Readonly<Record<EvidenceDto["kind"], { readonly word: string; readonly icon: string; readonly color: string }>> = {
  found: { word: "found", icon: "check", color: "testing.iconPassed" },
  missing: { word: "missing", icon: "dash", color: "disabledForeground" },
  unknown: { word: "elsewhere", icon: "question", color: "charts.purple" },
};

function rowOfEvidence(id: string, evidence: EvidenceDto): Row {
  const { word, icon, color } = evidenceNames[evidence.kind];
  return row(id, { kind: "evidence", evidence }, {
    label: evidence.place ? shortPlace(evidence.place) : word, description: withoutMarkup(evidence.text), icon, color,
    context: evidence.place ? "evidence shown" : "evidence", tooltip: plain(evidence.text), place: evidence.place,
    spoken: `${word}: ${withoutMarkup(evidence.text)}`,
  });
}

function rowOfSignoff(id: string, item: ItemDto): Row[] {
  const signoff = item.signoff;
  if (!signoff) return [];
  const parts = [signoff.by, signoff.at.slice(0, 10), signoff.commit?.slice(0, 7), signoff.until ? `until ${signoff.until}` : undefined, signoff.note].filter(Boolean);
  const description = parts.join(" · ");
  return [row(`${id}|signoff`, { kind: "signoff" }, {
    label: signoff.decision, description, icon: "verified", context: "signoff", tooltip: plain(`${signoff.decision}: ${description}`), spoken: `${signoff.decision}: ${description}`,
  })];
}

function row(id: string, subject: Subject, look: Partial<Look> & Pick<Look, "label" | "context">, children: readonly Row[] = []): Row {
  const description = look.description ?? "";
  return {
    id, subject, children,
    look: {
      icon: "", color: "", checked: undefined, open: "never", place: undefined,
      tooltip: look.label, spoken: description ? `${look.label}, ${description}` : look.label, ...look, description,
    },
  };
}

/** Evidence is often a whole file, which begins at its first character. */
function shortPlace(place: PlaceDto): string {
  return place.line > 0 || place.character > 0 ? linePlace(place) : nameOf(place);
}

function linePlace(place: PlaceDto): string {
  return `${nameOf(place)}:${place.line + 1}`;
}

function nameOf(place: PlaceDto): string {
  return decodeURIComponent(place.uri.slice(place.uri.lastIndexOf("/") + 1));
}

/** Rows show text, not Markdown. */
export function withoutMarkup(text: string): string {
  return text.replace(/`/g, "").replace(/\s+/g, " ");
}

/** Text of others inside a Markdown tooltip. */
function plain(text: string): string {
  return text.replace(/[\\*_{}[\]()#+!|<>$~-]/g, "\\$&");
}
