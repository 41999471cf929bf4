/** What may stand in a folder that is no plain file of a plain name: nothing waits for it, nothing stops at it, and the rest is found. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseCommand } from "../../server/cli/arguments.ts";
import { check } from "../../server/cli/check.ts";
import { checkCommand, gateCommand } from "../../server/cli/commands.ts";
import { gate } from "../../server/cli/gate.ts";
import type { Terminal } from "../../server/cli/terminal.ts";
import { contentHash } from "../../server/engine/hash.ts";
import { openCache } from "../../server/workspace/cache.ts";
import { stampOf } from "../../server/workspace/read.ts";

let folder = "";
const at = (name: string) => path.join(folder, name);
const write = (name: string, text: string) => { mkdirSync(path.dirname(at(name)), { recursive: true }); writeFileSync(at(name), text); };
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), "preship-strange-")); mkdirSync(at(".git")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const call = "import requests\nrequests.get(url)\n";

function terminal(): Terminal & { readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  return { said, cwd: folder, colour: false, width: Infinity, print: (text) => { said.out += text; }, complain: (text) => { said.err += `${text}\n`; }, progress: () => {} };
}

async function run(...args: string[]) {
  const screen = terminal();
  return { code: await check(parseCommand(checkCommand, [...args, folder]), screen, "0"), ...screen.said };
}

async function pathsFound(): Promise<readonly string[]> {
  return (JSON.parse((await run("--format", "json", "--rule", "python/*")).out) as { findings: { path: string }[] }).findings.map((one) => one.path).filter((name) => name.endsWith(".py"));
}

async function gated(): Promise<string> {
  const screen = terminal();
  await gate(parseCommand(gateCommand, []), screen, "0");
  return screen.said.out;
}

describe.runIf(process.platform !== "win32")("a pipe that nobody writes to is not waited for", () => {
  const places = ["b.py", ".gitignore", "sub/.gitignore", "preship.yaml", "package-lock.json", ".git/HEAD", ".git/index", ".git/config", ".git/info/exclude", ".preship/signoffs.yaml", "CODEOWNERS", "node_modules/a/package.json"];
  it.each(places)("%s", async (name) => {
    write("a.py", call);
    write("package.json", "{ \"dependencies\": { \"a\": \"*\" } }\n");
    mkdirSync(path.dirname(at(name)), { recursive: true });
    execFileSync("mkfifo", [at(name)]);
    expect(await pathsFound()).toEqual(["a.py"]);
    expect(await gated()).toContain("The gate does not hold");
  });

  it.each([".gitignore", "preship.yaml", "b.py", ".preship/signoffs.yaml"])("nor is a device that never ends read: %s", async (name) => {
    write("a.py", call);
    mkdirSync(path.dirname(at(name)), { recursive: true });
    symlinkSync("/dev/zero", at(name));
    expect(await pathsFound()).toEqual(["a.py"]);
    expect(await gated()).toContain("The gate does not hold");
  });

  it("nor as a baseline, which is said", async () => {
    write("a.py", call);
    write("preship.yaml", "baseline: /dev/zero\n");
    await expect(run()).rejects.toThrow("/dev/zero is not a baseline");
  });
});

describe("a name that nothing can have", () => {
  const long = "x".repeat(400);
  it.each([["checklists", "[\"a\\0b.yaml\"]"], ["checklists", `[${long}.yaml]`], ["extends", "\"a\\0b\""], ["extends", long]])("%s: %s", async (key, value) => {
    write("a.py", call);
    write("preship.yaml", `${key}: ${value}\n`);
    expect(await pathsFound()).toEqual(["a.py"]);
    expect((await run()).out).toMatch(/no file here|does not exist/);
    expect(await gated()).toContain("The gate does not hold");
  });

  it.each([long, "a\0b", `${"d/".repeat(3000)}a.py`])("has no stamp", (name) => {
    expect(stampOf(`${folder}/${name}`, Infinity)).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("names of files", () => {
  const names: readonly (readonly [name: string, shown: string])[] = [
    ["new\nline.py", "new\\nline.py"], ["tab\there.py", "tab\\there.py"], ["red\u001b[31m.py", "red\\u001b[31m.py"], ["\u202eyp.a.py", "\\u202eyp.a.py"], ["bell\u0007\u009b.py", "bell\\u0007\\u009b.py"],
    ["line\u2028.py", "line\\u2028.py"], ["q\"uote\\.py", "q\"uote\\.py"], ["größe 😀.py", "größe 😀.py"], ["-rf.py", "-rf.py"], ["dir\nof/a.py", "dir\\nof/a.py"],
  ];

  it.each(names)("%j are shown so that no terminal obeys them", async (name, shown) => {
    write(name, call);
    expect(await pathsFound()).toEqual([name]);
    expect((await run()).out.split("\n")[0]).toBe(shown);
    expect((await run("--format", "markdown")).out).toContain(`\n### ${shown}\n`);
    expect((await run("--format", "github")).out.split("\n")[0]).toMatch(/^::error file=[^]*,line=2/);
  });

  it("that are no text are left alone", async () => {
    write("a.py", call);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.of(0xff, 0xfe), Buffer.from(".py")]), call);
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.of(0xc3, 0x28)]));
    expect(await pathsFound()).toEqual(["a.py"]);
  });

  it("at the end of what can be named are left alone", async () => {
    write("a.py", call);
    const part = "d".repeat(200);
    let deep = folder;
    while (deep.length < 3800) deep = path.join(deep, part);
    deep = path.join(deep, "e".repeat(4085 - deep.length));
    mkdirSync(deep, { recursive: true });
    execFileSync("sh", ["-c", `cd "$0" && echo "$1" > ${"x".repeat(40)}.py && echo "$1" > b.py`, deep, call]);
    const found = await pathsFound();
    expect(found[0]).toBe("a.py");
    expect(found.slice(1).every((name) => name.endsWith("/b.py"))).toBe(true);
    execFileSync("rm", ["-rf", folder]); // by steps, as it was made
  });
});

it.each(["new\nline.py", "tab\there.py"])("%j is not kept as what an earlier scan left of it, nor as anything else's", (name) => {
  const text = "x = 1\n";
  const record = { hash: contentHash(text), factsKey: "k", told: '{"raw":[],"suppressions":[],"facts":{"path":"a.py","language":"python","body":{}}}', places: "" };
  const cache = openCache(folder, "build", at("cache"));
  for (const file of ["a.py", name]) cache.keep(`${file} c`, record, { text: () => text });
  expect(cache.save()).toBeUndefined();
  expect(readFileSync(at(`cache/${contentHash(folder)}.jsonl`), "utf8").split("\n").map((line) => line.split("\t")[0]).slice(1)).toEqual(["a.py c", ""]);
  expect(openCache(folder, "build", at("cache")).find("a.py c", { text: () => text })).toBeDefined();
});

it("findings of a file that is called like a part of every object are accepted like others", async () => {
  const { baseline } = await import("../../server/cli/baseline.ts");
  const { baselineCommand } = await import("../../server/cli/commands.ts");
  for (const name of ["__proto__", "constructor"]) write(name, `aws_secret_access_key = ${["kX9vQ2mL7", "pR4tY8uW1", "zB6nC3dF5g", "H0jKsEaIoTq2"].join("")}\n`);
  expect((await run("--fail-on", "error")).code).toBe(1);
  await baseline(parseCommand(baselineCommand, [folder]), terminal());
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect((await run("--fail-on", "error", "--baseline", ".preship/baseline.json")).code).toBe(0);
});
