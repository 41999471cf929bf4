/** What other programs do to the files is seen. */
import * as vscode from "vscode";
import { fileUri, finding, noFinding } from "./tools.ts";

const slow = "import requests\n\nrequests.get('https://example.com')\n";
const rule = "python/request-without-timeout";

describe("files changed outside", () => {
  after(async () => {
    for (const name of ["src/new.py", "src/moved.py"]) await vscode.workspace.fs.delete(fileUri(name)).then(undefined, () => undefined); // may be gone already
  });

  it("are found when created", async () => {
    await vscode.workspace.fs.writeFile(fileUri("src/new.py"), Buffer.from(slow));
    await finding("src/new.py", rule);
  });

  it("are read again when changed", async () => {
    await vscode.workspace.fs.writeFile(fileUri("src/new.py"), Buffer.from(slow.replace("')", "', timeout=3)")));
    await noFinding("src/new.py", rule);
    await vscode.workspace.fs.writeFile(fileUri("src/new.py"), Buffer.from(slow));
    await finding("src/new.py", rule);
  });

  it("take their findings along when renamed", async () => {
    await vscode.workspace.fs.rename(fileUri("src/new.py"), fileUri("src/moved.py"));
    await finding("src/moved.py", rule);
    await noFinding("src/new.py", rule);
  });

  it("are forgotten when deleted", async () => {
    await vscode.workspace.fs.delete(fileUri("src/moved.py"));
    await noFinding("src/moved.py", rule);
  });
});
