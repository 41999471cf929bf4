/** The checklist over the protocol: answers the panel's requests and tells it what changed, and only that. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Connection } from "vscode-languageserver/node";
import { markdownReport } from "../checklist/report.ts";
import { htmlReport } from "../checklist/report-html.ts";
import { gitState } from "../workspace/git.ts";
import { createArtefact, decideItem, findItem, readiness, type Readiness, type ReadinessInput } from "../workspace/readiness.ts";
import { checklistDto } from "./checklist-dto.ts";
import {
  checklistChanged, checklistRequest, createArtefactRequest, decideRequest, reportRequest,
  type ChecklistChangedParams, type ChecklistDto, type ChecklistParams, type ChecklistResult, type CreateArtefactParams,
  type CreateArtefactResult, type DecideParams, type DecideResult, type ItemDto, type ReportParams, type ReportResult,
} from "./messages.ts";
import { decided, saying } from "./said.ts";
import type { Services } from "./services.ts";
import type { Folder, Sessions } from "./sessions.ts";

export interface ChecklistOverProtocol {
  /** Findings, facts, configuration or the sign-off file of a folder may have changed. */
  settled(folder: Folder): void;
}

export function serveChecklist(connection: Connection, services: Services, sessions: () => Sessions): ChecklistOverProtocol {
  const shown = new Map<string, ChecklistDto>();
  const folderOf = (uri: string) => sessions().folder(uri);
  const inTurn = <Params>(params: Params): Params => (sessions(), params); // out of turn, it is refused for that

  connection.onRequest(checklistRequest, (params: ChecklistParams | null): ChecklistResult => {
    const isAll = params?.folder === undefined || params.folder === null;
    const wanted = isAll ? [...sessions().all] : [folderOf(saying(params, "folder").folder)].flatMap((one) => one ?? []);
    return { folders: wanted.flatMap((one) => remember(one) ?? []) };
  });

  connection.onRequest(decideRequest, async (params: DecideParams): Promise<DecideResult> => {
    const { folder: uri, item, ...decision } = decided(inTurn(params));
    const folder = folderOf(uri);
    if (!folder) return { refused: "This folder is not open any more." };
    const refused = await decideItem(inputOf(folder, services), item, decision);
    settled(folder);
    return refused ? { refused } : {};
  });

  connection.onRequest(createArtefactRequest, (params: CreateArtefactParams): CreateArtefactResult => {
    const { folder: uri, item } = saying(inTurn(params), "folder", "item");
    const folder = folderOf(uri);
    const state = folder && readiness(inputOf(folder, services));
    const view = state && findItem(state, item);
    if (!folder || !view) return { refused: "This item is not open any more." };
    const created = createArtefact(folder.root, view);
    return "refused" in created ? created : { uri: folder.session.uri(created.path) };
  });

  connection.onRequest(reportRequest, (params: ReportParams): ReportResult => {
    const { folder: uri, format } = saying(inTurn(params), "folder");
    const folder = folderOf(uri);
    const state = folder && readiness(inputOf(folder, services));
    if (!folder || !state) return { text: "" };
    const { profile, lists } = state;
    const place = (file: string, offset: number) => `${file}:${(folder.session.position(file, offset)?.line ?? 0) + 1}`;
    const input = { name: folder.name, profile, lists, now: new Date(), commit: gitState(folder.root)?.commit, place };
    return { text: format === "html" ? htmlReport(input) : markdownReport(input) };
  });

  function remember(folder: Folder): ChecklistDto | undefined {
    const state = readiness(inputOf(folder, services));
    if (!state) return undefined;
    const dto = dtoOf(folder, state);
    shown.set(folder.uri, dto);
    return dto;
  }

  function settled(folder: Folder): void {
    const before = shown.get(folder.uri);
    const checklist = remember(folder);
    if (!checklist) return;
    const changedItems = before ? differences(before, checklist) : [...new Set(itemsOf(checklist).map((item) => item.id))];
    if (before && changedItems.length === 0 && headOf(before) === headOf(checklist)) return;
    const params: ChecklistChangedParams = { checklist, changedItems };
    void connection.sendNotification(checklistChanged, params);
  }

  return { settled };
}

function inputOf(folder: Folder, { rules }: Services): ReadinessInput {
  const { session, root } = folder;
  return { root, analysis: session.analysis, rules, lists: session.configs?.checklists() ?? [], configFor: (file) => session.configFor(file), now: new Date() };
}

function dtoOf(folder: Folder, { lists, profile, profileChosen, problem }: Readiness): ChecklistDto {
  const { session, root, uri, name } = folder;
  return checklistDto({
    folder: uri, name, profile, profileChosen, lists, problem,
    uriOf: (file) => session.uri(file), linesOf: (file) => session.analysis.lines(file), exists: (file) => existsSync(path.join(root, file)),
  });
}

/** Ids of items that look different now. An item may stand in several lists. */
function differences(before: ChecklistDto, after: ChecklistDto): string[] {
  const keyOf = ({ list, id }: ItemDto) => `${list} ${id}`;
  const known = new Map(itemsOf(before).map((item) => [keyOf(item), JSON.stringify(item)]));
  return [...new Set(itemsOf(after).filter((item) => known.get(keyOf(item)) !== JSON.stringify(item)).map((item) => item.id))];
}

function itemsOf(checklist: ChecklistDto): ItemDto[] {
  return checklist.lists.flatMap((list) => list.parts.flatMap((part) => part.items));
}

function headOf({ lists: _lists, ...head }: ChecklistDto): string {
  return JSON.stringify(head);
}
