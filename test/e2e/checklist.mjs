/** The packed extension's checklist used by hand: an artefact made, a sign-off that goes stale, a waiver, other lists, the report. Pictures go to shots/. */
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { newest } from "../../scripts/install-code-server.mjs";
import { drive } from "./drive.mjs";
import { eventually } from "./page.mjs";
import { exposed, writeRunbook } from "./ready.mjs";

const version = process.argv[2] ?? newest;
await drive({ name: `checklist-${version}`, version, height: 1000, prepare: exposed }, async ({ person, page, workspace }) => {
  const check = (title, step) => person.check(title, step);
  const signoffs = () => (existsSync(path.join(workspace, ".preship/signoffs.yaml")) ? readFileSync(path.join(workspace, ".preship/signoffs.yaml"), "utf8") : "");
  const row = (text) => page.getByRole("treeitem", { name: text }).first();
  const box = (item) => item.locator(".custom-view-tree-node-item-checkbox").first();
  const message = (text) => page.locator(".tree-explorer-viewlet-tree-view .message").filter({ hasText: text });
  const answer = async (text) => {
    const input = page.locator(".quick-input-widget input.input").first();
    await input.waitFor();
    if (text !== undefined) await input.fill(text);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
  };
  const choose = async (item, label) => {
    await item.click();
    await item.click({ button: "right" });
    const entry = page.locator(".monaco-menu .action-label").filter({ hasText: label }).first();
    await entry.waitFor();
    await page.waitForTimeout(400); // a menu ignores clicks that come too soon after the one that opened it
    await entry.hover();
    await page.keyboard.press("Enter");
  };

  await page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of 11/ }).click({ timeout: 60_000 });
  await row(/^Pre-ship, /).waitFor();
  await person.untilInTree();
  await person.widenSideBar(700);

  await check("the other lists stand below, collapsed, with counts of their own", async () => {
    for (const title of [/^Release gates, 0 of \d+ confirmed/, /^ML before and after deployment, /, /^MLOps readiness, /, /^Governance and reproducibility, /]) {
      await row(title).waitFor();
      assert.equal(await row(title).getAttribute("aria-expanded"), "false");
    }
    await person.shot("1-lists");
  });
  await check("a missing artefact is made from its template, and is no evidence yet", async () => {
    await row(/^Named owner/).click();
    await row(/^Named owner/).hover();
    await row(/^Named owner/).getByRole("button", { name: /Create/ }).click();
    await page.locator(".tab.active").filter({ hasText: "runbook.md" }).waitFor();
    await eventually("the file", () => existsSync(path.join(workspace, "docs/runbook.md")));
    await row(/^Named owner/).locator(".monaco-tl-twistie").click();
    await row(/still the template/).waitFor();
    await person.shot("2-artefact");
  });
  await check("filled in, the item is confirmed with a note", async () => {
    writeRunbook(workspace);
    await row(/^found: runbook: runbook\.md/).waitFor();
    await choose(row(/^Named owner/), "Confirm with a Note");
    await answer("walked through it with support");
    await row(/^Named owner.*, confirmed: Ada Ferry/).waitFor();
    await eventually("the entry", () => /walked through it with support/.test(signoffs()));
    await person.shot("3-confirmed");
  });
  await check("when the runbook changes, the sign-off is stale and says so", async () => {
    appendFileSync(path.join(workspace, "docs/runbook.md"), "\nCall Bob first.\n");
    await row(/^Named owner.*, stale: .*docs\/runbook\.md changed since Ada Ferry signed/).waitFor();
    await eventually("an empty box", async () => (await box(row(/^Named owner/)).getAttribute("aria-checked")) !== "true");
    await person.shot("4-stale");
  });
  await check("withdrawn, it is open again", async () => {
    await choose(row(/^Named owner/), "Withdraw the Sign-off");
    await row(/^Named owner.*, open/).waitFor();
    assert.doesNotMatch(signoffs(), /Ada Ferry/);
  });
  await check("a blocked item is refused a tick, with the reason above the tree", async () => {
    await box(row(/, blocked: /)).click();
    await message(/Not signed: .*contradicts this item/).waitFor();
    await person.shot("5-refused");
  });
  await check("a waiver asks for reason, owner and day, one after the other", async () => {
    await choose(row(/^Secrets in a vault/), "Waive until a Date");
    await page.locator(".quick-input-title").filter({ hasText: "1 of 3" }).waitFor();
    await answer("the vault comes with the new cluster");
    await page.locator(".quick-input-title").filter({ hasText: "2 of 3" }).waitFor();
    await answer("Bob");
    await page.locator(".quick-input-title").filter({ hasText: "3 of 3" }).waitFor();
    await person.shot("6-waiver");
    await answer("2001-01-31");
    await page.locator(".quick-input-message").filter({ hasText: "in the future" }).waitFor();
    await answer("2099-01-31");
    await row(/^Secrets in a vault.*, waived: waived until 2099-01-31 by Bob/).waitFor();
  });
  await check("every row has a name that says what it is and how it stands", async () => {
    const names = await page.getByRole("treeitem").evaluateAll((rows) => rows.map((one) => one.getAttribute("aria-label") ?? ""));
    assert.ok(names.length > 10);
    for (const name of names) assert.match(name, /\S.*, \S|\S: \S/, name);
  });
  await check("the report is shown as a page", async () => {
    await person.answer("Preship: Readiness Report", "As a page beside");
    await page.locator(".tab.active").filter({ hasText: "Readiness Report" }).waitFor();
    await eventually("the page", async () => /of 11\s*confirmed/.test(await person.webviews()));
    await page.waitForTimeout(1500);
    await person.shot("7-report");
  });
});
