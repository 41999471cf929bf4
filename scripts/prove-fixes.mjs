// Proves fixes with the real libraries: each program under test/labelled/fixes runs before and after its rule's fix. Before, the fault shows; after,
// it is gone and what the program keeps is unchanged. The libraries live in a virtual environment in the user's cache folder, made on first use.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const programs = path.join(root, "test/labelled/fixes");
const isWindows = process.platform === "win32";

/** Their versions change what draws and splits give, so they are pinned like everything else. */
const libraries = ["numpy==2.3.4", "scipy==1.16.3", "pandas==2.3.3", "scikit-learn==1.7.2", "joblib==1.5.2", "threadpoolctl==3.6.0"];

const scratch = mkdtempSync(path.join(tmpdir(), "preship-fixes-"));
const total = { passed: 0, failed: 0 };
try {
  const python = environment();
  const cases = await readCases(readdirSync(programs).filter((name) => name.endsWith(".py") && name !== "runner.py").sort());
  const results = run(python, cases.flatMap(({ name, before, after }) => [["before", before], ["before again", before], ["after", after], ["after again", after]].map(([when, code]) => ({ name: `${name} ${when}`, code }))));
  for (const { name, before, after } of cases) {
    const faults = before === after ? ["the fix changed nothing"] : judge((when) => results.get(`${name} ${when}`) ?? {});
    total[faults.length === 0 ? "passed" : "failed"]++;
    console.log([`${faults.length === 0 ? "✓" : "✗"} ${name}`, ...faults.map((one) => `    ${one}`)].join("\n"));
  }
} catch (error) {
  total.failed++;
  console.log(`✗ ${error.message}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** The interpreter of the environment that holds the libraries. */
function environment() {
  const host = ["python3", "python"].find((name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0);
  if (!host) throw new Error("Python 3.11 or newer is needed to prove fixes with the real libraries; install it (Debian: apt-get install python3 python3-venv)");
  const version = spawnSync(host, ["-c", "import sys; print(sys.version)"], { encoding: "utf8" }).stdout;
  const seal = createHash("sha256").update([...libraries, version, process.arch].join("\n")).digest("hex").slice(0, 16);
  const folder = path.join(cacheFolder(), `python-${seal}`);
  const python = path.join(folder, isWindows ? "Scripts/python.exe" : "bin/python");
  if (existsSync(path.join(folder, "complete"))) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  if (!makesEnvironment(host, folder)) throw new Error("python3 -m venv failed; install it (Debian: apt-get install python3-venv)");
  const { status, stderr } = spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", ...libraries], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the libraries could not be installed (is there a network?):\n${stderr.slice(-2000)}`);
  writeFileSync(path.join(folder, "complete"), "");
  return python;
}

function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return path.join(process.env.XDG_CACHE_HOME, "preship");
  if (isWindows) return path.join(process.env.LOCALAPPDATA ?? homedir(), "preship/cache");
  return path.join(homedir(), process.platform === "darwin" ? "Library/Caches/preship" : ".cache/preship");
}

/** Debian keeps what `venv` needs in a package of its own. */
function makesEnvironment(host, folder) {
  const make = () => spawnSync(host, ["-m", "venv", folder], { stdio: "ignore" }).status === 0;
  if (make()) return true;
  if (process.platform !== "linux" || process.getuid() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const apt = (...words) => spawnSync("apt-get", words, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
  rmSync(folder, { recursive: true, force: true });
  return apt("update", "-qq") && apt("install", "-y", "-qq", "python3-venv") && make();
}

/** The programs' texts, and what the fix of the rule that each names makes of them: one scan for each rule. */
async function readCases(files) {
  const cases = files.map((file) => {
    const before = readFileSync(path.join(programs, file), "utf8");
    const [, rule] = /^# proves: (\S+)$/m.exec(before) ?? [];
    if (!rule) throw new Error(`${file} does not say which rule's fix it proves`);
    return { name: file.slice(0, -3), rule, before, where: path.join(scratch, "programs", rule, file) };
  });
  for (const { where, before } of cases) {
    mkdirSync(path.dirname(where), { recursive: true });
    writeFileSync(where, before);
  }
  const built = cli();
  await Promise.all([...new Set(cases.map(({ rule }) => rule))].map((rule) => fix(built, rule)));
  return cases.map((one) => ({ ...one, after: readFileSync(one.where, "utf8") }));
}

function fix(built, rule) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [built, "check", path.join(scratch, "programs", rule), "--isolated", "--rule", rule, "--fix", "--unsafe-fixes", "--fail-on", "never"], { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data) => { errors += data; });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`fixing by ${rule}: ${errors}`))));
  });
}

function cli() {
  const built = path.join(scratch, "dist/cli.mjs");
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--only", "cli", "--outdir", path.dirname(built)], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return built;
}

function run(python, all) {
  const { status, stdout, stderr } = spawnSync(python, [path.join(programs, "runner.py")], { cwd: scratch, input: JSON.stringify(all), encoding: "utf8", maxBuffer: 50_000_000, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
  if (status !== 0) throw new Error(`the programs could not be run:\n${stderr.slice(-2000)}`);
  return new Map(stdout.trim().split("\n").map((line) => JSON.parse(line)).map(({ name, result }) => [name, result]));
}

/** `fault` is there before and gone after, or the program now stops; what `varies` between runs no longer does; what is `kept` stays equal. */
function judge(result) {
  const [before, beforeAgain, after, afterAgain] = ["before", "before again", "after", "after again"].map(result);
  const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const faults = [];
  if (before.raised) faults.push(`before the fix the program raises ${before.raised}`);
  if (before.fault === undefined && before.varies === undefined) faults.push("the program tells neither a fault nor what varies");
  if (before.fault === false) faults.push("before the fix there is no fault");
  if (before.varies !== undefined && isEqual(before.varies, beforeAgain.varies)) faults.push("before the fix both runs are equal");
  if (after.raised && !(before.fault && before.kept === undefined)) faults.push(`after the fix the program raises ${after.raised}`);
  if (after.fault) faults.push("after the fix the fault is still there");
  if (!isEqual(after.varies, afterAgain.varies)) faults.push("after the fix two runs differ");
  if (!after.raised && !isEqual(before.kept, after.kept)) faults.push("the fix changed what the program keeps");
  return faults;
}
