/** A person at the browser: opens files, presses keys, looks at what the workbench shows; each look is a check with a screenshot on failure. */
import { mkdirSync } from "node:fs";
import path from "node:path";

export const shots = path.resolve(process.env.SHOTS ?? path.join(import.meta.dirname, "../../shots"));

export class Person {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.passed = 0;
    this.failed = 0;
    mkdirSync(shots, { recursive: true });
  }

  /** Runs one step; a failure is told with a picture, and the next step goes on. */
  async check(title, step) {
    try {
      await step();
      this.passed++;
      console.log(`  ✓ ${title}`);
    } catch (error) {
      this.failed++;
      console.log(`  ✗ ${title}\n${error?.stack ?? error}`);
      await this.shot(`failed-${this.failed}`);
    }
  }

  report() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 ? 1 : 0;
  }

  async shot(title) {
    await this.page.screenshot({ path: path.join(shots, `${this.name}-${title}.png`) });
  }

  /** Opens the workbench on a folder with one of its files in front. */
  async open(url, folder, file) {
    const payload = JSON.stringify([["openFile", `vscode-remote://${new URL(url).host}${encodeURI(path.join(folder, file))}`]]);
    await this.page.goto(`${url}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`);
    await this.page.locator(".tab.active").filter({ hasText: path.basename(file) }).waitFor({ timeout: 60_000 });
  }

  async run(command) {
    const input = this.page.locator(".quick-input-widget input.input").first();
    await this.page.keyboard.press("F1");
    await input.waitFor();
    await input.fill(`>${command}`);
    await this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: command }).first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Once the panel has the keyboard, nothing takes it from what is opened next. */
  async untilInTree() {
    await eventually("the focus in the tree", () => this.page.evaluate(() => document.activeElement?.getAttribute("role") === "tree"));
  }

  /** Runs a command that asks, and clicks an answer. A view that is drawn anew at that moment takes the focus back and closes the question: ask again. */
  async answer(command, label) {
    for (let attempt = 1; ; attempt++) {
      await this.run(command);
      try {
        return await this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: label }).first().click({ timeout: 4000 });
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  /** The place of a piece of text in the open editor. */
  async boxOf(text) {
    const line = this.page.locator(".view-line").filter({ hasText: asShown(text) }).first();
    await line.waitFor();
    return line.evaluate((element, wanted) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const plain = (value) => value.replace(/\u00a0/g, " ");
      let whole = "";
      const pieces = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        pieces.push({ node, start: whole.length });
        whole += plain(node.textContent ?? "");
      }
      const at = whole.indexOf(wanted);
      const place = (offset) => {
        const piece = pieces.findLast(({ start }) => start <= offset);
        return [piece.node, offset - piece.start];
      };
      const range = document.createRange();
      range.setStart(...place(at));
      range.setEnd(...place(at + wanted.length - 1));
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x, y, width, height };
    }, text);
  }

  async widenSideBar(width) {
    const bar = await this.page.locator(".part.sidebar").boundingBox();
    await this.page.mouse.move(bar.x + bar.width + 1, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(width, 400, { steps: 5 });
    await this.page.mouse.up();
  }

  /** The text of whatever webviews show. */
  async webviews() {
    const texts = await Promise.all(this.page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? "").catch(() => ""))); // a frame may go while it is read
    return texts.join("\n");
  }

  async hover(text) {
    const box = await this.boxOf(text);
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 6 });
    const hover = this.page.locator(".monaco-hover:visible").filter({ hasText: "preship" });
    await hover.first().waitFor({ timeout: 15_000 });
    return hover.first();
  }

  /** Opens the list of quick fixes at a text. A key press that lands while actions are being worked out opens and closes it: press again. */
  async quickFixes(text) {
    const box = await this.boxOf(text);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const menu = this.page.locator(".action-widget:not(.action-list-submenu-panel)");
    for (let attempt = 1; ; attempt++) {
      await this.page.waitForTimeout(300);
      await this.page.keyboard.press("Control+.");
      try {
        await menu.first().waitFor({ timeout: 3000 });
        return menu.first();
      } catch (error) {
        if (attempt === 6) throw error;
      }
    }
  }
}

/** View lines hold no-break spaces. */
function asShown(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s"));
}

export async function eventually(what, ask, patience = 20_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
