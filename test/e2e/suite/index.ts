/** Entry point for `extensionTestsPath`: runs the suites with mocha and leaves the results in the file named by E2E_RESULTS. */
import { writeFileSync } from "node:fs";

interface Outcome {
  readonly title: string;
  readonly state: "passed" | "failed";
  readonly error?: string;
}

export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha"); // an ES module: not every supported editor can require it
  const mocha = new Mocha({ ui: "bdd", timeout: 45_000, color: false, reporter: "spec" });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, "", mocha);
  await import("./start.suite.ts");
  await import("./diagnostics.suite.ts");
  await import("./fixes.suite.ts");
  await import("./files.suite.ts");
  await import("./checklist.suite.ts");
  await import("./restart.suite.ts");
  const outcomes: Outcome[] = [];
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (process.env["E2E_RESULTS"]) writeFileSync(process.env["E2E_RESULTS"], JSON.stringify({ failures, tests: outcomes }, null, 1));
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    })
      .on("pass", (test) => outcomes.push({ title: test.fullTitle(), state: "passed" }))
      .on("fail", (test, error: Error) => outcomes.push({ title: test.fullTitle(), state: "failed", error: error.stack ?? String(error) }));
  });
}
