// The long forms of the tests in test/fuzz, over real files as well: `npm run fuzz -- edits --cases 1000000 --jobs 2 --folder DIR`. Others: see CONTRIBUTING.md.
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
mkdirSync(path.join(root, "dist-test"), { recursive: true });
const folder = mkdtempSync(path.join(root, "dist-test", "fuzz-"));
const args = process.argv.slice(2);
const jobs = Number(args[args.indexOf("--jobs") + 1] ?? 1) || 1;
const started = Date.now();

/** By process, how far it is. */
const told = new Map();
let said = 0;

function say(isEnd) {
  if (!isEnd && Date.now() - said < 5_000) return;
  said = Date.now();
  const all = [...told.values()];
  const sum = (what) => all.reduce((total, one) => total + one[what], 0);
  const seconds = (Date.now() - started) / 1000;
  console.log(`${sum("done")} cases, ${sum("failed")} failed, ${Math.round(seconds)} s, ${Math.round(sum("done") / seconds)} a second, ${Math.round(sum("memory") / 1e6)} MB`);
  if (!isEnd) return;
  const counts = new Map();
  for (const [kind, count] of all.flatMap((one) => one.counts)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  for (const [kind, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`  ${String(count).padStart(9)} ${kind}`);
}

function run(job) {
  const child = fork(path.join(folder, "main.mjs"), [...args, "--job", String(job)], { execArgv: ["--expose-gc", "--enable-source-maps"], stdio: "inherit" });
  child.on("message", (message) => { told.set(message.job, message); say(false); });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}

try {
  await build({ entryPoints: [path.join(root, "bench/fuzz/main.ts")], bundle: true, packages: "external", platform: "node", target: "node20", format: "esm", outfile: path.join(folder, "main.mjs"), sourcemap: "inline", logLevel: "warning" });
  const codes = await Promise.all(Array.from({ length: jobs }, (_, job) => run(job)));
  if (told.size > 0) say(true);
  process.exitCode = Math.max(...codes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
