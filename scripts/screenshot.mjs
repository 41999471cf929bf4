/** Takes docs/screenshot.png: the example project with a hover, the checklist beside it. Run it when what is shown has changed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { launchBrowser } from "../test/e2e/browser.mjs";
import { Person } from "../test/e2e/page.mjs";
import { copyExample } from "./example.mjs";
import { installCodeServer, newest } from "./install-code-server.mjs";
import { packExtension } from "./package.mjs";
import { serveCode } from "./serve-code.mjs";

const scratch = mkdtempSync(path.join(tmpdir(), "preship-shot-"));
const workspace = copyExample(scratch, { name: "Ada Ferry", email: "ada@example.com" });
const { file } = packExtension(path.join(scratch, "preship.vsix"));
const host = await serveCode({
  home: installCodeServer(newest), vsix: [file],
  settings: { "editor.fontSize": 13, "editor.minimap.enabled": false, "workbench.activityBar.location": "default", "window.commandCenter": false, "window.title": "${rootName}" },
});
const browser = await launchBrowser();
try {
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 760 }, deviceScaleFactor: 1.5 })).newPage();
  const person = new Person(page, "screenshot");
  await person.open(host.url, workspace, "src/churn/serve.py");
  await page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of \d+/ }).click({ timeout: 60_000 });
  const row = (name) => page.getByRole("treeitem", { name }).first();
  await row(/confirmed/).waitFor();
  await person.widenSideBar(600);
  await row(/^Feature transforms/).locator(".monaco-tl-twistie").click();
  await row(/^Named owner.*open/).locator(".custom-view-tree-node-item-checkbox").click();
  await row(/, confirmed: /).waitFor();
  await person.hover("fit_transform");
  await page.waitForTimeout(1500); // the hover grows when the server's part arrives
  await page.screenshot({ path: path.resolve(import.meta.dirname, "../docs/screenshot.png") });
} finally {
  await browser.close();
  await host.stop();
  rmSync(scratch, { recursive: true, force: true });
}
