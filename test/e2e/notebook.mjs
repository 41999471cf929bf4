/** A notebook in the notebook editor: findings in cells while typing, a fix in its cell, and nothing stale when a cell moves or goes. */
import assert from "node:assert/strict";
import { newest } from "../../scripts/install-code-server.mjs";
import { drive } from "./drive.mjs";
import { eventually } from "./page.mjs";

const version = process.argv[2] ?? newest;

await drive({ name: `notebook-${version}`, version }, async ({ person, page }) => {
  const check = (title, step) => person.check(title, step);
  const cell = (text) => page.locator(".code-cell-row").filter({ hasText: text }).first();
  const marks = (text) => cell(text).locator(".squiggly-warning, .squiggly-error, .squiggly-info").count();
  await openNotebook(page, "explore.ipynb");

  await check("cells have their squiggles", async () => {
    await eventually("a mark on the name that comes from below", async () => (await marks("by_plan")) > 0);
    await eventually("a mark in the other cell", async () => (await marks("read_csv")) > 0);
    assert.equal(await marks("len(active)"), 0);
    await person.shot("1-cells");
  });
  await check("hovering in a cell says what and why", async () => {
    const hover = await person.hover("active.groupby");
    await eventually("the whole hover", async () => /cell below/.test(await hover.innerText()));
    await person.shot("2-hover");
    await page.keyboard.press("Escape");
  });
  await check("typing in a cell finds a fault in it", async () => {
    await (await lineOf(page, "len(active)")).click();
    await page.keyboard.press("End");
    await page.keyboard.type("\nfrom sklearn.model_selection import train_test_split\nparts = train_test_split(active)");
    await page.keyboard.press("End");
    await eventually("the mark", async () => (await marks("parts = train_test_split")) > 0);
    await person.shot("3-typed");
  });
  await check("the fix changes that cell, and the mark goes", async () => {
    await page.keyboard.press("Escape");
    const menu = await person.quickFixes("train_test_split(active");
    await menu.locator(".monaco-list-row").filter({ hasText: /random_state/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".view-line").filter({ hasText: /train_test_split\(active,\srandom_state=42\)/ }).waitFor();
    await eventually("no mark", async () => (await marks("parts = train_test_split")) === 0);
  });
  await check("a cell that moves up gives the one below its name", async () => {
    await inCommandMode(page, "len(active)");
    await page.keyboard.press("Alt+ArrowUp");
    await eventually("no mark on the name", async () => (await marks("by_plan")) === 0);
    await person.shot("4-moved");
  });
  await check("a cell that goes takes its marks with it", async () => {
    await inCommandMode(page, "seaborn");
    await page.locator(".code-cell-row.focused .codicon-notebook-delete-cell, .code-cell-row.focused .codicon-trash").first().click();
    await eventually("the cell gone", async () => (await cell("seaborn").count()) === 0);
    await eventually("no mark on what stands in its place", async () => (await page.locator(".code-cell-row").first().locator(".squiggly-warning").count()) === 1 && (await marks("read_csv")) > 0);
    assert.deepEqual(await page.locator(".notification-toast").allInnerTexts(), []);
    await person.shot("6-gone");
  });
});

async function openNotebook(page, name) {
  await page.locator(".squiggly-warning, .squiggly-error").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("Control+P");
  const input = page.locator(".quick-input-widget input.input").first();
  await input.waitFor();
  await input.fill(name);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".code-cell-row").first().waitFor({ timeout: 60_000 });
}

async function lineOf(page, text) {
  const line = page.locator(".code-cell-row .view-line").filter({ hasText: text }).first();
  await line.waitFor();
  return line;
}

/** The cell is chosen, its text is not. An escape may close a hover first, so it is pressed until the text has let go. */
async function inCommandMode(page, text) {
  const isInText = () => page.evaluate(() => document.activeElement?.closest(".monaco-editor") != null);
  await (await lineOf(page, text)).click();
  await eventually("the text of the cell", isInText);
  await eventually("the cell without its text", async () => {
    if (!(await isInText())) return page.locator(".code-cell-row.focused").filter({ hasText: text }).first().isVisible();
    await page.keyboard.press("Escape");
    return false;
  });
}
