/** Threads that die, hang or never start: every job ends, and says how. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type Outcome, Pool } from "../../server/workspace/pool.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "preship-pool-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Does what the text says, and answers with the layers it was told. */
const obedient = `
import { parentPort, workerData } from "node:worker_threads";
const known = new Map();
parentPort.on("message", ({ id, text, configKey, layers }) => {
  if (layers) known.set(configKey, layers);
  if (text === "exit") process.exit(3);
  if (text === "throw") throw new Error("no such luck");
  if (text === "hang") { Atomics.store(new Int32Array(workerData.progress), 0, 1); for (;;); }
  parentPort.postMessage({ id, record: { hash: text, known: known.get(configKey) }, trouble: [] });
});`;

async function outcomes(source: string, texts: readonly string[], size = 2): Promise<readonly Outcome[]> {
  const file = path.join(scratch, "worker.mjs");
  writeFileSync(file, source);
  const pool = new Pool({ entry: pathToFileURL(file), size, ruleIds: ["a/first", "a/second"], limit: 5_000, patience: 5_000 });
  const all = await Promise.all(texts.map((text, index) => pool.run({ path: `${index}.py`, text, configKey: String(index % 2), layers: [{ source: "preship.yaml", folder: String(index % 2) }] })));
  await pool.close();
  return all;
}

const words = ({ record, trouble }: Outcome) => record?.hash ?? trouble.map(({ rule, path: file, message }) => `${file} ${rule ?? "-"} ${message}`).join();

describe("a pool of threads", () => {
  it("answers every job, and tells a configuration once", async () => {
    const all = await outcomes(obedient, ["a", "b", "c", "d", "e", "f"]);
    expect(all.map(words)).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(all.map(({ record }) => JSON.stringify(record))).toEqual(all.map((_, index) => JSON.stringify({ hash: "abcdef"[index], known: [{ source: "preship.yaml", folder: String(index % 2) }] })));
  });

  it("goes on without a file whose thread died, threw or hung, and names the rule that hung", async () => {
    const all = await outcomes(obedient, ["a", "exit", "b", "throw", "c", "hang", "d"]);
    expect(all.map(words)).toEqual([
      "a", "1.py - its thread ended while it was read; the file is left out", "b", "3.py - its analysis ended with: no such luck while it was read; the file is left out", "c",
      "5.py a/second took longer than 5000 ms; the file is left out", "d",
    ]);
  });

  it("takes the first answer where a file was stopped when it had been answered", async () => {
    const all = await outcomes(obedient.replace("parentPort.postMessage(", "for (const hash of [text, `${text} again`]) parentPort.postMessage(").replace("hash: text,", "hash,"), ["a", "b", "c", "d", "e"]);
    expect(all.map(words)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("wants no more than what is done before others have read the rest", async () => {
    const file = path.join(scratch, "worker.mjs");
    writeFileSync(file, obedient);
    const pool = new Pool({ entry: pathToFileURL(file), size: 1, ruleIds: [], limit: 5_000, patience: 60_000 });
    const job = { path: "a.py", configKey: "", layers: [] };
    expect(pool.wants(1000)).toBe(false); // nobody is there yet
    await pool.run({ ...job, text: "a" });
    expect(pool.wants(0)).toBe(true);
    void pool.run({ ...job, text: "hang" });
    expect([3, 4].map((left) => pool.wants(left))).toEqual([false, true]);
    await pool.close();
  });

  it("leaves no timer behind that would keep the process from ending when it is closed while a thread is at work", async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const file = path.join(scratch, "worker.mjs");
    writeFileSync(file, obedient);
    const pool = new Pool({ entry: pathToFileURL(file), size: 1, ruleIds: [], limit: 5_000, patience: 300_000 });
    const job = { path: "a.py", configKey: "", layers: [] };
    await pool.run({ ...job, text: "a" });
    const before = timers();
    void pool.run({ ...job, text: "hang" });
    expect(timers()).toBe(before + 1);
    await pool.close();
    expect(timers()).toBe(before);
  });

  it("waits a little, and no longer, for a thread that is to keep what was compiled", async () => {
    for (const [source, isHeard] of [[obedient, true], [obedient.replace("parentPort.postMessage(", 'if (id !== undefined) parentPort.postMessage('), false]] as const) {
      const file = path.join(scratch, `farewell-${isHeard}.mjs`);
      writeFileSync(file, source);
      const pool = new Pool({ entry: pathToFileURL(file), size: 1, ruleIds: [], limit: 5_000, patience: 60_000 });
      await pool.run({ path: "a.py", configKey: "", layers: [], text: "a" });
      await pool.keepCompiled(60);
      await pool.close();
      expect(await Promise.race([pool.keepCompiled(60).then(() => "gone"), new Promise((settle) => setTimeout(settle, 20_000, "waits"))])).toBe("gone");
    }
  });

  it("says so when no thread can be started", async () => {
    const all = await outcomes("throw new Error('broken')", ["a", "b", "c"], 1);
    for (const outcome of all) expect(words(outcome)).toMatch(/broken|no thread could be started/);
  });
});
