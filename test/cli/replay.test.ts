/** What a check found is said again only while nothing has changed that it rested on: one thing after the other is changed, and each time it is worked out anew. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import type * as Disk from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseCommand } from "../../server/cli/arguments.ts";
import { check } from "../../server/cli/check.ts";
import * as anew from "../../server/cli/check-anew.ts";
import { checkCommand } from "../../server/cli/commands.ts";

const build = vi.hoisted(() => ({ build: "this" }));
vi.mock("../../server/build.ts", () => build);
vi.mock("../../server/cli/check-anew.ts", { spy: true });

/** Whatever the disk was asked about, while somebody listens. */
const asked = vi.hoisted(() => new Set<string>());
vi.mock("node:fs", async (original) => {
  const real = await original<typeof Disk>();
  const heard = <T extends (...given: never[]) => unknown>(act: T) => (...given: Parameters<T>) => {
    asked.add(String((given as readonly unknown[])[0]));
    return act(...given);
  };
  const names = ["statSync", "lstatSync", "existsSync", "accessSync", "readFileSync", "readdirSync", "openSync", "opendirSync", "realpathSync", "readlinkSync"] as const;
  const listening = { ...real, ...Object.fromEntries(names.map((name) => [name, heard(real[name] as (...given: never[]) => unknown)])) };
  return { ...listening, default: listening };
});

const scratch = mkdtempSync(path.join(tmpdir(), "preship-replay-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let [root, cache, projects] = ["", "", 0];
const at = (name: string) => path.join(root, name);
const add = (name: string, text: string) => { mkdirSync(path.dirname(at(name)), { recursive: true }); writeFileSync(at(name), text); };

const call = "import requests\nrequests.get(url)\n";
const files: Readonly<Record<string, string>> = {
  ".git/HEAD": "ref: refs/heads/main\n", ".git/config": "[core]\n\tbare = false\n", ".gitignore": "*.log\n/ignored/\n.env\n", ".env": "PORT=1\nDB_PASSWORD=hunter2hunter\n",
  "app/main.py": call, "app/other.py": "x = 1\n", "app/client.ts": "import axios from \"axios\";\nexport const get = () => axios.get(\"https://things.example\");\n",
  "app/pyproject.toml": "[project]\nname = \"a\"\ndependencies = [\"pandas>=2\"]\n", "app/package.json": "{ \"name\": \"a\", \"private\": true, \"dependencies\": { \"left-pad\": \"*\" } }\n",
  "app/node_modules/left-pad/package.json": "{ \"version\": \"1.3.0\" }\n", "app/.venv/pyvenv.cfg": "", "app/.venv/lib/python3.12/site-packages/pandas-2.2.3.dist-info/METADATA": "",
  "app/my-venv/pyvenv.cfg": "", "app/my-venv/own.py": call, "app/build/out.js": "var a;\n", "app/data.bin": "\0\0", "preship.yaml": "extends: [team/shared.yaml]\nchecklists: [team/list.yaml]\nbaseline: accepted.json\n",
  "team/shared.yaml": "rules:\n  python/print-in-service: off\n", "team/list.yaml": "id: team\ntitle: Ours\n", "accepted.json": "{ \"version\": 1, \"accepted\": {} }\n", ".preship/signoffs.yaml": "version: 1\n",
};

/** Far enough from now for whatever was just written to be settled. */
let ahead = 10_000;
const clock = Date.now;
vi.spyOn(Date, "now").mockImplementation(() => clock() + ahead);

beforeEach(() => {
  [root, cache, ahead] = [path.join(scratch, String(projects), "project"), path.join(scratch, String(projects++), "cache"), 10_000];
  build.build = "this";
  vi.stubEnv("PRESHIP_CACHE", cache);
  for (const [file, text] of Object.entries(files)) add(file, text);
});

interface Run { readonly isAnew: boolean; readonly code: number; readonly report: string; readonly said: string }

async function run(args: readonly string[] = [], cwd = root): Promise<Run> {
  let [report, said] = ["", ""];
  vi.mocked(anew.find).mockClear();
  const code = await check(parseCommand(checkCommand, ["--jobs", "1", "--format", "json", ...args]), { cwd, colour: false, width: Infinity, print: (text) => { report += text; }, complain: (text) => { said += text; }, progress: () => {} }, "0");
  return { isAnew: vi.mocked(anew.find).mock.calls.length > 0, code, report: report.replace(/"seconds": [\d.]+|\(\d+\.\d s\)/, ""), said };
}

type Change = readonly [what: string, change: () => void, args?: readonly string[]];

const changes: readonly Change[] = [
  ["a text", () => add("app/main.py", call.replace("(url)", "(url, timeout=3)"))],
  ["a text of the same size, with its times put back", () => { const { atime, mtime } = statSync(at("app/main.py")); add("app/main.py", call.replace("get", "put")); utimesSync(at("app/main.py"), atime, mtime); }],
  ["a text that another took the place of", () => { const { atime, mtime } = statSync(at("app/main.py")); add("aside.py", call.replace("get", "put")); utimesSync(at("aside.py"), atime, mtime); renameSync(at("aside.py"), at("app/main.py")); }],
  ["a new file", () => add("app/new.py", call)],
  ["a new file in a new folder", () => add("app/deep/er/new.py", call)],
  ["a file that is gone", () => rmSync(at("app/other.py"))],
  ["another name", () => renameSync(at("app/other.py"), at("app/another.py"))],
  ["a file that became a link", () => { renameSync(at("app/other.py"), path.join(root, "../outside.py")); symlinkSync(path.join(root, "../outside.py"), at("app/other.py")); }],
  ["a file that became a folder", () => { rmSync(at("app/other.py")); add("app/other.py/x.py", call); }],
  ["the configuration", () => add("preship.yaml", "rules:\n  python/*: off\n")],
  ["what it extends", () => add("team/shared.yaml", "rules:\n  python/*: off\n")],
  ["a list that it names", () => add("team/list.yaml", "id: team\ntitle: Theirs\n")],
  ["the baseline that it names", () => add("accepted.json", "{ \"version\": 1, \"accepted\": { } }\n")],
  ["no configuration any more", () => rmSync(at("preship.yaml"))],
  ["a configuration further in", () => add("app/preship.yaml", "rules:\n  python/*: off\n")],
  ["what git ignores", () => add(".gitignore", "main.py\n")],
  ["what git ignores further in", () => add("app/.gitignore", "main.py\n")],
  ["what git ignores in this clone", () => add(".git/info/exclude", "main.py\n")],
  ["where the repository ends", () => mkdirSync(at("app/.git")), ["app"]],
  ["what git has in its index", () => add(".git/index", "DIRC\0\0\0\x02\0\0\0\0")],
  ["where git keeps what it knows", () => { rmSync(at(".git"), { recursive: true }); add(".git", "gitdir: /nowhere\n"); }],
  ["sign-offs", () => add(".preship/signoffs.yaml", "version: 1\nitems: {}\n")],
  ["a file of the environment", () => add(".env", "PORT=2\n")],
  ["a version that is installed in node_modules", () => add("app/node_modules/left-pad/package.json", "{ \"version\": \"1.3.1\" }\n")],
  ["a package that is not installed any more", () => rmSync(at("app/node_modules"), { recursive: true })],
  ["a version that is installed in an environment", () => renameSync(at("app/.venv/lib/python3.12/site-packages/pandas-2.2.3.dist-info"), at("app/.venv/lib/python3.12/site-packages/pandas-2.2.4.dist-info"))],
  ["a folder that turns out to be the project's own", () => add("app/build/Dockerfile", "FROM node\n")],
  ["an environment that is none", () => rmSync(at("app/my-venv/pyvenv.cfg"))],
  ["a lockfile above", () => add("poetry.lock", "[[package]]\nname = \"pandas\"\nversion = \"2.2.2\"\n"), ["app"]],
  ["a configuration above", () => add("preship.yaml", "rules:\n  python/*: off\n"), ["app"]],
  ["another file than the one asked about", () => add("app/other.py", "import app.main\n"), ["app/main.py"]],
  ["another build", () => { build.build = "that"; }],
];

describe("what a check found is worked out anew after a change of", () => {
  it.each(changes.map(([what, change, args]) => ({ what, change, args: args ?? [] })))("$what", async ({ change, args }) => {
    const first = await run(args);
    const again = await run(args);
    expect([first.isAnew, again.isAnew]).toEqual([true, false]);
    expect({ ...again, isAnew: true }).toEqual(first);
    change();
    const after = await run(args);
    expect(after.isAnew).toBe(true);
    expect(after.report).toBe((await run([...args, "--no-cache"])).report);
  });

  it.each([
    ["path", ["app"]], ["profile", ["--profile", "safety-critical"]], ["rules", ["--rule", "python/*"]], ["configuration", ["--config", "team/shared.yaml"]],
    ["configuration: none", ["--isolated"]], ["baseline", ["--baseline", "accepted.json"]],
  ])("the question: another %s", async (_, args) => {
    await run();
    const other = await run(args);
    expect(other.isAnew).toBe(true);
    expect({ ...(await run(args)), isAnew: true }).toEqual(other);
    expect((await run(args, at("app")).catch(() => ({ isAnew: true }))).isAnew).toBe(true);
  });

  it("a link that led nowhere and now leads to a .gitignore", async () => {
    symlinkSync(path.join(root, "../later"), at("app/.gitignore"));
    expect([(await run()).isAnew, (await run()).isAnew]).toEqual([true, false]);
    writeFileSync(path.join(root, "../later"), "main.py\n");
    expect((await run()).isAnew).toBe(true);
  });
});

describe("what a check found is said again", () => {
  it.each([["text"], ["sarif"], ["github"], ["markdown"]])("as %s, as it was found", async (format) => {
    const first = await run(["--format", format]);
    const again = await run(["--format", format]);
    expect([first.isAnew, again.isAnew]).toEqual([true, false]);
    expect({ ...again, isAnew: true }).toEqual(first);
  });

  it("in another format, with another threshold, on more threads, into a file", async () => {
    const first = await run(["--format", "sarif"]);
    const other = path.join(root, "../report.json");
    expect((await run(["--format", "json", "--fail-on", "never", "--jobs", "2", "--output", other])).isAnew).toBe(false);
    expect((await run(["--fail-on", "never"])).code).toBe(0);
    expect({ ...(await run(["--format", "sarif"])), isAnew: true }).toEqual(first);
  });

  it("after changes of what nobody read", async () => {
    await run();
    add("app/node_modules/other/index.js", "eval(x)\n");
    add("app/data.bin", "\0\0\0");
    add(".git/HEAD", "ref: refs/heads/other\n");
    add("app/build/out.js", "var b;\n");
    expect((await run()).isAnew).toBe(false);
  });
});

describe("what a check found is not kept", () => {
  it("while something is so young that it may change within the same tick", async () => {
    ahead = 0;
    expect([(await run()).isAnew, (await run()).isAnew]).toEqual([true, true]);
    ahead = 10_000;
    expect([(await run()).isAnew, (await run()).isAnew]).toEqual([true, false]);
    ahead = 0;
    add("app/main.py", call.replace("get", "put"));
    expect([(await run()).isAnew, (await run()).isAnew]).toEqual([true, true]);
  });

  it.each([["--no-cache"], ["--fix", "--rule", "yaml/*"], ["--diff"]])("when it is asked with %s", async (...args) => {
    await run(args);
    expect((readdirSync(path.dirname(cache)).includes("cache") ? readdirSync(cache) : []).filter((name) => name.endsWith(".answer"))).toEqual([]);
  });

  it("with a part of a secret in it", async () => {
    const word = "kT9xvQ2zLm";
    add("app/other.py", `password = "${word}"\n\ndef ${word}():\n    pass\n`); // the file's facts say it, so nothing of the file is kept
    await run();
    for (const name of readdirSync(cache)) expect(readFileSync(path.join(cache, name), "utf8").includes(word), name).toBe(false);
  });

  it.each([
    ["walrus", "walrus-db:17", true], ["walrus", "walrus:17", false], ["walrus", "db:walrus", false], ["walrus7", "walrus7-db:17", false], ["gray-walrus9", "gray-walrus9-db:17", false], ["\"walrus\"", "walrus-db:17", true],
  ] as const)("unless the password %s is one word inside of a longer name: example.com/%s", async (password, image, isKept) => {
    add("deploy/db.yaml", `apiVersion: v1\nkind: Pod\nmetadata: { name: db }\nspec:\n  containers:\n    - name: db\n      image: example.com/${image}\n      env:\n        - { name: POSTGRES_USER, value: app }\n        - { name: POSTGRES_PASSWORD, value: ${password} }\n`);
    const [first, second] = [await run(), await run()];
    expect([first.report.includes("POSTGRES_PASSWORD"), first.report.includes(image)]).toEqual([true, true]);
    expect([first.isAnew, second.isAnew]).toEqual([true, !isKept]);
  });
});

it("sees every place that the disk is asked about", async () => {
  asked.clear();
  await run();
  const places = [...asked].filter((place) => path.isAbsolute(place) && !place.startsWith(cache) && !place.includes("/node_modules/.") && !place.startsWith(path.join(import.meta.dirname, "../..")));
  const kept = readdirSync(cache).find((name) => name.endsWith(".answer")) ?? "";
  const { stamps, kinds } = JSON.parse(readFileSync(path.join(cache, kept), "utf8").split("\n")[2] ?? "") as Record<"stamps" | "kinds", [string, string | null][]>;
  const seen = new Map([...kinds, ...stamps]);
  const isAbsent = (place: string) => !existsSync(place);
  expect(places.length).toBeGreaterThan(40);
  expect(places.filter((place) => !seen.has(place) && !(isAbsent(place) && seen.has(path.dirname(place))))).toEqual([]);
  expect(new Map(stamps).get(at("app/main.py"))).toMatch(/^[\d.]+ [\d.]+ \d+ \d+$/);
});
