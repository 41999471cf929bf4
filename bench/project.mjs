// Times how long the server takes over a whole made-up project, and what it keeps of it in memory.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { TimingClient } from "./client.mjs";
import { project } from "./texts.mjs";

/** Milliseconds after which V8 has given back what the scan left lying about. */
const rest = 15_000;

export async function projectScan(server, count, place) {
  let bytes = 0;
  for (const [name, text] of project(count)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), text);
    bytes += text.length;
  }
  const client = new TimingClient(server.command, { limit: 300_000, environment: { PRESHIP_CACHE: path.join(place, "..", "project-cache") } });
  const done = client.next((message) => message.method === "$/preship/status" && message.params.phase === "ready");
  let peak = 0;
  const watch = setInterval(() => { peak = Math.max(peak, client.memory() ?? 0); }, 20);
  const started = performance.now();
  await client.start([{ uri: pathToFileURL(place).href, name: "project" }]);
  await done;
  const ready = performance.now() - started;
  const processor = client.processorTime();
  await new Promise((resolve) => setTimeout(resolve, rest));
  clearInterval(watch);
  const memory = client.memory();
  await client.stop();
  return { count, bytes, ready, processor, memory, peak };
}
