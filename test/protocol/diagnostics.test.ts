/** Diagnostics over the wire: the right place, the right version, shown once, and gone when the cause is gone. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildServer, Client, makeWorkspace, remove, richCapabilities, uri, writeFiles } from "./client.ts";

const secret = "Tr4ding!Places";
const leak = `password = "${secret}"\n`;
const rule = "text/hardcoded-secret";

let bundle = "";
let folder = "";
let client: Client;
beforeAll(() => { bundle = buildServer(); });
afterAll(() => remove(bundle));
beforeEach(() => {
  folder = makeWorkspace({});
  client = new Client(bundle);
});
afterEach(() => {
  client.kill();
  remove(folder);
});
const file = (name: string) => path.join(folder, name);
const hasSecret = (diagnostics: readonly { readonly code?: unknown }[]) => diagnostics.some((one) => one.code === rule);
const isClean = (diagnostics: readonly unknown[]) => diagnostics.length === 0;

describe("positions", () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly at: readonly [line: number, from: number, to: number] }[] = [
    { name: "plain", text: leak, at: [0, 12, 26] },
    { name: "after an emoji", text: `x = "😀"; ${leak}`, at: [0, 22, 36] },
    { name: "after a combining mark", text: `x = "e\u0301"; ${leak}`, at: [0, 22, 36] },
    { name: "after CRLF lines", text: `a = 1\r\nb = 2\r\n${leak}`, at: [2, 12, 26] },
    { name: "after a tab", text: `if x:\n\t${leak}`, at: [1, 13, 27] },
    { name: "with a byte order mark", text: `\uFEFF${leak}`, at: [0, 13, 27] },
    { name: "below a byte order mark", text: `\uFEFFa = 1\n${leak}`, at: [1, 12, 26] },
    { name: "without a last line break", text: leak.trimEnd(), at: [0, 12, 26] },
  ];
  for (const { name, text, at: [line, from, to] } of cases) {
    it(name, async () => {
      await client.initialize([folder]);
      client.open(file("a.py"), text, "python", 7);
      const [shown] = await client.shown(file("a.py"), (_, version) => version === 7);
      expect(shown?.range).toEqual({ start: { line, character: from }, end: { line, character: to } });
    });
  }

  it("move with edits above, one keystroke after the other", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), leak, "python", 1);
    for (let version = 2; version < 12; version++) client.change(file("a.py"), version, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "\n" }]);
    const [shown] = await client.shown(file("a.py"), (_, version) => version === 11);
    expect(shown?.range.start).toEqual({ line: 10, character: 12 });
  });
});

describe("what a diagnostic carries", () => {
  it("code, link, source, data, severity", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), leak, "python");
    const [shown] = await client.shown(file("a.py"), hasSecret);
    expect(shown).toMatchObject({ code: rule, codeDescription: { href: `preship-rule:/${rule}.md` }, source: "preship", severity: 1, data: { rule } });
    expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it("related places as the client's addresses", async () => {
    await client.initialize([folder]);
    client.open(file("Dockerfile"), "FROM scratch\nCOPY package-lock.json .\nRUN npm install\n", "dockerfile");
    const [shown] = await client.shown(file("Dockerfile"), (diagnostics) => diagnostics.length > 0);
    expect(shown?.relatedInformation?.[0]?.location).toEqual({ uri: uri(file("Dockerfile")), range: { start: { line: 1, character: 5 }, end: { line: 1, character: 22 } } });
  });

  it("nothing the client did not ask for", async () => {
    await client.initialize([folder], { textDocument: { publishDiagnostics: {} } });
    client.open(file("Dockerfile"), "FROM scratch\nCOPY package-lock.json .\nRUN npm install\n", "dockerfile");
    const [shown] = await client.shown(file("Dockerfile"), (diagnostics) => diagnostics.length > 0);
    expect(shown).not.toHaveProperty("relatedInformation");
    expect(shown).not.toHaveProperty("codeDescription");
  });
});

describe("typing", () => {
  it("answers the last of many versions with what its text says", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), "", "python", 1);
    [...leak].forEach((text, index) => client.change(file("a.py"), index + 2, [{ range: { start: { line: 0, character: index }, end: { line: 0, character: index } }, text }]));
    expect(await client.codes(file("a.py"), leak.length + 1)).toEqual([rule]);
    client.change(file("a.py"), leak.length + 2, [{ text: "password = read()\n" }]);
    expect(await client.codes(file("a.py"), leak.length + 2)).toEqual([]);
  });

  it("never shows diagnostics of an older version after a newer one", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), leak, "python", 1);
    for (let version = 2; version <= 40; version++) client.change(file("a.py"), version, [{ text: version % 2 ? leak : "" }]);
    await client.shown(file("a.py"), (_, version) => version === 40);
    const versions = client.notifications.filter((one) => one.method === "textDocument/publishDiagnostics").map((one) => (one.params as { version?: number }).version ?? 0);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it("queues edits that arrive while the parser loads", async () => {
    await client.initialize([folder]);
    client.open(file("a.ts"), "", "typescript", 1);
    client.change(file("a.ts"), 2, [{ text: 'const a = "😀";\n' }]);
    client.change(file("a.ts"), 3, [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: 'const r = await fetch("https://rates.example.com");\n' }]);
    const [shown] = await client.shown(file("a.ts"), (_, version) => version === 3);
    expect(shown?.range.start).toEqual({ line: 1, character: 16 });
  });
});

describe("open and closed files", () => {
  it("shows an unopened file's findings after the scan, without a version, and takes them over when it is opened", async () => {
    writeFiles(folder, { "a.py": leak });
    await client.initialize([folder]);
    await client.ready();
    expect(client.diagnostics.get(uri(file("a.py")))).toMatchObject({ diagnostics: [{ code: rule }] });
    expect(client.diagnostics.get(uri(file("a.py")))?.version).toBeUndefined();
    client.open(file("a.py"), "x = 1\n", "python", 3);
    expect(await client.codes(file("a.py"), 3)).toEqual([]);
    client.close(file("a.py"));
    await client.shown(file("a.py"), hasSecret); // the disk is the truth again
  });

  it("takes down what a file without a folder showed when it closes", async () => {
    await client.initialize([]);
    client.open(file("a.py"), leak, "python");
    await client.shown(file("a.py"), hasSecret);
    client.close(file("a.py"));
    await client.shown(file("a.py"), isClean);
  });

  it("reads documents that are on no disk", async () => {
    await client.initialize([folder]);
    client.open("untitled:Untitled-1", leak, "python");
    await client.shown("untitled:Untitled-1", hasSecret);
  });

  it("leaves alone what is not the project's own, open or not", async () => {
    writeFiles(folder, {
      ".git/HEAD": "ref: refs/heads/main\n", ".gitignore": "scratch.py\nout/\n", "scratch.py": leak, "out/a.py": leak, "node_modules/a/a.py": leak,
      "env/pyvenv.cfg": "", "env/a.py": leak, "pkg/.gitignore": "*.py\n!kept.py\n", "pkg/a.py": leak, "pkg/kept.py": leak,
      "dist/a.py": leak, "tool.min.js": `const password = "${secret}"`, "data.bin": new Uint8Array([0, 1, 2]), "latin.py": new Uint8Array([...Buffer.from(leak), 0xe9]),
    });
    await client.initialize([folder]);
    await client.ready();
    expect([...client.diagnostics.keys()]).toEqual([uri(file("pkg/kept.py"))]);
    for (const name of ["scratch.py", "node_modules/a/a.py", "env/a.py", "dist/a.py", "pkg/a.py"]) {
      client.open(file(name), leak, "python", 2);
      expect(await client.codes(file(name), 2), name).toEqual([]);
    }
    const log = client.notifications.filter((one) => one.method === "window/logMessage").map((one) => (one.params as { message: string }).message).join("\n");
    expect(log).toContain("latin.py is not UTF-8");
    expect(log).toContain("virtual environments (1)");
  });

  it("judges what is missing only when the whole folder is known", async () => {
    writeFiles(folder, { "a/requirements.txt": "pandas\n", "z/deep/requirements.txt": "pandas==2.2.3\n" });
    await client.initialize([folder]);
    await client.ready();
    expect(client.diagnostics.get(uri(file("a/requirements.txt")))?.diagnostics.map((one) => one.code)).toEqual(["manifest/unpinned-dependency"]);
  });
});

describe("the file system", () => {
  it("asks the client to watch", async () => {
    await client.initialize([folder]);
    await client.until(() => client.serverRequests.length > 0);
    expect(client.serverRequests[0]).toMatchObject({ method: "client/registerCapability", params: { registrations: [{ method: "workspace/didChangeWatchedFiles", registerOptions: { watchers: [{ globPattern: "**/*" }] } }] } });
  });

  it("follows files that are created, changed, renamed and deleted outside", async () => {
    await client.initialize([folder]);
    await client.ready();
    writeFiles(folder, { "a.py": leak });
    client.watched([file("a.py"), 1]);
    await client.shown(file("a.py"), hasSecret);
    writeFileSync(file("a.py"), "x = 1\n");
    client.watched([file("a.py"), 2]);
    await client.shown(file("a.py"), isClean);
    writeFileSync(file("a.py"), leak);
    client.watched([file("a.py"), 2]);
    await client.shown(file("a.py"), hasSecret);
    renameSync(file("a.py"), file("b.py"));
    client.watched([file("a.py"), 3], [file("b.py"), 1]);
    await client.shown(file("a.py"), isClean);
    await client.shown(file("b.py"), hasSecret);
    rmSync(file("b.py"));
    client.watched([file("b.py"), 3]);
    await client.shown(file("b.py"), isClean);
  });

  it("takes a deleted or renamed folder as all that was in it", async () => {
    writeFiles(folder, { "old/a.py": leak, "old/deep/b.py": leak, "older.py": leak });
    await client.initialize([folder]);
    await client.ready();
    renameSync(file("old"), file("new"));
    client.watched([file("old"), 3], [file("new"), 1]);
    await client.shown(file("new/deep/b.py"), hasSecret);
    for (const name of ["old/a.py", "old/deep/b.py"]) await client.shown(file(name), isClean);
    expect(client.diagnostics.get(uri(file("older.py")))?.diagnostics.length).toBe(1);
  });

  it("reads again when the rules of ignoring change", async () => {
    writeFiles(folder, { ".git/HEAD": "", "a.py": leak });
    await client.initialize([folder]);
    await client.ready();
    writeFiles(folder, { ".gitignore": "a.py\n" });
    client.watched([file(".gitignore"), 1]);
    await client.shown(file("a.py"), isClean);
    rmSync(file(".gitignore"));
    client.watched([file(".gitignore"), 3]);
    await client.shown(file("a.py"), hasSecret);
  });

  it("leaves an open file to its editor", async () => {
    writeFiles(folder, { "a.py": leak, "b.py": "x = 1\n" });
    await client.initialize([folder]);
    await client.ready();
    client.open(file("a.py"), "x = 1\n", "python", 2);
    expect(await client.codes(file("a.py"), 2)).toEqual([]);
    writeFileSync(file("b.py"), leak);
    client.watched([file("a.py"), 2], [file("b.py"), 2]);
    await client.shown(file("b.py"), hasSecret);
    expect(client.diagnostics.get(uri(file("a.py")))?.diagnostics).toEqual([]);
  });

  it("lives through a checkout of hundreds of files", async () => {
    await client.initialize([folder]);
    await client.ready();
    const names = Array.from({ length: 300 }, (_, index) => `src/part${index}.py`);
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, leak])));
    client.watched(...names.map((name) => [file(name), 1] as const));
    await client.until(() => names.every((name) => client.diagnostics.get(uri(file(name)))?.diagnostics.length === 1));
  });
});

describe("folders", () => {
  it("have configurations of their own", async () => {
    writeFiles(folder, { "one/preship.yaml": `rules:\n  ${rule}: off\n`, "one/a.py": leak, "two/a.py": leak });
    await client.initialize([file("one"), file("two")]);
    await client.ready();
    expect([...client.diagnostics.keys()]).toEqual([uri(file("two/a.py"))]);
  });

  it("come and go", async () => {
    writeFiles(folder, { "one/a.py": leak, "two/a.py": leak });
    await client.initialize([file("one")]);
    await client.ready();
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: uri(file("two")), name: "two" }], removed: [{ uri: uri(file("one")), name: "one" }] } });
    await client.shown(file("two/a.py"), hasSecret);
    await client.shown(file("one/a.py"), isClean);
  });

  it("inside one another show a file once, by the rules of the inner", async () => {
    writeFiles(folder, { "a.py": leak, "inner/preship.yaml": `rules:\n  ${rule}: hint\n`, "inner/a.py": leak });
    await client.initialize([folder, file("inner")]);
    await client.ready();
    expect(client.diagnostics.get(uri(file("inner/a.py")))?.diagnostics.map((one) => one.severity)).toEqual([4]);
    expect(client.diagnostics.get(uri(file("a.py")))?.diagnostics.map((one) => one.severity)).toEqual([1]);
  });

  it("take over open files that were alone", async () => {
    writeFiles(folder, { "one/preship.yaml": `rules:\n  ${rule}: hint\n`, "one/a.py": leak });
    mkdirSync(file("two"));
    await client.initialize([file("two")]);
    client.open(file("one/a.py"), leak, "python");
    await client.shown(file("one/a.py"), hasSecret);
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: uri(file("one")), name: "one" }], removed: [] } });
    await client.until(() => client.diagnostics.get(uri(file("one/a.py")))?.diagnostics[0]?.severity === 4);
    client.change(file("one/a.py"), 2, [{ text: "" }]);
    expect(await client.codes(file("one/a.py"), 2)).toEqual([]);
  });
});

describe("configuration", () => {
  it("takes effect when it is saved, and its mistakes show while it is typed", async () => {
    writeFiles(folder, { "a.py": leak, "preship.yaml": "rules: {}\n" });
    await client.initialize([folder]);
    await client.ready();
    client.open(file("preship.yaml"), "rules: {}\n", "yaml", 1);
    client.change(file("preship.yaml"), 2, [{ text: "rules:\n  text/hardcoded-secrets: off\n" }]);
    const [mistake] = await client.shown(file("preship.yaml"), (shown, version) => version === 2 && shown.length === 1);
    expect(mistake).toMatchObject({ code: "preship/invalid-config", range: { start: { line: 1, character: 2 }, end: { line: 1, character: 24 } } });
    expect(mistake?.message).toContain("Did you mean `text/hardcoded-secret`?");
    client.change(file("preship.yaml"), 3, [{ text: `rules:\n  ${rule}: off\n` }]);
    expect(await client.codes(file("preship.yaml"), 3)).toEqual([]);
    expect(client.diagnostics.get(uri(file("a.py")))?.diagnostics.length).toBe(1);
    writeFiles(folder, { "preship.yaml": `rules:\n  ${rule}: off\n` });
    client.watched([file("preship.yaml"), 2]);
    await client.shown(file("a.py"), isClean);
    rmSync(file("preship.yaml"));
    client.watched([file("preship.yaml"), 3]);
    await client.shown(file("a.py"), hasSecret);
  });

  it("reaches files that are open", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), leak, "python", 1);
    await client.shown(file("a.py"), hasSecret);
    writeFiles(folder, { "preship.yaml": "ignore: ['*.py']\n" });
    client.watched([file("preship.yaml"), 1]);
    await client.shown(file("a.py"), isClean);
  });
});

it("a client that only pulls is answered and pushed nothing", async () => {
  const textDocument = { ...richCapabilities.textDocument };
  delete textDocument.publishDiagnostics;
  const { capabilities } = await client.initialize([folder], { ...richCapabilities, textDocument: { ...textDocument, diagnostic: { relatedDocumentSupport: false } } });
  expect(capabilities.diagnosticProvider).toBeDefined();
  client.open(file("a.py"), leak, "python");
  const report = await client.request<{ items: { code: string }[] }>("textDocument/diagnostic", { textDocument: { uri: uri(file("a.py")) } });
  expect(report.items.map((one) => one.code)).toEqual([rule]);
  expect(client.diagnostics.size).toBe(0);
});
