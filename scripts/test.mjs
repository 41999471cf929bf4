/** `npm test`: everything, from types to a real VS Code. One line per stage, and a last line `N passed, N failed`. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installBrowser, installPackages } from "./setup.mjs";

const root = path.resolve(import.meta.dirname, "..");
const bin = (name) => path.join(root, "node_modules", name);
const scratch = mkdtempSync(path.join(tmpdir(), "preship-test-"));
const vitestReport = path.join(scratch, "vitest.json");
const wanted = process.argv.slice(2);

/** `count` reads passed and failed from what a stage left behind; a stage without it counts as one. */
const stages = [
  { name: "generated files", words: ["scripts/generate.mjs", "--check"] },
  { name: "types", words: [bin("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  { name: "types without Node", words: [bin("typescript/bin/tsc"), "-p", "tsconfig.pure.json"] },
  { name: "lint", words: [bin("eslint/bin/eslint.js"), "."] },
  { name: "build", words: ["scripts/build.mjs"] },
  { name: "clean under ourselves", words: ["dist/cli.mjs", "check", ".", "--fail-on", "info"] },
  { name: "unit", words: [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`], count: countVitest },
  { name: "fixes with scikit-learn", words: ["scripts/prove-fixes.mjs"], count: countLastLine },
  { name: "package", words: ["scripts/package.mjs"] },
  { name: "Code 1.139", words: ["test/e2e/run-suite.mjs", "4.139.1"], count: countLastLine, needsBrowser: true },
  { name: "Code 1.93", words: ["test/e2e/run-suite.mjs", "4.93.1"], count: countLastLine, needsBrowser: true },
  { name: "by hand, 1.139", words: ["test/e2e/ui.mjs", "4.139.1"], count: countLastLine, needsBrowser: true },
  { name: "by hand, 1.93", words: ["test/e2e/ui.mjs", "4.93.1"], count: countLastLine, needsBrowser: true },
  { name: "checklist by hand", words: ["test/e2e/checklist.mjs"], count: countLastLine, needsBrowser: true },
  { name: "checklist by keyboard", words: ["test/e2e/access.mjs"], count: countLastLine, needsBrowser: true },
  { name: "notebook by hand", words: ["test/e2e/notebook.mjs"], count: countLastLine, needsBrowser: true },
  { name: "component and workflow by hand", words: ["test/e2e/component.mjs"], count: countLastLine, needsBrowser: true },
  { name: "restricted mode", words: ["test/e2e/restricted.mjs"], count: countLastLine, needsBrowser: true },
].filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const total = { passed: 0, failed: 0 };
try {
  installPackages();
  let hasBrowser = false;
  for (const stage of stages) {
    if (stage.needsBrowser && !hasBrowser) {
      await installBrowser();
      installCodeServers();
      hasBrowser = true;
    }
    await runStage(stage);
  }
} catch (error) {
  console.error(`✗ ${error.message}`);
  total.failed++;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runStage({ name, words, count = countOne }) {
  const begin = Date.now();
  const { code, output } = await run(words);
  const { passed, failed } = count(code, output);
  total.passed += passed;
  total.failed += failed;
  console.log(`${failed === 0 ? "✓" : "✗"} ${name}: ${passed} passed, ${failed} failed (${((Date.now() - begin) / 1000).toFixed(0)} s)`);
  if (failed > 0) console.log(output.slice(-20_000));
}

function run(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { output += data; });
    child.once("error", (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function countOne(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A run that ended badly without a failed test (a file that does not load, an unhandled error) is one failure. */
function countVitest(code) {
  if (!existsSync(vitestReport)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(vitestReport, "utf8"));
  return { passed: numPassedTests, failed: numFailedTests || (code === 0 ? 0 : 1) };
}

function countLastLine(code, output) {
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(output);
  if (!match) return { passed: 0, failed: 1 };
  return { passed: Number(match[1]), failed: Number(match[2]) || (code === 0 ? 0 : 1) };
}

function installCodeServers() {
  const install = `import("./scripts/install-code-server.mjs").then(({ installCodeServer, newest, oldest }) => [newest, oldest].map((version) => installCodeServer(version)))`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", install], { cwd: root, stdio: ["ignore", "inherit", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`code-server could not be installed: ${stderr}`);
}
