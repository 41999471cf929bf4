/** Editors other than VS Code: their spellings of addresses, what they leave out or write null for, and what they ask instead of being told. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ClientCapabilities, InitializeResult } from "vscode-languageserver-protocol";
import { notebook } from "../notebook/notebooks.ts";
import { buildServer, Client, makeWorkspace, remove, richCapabilities, uri, writeFiles } from "./client.ts";

const leak = 'password = "Tr4ding!Places"\n';
const secret = "text/hardcoded-secret";
const timeout = "python/request-without-timeout";
const call = 'import requests\nrequests.get("https://a.example")\n';
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
const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const told = (address: string) => (client.diagnostics.get(address)?.diagnostics ?? []).map(({ code, range }) => `${code} ${range.start.line}`);
const until = (address: string, ...wanted: readonly string[]) => client.until(() => JSON.stringify(told(address)) === JSON.stringify(wanted), () => `${address}: ${JSON.stringify([...client.diagnostics.values()])}`);
const greet = async (params: object) => {
  const result = await client.request<InitializeResult>("initialize", { processId: null, rootUri: null, capabilities: {}, ...params });
  client.notify("initialized", {});
  return result;
};
const open = (address: string, text: string, languageId = "python") => client.notify("textDocument/didOpen", { textDocument: { uri: address, languageId, version: 1, text } });

it("a file is shown by one spelling of its address at a time, and what is said last is true for who takes them for one", async () => {
  writeFiles(folder, { "app/(group)/a.py": leak });
  await client.initialize([folder]);
  const ours = uri(file("app/(group)/a.py"));
  const theirs = ours.replace("(", "%28").replace(")", "%29");
  await until(ours, `${secret} 0`);
  open(theirs, leak);
  await until(theirs, `${secret} 0`);
  expect(told(ours)).toEqual([]);
  client.change(theirs, 2, [{ text: "" }]);
  await until(theirs);
  client.close(theirs);
  await until(ours, `${secret} 0`);
  open(theirs, `\n${leak}`);
  client.close(theirs);
  await until(ours, `${secret} 0`);
  expect(told(theirs)).toEqual([]);
});

it("what only our client understands has a name that others drop in silence", async () => {
  writeFiles(folder, { "x.py": leak });
  await client.initialize([folder]);
  await client.until(() => ["status", "checklistChanged"].every((one) => client.notifications.some(({ method }) => method?.endsWith(`preship/${one}`))));
  expect(client.notifications.map(({ method = "" }) => method).filter((method) => !/^(?:\$|textDocument|window)\//.test(method))).toEqual([]);
});

describe("the greeting", () => {
  it("with a path for a root, whatever stands in it", async () => {
    writeFiles(folder, { "a b#c%20/x.py": leak });
    await greet({ rootPath: file("a b#c%20"), workspaceFolders: null });
    await until(uri(file("a b#c%20/x.py")), `${secret} 0`);
  });

  const odd: readonly (readonly [name: string, params: () => object])[] = [
    ["null for each ability", () => ({ capabilities: { workspace: null, window: null, notebookDocument: null, textDocument: { publishDiagnostics: null, diagnostic: null, hover: null, codeAction: { codeActionLiteralSupport: null, resolveSupport: null } } } })],
    ["lists that are none", () => ({ capabilities: { workspace: { workspaceEdit: { resourceOperations: {} } }, textDocument: { hover: { contentFormat: {} }, codeAction: { resolveSupport: {} } } } })],
    ["folders that are none", () => ({ workspaceFolders: [null, 5, { uri: 5 }, { name: "x" }, { uri: uri(folder) }] })],
    ["folders that are no list", () => ({ workspaceFolders: {} })],
    ["a root of another kind", () => ({ rootUri: 7, rootPath: {} })],
    ["options of another kind", () => ({ initializationOptions: "none", trace: 7, locale: {} })],
  ];
  it.each(odd)("with %s", async (_name, params) => {
    const { capabilities } = await greet(params());
    expect(capabilities.notebookDocumentSync).toBeUndefined();
    expect(capabilities.diagnosticProvider).toBeUndefined();
    client.open(file("a.py"), leak, "python");
    expect(await client.codes(file("a.py"), 1)).toEqual([secret]);
    expect(await client.request("textDocument/codeAction", { textDocument: { uri: uri(file("a.py")) }, range: everything, context: { diagnostics: [] } })).toEqual([]);
  });
});

describe("what is left out or null", () => {
  it("a range of null is the whole text", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), "", "python");
    client.change(file("a.py"), 2, [{ range: null, rangeLength: null, text: `\n${leak}` }]);
    await client.shown(file("a.py"), (_, version) => version === 2);
    expect(told(uri(file("a.py")))).toEqual([`${secret} 1`]);
  });

  it("a version of null is answered with none", async () => {
    await client.initialize([folder]);
    client.open(file("a.py"), "", "python");
    client.notify("textDocument/didChange", { textDocument: { uri: uri(file("a.py")), version: null }, contentChanges: [{ text: leak }] });
    await until(uri(file("a.py")), `${secret} 0`);
    expect(client.diagnostics.get(uri(file("a.py")))).not.toHaveProperty("version");
  });

  it("a document without its text is none, and says so", async () => {
    await client.initialize([folder]);
    for (const text of [undefined, null, 5]) client.notify("textDocument/didOpen", { textDocument: { uri: uri(file("a.py")), languageId: "python", version: 1, text } });
    client.change(file("a.py"), 2, [{ text: leak }]);
    expect(await client.request("textDocument/hover", { textDocument: { uri: uri(file("a.py")) }, position: { line: 0, character: 14 } })).toBeNull();
    expect(client.notifications.filter(({ method, params }) => method === "window/logMessage" && (params as { message: string }).message.includes("without its text")).length).toBe(3);
    client.open(file("a.py"), leak, "python", 3);
    expect(await client.codes(file("a.py"), 3)).toEqual([secret]);
  });

  it.each([[{ context: {} }], [{ context: null }], [{}], [{ context: { diagnostics: null, only: null } }], [{ context: { diagnostics: [null, 5, { data: null }], only: "quickfix" } }]])("actions are offered to %j", async (context) => {
    await client.initialize([folder]);
    client.open(file("a.py"), call, "python");
    const actions = await client.request<{ title: string }[]>("textDocument/codeAction", { textDocument: { uri: uri(file("a.py")) }, range: everything, ...context });
    expect(actions.map(({ title }) => title)).toContain(`Ignore ${timeout} here, with a reason`);
  });

  const asked = () => ({ textDocument: { uri: uri(file("a.py")) } });
  it.each<readonly [method: string, params: () => unknown]>([
    ["textDocument/hover", asked], ["textDocument/hover", () => ({})], ["textDocument/hover", () => ({ ...asked(), position: { line: "0", character: 0 } })], ["textDocument/codeAction", asked],
    ["textDocument/codeAction", () => ({ ...asked(), range: { start: { line: 0, character: 0 } } })], ["textDocument/codeAction", () => ({ textDocument: null })], ["textDocument/diagnostic", () => ({ textDocument: {} })],
  ])("%s about nothing has invalid params", async (method, params) => {
    await client.initialize([folder]);
    await expect(client.request(method, params())).rejects.toThrow(/^-32602 It was not said which/);
  });
});

describe("asking instead of being told", () => {
  const textDocument = { ...richCapabilities.textDocument };
  delete textDocument.publishDiagnostics;
  const capabilities: ClientCapabilities = { ...richCapabilities, workspace: { ...richCapabilities.workspace, diagnostics: { refreshSupport: true } }, textDocument: { ...textDocument, diagnostic: {} }, notebookDocument: { synchronization: {} } };
  const pulled = async (address: string) => (await client.request<{ items: { code: string; range: { start: { line: number } } }[] }>("textDocument/diagnostic", { textDocument: { uri: address } })).items.map(({ code, range }) => `${code} ${range.start.line}`);
  const refreshes = () => client.serverRequests.filter(({ method }) => method === "workspace/diagnostic/refresh").length;

  it("it is told to ask again when what an open document shows changes by another file", async () => {
    const dependencies = '{ "dependencies": { "express": "^4.0.0" } }\n';
    writeFiles(folder, { "package.json": dependencies });
    await client.initialize([folder], capabilities);
    await client.ready();
    client.open(file("package.json"), dependencies, "json");
    expect(await pulled(uri(file("package.json")))).toContain("project/missing-lockfile 0");
    const before = refreshes();
    writeFiles(folder, { "package-lock.json": '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "express": "^4.0.0" } }, "node_modules/express": { "version": "4.19.2" } } }\n' });
    client.watched([file("package-lock.json"), 1]);
    await client.until(() => refreshes() > before, () => "no refresh");
    expect(await pulled(uri(file("package.json")))).not.toContain("project/missing-lockfile 0");
  });

  it("files that are not open have an answer too", async () => {
    writeFiles(folder, { "a.py": leak });
    await client.initialize([folder], capabilities);
    await client.ready();
    expect(await pulled(uri(file("a.py")))).toEqual([`${secret} 0`]);
    expect(await pulled("file:///never/there.py")).toEqual([]);
  });

  it("a cell has its own findings, by its own lines", async () => {
    await client.initialize([folder], capabilities);
    const book = `${uri(folder)}/b.ipynb`;
    const cell = (name: string) => `vscode-notebook-cell:${book.slice(5)}#${name}`;
    client.notify("notebookDocument/didOpen", {
      notebookDocument: { uri: book, notebookType: "jupyter-notebook", version: 1, cells: ["a", "b"].map((name) => ({ kind: 2, document: cell(name) })) },
      cellTextDocuments: [{ uri: cell("a"), languageId: "python", version: 1, text: leak }, { uri: cell("b"), languageId: "python", version: 1, text: `\r\n# 😀\r\n${leak}` }],
    });
    expect([await pulled(cell("a")), await pulled(cell("b"))]).toEqual([[`${secret} 0`], [`${secret} 2`]]);
  });
});

describe("notebooks", () => {
  it("one that is open as text too is shown in its cells, and as text once it is closed", async () => {
    const text = notebook([leak]);
    writeFiles(folder, { "b.ipynb": text });
    await client.initialize([folder], { ...richCapabilities, notebookDocument: { synchronization: {} } });
    const book = uri(file("b.ipynb"));
    const cell = `vscode-notebook-cell:${book.slice(5)}#a`;
    const openBook = () => client.notify("notebookDocument/didOpen", { notebookDocument: { uri: book, notebookType: "jupyter-notebook", version: 1, cells: [{ kind: 2, document: cell }] }, cellTextDocuments: [{ uri: cell, languageId: "python", version: 1, text: leak }] });
    const type = (version: number, typed: string) => client.notify("notebookDocument/didChange", { notebookDocument: { uri: book, version }, change: { cells: { textContent: [{ document: { uri: cell, version }, changes: [{ text: typed }] }] } } });
    openBook();
    await until(cell, `${secret} 0`);
    open(book, text, "json");
    client.change(book, 2, [{ text: `\n${text}` }]);
    type(2, `\n${leak}`);
    await until(cell, `${secret} 1`);
    expect(told(book)).toEqual([]);
    client.close(book);
    type(3, `\n\n${leak}`);
    await until(cell, `${secret} 2`);
    open(book, "[]", "json");
    client.notify("notebookDocument/didClose", { notebookDocument: { uri: book }, cellTextDocuments: [{ uri: cell }] });
    await until(cell);
    client.change(book, 3, [{ text: notebook([leak]) }]);
    await client.shown(book, (shown, version) => version === 3 && shown.length === 1);
    openBook();
    await until(cell, `${secret} 0`);
    expect(told(book)).toEqual([]);
  });

  it("one whose cells come joined as Python, by its own name, is Python", async () => {
    await client.initialize([folder]);
    client.open(file(".virtual_documents/b.ipynb"), call, "python");
    expect(await client.codes(file(".virtual_documents/b.ipynb"), 1)).toEqual([timeout]);
  });
});

describe("folders", () => {
  it("go by any spelling of their address, and by half an event", async () => {
    writeFiles(folder, { "a.py": leak });
    await client.initialize([folder]);
    const changed = (event: unknown) => client.notify("workspace/didChangeWorkspaceFolders", { event });
    await until(uri(file("a.py")), `${secret} 0`);
    changed({ removed: [null, { uri: `${uri(folder)}/` }] });
    await until(uri(file("a.py")));
    changed({ added: [{}, { uri: uri(folder) }] });
    await until(uri(file("a.py")), `${secret} 0`);
  });

  it("that are deleted and come back are as they are on disk", async () => {
    writeFiles(folder, { "in/a.py": leak });
    await client.initialize([file("in")]);
    await until(uri(file("in/a.py")), `${secret} 0`);
    rmSync(file("in"), { recursive: true });
    client.watched([file("in"), 3]);
    await until(uri(file("in/a.py")));
    mkdirSync(file("in"));
    writeFiles(folder, { "in/a.py": `\n${leak}` });
    client.watched([file("in"), 1]);
    await until(uri(file("in/a.py")), `${secret} 1`);
  });
});
