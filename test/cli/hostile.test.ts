/** The command line as a process in a world that is against it: it says in one line what it could not do, and ends with the code that means so. */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const scratch = mkdtempSync(path.join(tmpdir(), "preship-hostile-"));
const [dist, project] = [path.join(scratch, "dist"), path.join(scratch, "project")];
const call = "import requests\nrequests.get(url)\n";
const write = (name: string, text: string) => { mkdirSync(path.dirname(path.join(project, name)), { recursive: true }); writeFileSync(path.join(project, name), text); };

beforeAll(() => void execFileSync(process.execPath, ["scripts/build.mjs", "--outdir", dist], { cwd: path.resolve(import.meta.dirname, "../..") }));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(path.join(project, ".git"), { recursive: true });
  write("a.py", call);
});

interface Way {
  readonly cwd?: string;
  readonly input?: string;
  readonly out?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

/** A minute is for ever here. */
function preship(args: readonly string[], { cwd = project, input = "", out, env, flags = [] }: Way = {}) {
  const ran = spawnSync(process.execPath, [...flags, path.join(dist, "cli.mjs"), ...args], { cwd, input, encoding: "utf8", timeout: 60_000, stdio: ["pipe", out ?? "pipe", "pipe"], env: { ...process.env, PRESHIP_CACHE: path.join(scratch, "cache"), ...env } });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

describe("what cannot be written is said in one line", () => {
  const to = (output: string) => [["check", "--output", output], ["gate", "--output", output], ["report", "--output", output], ["baseline", "--output", `${output}/below`]];
  it.each(to("a.py/none").map((args) => [args.join(" "), args] as const))("%s", (_, args) => {
    expect(preship(args)).toMatchObject({ code: 2, err: expect.stringMatching(/^preship could not run: E[A-Z]+: .*\n$/) as string });
  });

  it.runIf(process.platform === "linux")("a folder that the platform tries to make for ever", () => {
    expect(preship(["baseline", "--output", "/proc/none/below"])).toMatchObject({ code: 2, err: expect.stringMatching(/^preship could not run: ENOENT.*\n$/) as string });
    expect(preship(["check"], { env: { PRESHIP_CACHE: "/proc/none/below" } })).toMatchObject({ code: 1, err: expect.stringMatching(/^preship: the scan could not be kept for the next one: ENOENT.*\n$/) as string });
  });

  it.runIf(process.platform === "linux")("a report on a full disk", () => {
    const full = openSync("/dev/full", "w");
    const { code, err } = preship(["check"], { out: full });
    closeSync(full);
    expect([code, err]).toEqual([2, "preship: the report could not be written: ENOSPC: no space left on device, write\n"]);
  });
});

describe.runIf(process.platform !== "win32")("a place that is not there", () => {
  it("the folder that it is started in", () => {
    const gone = path.join(scratch, "gone");
    mkdirSync(gone);
    const ran = spawnSync("sh", ["-c", `cd "${gone}" && rmdir "${gone}" && exec "${process.execPath}" "${path.join(dist, "cli.mjs")}" check`], { encoding: "utf8" });
    expect([ran.status, ran.stderr]).toEqual([2, "The folder that this was started in is gone. Change into one that is there.\n"]);
  });

  it.each([{ HOME: "", XDG_CACHE_HOME: "" }, { HOME: "", XDG_CACHE_HOME: "relative" }])("a home: %j", (env) => {
    expect(preship(["check"], { env: { PRESHIP_CACHE: "", ...env } })).toMatchObject({ code: 1, err: "" });
    expect(readdirSync(project).sort()).toEqual([".git", "a.py"]);
  });
});

describe("standard input", () => {
  it.each([["b.py", "sub"], ["../sub/b.py", "sub"], ["sub/b.py", "."]])("stands for %s as it is called in %s", (name, folder) => {
    write("sub/c.txt", "");
    const found = JSON.parse(preship(["check", "--format", "json", "--stdin-filename", name], { cwd: path.join(project, folder), input: call }).out) as { findings: { path: string }[] };
    expect(found.findings.map((one) => one.path)).toEqual(["sub/b.py"]);
  });

  it("stands for a file by its whole path, and for none outside of the project", () => {
    expect(preship(["check", "--stdin-filename", path.join(project, "b.py")], { input: call }).out).toContain("b.py\n");
    expect(preship(["check", ".", "--stdin-filename", "../b.py"], { input: call })).toMatchObject({ code: 2, err: expect.stringContaining("is not below") as string });
  });
});

it("more files in a folder than a call can be given", () => {
  for (let index = 0; index < 30_000; index++) writeFileSync(path.join(project, `${index}.png`), "");
  expect(preship(["check", "--rule", "python/*", "--no-cache"], { flags: ["--stack-size=200"] })).toMatchObject({ code: 1, err: "" });
});

describe("a configuration against its reader", () => {
  const check = () => preship(["check", "--no-cache"]);

  it.each([
    ["200,000 keys", `rules:\n${Array.from({ length: 200_000 }, (_, index) => `  k${index}: error\n`).join("")}`, "more than 256 KB"],
    ["a pattern with forty wildcards", `ignore: ["${"*a".repeat(40)}b"]\n`, "more wildcards than can be tried"],
    ["alternatives without end", "ignore: [\"+(a|aa)+(a|aa)b\"]\n", "more wildcards than can be tried"],
  ])("%s", (_, text, said) => {
    write(`${"a".repeat(200)}.py`, call);
    write("preship.yaml", text);
    const { code, out } = check();
    expect([code, out]).toEqual([1, expect.stringContaining(said)]);
  });

  it("a key that stands twice is still said", () => {
    write("preship.yaml", "profile: internal\nprofile: prototype\n");
    expect(check().out).toContain("Map keys must be unique");
  });

  it("a secret at the wrong place is not said whole", () => {
    const token = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
    write("list.yaml", `profile: ${token}\n`);
    write("preship.yaml", `extends: list.yaml\nprofile: ${token}\nchecklists: ["https://ada:hunter2@example.org/x.yaml"]\nbaseline: "${token}\\e[31m"\n`);
    write("sub/preship.yaml", "profile: internal\n");
    const said = [check(), preship(["check", "--no-cache", "--baseline", "none"])].map(({ out, err }) => out + err).join("");
    expect(said).toContain("ghp_…");
    expect(said).not.toMatch(/ghp_a1B2c|hunter2|\u001b/);
  });

  it.runIf(process.platform !== "win32")("a baseline that is a pipe is not waited for", () => {
    execFileSync("mkfifo", [path.join(project, "pipe")]);
    write("preship.yaml", "baseline: pipe\n");
    expect(check()).toMatchObject({ code: 2, err: expect.stringContaining("pipe is not a baseline") as string });
  });

  it.each(["/".repeat(100_000), `${"**/".repeat(200)}q`, `${"*a".repeat(30)}[!b]?`])("a .gitignore with a line of %.8s…", (line) => {
    write(`${"a".repeat(200)}.py`, call);
    write(".gitignore", `${line}\n*.log\n`);
    write("x.log", "");
    const { code, out } = check();
    expect([code, out]).toEqual([1, expect.stringContaining("in 3 files")]);
  });

  it.each([
    ["a list as a key", "items:\n  ? [a]\n  : b\n"],
    ["200,000 entries", `items:\n${Array.from({ length: 200_000 }, (_, index) => `  k${index}: {}\n`).join("")}`],
  ])("sign-offs with %s", (_, text) => {
    write(".preship/signoffs.yaml", text);
    const { code, err } = preship(["gate"]);
    expect([code, err]).toEqual([1, expect.not.stringContaining("Warning")]);
  });
});

describe("a baseline", () => {
  const rule = "python/request-without-timeout";
  it.each(["\"many\"", "[]", "{}", "null", "true"])("with %s where a count belongs accepts nothing", (count) => {
    preship(["baseline", "--output", "b.json"]);
    const { accepted } = JSON.parse(execFileSync("cat", [path.join(project, "b.json")], { encoding: "utf8" })) as { accepted: Record<string, Record<string, Record<string, number>>> };
    const [hash = ""] = Object.keys(accepted["a.py"]?.[rule] ?? {});
    write("b.json", `{ "version": 1, "accepted": { "a.py": { "${rule}": { "${hash}": ${count} } } } }`);
    expect(preship(["check", "a.py", "--baseline", "b.json"]).code).toBe(1);
    write("b.json", `{ "version": 1, "accepted": { "a.py": { "${rule}": { "${hash}": 1 } } } }`);
    expect(preship(["check", "a.py", "--baseline", "b.json"]).code).toBe(0);
  });

  it("of a newer version is refused", () => {
    write("b.json", "{ \"version\": 2, \"accepted\": {} }");
    expect(preship(["check", "--baseline", "b.json"])).toMatchObject({ code: 2, err: "b.json has format 2, this Preship knows 1. Update Preship.\n" });
  });
});
