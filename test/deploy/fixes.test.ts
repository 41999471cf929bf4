/** What each fix makes of a text: nothing else may change. */
import { describe, expect, it } from "vitest";
import { applyFix, workspace } from "../harness.ts";

const workflow = ".github/workflows/ci.yml";
const job = (body: string, on = "push") => `on: ${on}\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n${body.replace(/^/gm, "    ")}\n`;
const alert = (body: string) => `groups:\n  - name: g\n    rules:\n${body.replace(/^/gm, "      ")}\n`;
const deployment = (body: string, more = "") => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  selector: {}\n${more}  template:\n    spec:\n      containers:\n${body.replace(/^/gm, "        ")}\n`;
const pod = (body: string) => `apiVersion: v1\nkind: Pod\nspec:\n${body.replace(/^/gm, "  ")}\n`;
const zeros = "0".repeat(64);

type Case = readonly [rule: string, title: string, path: string, before: string, after: string, files?: Readonly<Record<string, string>>];

const cases: readonly Case[] = [
  ["yaml/alert-without-window", "behind the expression", "r.yml", alert("- alert: A\n  expr: up == 0 # gone\n  labels: {severity: page}"), alert("- alert: A\n  expr: up == 0 # gone\n  for: 5m\n  labels: {severity: page}")],
  ["yaml/alert-without-window", "above a block expression's neighbour", "r.yml", alert("- alert: A\n  expr: |\n    up == 0\n  labels: {severity: page}"), alert("- alert: A\n  expr: |\n    up == 0\n  for: 5m\n  labels: {severity: page}")],
  ["yaml/alert-without-window", "zero", "r.yml", alert("- alert: A\n  expr: up == 0\n  for: \"0m\""), alert("- alert: A\n  expr: up == 0\n  for: \"5m\"")],
  ["yaml/alert-without-severity", "no labels", "r.yml", alert("- alert: A\n  expr: up == 0"), alert("- labels:\n    severity: warning\n  alert: A\n  expr: up == 0")],
  ["yaml/alert-without-severity", "some labels, flow and block", "r.yml", alert("- alert: A\n  expr: up == 0\n  labels: {team: a}\n- alert: B\n  expr: up == 0\n  labels:\n    team: b"), alert("- alert: A\n  expr: up == 0\n  labels: {severity: warning, team: a}\n- alert: B\n  expr: up == 0\n  labels:\n    severity: warning\n    team: b")],
  ["yaml/alert-without-runbook", "in what is there", "r.yml", alert("- alert: QueueFull\n  expr: up == 0\n  annotations:\n    summary: \"a: {{ $value }}\""), alert("- alert: QueueFull\n  expr: up == 0\n  annotations:\n    runbook_url: https://runbooks.example.com/queue-full\n    summary: \"a: {{ $value }}\"")],
  ["yaml/artifact-without-retention", "flow and block", workflow, job("steps:\n  - uses: actions/upload-artifact@v4\n    with: {path: a}\n  - uses: actions/upload-artifact@v4 # b\n    with:\n      path: b"), job("steps:\n  - uses: actions/upload-artifact@v4\n    with: {retention-days: 14, path: a}\n  - uses: actions/upload-artifact@v4 # b\n    with:\n      retention-days: 14\n      path: b")],
  ["yaml/broad-workflow-permissions", "unsaid, with Windows line ends", workflow, "on: push # all\r\njobs:\r\n  a:\r\n    runs-on: x\r\n    steps: [{run: make}]\r\n", "on: push # all\r\npermissions:\r\n  contents: read\r\njobs:\r\n  a:\r\n    runs-on: x\r\n    steps: [{run: make}]\r\n"],
  ["yaml/broad-workflow-permissions", "everything", workflow, "on: push\npermissions: write-all # needed?\njobs: {}\n", "on: push\npermissions: {contents: read} # needed?\njobs: {}\n"],
  ["yaml/deploy-without-concurrency", "in the job", workflow, job("steps:\n  - run: helm upgrade a ./a"), "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    concurrency:\n      group: production\n      cancel-in-progress: false\n    steps:\n      - run: helm upgrade a ./a\n"],
  ["yaml/triggered-by-everything", "a list", workflow, job("steps: [{run: make}]", "[push, pull_request]"), job("steps: [{run: make}]", "\n  push:\n    branches: [main]\n  pull_request:").replace("on: \n", "on:\n")],
  ["yaml/triggered-by-everything", "a mapping", workflow, job("steps: [{run: make}]", "\n  push: # all\n  pull_request:").replace("on: \n", "on:\n"), job("steps: [{run: make}]", "\n  push:\n    branches: [main] # all\n  pull_request:").replace("on: \n", "on:\n")],
  ["yaml/disabled-tls-verification", "a setting", "prometheus.yml", "scrape_configs:\n  - tls_config:\n      insecure_skip_verify: true # soon\n", "scrape_configs:\n  - tls_config:\n      insecure_skip_verify: false # soon\n"],
  ["yaml/disabled-tls-verification", "a variable", "compose.yaml", "services:\n  a:\n    image: a\n    environment:\n      NODE_TLS_REJECT_UNAUTHORIZED: \"0\"\n", "services:\n  a:\n    image: a\n    environment:\n      NODE_TLS_REJECT_UNAUTHORIZED: \"1\"\n"],
  ["yaml/disabled-tls-verification", "one flag of several", workflow, job("steps:\n  - run: curl -fsSLk https://x.io/a"), job("steps:\n  - run: curl -fsSL https://x.io/a")],
  ["dockerfile/disabled-tls-verification", "a flag", "Dockerfile", "FROM debian:12\nRUN wget -q --no-check-certificate https://x.io/a && \\\n    true\n", "FROM debian:12\nRUN wget -q https://x.io/a && \\\n    true\n"],
  ["yaml/host-access", "a namespace of the node", "pod.yaml", pod("hostPID: true\ncontainers:\n  - image: a/b:1"), pod("hostPID: false\ncontainers:\n  - image: a/b:1")],
  ["yaml/host-access", "a namespace of the host", "compose.yaml", "services:\n  a:\n    image: a\n    pid: host # why\n    user: \"1\"\n", "services:\n  a:\n    image: a\n    user: \"1\"\n"],
  ["yaml/literal-secret-env", "the key moves", "pod.yaml", pod("containers:\n  - image: a/b:1\n    env:\n      - name: API_TOKEN\n        valueFrom: {configMapKeyRef: {name: a, key: b}}"), pod("containers:\n  - image: a/b:1\n    env:\n      - name: API_TOKEN\n        valueFrom: {secretKeyRef: {name: a, key: b}}")],
  ["yaml/privileged-container", "off", "pod.yaml", pod("containers:\n  - image: a/b:1\n    securityContext: {privileged: true}"), pod("containers:\n  - image: a/b:1\n    securityContext: {privileged: false}")],
  ["yaml/root-container", "a number", "pod.yaml", pod("securityContext: {runAsUser: 0}\ncontainers:\n  - image: a/b:1"), pod("securityContext: {runAsUser: 10001}\ncontainers:\n  - image: a/b:1")],
  ["yaml/root-container", "Compose, bare and quoted", "compose.yaml", "services:\n  a:\n    image: a\n    user: root\n", "services:\n  a:\n    image: a\n    user: \"10001\"\n"],
  ["yaml/root-container", "Compose in quotes", "compose.yaml", "services:\n  a:\n    image: a\n    user: '0:0'\n", "services:\n  a:\n    image: a\n    user: '10001'\n"],
  ["yaml/unsafe-rollout", "one replica", "d.yaml", deployment("- image: a/b:1\n  ports: [{containerPort: 80}]", "  replicas: 1\n"), deployment("- image: a/b:1\n  ports: [{containerPort: 80}]", "  replicas: 2\n")],
  ["yaml/unsafe-rollout", "one replica with labels gets its budget", "d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: web}\nspec:\n  replicas: 1 # for now\n  selector: {}\n  template:\n    metadata: {labels: {app: api, v: \"1\"}}\n    spec:\n      containers: [{image: a/b:1, ports: [{containerPort: 80}]}]", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: web}\nspec:\n  replicas: 2 # for now\n  selector: {}\n  template:\n    metadata: {labels: {app: api, v: \"1\"}}\n    spec:\n      containers: [{image: a/b:1, ports: [{containerPort: 80}]}]\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: api\n  namespace: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: api\n      v: \"1\"\n"],
  ["yaml/missing-resource-limits", "an empty mapping", "d.yaml", deployment("- name: a\n  image: a/b:1\n  resources: {}"), deployment("- name: a\n  image: a/b:1\n  resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}}")],
  ["yaml/missing-resource-limits", "requests of memory alone", "d.yaml", deployment("- name: a\n  image: a/b:1\n  resources:\n    requests:\n      memory: 1Gi"), deployment("- name: a\n  image: a/b:1\n  resources:\n    limits:\n      memory: 512Mi\n    requests:\n      cpu: 100m\n      memory: 1Gi")],
  ["yaml/missing-resource-limits", "nothing there", "d.yaml", deployment("- name: a\n  image: a/b:1 # api\n  args: [x]"), deployment("- name: a\n  image: a/b:1 # api\n  resources:\n    requests:\n      cpu: 100m\n      memory: 256Mi\n    limits:\n      memory: 512Mi\n  args: [x]")],
  ["yaml/missing-resource-limits", "the limit alone", "d.yaml", deployment("- name: a\n  image: a/b:1\n  resources:\n    requests:\n      cpu: 1\n      memory: 1Gi"), deployment("- name: a\n  image: a/b:1\n  resources:\n    limits:\n      memory: 512Mi\n    requests:\n      cpu: 1\n      memory: 1Gi")],
  ["yaml/missing-resource-limits", "Compose", "compose.prod.yaml", "services:\n  a: {image: a}\n", "services:\n  a: {mem_limit: 512m, image: a}\n"],
  ["yaml/missing-probe", "both", "d.yaml", deployment("- name: a\n  image: a/b:1\n  ports:\n    - containerPort: 80"), deployment("- name: a\n  image: a/b:1\n  readinessProbe:\n    httpGet:\n      path: /ready\n      port: 80\n  livenessProbe:\n    httpGet:\n      path: /live\n      port: 80\n  ports:\n    - containerPort: 80")],
  ["yaml/missing-healthcheck", "a database", "compose.prod.yaml", "services:\n  a: {image: a, depends_on: [db]}\n  db:\n    image: postgres:17\n", "services:\n  a: {image: a, depends_on: [db]}\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready -U postgres\n"],
  ["yaml/workflow-injection", "in double quotes", workflow, job("steps:\n  - name: n\n    run: echo \"a ${{ github.event.issue.title }}\"", "issues"), job("steps:\n  - name: n\n    env:\n      ISSUE_TITLE: ${{ github.event.issue.title }}\n    run: echo \"a ${ISSUE_TITLE}\"", "issues")],
  ["yaml/workflow-injection", "bare, in a block", workflow, job("steps:\n  - run: |\n      # it's said\n      echo ${{ github.head_ref }} > a", "issues"), job("steps:\n  - env:\n      HEAD_REF: ${{ github.head_ref }}\n    run: |\n      # it's said\n      echo \"${HEAD_REF}\" > a", "issues").replace("steps:\n      - env", "steps:\n      - env")],
  ["yaml/workflow-injection", "in single quotes", workflow, job("steps:\n  - name: n\n    run: echo '${{ github.head_ref }}' 'b ${{ github.sha }}'", "issues"), job("steps:\n  - name: n\n    env:\n      HEAD_REF: ${{ github.head_ref }}\n    run: echo \"${HEAD_REF}\" 'b ${{ github.sha }}'", "issues")],
  ["yaml/workflow-injection", "into the env that is there", workflow, job("steps:\n  - name: n\n    env: {A: b}\n    run: echo ${{ github.head_ref }}", "issues"), job("steps:\n  - name: n\n    env: {HEAD_REF: \"${{ github.head_ref }}\", A: b}\n    run: echo \"${HEAD_REF}\"", "issues")],
  ["yaml/workflow-injection", "what the environment has already", workflow, job("env:\n  T: ${{ github.event.comment.body }}\nsteps:\n  - run: echo \"${{ env.T }}\"", "issue_comment"), job("env:\n  T: ${{ github.event.comment.body }}\nsteps:\n  - run: echo \"${T}\"", "issue_comment")],
  ["yaml/workflow-injection", "PowerShell", workflow, job("steps:\n  - name: n\n    shell: pwsh\n    run: Write-Host \"${{ github.head_ref }}\"", "issues"), job("steps:\n  - name: n\n    env:\n      HEAD_REF: ${{ github.head_ref }}\n    shell: pwsh\n    run: Write-Host \"$($env:HEAD_REF)\"", "issues")],
  ["yaml/workflow-injection", "a template literal", workflow, job("steps:\n  - uses: actions/github-script@v7\n    with:\n      script: |\n        const a = `it's ${{ github.head_ref }}`;", "issues"), job("steps:\n  - uses: actions/github-script@v7\n    env:\n      HEAD_REF: ${{ github.head_ref }}\n    with:\n      script: |\n        const a = `it's ${process.env.HEAD_REF}`;", "issues")],
  ["dockerfile/root-user", "above the command", "Dockerfile", "FROM python:3.12\r\nCMD [\"python\"]\r\n", "FROM python:3.12\r\nUSER 10001\r\nCMD [\"python\"]\r\n"],
  ["dockerfile/root-user", "the last word", "Dockerfile", "FROM node:22\nUSER root # still\nCMD [\"node\"]\n", "FROM node:22\nUSER node # still\nCMD [\"node\"]\n"],
  ["dockerfile/remote-add", "a digest to fill in", "Dockerfile", "FROM debian:12\nADD --chown=1 https://x.io/a /a\n", `FROM debian:12\nADD --checksum=sha256:${zeros} --chown=1 https://x.io/a /a\n`],
  ["dockerfile/piped-installer", "in steps", "Dockerfile", "FROM debian:12\nRUN curl -fsSL https://x.io/i | sudo bash -s -- --yes && ls\n", `FROM debian:12\nRUN curl -fsSL https://x.io/i -o /tmp/install.sh && echo "${zeros}  /tmp/install.sh" | sha256sum -c - && sudo bash /tmp/install.sh --yes && ls\n`],
  ["yaml/missing-healthcheck", "a database with its shell of old", "compose.prod.yaml", "services:\n  a: {image: a, depends_on: [db]}\n  db:\n    image: mongo:4.2.0\n", "services:\n  a: {image: a, depends_on: [db]}\n  db:\n    image: mongo:4.2.0\n    healthcheck:\n      test: mongo --quiet --eval \"db.adminCommand('ping')\"\n"],
  ["dockerfile/missing-healthcheck", "of the first port that speaks TCP", "Dockerfile", "FROM python:3.12\nEXPOSE 3478/udp 8080 8443/tcp\nCMD [\"x\"]\n", "FROM python:3.12\nEXPOSE 3478/udp 8080 8443/tcp\nHEALTHCHECK CMD curl -fsS http://localhost:8080/health || exit 1\nCMD [\"x\"]\n"],
  ["dockerfile/missing-healthcheck", "of the port", "Dockerfile", "FROM python:3.12\nEXPOSE 8000/tcp\nCMD [\"x\"]\n", "FROM python:3.12\nEXPOSE 8000/tcp\nHEALTHCHECK CMD curl -fsS http://localhost:8000/health || exit 1\nCMD [\"x\"]\n"],
  ["dockerfile/unpinned-install", "the locked version, quotes kept", "Dockerfile", "FROM scratch\nRUN pip install \"pandas[excel]>=2\" \\\n  && true\n", "FROM scratch\nRUN pip install \"pandas[excel]==2.2.3\" \\\n  && true\n", { "poetry.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' }],
  ["dockerfile/unpinned-install", "JSON form", "svc/Dockerfile", "FROM scratch\nRUN [\"pip\", \"install\", \"pandas\"]\n", "FROM scratch\nRUN [\"pip\", \"install\", \"pandas==2.2.3\"]\n", { "uv.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' }],
  ["yaml/unpinned-install", "npm", workflow, job("steps:\n  - run: npm i -g vercel@latest"), job("steps:\n  - run: npm i -g vercel@44.7.3"), { "package-lock.json": '{"packages":{"node_modules/vercel":{"version":"44.7.3"}}}' }],
  ["notebook/unpinned-install", "inside JSON", "a.ipynb", '{"cells": [{"cell_type": "code", "source": ["!pip install \\"pandas>=2\\"\\n"]}]}\n', '{"cells": [{"cell_type": "code", "source": ["!pip install \\"pandas==2.2.3\\"\\n"]}]}\n', { "pdm.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' }],
];

describe("fixes", () => {
  for (const [rule, title, path, before, after, files] of cases) {
    it(`${rule}: ${title}`, async () => {
      const found = (await workspace({ ...files, [path]: before })).findings(path, rule);
      expect(found.length, JSON.stringify(found)).toBeGreaterThan(0);
      const fix = found.flatMap(({ fixes }) => fixes)[0];
      expect(fix && applyFix(before, fix)).toBe(after);
      expect(fix?.safe).toBe(false);
      expect((await workspace({ ...files, [path]: after })).findings(path, rule).length).toBeLessThan(found.length);
    });
  }
});

const without: readonly Case[] = [
  ["dockerfile/unpinned-install", "no version is known", "Dockerfile", "FROM scratch\nRUN pip install pandas\n", ""],
  ["dockerfile/unpinned-install", "lockfiles hold two", "Dockerfile", "FROM scratch\nRUN pip install pandas\n", "", { "poetry.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n\n[[package]]\nname = "pandas"\nversion = "1.5.3"\n' }],
  ["yaml/workflow-injection", "a here-document", workflow, job("steps:\n  - run: |\n      cat <<EOF\n      ${{ github.head_ref }}\n      EOF", "issues"), ""],
  ["yaml/workflow-injection", "half of a string of JavaScript", workflow, job("steps:\n  - uses: actions/github-script@v7\n    with:\n      script: const a = 'x ${{ github.head_ref }}';", "issues"), ""],
  ["yaml/alert-without-severity", "labels that stand elsewhere", "r.yml", "x: &l {team: a}\n" + alert("- alert: A\n  expr: up == 0\n  labels: *l"), ""],
  ["dockerfile/piped-installer", "over two lines", "Dockerfile", "FROM debian:12\nRUN curl -fsSL https://x.io/i \\\n  | bash\n", ""],
];

describe("no fix", () => {
  for (const [rule, title, path, text, , files] of without) {
    it(`${rule}: ${title}`, async () => {
      const found = (await workspace({ ...files, [path]: text })).findings(path, rule);
      expect(found.length).toBeGreaterThan(0);
      expect(found.flatMap(({ fixes }) => fixes)).toEqual([]);
    });
  }
});
