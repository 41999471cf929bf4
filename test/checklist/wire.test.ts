/** The checklist's own files in an editor: their mistakes are diagnostics while somebody types. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import path from "node:path";
import { buildServer, Client, makeWorkspace, remove } from "../protocol/client.ts";

let bundle = "";
const folders: string[] = [];
beforeAll(() => { bundle = buildServer(); }, 120_000);
afterAll(() => { for (const folder of [bundle, ...folders]) remove(folder); });

describe("in the editor", () => {
  it.each([
    [".preship/signoffs.yaml", "version: 1\nitems:\n  named-ownr:\n    decision: confirm\n    by: Ada\n    at: 2026-01-01T00:00:00Z\n", 2, /`named-ownr` is no checklist item.*`named-owner`/],
    ["lists/house.yaml", "id: house\nparts:\n  - id: all\n    items:\n      - id: named-owner\n        reviews: 3\n", 5, /`reviews` is no key of an item.*`review`/],
  ])("%s says what is wrong with it", async (file, text, line, message) => {
    const folder = makeWorkspace({ ".git/HEAD": "ref: refs/heads/main\n", "preship.yaml": "checklists: [lists/house.yaml]\n", [file]: "" });
    folders.push(folder);
    const client = new Client(bundle);
    await client.initialize([folder]);
    await client.ready();
    const target = path.join(folder, file);
    client.open(target, "", "yaml");
    client.change(target, 2, [{ text }]);
    const shown = await client.shown(target, (_, version) => version === 2);
    expect(shown.map((one) => [one.code, one.range.start.line, one.message])).toEqual([["preship/invalid-config", line, expect.stringMatching(message)]]);
    expect(await client.shutdown()).toBe(0);
  }, 60_000);
});
