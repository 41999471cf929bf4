// Scores the leakage rules on labelled public notebooks and scripts (test/labelled): precision and recall by kind and half.
// Then the rules on serving, on small services of our own (test/labelled/services.ts, test/python-refit) and their mended twins.
// `--mirrors DIR` reads sources from git mirrors in DIR/owner+name, else they come from GitHub; `--half look` prints every miss and false alarm.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parseTree } from "jsonc-parser";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { mirrors: { type: "string" }, half: { type: "string" }, cli: { type: "string" }, "fail-under": { type: "boolean", default: false } } });

/** Which rule speaks of which kind. Preparing too early is one mistake in four kinds: naming the neighbour is not a miss. */
const kinds = {
  "python/fit-before-split": "before-split", "python/fit-on-combined": "combined", "python/resample-before-split": "resampled", "python/preprocess-outside-cv": "outside-cv",
  "python/train-test-overlap": "overlap", "python/tuning-on-test": "tuned-on-test", "python/refit-on-test": "refit-on-test",
};
const early = new Set(["before-split", "combined", "resampled", "outside-cv"]);
const isAlike = (one, other) => one === other || (early.has(one) && early.has(other));
const goals = { precision: 0.95, recall: 0.8 };

const scratch = mkdtempSync(path.join(tmpdir(), "preship-labelled-"));
try {
  const files = JSON.parse(readFileSync(path.join(root, "test/labelled/labels.json"), "utf8"));
  const read = [];
  for (const [index, file] of files.entries()) {
    const text = await source(file);
    if (text === undefined) continue;
    const target = path.join(scratch, "files", String(index), file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    read.push({ ...file, half: halfOf(file), where: `${index}/${file.path}`, text: text.toString("utf8") });
  }
  console.log(`${read.length} of ${files.length} sources read`);
  if (read.length === 0) throw new Error("no source could be read: give --mirrors, or go online");
  const scored = score(read, findings("files", Object.keys(kinds)));
  for (const half of ["look", "score"]) if (!values.half || values.half === half) print(half, scored.filter((one) => one.half === half));
  await scoreServices();
  if (values["fail-under"]) process.exitCode = isBelowGoal(scored.filter(({ half }) => half === "score")) ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function halfOf({ repo, path: name }) {
  return createHash("sha256").update(`${repo}/${name}`).digest()[0] % 2 === 0 ? "look" : "score";
}

/** The bytes the label was written for, or undefined when they cannot be had. */
async function source({ repo, commit, path: name, sha256 }) {
  const bytes = values.mirrors ? fromMirror(repo, commit, name) : await fromGitHub(repo, commit, name);
  if (!bytes || createHash("sha256").update(bytes).digest("hex") !== sha256) {
    console.error(`not read: ${repo} ${name}`);
    return undefined;
  }
  return bytes;
}

function fromMirror(repo, commit, name) {
  const folder = path.join(values.mirrors, repo.replace("/", "+"));
  const git = ["repo/.git", "repo", ".git", "."].map((one) => path.join(folder, one)).find((one) => existsSync(path.join(one, "HEAD")));
  const { status, stdout } = spawnSync("git", ["-C", git ?? folder, "show", `${commit}:${name}`], { maxBuffer: 100_000_000 });
  return status === 0 ? stdout : undefined;
}

async function fromGitHub(repo, commit, name) {
  try {
    const answer = await fetch(`https://raw.githubusercontent.com/${repo}/${commit}/${name.split("/").map(encodeURIComponent).join("/")}`, { signal: AbortSignal.timeout(30_000) });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

function findings(folder, ids) {
  const report = path.join(scratch, "report.json");
  const rules = ids.flatMap((rule) => ["--rule", rule]);
  const ran = spawnSync(process.execPath, [cli(), "check", path.join(scratch, folder), "--isolated", "--format", "json", "--output", report, "--fail-on", "never", ...rules], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(ran.stderr || `exit ${ran.status}`);
  return JSON.parse(readFileSync(report, "utf8")).findings;
}

function cli() {
  if (values.cli) return values.cli;
  const made = path.join(scratch, "dist/cli.mjs");
  if (existsSync(made)) return made;
  const built = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--only", "cli", "--outdir", path.dirname(made)], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  return made;
}

/** Each service in a folder of its own, wrong and mended: what is said against what its text marks. */
async function scoreServices() {
  const { all, scoredRules } = await servicePrograms();
  for (const [index, { files }] of all.entries()) for (const [name, text] of Object.entries(files)) {
    const target = path.join(scratch, "services", String(index), name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  // every service is a workspace of its own: calls must not be followed from one into another
  const said = all.flatMap(({ rules }, index) => findings(`services/${index}`, rules).map(({ rule, line, path: name }) => `${index} ${name} ${line} ${rule}`));
  const wanted = all.flatMap(({ expected }, index) => expected.map((one) => `${index} ${one}`));
  console.log(`\nservices: ${all.length} programs, ${all.filter(({ expected }) => expected.length === 0).length} of them mended or meant so`);
  console.log(["rule".padEnd(32), "labels", "found", "recall", "said", "true", "precision"].join("  "));
  for (const rule of scoredRules) {
    const [labels, heard] = [new Set(wanted.filter((one) => one.endsWith(` ${rule}`))), new Set(said.filter((one) => one.endsWith(` ${rule}`)))];
    const right = [...heard].filter((one) => labels.has(one)).length;
    console.log([rule.padEnd(32), pad(labels.size, 6), pad(right, 5), percent(right, labels.size), pad(heard.size, 4), pad(right, 4), percent(right, heard.size)].join("  "));
  }
}

/** Programs with what their text marks: `# <- rule` at the end of a line, or «…» around a refit; these are marked for that rule only. */
async function servicePrograms() {
  const entry = `export * from "./test/labelled/services.ts"; export { mistakes } from "./test/python-refit/mistakes.ts"; export { intended } from "./test/python-refit/intended.ts";`;
  const outfile = path.join(scratch, "services.mjs");
  await build({ stdin: { contents: entry, resolveDir: root, loader: "ts" }, bundle: true, format: "esm", platform: "node", outfile, logLevel: "error" });
  const { services, mended, expectedIn, scoredRules, mistakes, intended } = await import(pathToFileURL(outfile).href);
  const refit = "python/refit-at-inference";
  const marked = (files) => Object.entries(files).flatMap(([name, text]) => text.split("\n").flatMap((line, index) => (line.includes("«") ? [`${name} ${index + 1} ${refit}`] : [])));
  const bare = (files) => Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll(/[«»]/g, "")]));
  const all = [
    ...services.flatMap((one) => [one.wrong, mended(one)]).map((text) => ({ files: { "service.py": text }, rules: scoredRules, expected: expectedIn(text).map((place) => `service.py ${place}`) })),
    ...mistakes.map(({ path: name = "service.py", wrong, files = {} }) => ({ ...files, [name]: wrong })).map((files) => ({ files: bare(files), rules: [refit], expected: marked(files) })),
    ...mistakes.filter(({ mend }) => mend.length > 0).map(({ path: name = "service.py", wrong, mend, files = {} }) => ({ files: bare({ ...files, [name]: mend.reduce((text, [from, to]) => text.replace(from, to), wrong.replaceAll(/[«»]/g, "")) }), rules: [refit], expected: [] })),
    ...intended.map(({ path: name = "service.py", text, files = {} }) => ({ files: bare({ ...files, [name]: text }), rules: [refit], expected: [] })),
  ];
  return { all, scoredRules };
}

/** For each file: labels with whether they were found, findings with whether they are true. */
function score(read, all) {
  const byFile = new Map();
  for (const one of all) byFile.set(one.path, [...(byFile.get(one.path) ?? []), one]);
  return read.map((file) => {
    const places = file.path.endsWith(".ipynb") ? cellLines(file.text) : undefined;
    const said = (byFile.get(file.where) ?? []).map((one) => ({ kind: kinds[one.rule], at: places ? places(one.line, one.column) : String(one.line), isHint: one.severity === "hint", message: one.message }));
    const covers = (label, one) => isAlike(label.kind, one.kind) && (label.at === undefined || label.kind === "tuned-on-test" || isInside(one.at, label.at));
    const judged = said.filter((one) => !(file.grey ?? []).some((grey) => covers(grey, one)) || file.labels.some((label) => covers(label, one)));
    return {
      ...file, text: undefined,
      hints: judged.filter(({ isHint }) => isHint).length,
      labels: file.labels.map((label) => ({ ...label, isFound: said.some((one) => !one.isHint && covers(label, one)) })),
      said: judged.filter(({ isHint }) => !isHint).map((one) => ({ ...one, isTrue: file.labels.some((label) => covers(label, one)) })),
    };
  });
}

function number(at) {
  return at.split(":").reduce((sum, part) => sum * 100_000 + Number(part), 0);
}

function isInside(at, range) {
  const [from, to = from] = range.split("-");
  const last = from.includes(":") && !to.includes(":") ? `${from.split(":")[0]}:${to}` : to;
  return number(at) >= number(from) && number(at) <= number(last);
}

/** From a place in a notebook's JSON to `cell:line`. */
function cellLines(text) {
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  const property = (node, name) => node?.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
  const cells = property(parseTree(text), "cells")?.children ?? [];
  return (line, column) => {
    const offset = (lines[line - 1] ?? 0) + column - 1;
    const cell = cells.findIndex((one) => one.offset <= offset && offset < one.offset + one.length);
    const written = property(cells[cell], "source");
    if (written?.type === "string") return `${cell + 1}:${(text.slice(written.offset, offset).match(/\\n/g) ?? []).length + 1}`;
    return `${cell + 1}:${1 + (written?.children ?? []).filter((one) => one.offset + one.length <= offset).length}`;
  };
}

function print(half, files) {
  console.log(`\n${half}: ${files.length} files, ${files.filter(({ labels }) => labels.length > 0).length} leaky, ${files.filter(({ labels }) => labels.length === 0).length} clean`);
  console.log(["kind".padEnd(16), "labels", "found", "recall", "said", "true", "precision"].join("  "));
  for (const kind of [...Object.values(kinds), "all"]) {
    const { labels, found, said, right } = counts(files, kind);
    console.log([kind.padEnd(16), pad(labels, 6), pad(found, 5), percent(found, labels), pad(said, 4), pad(right, 4), percent(right, said)].join("  "));
  }
  const quiet = files.filter(({ labels }) => labels.length === 0);
  console.log(`clean files left alone: ${quiet.filter(({ said }) => said.length === 0).length} of ${quiet.length}; hints: ${files.reduce((sum, { hints }) => sum + hints, 0)}`);
  if (values.half !== half) return;
  for (const { repo, path: name, labels, said } of files) {
    const wrong = [...labels.filter(({ isFound }) => !isFound).map(({ kind, at, why }) => `  missed ${kind} ${at}: ${why}`), ...said.filter(({ isTrue }) => !isTrue).map(({ kind, at, message }) => `  false ${kind} ${at}: ${message.slice(0, 90)}`)];
    if (wrong.length > 0) console.log([`${repo} ${name}`, ...wrong].join("\n"));
  }
}

function counts(files, kind) {
  const mine = (one) => kind === "all" || one.kind === kind;
  const labels = files.flatMap((file) => file.labels.filter(mine));
  const said = files.flatMap((file) => file.said.filter(mine));
  return { labels: labels.length, found: labels.filter(({ isFound }) => isFound).length, said: said.length, right: said.filter(({ isTrue }) => isTrue).length };
}

function isBelowGoal(files) {
  const { labels, found, said, right } = counts(files, "all");
  return found < labels * goals.recall || right < said * goals.precision;
}

function pad(value, width) {
  return String(value).padStart(width);
}

function percent(part, whole) {
  return (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(0)} %`).padStart(6);
}
