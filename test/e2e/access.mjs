/** The checklist without a mouse, as a screen reader is told of it, in two windows at once, and the report in a browser by day and by night. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { newest } from "../../scripts/install-code-server.mjs";
import { drive } from "./drive.mjs";
import { eventually } from "./page.mjs";
import { exposed, writeRunbook } from "./ready.mjs";

const version = process.argv[2] ?? newest;
const cli = path.resolve(import.meta.dirname, "../../dist/cli.mjs");
const prepare = (workspace) => {
  exposed(workspace);
  writeRunbook(workspace);
};

await drive({ name: `access-${version}`, version, height: 1000, prepare }, async (stage) => {
  await stage.page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of 11/ }).waitFor({ timeout: 60_000 });
  await withKeysAlone(stage);
  await forAReader(stage);
  await inTwoWindows(stage);
  await report(stage);
});

function signoffs(workspace) {
  const file = path.join(workspace, ".preship/signoffs.yaml");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function rowOf(page, text) {
  return page.getByRole("treeitem", { name: text }).first();
}

/** Walks down the tree by arrow keys until the focused row says what is wanted. */
async function walkTo(page, wanted) {
  const tree = page.getByRole("tree", { name: /checklist/i });
  await page.keyboard.press("Home");
  for (let step = 0; step < 80; step++) {
    const active = await tree.getAttribute("aria-activedescendant");
    const name = active ? await page.locator(`[id="${active}"]`).getAttribute("aria-label") : "";
    if (wanted.test(name ?? "")) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`no arrow leads to ${wanted}`);
}

async function toPanel({ person, page }) {
  await person.run("Preship: Open the Pre-ship Checklist");
  await rowOf(page, /^Pre-ship, /).waitFor();
  await person.untilInTree();
}

async function type(page, text) {
  await page.locator(".quick-input-widget input.input").first().waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
}

/** Opens the context menu of the focused row and chooses by the first letters, as a keyboard's user does. */
async function chooseByKey(page, label) {
  await page.keyboard.press("Shift+F10");
  const focused = page.locator(".monaco-menu .action-item.focused .action-label");
  await page.locator(".monaco-menu .action-label").filter({ hasText: label }).first().waitFor({ timeout: 10_000 });
  await page.waitForTimeout(400); // a menu ignores what comes too soon after the key that opened it
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("ArrowDown");
    if ((await focused.count()) > 0 && label.test(await focused.first().innerText())) return page.keyboard.press("Enter");
  }
  throw new Error(`no key leads to ${label}`);
}

async function withKeysAlone({ person, page, workspace }) {
  await person.check("a command opens the panel with the focus in it", () => toPanel({ person, page }));
  await person.check("Ctrl+Enter ticks what is open, and takes the tick away again", async () => {
    await walkTo(page, /^Named owner.*, open/);
    await page.keyboard.press("Control+Enter");
    await rowOf(page, /^Named owner.*, confirmed: Ada Ferry/).waitFor();
    await eventually("the entry", () => /named-owner/.test(signoffs(workspace)));
    await page.keyboard.press("Control+Enter");
    await rowOf(page, /^Named owner.*, open/).waitFor();
  });
  await person.check("Ctrl+Enter on a blocked item ticks nothing, and says why", async () => {
    await walkTo(page, /, blocked: /);
    await page.keyboard.press("Control+Enter");
    await page.locator(".tree-explorer-viewlet-tree-view .message").filter({ hasText: /Not signed/ }).waitFor();
    assert.equal(/decision: confirm/.test(signoffs(workspace)), false);
  });
  await person.check("the arrows open an item, and Enter leads to what contradicts it", async () => {
    await walkTo(page, /, blocked: /);
    await page.keyboard.press("ArrowRight");
    await rowOf(page, /^(error|warning) in /).waitFor();
    await walkTo(page, /^(error|warning) in /);
    await page.keyboard.press("Enter");
    await page.locator(".tab.active").filter({ hasText: "Dockerfile" }).waitFor();
    await page.waitForTimeout(500); // what opens takes the focus, also from the palette
    await toPanel({ person, page });
  });
  await person.check("a waiver is made from the menu of the row", async () => {
    await walkTo(page, /^Secrets in a vault/);
    await chooseByKey(page, /Waive until a Date/);
    await type(page, "the vault comes with the new cluster");
    await type(page, "Bob");
    await type(page, "2099-01-31");
    await rowOf(page, /^Secrets in a vault.*, waived: waived until 2099-01-31 by Bob/).waitFor();
  });
  await person.check("not applicable, with a reason, and withdrawn", async () => {
    await toPanel({ person, page });
    await walkTo(page, /^Cost per request/);
    await chooseByKey(page, /Mark as Not Applicable/);
    await type(page, "an internal batch, paid by the quarter");
    await rowOf(page, /^Cost per request.*, not applicable/).waitFor();
    await walkTo(page, /^Cost per request/);
    await chooseByKey(page, /Withdraw the Sign-off/);
    await rowOf(page, /^Cost per request.*, (?:open|blocked)/).waitFor();
  });
}

async function forAReader({ person, page }) {
  await person.check("the accessibility tree names the tree, its rows, their level and their boxes", async () => {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const named = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).map((node) => ({ name: node.name?.value ?? "", of: Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])) }));
    assert.ok(named("tree").some(({ name }) => /checklist/i.test(name)), "the tree has a name");
    const rows = named("treeitem");
    const items = rows.filter(({ name }) => /, (open|blocked|confirmed|stale|waived|not applicable|cannot be seen)/.test(name));
    assert.ok(items.length >= 11, `${items.length} items are told with their state`);
    for (const row of rows) assert.ok(row.name.trim() && row.of.level > 0, `a row without name or level: ${JSON.stringify(row)}`);
    const boxes = named("checkbox").filter(({ name }) => items.some((item) => name.includes(item.name.split(",")[0])));
    assert.ok(boxes.length >= 11, `${boxes.length} boxes are told with the item they belong to`);
    for (const box of boxes) assert.ok("checked" in box.of, `a box that does not say whether it is ticked: ${box.name}`);
    await session.detach();
  });
}

async function inTwoWindows({ person, page, workspace, open }) {
  await person.check("two windows see one truth, and lose nothing of each other's", async () => {
    const other = await open("README.md", `access-${version}-second`);
    await other.page.locator(".statusbar-item").filter({ hasText: /Preship \d+ of 11/ }).click({ timeout: 60_000 });
    await rowOf(other.page, /^Secrets in a vault.*, waived/).waitFor({ timeout: 60_000 });
    await other.person.untilInTree();
    const box = (window, text) => rowOf(window, text).locator(".custom-view-tree-node-item-checkbox").first();
    const [first] = [rowOf(page, /^Named owner.*, open/)];
    await first.waitFor();
    await Promise.all([box(page, /^Named owner/).click(), decline(other, /^Cost per request/, "paid by the quarter")]);
    for (const window of [page, other.page]) {
      await rowOf(window, /^Named owner.*, confirmed: Ada Ferry/).waitFor();
      await rowOf(window, /^Cost per request.*, not applicable/).waitFor();
    }
    for (const id of ["named-owner", "cost-budget", "secrets-and-inputs"]) assert.match(signoffs(workspace), new RegExp(id));
    await other.person.shot("1");
    await other.page.context().close();
  });
}

async function decline({ page, person }, item, reason) {
  for (let attempt = 1; ; attempt++) {
    await toPanel({ person, page });
    await walkTo(page, item);
    const question = page.locator(".quick-input-widget input.input").first().waitFor({ timeout: 15_000 });
    const isAsked = await Promise.all([chooseByKey(page, /Mark as Not Applicable/), question]).then(() => true, (error) => { if (attempt === 3) throw error; }); // a row that the other window changes takes its menu away
    if (isAsked) break;
    await page.keyboard.press("Escape");
  }
  await type(page, reason);
}

async function report({ person, browser, workspace, scratch }) {
  const file = path.join(scratch, "readiness.html");
  await person.check("the report is written by the command line", () => {
    const { status, stderr } = spawnSync(process.execPath, [cli, "report", workspace, "--format", "html", "--output", file], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1200, 420]) {
      await person.check(`the report stands in a browser, ${colorScheme}, ${width} pixels wide: legible, nothing fetched, nothing cut off`, async () => {
        const page = await (await browser.newContext({ colorScheme, viewport: { width, height: 1000 } })).newPage();
        const asked = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        const seen = await page.evaluate(look);
        assert.deepEqual(asked, [pathToFileURL(file).href]);
        assert.ok(seen.contrast >= 4.5, `text on its ground has a contrast of ${seen.contrast.toFixed(1)}`);
        assert.ok(seen.overflow <= 0, `${seen.overflow} pixels stand outside`);
        assert.equal(seen.isDark, colorScheme === "dark");
        await page.screenshot({ path: path.join(process.env.SHOTS ?? path.resolve(import.meta.dirname, "../../shots"), `${person.name}-report-${colorScheme}-${width}.png`), fullPage: false });
        await page.context().close();
      });
    }
  }
}

/** In the page: the least contrast of any visible text, pixels beyond the right edge, and whether the ground is dark. */
function look() {
  const rgb = (text) => (/rgba?\(([^)]*)\)/.exec(text)?.[1] ?? "0,0,0").split(",").map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = luminance(rgb(getComputedStyle(document.body).backgroundColor));
  let contrast = 21;
  for (const element of document.querySelectorAll("main *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const own = luminance(rgb(element instanceof SVGElement ? style.fill : style.color));
    contrast = Math.min(contrast, (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05));
  }
  return { contrast, overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth, isDark: ground < 0.2 };
}
