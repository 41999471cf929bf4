/** The sign-off file `.preship/signoffs.yaml`: reading it, and the text of its next version. Comments and unknown keys survive. */
import { Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { quotable } from "../engine/quotable.ts";
import { nearest } from "../engine/suggest.ts";
import type { Signoff } from "./model.ts";
import { longestOwnText, parseOwn, tooLong } from "./own-yaml.ts";

export const signoffsPath = ".preship/signoffs.yaml";
const version = 1;

export interface Signoffs {
  readonly byItem: ReadonlyMap<string, Signoff>;
  /** Why the file may not be written: broken, or of a newer format. What could be read is still shown. */
  readonly problem?: string;
  readonly problems: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

const decisions = ["confirm", "waive", "not-applicable"];

export function readSignoffs(text: string | undefined): Signoffs {
  if (text === undefined || text.trim() === "") return { byItem: new Map(), problems: [] };
  if (text.length > longestOwnText) return { byItem: new Map(), problem: `${signoffsPath}: ${tooLong} Preship leaves it untouched.`, problems: [] };
  const document = parseOwn(text);
  const broken = document.errors.map((error) => ({ start: error.pos[0], end: error.pos[1], message: error.message }));
  if (broken.length > 0) return { byItem: new Map(), problem: `${signoffsPath} is not valid YAML: ${broken[0]?.message}. Mend it by hand; Preship leaves it untouched.`, problems: broken };
  const root: unknown = document.toJS({ maxAliasCount: 100 });
  if (!isRecord(root) || !(root["items"] === undefined || root["items"] === null || isRecord(root["items"]))) {
    const message = "expected `version` and `items`";
    return { byItem: new Map(), problem: `${signoffsPath}: ${message}. Preship leaves it untouched.`, problems: [{ start: 0, end: Math.min(text.length, 1), message }] };
  }
  const found = typeof root["version"] === "number" ? root["version"] : version;
  const newer = found > version ? `${signoffsPath} has format ${found}, this Preship knows ${version}. Update Preship; until then the file is read-only.` : undefined;
  const items = isRecord(root["items"]) ? root["items"] : {};
  const byItem = new Map<string, Signoff>();
  const problems: { start: number; end: number; message: string }[] = [];
  for (const [item, entry] of Object.entries(items)) {
    if (entry === null || entry === "open") continue;
    const signoff = isRecord(entry) ? asSignoff(item, entry) : undefined;
    if (signoff) byItem.set(item, signoff);
    else problems.push({ ...rangeOf(document, item), message: `The sign-off of ${item} needs decision (${decisions.join(", ")}), by and at.` });
  }
  return { byItem, problems, ...(newer && { problem: newer }) };
}

/** Mistakes in the file, at their places: what cannot be read, and entries that vouch for nothing because no item has their name. */
export function signoffProblems(text: string, items: ReadonlySet<string>): { readonly at: { readonly start: number; readonly end: number }; readonly message: string }[] {
  const { byItem, problems, problem } = readSignoffs(text);
  const document = parseOwn(byItem.size > 0 ? text : "");
  const unknown = [...byItem.keys()].filter((id) => !items.has(id)).map((id) => {
    const near = nearest(id, items);
    return { at: rangeOf(document, id), message: quotable(`\`${id}\` is no checklist item, so this vouches for nothing.${near ? ` Did you mean \`${near}\`?` : ""}`) };
  });
  const whole = problem !== undefined && problems.length === 0 ? [{ at: { start: 0, end: text.split("\n", 1)[0]?.length ?? 0 }, message: problem }] : [];
  return [...whole, ...problems.map(({ start, end, message }) => ({ at: { start, end }, message })), ...unknown];
}

/** The file with one item decided, or undecided when `signoff` is undefined. `allItems` makes the skeleton that lets two people sign in parallel. */
export function writeSignoff(text: string | undefined, item: string, signoff: Signoff | undefined, allItems: readonly string[]): string {
  const hasCarriageReturns = text?.includes("\r\n") ?? false;
  const document = text?.trim() ? parseDocument(text.replace(/\r\n/g, "\n")) : skeleton();
  if (!isMap(document.get("items"))) document.set("items", document.createNode({}));
  const items = document.get("items") as YAMLMap; // just made sure
  items.flow = false;
  for (const id of [...new Set([...allItems, item])]) if (!items.has(id)) insertSorted(document, items, id);
  const pair = items.items.find((one) => keyOf(one.key) === item);
  if (pair) pair.value = signoff ? entryNode(document, pair.value, signoff) : document.createNode("open");
  const next = document.toString({ lineWidth: 0 });
  return hasCarriageReturns ? next.replace(/\n/g, "\r\n") : next;
}

/** A known entry is changed in place, so that comments and unknown keys inside it stay. */
function entryNode(document: Document, current: unknown, signoff: Signoff): unknown {
  const entry = Object.fromEntries([...ours].flatMap((key) => (signoff[key] === undefined ? [] : [[key, signoff[key]]])));
  if (!isMap(current)) return document.createNode(entry);
  for (const key of ours) if (!(key in entry)) current.delete(key);
  for (const [key, value] of Object.entries(entry)) current.set(key, document.createNode(value));
  return current;
}

function skeleton(): Document {
  const document = new Document({ version, items: {} });
  document.commentBefore = " Who vouches for what. One entry per checklist item, sorted; review changes here like code.";
  return document;
}

/** A blank line between entries gives git the unchanged line it needs to merge neighbours. */
function insertSorted(document: Document, items: YAMLMap, id: string): void {
  const index = items.items.findIndex((one) => keyOf(one.key) > id);
  items.items.splice(index < 0 ? items.items.length : index, 0, document.createPair(id, "open"));
  items.items.forEach(({ key }, place) => {
    if (isScalar(key)) key.spaceBefore = place > 0;
  });
}

/** In the order of writing. */
const ours = new Set<Exclude<keyof Signoff, "item">>(["decision", "by", "at", "commit", "evidence", "links", "note", "reason", "owner", "until", "scope"]);

function asSignoff(item: string, entry: Record<string, unknown>): Signoff | undefined {
  const { decision, by, at } = entry;
  if (typeof decision !== "string" || !decisions.includes(decision) || typeof by !== "string" || at === undefined) return undefined;
  const text = (key: string) => (entry[key] === undefined || entry[key] === null ? {} : { [key]: entry[key] instanceof Date ? entry[key].toISOString() : String(entry[key]) });
  return {
    item,
    decision: decision as Signoff["decision"],
    by,
    at: at instanceof Date ? at.toISOString() : String(at),
    ...text("commit"), ...text("note"), ...text("reason"), ...text("owner"), ...text("until"), ...text("scope"),
    ...(isRecord(entry["evidence"]) && { evidence: Object.fromEntries(Object.entries(entry["evidence"]).map(([key, value]) => [key, String(value)])) }),
    ...(Array.isArray(entry["links"]) && { links: entry["links"].map(String) }),
  };
}

function rangeOf(document: Document, item: string): { start: number; end: number } {
  const items = document.get("items");
  const key = isMap(items) ? items.items.find((one) => keyOf(one.key) === item)?.key : undefined;
  const range = isScalar(key) ? key.range : undefined;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
