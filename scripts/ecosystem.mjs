// Runs every rule on the services named in test/ecosystem/repositories.json, at pinned commits, and compares the counts with test/ecosystem/accepted.json.
// `--mirrors DIR` takes sources from git mirrors in DIR/owner+name, else they come from GitHub; `--only NAME` runs those whose name has it in it;
// `--accept` rewrites the counts; `--findings FILE` keeps every finding for reading. Exit 1: a rule threw, or counts differ. Exit 2: nothing could be run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    mirrors: { type: "string" }, cache: { type: "string" }, cli: { type: "string" }, only: { type: "string" }, findings: { type: "string" },
    accept: { type: "boolean", default: false },
  },
});
const acceptedPath = path.join(root, "test/ecosystem/accepted.json");
const cache = path.resolve(values.cache ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "preship-ecosystem"));
const cli = path.resolve(values.cli ?? path.join(root, "dist/cli.mjs"));
const largestReport = 512 * 1024 * 1024;

const repositories = JSON.parse(readFileSync(path.join(root, "test/ecosystem/repositories.json"), "utf8")).filter(({ repo }) => !values.only || repo.includes(values.only));
if (!existsSync(cli)) stop(`${path.relative(process.cwd(), cli)} is not there: run npm run build first`);
const runs = repositories.flatMap((repository) => runOn(repository) ?? []);
if (runs.length === 0) stop("no repository could be read: give --mirrors, or go online");

const counts = total(runs);
const told = (list, repo) => list.map(({ path: file, rule, message }) => `${repo}: ${[file, rule, message].filter(Boolean).join(" ")}`);
const threw = runs.flatMap(({ repo, trouble }) => told(trouble.filter(({ path: file, rule }) => file || rule), repo));
const notes = runs.flatMap(({ repo, trouble }) => told(trouble.filter(({ path: file, rule }) => !file && !rule), repo));
printRuns(runs, repositories.length);
printCounts(counts);
for (const one of threw) console.log(`threw  ${one}`);
for (const one of notes) console.log(`note   ${one}`);
if (values.findings) writeFileSync(values.findings, JSON.stringify(runs.flatMap(({ repo, findings }) => findings.map((finding) => ({ repo, ...finding }))), null, 1));
const differences = compare(runs);
if (values.accept) accept(runs);
process.exitCode = threw.length > 0 || (differences > 0 && !values.accept) ? 1 : 0;

function runOn({ repo, commit }) {
  const folder = path.join(cache, `${repo.replace("/", "+")}-${commit.slice(0, 12)}`);
  if (!existsSync(folder) && !fetchInto(folder, repo, commit)) {
    console.error(`not read: ${repo}`);
    return undefined;
  }
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, "check", ".", "--format", "json", "--fail-on", "never", "--isolated", "--no-cache"], { cwd: folder, encoding: "utf8", maxBuffer: largestReport });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) return { repo, seconds, files: 0, findings: [], trouble: [{ path: ".", message: `exit ${status}: ${stderr.trim().split("\n").at(-1)}` }] };
  const report = JSON.parse(stdout);
  return { repo, seconds, ...summary(report) };
}

function summary({ files, findings, trouble = [] }) {
  return { files, findings, trouble };
}

/** A whole work tree or none: it is made beside its place and then moved. */
function fetchInto(folder, repo, commit) {
  const made = `${folder}.part`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const git = (...args) => spawnSync("git", ["-C", made, "-c", "core.autocrlf=false", "-c", "advice.detachedHead=false", ...args], { stdio: "ignore" }).status === 0;
  const isHere = git("init", "-q") && (values.mirrors ? fromMirror(made, repo, commit, git) : git("fetch", "-q", "--depth", "1", `https://github.com/${repo}.git`, commit) && git("checkout", "-q", "FETCH_HEAD"));
  if (isHere) renameSync(made, folder);
  else rmSync(made, { recursive: true, force: true });
  return isHere;
}

/** Objects are borrowed. A mirror may lack its largest files: all others are written, and those are too large to be linted anyway. */
function fromMirror(made, repo, commit, git) {
  const mirror = mirrorOf(repo);
  if (!mirror) return false;
  writeFileSync(path.join(made, ".git/objects/info/alternates"), `${path.join(mirror, "objects")}\n`);
  if (!git("read-tree", commit)) return false;
  git("checkout-index", "--all", "--quiet");
  return true;
}

function mirrorOf(repo) {
  const holder = path.resolve(values.mirrors, repo.replace("/", "+"));
  const isGit = (folder) => existsSync(path.join(folder, "HEAD"));
  if (isGit(holder)) return holder;
  const inner = existsSync(holder) && statSync(holder).isDirectory() ? readdirSync(holder).map((name) => path.join(holder, name)).find(isGit) : undefined;
  return inner;
}

/** By rule, then by severity. */
function countsOf(findings) {
  const counted = {};
  for (const { rule, severity } of findings) (counted[rule] ??= {})[severity] = (counted[rule][severity] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counted).sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, by]) => [rule, Object.fromEntries(Object.entries(by).sort())]));
}

function total(all) {
  return countsOf(all.flatMap(({ findings }) => findings));
}

function printRuns(all, wanted) {
  for (const { repo, files, findings, seconds } of all) console.log(`${repo.padEnd(44)} ${String(files).padStart(6)} files ${String(findings.length).padStart(6)} findings ${seconds.toFixed(1).padStart(6)} s`);
  console.log(`${all.length} of ${wanted} repositories\n`);
}

function printCounts(counted) {
  const levels = ["error", "warning", "info", "hint"];
  console.log(`${"rule".padEnd(44)}${levels.map((level) => level.padStart(9)).join("")}`);
  for (const [rule, by] of Object.entries(counted)) console.log(`${rule.padEnd(44)}${levels.map((level) => String(by[level] ?? "").padStart(9)).join("")}`);
  console.log("");
}

/** Repositories that were not read this time are left out. */
function compare(all) {
  if (!existsSync(acceptedPath)) {
    console.log("nothing was accepted yet: --accept");
    return 1;
  }
  const accepted = JSON.parse(readFileSync(acceptedPath, "utf8"));
  let differences = 0;
  for (const { repo, findings } of all) {
    const now = countsOf(findings);
    const before = accepted[repo] ?? {};
    for (const rule of [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()) {
      const [was, is] = [said(before[rule]), said(now[rule])];
      if (was === is) continue;
      differences++;
      console.log(`differs  ${repo}  ${rule}: ${was} -> ${is}`);
    }
  }
  console.log(differences === 0 ? "as accepted" : `${differences} differences`);
  return differences;
}

function said(by = {}) {
  return Object.entries(by).sort().map(([level, count]) => `${count} ${level}`).join(", ") || "none";
}

function accept(all) {
  const before = existsSync(acceptedPath) ? JSON.parse(readFileSync(acceptedPath, "utf8")) : {};
  const merged = { ...before, ...Object.fromEntries(all.map(({ repo, findings }) => [repo, countsOf(findings)])) };
  writeFileSync(acceptedPath, `${JSON.stringify(Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1))), null, 1)}\n`);
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
