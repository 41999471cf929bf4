// Times one language server while somebody types in the middle of a file: keystroke to diagnostics, processor time, memory.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { TimingClient } from "./client.mjs";

/** ms between the first diagnostics and the first key. */
const pause = 1500;

export const extensions = { python: "py", typescript: "ts", yaml: "yaml" };

const sentences = { python: "total = compute(rows, limit=12)\n", typescript: "total = compute(rows, limit=12)\n", yaml: "note: a word and 12 more\n" };

/** `budget` ms end the typing early, `limit` ms are what one answer may take; an error is thrown where the server does not answer at all. */
export async function typing(server, { language, text, folder, keys, budget, limit, closesBrackets = true }) {
  const file = path.join(folder, `typed.${extensions[language]}`);
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const client = new TimingClient(server.command, { settings: server.settings, limit, cwd: folder, environment: server.environment });
  try {
    return await typed(client, server, { language, text, folder, file, uri, keys, budget, closesBrackets });
  } finally {
    await client.stop();
  }
}

async function typed(client, server, { language, text, folder, file, uri, keys, budget, closesBrackets }) {
  const pushed = (version) => client.next(({ method, params }) => method === "textDocument/publishDiagnostics" && params.uri === uri && (params.version ?? version) === version);
  /** Makes a change known and waits for what is found: asked for where the server wants to be asked. */
  const diagnosed = async (version, tell) => {
    const waiting = server.pulls ? undefined : pushed(version);
    tell();
    const answer = await (waiting ?? client.request("textDocument/diagnostic", { textDocument: { uri } }));
    if (answer.error) throw new Error(answer.error.message);
    return (answer.params?.diagnostics ?? answer.result?.items ?? []).length;
  };
  const started = performance.now();
  const at = pathToFileURL(folder).href;
  await client.start(server.needsWorkspaceFolder ? [{ uri: at, name: "bench" }] : [], { pulls: server.pulls, options: server.options, rootUri: server.needsWorkspaceFolder ? at : null });
  if (server.settings) client.notify("workspace/didChangeConfiguration", { settings: server.settings });
  const greeted = performance.now();
  const found = await diagnosed(1, () => client.notify("textDocument/didOpen", { textDocument: { uri, languageId: language, version: 1, text } }));
  const opened = performance.now();
  await new Promise((resolve) => setTimeout(resolve, pause)); // whoever opens a file looks at it before typing
  const [times, idle] = [[], client.processorTime()];
  const begun = performance.now();
  let [now, memory] = [text, client.memory() ?? 0];
  for (const [index, { range, text: letters }] of keystrokes(text, keys, sentences[language], closesBrackets).entries()) {
    if (performance.now() - begun > budget && times.length > 0) break;
    if (server.saves) writeFileSync(file, (now = edited(now, range, letters)));
    const before = performance.now();
    await diagnosed(index + 2, () => {
      client.notify("textDocument/didChange", { textDocument: { uri, version: index + 2 }, contentChanges: [{ range, text: letters }] });
      if (server.saves) client.notify("textDocument/didSave", { textDocument: { uri } });
    });
    times.push(performance.now() - before);
    if (index % 10 === 0) memory = Math.max(memory, client.memory() ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  const busy = client.processorTime();
  return {
    greeting: greeted - started, first: opened - started, count: times.length, found, memory: Math.max(memory, client.memory() ?? 0),
    p50: quantile(times, 0.5), p95: quantile(times, 0.95), max: Math.max(...times),
    processor: idle === undefined || busy === undefined ? undefined : (busy - idle) / times.length,
  };
}

/** A person writes a statement in the middle of the file, letter by letter, and takes it back. An editor that closes brackets types the closing one along. */
function keystrokes(text, count, sentence, closesBrackets) {
  const rows = text.split("\n");
  const line = rows.findIndex((one, index) => index > rows.length / 2 && one.trim() === "");
  const done = [];
  let [column, length] = [0, 0];
  const insert = (at, words) => {
    done.push({ range: { start: { line, character: at }, end: { line, character: at } }, text: words });
    length += words.length;
  };
  for (let index = 0; done.length < count; index++) {
    const letter = sentence[index % sentence.length];
    if (letter === "\n") {
      done.push({ range: { start: { line, character: 0 }, end: { line, character: length } }, text: "" });
      [column, length] = [0, 0];
      continue;
    }
    if (!closesBrackets) insert(column, letter);
    else if (letter === "(") insert(column, "()");
    else if (letter !== ")") insert(column, letter); // typing over the bracket that stands there is no edit
    column++;
  }
  return done;
}

/** Keystrokes stay on one line. */
function edited(text, { start, end }, letters) {
  const rows = text.split("\n");
  rows[start.line] = rows[start.line].slice(0, start.character) + letters + rows[start.line].slice(end.character);
  return rows.join("\n");
}

export function quantile(times, share) {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
