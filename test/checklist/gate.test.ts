/** The gate from the command line, in every format, from nothing signed to everything settled; and what CI is offered with it. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import AjvModule from "ajv-draft-04";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fixture, scratch } from "./tools.ts";

const top = path.resolve(import.meta.dirname, "../..");
let dist = "";
beforeAll(() => {
  dist = scratch();
  execFileSync(process.execPath, [path.join(top, "scripts/build.mjs"), "--outdir", dist], { stdio: "pipe" });
}, 120_000);

const git = { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${"4f2c9e1a".repeat(5)}\n`, ".git/config": "[user]\n\tname = Ada Ferry\n\temail = ada@example.org\n" };

interface Run { readonly code: number; readonly out: string; readonly err: string }
interface Item { readonly id: string; readonly list: string; readonly state: string; readonly isSettled: boolean; readonly evidence: readonly { readonly kind: string; readonly digest?: string }[]; readonly findings: readonly { readonly place: string }[] }
interface Gate { readonly ok: boolean; readonly profile: string; readonly items: readonly Item[] }

function preship(cwd: string, ...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(dist, "cli.mjs"), ...args], { cwd, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 1 << 26 }, (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }));
  });
}

async function gateOf(root: string): Promise<Gate> {
  return JSON.parse((await preship(root, "gate", "--format", "json")).out) as Gate;
}

const validate = () => new AjvModule.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as object);

describe("preship gate", () => {
  it("holds once every item is confirmed, linked, waived or said not to apply", async () => {
    const root = scratch({ ...git, "app.py": "import structlog\n\nlog = structlog.get_logger()\n", "docs/runbook.md": "# Runbook\n## Failure modes\n## Rollback\n## Escalation\n" });
    expect((await preship(root, "gate")).code).toBe(1);
    for (const { id, isSettled } of (await gateOf(root)).items) {
      if (isSettled) continue;
      const { code, err } = await preship(root, "sign", id, "--link", "https://example.org/seen");
      expect([id, code, err.trim()]).toEqual([id, 0, ""]);
    }
    const { code, out } = await preship(root, "gate");
    expect([code, out]).toEqual([0, expect.stringMatching(/The gate holds: .* confirmed/)]);
    const gate = await gateOf(root);
    expect(gate.ok).toBe(true);
    expect(gate.items.filter(({ list }) => list === "pre-ship")).toHaveLength(11);
  }, 120_000);

  it("refuses to sign what is contradicted, and lets a waiver stand in", async () => {
    const root = scratch({ ...git, ...fixture("bare") });
    const refused = await preship(root, "sign", "external-calls-bounded");
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/serve\.py contradicts this item \(python\/request-without-timeout\)/)]);
    expect(existsSync(path.join(root, ".preship/signoffs.yaml"))).toBe(false);
    expect((await preship(root, "waive", "external-calls-bounded", "--reason", "moves next month", "--owner", "Bob", "--until", "2001-01-31")).err).toMatch(/2001-01-31 has passed/);
    expect((await preship(root, "waive", "external-calls-bounded", "--reason", "moves next month", "--owner", "Bob", "--until", "2099-01-31")).code).toBe(0);
    expect((await gateOf(root)).items.find(({ id }) => id === "external-calls-bounded")).toMatchObject({ state: "waived", isSettled: true });
    expect((await preship(root, "sign", "external-calls-bounded", "--withdraw")).code).toBe(0);
    expect((await gateOf(root)).items.find(({ id }) => id === "external-calls-bounded")).toMatchObject({ state: "blocked", isSettled: false });
  }, 60_000);

  it.each([["bare", "internal"], ["ml-service", "customer-facing"], ["web", "safety-critical"]])("%s at %s is valid SARIF, each open item placed", async (name, profile) => {
    const root = scratch({ ...git, ...fixture(name) });
    const { code, out } = await preship(root, "gate", "--format", "sarif", "--profile", profile);
    expect(code).toBe(1);
    const log = JSON.parse(out) as { runs: { automationDetails: { id: string }; tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
    const isValid = validate();
    expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
    const [run] = log.runs;
    expect(run?.automationDetails.id).toBe("preship/gate/");
    for (const result of run?.results ?? []) expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const open = (JSON.parse((await preship(root, "gate", "--format", "json", "--profile", profile)).out) as Gate).items.filter(({ isSettled }) => !isSettled);
    expect(new Set(run?.results.map(({ ruleId }) => ruleId).filter((id) => id.startsWith("checklist/")))).toEqual(new Set(open.map(({ id }) => `checklist/${id}`)));
    for (const { locations } of run?.results ?? []) expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^(?!\/|\w+:)/);
  }, 60_000);

  it("says it of a broken sign-off file, in place and at the end, and does not hold", async () => {
    const root = scratch({ ...git, "app.py": "total = 1\n", ".preship/signoffs.yaml": "version: 1\nitems:\n  named-ownr:\n    decision: confirm\n    by: Ada\n    at: 2026-01-01T00:00:00Z\n  cost-budget: maybe\n" });
    const { out } = await preship(root, "check", "--format", "json");
    expect((JSON.parse(out) as { findings: { path: string; line: number; message: string }[] }).findings.filter((one) => one.path.startsWith(".preship"))).toEqual([
      expect.objectContaining({ line: 3, message: expect.stringMatching(/no checklist item.*`named-owner`/) as string }), expect.objectContaining({ line: 7, message: expect.stringMatching(/needs decision/) as string }),
    ]);
  }, 60_000);

  it("reads the lists that preship.yaml names", async () => {
    const root = scratch({ ...git, "app.py": "total = 1\n", "preship.yaml": "checklists: [house.yaml]\n", "house.yaml": "id: house\ntitle: House\nparts:\n  - id: all\n    title: All\n    items: [{ id: cake-baked, text: A cake, why: It helps., verify: Eaten., principle: ownership, evidense: [] }]\n" });
    expect((await gateOf(root)).items.filter(({ list }) => list === "house").map(({ id }) => id)).toEqual(["cake-baked"]);
    expect((await preship(root, "check")).out).toMatch(/`evidense` is no key of an item.*`evidence`/);
  }, 60_000);
});

describe("preship report", () => {
  const hostile = { ...git, ...fixture("bare"), "docs/<img src=x onerror=alert(1)>.md": "# Runbook | <b>\n" };
  it("is one page that fetches nothing, runs nothing and shows names as they are", async () => {
    const root = scratch(hostile);
    await preship(root, "waive", "named-owner", "--reason", "<script>alert(1)</script> \"quoted\"", "--owner", "</td>", "--until", "2099-01-31");
    const { out } = await preship(root, "report", "--format", "html");
    expect(out).not.toMatch(/<script|<img|<link|src=|url\(|@import/i);
    expect(out).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot;");
    expect(out.match(/<(section|details|table|ul|tr|td)\b/g)?.length).toBe(out.match(/<\/(section|details|table|ul|tr|td)>/g)?.length);
  }, 60_000);
  it("is Markdown whose tables hold together", async () => {
    const { out } = await preship(scratch(hostile), "report");
    const rows = out.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| |"));
    for (const row of rows) expect(row.replace(/\\\\|\\\|/g, "").split("|"), row).toHaveLength(6);
  }, 60_000);
});

describe("what CI is offered", () => {
  it("is an action that uses no other, and puts no input into a script", () => {
    const action = parse(readFileSync(path.join(top, "action.yml"), "utf8")) as { inputs: Record<string, object>; runs: { steps: { uses?: string; run: string; shell: string }[] } };
    for (const step of action.runs.steps) {
      expect([step.uses, step.shell]).toEqual([undefined, "bash"]);
      expect(step.run).not.toContain("${{");
      execFileSync("bash", ["-n"], { input: step.run });
    }
    const text = readFileSync(path.join(top, "action.yml"), "utf8");
    for (const input of Object.keys(action.inputs)) expect(text).toMatch(new RegExp(`\\binputs\\.${input}\\b`));
  });

  it("does what its steps say", async () => {
    const root = scratch({ ...git, ...fixture("web") });
    const temporary = scratch();
    const action = parse(readFileSync(path.join(top, "action.yml"), "utf8")) as { runs: { steps: { id?: string; run: string }[] } };
    const place = scratch({ "dist/cli.mjs": `import ${JSON.stringify(path.join(dist, "cli.mjs"))};\n` });
    const run = (id: string) => execFileSync("bash", ["-e", "-o", "pipefail"], {
      cwd: root, input: action.runs.steps.find((step) => step.id === id)?.run ?? "exit 3", stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, GITHUB_ACTION_PATH: place, RUNNER_TEMP: temporary, GITHUB_OUTPUT: path.join(temporary, "output"), GITHUB_STEP_SUMMARY: path.join(temporary, "summary"), WHERE: ".", PROFILE: "customer-facing", FAIL_ON: "error" },
    });
    run("check");
    run("gate");
    expect(readFileSync(path.join(temporary, "output"), "utf8")).toMatch(/^code=[01]\nholds=false\n$/);
    expect(readFileSync(path.join(temporary, "summary"), "utf8")).toMatch(/^# Readiness of/);
    for (const log of ["check", "gate"]) expect(JSON.parse(readFileSync(path.join(temporary, `preship-${log}.sarif`), "utf8"))).toHaveProperty("version", "2.1.0");
  }, 60_000);

  it("has hooks that run commands there are", async () => {
    const hooks = parse(readFileSync(path.join(top, ".pre-commit-hooks.yaml"), "utf8")) as { id: string; entry: string; language: string }[];
    expect(hooks.map(({ id }) => id)).toEqual(["preship", "preship-gate"]);
    for (const { entry, language } of hooks) {
      expect(language).toBe("node");
      expect((await preship(top, ...entry.split(" ").slice(1, 2), "--help")).code).toBe(0);
    }
  }, 60_000);
});
