/** A client without manners, by a seed: versions that jump, ranges that are none, documents and cells nobody opened, requests called back, bytes that are no messages. Beside it one document is edited by the rules, and has to be followed. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LineIndex } from "../../server/engine/positions.ts";
import { type Client, uri } from "../protocol/client.ts";
import { applied, change, type Random } from "./mutations.ts";

type Act = (wild: WildClient) => void;

const names = ["a.py", "b.py", "src/c.ts", "d.tsx", "e.yaml", "Dockerfile", "package.json", "f.ipynb", "g.vue", ".env", "preship.yaml", "h.sh", "requirements.txt", "i"];
const texts = [
  'import requests, pickle\nPASSWORD = "Tr4ding!Places"\n\ndef go(url):\n    try:\n        return requests.get(url)\n    except Exception:\n        pass\n', 'import axios from "axios";\nexport const load = async (url: string) => axios.get(`${url}/x`);\n',
  "apiVersion: v1\nkind: Secret\nstringData:\n  password: Tr4ding!Places\n---\na: &b [1, 2]\nc: *b\n", "FROM python:latest\nRUN pip install pandas \\\n  && curl https://x.test | sh\n", '{"dependencies": {"express": "^4"}}', "rules:\n  text/*: off\n", "", "\uFEFF\r\n\ud800\0", "(".repeat(300),
];
/** What stands where something else should. */
const odd: readonly unknown[] = [null, 0, -1, 1.5, 1e21, "", "x", true, [], {}, [null], { uri: 5 }, { line: "1", character: null }, "__proto__", { __proto__: null, constructor: 1 }];
const numbers = [0, 1, 2, 3, 7, 40, -1, -9e9, 1.5, 2 ** 31, 2 ** 53, 1e300];
const requests = ["textDocument/hover", "textDocument/codeAction", "codeAction/resolve", "textDocument/diagnostic", "workspace/diagnostic", "workspace/executeCommand", "workspace/textDocumentContent", "textDocument/definition", "initialize", "preship/setLevel", "preship/chooseProfile", "preship/explain", "preship/rules", "preship/alive", "preship/checklist", "preship/decide", "preship/createArtefact", "preship/report", "no/such", "", "constructor", "$/x"];
const notifications = ["initialized", "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "textDocument/willSave", "notebookDocument/didOpen", "notebookDocument/didChange", "notebookDocument/didClose", "notebookDocument/didSave", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration", "workspace/didChangeWorkspaceFolders", "$/cancelRequest", "$/progress", "$/setTrace", "$/logTrace", "window/workDoneProgress/cancel", "no/such", "$/x"];

export class WildClient {
  private asked = 1_000_000;
  private version = 1;
  private rounds = 0;
  private tracked: string = texts[0] ?? "";

  constructor(readonly client: Client, readonly folder: string, readonly random: Random) {}

  /** One thing no client should do. */
  misbehave(): void {
    let left = this.random() * total;
    acts.find(([weight]) => (left -= weight) < 0)?.[1](this);
  }

  /** What is wrong with a server that has borne all that; undefined when nothing is. `elsewhere` is a folder that nobody has touched. */
  async wrong(elsewhere: string): Promise<string | undefined> {
    const round = ++this.rounds;
    const [plain, followed, fresh] = [path.join(elsewhere, `plain${round}.py`), path.join(this.folder, "followed/t.py"), path.join(this.folder, `fresh${round}/t.py`)];
    if (round === 1) this.client.open(followed, this.tracked, "python", this.version);
    this.editByTheRules(followed);
    this.client.open(plain, 'password = "Tr4ding!Places"\n', "python", 77);
    this.client.open(fresh, this.tracked, "python", this.version);
    const [told, wanted] = await this.agreed(followed, fresh);
    const plainly = await this.shown(plain, 77);
    const hover = JSON.stringify(await this.client.request("textDocument/hover", { textDocument: { uri: uri(plain) }, position: { line: 0, character: 14 } }));
    this.client.close(plain);
    this.client.close(fresh);
    if (told !== wanted) return `the followed document shows ${told}\n instead of ${wanted}\n of ${JSON.stringify(this.tracked)}`;
    if (!plainly.includes("text/hardcoded-secret") || !hover.includes("hardcoded-secret")) return `a plain document shows ${plainly}, and when pointed at ${hover}`;
    if (round % 4 === 0) await this.notebook(`${round}`);
    return this.client.stray === "" ? undefined : `stray bytes: ${this.client.stray}`;
  }

  /** However its cells were left: closed and opened as it should be, it shows what is in them. */
  private async notebook(name: string): Promise<void> {
    const address = uri(path.join(this.folder, "f.ipynb"));
    const cell = `vscode-notebook-cell:${address.slice(5)}#plain${name}`;
    this.notify("notebookDocument/didClose", { notebookDocument: { uri: address }, cellTextDocuments: [] });
    this.notify("notebookDocument/didOpen", { notebookDocument: { uri: address, notebookType: "jupyter-notebook", version: 1, cells: [{ kind: 2, document: cell }] }, cellTextDocuments: [{ uri: cell, languageId: "python", version: 1, text: 'password = "Tr4ding!Places"\n' }] });
    await this.client.shown(cell, (diagnostics) => diagnostics.some(({ code }) => code === "text/hardcoded-secret"));
  }

  /** What two documents show; what the project has to say of them comes a little later. */
  private async agreed(one: string, other: string): Promise<readonly [string, string]> {
    for (let patience = 30; ; patience--) {
      const both = [await this.shown(one, this.version), await this.shown(other, this.version)] as const;
      if (both[0] === both[1] || patience === 0) return both;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async shown(file: string, version: number): Promise<string> {
    const diagnostics = await this.client.shown(file, (_, now) => now === version);
    return JSON.stringify(diagnostics.map(({ code, range, message, severity }) => ({ code, range, message, severity })));
  }

  private editByTheRules(file: string): void {
    const start = this.tracked.length > 3000 ? (texts[0] ?? "") : this.tracked;
    const made = change(this.random, start, texts[0] ?? "");
    const lines = new LineIndex(start);
    const next = Buffer.from(applied(start, [made])).toString().replaceAll(/[\uFEFF\0]/g, ""); // as it comes through UTF-8; with a zero in it, it would be no text
    const isSame = start === this.tracked && next === applied(start, [made]) && !/\r$/.test(start.slice(0, made.at.start)) && !/^\n/.test(start.slice(made.at.end));
    this.tracked = next;
    this.client.change(file, ++this.version, isSame ? [{ range: { start: lines.position(made.at.start), end: lines.position(made.at.end) }, text: made.text }] : [{ text: next }]);
  }

  any<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  address(): string {
    return this.random() < 0.9 ? uri(path.join(this.folder, this.any(names))) : this.any(["git:/a.py?x", "untitled:Untitled-1", "file://%%%", "file:///", "", "vscode-notebook-cell:/x#1", "file:///never/there/a.py", "inmemory://1"]);
  }

  place(): unknown {
    return this.random() < 0.95 ? { line: this.any(numbers), character: this.any(numbers) } : this.any(odd);
  }

  range(): unknown {
    return this.random() < 0.95 ? { start: this.place(), end: this.place() } : this.any(odd);
  }

  notify(method: string, params: unknown): void {
    this.client.post({ jsonrpc: "2.0", method, params });
  }

  /** Some ids come twice, and some are called back before, after or without being asked. */
  ask(method: string, params: unknown): void {
    const id = this.random() < 0.9 ? this.asked++ : this.any<unknown>([this.asked - 1, "x", null, 1.5, -1]);
    if (this.random() < 0.1) this.notify("$/cancelRequest", { id });
    this.client.post({ jsonrpc: "2.0", id, method, params });
    if (this.random() < 0.3) this.notify("$/cancelRequest", { id });
  }

  cell(): string {
    return `vscode-notebook-cell:${uri(path.join(this.folder, "f.ipynb")).slice(5)}#${this.any(["a", "b", "c", "d"])}`;
  }
}

const document = (wild: WildClient) => ({ uri: wild.address(), languageId: wild.any(["python", "typescript", "yaml", "dockerfile", "jupyter-notebook", "plaintext", "", "klingon"]), version: wild.any(numbers), text: wild.any(texts) });
const changes = (wild: WildClient): unknown => wild.random() < 0.06 ? wild.any(odd) : Array.from({ length: Math.floor(wild.random() * 4) }, () => (wild.random() < 0.2 ? { text: wild.any<unknown>([...texts, ...odd]) } : { range: wild.range(), rangeLength: wild.any(numbers), text: wild.any(["", "x", "(", "\n", "😀", "\"\"\"", texts[0]]) }));
const frame = (body: string | Uint8Array, length: number | string = typeof body === "string" ? Buffer.byteLength(body) : body.length) => Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), Buffer.from(body)]);

const bytes: readonly ((wild: WildClient) => string | Uint8Array)[] = [
  () => "\r\n\r\n", () => "X: y\r\n\r\n{}", () => `Content-Length: 9\r\n\r\n`, () => `${"z".repeat(70_000)}`, () => `${"X: y\r\n".repeat(20_000)}\r\n`, () => "Content-Length: -4\r\n\r\n", () => "Content-Length: 0\r\n\r\n", () => "Content-Length: 1e3\r\n\r\n", () => "Content-Length: 99999999999\r\n\r\n",
  (wild) => frame('{"jsonrpc":"2.0","method":"$/x"}', wild.any([3, 31, 33, 60, 500, 1_000_000])), () => frame(Buffer.from([0x22, 0xff, 0xc3, 0x28, 0x22])), () => frame(Buffer.from([0x7b, 0x80])), () => Buffer.from([0xff, 0xfe, 0, 0xd8]),
  (wild) => frame(wild.any(["5", "null", "[]", "[1, {}, null]", "{", '"x"', '{"jsonrpc":"1.0"}', '{"jsonrpc":"2.0","id":{},"method":"x"}', '{"jsonrpc":"2.0","id":1,"result":1,"error":{}}', `${"[".repeat(5000)}${"]".repeat(5000)}`, '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":"\\ud800"}', '{"jsonrpc":"2.0","id":77,"error":null}'])),
];

const acts: readonly (readonly [weight: number, act: Act])[] = [
  [6, (wild) => wild.notify("textDocument/didOpen", { textDocument: document(wild) })],
  [8, (wild) => wild.notify("textDocument/didChange", { textDocument: { uri: wild.address(), version: wild.any<unknown>([...numbers, ...odd]) }, contentChanges: changes(wild) })],
  [4, (wild) => wild.notify("textDocument/didClose", { textDocument: { uri: wild.address() } })],
  [6, (wild) => wild.ask(wild.any(["textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic"]), { textDocument: { uri: wild.address() }, position: wild.place(), range: wild.range(), context: wild.any<unknown>([{ diagnostics: [] }, { diagnostics: [{}], only: ["source.fixAll"] }, { diagnostics: null, only: 5 }, null]) })],
  [3, (wild) => wild.ask(wild.any(requests), wild.any<unknown>([...odd, { textDocument: wild.any(odd), position: wild.place() }, { uri: wild.address(), folder: uri(wild.folder), rule: "text/hardcoded-secret", item: wild.any(odd), decision: "confirm", data: wild.any(odd), command: wild.any(odd), arguments: [wild.any(odd)] }]))],
  [3, (wild) => wild.notify(wild.any(notifications), wild.any<unknown>([...odd, { textDocument: wild.any(odd) }, { event: wild.any(odd) }, { changes: wild.any(odd) }, { notebookDocument: wild.any(odd), change: wild.any(odd) }]))],
  [5, (wild) => wild.client.raw(wild.any(bytes)(wild))],
  [2, (wild) => wild.notify("workspace/didChangeWatchedFiles", { changes: Array.from({ length: Math.floor(wild.random() * 4) }, () => ({ uri: wild.address(), type: wild.any(numbers) })) })],
  [1, (wild) => wild.notify("workspace/didChangeWorkspaceFolders", { event: { added: wild.random() < 0.5 ? [{ uri: wild.any([uri(path.join(wild.folder, "src")), uri(wild.folder), "file:///never/there", "", "git:/x"]), name: wild.any(odd) }] : [], removed: wild.random() < 0.5 ? [{ uri: wild.any([uri(path.join(wild.folder, "src")), "file:///never/there"]) }] : wild.any<unknown>([[], null, [null]]) } })],
  [2, (wild) => wild.client.post({ jsonrpc: "2.0", id: wild.any<unknown>([0, 1, 2, 999, "x", null]), ...wild.any<object>([{ result: null }, { result: wild.any(odd) }, { error: { code: -1, message: "no" } }, { error: null }, {}]) })],
  [2, (wild) => wild.notify("notebookDocument/didOpen", { notebookDocument: { uri: uri(path.join(wild.folder, "f.ipynb")), notebookType: "jupyter-notebook", version: wild.any(numbers), cells: wild.random() < 0.9 ? Array.from({ length: 3 }, () => ({ kind: wild.any(numbers), document: wild.cell() })) : wild.any(odd) }, cellTextDocuments: wild.random() < 0.9 ? [{ ...document(wild), uri: wild.cell() }, { ...document(wild), uri: wild.cell() }] : wild.any(odd) })],
  [4, (wild) => wild.notify("notebookDocument/didChange", { notebookDocument: { uri: uri(path.join(wild.folder, "f.ipynb")), version: wild.any(numbers) }, change: { cells: wild.any<unknown>([
    { structure: { array: { start: wild.any(numbers), deleteCount: wild.any(numbers), cells: wild.any<unknown>([undefined, [], [{ kind: 2, document: wild.cell() }], [null], 5]) }, didOpen: wild.any<unknown>([undefined, [{ ...document(wild), uri: wild.cell() }], [null]]), didClose: wild.any<unknown>([undefined, [{ uri: wild.cell() }], [5]]) } },
    { textContent: [{ document: { uri: wild.cell(), version: wild.any(numbers) }, changes: changes(wild) }] }, { data: [{ kind: 2, document: wild.cell(), executionSummary: wild.any(odd) }] }, ...odd]) } })],
  [1, (wild) => wild.notify("notebookDocument/didClose", { notebookDocument: { uri: uri(path.join(wild.folder, "f.ipynb")) }, cellTextDocuments: wild.any<unknown>([[], null, [{ uri: wild.cell() }]]) })],
  [2, (wild) => onDisk(wild)],
];
const total = acts.reduce((sum, [weight]) => sum + weight, 0);

/** Files come, go and become folders, sometimes without a word. */
function onDisk(wild: WildClient): void {
  const file = path.join(wild.folder, wild.any(names.filter((name) => name !== "preship.yaml"))); // settings stay what they are
  const kind = wild.random();
  rmSync(file, { recursive: true, force: true });
  if (kind < 0.6) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, wild.any(texts));
  } else if (kind < 0.7) mkdirSync(file, { recursive: true });
  if (kind < 0.9) wild.client.watched([file, wild.any([1, 2, 3] as const)]);
}
