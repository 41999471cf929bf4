/** The protocol's method names, checked against the server's so that they cannot drift apart; only types cross the border. */
import type * as server from "../server/lsp/messages.ts";

export const methods: {
  readonly alive: typeof server.aliveRequest;
  readonly checklist: typeof server.checklistRequest;
  readonly checklistChanged: typeof server.checklistChanged;
  readonly decide: typeof server.decideRequest;
  readonly createArtefact: typeof server.createArtefactRequest;
  readonly chooseProfile: typeof server.chooseProfileRequest;
  readonly rules: typeof server.rulesRequest;
  readonly report: typeof server.reportRequest;
  readonly scan: typeof server.scanRequest;
  readonly status: typeof server.statusNotification;
} = {
  alive: "preship/alive",
  checklist: "preship/checklist",
  checklistChanged: "$/preship/checklistChanged",
  decide: "preship/decide",
  createArtefact: "preship/createArtefact",
  chooseProfile: "preship/chooseProfile",
  rules: "preship/rules",
  report: "preship/report",
  scan: "preship/scan",
  status: "$/preship/status",
};
