/** Restricted Mode: nothing of the workspace runs, so the packed extension must work before anybody trusts the folder. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyExample } from "../../scripts/example.mjs";
import { installCodeServer, newest } from "../../scripts/install-code-server.mjs";
import { packExtension } from "../../scripts/package.mjs";
import { serveCode } from "../../scripts/serve-code.mjs";
import { launchBrowser } from "./browser.mjs";
import { Person } from "./page.mjs";

const scratch = mkdtempSync(path.join(tmpdir(), "preship-restricted-"));
const workspace = copyExample(scratch, { name: "Ada Ferry", email: "ada@example.com" });
const { file } = packExtension(path.join(scratch, "preship.vsix"));
const host = await serveCode({
  home: installCodeServer(newest), vsix: [file], isTrusting: false,
  settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "always" },
});
const browser = await launchBrowser();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
const person = new Person(page, "restricted");
try {
  await person.open(host.url, workspace, "src/churn/serve.py");
  await person.check("the window is restricted", () => page.getByText("Restricted Mode").first().waitFor({ timeout: 60_000 }));
  await person.check("findings appear all the same", async () => {
    await page.locator(".squiggly-error, .squiggly-warning").first().waitFor({ timeout: 30_000 });
  });
  await person.check("the checklist is there", async () => {
    await page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of \d+/ }).click({ timeout: 30_000 });
    await page.getByRole("treeitem", { name: /confirmed/ }).first().waitFor();
    await person.shot("1");
  });
  await person.check("nothing popped up", async () => assert.deepEqual(await page.locator(".notification-toast").allInnerTexts(), []));
  if (person.failed > 0) console.log(host.extensionLog());
} finally {
  await browser.close();
  await host.stop();
  rmSync(scratch, { recursive: true, force: true });
}
person.report();
