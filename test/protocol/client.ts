/** A small JSON-RPC client that talks to the real server over its standard input and output. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ClientCapabilities, Diagnostic, InitializeResult, PublishDiagnosticsParams } from "vscode-languageserver-protocol";

const root = path.resolve(import.meta.dirname, "../..");

interface Message { readonly id?: number | string; readonly method?: string; readonly params?: unknown; readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } }

export const richCapabilities: ClientCapabilities = {
  workspace: {
    applyEdit: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"], snippetEditSupport: true },
  },
  window: { workDoneProgress: true },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } }, isPreferredSupport: true, dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
};

/** Builds the server once into a folder of its own; returns the folder. */
export function buildServer(): string {
  const folder = mkdtempSync(path.join(mkdirs(path.join(root, "dist-test")), "server-"));
  execFileSync(process.execPath, ["scripts/build.mjs", "--outdir", folder, "--only", "server"], { cwd: root });
  return folder;
}

/** A workspace on disk with these files; its path has no symbolic links, as editors report it. */
export function makeWorkspace(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "preship-protocol-")));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export class Client {
  readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  readonly notifications: Message[] = [];
  readonly serverRequests: Message[] = [];
  /** What the server wrote that was no message: must stay empty. */
  stray = "";
  stderr = "";
  readonly exited: Promise<number | null>;
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers = new Map<number | string, (message: Message) => void>();
  private readonly watchers = new Set<() => void>();
  private buffer = Buffer.alloc(0);
  private nextId = 1;

  constructor(bundle: string, environment: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [path.join(bundle, "server.mjs"), "--stdio"], { env: { ...process.env, ...environment } });
    this.process.stdin.on("error", () => {}); // one that was killed reads no more; that it ended is told by its exit
    this.process.stdout.on("data", (chunk: Buffer) => this.read(chunk));
    this.process.stderr.on("data", (chunk: Buffer) => { this.stderr += String(chunk); });
    this.exited = new Promise((resolve) => this.process.on("exit", resolve));
  }

  async initialize(folders: readonly string[], capabilities: ClientCapabilities = richCapabilities, initializationOptions?: unknown): Promise<InitializeResult> {
    const workspaceFolders = folders.map((folder) => ({ uri: uri(folder), name: path.basename(folder) }));
    const result = await this.request<InitializeResult>("initialize", { processId: process.pid, rootUri: null, capabilities, workspaceFolders, initializationOptions });
    this.notify("initialized", {});
    return result;
  }

  request<Result>(method: string, params: unknown, id: number | string = this.nextId++): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.answers.set(id, (message) => (message.error ? reject(new Error(`${message.error.code} ${message.error.message}`)) : resolve(message.result as Result)));
      this.send({ id, method, params });
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** Bytes as they are, for messages that are none. */
  raw(bytes: string | Uint8Array): void {
    this.process.stdin.write(bytes);
  }

  /** Any JSON as a message; nobody waits for what comes back. */
  post(body: unknown): void {
    const json = JSON.stringify(body) ?? "";
    this.raw(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  open(file: string, text: string, languageId = "plaintext", version = 1): void {
    this.notify("textDocument/didOpen", { textDocument: { uri: uri(file), languageId, version, text } });
  }

  change(file: string, version: number, contentChanges: readonly unknown[]): void {
    this.notify("textDocument/didChange", { textDocument: { uri: uri(file), version }, contentChanges });
  }

  close(file: string): void {
    this.notify("textDocument/didClose", { textDocument: { uri: uri(file) } });
  }

  watched(...changes: readonly (readonly [file: string, type: 1 | 2 | 3])[]): void {
    this.notify("workspace/didChangeWatchedFiles", { changes: changes.map(([file, type]) => ({ uri: uri(file), type })) });
  }

  /** The diagnostics of a file once they satisfy; fails with what was last shown. */
  async shown(file: string, isWanted: (diagnostics: readonly Diagnostic[], version: number | undefined) => boolean): Promise<readonly Diagnostic[]> {
    const current = () => this.diagnostics.get(uri(file));
    await this.until(() => { const now = current(); return now !== undefined && isWanted(now.diagnostics, now.version); }, () => `${file}: ${JSON.stringify(current()) ?? "nothing"}`);
    return current()?.diagnostics ?? [];
  }

  async codes(file: string, version: number): Promise<string[]> {
    return (await this.shown(file, (_, shown) => shown === version)).map((one) => String(one.code));
  }

  /** The first scan is over: its status has been sent. */
  ready(): Promise<void> {
    return this.until(() => this.notifications.some((one) => one.method === "$/preship/status" && (one.params as { phase: string }).phase === "ready"), () => "no ready status");
  }

  async until(isSo: () => boolean, describe: () => string = () => ""): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => { this.watchers.delete(check); reject(new Error(`waited in vain. ${describe()} ${this.stderr}`)); }, 15_000);
      const check = () => {
        if (!isSo()) return;
        clearTimeout(limit);
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
    });
  }

  async shutdown(): Promise<number | null> {
    await this.request("shutdown", null);
    this.notify("exit", null);
    return this.exited;
  }

  kill(): void {
    this.process.kill();
  }

  private send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const header = this.buffer.subarray(0, end).toString();
      const length = Number(/^Content-Length: (\d+)$/m.exec(header)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) {
        this.stray += header;
        this.buffer = this.buffer.subarray(end + 4);
        continue;
      }
      if (this.buffer.length < end + 4 + length) return;
      const body = this.buffer.subarray(end + 4, end + 4 + length).toString();
      this.buffer = this.buffer.subarray(end + 4 + length);
      this.take(JSON.parse(body) as Message);
    }
  }

  private take(message: Message): void {
    if (message.method === undefined) this.answers.get(message.id ?? "")?.(message);
    else if (message.id === undefined) this.notifications.push(message);
    else {
      this.serverRequests.push(message);
      this.send({ id: message.id, result: message.method === "workspace/applyEdit" ? { applied: true } : null });
    }
    if (message.method === "textDocument/publishDiagnostics") {
      const params = message.params as PublishDiagnosticsParams;
      this.diagnostics.set(params.uri, params);
    }
    for (const check of [...this.watchers]) check();
  }
}

export function uri(file: string): string {
  return /^[a-z][\w+.-]+:/.test(file) ? file : pathToFileURL(file).href;
}

function mkdirs(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
