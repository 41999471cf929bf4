/** Holds text/hardcoded-secret to the test strings of other scanners, as read and labelled in labels.tsv; they are fetched, never kept here. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const here = import.meta.dirname;
const cli = path.resolve(here, "../../../dist/cli.mjs");
const suites = {
  "detect-secrets": { url: "https://github.com/Yelp/detect-secrets.git", commit: "5e141933554a0b74e7341841f318be21e895339c" },
  secretlint: { url: "https://github.com/secretlint/secretlint.git", commit: "18346ba31b8173d52060b971221ab38c1943def0" },
};

/** `node measure.mjs [detect-secrets=FOLDER] [secretlint=FOLDER]`: a checkout that is there already saves the download. */
const given = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split("=")));
const scratch = mkdtempSync(path.join(os.tmpdir(), "preship-labelled-"));
try {
  report(judge([...detectSecrets(checkout("detect-secrets")), ...secretlint(checkout("secretlint"))]));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function checkout(name) {
  if (given[name]) return given[name];
  const folder = path.join(scratch, name);
  const git = (...args) => execFileSync("git", ["-C", folder, ...args], { stdio: "ignore" });
  mkdirSync(folder);
  git("init", "-q");
  git("fetch", "-q", "--depth", "1", suites[name].url, suites[name].commit);
  git("checkout", "-q", "FETCH_HEAD");
  return folder;
}

function detectSecrets(folder) {
  const strings = JSON.parse(execFileSync("python3", [path.join(here, "strings.py"), folder], { encoding: "utf8", maxBuffer: 1e8 }));
  return strings.map(({ source, ext, text }) => ({ suite: "detect-secrets", source, name: `mock_filename.${{ "?": "conf", txt2: "txt" }[ext] ?? ext}`, text, parts: [text] }));
}

/** Each snapshot tells its text and the places its rule found. */
function secretlint(folder) {
  const packages = path.join(folder, "packages/@secretlint");
  return readdirSync(packages).filter((name) => name.startsWith("secretlint-rule-") && !name.includes("preset")).sort().flatMap((name) => {
    const snapshots = path.join(packages, name, "test/snapshots");
    if (!existsSync(snapshots)) return [];
    return readdirSync(snapshots).sort().flatMap((snapshot) => {
      const file = path.join(snapshots, snapshot, "output.json");
      if (!existsSync(file)) return [];
      const { sourceContent: text, messages } = JSON.parse(readFileSync(file, "utf8"));
      if (typeof text !== "string") return [];
      const parts = messages.filter(({ type, range }) => type === "message" && range).map(({ range }) => text.slice(...range));
      const input = readdirSync(path.join(snapshots, snapshot)).find((one) => one.startsWith("input")) ?? "input";
      return [{ suite: "secretlint", source: `${name.slice("secretlint-rule-".length)}/${snapshot}`, name: input, text, parts: parts.length > 0 ? parts : [text] }];
    });
  });
}

function judge(cases) {
  const folder = path.join(scratch, "strings");
  for (const [index, { name, text }] of cases.entries()) {
    mkdirSync(path.join(folder, String(index)), { recursive: true });
    writeFileSync(path.join(folder, String(index), name), text);
  }
  const labels = new Map(readFileSync(path.join(here, "labels.tsv"), "utf8").split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t")).map(([suite, source, file, hash, label]) => [`${suite} ${source} ${file} ${hash}`, label]));
  const output = path.join(scratch, "findings.json");
  try {
    execFileSync(process.execPath, [cli, "check", folder, "--isolated", "--rule", "text/hardcoded-secret", "--format", "json", "--output", output, "--no-cache"], { stdio: "ignore" });
  } catch {
    // findings end with a code of their own
  }
  const found = grouped(JSON.parse(readFileSync(output, "utf8")).findings);
  return cases.flatMap((one, index) => one.parts.map((part) => verdict(one, part, found.get(index) ?? [], labels)));
}

function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const index = Number(finding.path.split("/")[0]);
    groups.set(index, [...(groups.get(index) ?? []), finding]);
  }
  return groups;
}

function verdict({ suite, source, name, text }, part, findings, labels) {
  const hash = createHash("sha256").update(part).digest("hex").slice(0, 16);
  const at = text.indexOf(part);
  const offset = (line, column) => text.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const isFound = findings.some(({ line, column, endLine, endColumn }) => offset(line, column) < at + part.length && at < offset(endLine, endColumn));
  const where = `${suite} ${source} ${name} ${hash}`;
  return { where, label: labels.get(where) ?? "unread", isFound };
}

function report(verdicts) {
  const count = (label, isFound) => verdicts.filter((one) => one.label === label && one.isFound === isFound);
  const right = count("secret", true);
  const missed = count("secret", false);
  const wrong = count("filler", true);
  for (const { where } of missed) console.log(`missed  ${where}`);
  for (const { where } of wrong) console.log(`wrong   ${where}`);
  console.log(`${verdicts.length} strings, ${right.length + missed.length} secrets, ${verdicts.filter(({ label }) => label === "unread").length} unread`);
  console.log(`recall ${(right.length / (right.length + missed.length) * 100).toFixed(1)} %, precision ${(right.length / (right.length + wrong.length) * 100).toFixed(1)} %`);
}
