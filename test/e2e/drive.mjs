/** The packed extension in a real VS Code with a person at the browser: what every drive by hand begins and ends with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyExample } from "../../scripts/example.mjs";
import { installCodeServer, newest } from "../../scripts/install-code-server.mjs";
import { packExtension } from "../../scripts/package.mjs";
import { serveCode } from "../../scripts/serve-code.mjs";
import { launchBrowser } from "./browser.mjs";
import { Person } from "./page.mjs";

/**
 * Runs `steps({ person, page, browser, host, workspace, open })` on a copy of the example and prints the count.
 * `prepare(workspace)` changes the copy first; `front` is the file that it opens with, `open(file)` opens another window of the same workbench.
 */
export async function drive({ name, version = newest, height = 900, isTrusting = true, settings = {}, permissions = [], prepare, front = "src/churn/serve.py" }, steps) {
  const scratch = mkdtempSync(path.join(tmpdir(), `preship-${name}-`));
  const workspace = copyExample(scratch, { name: "Ada Ferry", email: "ada@example.com" });
  prepare?.(workspace);
  const { file } = packExtension(path.join(scratch, "preship.vsix"));
  const host = await serveCode({ home: installCodeServer(version), vsix: [file], isTrusting, settings: { "files.autoSave": "off", "editor.fontSize": 14, ...settings } });
  const browser = await launchBrowser();
  const open = async (file, title = name) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height }, permissions })).newPage();
    const person = new Person(page, title);
    await person.open(host.url, workspace, file);
    return { page, person };
  };
  let person;
  try {
    const window = await open(front);
    ({ person } = window);
    await steps({ ...window, browser, host, workspace, scratch, open });
    if (person.failed > 0) console.log(host.extensionLog());
  } finally {
    await browser.close();
    await host.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
  person.report();
}
