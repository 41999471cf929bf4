/** What small repositories show, item by item: each kind of detector where there is something to find, and where there is not. */
import { describe, expect, it } from "vitest";
import { checklists } from "../../rules/checklists/index.ts";
import { templates } from "../../rules/templates/index.ts";
import { fixture, itemOf, readinessOf, words } from "./tools.ts";

const everything = { profile: "safety-critical" } as const;

/** Repository, item, and what its evidence has to say; `!` before what it must not say. */
const cases: readonly (readonly [string, string, ...(readonly string[])])[] = [
  ["ml-service", "reproducible-build", "found uv.lock covers 2 of 2 requirements", "found 1 of 1 images pinned by digest"],
  ["ml-service", "named-owner", "found .github/CODEOWNERS: CODEOWNERS covers 100 % of paths", "found docs/runbook.md: runbook: runbook.md"],
  ["ml-service", "runbook-written", "found docs/runbook.md: runbook: runbook.md", "!no chapter"],
  ["ml-service", "external-calls-bounded", "found 1 of 1 external calls bounded"],
  ["ml-service", "unit-tests", "found tests/test_features.py: tests: test_features.py", "found .github/workflows/ci.yaml: tests in the pipeline: pytest -q tests"],
  ["ml-service", "api-tested", "found tests/test_api.py: endpoint tests: fastapi.testclient.TestClient"],
  ["ml-service", "style-enforced", "found .github/workflows/ci.yaml: style check in the pipeline: ruff check .", "found style rules: .pre-commit-config.yaml"],
  ["ml-service", "security-scanned", "found .github/workflows/ci.yaml: security scan in the pipeline: aquasecurity/trivy-action"],
  ["ml-service", "no-hardcoded-secrets", "found .github/workflows/ci.yaml: secret scan in the pipeline: gitleaks detect --no-banner"],
  ["ml-service", "load-tested", "found .github/workflows/ci.yaml: load test in the pipeline: k6 run load/k6.js", "missing no load test found"],
  ["ml-service", "images-tested", "found .github/workflows/ci.yaml: image built in the pipeline: docker build -t churn ."],
  ["ml-service", "access-boundaries", "found .github/workflows/ci.yaml: permissions of the pipeline: permissions"],
  ["ml-service", "deployment-approved", "found .github/workflows/ci.yaml: protected environment in the pipeline: environment"],
  ["ml-service", "health-check", "found src/churn/serve.py: health endpoint: healthz", "found deploy/app.yaml: probe: readinessProbe"],
  ["ml-service", "failure-alerts", "found deploy/rules.yaml: alert rules: prometheus-rules"],
  ["ml-service", "alerts-actionable", "found deploy/rules.yaml: runbook links in alerts: runbook_url"],
  ["ml-service", "data-validated", "found src/churn/train.py: data validation: pandera"],
  ["ml-service", "baseline-beaten", "found src/churn/train.py: baseline: sklearn.dummy.DummyClassifier", "found docs/model-card.md: baseline: baseline"],
  ["ml-service", "held-out-test", "found src/churn/train.py: split: split", "found src/churn/train.py: evaluation: measure"],
  ["ml-service", "seeds-set", "found src/churn/train.py: seeds: numpy.random.seed"],
  ["ml-service", "model-registered", "found src/churn/train.py: model registry: mlflow.register_model"],
  ["ml-service", "artifacts-versioned", "found src/churn/train.py: versioned artefacts: mlflow.register_model"],
  ["ml-service", "experiments-logged", "found src/churn/train.py: experiment tracking: mlflow"],
  ["ml-service", "hyperparameters-recorded", "found src/churn/train.py: recorded hyperparameters: mlflow.log_params"],
  ["ml-service", "metrics-tracked", "found src/churn/train.py: tracked metrics: mlflow.log_metrics"],
  ["ml-service", "preprocessing-saved", "found src/churn/train.py: saved artefact: dump"],
  ["ml-service", "single-preprocessor", "found src/churn/features.py: pipeline: sklearn.pipeline.Pipeline"],
  ["ml-service", "model-loads", "found src/churn/serve.py: model loading: load"],
  ["ml-service", "signals-flowing", "found src/churn/serve.py: metrics: prometheus_client.Counter", "found src/churn/serve.py: structured logs: structlog", "missing no traces found"],
  ["ml-service", "readme-setup", "found README.md: setup section: getting started"],
  ["ml-service", "model-card", "found docs/model-card.md: model card: model-card.md"],
  ["ml-service", "bias-evaluated", "found docs/model-card.md: bias evaluation: bias and fairness"],
  ["ml-service", "assumptions-documented", "found README.md: assumptions: assumptions"],
  ["ml-service", "rollback-documented", "found docs/runbook.md: rollback steps: rolling back"],
  ["ml-service", "lineage-traceable", "found src/churn/train.py: lineage: mlflow"],
  ["ml-service", "cost-budget", "unknown the cloud account's budget alarm cannot be seen from here: confirm with a link"],

  ["bare", "reproducible-build", "missing requirements.txt has no lockfile", "missing Dockerfile: 0 of 1 images pinned by digest"],
  ["bare", "named-owner", "missing CODEOWNERS covers 37 % of paths: nobody owns CODEOWNERS and 4 more", "missing docs/runbook.md: the runbook has no chapter on failure modes or rollback or escalation"],
  ["bare", "external-calls-bounded", "missing 0 of 1 external calls bounded"],
  ["bare", "unit-tests", "missing no tests found", "missing no tests in the pipeline found"],
  ["bare", "security-scanned", "missing no security scan in the pipeline found"],
  ["bare", "health-check", "missing no health endpoint found", "missing no probe found"],
  ["bare", "data-validated", "missing no data validation found"],
  ["bare", "baseline-beaten", "missing no baseline found"],
  ["bare", "held-out-test", "missing no split found"],
  ["bare", "seeds-set", "missing no seeds found"],
  ["bare", "model-registered", "missing no model registry found", "unknown the model registry cannot be seen from here: confirm with a link"],
  ["bare", "experiments-logged", "missing no experiment tracking found"],
  ["bare", "readme-setup", "found README: README.md", "missing no setup section found"],
  ["bare", "model-card", "missing no model card found"],
  ["bare", "signals-flowing", "missing no traces found", "missing no metrics found", "missing no structured logs found"],

  ["web", "reproducible-build", "found package-lock.json covers 4 of 4 requirements"],
  ["web", "external-calls-bounded", "found every external call in 1 file is bounded"],
  ["web", "unit-tests", "found src/server.test.ts: tests: server.test.ts", "found .gitlab-ci.yml: tests in the pipeline: npm test"],
  ["web", "security-scanned", "found .gitlab-ci.yml: security scan in the pipeline: npm audit --audit-level=high"],
  ["web", "api-tested", "found src/server.test.ts: endpoint tests: supertest"],
  ["web", "contract-versioned", "found openapi.yaml: API contract: openapi"],
  ["web", "inputs-validated", "found src/server.ts: request validation: zod"],
  ["web", "logs-configured", "found src/server.ts: structured logs: pino"],
];

describe("evidence", () => {
  it.each(cases)("%s, %s", async (name, id, ...expected) => {
    const said = words(itemOf(await readinessOf(fixture(name), everything), id).evidence);
    for (const one of expected) {
      if (one.startsWith("!")) expect(said.join("\n")).not.toContain(one.slice(1));
      else expect(said).toContain(one);
    }
  });

  it("is found by every sign of every item in one repository, and missed in another", async () => {
    const all = await Promise.all(["ml-service", "bare", "web", "mature"].map((name) => readinessOf(fixture(name), everything)));
    const said = (id: string) => all.flatMap((state) => itemOf(state, id).evidence);
    const unproved = checklists.flatMap(({ parts }) => parts).flatMap(({ items }) => items).flatMap(({ id, evidence }) =>
      evidence.flatMap((detector) => {
        if (typeof detector === "string" || "platform" in detector) return [];
        const found = said(id).some(({ kind, text }) => kind === "found" && text.startsWith(`${detector.says}: `));
        const missed = said(id).some(({ kind, text }) => kind === "missing" && text === `no ${detector.says} found`);
        return found && missed ? [] : [`${id}, ${detector.says}: ${found ? "always there" : "never found"}`];
      }));
    expect(unproved).toEqual([]);
  });

  it("takes no template for the artefact it was made for", async () => {
    const state = await readinessOf({ "app.py": "import flask\nflask.Flask(__name__)\n", "docs/runbook.md": templates["runbook"] ?? "", ".github/CODEOWNERS": templates["codeowners"] ?? "" }, everything);
    expect(words(itemOf(state, "named-owner").evidence)).toEqual(expect.arrayContaining([
      "missing docs/runbook.md is still the template as it was created", expect.stringMatching(/^missing CODEOWNERS covers 0 % of paths/),
    ]));
    expect(words(itemOf(state, "rollback-documented").evidence)).toContain("missing docs/runbook.md is still the template as it was created");
  });

  it("is a digest of what was found, not of everything around it", async () => {
    const digests = async (source: string) => itemOf(await readinessOf({ "app.py": source }, { ...everything, traits: { service: true } }), "signals-flowing").evidence.filter(({ kind }) => kind === "found").map(({ digest }) => digest);
    const before = await digests("import structlog\n\nlimit = 1\n");
    expect(before).toHaveLength(1);
    expect(await digests("import structlog\n\nlimit = 2\n\n\ndef more():\n    return limit\n")).toEqual(before);
    expect(await digests("import loguru\n\nlimit = 1\n")).not.toEqual(before);
  });

  it("covers every file when there are more than it lists", async () => {
    const files = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`job${index}.py`, "import structlog\n"]));
    const evidence = async (count: number) => itemOf(await readinessOf(files(count), { ...everything, traits: { service: true } }), "logs-configured").evidence.filter(({ text }) => text.startsWith("structured logs"));
    expect((await evidence(8)).map(({ text }) => text)).toEqual([...Array.from({ length: 5 }, () => "structured logs: structlog"), "structured logs: 3 more files"]);
    expect((await evidence(8)).at(-1)?.digest).not.toBe((await evidence(9)).at(-1)?.digest);
  });

  it.each([["empty", ""], ["half typed", "on: [push\njobs:\n  a: {"], ["a list", "- 1\n- 2\n"], ["binary", "\u0000\u0001jobs:\u0000"], ["billion laughs", "a: &a [1,1]\nb: &b [*a,*a]\njobs: &c [*b,*b,*b]\n"]])("survives a workflow that is %s", async (_title, text) => {
    const state = await readinessOf({ ".github/workflows/ci.yml": text, CODEOWNERS: text, "docs/runbook.md": text }, everything);
    expect(itemOf(state, "unit-tests").state).toBe("open");
  });
});
