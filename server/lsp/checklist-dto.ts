/** Checklists as the client sees them: plain data with places as the protocol has them. */
import { parts as principleParts } from "../../rules/principles.ts";
import type { Evidence } from "../checklist/model.ts";
import { headerOf, headTally, itemsOf, type ListView, type PartView, tally } from "../checklist/overview.ts";
import type { ItemView } from "../checklist/state.ts";
import type { LineIndex } from "../engine/positions.ts";
import type { Reported } from "../engine/report.ts";
import type { BlockerDto, ChecklistDto, EvidenceDto, ItemDto, ListDto, PartDto, PlaceDto } from "./messages.ts";

export interface DtoInput {
  readonly folder: string;
  readonly name: string;
  readonly profile: string;
  readonly profileChosen: boolean;
  readonly lists: readonly ListView[];
  readonly problem: string | undefined;
  readonly uriOf: (path: string) => string;
  readonly linesOf: (path: string) => LineIndex | undefined;
  readonly exists: (path: string) => boolean;
}

export function checklistDto(input: DtoInput): ChecklistDto {
  const head = headTally(input.lists);
  const { folder, name, profile, profileChosen, problem } = input;
  return {
    folder, name, profile, profileChosen, header: headerOf(head),
    confirmed: head.confirmed, applicable: head.applicable, blocked: head.blocked, stale: head.stale,
    lists: input.lists.map((list) => listDto(list, input)),
    ...(problem && { problem }),
  };
}

function listDto(view: ListView, input: DtoInput): ListDto {
  const { confirmed, applicable } = tally(itemsOf(view));
  return { id: view.list.id, title: view.list.title, confirmed, applicable, parts: view.parts.map((part) => partDto(part, view.list.id, input)) };
}

function partDto(part: PartView, list: string, input: DtoInput): PartDto {
  const { confirmed, applicable } = tally(part.items);
  const numeral = list === "pre-ship" && part.id in principleParts ? `${principleParts[part.id as keyof typeof principleParts].numeral}  ` : "";
  return { id: part.id, title: `${numeral}${part.title}`, confirmed, applicable, items: part.items.map((item) => itemDto(item, list, input)) };
}

/** More than a person reads in a row of the panel; the Problems view has them all. */
const shownFindings = 50;

function itemDto({ item, state, stateText, evidence, blockers, signoff }: ItemView, list: string, input: DtoInput): ItemDto {
  const { id, text, why, verify, principle, artefact } = item;
  return {
    id, list, text, why, verify, principle, state, stateText,
    checked: state === "confirmed",
    evidence: evidence.map((one) => evidenceDto(one, input)),
    findings: blockers.slice(0, shownFindings).map((finding) => blockerDto(finding, input)),
    ...(blockers.length > shownFindings && { moreFindings: blockers.length - shownFindings }),
    ...(artefact && { artefact: { ...artefact, exists: input.exists(artefact.path) } }),
    ...(signoff && { signoff: signoffDto(signoff) }),
  };
}

function signoffDto({ decision, by, at, commit, note, reason, owner, until }: NonNullable<ItemView["signoff"]>): NonNullable<ItemDto["signoff"]> {
  const words = note ?? reason;
  return { decision, by, at, ...(commit && { commit }), ...(words && { note: words }), ...(owner && { owner }), ...(until && { until }) };
}

function evidenceDto({ kind, text, path, offset }: Evidence, input: DtoInput): EvidenceDto {
  return { kind, text, ...(path && { place: placeDto(path, offset ?? 0, offset ?? 0, input) }) };
}

function blockerDto({ rule, severity, message, path, at }: Reported, input: DtoInput): BlockerDto {
  return { rule: rule.id, severity, message, place: placeDto(path, at.start, at.end, input) };
}

function placeDto(path: string, start: number, end: number, input: DtoInput): PlaceDto {
  const lines = input.linesOf(path);
  const from = lines?.position(start) ?? { line: 0, character: 0 };
  const to = lines?.position(end) ?? from;
  return { uri: input.uriOf(path), line: from.line, character: from.character, endLine: to.line, endCharacter: to.character };
}
