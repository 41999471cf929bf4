/** The real server under abuse: it stays alive, says what a fresh start says, and its memory stays flat. `PRESHIP_FUZZ=20` runs twenty times as long. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { LineIndex } from "../../server/engine/positions.ts";
import { buildServer, Client, makeWorkspace, remove, uri } from "../protocol/client.ts";
import { applied, change, pick, seeded } from "./mutations.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const seed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);

const texts: readonly (readonly [name: string, language: string, text: string])[] = [
  ["a.py", "python", 'import requests, pickle\nPASSWORD = "Tr4ding!Places"\n\nclass Shop:\n    def go(self, url):\n        try:\n            return requests.get(url)\n        except Exception:\n            pass\n\ndef load(path):\n    with open(path, "rb") as f:\n        return pickle.load(f)\n'],
  ["a.ts", "typescript", 'import axios from "axios";\nconst password = "Tr4ding!Places";\nexport class Shop {\n  async go(url: string) { return fetch(`${url}/x`); }\n  load = () => axios.get("https://x.test");\n}\n'],
  ["a.yaml", "yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\nstringData:\n  password: Tr4ding!Places\n---\na: &b [1, 2]\nc: *b\n"],
  ["Dockerfile", "dockerfile", "FROM python:latest AS a\nENV PASSWORD=Tr4ding!Places\nRUN pip install pandas \\\n  && curl https://x.test | sh\nCOPY --from=a . .\n"],
];
const pool = texts.map(([, , text]) => text).join("\n");

let bundle = "";
let folder = "";
let client: Client;
beforeAll(() => { bundle = buildServer(); });
afterAll(() => remove(bundle));
beforeEach(async () => {
  folder = makeWorkspace({});
  client = new Client(bundle);
  await client.initialize([folder]);
});
afterEach(() => {
  client.kill();
  remove(folder);
});

const shown = async (file: string, version: number) => (await client.shown(file, (_, now) => now === version)).map(({ code, range, message }) => ({ code, range, message }));

it("says after any edits what it says of the same text opened anew", async () => {
  const random = seeded(seed);
  for (const [name, language, start] of texts) {
    const live = path.join(folder, `live/${name}`);
    let text = start;
    client.open(live, text, language, 1);
    for (let version = 2; version <= 1 + 12 * times; version++) {
      if (text.length > 4000) text = start;
      const changes = text === start && version > 2 ? [{ at: { start: 0, end: 0 }, text: "" }] : [change(random, text, pool), change(random, text, "")].slice(0, random() < 0.5 ? 1 : 0);
      const lines = new LineIndex(text);
      const events = changes.map(({ at, text: inserted }) => ({ range: { start: lines.position(at.start), end: lines.position(at.end) }, text: inserted }));
      // a lone half of a surrogate pair and a moved byte order mark do not travel through UTF-8 as they are: such texts are sent whole
      const next = Buffer.from(applied(text, changes)).toString().replaceAll("\uFEFF", "");
      const isSame = next === applied(text, changes) && changes.every(({ at }) => !/\r$/.test(text.slice(0, at.start)) && !/^\n/.test(text.slice(at.end)));
      text = next;
      client.change(live, version, isSame && events.length > 0 ? events : [{ text }]);
      const fresh = path.join(folder, `fresh${version}/${name}`);
      client.open(fresh, text, language, version);
      expect(await shown(live, version), JSON.stringify(text)).toEqual(await shown(fresh, version));
      client.close(fresh);
    }
  }
  expect(client.stray).toBe("");
}, 60_000 * times);

it("survives what no client should send, in any order", async () => {
  const random = seeded(seed + 1);
  const files = texts.map(([name]) => path.join(folder, name));
  const place = () => ({ line: Math.floor(random() * 30) - 5, character: Math.floor(random() * 60) - 5 });
  const acts: readonly ((file: string) => void)[] = [
    (file) => client.open(file, pick(random, texts)[2], pick(random, texts)[1], Math.floor(random() * 9)),
    (file) => client.change(file, Math.floor(random() * 9), [{ range: { start: place(), end: place() }, text: pool.slice(0, Math.floor(random() * 40)) }]),
    (file) => client.change(file, Math.floor(random() * 9), [{ range: { start: place(), end: place() }, text: "" }, { range: { start: place(), end: place() }, text: "(" }, { text: pool }]),
    (file) => client.change(file, 3, pick<readonly unknown[]>(random, [[], [null], [{}], [{ range: null, text: "x" }], [{ range: { start: place() }, text: "x" }], [{ text: 5 }]])),
    (file) => client.close(file),
    (file) => client.watched([file, pick(random, [1, 2, 3] as const)]),
    (file) => void client.request("textDocument/hover", { textDocument: { uri: uri(file) }, position: place() }).catch(() => undefined),
    (file) => void client.request("textDocument/codeAction", { textDocument: { uri: uri(file) }, range: { start: place(), end: place() }, context: { diagnostics: [] } }).catch(() => undefined),
    () => client.notify("$/cancelRequest", { id: Math.floor(random() * 200) }),
    () => client.notify("textDocument/didChange", pick(random, [{}, null, [], { textDocument: {} }, { contentChanges: [] }])),
  ];
  for (let step = 0; step < 600 * times; step++) pick(random, acts)(pick(random, files));
  const alive = path.join(folder, "alive.py");
  client.open(alive, 'password = "Tr4ding!Places"\n', "python", 77);
  expect((await shown(alive, 77)).map(({ code }) => code)).toEqual(["text/hardcoded-secret"]);
  expect(client.stray).toBe("");
}, 60_000 * times);

/** Resident memory in MB; undefined where the system does not tell. */
function memory(): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.pid ?? 0}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

it("keeps its memory flat over a thousand documents and ten thousand edits", async () => {
  const round = async (from: number) => {
    for (let index = from; index < from + 500; index++) {
      const [name, language, text] = texts[index % texts.length] ?? pick(() => 0, texts);
      client.open(path.join(folder, `${index}/${name}`), text, language, 1);
      client.close(path.join(folder, `${index}/${name}`));
    }
    const file = path.join(folder, "typed.py");
    client.open(file, pool, "python", 1);
    for (let version = 2; version <= 5001; version++) client.change(file, version, [{ range: { start: { line: 3, character: 0 }, end: { line: 3, character: version % 2 } }, text: version % 2 === 0 ? "x" : "" }]);
    await shown(file, 5001);
    client.close(file);
  };
  await round(0);
  const before = memory();
  await round(500);
  const after = memory();
  if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(60);
  expect(client.stray).toBe("");
}, 120_000);
