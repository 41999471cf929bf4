/** Pipelines of GitLab, CircleCI and Azure, composite actions, and every kind of Kubernetes object that runs pods. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers, workspace } from "../harness.ts";

const gitlab = ".gitlab-ci.yml";
const circle = ".circleci/config.yml";
const azure = "azure-pipelines.yml";
const flow = ".github/workflows/ci.yml";
const job = (body: string, on = "push") => `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${body.replace(/^/gm, "    ")}\n`;

const cases: readonly (readonly [rule: string, title: string, path: string, marked: string])[] = [
  ["yaml/deploy-without-approval", "a template that asks first", gitlab, ".ask:\n  when: manual\ndeploy:\n  extends: .ask\n  script: [kubectl apply -f k]\n"],
  ["yaml/deploy-without-approval", "a template that does not", gitlab, ".base:\n  script: [kubectl apply -f k]\n«deploy»:\n  extends: [.base]\n"],
  ["yaml/deploy-without-approval", "a template of another file", gitlab, "deploy:\n  extends: .shared\n  script: [kubectl apply -f k]\n"],
  ["yaml/deploy-without-approval", "an environment", gitlab, "deploy:\n  script: [kubectl apply -f k]\n  environment: {name: production}\n"],
  ["yaml/deploy-without-approval", "tags only", gitlab, "deploy:\n  only: [tags]\n  script: [kubectl apply -f k]\nship:\n  rules:\n    - if: $CI_COMMIT_TAG\n  script: [kubectl apply -f k]\n"],
  ["yaml/deploy-without-approval", "a stage for tests", gitlab, "deploy:\n  stage: staging\n  script: [kubectl apply -f k]\n"],
  ["yaml/deploy-without-approval", "a rule that waits for somebody", gitlab, "deploy:\n  rules:\n    - if: $CI_COMMIT_BRANCH == \"main\"\n      when: manual\n  script: [kubectl apply -f k]\n"],
  ["yaml/deploy-without-concurrency", "a resource group", gitlab, "deploy:\n  resource_group: production\n  script: [helm upgrade a ./a]\n«ship»:\n  script: [helm upgrade a ./a]\n"],
  ["yaml/ignored-failure", "in a script", gitlab, "unit:\n  script:\n    - «pytest» || true\n    - rm -r tmp || true\n"],
  ["yaml/ignored-failure", "some exit codes", gitlab, "unit:\n  script: [pytest]\n  allow_failure: {exit_codes: 137}\n"],
  ["yaml/ignored-failure", "a manual job", gitlab, ".m: {when: manual}\nunit:\n  extends: .m\n  script: [pytest]\n  allow_failure: true\n"],
  ["yaml/ignored-failure", "experimental by its stage", gitlab, "unit:\n  stage: experimental\n  script: [pytest]\n  allow_failure: true\n"],
  ["yaml/job-without-timeout", "GitLab stops a job after an hour by itself", gitlab, "unit:\n  script: [pytest]\n"],
  ["yaml/unpinned-install", "GitLab, defaults and jobs", gitlab, "default:\n  before_script:\n    - pip install «tox»\nunit:\n  script: |\n    npm i -g «vercel»\n"],
  ["yaml/unpinned-image", "GitLab, defaults, jobs and services", gitlab, "default:\n  image: «python:3»\nunit:\n  image: {name: «node»}\n  services:\n    - «postgres:17»\n    - name: «redis»\n  script: [pytest]\n"],
  ["yaml/blind-retraining", "GitLab by its schedule", gitlab, "train:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"schedule\"\n  script: [«python train.py»]\ndeploy:\n  script: [kubectl rollout restart deployment/m]\n"],
  ["yaml/blind-retraining", "GitLab with a look in between", gitlab, "train:\n  only: [schedules]\n  script: [python train.py]\nevaluate:\n  script: [python evaluate.py]\ndeploy:\n  script: [kubectl rollout restart deployment/m]\n"],
  ["yaml/blind-retraining", "a CronJob", "cron.yaml", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: retrain}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - image: acme/t:1\n              command: [sh, -c, \"«python train.py» && aws s3 cp model.pkl s3://models/live/\"]\n"],

  ["yaml/unpinned-image", "CircleCI, jobs and executors", circle, "version: 2.1\nexecutors:\n  e:\n    docker:\n      - image: «cimg/python:3.12»\njobs:\n  a:\n    docker:\n      - image: «redis»\n      - image: cimg/node:<< parameters.v >>\n    machine: {image: ubuntu-2204:2024.01.1}\n    steps: [checkout]\n"],
  ["yaml/unpinned-install", "CircleCI, both forms of run", circle, "version: 2.1\njobs:\n  a:\n    docker: [{image: a}]\n    steps:\n      - checkout\n      - run: pip install «tox»\n      - run:\n          name: x\n          command: npm i -g «vercel»\n      - run: {shell: python, command: pip install x}\ncommands:\n  c:\n    steps:\n      - run: pip install «nox»\n"],
  ["yaml/unpinned-image", "Azure, a job and a resource", azure, "resources:\n  containers:\n    - container: py\n      image: «python:3»\njobs:\n  - job: a\n    container: py\n    steps: [{script: make}]\n  - job: b\n    container: «node»\n    steps: [{script: make}]\n"],
  ["yaml/unpinned-install", "Azure, below stages and on Windows", azure, "stages:\n  - stage: s\n    jobs:\n      - job: a\n        steps:\n          - script: pip install «tox»\n          - bash: pip install «nox»\n          - powershell: pip install x\n      - job: w\n        pool: {vmImage: windows-latest}\n        steps:\n          - script: pip install tox\n"],
  ["yaml/unpinned-install", "a container that installs when it starts", "compose.yaml", "services:\n  a:\n    image: python:3\n    command: sh -c \"pip install «flask» && python app.py\"\n  b:\n    image: python:3\n    command: python app.py install x\n"],

  ["yaml/unpinned-action", "composite actions", "setup/action.yml", "runs:\n  using: composite\n  steps:\n    - uses: «actions/setup-node@v4»\n    - uses: ./local\n"],
  ["yaml/unpinned-install", "composite actions", "setup/action.yml", "runs:\n  using: composite\n  steps:\n    - run: pip install «tox»\n      shell: bash\n    - run: pip install x\n      shell: pwsh\n"],
  ["yaml/workflow-injection", "composite actions", "setup/action.yml", "runs:\n  using: composite\n  steps:\n    - run: echo «${{ github.event.pull_request.title }}»\n      shell: bash\n"],
  ["yaml/workflow-injection", "triggers as a list, the key in quotes", flow, "\"on\": [issues]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo «${{ github.event.issue.body }}»\n"],
  ["yaml/workflow-injection", "an alias is one place", flow, "on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: &s\n      - run: echo «${{ github.event.issue.body }}»\n  b:\n    runs-on: ubuntu-24.04\n    steps: *s\n"],
  ["yaml/workflow-injection", "values nobody can choose", flow, job("steps:\n  - run: echo ${{ github.event.number }} ${{ github.sha }} ${{ matrix.a }} ${{ github.event.pull_request.head.sha }}", "pull_request_target")],
  ["yaml/untrusted-checkout", "by command", flow, job("steps:\n  - uses: actions/checkout@v4\n  - run: «gh pr checkout ${{ github.event.number }}»\n  - run: make", "pull_request_target")],
  ["yaml/untrusted-checkout", "after a comment", flow, job("steps:\n  - uses: actions/checkout@v4\n    with:\n      «ref: refs/pull/${{ github.event.issue.number }}/head»\n  - run: make", "issue_comment")],
  ["yaml/untrusted-checkout", "the release that ran before", flow, job("if: github.event.workflow_run.event == 'push'\nsteps:\n  - uses: actions/checkout@v4\n    with: {ref: \"${{ github.event.workflow_run.head_sha }}\"}\n  - run: make", "workflow_run")],
  ["yaml/broad-workflow-permissions", "one job of two", flow, "on: push\npermissions: {}\njobs:\n  a:\n    «permissions: write-all»\n    runs-on: x\n    steps: [{run: make}]\n  b:\n    runs-on: x\n    steps: [{run: make}]\n"],

  ["yaml/literal-secret-env", "a place of credentials is no secret", "p.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: a/b:1\n      env:\n        - name: GOOGLE_APPLICATION_CREDENTIALS\n          valueFrom: {configMapKeyRef: {name: a, key: b}}\n"],
  ["yaml/privileged-container", "said aloud", "p.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: a/b:1\n      securityContext: {«allowPrivilegeEscalation: true»}\n    - image: a/c:1\n      securityContext: {«privileged: true», allowPrivilegeEscalation: true}\n"],
  ["yaml/missing-disruption-budget", "a budget of other pods", "d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: «api»}\nspec:\n  replicas: 2\n  selector: {}\n  template:\n    metadata: {labels: {app: api}}\n    spec:\n      containers: [{image: a, ports: [{containerPort: 80}]}]\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}}\n"],
];

describe("pipelines and pods", () => {
  for (const [rule, title, path, marked] of cases) {
    it(`${rule}: ${title}`, async () => {
      const { text } = readMarkers(marked);
      expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
    });
  }
});

const inner = "      containers:\n        - name: a\n          image: a/b:1\n          securityContext: {privileged: true}\n";
const template = `  selector: {}\n  template:\n    spec:\n${inner}`;
const kinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout", "Job"].map((kind) => [kind, `apiVersion: v1\nkind: ${kind}\nspec:\n${template}`])),
  Pod: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: a/b:1\n      securityContext: {privileged: true}\n",
  CronJob: `apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${inner.replace(/^/gm, "    ")}`,
  PodTemplate: `apiVersion: v1\nkind: PodTemplate\ntemplate:\n  spec:\n${inner.replace(/^ {2}/gm, "")}`,
  PodList: "apiVersion: v1\nkind: PodList\nitems:\n  - apiVersion: v1\n    kind: Pod\n    spec:\n      initContainers:\n        - image: a/b:1\n          securityContext: {privileged: true}\n      containers: [{image: a/b:1}]\n",
  "ephemeral container": "apiVersion: v1\nkind: Pod\nspec:\n  containers: [{image: a/b:1}]\n  ephemeralContainers:\n    - image: a/b:1\n      securityContext: {privileged: true}\n",
};

it.each(Object.entries(kinds))("pods of %s are found", async (_kind, text) => {
  expect((await lint("k.yaml", text, "yaml/privileged-container")).length).toBe(1);
  expect((await lint("k.yaml", `---\napiVersion: v1\nkind: ConfigMap\n---\n${text}`, "yaml/privileged-container")).length).toBe(1);
});

describe("budgets of other files", () => {
  const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: 2\n  selector: {}\n  template:\n    metadata: {labels: {app: api}}\n    spec:\n      containers: [{image: a, ports: [{containerPort: 80}]}]\n";
  it.each([
    ["none", {}, 1],
    ["by label", { "pdb.yaml": "apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {selector: {matchLabels: {app: api}}}\n" }, 0],
    ["in a Helm chart", { "chart/templates/pdb.yaml": "{{- if .Values.pdb }}\napiVersion: policy/v1\nkind: PodDisruptionBudget\n{{- end }}\n" }, 0],
  ])("%s", async (_title, files, count) => {
    expect((await workspace({ ...files, "deploy.yaml": deployment })).findings("deploy.yaml", "yaml/missing-disruption-budget").length).toBe(count);
  });
});

describe("samples", () => {
  const pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: nginx\n";
  it.each([
    ["deploy/pod.yaml", "warning"], ["examples/pod.yaml", "hint"], ["app/_archived/pod.yaml", "hint"], ["samples/a/pod.yaml", "hint"], ["docs/pod.yaml", "hint"],
    ["playwright/pod.yaml", "hint"], ["cypress/pod.yaml", "hint"], ["push-examples/pod.yaml", "hint"], ["documents/pod.yaml", "warning"], ["exampleservice/pod.yaml", "warning"],
  ])("%s: %s", async (path, severity) => {
    expect((await lint(path, pod, "yaml/unpinned-image")).map((one) => one.severity)).toEqual([severity]);
  });
  it("a role says otherwise", async () => {
    const found = (await workspace({ "examples/pod.yaml": pod }, { roles: { "examples/**": "serve" } })).findings("examples/pod.yaml", "yaml/unpinned-image");
    expect(found.map((one) => one.severity)).toEqual(["warning"]);
  });
});
