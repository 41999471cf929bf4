/** Open notebooks: every cell has its own findings and fixes, and nothing stays when a cell changes, moves or goes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeAction, TextDocumentEdit } from "vscode-languageserver-protocol";
import { buildServer, Client, makeWorkspace, remove, richCapabilities, uri } from "./client.ts";
import { notebook } from "../notebook/notebooks.ts";

let bundle: string;
let folder: string;
let client: Client;
const book = () => `${uri(folder)}/work.ipynb`;
const cell = (name: string) => `vscode-notebook-cell:${book().slice(5)}#${name}`;
const item = (name: string, text: string) => ({ uri: cell(name), languageId: "python", version: 1, text });
const shown = (name: string) => (client.diagnostics.get(cell(name))?.diagnostics ?? []).map(({ code, range }) => `${code} ${range.start.line}:${range.start.character}`);
const change = (version: number, cells: object) => client.notify("notebookDocument/didChange", { notebookDocument: { uri: book(), version }, change: { cells } });
const timeout = "python/request-without-timeout";

beforeAll(async () => {
  bundle = buildServer();
  folder = makeWorkspace({ "work.ipynb": notebook(["import requests\n", "requests.get(url)\n"]) });
  client = new Client(bundle);
  const result = await client.initialize([folder], { ...richCapabilities, notebookDocument: { synchronization: { executionSummarySupport: true } } });
  expect(result.capabilities.notebookDocumentSync).toBeDefined();
  await client.until(() => (client.diagnostics.get(book())?.diagnostics.length ?? 0) > 0);
  client.notify("notebookDocument/didOpen", {
    notebookDocument: { uri: book(), notebookType: "jupyter-notebook", version: 1, cells: [{ kind: 2, document: cell("a") }, { kind: 2, document: cell("b") }] },
    cellTextDocuments: [item("a", "import requests\nx = '😀'"), item("b", "url = 'https://a.example'\nrequests.get(url)")],
  });
  await client.until(() => shown("b").length > 0);
});

afterAll(async () => {
  await client.shutdown();
  remove(folder);
  remove(bundle);
});

describe("an open notebook", () => {
  it("shows findings in their cell, and no longer at the file", () => {
    expect(shown("b")).toContain(`${timeout} 1:9`);
    expect(client.diagnostics.get(book())?.diagnostics).toEqual([]);
  });

  it("fixes in the cell, and offers fix-all for the notebook only", async () => {
    const range = { start: { line: 1, character: 9 }, end: { line: 1, character: 12 } };
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri: cell("b") }, range, context: { diagnostics: client.diagnostics.get(cell("b"))?.diagnostics ?? [] } });
    const fix = actions.find(({ title }) => title.startsWith("Pass timeout"));
    const resolved = await client.request<CodeAction>("codeAction/resolve", fix);
    const [edit] = (resolved.edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(edit?.textDocument.uri).toBe(cell("b"));
    expect(edit?.edits[0]).toMatchObject({ newText: ", timeout=10", range: { start: { line: 1, character: 16 } } });
    const source = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri: cell("b") }, range, context: { diagnostics: [], only: ["source.fixAll"] } });
    expect(source).toEqual([]);
  });

  it("ignores with a comment in the cell", async () => {
    const range = { start: { line: 1, character: 9 }, end: { line: 1, character: 9 } };
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri: cell("b") }, range, context: { diagnostics: [] } });
    const resolved = await client.request<CodeAction>("codeAction/resolve", actions.find(({ title }) => title.startsWith(`Ignore ${timeout}`)));
    const [edit] = (resolved.edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(edit).toMatchObject({ textDocument: { uri: cell("b") }, edits: [{ range: { start: { line: 1, character: 0 } } }] });
  });

  it("tells a story that leads through cells", async () => {
    change(2, { structure: { array: { start: 2, deleteCount: 0, cells: [{ kind: 2, document: cell("s") }, { kind: 2, document: cell("t") }] }, didOpen: [
      item("s", "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)\ns = StandardScaler()\nX_train = s.fit_transform(X_train)"),
      item("t", "X_test = s.fit_transform(X_test)"),
    ] } });
    await client.until(() => shown("t").some((one) => one.startsWith("python/refit-on-test")));
    const found = client.diagnostics.get(cell("t"))?.diagnostics.find(({ code }) => code === "python/refit-on-test");
    expect(found?.relatedInformation?.[0]?.location).toMatchObject({ uri: cell("s"), range: { start: { line: 4 } } });
    change(2, { structure: { array: { start: 2, deleteCount: 2 }, didClose: [{ uri: cell("s") }, { uri: cell("t") }] } });
    await client.until(() => shown("t").length === 0);
  });

  it("follows typing in one cell and news from another", async () => {
    change(2, { textContent: [{ document: { uri: cell("a"), version: 2 }, changes: [{ range: { start: { line: 0, character: 7 }, end: { line: 0, character: 15 } }, text: "json" }] }] });
    await client.until(() => !shown("b").some((one) => one.startsWith(timeout)));
    change(3, { textContent: [{ document: { uri: cell("a"), version: 3 }, changes: [{ text: "import requests" }] }] });
    await client.until(() => shown("b").includes(`${timeout} 1:9`));
    expect(shown("b")).toContain(`${timeout} 1:9`);
  });

  it("leaves nothing behind when a cell goes or is no longer Python", async () => {
    change(4, { structure: { array: { start: 1, deleteCount: 1, cells: [{ kind: 2, document: cell("c") }] }, didOpen: [item("c", "\n\nrequests.post(url)")], didClose: [{ uri: cell("b") }] } });
    await client.until(() => shown("c").length > 0 && shown("b").length === 0);
    expect(shown("c")).toContain(`${timeout} 2:9`);
    expect(shown("b")).toEqual([]);
  });

  it("goes back to the file when the notebook is closed", async () => {
    client.notify("notebookDocument/didClose", { notebookDocument: { uri: book() }, cellTextDocuments: [{ uri: cell("a") }, { uri: cell("c") }] });
    await client.until(() => shown("c").length === 0 && (client.diagnostics.get(book())?.diagnostics.length ?? 0) > 0);
    expect(client.diagnostics.get(book())?.diagnostics.map(({ code }) => code)).toContain(timeout);
  });
});
