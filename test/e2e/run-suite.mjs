/** Runs the mocha bundle inside the real extension host of one code-server: `node test/e2e/run-suite.mjs 4.139.1`. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "node:util";
import { installCodeServer, newest } from "../../scripts/install-code-server.mjs";
import { serveCode } from "../../scripts/serve-code.mjs";
import { launchBrowser } from "./browser.mjs";
import { buildSuite } from "./build.mjs";

const version = process.argv[2] ?? newest;
const isTalkative = Boolean(process.env.E2E_VERBOSE);
const limit = Number(process.env.E2E_TIMEOUT_MS ?? 600_000);
const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-suite-"));
const workspace = path.join(scratch, "workspace");
const resultsFile = path.join(scratch, "results.json");

const tests = await buildSuite();
const extension = layOutExtension();
cpSync(path.join(import.meta.dirname, "workspace"), workspace, { recursive: true });
const host = await serveCode({ home: installCodeServer(version), env: { E2E_RESULTS: resultsFile }, isTestHost: true, say: (text) => isTalkative && process.stderr.write(text) });
const browser = await launchBrowser();
const log = [];
let code = 1;
try {
  code = await runIn(await (await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] })).newPage());
} catch (error) {
  log.push(String(error));
} finally {
  await browser.close().catch(() => undefined); // a crashed browser is closed
  await host.stop();
}
report();
rmSync(scratch, { recursive: true, force: true });

/** Opens the workbench so that it runs the suite, and waits for its exit code. */
async function runIn(page) {
  const exit = new Promise((resolve, reject) => {
    page.on("crash", () => reject(new Error("the page crashed")));
    setTimeout(() => reject(new Error(`the suite did not end within ${limit} ms`)), limit).unref();
    // the workbench looks for both on window, so they must be there before the page loads
    void page.exposeFunction("codeAutomationExit", (result) => resolve(result));
  });
  exit.catch(() => undefined); // awaited below; a failure before that is not unhandled
  await page.exposeFunction("codeAutomationLog", (_, words) => {
    const line = format(...words);
    log.push(line);
    if (isTalkative) console.log(line);
  });
  const remote = (file) => `vscode-remote://${new URL(host.url).host}${encodeURI(file)}`;
  const payload = [["extensionDevelopmentPath", remote(extension)], ["extensionTestsPath", remote(tests)], ["skipWelcome", "true"], ["skipReleaseNotes", "true"]];
  await page.goto(`${host.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  return exit;
}

/** The extension as it would be installed, built beside the scratch workspace so that a build in between changes nothing. */
function layOutExtension() {
  const folder = path.join(scratch, "extension");
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--outdir", path.join(folder, "dist")], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the build failed\n${stderr}`);
  for (const part of ["package.json", "client/media", "snippets", "rules/schema.json"]) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  return folder;
}

/** A suite that never ran has failed, whatever the exit code says. */
function report() {
  const results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")).tests : [];
  const count = (state) => results.filter((test) => test.state === state).length;
  const failed = count("failed") + (results.length === 0 || (code !== 0 && count("failed") === 0) ? 1 : 0);
  if (failed > 0 && !isTalkative) console.log(log.join("\n"));
  for (const test of results.filter(({ state }) => state === "failed")) console.log(`✗ ${test.title}\n${test.error}`);
  console.log(`Code 1.${version.slice(2)}: ${count("passed")} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
