// Measures the server over its real standard input and output and prints one table: first diagnostics, keystrokes, scan, memory. Processor times hold on a
// busy machine too. `--files N` sizes the project.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { TimingClient } from "./client.mjs";
import { project, pythonText, typescriptText } from "./texts.mjs";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { files: { type: "string", default: "500" }, keys: { type: "string", default: "300" }, lines: { type: "string", default: "1000" } } });
const [files, keys, lines] = [Number(values.files), Number(values.keys), Number(values.lines)];

const build = path.join(root, "dist-test", "bench");
execFileSync(process.execPath, ["scripts/build.mjs", "--outdir", build, "--only", "server"], { cwd: root });
const bundle = path.join(build, "server.mjs");
const folder = mkdtempSync(path.join(tmpdir(), "preship-bench-"));

const sentence = "total = compute(rows, limit=12)\n";
const rows = [];
try {
  for (const [name, extension, text] of [["Python", "py", pythonText(lines)], ["TypeScript", "ts", typescriptText(lines)]]) {
    rows.push(...(await typing(name, extension, text, true)));
    rows.push(...(await typing(`${name}, brackets left open`, extension, text, false)).slice(2, 4));
  }
  rows.push(...(await scanning(files)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map(([what]) => what.length));
for (const [what, value, goal] of rows) console.log(`${what.padEnd(width)}  ${value.padStart(28)}${goal ? `   goal ${goal}` : ""}`);

async function typing(name, extension, text, closesBrackets) {
  const uri = pathToFileURL(path.join(folder, `typed.${extension}`)).href;
  const client = new TimingClient(bundle);
  const shown = (version) => client.next((message) => message.method === "textDocument/publishDiagnostics" && message.params.uri === uri && message.params.version === version);
  const started = performance.now();
  await client.start([]);
  const greeted = performance.now();
  const first = shown(1);
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: name.toLowerCase().replace(/,.*/, ""), version: 1, text } });
  await first;
  const opened = performance.now();
  const times = [];
  const idle = client.processorTime();
  for (const [index, { range, text: typed }] of keystrokes(text, keys, closesBrackets).entries()) {
    const before = performance.now();
    const answer = shown(index + 2);
    client.notify("textDocument/didChange", { textDocument: { uri, version: index + 2 }, contentChanges: [{ range, text: typed }] });
    await answer;
    times.push(performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  const memory = client.memory();
  const busy = client.processorTime();
  await client.stop();
  return [
    [`${name}, ${lines} lines: greeting`, ms(greeted - started)],
    [`${name}: first diagnostics from process start`, ms(opened - started), "< 500 ms"],
    [`${name}: keystroke p50 / p95 / max`, `${ms(quantile(times, 0.5))} / ${ms(quantile(times, 0.95))} / ${ms(Math.max(...times))}`, "p95 < 30 ms"],
    [`${name}: processor time per keystroke`, idle === undefined || busy === undefined ? "unknown" : ms((busy - idle) / times.length)],
    [`${name}: memory`, mb(memory)],
  ];
}

/** A person writes a statement in the middle of the file, letter by letter, and takes it back. An editor that closes brackets types the closing one along. */
function keystrokes(text, count, closesBrackets) {
  const line = text.split("\n").findIndex((one, index) => index > lines / 2 && one.trim() === "");
  const typed = [];
  let [column, length] = [0, 0];
  const insert = (at, words) => {
    typed.push({ range: { start: { line, character: at }, end: { line, character: at } }, text: words });
    length += words.length;
  };
  for (let index = 0; typed.length < count; index++) {
    const letter = sentence[index % sentence.length];
    if (letter === "\n") {
      typed.push({ range: { start: { line, character: 0 }, end: { line, character: length } }, text: "" });
      [column, length] = [0, 0];
      continue;
    }
    if (!closesBrackets) insert(column, letter);
    else if (letter === "(") insert(column, "()");
    else if (letter !== ")") insert(column, letter); // typing over the bracket that stands there is no edit
    column++;
  }
  return typed;
}

async function scanning(count) {
  const place = path.join(folder, "project");
  let bytes = 0;
  for (const [name, text] of project(count)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), text);
    bytes += text.length;
  }
  const client = new TimingClient(bundle);
  const ready = client.next((message) => message.method === "preship/status" && message.params.phase === "ready");
  let peak = 0;
  const watch = setInterval(() => { peak = Math.max(peak, client.memory() ?? 0); }, 20);
  const started = performance.now();
  await client.start([{ uri: pathToFileURL(place).href, name: "project" }]);
  await ready;
  const done = performance.now();
  const used = client.processorTime();
  clearInterval(watch);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const memory = client.memory();
  await client.stop();
  return [
    [`Scan of ${count} files (${Math.round(bytes / 1024)} KB)`, ms(done - started)],
    ["Scan: processor time", used === undefined ? "unknown" : ms(used)],
    ["Scan: memory afterwards / peak", `${mb(memory)} / ${mb(peak)}`, "< 150 MB"],
  ];
}

function quantile(times, share) {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function ms(value) {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function mb(value) {
  return value === undefined ? "unknown" : `${Math.round(value)} MB`;
}
