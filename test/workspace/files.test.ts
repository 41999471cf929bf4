/** What belongs to a project, what is text, and what git's files say, on real folders. */
import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discover, isOutside } from "../../server/workspace/discover.ts";
import { gitIdentity, gitState } from "../../server/workspace/git.ts";
import { GitIgnore } from "../../server/workspace/ignored.ts";
import { decode, isSkippedByName, readText, stampOf } from "../../server/workspace/read.ts";
import { leadsOut, writeAtomically } from "../../server/workspace/write.ts";

let root = "";
beforeEach(() => { root = realpathSync(mkdtempSync(path.join(tmpdir(), "preship-files-"))); });
afterEach(() => rmSync(root, { recursive: true, force: true }));
const at = (name: string) => path.join(root, name);
const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
};
const found = async (below = "") => (await discover(at(below), { gitIgnore: new GitIgnore(at(below)) })).files;

describe("discovery", () => {
  const cases: readonly { readonly name: string; readonly files: readonly string[] | Readonly<Record<string, string>>; readonly found: readonly string[] }[] = [
    { name: "nested files, sorted", files: ["b.py", "a/b/c.py", "a.py"], found: ["a.py", "a/b/c.py", "b.py"] },
    { name: "hidden files and workflows", files: [".github/workflows/ci.yml", ".env"], found: [".env", ".github/workflows/ci.yml"] },
    { name: "what tools and others made is left out", files: ["node_modules/a.js", ".git/HEAD", "x/site-packages/a.py", "dist/a.js", "vendor/a.go", "__pycache__/a.pyc", "a.egg-info/x", "mine.py"], found: ["mine.py"] },
    { name: "an environment is known by its marker, not by its name", files: ["env/pyvenv.cfg", "env/a.py", "my-venv-3/pyvenv.cfg", "my-venv-3/a.py", "environments/env/settings.py"], found: ["environments/env/settings.py"] },
    { name: "a build folder with recipes is the project's own", files: ["build/Dockerfile", "build/x.py", "other/build/out.js"], found: ["build/Dockerfile", "build/x.py"] },
    { name: "a coverage package is no report", files: ["coverage/core.py", "web/coverage/lcov.info", "web/coverage/a.js"], found: ["coverage/core.py"] },
    { name: "gitignore: patterns, folders, exceptions", files: { ".git/HEAD": "", ".gitignore": "*.log\nout/\n/top.py\n!keep.log\n", "a.log": "", "keep.log": "", "out/x.py": "", "a/out/x.py": "", "top.py": "", "a/top.py": "" }, found: [".gitignore", "a/top.py", "keep.log"] },
    { name: "gitignore: the inner file decides", files: { ".git/HEAD": "", ".gitignore": "*.py\n", "a/.gitignore": "!*.py\n", "a/x.py": "", "x.py": "" }, found: [".gitignore", "a/.gitignore", "a/x.py"] },
    { name: "gitignore: an ignored folder cannot be opened from inside", files: { ".git/HEAD": "", ".gitignore": "a/\n", "a/.gitignore": "!x.py\n", "a/x.py": "" }, found: [".gitignore"] },
    { name: "gitignore: with a byte order mark and Windows lines", files: { ".git/HEAD": "", ".gitignore": "\uFEFFx.py\r\ny.py\r\n", "x.py": "", "y.py": "", "z.py": "" }, found: [".gitignore", "z.py"] },
    { name: "git's own exclude file", files: { ".git/HEAD": "", ".git/info/exclude": "x.py\n", "x.py": "", "y.py": "" }, found: ["y.py"] },
  ];
  for (const { name, files, found: expected } of cases) {
    it(name, async () => {
      write(Array.isArray(files) ? Object.fromEntries((files as readonly string[]).map((file) => [file, ""])) : (files as Readonly<Record<string, string>>));
      expect(await found()).toEqual(expected);
    });
  }

  it("tells of lockfiles and env files that git ignores", async () => {
    write({ ".git/HEAD": "", ".gitignore": ".env\npoetry.lock\n*.tmp\n", ".env": "", "poetry.lock": "", "a.tmp": "" });
    const { ignored } = await discover(root, { gitIgnore: new GitIgnore(root) });
    expect(ignored).toEqual([".env", "poetry.lock"]);
  });

  it("follows no symbolic links, so loops do not matter", async () => {
    write({ "a/x.py": "" });
    symlinkSync(root, at("a/loop"));
    symlinkSync(at("a/x.py"), at("link.py"));
    expect(await found()).toEqual(["a/x.py"]);
  });

  it("obeys the repository around the opened folder, unless that ignores the folder itself", async () => {
    write({ ".git/HEAD": "", ".gitignore": "*.log\nscratch/\n", "app/a.log": "", "app/a.py": "", "scratch/a.log": "", "scratch/b.py": "" });
    expect(await found("app")).toEqual(["a.py"]);
    expect(await found("scratch")).toEqual(["a.log", "b.py"]);
  });

  it("leaves other workspace folders to themselves, and stops when told", async () => {
    write({ "a/x.py": "", "b/x.py": "" });
    const gitIgnore = new GitIgnore(root);
    expect((await discover(root, { gitIgnore, excluded: new Set([at("b")]) })).files).toEqual(["a/x.py"]);
    expect((await discover(root, { gitIgnore, shouldStop: () => true })).files).toEqual([]);
    expect((await discover(root, { gitIgnore, below: "b" })).files).toEqual(["b/x.py"]);
  });

  it("lists nothing where there is nothing", async () => expect(await found("ghost")).toEqual([]));

  it("agrees with itself when asked for single files", async () => {
    write({ ".git/HEAD": "", ".gitignore": "out/\n", "out/x.py": "", "node_modules/a/x.py": "", "env/pyvenv.cfg": "", "env/lib/x.py": "", "src/x.py": "" });
    const gitIgnore = new GitIgnore(root);
    for (const [file, expected] of [["out/x.py", true], ["node_modules/a/x.py", true], ["env/lib/x.py", true], ["src/x.py", false], ["new.py", false]] as const) expect(isOutside(root, file, { gitIgnore }), file).toBe(expected);
  });
});

describe("text", () => {
  const bytes = (...parts: readonly (string | number[])[]) => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
  const cases: readonly { readonly name: string; readonly file?: string; readonly bytes: Buffer; readonly expected: unknown }[] = [
    { name: "plain", bytes: bytes("a😀\r\n"), expected: { text: "a😀\r\n" } },
    { name: "empty", bytes: bytes(""), expected: { text: "" } },
    { name: "a byte order mark goes", bytes: bytes([0xef, 0xbb, 0xbf], "a"), expected: { text: "a" } },
    { name: "UTF-16, as PowerShell redirects", bytes: bytes([0xff, 0xfe], [97, 0, 10, 0]), expected: { text: "a\n" } },
    { name: "binary", bytes: bytes([1, 2, 0, 3]), expected: { skipped: "binary" } },
    { name: "Latin-1", bytes: bytes("caf", [0xe9]), expected: { skipped: "not UTF-8" } },
    { name: "minified", file: "a.js", bytes: bytes("var a=1;".repeat(1000)), expected: { skipped: "minified" } },
    { name: "one long line that is no script", file: "a.txt", bytes: bytes("data ".repeat(2000)), expected: { text: "data ".repeat(2000) } },
    { name: "generated and says so", file: "a.go", bytes: bytes("// Code generated by tool. DO NOT EDIT.\npackage a\n"), expected: { skipped: "generated" } },
  ];
  for (const { name, file, bytes: given, expected } of cases) it(name, () => expect(decode(given, file ?? "a.py")).toEqual(expected));

  it("is not what is gone, a folder, or out of reach", async () => {
    write({ "secret.py": "x" });
    expect(await readText(at("ghost.py"))).toEqual({ skipped: "gone" });
    expect(await readText(root)).toEqual({ skipped: "unreadable" });
    chmodSync(at("secret.py"), 0);
    const isRoot = process.getuid?.() === 0; // nothing is out of reach for root
    expect(await readText(at("secret.py"))).toEqual(isRoot ? { text: "x" } : { skipped: "unreadable" });
  });

  it("is not opened where the name tells", () => {
    for (const name of ["a.png", "m.safetensors", "a.min.js", "svc_pb2.py", "b.PKL"]) expect(isSkippedByName(name), name).toBe(true);
    for (const name of ["a.py", "admin.js", "pickle.py", "map.ts"]) expect(isSkippedByName(name), name).toBe(false);
  });

  it("is written whole, keeping mode and links", () => {
    write({ "a.sh": "old" });
    chmodSync(at("a.sh"), 0o755);
    symlinkSync(at("a.sh"), at("link.sh"));
    writeAtomically(at("link.sh"), "new");
    expect([readFileSync(at("a.sh"), "utf8"), statSync(at("a.sh")).mode & 0o777]).toEqual(["new", 0o755]);
    writeAtomically(at("deep/er/b.txt"), "b");
    expect(readFileSync(at("deep/er/b.txt"), "utf8")).toBe("b");
  });

  it("is written through nothing that somebody put in the way", () => {
    write({ "victim.txt": "theirs" });
    symlinkSync(at("victim.txt"), at(`a.txt.preship-${process.pid}`));
    writeAtomically(at("a.txt"), "ours");
    expect([readFileSync(at("victim.txt"), "utf8"), readFileSync(at("a.txt"), "utf8"), lstatSync(at("a.txt")).isSymbolicLink()]).toEqual(["theirs", "ours", false]);
  });

  it("leads out of a folder by links alone", () => {
    write({ "in/a.txt": "", "out/b.txt": "" });
    for (const [name, target] of [["in/to-in", "a.txt"], ["in/to-out", "../out/b.txt"], ["in/folder", "../out"], ["in/nowhere", "../out/none"], ["in/circle", "circle"]] as const) symlinkSync(target, at(name));
    const out = ["a.txt", "new.txt", "new/er/c.txt", "to-in", "..a", "to-out", "folder/new.txt", "nowhere", "circle", "../out/b.txt"].filter((name) => leadsOut(at("in"), path.join(at("in"), name)));
    expect(out).toEqual(["to-out", "folder/new.txt", "nowhere", "circle", "../out/b.txt"]);
  });
});

describe("git's files", () => {
  const one = "1".repeat(40);
  const two = "2".repeat(40);
  const states: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly expected: unknown }[] = [
    { name: "a branch", files: { ".git/HEAD": "ref: refs/heads/feat/x\n", ".git/refs/heads/feat/x": `${one}\n` }, expected: { branch: "feat/x", commit: one } },
    { name: "packed refs", files: { ".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": `# pack-refs with: peeled\n${two} refs/heads/main2\n${one} refs/heads/main\n^${two}\n` }, expected: { branch: "main", commit: one } },
    { name: "a detached head", files: { ".git/HEAD": `${one}\n` }, expected: { commit: one } },
    { name: "no commit yet", files: { ".git/HEAD": "ref: refs/heads/main\n" }, expected: { branch: "main" } },
    { name: "a ref that leads out of the folder", files: { ".git/HEAD": "ref: ../../secret\n", "secret": one }, expected: { branch: "../../secret" } },
  ];
  for (const { name, files, expected } of states) {
    it(`say ${name}`, () => {
      write(files);
      expect(gitState(root)).toEqual({ top: root, ...(expected as object) });
    });
  }

  it("are not read where they are longer than anybody writes them", () => {
    write({ ".git/HEAD": `ref: refs/heads/main\n${" ".repeat(11_000_000)}`, ".git/config": `[user]\n\tname = Ada\n${" ".repeat(11_000_000)}` });
    expect(gitState(root)).toEqual({ top: root });
    expect(gitIdentity(root, { HOME: root, GIT_CONFIG_SYSTEM: at("none") })).toEqual({});
  });

  it("say the same as git itself, in a worktree too", () => {
    const quiet = { ...process.env, GIT_CONFIG_GLOBAL: at("global"), GIT_CONFIG_SYSTEM: at("system"), HOME: root, GIT_AUTHOR_NAME: undefined, GIT_AUTHOR_EMAIL: undefined };
    write({ global: '[user]\n\tname = "Ada \\"L\\" Byron" ; who\n\temail = ada@example.com # mail\n', "main/a.txt": "a" });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: at("main"), env: quiet, stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
    git("init", "-q", "-b", "trunk");
    git("add", ".");
    git("commit", "-qm", "first");
    git("worktree", "add", "-q", "-b", "side", at("side"));
    expect(gitState(at("main"))).toEqual({ top: at("main"), branch: "trunk", commit: git("rev-parse", "HEAD") });
    expect(gitState(at("side"))).toEqual({ top: at("side"), branch: "side", commit: git("rev-parse", "HEAD") });
    expect(gitIdentity(at("side"), quiet)).toEqual({ name: git("config", "user.name"), email: git("config", "user.email") });
  });

  const identities: readonly { readonly name: string; readonly local: string; readonly global: string; readonly environment?: Readonly<Record<string, string>>; readonly expected: unknown }[] = [
    { name: "the repository before the user", local: "[user]\nname = Local\n", global: "[user]\nname = Global\nemail = g@x\n", expected: { name: "Local", email: "g@x" } },
    { name: "the environment before both", local: "[user]\nname = Local\n", global: "", environment: { GIT_AUTHOR_NAME: "Env" }, expected: { name: "Env" } },
    { name: "an included file", local: "[include]\npath = more\n", global: "", expected: { name: "More" } },
    { name: "sections that only look alike", local: '[user "x"]\nname = No\n[users]\nname = No\n', global: "[User]\nName = Yes\n", expected: { name: "Yes" } },
    { name: "nobody", local: "", global: "", expected: {} },
  ];
  for (const { name, local, global, environment, expected } of identities) {
    it(`name ${name}`, () => {
      write({ ".git/HEAD": "", ".git/config": local, ".git/more": "[user]\nname = More\n", global });
      expect(gitIdentity(root, { GIT_CONFIG_GLOBAL: at("global"), GIT_CONFIG_SYSTEM: at("none"), HOME: at("home"), ...environment })).toEqual(expected);
    });
  }

  it("say nothing outside a repository", () => expect(gitState(root)).toBeUndefined());
});

describe("the stamp of a file", () => {
  it("is there once the file has settled, and another one after every write", () => {
    write({ "a.py": "x = 1\n" });
    expect(stampOf(at("a.py"))).toBeUndefined();
    const soon = Date.now() + 10_000;
    const first = stampOf(at("a.py"), soon);
    expect(first).toBeDefined();
    expect(stampOf(at("a.py"), soon)).toBe(first);
    rmSync(at("a.py"));
    write({ "b.py": "", "a.py": "x = 2\n" });
    utimesSync(at("a.py"), 1, 1); // a time of its own choosing does not make it an old one
    expect(stampOf(at("a.py"))).toBeUndefined();
    expect(stampOf(at("a.py"), soon)).not.toBe(first);
  });

  it.each(["nothing.py", "."])("is none for what is no file: %s", (name) => expect(stampOf(at(name), Date.now() + 10_000)).toBeUndefined());
});
