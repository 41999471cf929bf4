// The smallest client that can time a language server: sends messages, answers the server's questions, wakes whoever waits for a message.
import { spawn } from "node:child_process";
import { memoryOf, processorTimeOf } from "./processes.mjs";

export class TimingClient {
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  #waiting = new Set();
  #settings;
  #limit;
  #ended;

  /** `settings` answers workspace/configuration, `limit` is how many ms an answer may take. */
  constructor(command, { settings = null, limit = 60_000, cwd, environment } = {}) {
    const [program, ...words] = command;
    this.#settings = settings;
    this.#limit = limit;
    this.process = spawn(program, words, { stdio: ["pipe", "pipe", "ignore"], cwd, env: { ...process.env, ...environment } });
    this.process.stdout.on("data", (chunk) => this.#read(chunk));
    this.process.stdin.on("error", () => {});
    const end = (why) => {
      this.#ended = why;
      for (const waiting of [...this.#waiting]) waiting(undefined);
    };
    this.process.on("error", (error) => end(error.message));
    this.process.on("exit", (code) => end(`ended with ${code}`));
  }

  async start(folders, { pulls = false, options, rootUri = null } = {}) {
    const textDocument = { synchronization: { didSave: true }, publishDiagnostics: { relatedInformation: true, versionSupport: true }, ...(pulls && { diagnostic: { dynamicRegistration: true } }) };
    const capabilities = { textDocument, workspace: { configuration: this.#settings !== null, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } } };
    const answer = await this.request("initialize", { processId: process.pid, rootUri, capabilities, workspaceFolders: folders, ...(options && { initializationOptions: options }) });
    this.notify("initialized", {});
    return answer;
  }

  request(method, params) {
    const id = this.#nextId++;
    this.#send({ id, method, params });
    return this.next((message) => message.id === id && message.method === undefined);
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  /** The next message that `isWanted`; an error once the server has ended or the time is over. */
  next(isWanted) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new Error(`no answer in ${this.#limit} ms`))), this.#limit);
      const settle = (outcome) => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        outcome();
      };
      const waiting = (message) => {
        if (message === undefined) settle(() => reject(new Error(this.#ended)));
        else if (isWanted(message)) settle(() => resolve(message));
      };
      if (this.#ended) settle(() => reject(new Error(this.#ended)));
      else this.#waiting.add(waiting);
    });
  }

  /** Resident memory of the server and what it started, in MB; undefined where the system does not tell. */
  memory() {
    return memoryOf(this.process.pid);
  }

  /** Processor time used so far in ms, all threads and all that was started; undefined where the system does not tell. */
  processorTime() {
    return processorTimeOf(this.process.pid);
  }

  async stop() {
    const polite = this.request("shutdown", null).then(() => this.notify("exit", null), () => {});
    await Promise.race([polite, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    setTimeout(() => this.process.kill("SIGKILL"), 1000).unref();
    await gone;
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      const length = end < 0 ? undefined : Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString())?.[1]);
      if (length === undefined || this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      if (message.id !== undefined && message.method !== undefined) this.#send({ id: message.id, result: this.#answer(message) });
      for (const waiting of [...this.#waiting]) waiting(message);
    }
  }

  #answer({ method, params }) {
    if (method !== "workspace/configuration") return null;
    const sections = params.items.map(({ section }) => section);
    return sections.map((section) => (section ?? "").split(".").reduce((value, key) => (key === "" ? value : value?.[key]), this.#settings) ?? null);
  }
}
