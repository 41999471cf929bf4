/** A client that says things twice, late, in the wrong order or about what is gone, and folders that change under the server's hands: it says what is true of the last text. */
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChecklistResult } from "../../server/lsp/messages.ts";
import { buildServer, Client, makeWorkspace, remove, richCapabilities, uri, writeFiles } from "./client.ts";

const leak = 'password = "Tr4ding!Places"\n';
const secret = "text/hardcoded-secret";
let bundle = "";
let folder = "";
let client: Client;
beforeAll(() => { bundle = buildServer(); });
afterAll(() => remove(bundle));
function start(): void {
  folder = makeWorkspace({});
  client = new Client(bundle);
}
function end(): void {
  client.kill();
  remove(folder);
}
/** One server for a whole table: what one row does to it, the next one feels. */
function shared(capabilities = richCapabilities): void {
  beforeAll(async () => {
    start();
    await client.initialize([folder], capabilities);
  });
  afterAll(end);
}
function alone(): void {
  beforeEach(start);
  afterEach(end);
}
const file = (name: string) => path.join(folder, name);
const at = (line: number, character: number, endLine = line, endCharacter = character) => ({ start: { line, character }, end: { line: endLine, character: endCharacter } });
const places = async (name: string, version: number) => (await client.shown(file(name), (_, shown) => shown === version)).filter(({ code }) => code === secret).map(({ range }) => `${range.start.line}:${range.start.character}`);

let asked = 0;
async function stillWorks(): Promise<void> {
  const alive = file(`alive${++asked}.py`);
  client.open(alive, leak, "python", 77);
  expect(await client.codes(alive, 77)).toEqual([secret]);
  expect([client.stray, client.stderr]).toEqual(["", ""]);
}

describe("edits of one document", () => {
  shared();
  let name = "";
  const scripts: readonly { readonly what: string; readonly send: () => void; readonly version: number; readonly finds: readonly string[] }[] = [
    { what: "versions that go backwards are taken as they come", version: 2, finds: ["1:12"], send: () => { client.change(file(name), 9, [{ range: at(0, 0), text: "\n" }]); client.change(file(name), 2, [{ range: at(0, 0), text: "" }]); } },
    { what: "the same version twice", version: 2, finds: ["2:12"], send: () => { client.change(file(name), 2, [{ range: at(0, 0), text: "\n" }]); client.change(file(name), 2, [{ range: at(0, 0), text: "\n" }]); } },
    { what: "changes of one message each see what the one before left", version: 2, finds: ["2:12"], send: () => client.change(file(name), 2, [{ range: at(0, 0), text: "ab\n" }, { range: at(0, 1, 1, 0), text: "\n\n" }, { range: at(0, 0, 0, 1), text: "" }]) },
    { what: "a range from its end to its start", version: 2, finds: [], send: () => client.change(file(name), 2, [{ range: at(0, 28, 0, 0), text: "" }]) },
    { what: "a whole text between two edits", version: 2, finds: ["1:12"], send: () => client.change(file(name), 2, [{ range: at(0, 0, 9, 9), text: "a" }, { text: leak }, { range: at(0, 0), text: "\n" }]) },
    { what: "a range in the middle of a pair of surrogates", version: 3, finds: ["0:12"], send: () => { client.change(file(name), 2, [{ range: at(1, 0), text: "# 😀" }]); client.change(file(name), 3, [{ range: at(1, 3, 1, 3), text: "x" }]); } },
    { what: "a document opened again in the middle", version: 1, finds: ["3:12"], send: () => { client.change(file(name), 2, [{ text: "" }]); client.open(file(name), `\n\n\n${leak}`, "python", 1); } },
    { what: "a document closed, changed and opened again", version: 5, finds: ["1:12"], send: () => { client.close(file(name)); client.change(file(name), 3, [{ text: "" }]); client.open(file(name), `\n${leak}`, "python", 5); } },
  ];
  it.each(scripts)("$what", async ({ what, send, version, finds }) => {
    name = `${scripts.findIndex((one) => one.what === what)}.py`;
    client.open(file(name), leak, "python", 1);
    send();
    await stillWorks(); // everything before it has been taken by then
    await client.request("textDocument/hover", { textDocument: { uri: uri(file(name)) }, position: { line: 0, character: 0 } });
    expect(await places(name, version)).toEqual(finds);
  });

  it("two spellings of one address are two documents that do not end each other", async () => {
    name = "x.py";
    const other = uri(file(name)).replace("x.py", "%78.py");
    client.open(file(name), leak, "python", 1);
    client.open(other, leak, "python", 2);
    client.close(other);
    client.change(file(name), 3, [{ range: at(0, 0), text: "\n" }]);
    expect(await places(name, 3)).toEqual(["1:12"]);
    await stillWorks();
  });
});

describe("bytes on the line", () => {
  shared();
  const bodies: readonly (readonly [name: string, body: string])[] = [
    ["a number", "5"], ["null", "null"], ["an empty batch", "[]"], ["a batch of junk", "[1, {}, null]"], ["no method", '{"jsonrpc":"2.0"}'], ["an answer nobody asked for", '{"jsonrpc":"2.0","id":99999,"result":{}}'],
    ["an error nobody asked for", '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}'], ["a method that is a number", '{"jsonrpc":"2.0","id":4,"method":7}'], ["half a body", '{"jsonrpc":"2.0","meth'], ["a lone surrogate", '{"jsonrpc":"2.0","method":"\\ud800"}'],
    ["a prototype", '{"jsonrpc":"2.0","method":"__proto__","params":{"__proto__":{"x":1}}}'], ["a method of objects", '{"jsonrpc":"2.0","id":5,"method":"toString","params":[]}'], ["deep params", `{"jsonrpc":"2.0","method":"x","params":${"[".repeat(2000)}${"]".repeat(2000)}}`],
  ];
  it.each(bodies)("%s", async (_name, body) => {
    client.raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    client.raw(`Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    client.open(file(`after${++asked}.py`), leak, "python", 77);
    expect(await client.codes(file(`after${asked}.py`), 77)).toEqual([secret]);
  });

  it("a message that comes in single bytes", async () => {
    const body = JSON.stringify({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: { uri: uri(file("x.py")), languageId: "python", version: 3, text: leak } } });
    for (const byte of `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`) client.raw(byte);
    expect(await client.codes(file("x.py"), 3)).toEqual([secret]);
  });
});

describe("requests called back", () => {
  shared();
  it("a hundred that are cancelled at once all get an answer", async () => {
    client.open(file("x.py"), leak.repeat(200), "python");
    const answers = Array.from({ length: 100 }, (_, index) => client.request("textDocument/codeAction", { textDocument: { uri: uri(file("x.py")) }, range: at(index, 0, index, 30), context: { diagnostics: [] } }, `c${index}`).then(() => "answered", () => "cancelled"));
    for (let index = 0; index < 100; index++) client.notify("$/cancelRequest", { id: `c${index}` });
    expect((await Promise.all(answers)).length).toBe(100);
    await stillWorks();
  });
});

describe("notebook messages out of order", () => {
  shared({ ...richCapabilities, notebookDocument: { synchronization: {} } });
  let books = 0;
  const book = () => `${uri(folder)}/work${books}.ipynb`;
  const cell = (name: string) => `vscode-notebook-cell:${book().slice(5)}#${name}`;
  const item = (name: string, text = leak) => ({ uri: cell(name), languageId: "python", version: 1, text });
  const change = (version: number, cells: unknown) => client.notify("notebookDocument/didChange", { notebookDocument: { uri: book(), version }, change: { cells } });
  const open = (...names: string[]) => client.notify("notebookDocument/didOpen", { notebookDocument: { uri: book(), notebookType: "jupyter-notebook", version: 1, cells: names.map((name) => ({ kind: 2, document: cell(name) })) }, cellTextDocuments: names.map((name) => item(name)) });
  const shown = (name: string) => client.until(() => (client.diagnostics.get(cell(name))?.diagnostics ?? []).some(({ code }) => code === secret), () => JSON.stringify([...client.diagnostics]));
  const scripts: readonly (readonly [name: string, send: () => void])[] = [
    ["a change before the opening", () => { change(2, { textContent: [{ document: { uri: cell("a"), version: 2 }, changes: [{ text: "" }] }] }); open("a"); }],
    ["a cell's text before the cell", () => { open("b"); change(2, { textContent: [{ document: { uri: cell("a"), version: 2 }, changes: [{ text: leak }] }] }); change(3, { structure: { array: { start: 1, deleteCount: 0, cells: [{ kind: 2, document: cell("a") }] }, didOpen: [item("a")] } }); }],
    ["a cell without its text, which comes later", () => { open("b"); change(2, { structure: { array: { start: 0, deleteCount: 0, cells: [{ kind: 2, document: cell("a") }] } } }); change(3, { structure: { array: { start: 0, deleteCount: 0 }, didOpen: [item("a")] } }); }],
    ["cells taken out far behind the end", () => { open("a"); change(2, { structure: { array: { start: 50, deleteCount: 70 }, didClose: [{ uri: cell("ghost") }] } }); }],
    ["closed twice and opened twice", () => { for (let time = 0; time < 2; time++) client.notify("notebookDocument/didClose", { notebookDocument: { uri: book() }, cellTextDocuments: [] }); open("a"); open("a"); }],
    ["a cell that is there twice", () => { open("a"); change(2, { structure: { array: { start: 1, deleteCount: 0, cells: [{ kind: 2, document: cell("a") }] }, didOpen: [item("a")] } }); }],
    ["changes that are none", () => { open("a"); for (const cells of [null, 5, { structure: null }, { structure: {} }, { textContent: [null] }, { data: [null] }, { textContent: 7 }]) change(2, cells); change(3, { data: [{ kind: 2, document: cell("a"), executionSummary: { executionOrder: 3 } }] }); }],
  ];
  it.each(scripts)("%s", async (_name, send) => {
    books++;
    send();
    await shown("a");
    await client.request("textDocument/hover", { textDocument: { uri: cell("a") }, position: { line: 0, character: 13 } });
    client.notify("notebookDocument/didClose", { notebookDocument: { uri: book() }, cellTextDocuments: [] });
    await client.until(() => client.diagnostics.get(cell("a"))?.diagnostics.length === 0);
    await stillWorks();
  });
});

describe("while a scan runs", () => {
  alone();
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`part${index % 20}/m${index}.py`, `${leak}x${index} = 1\n`]));
  const begun = () => client.until(() => client.notifications.some((one) => one.method === "$/progress" || one.method === "$/preship/status"));

  it("shutdown is orderly", async () => {
    writeFiles(folder, many(800));
    await client.initialize([folder]);
    await begun();
    expect(await client.shutdown()).toBe(0);
    expect([client.stray, client.stderr]).toEqual(["", ""]);
  });

  it("a document is opened, changed and closed, and its file is the truth again", async () => {
    writeFiles(folder, many(400));
    await client.initialize([folder]);
    await begun();
    client.open(file("part0/m0.py"), `\n${leak}`, "python", 1);
    client.change(file("part0/m0.py"), 2, [{ text: "x = 1\n" }]);
    client.close(file("part0/m0.py"));
    await client.ready();
    await client.shown(file("part0/m0.py"), (found) => found.some(({ code, range }) => code === secret && range.start.line === 0));
    await stillWorks();
  });

  it("files vanish, become folders and lead nowhere", async () => {
    writeFiles(folder, many(400));
    await client.initialize([folder]);
    await begun();
    rmSync(file("part7"), { recursive: true });
    renameSync(file("part8"), file("part80"));
    unlinkSync(file("part9/m9.py"));
    mkdirSync(file("part9/m9.py"));
    symlinkSync(file("nowhere.py"), file("part9/link.py"));
    symlinkSync(folder, file("part9/loop"));
    await client.ready();
    await client.request("preship/scan", {});
    expect(client.diagnostics.get(uri(file("part7/m7.py")))?.diagnostics ?? []).toEqual([]);
    await client.shown(file("part80/m8.py"), (found) => found.length > 0);
    await stillWorks();
  });

  it("the folder goes, from the editor and from the disk", async () => {
    const second = makeWorkspace(many(300));
    writeFiles(folder, many(300));
    await client.initialize([folder, second]);
    await begun();
    client.open(path.join(second, "part0/m0.py"), leak, "python", 4);
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [{ uri: uri(second), name: "second" }, { uri: "file:///never/there", name: "x" }] } });
    remove(second);
    await client.ready();
    await client.until(() => [...client.diagnostics].every(([address, { diagnostics }]) => !address.startsWith(uri(second)) || address === uri(path.join(second, "part0/m0.py")) || diagnostics.length === 0));
    client.close(path.join(second, "part0/m0.py"));
    await client.until(() => client.diagnostics.get(uri(path.join(second, "part0/m0.py")))?.diagnostics.length === 0);
    await stillWorks();
  });
});

describe("a disk that refuses", () => {
  alone();
  it("says clearly that nothing could be signed, made or set", async () => {
    writeFiles(folder, { "serve.py": leak, ".preship": "a file where the folder should be\n", ".git/HEAD": "ref: refs/heads/main\n", ".git/config": "[user]\n\tname = Ada\n\temail = ada@example.org\n" });
    mkdirSync(file("docs"), { recursive: true });
    await client.initialize([folder]);
    await client.ready();
    const { folders } = await client.request<ChecklistResult>("preship/checklist", {});
    const item = folders[0]?.lists.flatMap(({ parts }) => parts).flatMap(({ items }) => items).find(({ state }) => state === "open");
    expect(item).toBeDefined();
    const { refused } = await client.request<{ refused?: string }>("preship/decide", { folder: uri(folder), item: item?.id, decision: "confirm", note: "seen" });
    expect(refused).toMatch(/\.preship\/signoffs\.yaml (could not be written|cannot be read)/);
    await stillWorks();
  });

  it("does without its cache", async () => {
    writeFiles(folder, { "serve.py": leak, "cache": "a file where a folder should be\n" });
    client.kill();
    client = new Client(bundle, { PRESHIP_CACHE: file("cache") });
    await client.initialize([folder]);
    await client.shown(file("serve.py"), (found) => found.length === 1);
    await client.until(() => client.notifications.some(({ method, params }) => method === "window/logMessage" && (params as { message: string }).message.includes("could not be kept")));
    writeFileSync(file("serve.py"), `\n${leak}`);
    client.watched([file("serve.py"), 2]);
    await client.shown(file("serve.py"), (found) => found[0]?.range.start.line === 1);
    await stillWorks();
  });
});
