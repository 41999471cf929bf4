/** What deployment rules say and leave alone beyond their examples: pods, Compose, workflows, alerts, images. */
import { describe, expect, it } from "vitest";
import { allRules, lint, readMarkers, withMarkers, workspace } from "../harness.ts";

type Case = readonly [rule: string, title: string, path: string, marked: string];
const pod = (body: string, kind = "Deployment", before = "") => `apiVersion: apps/v1\nkind: ${kind}\nspec:\n  selector: {}\n${before}  template:\n    spec:\n      containers:\n${body.replace(/^/gm, "        ")}\n`;
const job = (body: string, on = "push") => `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${body.replace(/^/gm, "    ")}\n`;
const flow = ".github/workflows/ci.yml";
const rules = (body: string) => `groups:\n  - name: g\n    rules:\n${body.replace(/^/gm, "      ")}\n`;

const cases: readonly Case[] = [
  ["yaml/missing-resource-limits", "a limit is a request too", "k.yaml", pod("- name: a\n  image: x:1\n  resources: {limits: {cpu: 1, memory: 1Gi}}")],
  ["yaml/missing-resource-limits", "no CPU asked for", "k.yaml", pod("- name: «a»\n  image: x:1\n  resources: {limits: {memory: 1Gi}}")],
  ["yaml/missing-resource-limits", "a patch is not the whole", "patch.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: x:1\n"],
  ["yaml/missing-resource-limits", "a container without image is a patch", "k.yaml", pod("- name: a\n  env: []")],
  ["yaml/missing-resource-limits", "a limit range in the same file", "k.yaml", `${pod("- name: a\n  image: x:1")}---\napiVersion: v1\nkind: LimitRange\nspec: {}\n`],
  ["yaml/missing-resource-limits", "Helm templates are not YAML", "t.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {{ .Values.spec }}\n"],
  ["yaml/missing-resource-limits", "development Compose files", "docker-compose.dev.yml", "services:\n  a:\n    image: x:1\n"],
  ["yaml/missing-probe", "jobs need none", "k.yaml", "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: x:1\n          ports: [{containerPort: 1}]\n"],
  ["yaml/missing-probe", "a port for metrics serves nobody", "k.yaml", pod("- name: a\n  image: x:1\n  ports: [{containerPort: 9090, name: metrics}]")],
  ["yaml/unsafe-rollout", "a singleton with a claim", "k.yaml", `${pod("- name: a\n  image: x:1\n  ports: [{containerPort: 1}]", "Deployment", "  replicas: 1\n  strategy: {type: Recreate}\n")}      volumes:\n        - persistentVolumeClaim: {claimName: d}\n`],
  ["yaml/unsafe-rollout", "a database is one", "k.yaml", pod("- name: a\n  image: postgres:17\n  ports: [{containerPort: 5432}]", "Deployment", "  replicas: 1\n")],
  ["yaml/unsafe-rollout", "an autoscaler decides", "k.yaml", `${pod("- name: a\n  image: x:1\n  ports: [{containerPort: 1}]").replace("spec:", "metadata: {name: api}\nspec:")}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {name: api}}\n`],
  ["yaml/root-container", "nothing said is no proof", "k.yaml", pod("- name: a\n  image: x:1")],
  ["yaml/root-container", "the container overrides the pod", "k.yaml", `${pod("- name: a\n  image: x:1\n  securityContext: {runAsUser: 1000}")}      securityContext: {runAsUser: 0}\n`],
  ["yaml/host-access", "an ordinary folder in Compose", "compose.yaml", "services:\n  a:\n    image: x:1\n    volumes: [./data:/data, cache:/cache]\n"],
  ["yaml/workflow-injection", "safe values", flow, job("steps:\n  - run: echo ${{ github.event.pull_request.head.sha }} ${{ github.event.number }} ${{ contains(github.event.issue.title, 'x') }}", "issues")],
  ["yaml/workflow-injection", "a truth value", flow, job("steps:\n  - run: echo ${{ github.head_ref == 'main' }}", "pull_request_target")],
  ["yaml/workflow-injection", "through env", flow, job("env:\n  T: ${{ github.event.comment.body }}\nsteps:\n  - run: echo «${{ env.T }}» $T", "issue_comment")],
  ["yaml/workflow-injection", "outside scripts", flow, job("steps:\n  - uses: x/y@v1\n    with: {title: \"${{ github.event.issue.title }}\"}", "issues")],
  ["yaml/untrusted-checkout", "only own branches", flow, job("if: github.event.pull_request.head.repo.full_name == github.repository\nsteps:\n  - uses: actions/checkout@v4\n    with: {ref: \"${{ github.head_ref }}\"}\n  - run: make", "pull_request_target")],
  ["yaml/untrusted-checkout", "the base", flow, job("steps:\n  - uses: actions/checkout@v4\n  - run: make", "pull_request_target")],
  ["yaml/deploy-without-approval", "started by hand", flow, job("steps:\n  - run: kubectl apply -f k", "workflow_dispatch")],
  ["yaml/deploy-without-approval", "a cluster for tests", flow, job("steps:\n  - uses: helm/kind-action@v1\n  - run: kubectl apply -f k")],
  ["yaml/ignored-failure", "somebody looks at it", flow, job("steps:\n  - id: t\n    run: pytest\n    continue-on-error: true\n  - if: steps.t.outcome == 'failure'\n    run: exit 1")],
  ["yaml/ignored-failure", "no check at all", flow, job("steps:\n  - run: rm -r tmp || true\n  - run: ./notify.sh\n    continue-on-error: true")],
  ["yaml/job-without-timeout", "reusable workflows cannot have one", flow, "on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@main\n"],
  ["yaml/alert-without-window", "zero is none", "r.yml", rules("- alert: A\n  expr: up == 0\n  «for: 0m»")],
  ["yaml/alert-without-window", "the expression looks back", "r.yml", rules("- alert: A\n  expr: increase(x_total[10m]) > 3")],
  ["yaml/alert-without-window", "a rate over minutes", "r.yml", rules("- alert: «A»\n  expr: rate(x_total[5m]) > 3")],
  ["yaml/alert-without-window", "a rate over an hour", "r.yml", rules("- alert: A\n  expr: rate(x_total[1h]) > 3")],
  ["yaml/alert-without-window", "a heartbeat", "r.yml", rules("- alert: Watchdog\n  expr: vector(1)")],
  ["yaml/alert-without-severity", "several are one finding", "r.yml", rules("- alert: «A»\n  expr: up == 0\n- alert: B\n  expr: up == 0")],
  ["yaml/average-latency-alert", "a share of requests", "r.yml", rules("- alert: A\n  expr: rate(http_request_duration_seconds_bucket{le=\"1\"}[5m]) / rate(http_request_duration_seconds_count[5m]) < 0.9")],
  ["yaml/average-latency-alert", "a mean of sizes", "r.yml", rules("- alert: A\n  expr: rate(http_response_size_bytes_sum[5m]) / rate(http_response_size_bytes_count[5m]) > 9")],
  ["dockerfile/root-user", "the entrypoint steps down", "Dockerfile", "FROM debian:12\nRUN apt-get install -y gosu\nCMD [\"app\"]\n"],
  ["dockerfile/root-user", "a private base is unknown", "Dockerfile", "FROM registry.example.com/base:1\nCMD [\"app\"]\n"],
  ["dockerfile/piped-installer", "data for a script of its own", "Dockerfile", "FROM python:3\nRUN curl -s https://x.io/a | python -c 'import sys'\nRUN curl -s https://x.io/k | gpg --dearmor\n"],
  ["dockerfile/piped-installer", "through sudo and a substitution", "Dockerfile", "FROM python:3\nRUN «curl -s https://x.io/a | sudo -E bash -»\nRUN «sh -c \"$(curl -s https://x.io/b)\"»\n"],
  ["dockerfile/disabled-tls-verification", "this machine, and a file called k", "Dockerfile", "FROM debian:12\nHEALTHCHECK CMD curl -k https://localhost/health\nRUN curl -ok https://x.io\n"],
  ["dockerfile/secret-in-layer", "what only speaks of a secret", "Dockerfile", "FROM node:22\nARG TOKEN_URL\nARG NEXT_PUBLIC_API_KEY\nCOPY .env.example .env\nCMD [\"a\"]\n"],
];

describe("deployment rules", () => {
  for (const [rule, title, path, marked] of cases) {
    it(`${rule}: ${title}`, async () => {
      const { text } = readMarkers(marked);
      expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
    });
  }
});

describe("broken input", () => {
  const texts = ["", "\uFEFF", "kind:", "on:\n\tjobs", "jobs: {a: {steps: [", "services:\r\n  a:\r\n    image: 🐳\r\n", "groups: [{rules: [{alert: }]}]", "FROM\nRUN curl |\nUSER", "\u0000\u0001", "a: &a [*a]", "spec: {containers: [~, 1, {image: }]}"];
  for (const path of ["k.yaml", flow, "compose.yaml", "Dockerfile", ".env"]) {
    it(`no rule falls over in ${path}`, async () => {
      for (const text of texts) {
        const { trouble } = await workspace({ [path]: text });
        expect(trouble, JSON.stringify(text)).toEqual([]);
      }
    });
  }
});

it("project rules keep silent about prototypes", async () => {
  const files = { "README.md": "# Scorer\n", Dockerfile: "FROM python:3.12\n", ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`src/m${i}.py`, "x = 1\n"])) };
  const ids = async (profile: "prototype" | "internal") => (await workspace(files, { profile })).findings().filter(({ rule }) => rule.id.startsWith("project/missing-")).map(({ rule, severity }) => `${rule.id} ${severity}`);
  expect(await ids("prototype")).toEqual([]);
  const inside = await ids("internal");
  expect(inside).toContain("project/missing-runbook info");
  expect(inside.filter((one) => /warning|error/.test(one))).toEqual([]);
  expect(allRules.length).toBeGreaterThan(40);
});
