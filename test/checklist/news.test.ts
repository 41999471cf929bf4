/** What the panel is told while somebody types: only what looks different, and nothing when nothing does. */
import { writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Connection } from "vscode-languageserver/node";
import { checklists } from "../../rules/checklists/index.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { serveChecklist } from "../../server/lsp/checklist.ts";
import { checklistChanged, type ChecklistChangedParams, type ChecklistDto, checklistRequest, type ChecklistResult, decideRequest, type DecideResult } from "../../server/lsp/messages.ts";
import type { Services } from "../../server/lsp/services.ts";
import type { Folder, Sessions } from "../../server/lsp/sessions.ts";
import { allRules, workspace } from "../harness.ts";
import { type Files, scratch } from "./tools.ts";

/** The server's checklist over a connection that only remembers. */
async function panel(files: Files) {
  const root = scratch({ ".git/config": "[user]\n\tname = Ada\n\temail = ada@example.org\n", ".git/HEAD": "ref: refs/heads/main\n" });
  const { analysis } = await workspace(files);
  const config = effectiveConfig([{ source: "preship.yaml", folder: "", profile: "internal", traits: { service: true } }]);
  const handlers = new Map<string, (params: unknown) => unknown>();
  const news: ChecklistChangedParams[] = [];
  const connection = {
    onRequest: (name: string, handle: (params: unknown) => unknown) => handlers.set(name, handle),
    sendNotification: (name: string, params: ChecklistChangedParams) => { if (name === checklistChanged) news.push(params); return Promise.resolve(); },
  } as unknown as Connection;
  const session = { analysis, configFor: () => config, configs: { checklists: () => checklists }, uri: (file: string) => `file:///shop/${file}`, position: () => undefined };
  const folder = { uri: "file:///shop", name: "shop", root, session } as unknown as Folder;
  const served = serveChecklist(connection, { rules: allRules } as unknown as Services, () => ({ all: [folder], folder: () => folder }) as unknown as Sessions);
  const ask = (name: string, params: object) => handlers.get(name)?.(params);
  const edit = (file: string, text: string) => {
    const old = analysis.openFile(file)?.file.text ?? "";
    analysis.edit(file, [{ at: { start: 0, end: old.length }, text }], text);
    analysis.refreshProject();
    served.settled(folder);
  };
  served.settled(folder);
  return { root, folder, served, news, edit, ask, decide: async (item: string) => (await ask(decideRequest, { folder: folder.uri, item, decision: "confirm" })) as DecideResult };
}

const service = "import structlog\nimport requests\n\n\ndef price(item):\n    return requests.get(item, timeout=3)\n";
const files: Files = { "app.py": service, ".github/CODEOWNERS": "* @shop\n", "docs/runbook.md": "# Runbook\n\n## Failure modes\n\n## Rollback\n\n## Escalation\n" };

function item(checklist: ChecklistDto | undefined, id: string) {
  return checklist?.lists.flatMap((list) => list.parts).flatMap((part) => part.items).find((one) => one.id === id);
}

describe("the panel", () => {
  it("is told nothing by an edit that changes no evidence", async () => {
    const { news, edit } = await panel(files);
    expect(news).toHaveLength(1);
    edit("app.py", service + "\n\ndef more():\n    return 1\n");
    edit("app.py", "# a comment on top\n" + service);
    edit("app.py", service);
    expect(news).toHaveLength(1);
  });

  it("is told of the items that an edit changes, and of no others", async () => {
    const { news, edit } = await panel(files);
    edit("app.py", service.replace("import structlog", "import logging"));
    expect(news.at(-1)?.changedItems).toEqual(["signals-flowing", "predictions-logged", "logs-configured"]);
    edit("app.py", service.replace(", timeout=3", ""));
    expect(item(news.at(-1)?.checklist, "external-calls-bounded")).toMatchObject({ state: "blocked", checked: false, stateText: "blocked by 1 error" });
  });

  it("shows a tick only when the file says so, and takes it away when the evidence changes", async () => {
    const { root, news, edit, ask, decide } = await panel(files);
    expect(await decide("named-owner")).toEqual({});
    expect(item(news.at(-1)?.checklist, "named-owner")).toMatchObject({ state: "confirmed", checked: true });
    expect(news.at(-1)?.changedItems).toEqual(["named-owner"]);
    edit("docs/runbook.md", (files["docs/runbook.md"] ?? "") + "\nCall Bob first.\n");
    expect(item(news.at(-1)?.checklist, "named-owner")?.stateText).toMatch(/^stale: docs\/runbook\.md changed since Ada signed/);
    mkdirSync(path.join(root, ".preship"), { recursive: true });
    writeFileSync(path.join(root, ".preship/signoffs.yaml"), "version: 1\nitems: [\n");
    expect((await decide("named-owner")).refused).toMatch(/not valid YAML/);
    const { folders } = (await ask(checklistRequest, {})) as ChecklistResult;
    expect(folders[0]?.problem).toMatch(/leaves it untouched/);
  });

  it("counts the eleven gates in its header, whatever other lists hold", async () => {
    const { news } = await panel(files);
    const checklist = news[0]?.checklist;
    const [gates] = checklist?.lists ?? [];
    expect([checklist?.applicable, checklist?.header]).toEqual([gates?.applicable, `0 of ${gates?.applicable} confirmed`]);
    expect(checklist?.lists.map(({ id }) => id)).toEqual(checklists.map(({ id }) => id));
  });
});
