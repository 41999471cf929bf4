/** Scans that share what is kept and scans that are killed at any moment: each that ends says the same, and the next one begins from what the others kept or from nothing. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** Each of them starts the command line many times. */
vi.setConfig({ testTimeout: 300_000 });

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-killed-"));
const [dist, project] = ["dist", "project"].map((name) => path.join(scratch, name)) as [string, string];
const command = [path.join(dist, "cli.mjs"), "check", project, "--format", "json", "--fail-on", "never", "--jobs", "2"];
let [expected, duration] = ["", 0];
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--outdir", dist, "--only", "cli"], { stdio: "pipe" });
  mkdirSync(project);
  for (let n = 0; n < 300; n++) writeFileSync(path.join(project, `call_${n}.py`), `import requests\n\ndef ask_${n}(url):\n    return requests.get(url)\n\n${"def nothing(a):\n    return a\n\n".repeat(30)}`);
  const { said, took } = await run("unused", ["--no-cache"]);
  expected = said;
  duration = took;
  expect((JSON.parse(said) as { findings: unknown[] }).findings.length).toBeGreaterThanOrEqual(300);
}, 240_000);

const cacheAt = (name: string) => path.join(scratch, name);

/** `kill` ms after it was started, if it still runs. */
function run(cache: string, options: readonly string[] = [], kill?: number, through: readonly string[] = []): Promise<{ said: string; err: string; code: number | null; took: number }> {
  const started = performance.now();
  const [file, ...given] = [...through, process.execPath, ...command, ...options];
  return new Promise((resolve) => {
    const child = spawn(file as string, given, { env: { ...process.env, PRESHIP_CACHE: cacheAt(cache) } });
    let [said, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => { said += chunk.toString("utf8"); });
    child.stderr.on("data", (chunk: Buffer) => { err += chunk.toString("utf8"); });
    const timer = kill === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), kill);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ said: said.replace(/"seconds": [\d.]+/, '"seconds": 0'), err, code, took: performance.now() - started });
    });
  });
}

it("scans at once on one cache, which is empty at first, say the same", async () => {
  for (let round = 0; round < 2; round++) {
    const ran = await Promise.all(Array.from({ length: 4 }, () => run("together")));
    for (const { said, err, code } of ran) expect([code, err, said === expected]).toEqual([0, "", true]);
  }
  expect(readdirSync(cacheAt("together")).filter((name) => name.endsWith(".draft"))).toEqual([]);
});

it("a scan that is killed at any moment costs the next one nothing but time", async () => {
  const steps = 16;
  let killed = 0;
  for (let step = 0; step < steps; step++) {
    if (step % 4 === 0) rmSync(cacheAt("killed"), { recursive: true, force: true });
    if ((await run("killed", [], (duration * (step + 1)) / steps)).code === null) killed++;
    const { said, err, code } = await run("killed");
    expect([code, err, said === expected], `after ${step} of ${steps}`).toEqual([0, "", true]);
  }
  expect(killed).toBeGreaterThan(3);
});

it.runIf(process.platform === "linux")("few files may be open at once", async () => {
  const { said, err, code } = await run("few", [], undefined, ["sh", "-c", 'ulimit -n 40; exec "$@"', "sh"]);
  expect([code, err, said === expected]).toEqual([0, "", true]);
});
