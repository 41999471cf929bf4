/** The sign-off file under rough treatment: several writers, writers killed in the middle, files nobody may touch. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { readSignoffs } from "../../server/checklist/signoffs.ts";
import { changeSignoff, signoffsOf } from "../../server/workspace/signoffs-file.ts";
import type { Signoff } from "../../server/checklist/model.ts";
import { scratch } from "./tools.ts";

let bundle = "";
beforeAll(async () => {
  const outfile = path.join(scratch(), "signoffs-file.mjs");
  await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../server/workspace/signoffs-file.ts")], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  bundle = pathToFileURL(outfile).href;
});

const file = (root: string) => path.join(root, ".preship/signoffs.yaml");
const signed = (item: string, by = "Ada <a@example.org>"): Signoff => ({ item, decision: "confirm", by, at: "2026-11-22T10:00:00Z" });
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

function signer(root: string, name: string, items: readonly string[], isForever = false) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "signer.mjs"), bundle, root, name, ...items], { env: { ...process.env, ...(isForever && { PRESHIP_TEST_FOREVER: "1" }) }, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  const watchers = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => { out += String(chunk); for (const watch of watchers) watch(); });
  const ended = new Promise<string>((resolve) => child.on("close", () => resolve(out)));
  const lines = (count: number) => new Promise<void>((resolve) => {
    const check = () => { if (out.split("\n").length > count) { watchers.delete(check); resolve(); } };
    watchers.add(check);
    check();
  });
  return { child, ended, lines };
}

describe("several writers", () => {
  it("lose nothing of each other's", async () => {
    const root = scratch();
    const outs = await Promise.all(["ada", "bob", "cy"].map((name) => signer(root, name, ids(name, 12)).ended));
    expect(outs.join("").match(/refused.*/g)).toBeNull();
    expect([...signoffsOf(root).byItem.keys()].sort()).toEqual([...ids("ada", 12), ...ids("bob", 12), ...ids("cy", 12)].sort());
    expect(readdirSync(path.join(root, ".preship"))).toEqual(["signoffs.yaml"]);
  }, 60_000);
});

describe("a writer that is killed", () => {
  it("never leaves a broken file, and keeps nobody waiting", async () => {
    const root = scratch();
    const items = ids("item", 8);
    let known = 0;
    for (let kill = 0; kill < 30; kill++) {
      const { child, ended, lines } = signer(root, `writer${kill}`, items, true);
      await lines(2 + (kill % 5)); // in the middle of its work, at another place each time
      for (let spin = 0; spin < (kill * 37) % 50; spin++) await new Promise((resolve) => setImmediate(resolve));
      child.kill("SIGKILL");
      const done = (await ended).split("\n").filter((line) => line && !line.startsWith("refused"));
      const { byItem, problem, problems } = readSignoffs(readFileSync(file(root), "utf8"));
      expect([problem, problems]).toEqual([undefined, []]);
      for (const item of done) expect(byItem.has(item)).toBe(true);
      expect(byItem.size).toBeGreaterThanOrEqual(known);
      known = byItem.size;
    }
    expect(await changeSignoff(root, "item-0", signed("item-0"), items)).toBeUndefined();
    expect(readdirSync(path.join(root, ".preship"))).toEqual(["signoffs.yaml"]);
  }, 120_000);

  it.each([
    ["of a process that is gone", `999999999 ${hostname()} x`, 0],
    ["of another machine, long ago", "1 elsewhere x", -3600],
    ["of another machine whose clock is ahead", "1 elsewhere x", 3600],
    ["that is empty, long ago", "", -3600],
  ])("leaves a lock %s that does not last", async (_title, content, seconds) => {
    const root = scratch({ ".preship/signoffs.yaml.lock": content });
    const time = Date.now() / 1000 + seconds;
    utimesSync(path.join(root, ".preship/signoffs.yaml.lock"), time, time);
    expect(await changeSignoff(root, "a", signed("a"), ["a"])).toBeUndefined();
    expect(existsSync(`${file(root)}.lock`)).toBe(false);
  });
});

describe("a file nobody may touch", () => {
  it.each([
    ["broken", "version: 1\nitems: {a: [\n"],
    ["in the middle of a merge", "version: 1\nitems:\n<<<<<<< ours\n  a: open\n=======\n  a: open\n>>>>>>> theirs\n"],
    ["with the same item twice", "version: 1\nitems:\n  a: open\n  a: open\n"],
    ["of a newer format", "version: 2\nitems: {}\nsignatures: []\n"],
    ["a list", "- a\n"],
    ["no UTF-8", Buffer.from([0x76, 0xff, 0xfe, 0x0a])],
  ])("is refused and left as it is: %s", async (_title, content) => {
    const root = scratch();
    mkdirSync(path.dirname(file(root)));
    writeFileSync(file(root), content);
    expect(await changeSignoff(root, "b", signed("b"), ["b"])).toMatch(/signoffs\.yaml/);
    expect(readFileSync(file(root))).toEqual(Buffer.from(content));
    expect(signoffsOf(root).problem).toBeDefined();
  });

  it("a folder in its place is no reason to fail", async () => {
    const root = scratch();
    mkdirSync(file(root), { recursive: true });
    expect(await changeSignoff(root, "b", signed("b"), ["b"])).toMatch(/cannot be read/);
  });

  it.skipIf(process.getuid?.() === 0)("a file that may not be read is not replaced", async () => {
    const root = scratch({ ".preship/signoffs.yaml": "version: 1\nitems: {}\n" });
    chmodSync(file(root), 0o000);
    expect(await changeSignoff(root, "b", signed("b"), ["b"])).toMatch(/cannot be read/);
  });

  it("a file in place of the folder is said", async () => {
    const root = scratch({ ".preship": "mine\n" });
    expect(await changeSignoff(root, "b", signed("b"), ["b"])).toMatch(/could not be written/);
    expect(readFileSync(path.join(root, ".preship"), "utf8")).toBe("mine\n");
  });
});

describe("a full disk", () => {
  it.skipIf(process.platform === "win32")("refuses what does not fit, and keeps what was signed before", async () => {
    const root = scratch();
    const items = ids("item", 6);
    const limited = spawn("sh", ["-c", 'ulimit -f 1; exec "$@"', "sh", process.execPath, path.join(import.meta.dirname, "signer.mjs"), bundle, root, "ada", ...items], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    limited.stdout.on("data", (chunk: Buffer) => { out += String(chunk); });
    await new Promise((resolve) => limited.on("close", resolve));
    const lines = out.trim().split("\n");
    const done = lines.filter((line) => !line.startsWith("refused"));
    expect(done.length).toBeGreaterThan(0);
    expect(lines.filter((line) => /^refused item-\d: \.preship\/signoffs\.yaml could not be written: /.test(line)).length).toBe(items.length - done.length);
    const { byItem, problem, problems } = readSignoffs(readFileSync(file(root), "utf8"));
    expect([problem, problems, [...byItem.keys()]]).toEqual([undefined, [], done]);
    expect(readdirSync(path.join(root, ".preship"))).toEqual(["signoffs.yaml"]);
  });
});

describe("what people did to the file by hand", () => {
  it("keeps line endings, links and comments", async () => {
    const root = scratch({ "shared/signoffs.yaml": "# of the whole company\r\nversion: 1\r\nitems:\r\n  # agreed on Monday\r\n  a: open # for now\r\n" });
    mkdirSync(path.join(root, ".preship"));
    symlinkSync("../shared/signoffs.yaml", file(root));
    expect(await changeSignoff(root, "b", signed("b"), ["a", "b"])).toBeUndefined();
    const text = readFileSync(path.join(root, "shared/signoffs.yaml"), "utf8");
    expect(text).toMatch(/^# of the whole company\r\n/);
    expect(text).toMatch(/# agreed on Monday\r\n {2}a: open # for now\r\n/);
    expect(text.replace(/\r\n/g, "")).not.toContain("\n");
    rmSync(path.join(root, "shared"), { recursive: true });
    expect(signoffsOf(root)).toEqual({ byItem: new Map(), problems: [] });
  });
});
