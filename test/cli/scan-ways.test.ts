/** However a project is scanned, on one thread or several, anew or from what an earlier scan kept, the report is the same. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** Each of them starts the command line a few times. */
vi.setConfig({ testTimeout: 180_000 });

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-ways-"));
const [dist, project, cache, counter, counts] = ["dist", "project", "cache", "counter.cjs", "counts.json"].map((name) => path.join(scratch, name)) as [string, string, string, string, string];
const password = "kT9x!vQ2z" + "LmW4pR8s";

/** Enough of them that a thread has something left to do when it is there. */
const many = 400;
const lines = (n: number) => Array.from({ length: 40 }, (_, line) => `def step_${n}_${line}(url):\n    total = len(url) + ${line}\n    return [one for one in url if one != total]\n`).join("\n");

const kinds: readonly ((n: number) => readonly [string, string])[] = [
  (n) => [`src/call_${n}.py`, `${n % 4 === 0 ? "type Url = str\n" : ""}import requests\n\ndef ask_${n}(url):\n    return requests.get(url)\n\n${lines(n)}`],
  (n) => [`src/route_${n}.py`, `from fastapi import FastAPI\nfrom src.call_${n - 1} import ask_${n - 1}\n\napp = FastAPI()\n\n@app.get("/v1/${n}")\ndef answer():\n    print("asked")\n    return ask_${n - 1}("https://e.example")\n`],
  (n) => [`web/client_${n}.ts`, `import axios from "axios";\nexport const get${n} = () => axios.get("https://things.example/${n}"); // 🚀\n`],
  (n) => [`deploy/app_${n}.yaml`, `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a${n}\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: app:latest\n`],
  (n) => [`settings/secret_${n}.py`, `DB_PASSWORD = "${password}${n}"\n`],
  (n) => [`src/plain_${n}.py`, lines(n)],
];

/** Counts what is handed to threads and which of the project's files are read, and tells what was handed first and what of the project had been read when the first thread began. */
const counting = `const fs = require("node:fs");
const { Worker, isMainThread } = require("node:worker_threads");
if (isMainThread) {
  const [counts, read, asked] = [{ handed: 0, first: [] }, new Set(), new Set()];
  const { postMessage } = Worker.prototype;
  require("node:worker_threads").Worker = class extends Worker {
    constructor(...given) { super(...given); counts.readBefore ??= asked.size; }
  };
  Worker.prototype.postMessage = function (...given) { counts.handed++; if (counts.first.length < 20) counts.first.push(given[0].path); return postMessage.apply(this, given); };
  for (const name of ["readFileSync", "openSync"]) {
    const own = fs[name];
    fs[name] = function (file, ...given) { if (typeof file === "string" && file.startsWith(process.cwd())) asked.add(file); if (typeof file === "string" && /_[0-9]+[.](py|ts|yaml)$/.test(file)) read.add(file); return own.call(this, file, ...given); };
  }
  require("node:module").syncBuiltinESMExports();
  process.on("exit", () => fs.writeFileSync(process.env.PRESHIP_COUNTS, JSON.stringify({ ...counts, read: read.size })));
}
`;

interface Checked {
  readonly code: number | null;
  readonly report: string;
  readonly said: string;
  readonly handed: number;
  readonly first: readonly string[];
  readonly read: number;
  readonly readBefore?: number;
}

function check(...options: string[]): Checked {
  return checkAt(".", ...options);
}

function checkAt(place: string, ...options: string[]): Checked {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, "cli.mjs"), "check", place, "--format", "json", "--fail-on", "never", ...options], { cwd: project, encoding: "utf8", env: { ...process.env, PRESHIP_CACHE: cache, PRESHIP_COUNTS: counts, NODE_OPTIONS: `--require ${counter}` }, maxBuffer: 1 << 27 });
  return { code: status, report: JSON.stringify({ ...(JSON.parse(stdout) as object), seconds: 0 }), said: stderr, ...(JSON.parse(readFileSync(counts, "utf8")) as Pick<Checked, "handed" | "first" | "read" | "readBefore">) };
}

let expected = "";
beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--outdir", dist, "--only", "cli"], { stdio: "pipe" });
  writeFileSync(counter, counting);
  for (let n = 0; n < many; n++) {
    const [file, text] = kinds[n % kinds.length]?.(n) ?? ["x", ""];
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  }
  mkdirSync(path.join(project, ".git"));
  const alone = check("--jobs", "1", "--no-cache");
  expect([alone.handed, alone.read >= many]).toEqual([0, true]);
  expected = alone.report;
}, 240_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it("finds something in every kind of file", () => {
  for (const id of ["python/request-without-timeout", "javascript/request-without-timeout", "yaml/unpinned-image", "text/hardcoded-secret"]) expect(expected.includes(id), id).toBe(true);
});

it("is the same on several threads", () => {
  const several = check("--jobs", "3", "--no-cache");
  expect([several.report === expected, several.handed > 20]).toEqual([true, true]);
  expect(several.readBefore).toBe(0); // threads load while this one does
  expect(several.first.filter((file) => !file.endsWith(".py"))).toEqual([]); // the language that most files have; others are for this one
  expect(() => readdirSync(cache)).toThrow();
});

it("is the same from the cache, whatever became of the cache, and no secret is in it", () => {
  expect(check().report === expected).toBe(true);
  const names = readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((name) => statSync(path.join(cache, name)).isFile());
  expect(names.some((name) => name.includes("thread-chunk"))).toBe(true);
  for (const name of names) for (const part of [password, "kT9x", "vQ2z"]) expect(readFileSync(path.join(cache, name), "utf8").includes(part), `${name} ${part}`).toBe(false);
  const file = path.join(cache, names.find((name) => name.endsWith(".jsonl")) ?? "");
  const kept = readFileSync(file, "utf8");
  expect(kept).toContain("settings/secret_4.py "); // what else is known of it is kept, and its lines are taken from the text again
  expect(check().report === expected).toBe(true);
  for (const damaged of [kept.slice(0, kept.length / 2), kept.replaceAll("requests", "requestz")]) {
    writeFileSync(file, damaged);
    for (const name of readdirSync(cache)) if (name.endsWith(".answer")) rmSync(path.join(cache, name)); // it would be said without a look at the files
    expect(check().report === expected).toBe(true);
  }
});

it("is the same from files that are not read again, once they are old enough to be known by their times, and from an answer that is said again", async () => {
  await settled();
  const asked = checkAt(project); // in other words than before, so that it is not answered from memory; now files are kept with their times
  const unread = checkAt("../project");
  expect([asked.report === expected, unread.report === expected, unread.handed]).toEqual([true, true, 0]);
  expect(unread.read).toBeLessThanOrEqual(many - Math.floor(many / kinds.length)); // where something is found, it is looked up in which line
  const again = checkAt("../project");
  expect([again.report === expected, again.read]).toEqual([true, 0]);
});

it("sees what changed since: a text, a configuration, a file that is gone", () => {
  writeFileSync(path.join(project, "src/call_0.py"), "import requests\n\ndef ask_0(url):\n    return requests.get(url, timeout=3)\n");
  const mended = check().report;
  expect(mended === expected).toBe(false);
  expect(mended === check("--no-cache").report).toBe(true);
  writeFileSync(path.join(project, "preship.yaml"), "rules:\n  python/request-without-timeout: off\n");
  expect(check().report.includes("python/request-without-timeout")).toBe(false);
  rmSync(path.join(project, "preship.yaml"));
  rmSync(path.join(project, "src/call_0.py"));
  expect(check().report === check("--no-cache").report).toBe(true);
});

it("goes on, and says so, where nothing can be kept", () => {
  rmSync(cache, { recursive: true, force: true });
  writeFileSync(cache, "no folder");
  const { code, said } = check();
  expect(code).toBe(0);
  expect(said).toContain("could not be kept for the next one");
});

it("takes no number of threads that is none", () => {
  for (const jobs of ["0", "two", "-1", "1.5"]) expect(spawnSync(process.execPath, [path.join(dist, "cli.mjs"), "check", ".", `--jobs=${jobs}`], { cwd: project }).status, jobs).toBe(2);
});

/** All that was written lies long enough ago. */
async function settled(): Promise<void> {
  const youngest = statSync(path.join(project, ".git")).ctimeMs;
  while (Date.now() < youngest + 5_000) await new Promise((resolve) => setTimeout(resolve, 200));
}
