/** What clients get wrong, and how the process ends: nothing of it takes the server down or leaves it behind. */
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildServer, Client, makeWorkspace, remove, uri, writeFiles } from "./client.ts";

const leak = 'password = "Tr4ding!Places"\n';
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

let asked = 0;
async function stillWorks(): Promise<void> {
  const alive = file(`alive${++asked}.py`);
  client.open(alive, leak, "python", 77);
  expect(await client.codes(alive, 77)).toEqual(["text/hardcoded-secret"]);
  expect(client.stray).toBe("");
}

describe("mistakes of a client", () => {
  const mistakes: readonly { readonly name: string; readonly make: () => void }[] = [
    { name: "an edit of a document that was never opened", make: () => client.change(file("x.py"), 2, [{ text: "a" }]) },
    { name: "closing twice", make: () => { client.open(file("x.py"), leak); client.close(file("x.py")); client.close(file("x.py")); } },
    { name: "opening twice", make: () => { client.open(file("x.py"), leak); client.open(file("x.py"), leak); } },
    { name: "positions far outside", make: () => { client.open(file("x.py"), leak); client.change(file("x.py"), 2, [{ range: { start: { line: 1e9, character: 1e9 }, end: { line: -5, character: -5 } }, text: "x" }]); } },
    { name: "an unknown notification", make: () => client.notify("preship/nonsense", { a: 1 }) },
    { name: "no params", make: () => client.notify("textDocument/didChange", undefined) },
    { name: "an address that is none", make: () => client.open("file://%%%", leak) },
    { name: "an address of another scheme", make: () => client.open("git:/a.py?x", leak) },
    { name: "a body that is no JSON", make: () => client.raw("Content-Length: 5\r\n\r\n{{{{{") },
    { name: "watched files that are not there", make: () => client.watched([file("ghost.py"), 2], [file("ghost"), 1], ["file:///nowhere/at/all", 3]) },
    { name: "binary junk as a document", make: () => client.open(file("x.py"), "\0\u0001\ud800\udfff\ud800", "python") },
    { name: "a change of settings", make: () => client.notify("workspace/didChangeConfiguration", { settings: null }) },
  ];
  for (const { name, make } of mistakes) {
    it(name, async () => {
      await client.initialize([folder]);
      make();
      await stillWorks();
    });
  }

  it("an unknown request is refused as such", async () => {
    await client.initialize([folder]);
    await expect(client.request("preship/nonsense", {})).rejects.toThrow("-32601");
    await expect(client.request("workspace/executeCommand", { command: "rm" })).rejects.toThrow("no command");
    await stillWorks();
  });

  it("a request before the greeting is refused", async () => {
    await expect(client.request("textDocument/hover", { textDocument: { uri: "file:///a" }, position: { line: 0, character: 0 } })).rejects.toThrow();
    await client.initialize([folder]);
    await stillWorks();
  });

  it("ids come in any order and form", async () => {
    await client.initialize([folder]);
    const answers = await Promise.all([900, "seven", 3, "three"].map((id) => client.request<{ rules: unknown[] }>("preship/rules", {}, id)));
    expect(answers.every((answer) => answer.rules.length > 0)).toBe(true);
  });

  it("whether it lives, and as which process, is told at once", async () => {
    await client.initialize([folder]);
    expect(await client.request("preship/alive", {})).toEqual({ process: client.pid });
  });

  it("cancelled requests are forgotten", async () => {
    await client.initialize([folder]);
    client.open(file("x.py"), leak, "python");
    const answer = client.request("textDocument/hover", { textDocument: { uri: uri(file("x.py")) }, position: { line: 0, character: 14 } }, 500).catch(() => null);
    client.notify("$/cancelRequest", { id: 500 });
    client.notify("$/cancelRequest", { id: 501 });
    await answer;
    await stillWorks();
  });

  it("a folder that does not exist is an empty one", async () => {
    await client.initialize([file("ghost"), folder]);
    await client.ready();
    await stillWorks();
  });
});

describe("broken and hostile files", () => {
  it.each([["a zero is typed", "\0"], ["it grows beyond all measure", "x = 1\n".repeat(1_800_000)]])("a document is left alone while it is no text: %s", async (_what, typed) => {
    await client.initialize([folder]);
    client.open(file("x.py"), leak, "python", 1);
    expect(await client.codes(file("x.py"), 1)).toEqual(["text/hardcoded-secret"]);
    client.change(file("x.py"), 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: typed }]);
    expect(await client.codes(file("x.py"), 2)).toEqual([]);
    client.change(file("x.py"), 3, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "#" }]);
    client.change(file("x.py"), 4, [{ text: leak }]);
    expect(await client.codes(file("x.py"), 4)).toEqual(["text/hardcoded-secret"]);
    client.change(file("x.py"), 5, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "\n" }]);
    expect((await client.shown(file("x.py"), (_, version) => version === 5)).map(({ range }) => range.start.line)).toEqual([1]);
  });

  it("a document that was no text is followed from when it is one", async () => {
    await client.initialize([folder]);
    client.open(file("x.py"), `\0${leak}`, "python", 1);
    expect(await client.codes(file("x.py"), 1)).toEqual([]);
    client.change(file("x.py"), 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, text: "" }]);
    expect(await client.codes(file("x.py"), 2)).toEqual(["text/hardcoded-secret"]);
    client.change(file("x.py"), 3, [{ text: `\n${leak}` }]);
    expect((await client.shown(file("x.py"), (_, version) => version === 3)).map(({ range }) => range.start.line)).toEqual([1]);
  });

  const texts: readonly (readonly [name: string, text: string])[] = [
    ["half.py", "def f(:\n  x = [1, 'abc\n@"], ["half.ts", "const a = {{{ `${ \n function ("], ["half.yml", "a: [1\n b: {\n- x"], ["Dockerfile", "FROM \\\n\\\nRUN <<EOF\n"],
    ["package.json", '{"dependencies": {"a": '], ["pyproject.toml", "[[[\nx = \n"], ["deep.json", "[".repeat(5000)], ["deep.py", "(".repeat(3000)], ["preship.yaml", "rules: *missing\n\t- x: [\n"],
    ["empty.py", ""], ["mark.py", "\uFEFF"], ["ends.py", "a\rb\r\nc\n\r"], ["notebook.ipynb", '{"cells": [{'], [".env", "=\n===\nA='\n"],
  ];
  it("in the folder and in the editor", async () => {
    writeFiles(folder, Object.fromEntries(texts));
    await client.initialize([folder]);
    await client.ready();
    for (const [name, text] of texts) {
      client.open(file(name), text, "plaintext", 1);
      client.change(file(name), 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, text: "😀\r\n'''" }]);
    }
    for (const [name] of texts) await client.shown(file(name), (_, version) => version === 2);
    await stillWorks();
    const failures = client.notifications.filter((one) => one.method === "window/logMessage" && (one.params as { type: number }).type === 1);
    expect(failures.map((one) => (one.params as { message: string }).message)).toEqual([]);
  });
});

describe("out of turn", () => {
  const hover = () => client.request("textDocument/hover", { textDocument: { uri: uri(file("x.py")) }, position: { line: 0, character: 14 } });

  it("requests before the greeting are refused, notifications dropped, and the greeting is heard", async () => {
    client.open(file("x.py"), leak, "python", 5);
    client.change(file("x.py"), 6, [{ text: "" }]);
    client.watched([file("x.py"), 2]);
    await expect(hover()).rejects.toThrow("-32002");
    await expect(client.request("preship/rules", {})).rejects.toThrow("-32002");
    expect(client.notifications).toEqual([]);
    await client.initialize([folder]);
    await stillWorks();
    expect(client.diagnostics.has(uri(file("x.py")))).toBe(false);
  });

  it("a second greeting is refused and changes nothing", async () => {
    await client.initialize([folder]);
    await expect(client.initialize([folder])).rejects.toThrow("-32600");
    client.notify("initialized", {});
    await client.ready();
    await stillWorks();
    expect(client.serverRequests.filter(({ method }) => method === "client/registerCapability").length).toBeLessThanOrEqual(1);
  });

  it("requests after the farewell are refused, notifications dropped, and it goes in order", async () => {
    await client.initialize([folder]);
    client.open(file("x.py"), leak, "python", 5);
    await client.request("shutdown", null);
    for (const method of ["shutdown", "textDocument/hover", "preship/rules", "preship/checklist", "preship/scan"]) await expect(client.request(method, { textDocument: { uri: uri(file("x.py")) } }), method).rejects.toThrow("-32600");
    client.change(file("x.py"), 6, [{ text: "" }]);
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: uri(file("more")), name: "more" }], removed: [] } });
    client.close(file("x.py"));
    client.notify("exit", null);
    expect(await client.exited).toBe(0);
    expect([client.stray, client.stderr]).toEqual(["", ""]);
  });

  it("answers that are none, and refusals of all that the server asks for", async () => {
    await client.initialize([folder]);
    for (let id = 0; id < 6; id++) for (const answer of [{ error: null }, {}, { error: { code: -32603, message: "no" } }, { result: {}, error: {} }]) client.post({ jsonrpc: "2.0", id, ...answer });
    await stillWorks();
  });

  it("a length that is wrong costs its own message only", async () => {
    await client.initialize([folder]);
    for (const length of [3, 7, 5000, 99_999_999, -5]) {
      client.raw(`Content-Length: ${length}\r\n\r\n{"jsonrpc":"2.0","method":"$/x"}`);
      await stillWorks();
    }
    client.raw("junk".repeat(50_000));
    await stillWorks();
  });
});

describe("the end", () => {
  it("is orderly after shutdown and exit", async () => {
    await client.initialize([folder]);
    expect(await client.shutdown()).toBe(0);
    expect([client.stray, client.stderr]).toEqual(["", ""]);
  });

  it("is a failure when exit comes unannounced", async () => {
    await client.initialize([folder]);
    client.notify("exit", null);
    expect(await client.exited).toBe(1);
  });
});

describe("a scan", () => {
  it("shows progress that can be cancelled, and goes on being a server", async () => {
    writeFiles(folder, Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`part${index % 40}/m${index}.py`, `${leak.repeat(40)}x${index} = 1\n`])));
    await client.initialize([folder]);
    await client.until(() => client.notifications.some((one) => one.method === "$/progress"));
    const { token, value } = client.notifications.find((one) => one.method === "$/progress")?.params as { token: string; value: { kind: string; cancellable: boolean } };
    expect(value).toMatchObject({ kind: "begin", cancellable: true });
    client.notify("window/workDoneProgress/cancel", { token });
    await client.ready();
    expect(client.notifications.filter((one) => one.method === "$/progress").at(-1)?.params).toMatchObject({ token, value: { kind: "end" } });
    expect(client.diagnostics.size).toBeLessThan(1500);
    await stillWorks();
    await client.request("preship/scan", {});
    expect(client.diagnostics.size).toBe(1501);
  }, 90_000);
});
