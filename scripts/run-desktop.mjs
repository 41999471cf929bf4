/** The suite of the extension host in a desktop VS Code: needs the internet or VSCODE_EXECUTABLE and, on Linux, a display (`xvfb-run -a`). */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { buildSuite } from "../test/e2e/build.mjs";

const root = path.resolve(import.meta.dirname, "..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-desktop-"));
const workspace = path.join(scratch, "workspace");
const results = path.join(scratch, "results.json");
cpSync(path.join(root, "test/e2e/workspace"), workspace, { recursive: true });
try {
  process.exitCode = await runTests({
    version: process.env.VSCODE_VERSION ?? "stable",
    ...(process.env.VSCODE_EXECUTABLE ? { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: await buildSuite(),
    extensionTestsEnv: { E2E_RESULTS: results },
    launchArgs: [
      workspace, "--disable-extensions", "--disable-workspace-trust", "--skip-welcome", "--skip-release-notes", "--disable-telemetry",
      `--user-data-dir=${path.join(scratch, "data")}`, `--extensions-dir=${path.join(scratch, "extensions")}`,
    ],
  });
  const { tests } = JSON.parse(readFileSync(results, "utf8")); // no file: the suite never ran
  const count = (state) => tests.filter((test) => test.state === state).length;
  if (tests.length === 0) throw new Error("no test reported a result");
  console.log(`${count("passed")} passed, ${count("failed")} failed`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
