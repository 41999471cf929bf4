/** The packed extension used by hand: squiggle, hover, quick fix, rule page, checklist. Pictures go to shots/. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { newest } from "../../scripts/install-code-server.mjs";
import { drive } from "./drive.mjs";
import { eventually } from "./page.mjs";

const version = process.argv[2] ?? newest;

await drive({ name: version, version, permissions: ["clipboard-read", "clipboard-write"] }, async ({ person, page, workspace }) => {
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await useEditor(person, page, workspace);
  await useChecklist(person, page, workspace);
  await person.check("nothing popped up", async () => assert.deepEqual(await page.locator(".notification-toast").allInnerTexts(), []));
  await person.check("the page has no errors of ours", () => assert.deepEqual(faults.filter((fault) => /preship/i.test(fault)), []));
});

async function useEditor(person, page, workspace) {
  const check = (title, step) => person.check(title, step);
  await check("the file in front has its squiggles", async () => {
    await page.locator(".squiggly-error, .squiggly-warning").first().waitFor({ timeout: 30_000 });
    await person.shot("1-squiggles");
  });
  await check("hovering says what, why and what instead", async () => {
    const hover = await person.hover("get(f");
    await eventually("the whole hover", async () => /Why/.test(await hover.innerText()));
    assert.match(await hover.innerText(), /timeout/);
    await person.shot("2-hover");
  });
  await check("the rule's name opens its page", async () => {
    const hover = await person.hover("get(f");
    await hover.locator("a.code-link").first().click();
    await page.locator(".tab").filter({ hasText: /request-without-timeout/ }).waitFor();
    await eventually("the page", async () => /When it stays silent/.test(await person.webviews()));
    await person.shot("3-rule-page");
    await page.locator(".tab").filter({ hasText: /request-without-timeout/ }).click({ button: "middle" });
  });
  await check("Ctrl+. has the fix on top, and it works", async () => {
    const menu = await person.quickFixes("get(f");
    await menu.locator(".monaco-list-row").filter({ hasText: /timeout/i }).first().waitFor();
    await person.shot("4-quick-fix");
    await page.keyboard.press("Enter");
    await page.locator(".view-line").filter({ hasText: /requests\.get\(.*timeout=10\)/ }).waitFor();
    await page.keyboard.press("Control+S");
    await eventually("the file on disk", () => readFileSync(path.join(workspace, "src/churn/serve.py"), "utf8").includes("timeout=10"));
  });
}

async function useChecklist(person, page, workspace) {
  const check = (title, step) => person.check(title, step);
  const item = (text) => page.getByRole("treeitem", { name: text }).first();
  const box = (row) => row.locator(".custom-view-tree-node-item-checkbox").first();
  const isTicked = async (row) => (await box(row).getAttribute("aria-checked")) === "true";
  await check("the status bar counts, and opens the panel", async () => {
    const bar = page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of \d+/ });
    await bar.waitFor({ timeout: 30_000 });
    await bar.click();
    await page.locator(".sidebar .composite.title").filter({ hasText: /checklist/i }).waitFor();
    await page.getByRole("treeitem", { name: /confirmed/ }).first().waitFor();
    await person.untilInTree();
    await person.widenSideBar(640);
    await person.shot("5-panel");
  });
  await check("a blocked item cannot be ticked, and says why", async () => {
    const row = item(/, blocked: /);
    await box(row).click();
    await page.locator(".tree-explorer-viewlet-tree-view .message").filter({ hasText: /Not signed/ }).waitFor();
    await eventually("the box to be empty", async () => !(await isTicked(row)));
    await person.shot("6-refused");
  });
  await check("a blocked item shows what contradicts it, and leads there", async () => {
    const row = item(/, blocked: /);
    await row.locator(".monaco-tl-twistie").click();
    const finding = page.getByRole("treeitem", { name: /^(error|warning) in / }).first();
    await finding.waitFor();
    await person.shot("7-findings");
    await finding.click();
    await page.locator(".tab.active").waitFor();
    await row.locator(".monaco-tl-twistie").click();
  });
  await check("an open item is signed by a tick, in the repository", async () => {
    const row = item(/, open/);
    const name = (await row.getAttribute("aria-label")).split(", ")[0];
    await box(row).click();
    const signed = page.getByRole("treeitem", { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}.*confirmed`) }).first();
    await signed.waitFor();
    await eventually("the tick", () => isTicked(signed));
    await page.locator(".tree-explorer-viewlet-tree-view .message").filter({ hasText: /Not signed/ }).waitFor({ state: "hidden" });
    await eventually("the sign-off", () => existsSync(path.join(workspace, ".preship/signoffs.yaml")) && /Ada Ferry/.test(readFileSync(path.join(workspace, ".preship/signoffs.yaml"), "utf8")));
    await person.shot("8-signed");
    await box(signed).click();
    await eventually("the tick to be withdrawn", async () => !(await isTicked(item(new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`)))));
  });
  await check("items can be filtered by state", async () => {
    await person.answer("Preship: Filter by State", "blocked");
    await page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    await page.locator(".tree-explorer-viewlet-tree-view .message").filter({ hasText: "Showing only: blocked" }).waitFor();
    await person.shot("9-filtered");
    await person.run("Preship: Show All States");
  });
}
