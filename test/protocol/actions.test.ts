/** Code actions, hovers and commands over the wire: what is offered, and that it does what it says. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CodeAction, Hover, SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { applyEdits } from "../../server/engine/fix.ts";
import { LineIndex } from "../../server/engine/positions.ts";
import { buildServer, Client, makeWorkspace, remove, richCapabilities, uri, writeFiles } from "./client.ts";

const leak = 'password = "Tr4ding!Places"\n';
const secretRule = "text/hardcoded-secret";
const installRule = "dockerfile/unpinned-install";
const dockerfile = "FROM scratch\nCOPY package-lock.json .\nRUN npm install\nRUN npm install --omit=dev\n";

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
const place = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
const everywhere = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

function actions(name: string, range = everywhere, only?: readonly string[]): Promise<CodeAction[]> {
  const diagnostics = client.diagnostics.get(uri(file(name)))?.diagnostics ?? [];
  return client.request("textDocument/codeAction", { textDocument: { uri: uri(file(name)) }, range, context: { diagnostics, ...(only && { only }) } });
}

async function resolved(action: CodeAction | undefined): Promise<WorkspaceEdit> {
  expect(action).toBeDefined();
  return (await client.request<CodeAction>("codeAction/resolve", action)).edit ?? {};
}

function editsOf(edit: WorkspaceEdit, name: string): readonly (TextEdit | SnippetTextEdit)[] {
  const change = edit.documentChanges?.find((one): one is TextDocumentEdit => "textDocument" in one && one.textDocument.uri === uri(file(name)));
  return (change?.edits ?? edit.changes?.[uri(file(name))] ?? []) as (TextEdit | SnippetTextEdit)[];
}

/** The text after an edit; the placeholder of a snippet stays as the user finds it. */
function applied(text: string, edits: readonly (TextEdit | SnippetTextEdit)[]): string {
  const lines = new LineIndex(text);
  return applyEdits(text, edits.map((edit) => ({
    at: { start: lines.offset(edit.range.start, text), end: lines.offset(edit.range.end, text) },
    text: "snippet" in edit ? edit.snippet.value.replace(/\$\{1:([^}]*)\}/, "$1").replace(/\\([$}\\])/g, "$1") : edit.newText,
  })));
}

async function opened(name: string, text: string, languageId: string, capabilities = richCapabilities, options?: unknown): Promise<void> {
  await client.initialize([folder], capabilities, options);
  client.open(file(name), text, languageId, 5);
  await client.shown(file(name), (shown, version) => version === 5 && shown.length > 0);
}

describe("quick fixes", () => {
  it("are computed when chosen, carry the document's version, and one is preferred per finding", async () => {
    await opened("a.py", leak, "python");
    const offered = await actions("a.py");
    expect(offered.every((one) => one.edit === undefined && one.kind === "quickfix")).toBe(true);
    expect(offered.filter((one) => one.isPreferred).map((one) => one.title)).toEqual(["Read it from the environment variable PASSWORD"]);
    const edit = await resolved(offered[0]);
    expect(edit.documentChanges?.[0]).toMatchObject({ textDocument: { uri: uri(file("a.py")), version: 5 } });
    expect(applied(leak, editsOf(edit, "a.py"))).toBe('import os\npassword = os.environ["PASSWORD"]\n');
  });

  it("create the other file they need, or add to it what it lacks", async () => {
    await opened("a.py", leak, "python");
    const created = await resolved((await actions("a.py"))[0]);
    expect(created.documentChanges).toContainEqual({ kind: "create", uri: uri(file(".env.example")), options: { ignoreIfExists: true } });
    writeFiles(folder, { ".env.example": "HOST=" });
    const added = await resolved((await actions("a.py"))[0]);
    expect(applied("HOST=", editsOf(added, ".env.example"))).toBe("HOST=\nPASSWORD=\n");
    writeFiles(folder, { ".env.example": "PASSWORD=fill-me-in\n" });
    const nothing = await resolved((await actions("a.py"))[0]);
    expect(editsOf(nothing, ".env.example")).toEqual([]);
  });

  it("come complete for a client that resolves nothing", async () => {
    await opened("a.py", leak, "python", { textDocument: { publishDiagnostics: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } });
    const [first] = await actions("a.py");
    expect(applied(leak, editsOf(first?.edit ?? {}, "a.py"))).toBe('import os\npassword = os.environ["PASSWORD"]\n');
    expect(first).not.toHaveProperty("isPreferred");
  });

  it("are about the place that was asked", async () => {
    await opened("a.py", `x = 1\n${leak}`, "python");
    expect(await actions("a.py", place(0, 2))).toEqual([]);
    expect((await actions("a.py", place(1, 15))).length).toBeGreaterThan(0);
  });

  it("still fit after typing elsewhere, and are refused when the finding is gone", async () => {
    await opened("a.py", leak, "python");
    const [fix] = await actions("a.py");
    client.change(file("a.py"), 6, [{ range: place(0, 0), text: "# 😀\n" }]);
    const edit = await resolved(fix);
    expect(edit.documentChanges?.[0]).toMatchObject({ textDocument: { version: 6 } });
    expect(applied(`# 😀\n${leak}`, editsOf(edit, "a.py"))).toContain('password = os.environ["PASSWORD"]');
    client.change(file("a.py"), 7, [{ text: "x = 1\n" }]);
    await expect(client.request("codeAction/resolve", fix)).rejects.toThrow("-32801");
  });

  const asked: readonly { readonly only: readonly string[]; readonly kinds: readonly string[] }[] = [
    { only: ["quickfix"], kinds: ["quickfix"] },
    { only: ["source"], kinds: ["source.fixAll.preship"] },
    { only: ["source.fixAll"], kinds: ["source.fixAll.preship"] },
    { only: ["source.fixAll.preship"], kinds: ["source.fixAll.preship"] },
    { only: ["source.fixAll.other"], kinds: [] },
    { only: ["source.organizeImports"], kinds: [] },
    { only: ["refactor"], kinds: [] },
  ];
  for (const { only, kinds } of asked) {
    it(`asked for ${only.join()}, gives ${kinds.join() || "nothing"}`, async () => {
      await opened("Dockerfile", dockerfile, "dockerfile");
      expect([...new Set((await actions("Dockerfile", everywhere, only)).map((one) => one.kind))]).toEqual(kinds);
    });
  }
});

describe("fix all", () => {
  it("applies every safe fix of a rule, and as a source action of the file", async () => {
    await opened("Dockerfile", dockerfile, "dockerfile");
    const expected = dockerfile.replaceAll("npm install", "npm ci");
    const ofRule = (await actions("Dockerfile", place(2, 9))).find((one) => one.title === `Fix all 2 ${installRule} problems in this file`);
    expect(applied(dockerfile, editsOf(await resolved(ofRule), "Dockerfile"))).toBe(expected);
    const [ofFile] = await actions("Dockerfile", everywhere, ["source.fixAll.preship"]);
    expect(applied(dockerfile, editsOf(await resolved(ofFile), "Dockerfile"))).toBe(expected);
  });

  it("is not offered where nothing is safe", async () => {
    await opened("a.py", leak + leak, "python");
    expect(await actions("a.py", everywhere, ["source.fixAll"])).toEqual([]);
    expect((await actions("a.py")).filter((one) => one.title.startsWith("Fix all"))).toEqual([]);
  });
});

describe("a suppression", () => {
  const cases: readonly { readonly name: string; readonly file: string; readonly language: string; readonly text: string; readonly at: number; readonly after: string }[] = [
    { name: "stands above, indented like its line", file: "a.py", language: "python", text: `def f():\n    ${leak}`, at: 1, after: `def f():\n    # preship: ignore[${secretRule}] reason\n    ${leak}` },
    { name: "keeps CRLF", file: "a.py", language: "python", text: 'x = 1\r\npassword = "Tr4ding!Places"\r\n', at: 1, after: `x = 1\r\n# preship: ignore[${secretRule}] reason\r\npassword = "Tr4ding!Places"\r\n` },
    { name: "is a slash comment in TypeScript", file: "a.ts", language: "typescript", text: 'const password = "Tr4ding!Places";\n', at: 0, after: `// preship: ignore[${secretRule}] reason\nconst password = "Tr4ding!Places";\n` },
    { name: "goes to the end of the line where a backslash continues it", file: "a.py", language: "python", text: 'login = dict(user="a") or \\\n  dict(password="Tr4ding!Places")\n', at: 1, after: `login = dict(user="a") or \\\n  dict(password="Tr4ding!Places")  # preship: ignore[${secretRule}] reason\n` },
    { name: "stands above a step of a workflow", file: ".github/workflows/ci.yml", language: "yaml", text: "on: push\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - uses: actions/checkout@v4\n", at: 8, after: "on: push\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      # preship: ignore[yaml/unpinned-action] reason\n      - uses: actions/checkout@v4\n" },
  ];
  for (const { name, file: path, language, text, at, after } of cases) {
    it(name, async () => {
      await opened(path, text, language);
      const line = text.split("\n")[at] ?? "";
      const range = { start: { line: at, character: 0 }, end: { line: at, character: line.length } };
      const ignore = (await actions(path, range)).find((one) => one.title.startsWith("Ignore "));
      const result = applied(text, editsOf(await resolved(ignore), path));
      expect(result).toBe(after);
      client.change(file(path), 6, [{ text: result }]);
      expect(await client.codes(file(path), 6)).toEqual([]);
    });
  }

  it("asks for the reason where snippets are unknown: until it is written, the finding stays", async () => {
    await opened("a.py", leak, "python", { ...richCapabilities, workspace: { workspaceEdit: { documentChanges: true } } });
    const ignore = (await actions("a.py")).find((one) => one.title.startsWith("Ignore "));
    const result = applied(leak, editsOf(await resolved(ignore), "a.py"));
    expect(result).toBe(`# preship: ignore[${secretRule}] …\n${leak}`);
    client.change(file("a.py"), 6, [{ text: result }]);
    expect(await client.codes(file("a.py"), 6)).toEqual(["preship/unexplained-suppression", secretRule]);
  });

  it("is not offered where the format has no comments", async () => {
    await opened("a.json", '{ "jwtSecret": "pK3vR8wLx2QnZ5tY7mB4" }\n', "json");
    expect((await actions("a.json")).filter((one) => one.title.startsWith("Ignore "))).toEqual([]);
  });
});

describe("levels", () => {
  it("are written into preship.yaml by the action's command, beside its comments, and hold at once", async () => {
    writeFiles(folder, { "preship.yaml": "# ours\nprofile: internal # for now\n" });
    await opened("a.py", leak, "python");
    const off = (await actions("a.py")).find((one) => one.title.startsWith("Turn "));
    expect(await client.request("workspace/executeCommand", { command: off?.command?.command, arguments: off?.command?.arguments })).toEqual({ uri: uri(file("preship.yaml")) });
    expect(readFileSync(file("preship.yaml"), "utf8")).toBe(`# ours\nprofile: internal # for now\nrules:\n  ${secretRule}: off\n`);
    await client.shown(file("a.py"), (shown) => shown.length === 0);
    await client.request("preship/setLevel", { uri: uri(file("a.py")), rule: secretRule, level: "hint" });
    expect(readFileSync(file("preship.yaml"), "utf8")).toContain(`  ${secretRule}: hint\n`);
    await client.shown(file("a.py"), (shown) => shown[0]?.severity === 4);
  });

  it("make the file where there is none", async () => {
    await opened("a.py", leak, "python");
    await client.request("preship/setLevel", { uri: uri(file("a.py")), rule: secretRule, level: "off" });
    expect(readFileSync(file("preship.yaml"), "utf8")).toBe(`rules:\n  ${secretRule}: off\n`);
  });

  it("go through the editor where the file is open and unsaved", async () => {
    writeFiles(folder, { "preship.yaml": "profile: internal\n" });
    await opened("a.py", leak, "python");
    client.open(file("preship.yaml"), "profile: prototype\n", "yaml", 9);
    await client.request("preship/setLevel", { uri: uri(file("a.py")), rule: secretRule, level: "off" });
    const request = client.serverRequests.find((one) => one.method === "workspace/applyEdit")?.params as { edit: WorkspaceEdit };
    expect(applied("profile: prototype\n", editsOf(request.edit, "preship.yaml"))).toBe(`profile: prototype\nrules:\n  ${secretRule}: off\n`);
    expect(readFileSync(file("preship.yaml"), "utf8")).toBe("profile: internal\n");
  });

  const refusals: readonly { readonly name: string; readonly params: unknown }[] = [
    { name: "nonsense", params: 42 },
    { name: "an unknown level", params: { uri: "file:///x/a.py", rule: secretRule, level: "loud" } },
    { name: "a file on no disk", params: { uri: "untitled:1", rule: secretRule, level: "off" } },
  ];
  for (const { name, params } of refusals) {
    it(`refuse ${name} with a reason`, async () => {
      await client.initialize([folder]);
      expect(await client.request("preship/setLevel", params)).toHaveProperty("refused");
      expect(existsSync(file("preship.yaml"))).toBe(false);
    });
  }

  it("refuse a broken preship.yaml and leave it as it is", async () => {
    writeFiles(folder, { "preship.yaml": "rules: [\n" });
    await opened("a.py", leak, "python");
    expect(await client.request("preship/setLevel", { uri: uri(file("a.py")), rule: secretRule, level: "off" })).toMatchObject({ refused: expect.stringContaining("not valid YAML") as string });
    expect(readFileSync(file("preship.yaml"), "utf8")).toBe("rules: [\n");
  });
});

it("the profile is chosen in preship.yaml", async () => {
  await client.initialize([folder]);
  await client.request("preship/chooseProfile", { folder: uri(folder), profile: "customer-facing" });
  expect(readFileSync(file("preship.yaml"), "utf8")).toBe("profile: customer-facing\n");
});

describe("hover", () => {
  const hover = (name: string, line: number, character: number) => client.request<Hover | null>("textDocument/hover", { textDocument: { uri: uri(file(name)) }, position: { line, character } });

  it("says what, why, what instead, and what it counts against", async () => {
    await opened("a.py", leak, "python");
    const shown = await hover("a.py", 0, 14);
    const { value } = shown?.contents as { value: string };
    for (const part of ["has its secret written here", "**Why**", "**Instead**", "**Counts against**", `\`${secretRule}\``]) expect(value).toContain(part);
    expect(shown?.range).toEqual({ start: { line: 0, character: 12 }, end: { line: 0, character: 26 } });
    expect(await hover("a.py", 0, 2)).toBeNull();
  });

  it("leaves out in our own client what it shows already, and links to its commands", async () => {
    await opened("a.py", leak, "python", richCapabilities, { ruleLinks: "command" });
    const { value } = (await hover("a.py", 0, 14))?.contents as { value: string };
    expect(value).not.toContain("has its secret written here");
    expect(value).toContain("command:preship.explainRule?%5B%22text%2Fhardcoded-secret%22%5D");
    expect((await actions("a.py")).at(-1)?.command).toMatchObject({ command: "preship.explainRule", arguments: [secretRule] });
  });

  it("is plain where Markdown is unknown", async () => {
    await opened("a.py", leak, "python", { textDocument: { publishDiagnostics: {} } });
    expect((await hover("a.py", 0, 14))?.contents).toMatchObject({ kind: "plaintext", value: expect.not.stringMatching(/\*\*|`/) as string });
  });
});

describe("rule pages", () => {
  it("are served for rules, for house rules, and honestly for others", async () => {
    await client.initialize([folder]);
    const page = async (rule: string) => (await client.request<{ markdown: string }>("preship/explain", { rule })).markdown;
    expect(await page(secretRule)).toContain("## Why");
    expect(await page("preship/invalid-config")).toContain("## Why");
    expect(await page("python/never-was")).toContain("no rule of this name");
    const { rules } = await client.request<{ rules: { id: string }[] }>("preship/rules", {});
    expect(rules.map((one) => one.id)).toContain(secretRule);
  });

  it("are documents of their own scheme for clients that ask for them", async () => {
    const { capabilities } = await client.initialize([folder], { ...richCapabilities, workspace: { ...richCapabilities.workspace, textDocumentContent: {} } });
    expect(capabilities.workspace?.textDocumentContent).toEqual({ schemes: ["preship-rule"] });
    expect((await client.request<{ text: string }>("workspace/textDocumentContent", { uri: `preship-rule:/${secretRule}.md` })).text).toContain("## Why");
  });
});
