// Measures Preship and, with `--peers`, its peers on the same texts and files in one run: keystroke to diagnostics over real standard input and output, scans
// from the command line, memory. Processor times hold on a busy machine too. docs/bench.md tells the options.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { installNode, installPeers, pinned, repository } from "./installed.mjs";
import { projectScan } from "./project.mjs";
import { filesOfKind, kinds, peerScans, preshipScans, scans } from "./scanning.mjs";
import { eslintConfig, peerServers, preshipServer } from "./servers.mjs";
import { printed, ratio } from "./table.mjs";
import { pythonText, typescriptText, yamlTextOf } from "./texts.mjs";
import { typing } from "./typing.mjs";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: {
  peers: { type: "boolean", default: false }, cache: { type: "string", default: path.join(homedir(), ".cache", "preship-bench") }, mirrors: { type: "string" },
  lines: { type: "string", default: "250,2000,10000" }, keys: { type: "string", default: "300" }, files: { type: "string" }, repository: { type: "string", multiple: true },
  repeats: { type: "string", default: "3" }, limit: { type: "string", default: "600" }, budget: { type: "string", default: "20" }, tool: { type: "string", multiple: true }, part: { type: "string", multiple: true }, "own-node": { type: "boolean", default: false },
} });
const say = (words) => process.stderr.write(`${words}\n`);
const isWanted = (tool) => !values.tool || values.tool.some((name) => tool.name.startsWith(name)) || tool.name === "preship";
const isPart = (name) => !values.part || values.part.includes(name);
const texts = { python: pythonText, typescript: typescriptText, yaml: yamlTextOf };

if (values.peers && !values["own-node"]) { // what is compared runs on one Node, the one that an editor of today brings
  mkdirSync(values.cache, { recursive: true });
  const node = installNode(values.cache, say);
  if (node) process.exit(spawnSync(node, [...process.argv.slice(1), "--own-node"], { stdio: "inherit" }).status ?? 1);
  say("that Node is not to be had: measured with the one at hand");
}
const build = path.join(root, "dist-test", "bench");
execFileSync(process.execPath, ["scripts/build.mjs", "--outdir", build], { cwd: root });
const server = preshipServer(path.join(build, "server.mjs"));
const folder = mkdtempSync(path.join(tmpdir(), "preship-bench-"));
const notes = [`Node ${process.version} runs Preship and those of its peers that are written for it`];
try {
  mkdirSync(values.cache, { recursive: true });
  const peers = values.peers ? installPeers(values.cache, say) : undefined;
  notes.push(...(peers?.missing ?? []));
  const typed = isPart("typing") ? await typings(peers) : [];
  const scanned = isPart("scans") && (values.peers || values.repository) ? await repositoryScans(peers) : [];
  const project = isPart("project") ? await projectScan(server, Number(values.files ?? (values.peers ? 5000 : 500)), path.join(folder, "project")) : undefined;
  console.log(report(typed, scanned, project));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function typings(peers) {
  const place = path.join(folder, "typed");
  mkdirSync(place);
  if (peers) {
    symlinkSync(peers.node, path.join(place, "node_modules"), "junction");
    writeFileSync(path.join(place, "eslint.config.mjs"), eslintConfig);
  }
  const rows = [];
  for (const language of Object.keys(texts)) for (const lines of values.lines.split(",").map(Number)) {
    for (const one of [server, ...(peers ? peerServers(peers) : [])].filter((each) => each.languages.includes(language) && isWanted(each))) {
      say(`${one.name}: ${lines} lines of ${language}`);
      const settings = { language, text: texts[language](lines), folder: place, keys: Number(values.keys), budget: Number(values.budget) * 1000, limit: 60_000 };
      const row = { server: one, language, lines, ...(await tried(`${one.name}, ${lines} lines of ${language}`, () => typing(one, settings))) };
      rows.push(row);
      if (one === server && language !== "yaml") rows.push({ server: { name: "preship, brackets left open" }, language, lines, ...(await tried("brackets left open", () => typing(one, { ...settings, closesBrackets: false }))) });
    }
  }
  return rows.filter((row) => row.p50 !== undefined);
}

async function repositoryScans(peers) {
  const chosen = values.repository?.map((words) => ({ name: words.split("@")[0], commit: words.split("@")[1] ?? "HEAD" })) ?? pinned.repositories;
  const tools = [...preshipScans(path.join(build, "cli.mjs"), path.join(folder, "preship-cache")), ...(peers ? peerScans({ ...peers, rules: repository(pinned.semgrepRules, { folder: values.cache, mirrors: values.mirrors, say }) }, folder) : [])].filter(isWanted);
  const rows = [];
  for (const one of chosen) {
    const source = repository(one, { folder: values.cache, mirrors: values.mirrors, say });
    if (!source) notes.push(`${one.name}: not to be had (offline and no mirror)`);
    for (const kind of source ? Object.keys(kinds) : []) {
      const { place, count } = filesOfKind(source, kind, path.join(folder, "files"));
      if (count < 20) continue; // too few to say anything
      for (const tool of tools.filter((each) => each.kinds.includes(kind))) {
        say(`${tool.name}: ${count} files of ${one.name}`);
        const result = await scans(tool, place, { repeats: Number(values.repeats), limit: Number(values.limit) * 1000 });
        const row = { tool, repository: one.name, kind, count, ...result };
        if (result.cold.over) notes.push(`${tool.name}, ${one.name}: stopped after ${values.limit} s`);
        else if (failed(result.cold.code)) notes.push(`${tool.name}, ${one.name}: did not run (exit code ${result.cold.code})`);
        if (!failed(result.cold.code)) rows.push(row);
      }
    }
  }
  return rows;
}

async function tried(what, work) {
  try {
    return await work();
  } catch (error) {
    notes.push(`${what}: ${error.message}`);
    return {};
  }
}

/** pylint's codes below 32 tell what kinds of messages there were; the others say 1 for findings. */
function failed(code) {
  return code === null ? false : code >= 32 || code === 2;
}

function report(typed, scanned, project) {
  const own = (rows, like) => rows.find((row) => (row.server ?? row.tool).name === "preship" && like(row));
  const typingRows = typed.map((row) => {
    const ours = own(typed, (one) => one.language === row.language && one.lines === row.lines);
    return [`${row.language}, ${row.lines} lines`, row.server.name, ms(row.p50), ms(row.p95), ms(row.max), ms(row.processor), mb(row.memory), ms(row.first), String(row.count), ratio(row.p50, ours?.p50), ratio(row.processor, ours?.processor)];
  });
  const scanRows = scanned.map((row) => {
    const ours = own(scanned, (one) => one.repository === row.repository && one.kind === row.kind);
    const { cold, warm } = row;
    return [`${row.repository}, ${row.count} ${row.kind === "all" ? "" : `${row.kind} `}files`, row.tool.name, ms(cold.wall), ms(cold.processor), ms(cold.processor / row.count), ms(warm?.wall), ms(warm?.processor), mb(cold.peak), ratio(cold.wall, ours?.cold.wall), ratio(cold.processor, ours?.cold.processor), ratio(warm?.wall ?? cold.wall, ours?.warm?.wall)];
  });
  return [
    ...printed(["keystroke to diagnostics", "server", "p50", "p95", "max", "processor", "memory", "first", "keys", "p50 / preship", "processor / preship"], typingRows),
    ...printed(["scan", "tool", "cold", "processor", "per file", "warm", "processor", "peak", "cold / preship", "processor / preship", "warm / preship"], scanRows),
    ...(project ? printed(["project in the editor", "", "", ""], [[`${project.count} files (${Math.round(project.bytes / 1024)} KB)`, `ready after ${ms(project.ready)}`, `processor ${ms(project.processor)}`, `memory at rest ${mb(project.memory)}, peak ${mb(project.peak)}`]]) : []),
    ...printed(["goal", "", ""], goals(typed, scanned, project)),
    ...notes.map((note) => `- ${note}`),
  ].join("\n");
}

function ms(value) {
  if (value === undefined || Number.isNaN(value)) return "";
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function mb(value) {
  return value === undefined ? "" : `${Math.round(value)} MB`;
}
