/** A client without manners for some hundred messages; afterwards, and all along, the server says what is true. `npm run fuzz -- wire` goes on for as long as you like. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildServer, Client, makeWorkspace, remove } from "../protocol/client.ts";
import { seeded } from "./mutations.ts";
import { WildClient } from "./wild-client.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);
let bundle = "";
beforeAll(() => { bundle = buildServer(); });
afterAll(() => remove(bundle));

it.each([0, 1, 2])("bears a client without manners (%d)", async (index) => {
  const [folder, elsewhere] = [makeWorkspace({ "src/c.ts": "export const a = 1;\n" }), makeWorkspace({})];
  const client = new Client(bundle);
  try {
    await client.initialize([folder]);
    const wild = new WildClient(client, folder, seeded(firstSeed + index));
    for (let round = 0; round < 12 * times; round++) {
      for (let act = 0; act < 20; act++) wild.misbehave();
      expect(await wild.wrong(elsewhere), `seed ${firstSeed + index}, round ${round}`).toBeUndefined();
    }
    expect(await client.shutdown()).toBe(0);
  } finally {
    client.kill();
    remove(folder);
    remove(elsewhere);
  }
}, 90_000 * times);
