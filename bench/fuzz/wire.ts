/** Clients without manners at the real server, one after the other: after every twenty messages it has to say what is true, and in the end its memory is what it was. */
import { readFileSync } from "node:fs";
import { seeded } from "../../test/fuzz/mutations.ts";
import { WildClient } from "../../test/fuzz/wild-client.ts";
import { buildServer, Client, makeWorkspace, remove } from "../../test/protocol/client.ts";
import type { Options } from "./options.ts";

const messagesOfOneServer = 4000;
const messagesOfOneRound = 20;
/** MB that a server may have come to need on the second half of the way. */
const mostGrowth = 200;

/** How many servers went wrong. */
export async function wire({ cases, seed, until, job, jobs, tell }: Options): Promise<number> {
  const bundle = buildServer();
  let [done, failed] = [0, 0];
  for (let server = 0; done < cases && Date.now() < until; server++) {
    const own = seed + server * jobs + job;
    const wrong = await bears(bundle, own, () => tell({ done: (done += messagesOfOneRound), failed }), until);
    if (wrong === undefined) continue;
    failed++;
    console.log(`seed ${own}\n  ${wrong.slice(0, 4000)}`);
  }
  tell({ done, failed, counts: new Map([["messages", done]]) }, true);
  remove(bundle);
  return failed;
}

async function bears(bundle: string, seed: number, afterRound: () => void, until: number): Promise<string | undefined> {
  const [folder, elsewhere] = [makeWorkspace({ "src/c.ts": "export const a = 1;\n" }), makeWorkspace({})];
  const client = new Client(bundle);
  let middle: number | undefined;
  try {
    await client.initialize([folder]);
    const wild = new WildClient(client, folder, seeded(seed));
    for (let sent = 0; sent < messagesOfOneServer && Date.now() < until; sent += messagesOfOneRound) {
      for (let act = 0; act < messagesOfOneRound; act++) wild.misbehave();
      const wrong = await wild.wrong(elsewhere);
      if (wrong !== undefined) return `after ${sent} messages: ${wrong}`;
      if (sent === messagesOfOneServer / 2) middle = memory(client.pid);
      afterRound();
    }
    const growth = (memory(client.pid) ?? 0) - (middle ?? Infinity);
    if (growth > mostGrowth) return `it needs ${Math.round(growth)} MB more than on half of the way`;
    return (await client.shutdown()) === 0 ? undefined : "it ended with a failure";
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    client.kill();
    remove(folder);
    remove(elsewhere);
  }
}

/** Resident, in MB; undefined where the system does not tell. */
function memory(pid: number | undefined): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return undefined; // not told on this system
  }
}
