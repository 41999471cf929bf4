// The smallest client that can time the server: sends messages, wakes whoever waits for one.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export class TimingClient {
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  #waiting = new Set();

  /** `nodeArguments` such as `--cpu-prof` look into the server instead of timing it. */
  constructor(bundle, nodeArguments = []) {
    this.process = spawn(process.execPath, [...nodeArguments, bundle, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.process.stdout.on("data", (chunk) => this.#read(chunk));
  }

  async start(folders) {
    await this.request("initialize", { processId: process.pid, rootUri: null, capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } }, workspaceFolders: folders });
    this.notify("initialized", {});
  }

  request(method, params) {
    const id = this.#nextId++;
    this.#send({ id, method, params });
    return this.next((message) => message.id === id && message.method === undefined);
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  /** The next message that `isWanted`. */
  next(isWanted) {
    return new Promise((resolve) => {
      const waiting = (message) => {
        if (!isWanted(message)) return;
        this.#waiting.delete(waiting);
        resolve(message);
      };
      this.#waiting.add(waiting);
    });
  }

  /** Resident memory in MB; undefined where the system does not tell. */
  memory() {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, "utf8"))?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Processor time used so far in ms, all threads; undefined where the system does not tell. */
  processorTime() {
    try {
      const fields = readFileSync(`/proc/${this.process.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return undefined;
    }
  }

  async stop() {
    await this.request("shutdown", null);
    this.notify("exit", null);
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      const length = end < 0 ? undefined : Number(/Content-Length: (\d+)/.exec(this.#buffer.subarray(0, end).toString())?.[1]);
      if (length === undefined || this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      if (message.id !== undefined && message.method !== undefined) this.#send({ id: message.id, result: null });
      for (const waiting of [...this.#waiting]) waiting(message);
    }
  }
}
