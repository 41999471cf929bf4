/** The gate as SARIF: one result per item that is not settled, at the place where something can be done about it, and the findings that block. */
import { signoffsPath } from "../../checklist/signoffs.ts";
import type { ItemView } from "../../checklist/state.ts";
import type { CheckResult } from "../result.ts";
import { type ExtraResults, sarifReport } from "./sarif.ts";

export interface GateSarif {
  readonly unsettled: readonly ItemView[];
  readonly blocking: CheckResult;
  /** One-based line of an offset. */
  readonly lineOf: (path: string, offset: number) => number;
}

export function gateSarif({ unsettled, blocking, lineOf }: GateSarif, version: string): string {
  const extra: ExtraResults = {
    rules: unsettled.map(({ item }) => ({
      id: `checklist/${item.id}`,
      shortDescription: { text: item.text },
      fullDescription: { text: item.why },
      help: { text: `${item.why} How to verify: ${item.verify}` },
      defaultConfiguration: { level: "error" },
      properties: { tags: [item.principle, "checklist"] },
    })),
    results: unsettled.map((view) => {
      const { path, line } = placeOf(view, lineOf);
      const remedy = view.state === "blocked" ? "Mend what contradicts it, or waive it" : "Confirm or waive it";
      return {
        ruleId: `checklist/${view.item.id}`,
        level: "error",
        message: `${view.item.text}: ${view.stateText}. ${remedy} (preship sign ${view.item.id}, preship waive ${view.item.id}).`,
        path, line, fingerprint: view.item.id,
      };
    }),
  };
  return sarifReport(blocking, version, "gate", extra);
}

/** What contradicts it, else the evidence there is, else the file where it would be signed. */
function placeOf({ blockers, evidence }: ItemView, lineOf: GateSarif["lineOf"]): { path: string; line: number } {
  const [blocker] = blockers;
  if (blocker) return { path: blocker.path, line: lineOf(blocker.path, blocker.at.start) };
  const shown = evidence.find(({ path, kind }) => path !== undefined && kind === "missing") ?? evidence.find(({ path }) => path !== undefined);
  return shown?.path === undefined ? { path: signoffsPath, line: 1 } : { path: shown.path, line: shown.offset === undefined ? 1 : lineOf(shown.path, shown.offset) };
}
