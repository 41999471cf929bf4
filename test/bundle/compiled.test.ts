/** What the engine compiled is kept by a scan and taken by the next, and nothing that may stand in its place changes a report. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** Each of them starts the command line a few times. */
vi.setConfig({ testTimeout: 180_000 });

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-compiled-"));
const [dist, project, few, witness] = ["dist", "project", "few", "witness.cjs"].map((name) => path.join(scratch, name)) as [string, string, string, string];
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Says of each script that is given what was compiled of it whether the engine took it. */
const witnessing = `const vm = require("node:vm");
const { isMainThread } = require("node:worker_threads");
vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options);
    if (options?.cachedData) require("node:fs").appendFileSync(process.env.PRESHIP_TAKEN, (isMainThread ? "main" : "thread") + (this.cachedDataRejected ? " refused " : " taken ") + options.filename + "\\n");
  }
};
require("node:module").syncBuiltinESMExports();
`;

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--outdir", dist, "--only", "cli"], { stdio: "pipe" });
  writeFileSync(witness, witnessing);
  for (const [folder, count] of [[project, 320], [few, 60]] as const) {
    mkdirSync(folder);
    for (let n = 0; n < count; n++) writeFileSync(path.join(folder, `call_${n}.py`), `import requests\n\ndef ask_${n}(url):\n    return requests.get(url)\n\n${"def nothing(a):\n    return a\n\n".repeat(20)}`);
  }
}, 240_000);

let runs = 0;
function check(cache: string, folder: string, ...options: string[]): { report: string; taken: readonly string[]; said: string } {
  const taken = path.join(scratch, `taken-${runs++}`);
  for (const name of readable(cache)) if (name !== "compiled") rmSync(path.join(cache, name));
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(dist, "cli.mjs"), "check", folder, "--format", "json", "--fail-on", "never", "--jobs", "2", ...options], { encoding: "utf8", env: { ...process.env, PRESHIP_CACHE: cache, PRESHIP_TAKEN: taken, NODE_OPTIONS: `--require ${witness}` }, maxBuffer: 1 << 27 });
  expect(status, stderr).toBe(0);
  const lines = statSync(taken, { throwIfNoEntry: false }) ? readFileSync(taken, "utf8").trim().split("\n") : [];
  const last = new Map(lines.map((line) => line.split(" ")).map(([thread, did, file]) => [`${thread} ${file}`, `${thread} ${did}`])); // what is refused while a thread starts is tried again
  return { report: stdout.replace(/"seconds": [\d.]+/, ""), taken: [...new Set(last.values())].sort(), said: stderr };
}

const readable = (folder: string): string[] => (statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : []);
const keptIn = (cache: string): string[] => readable(path.join(cache, "compiled")).flatMap((version) => readdirSync(path.join(cache, "compiled", version)).map((name) => path.join(cache, "compiled", version, name)));

it("is kept for this thread and for those beside it, and taken by the next scan, whose report is the same", () => {
  const cache = path.join(scratch, "usual");
  const first = check(cache, project);
  expect(first.taken).toEqual([]);
  expect([...new Set(keptIn(cache).map((file) => path.basename(file).split("-")[0]))].sort()).toEqual(["main", "thread"]);
  const second = check(cache, project);
  expect(second).toEqual({ ...first, taken: ["main taken", "thread taken"] });
});

it("is compiled again where what stands there is not whole, or is something else", () => {
  const cache = path.join(scratch, "spoilt");
  const { report } = check(cache, project);
  const spoil: readonly ((file: string) => void)[] = [
    (file) => {
      const bytes = readFileSync(file);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 64;
      writeFileSync(file, bytes);
    },
    (file) => truncateSync(file, statSync(file).size >> 1),
    (file) => truncateSync(file, 3),
    (file) => truncateSync(file, 0),
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ];
  for (const [index, act] of spoil.entries()) {
    for (const file of keptIn(cache)) act(file);
    const { report: again, taken, said } = check(cache, project);
    expect([again === report, taken, said], String(index)).toEqual([true, [], ""]);
    if (index + 1 < spoil.length) expect(check(cache, project).taken, `mended ${index}`).toEqual(["main taken", "thread taken"]);
  }
});

it("is kept anew by a scan of many more files, and left alone by one of as many", () => {
  const cache = path.join(scratch, "more");
  check(cache, few);
  const sizes = () => Object.fromEntries(keptIn(cache).map((file) => [path.basename(file), statSync(file).ino]));
  const [small] = [sizes()];
  expect(Object.keys(small).every((name) => name.startsWith("main-"))).toBe(true);
  check(cache, few);
  expect(sizes()).toEqual(small);
  check(cache, project);
  const large = sizes();
  expect(Object.keys(small).filter((name) => large[name] === small[name])).toEqual([]);
});

it("is neither kept nor taken where nothing is to be", () => {
  const cache = path.join(scratch, "none");
  check(cache, project, "--no-cache");
  expect(readable(cache)).toEqual([]);
  check(cache, project);
  expect(check(cache, project, "--no-cache").taken).toEqual([]);
});
