/** A disk that is full, read-only or changes under a scan, and a clock that is set back: what can be done is done, the rest is said, and no file is left half. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import type * as Disk from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseCommand } from "../../server/cli/arguments.ts";
import { baseline } from "../../server/cli/baseline.ts";
import { check } from "../../server/cli/check.ts";
import { baselineCommand, checkCommand } from "../../server/cli/commands.ts";
import type { FileRecord } from "../../server/engine/file-record.ts";
import { contentHash } from "../../server/engine/hash.ts";
import { openCache } from "../../server/workspace/cache.ts";
import { changeSignoff } from "../../server/workspace/signoffs-file.ts";
import { createInstalled } from "../../server/workspace/installed.ts";

/** Asked before each call of the disk: a code makes it fail with that, after `half` of what was to be written. */
const disk = vi.hoisted(() => ({ fault: (_operation: string, _file: string): string | undefined => undefined, before: (_operation: string, _file: string): void => {} }));

vi.mock("node:fs", async (original) => {
  const real = await original<typeof Disk>();
  const files = new Map<number, string>();
  const failing = <T extends (...given: never[]) => unknown>(operation: string, act: T, half?: (...given: Parameters<T>) => void) => (...given: Parameters<T>) => {
    const [first] = given as readonly unknown[];
    const file = typeof first === "number" ? (files.get(first) ?? "") : String(first);
    disk.before(operation, file);
    const code = disk.fault(operation, file);
    if (code === undefined) return act(...given);
    half?.(...given);
    throw Object.assign(new Error(`${code}: the disk refuses, ${operation} '${file}'`), { code });
  };
  const openSync = failing("open", real.openSync) as typeof real.openSync;
  const faulty = {
    ...real,
    openSync: (...given: Parameters<typeof real.openSync>) => { const handle = openSync(...given); files.set(handle, String(given[0])); return handle; },
    readFileSync: failing("read", real.readFileSync as (...given: never[]) => unknown),
    writeFileSync: failing("write", real.writeFileSync as (...given: never[]) => unknown, (...given) => { const [file, text] = given as unknown as [string | number, string]; real.writeFileSync(file, text.slice(0, text.length / 2)); }),
    renameSync: failing("rename", real.renameSync as (...given: never[]) => unknown), mkdirSync: failing("mkdir", real.mkdirSync as (...given: never[]) => unknown),
  };
  return { ...faulty, default: faulty };
});

let folder = "";
const at = (name: string) => path.join(folder, name);
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), "preship-adverse-")); mkdirSync(at(".git")); });
afterEach(() => {
  Object.assign(disk, { fault: () => undefined, before: () => {} });
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ["", ""];
  const code = await check(parseCommand(checkCommand, [...args, folder]), { cwd: folder, colour: false, width: Infinity, print: (text) => { out += text; }, complain: (text) => { err += `${text}\n`; }, progress: () => {} }, "0");
  return { code, out, err };
}

const call = "import requests\nrequests.get(url)\n";
const docker = `FROM node:22.1.0@sha256:${"a".repeat(64)}\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nUSER node\n`;

describe("a file that is there when it is listed", () => {
  it.each(["ENOENT", "EIO", "EACCES", "EISDIR", "EMFILE"])("and cannot be read any more: %s", async (code) => {
    writeFileSync(at("a.py"), call);
    for (const name of ["gone.py", "too-gone.py"]) writeFileSync(at(name), call);
    disk.fault = (operation, file) => (operation === "read" && file.endsWith("gone.py") ? code : undefined);
    const { out, code: exit, err } = await run("--format", "json");
    expect((JSON.parse(out) as { findings: { path: string }[] }).findings.map((one) => one.path)).toEqual(["a.py"]);
    expect([exit, err]).toEqual([1, code === "ENOENT" ? "" : "preship: gone.py: could not be read and is left out, as are 1 more\n"]);
  }, 60_000); // the first to run loads everything

  it("and vanishes, with its folder, while others are read", async () => {
    mkdirSync(at("b"));
    for (const name of ["a.py", "b/b.py", "b/c.py"]) writeFileSync(at(name), call);
    disk.before = (operation, file) => { if (operation === "read" && file.endsWith("a.py")) rmSync(at("b"), { recursive: true, force: true }); };
    expect((JSON.parse((await run("--format", "json")).out) as { findings: { path: string }[] }).findings.map((one) => one.path)).toEqual(["a.py"]);
  });
});

describe("--fix", () => {
  const write = () => { for (const name of ["a/Dockerfile", "b/Dockerfile"]) { mkdirSync(path.dirname(at(name))); writeFileSync(at(name), docker); } };

  it.each([["ENOSPC", "write"], ["EROFS", "open"], ["EACCES", "open"], ["EPERM", "rename"]])("%s at %s: that file stays as it was and is said, the others are fixed", async (code, operation) => {
    write();
    disk.fault = (asked, file) => (asked === operation && file.includes("/a/Dockerfile.preship-") ? code : undefined);
    const { code: exit, err, out } = await run("--fix", "--rule", "dockerfile/unpinned-install", "--format", "json");
    expect([exit, readFileSync(at("a/Dockerfile"), "utf8"), readFileSync(at("b/Dockerfile"), "utf8")]).toEqual([2, docker, docker.replace("npm install", "npm ci")]);
    expect(err).toMatch(new RegExp(`a/Dockerfile: not fixed: ${code}`));
    expect((JSON.parse(out) as { findings: { path: string }[] }).findings.map((one) => one.path)).toEqual(["a/Dockerfile"]);
    expect(readdirSync(at("a"))).toEqual(["Dockerfile"]);
  });

  const secret = 'import os\npassword = "Tr4ding!Places"\n';
  const fixSecret = ["--fix", "--unsafe-fixes", "--rule", "text/hardcoded-secret"];

  it.runIf(process.platform !== "win32").each([["leads out", "outside.txt"], ["leads nowhere", "nowhere.txt"]])("follows no link out of the project to add a line: one that %s", async (_what, name) => {
    const outside = mkdtempSync(path.join(tmpdir(), "preship-outside-"));
    writeFileSync(path.join(outside, "outside.txt"), "theirs\n");
    writeFileSync(at("a.py"), secret);
    symlinkSync(path.join(outside, name), at(".env.example"));
    const { code, err } = await run(...fixSecret);
    const left = readdirSync(outside).map((one) => readFileSync(path.join(outside, one), "utf8"));
    rmSync(outside, { recursive: true });
    expect([code, left, readFileSync(at("a.py"), "utf8")]).toEqual([2, ["theirs\n"], secret]);
    expect(err).toContain("a.py: not fixed: .env.example leads out of the project");
  });

  it("changes nothing where a line cannot be added, and adds to what is no UTF-8 without a byte changed", async () => {
    writeFileSync(at("a.py"), secret);
    writeFileSync(at(".env.example"), Buffer.from([0x23, 0xe9, 0x0a]));
    disk.fault = (asked, file) => (asked === "rename" && file.includes(".env.example") ? "EPERM" : undefined);
    const { code, err } = await run(...fixSecret);
    expect([code, readFileSync(at("a.py"), "utf8")]).toEqual([2, secret]);
    expect(err).toMatch(/a\.py: not fixed: EPERM/);
    disk.fault = () => undefined;
    await run(...fixSecret);
    expect([readFileSync(at(".env.example")), readFileSync(at("a.py"), "utf8")]).toEqual([Buffer.concat([Buffer.from([0x23, 0xe9, 0x0a]), Buffer.from("PASSWORD=\n")]), expect.stringContaining("os.environ")]);
  });

  it("leaves a file alone that somebody else changed meanwhile", async () => {
    write();
    let reads = 0;
    disk.before = (operation, file) => { if (operation === "read" && file.endsWith("/a/Dockerfile") && ++reads === 3) writeFileSync(at("a/Dockerfile"), "FROM scratch\n"); };
    const { code, err } = await run("--fix", "--rule", "dockerfile/unpinned-install");
    expect([code, readFileSync(at("a/Dockerfile"), "utf8"), readFileSync(at("b/Dockerfile"), "utf8")]).toEqual([2, "FROM scratch\n", docker.replace("npm install", "npm ci")]);
    expect(err).toContain("a/Dockerfile: not fixed: somebody else changed it meanwhile");
  });
});

describe("a baseline", () => {
  it.each([["ENOSPC", "write"], ["EDQUOT", "open"], ["EROFS", "rename"]])("%s at %s: the one before stays, and nothing else lies about", async (code, operation) => {
    const accept = () => baseline(parseCommand(baselineCommand, [folder]), { cwd: folder, colour: false, width: Infinity, print: () => {}, complain: () => {}, progress: () => {} });
    writeFileSync(at("a.py"), call);
    await accept();
    const before = readFileSync(at(".preship/baseline.json"), "utf8");
    expect(before).toContain("\"a.py\"");
    writeFileSync(at("b.py"), call);
    disk.fault = (asked, file) => (asked === operation && file.includes("baseline.json.preship-") ? code : undefined);
    await expect(accept()).rejects.toThrow(code);
    expect([readFileSync(at(".preship/baseline.json"), "utf8"), readdirSync(at(".preship"))]).toEqual([before, ["baseline.json"]]);
    disk.fault = () => undefined;
    await accept();
    expect(readFileSync(at(".preship/baseline.json"), "utf8")).toContain("\"b.py\"");
  });
});

describe("a sign-off", () => {
  const signed = (item: string) => ({ item, decision: "confirm", by: "Ada <ada@example.org>", at: "2026-01-02T03:04:05Z" }) as const;
  const text = () => readFileSync(at(".preship/signoffs.yaml"), "utf8");

  it.each([["ENOSPC", "write", /\.lock$/], ["ENOSPC", "write", /\.preship-/], ["EDQUOT", "open", /\.preship-/], ["EROFS", "rename", /\.preship-/], ["EIO", "read", /\.yaml$/]] as const)("%s at %s of %s: it is refused with the reason, those before stay, and the next one is written at once", async (code, operation, place) => {
    expect(await changeSignoff(folder, "a", signed("a"), ["a", "b"])).toBeUndefined();
    const before = text();
    disk.fault = (asked, file) => (asked === operation && place.test(file) ? code : undefined);
    expect(await changeSignoff(folder, "b", signed("b"), ["a", "b"])).toContain(code);
    disk.fault = () => undefined;
    expect([text(), readdirSync(at(".preship"))]).toEqual([before, ["signoffs.yaml"]]);
    expect(await changeSignoff(folder, "b", signed("b"), ["a", "b"])).toBeUndefined();
    expect(text()).not.toBe(before);
  });
});

describe("the cache", () => {
  const text = "x = 1\n";
  const source = { text: () => text };
  const record: FileRecord = { hash: contentHash(text), factsKey: "k", told: '{"raw":[],"suppressions":[],"facts":{"path":"a.py","language":"python","body":{}}}', places: "" };
  const kept = () => openCache("/project", "build", at("cache"));

  it.each([["ENOSPC", "write"], ["EROFS", "mkdir"], ["EROFS", "write"], ["EDQUOT", "rename"]])("%s at %s: what was kept before stays, and nothing else lies about", (code, operation) => {
    const first = kept();
    first.keep("a.py c", record, source);
    expect(first.save()).toBeUndefined();
    disk.fault = (asked, file) => (asked === operation && file.includes("cache") ? code : undefined);
    const second = kept();
    expect(second.find("a.py c", source)).toEqual(record);
    second.keep("b.py c", record, source);
    expect(second.save()).toContain(code);
    disk.fault = () => undefined;
    expect(kept().find("a.py c", source)).toEqual(record);
    expect(kept().find("b.py c", source)).toBeUndefined();
    expect(readdirSync(at("cache")).filter((name) => name.endsWith(".draft"))).toEqual([]);
  });

  it("neither trusts nor forgets by a clock that is wrong", () => {
    const first = kept();
    first.keep("a.py c", record, source);
    first.save();
    const file = at(`cache/${readdirSync(at("cache"))[0] ?? ""}`);
    for (const seconds of [0, 4e9]) {
      utimesSync(file, seconds, seconds);
      expect(kept().find("a.py c", source)).toEqual(record);
      expect(kept().find("a.py c", { text: () => `${text} ` })).toBeUndefined();
    }
  });
});

it("an installed version is asked for again after the clock was set back", () => {
  let time = 1e12;
  const installed = createInstalled(folder, () => time);
  expect(installed("", "npm", "late")).toBeUndefined();
  mkdirSync(at("node_modules/late"), { recursive: true });
  writeFileSync(at("node_modules/late/package.json"), "{ \"version\": \"1.0.0\" }");
  time = 0;
  expect(installed("", "npm", "late")).toBe("1.0.0");
});
