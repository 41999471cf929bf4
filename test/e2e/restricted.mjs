/** Restricted Mode: nothing of the workspace runs, so the packed extension must work before anybody trusts the folder. */
import assert from "node:assert/strict";
import { drive } from "./drive.mjs";

const settings = { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "always" };

await drive({ name: "restricted", isTrusting: false, settings }, async ({ person, page }) => {
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
});
