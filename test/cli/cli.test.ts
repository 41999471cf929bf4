/** The command line as its user runs it: the built bundle in a process of its own, exit codes, formats, fixes. */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import AjvModule from "ajv-draft-04";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** Each of them starts the command line a few times. */
vi.setConfig({ testTimeout: 120_000 });

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "preship-cli-"));
const dist = path.join(scratch, "dist");

interface Run { readonly code: number; readonly out: string; readonly err: string }

function preship(cwd: string, args: readonly string[], input?: string): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [path.join(dist, "cli.mjs"), ...args], { cwd, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 1 << 26 }, (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }));
    child.stdin?.end(input ?? "");
  });
}

function project(name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(scratch, name);
  for (const [file, text] of Object.entries({ ".git/HEAD": "ref: refs/heads/main\n", ...files })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const floating = { "app/Dockerfile": "FROM python:latest\nCOPY package-lock.json package.json ./\nRUN npm install\n", "requirements.txt": "pandas>=2\n" };

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--outdir", dist], { stdio: "pipe" });
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("exit codes", () => {
  it("is 0 and one line when clean", async () => {
    const { code, out } = await preship(project("clean", { "app.py": "total = 1\n" }), ["check"]);
    expect([code, out.trim().split("\n").length]).toEqual([0, 1]);
    expect(out).toMatch(/^Clean: 1 file /);
  });
  it("is 1 at the threshold, 0 below it", async () => {
    const folder = project("threshold", floating);
    expect((await preship(folder, ["check"])).code).toBe(1);
    expect((await preship(folder, ["check", "--fail-on", "error"])).code).toBe(0);
    expect((await preship(folder, ["check", "--fail-on", "never"])).code).toBe(0);
  });
  it.each([
    [["check", "nowhere"], /nowhere does not exist/],
    [["check", "--format", "xml"], /--format takes text, json/],
    [["check", "--no-such-option"], /usage: preship check/],
    [["check", "--rule", "python/nothing-like-it"], /No rule matches/],
    [["explain", "python/nothing-like-it"], /There is no rule/],
    [["check", "--baseline", "none.json"], /does not exist/],
    [["frobnicate"], /There is no command/],
    [["sign"], /Which item/],
  ])("is 2 with a message for %j", async (args, message) => {
    const { code, err } = await preship(project("usage", floating), args);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe("formats", () => {
  it("text groups by file with clickable places", async () => {
    const { out } = await preship(project("text", floating), ["check"]);
    expect(out).toMatch(/^app\/Dockerfile\n {2}1:6 {2}warn {3}`python:latest`.* dockerfile\/unpinned-base-image$/m);
    expect(out).toMatch(/in 2 files \(\d+\.\d s\)/);
  });
  it("json carries everything a script needs", async () => {
    const { out } = await preship(project("json", floating), ["check", "--format", "json"]);
    const report = JSON.parse(out) as { findings: { rule: string; path: string; line: number; column: number; fingerprint: string }[]; files: number };
    expect(report.files).toBe(2);
    expect(report.findings).toContainEqual(expect.objectContaining({ rule: "dockerfile/unpinned-base-image", path: "app/Dockerfile", line: 1, column: 6, severity: "warning" }));
  });
  it("sarif validates against the 2.1.0 schema, with repository-relative uris and fingerprints", async () => {
    const folder = project("sarif", { "a folder/é.Dockerfile": "FROM node\n", ...floating });
    const { out } = await preship(path.join(folder, "app"), ["check", "..", "--format", "sarif"]);
    const log = JSON.parse(out) as { runs: { tool: { driver: { rules: { id: string; help: { markdown: string } }[] } }; results: { ruleId: string; ruleIndex: number; locations: { physicalLocation: { artifactLocation: { uri: string } } }[]; partialFingerprints: Record<string, string> }[] }[] };
    const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as object;
    const validate = new AjvModule.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [run] = log.runs;
    expect(run?.results.map((result) => result.locations[0]?.physicalLocation.artifactLocation.uri)).toContain("a%20folder/%C3%A9.Dockerfile");
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.partialFingerprints["preship/v1"]).toMatch(/^[0-9a-f]{14}:\d+$/);
    }
  });
  it("github annotations escape what the format needs escaped", async () => {
    const { out } = await preship(project("github", { "a,b.Dockerfile": "FROM node:latest\n" }), ["check", "--format", "github"]);
    expect(out).toMatch(/^::warning file=a%2Cb\.Dockerfile,line=1,endLine=1,col=6,endColumn=17,title=dockerfile\/unpinned-base-image::/m);
  });
  it("markdown is a table per file, and --output keeps standard output free", async () => {
    const folder = project("markdown", floating);
    const { out } = await preship(folder, ["check", "--format", "markdown", "--output", "report.md"]);
    expect(out).toBe("");
    expect(readFileSync(path.join(folder, "report.md"), "utf8")).toContain("| 1 | warning |");
  });
});

describe("fixes", () => {
  it("--diff shows and changes nothing, --fix changes and keeps the byte order mark and line endings", async () => {
    const text = "\uFEFFFROM node:22.1.0@sha256:" + "a".repeat(64) + "\r\nWORKDIR /app\r\nCOPY package.json package-lock.json ./\r\nRUN npm install\r\n";
    const folder = project("fix", { Dockerfile: text });
    const shown = await preship(folder, ["check", "--diff"]);
    expect(shown.out).toContain("+RUN npm ci");
    expect(readFileSync(path.join(folder, "Dockerfile"), "utf8")).toBe(text);
    const fixed = await preship(folder, ["check", "--fix"]);
    expect(fixed.code).toBe(0);
    expect(readFileSync(path.join(folder, "Dockerfile"), "utf8")).toBe(text.replace("npm install", "npm ci"));
  });

  it("reports what is left once the files that fixes make are there", async () => {
    const folder = project("made", { "package.json": '{ "name": "gateway", "private": true, "dependencies": { "fastify": "5.1.0" } }\n', "index.js": "export const one = 1;\n" });
    const rule = ["--rule", "project/missing-node-version"];
    expect((await preship(folder, ["check", ...rule])).out).toContain("missing-node-version");
    expect((await preship(folder, ["check", ...rule, "--fix", "--unsafe-fixes"])).out).not.toContain("missing-node-version");
    expect(readFileSync(path.join(folder, ".nvmrc"), "utf8")).toBe("22\n");
  });
});

describe("baseline", () => {
  it("passes over what was accepted, wherever it moved, and still reports what is new", async () => {
    const folder = project("baseline", { "requirements.txt": "pandas>=2\n" });
    expect((await preship(folder, ["check", "--fail-on", "info"])).code).toBe(1);
    await preship(folder, ["baseline"]);
    writeFileSync(path.join(folder, "requirements.txt"), "# moved\n\npandas>=2\n");
    expect((await preship(folder, ["check", "--fail-on", "info", "--baseline", ".preship/baseline.json"])).code).toBe(0);
    writeFileSync(path.join(folder, "requirements.txt"), "pandas>=2\nnumpy\n");
    expect((await preship(folder, ["check", "--baseline", ".preship/baseline.json"])).out).toMatch(/numpy/);
  });
});

describe("standard input", () => {
  it("stands for a file", async () => {
    const { code, out } = await preship(project("stdin", { Dockerfile: "FROM scratch\n" }), ["check", "--stdin-filename", "Dockerfile"], "FROM node\n");
    expect([code, out]).toEqual([1, expect.stringContaining("`node`")]);
  });
});

describe("configuration", () => {
  it("is the nearest file, and `config` says where a value comes from", async () => {
    const folder = project("config", { ...floating, "preship.yaml": "rules:\n  dockerfile/*: off\n", "app/preship.yaml": "rules:\n  dockerfile/unpinned-base-image: error\n" });
    const { out } = await preship(folder, ["check"]);
    expect(out).toMatch(/error +`python:latest`/);
    expect((await preship(folder, ["config", "app/Dockerfile"])).out).toContain("dockerfile/unpinned-base-image: error  # app/preship.yaml");
    expect((await preship(folder, ["check", "--isolated"])).out).toMatch(/warn +`python:latest`/);
  });
  it("init writes a file that is valid, once", async () => {
    const folder = project("init", { "a.py": "" });
    expect((await preship(folder, ["init"])).code).toBe(0);
    expect((await preship(folder, ["check"])).out).toMatch(/^Clean/);
    expect((await preship(folder, ["init"])).code).toBe(2);
  });
});

describe("the gate", () => {
  it("names every item with its state, refuses to sign what a finding contradicts, and remembers what was signed", async () => {
    const folder = project("gate", { ...floating, ".git/config": "[user]\n\tname = Ada\n\temail = ada@example.org\n", CODEOWNERS: "* @org/team\n" });
    const first = await preship(folder, ["gate", "--format", "json"]);
    const items = (JSON.parse(first.out) as { ok: boolean; items: { id: string; state: string }[] }).items;
    expect(first.code).toBe(1);
    expect(items.find(({ id }) => id === "reproducible-build")?.state).toBe("blocked");
    expect((await preship(folder, ["sign", "reproducible-build"])).err).toMatch(/contradicts this item/);
    expect((await preship(folder, ["sign", "named-owner", "--note", "rota is public"])).code).toBe(0);
    expect(readFileSync(path.join(folder, ".preship/signoffs.yaml"), "utf8")).toMatch(/named-owner:\n {4}decision: confirm\n {4}by: Ada <ada@example.org>/);
    expect((await preship(folder, ["gate"])).out).toMatch(/☑ Named owner/);
    writeFileSync(path.join(folder, "CODEOWNERS"), "* @org/other\n");
    expect((await preship(folder, ["gate"])).out).toMatch(/named-owner: stale: CODEOWNERS changed since Ada signed/);
    expect((await preship(folder, ["waive", "reproducible-build", "--reason", "pilot"])).err).toMatch(/needs an owner, a last day/);
    expect((await preship(folder, ["waive", "reproducible-build", "--reason", "pilot", "--owner", "Ada", "--until", "2999-01-31"])).code).toBe(0);
    const report = await preship(folder, ["report", "--format", "html", "--output", "out.html"]);
    expect([report.code, existsSync(path.join(folder, "out.html"))]).toEqual([0, true]);
  });
});

it("knows its rules", async () => {
  const rules = JSON.parse((await preship(scratch, ["rules", "--format", "json"])).out) as { id: string }[];
  expect(rules.map(({ id }) => id)).toContain("text/hardcoded-secret");
  expect((await preship(scratch, ["explain", "unpinned-base-image"])).out).toContain("# dockerfile/unpinned-base-image");
});

it("checks the example project", async () => {
  const folder = path.join(scratch, "churn");
  cpSync(path.join(root, "examples/churn-service"), folder, { recursive: true });
  mkdirSync(path.join(folder, ".git"));
  const { out } = await preship(folder, ["check", "--format", "json"]);
  const rules = new Set((JSON.parse(out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule));
  for (const id of ["text/hardcoded-secret", "manifest/unpinned-dependency", "dockerfile/unpinned-base-image", "yaml/unpinned-action", "javascript/request-without-timeout"]) expect(rules).toContain(id);
});
