/** Params that are left out, null or of the wrong kind: a request that does not say what is meant is refused as such, and nothing is done by leaving something out. */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChecklistResult } from "../../server/lsp/messages.ts";
import { buildServer, Client, makeWorkspace, remove, richCapabilities } from "./client.ts";

let bundle = "";
let folder = "";
let client: Client;
beforeAll(async () => {
  bundle = buildServer();
  folder = makeWorkspace({});
  client = new Client(bundle);
  await client.initialize([folder], { ...richCapabilities, workspace: { ...richCapabilities.workspace, textDocumentContent: {} } });
  await client.ready();
});
afterAll(() => {
  client.kill();
  remove(folder);
  remove(bundle);
});

describe("params that do not say what is meant are refused as such", () => {
  const wrong = [undefined, null, {}, [], [null], 5, { textDocument: null }, { textDocument: { uri: 5 }, range: null, position: null, context: null }, { folder: {}, item: [], uri: null, rule: {}, data: { uri: 1 }, command: null }];
  const demanding = ["textDocument/codeAction", "textDocument/hover", "textDocument/diagnostic", "workspace/textDocumentContent", "workspace/executeCommand", "preship/explain", "preship/decide", "preship/createArtefact", "preship/report"];
  it.each(demanding)("%s", async (method) => {
    for (const params of wrong) await expect(client.request(method, params), JSON.stringify(params)).rejects.toThrow("-32602");
  });

  it.each(["codeAction/resolve", "preship/setLevel", "preship/chooseProfile", "preship/checklist", "preship/rules", "preship/alive", "no/such"])("%s, which may answer without", async (method) => {
    for (const params of wrong) await client.request(method, params).catch((error: unknown) => expect(String(error), JSON.stringify(params)).toMatch(/-3260[12]/));
  });

  it("null is nothing said, not a mistake of the server", async () => {
    const all = await client.request<ChecklistResult>("preship/checklist", {});
    for (const params of [null, { folder: null }, undefined]) expect(await client.request("preship/checklist", params)).toEqual(all);
  });

  it("nobody signs by leaving the decision out", async () => {
    const { folders: [list] } = await client.request<ChecklistResult>("preship/checklist", {});
    const item = list?.lists[0]?.parts[0]?.items[0]?.id;
    for (const said of [{}, { decision: null }, { decision: "constructor" }, { decision: "confirm", note: 5 }, { decision: "confirm", links: "x" }, { decision: "confirm", links: [null] }]) {
      await expect(client.request("preship/decide", { folder: list?.folder, item, ...said }), JSON.stringify(said)).rejects.toThrow("-32602");
    }
    expect(existsSync(path.join(folder, ".preship/signoffs.yaml"))).toBe(false);
  });
});
