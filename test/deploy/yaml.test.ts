/** What of a YAML file is an image, an action or an install, by the kind of file. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const sha = "sha256:" + "0f".repeat(32);
const commit = "0123456789abcdef0123456789abcdef01234567";
type Case = readonly [title: string, path: string, marked: string, severities?: string];

function table(rule: string, cases: readonly Case[]): void {
  describe(rule, () => {
    for (const [title, path, marked, severities] of cases) {
      it(title, async () => {
        const { text } = readMarkers(marked);
        const findings = await lint(path, text, rule);
        expect(withMarkers(text, findings)).toBe(marked);
        if (severities !== undefined) expect(findings.map(({ severity }) => severity).join(" ")).toBe(severities);
      });
    }
  });
}

const compose = "compose.yaml";
const workflow = ".github/workflows/ci.yml";
const job = (body: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${body.replace(/^/gm, "    ")}\n`;
const steps = (body: string) => job(`steps:\n${body.replace(/^/gm, "  ")}`);
const pod = (body: string, kind = "Pod", apiVersion = "v1") => `apiVersion: ${apiVersion}\nkind: ${kind}\nspec:\n  containers:\n${body.replace(/^/gm, "    ")}\n`;
const workload = (kind: string) => `apiVersion: apps/v1\nkind: ${kind}\nspec:\n  selector: {}\n  template:\n    spec:\n      initContainers:\n        - {name: i, image: «busybox»}\n      containers:\n        - name: a\n          image: «acme/api:1.4»\n`;

table("yaml/unpinned-image", [
  ["services by tag", compose, "services:\n  a: {image: «redis»}\n  b:\n    image: «redis:latest»\n  c:\n    image: \"«redis:7»\"\n", "warning warning info"],
  ["a pinned service", compose, `services:\n  a:\n    image: redis:7@${sha}\n  b:\n    image: redis@${sha}\n`],
  ["a service that is only built", compose, "services:\n  a:\n    build: .\n"],
  ["the name of what is built here", compose, "services:\n  a:\n    build: .\n    image: acme/a:latest\n"],
  ["another service runs what is built here", compose, "services:\n  a:\n    build: {context: .}\n    image: acme/a:latest\n  worker:\n    image: acme/a:latest\n"],
  ["never pulled", compose, "services:\n  a:\n    image: acme/a\n    pull_policy: never\n"],
  ["a variable without a default", compose, "services:\n  a:\n    image: ${IMAGE}\n  b:\n    image: ${IMAGE:?say which}\n  c:\n    image: redis:${TAG}\n"],
  ["a variable with a default", compose, `services:\n  a:\n    image: «\${IMAGE:-redis}»\n  b:\n    image: redis:7@\${D:-${sha}}\n  c:\n    image: «acme/a:\${TAG-latest}»\n`, "warning warning"],
  ["an anchor shared by services is one place", compose, "x-base: &base\n  image: «acme/base:3»\nservices:\n  a:\n    <<: *base\n  b:\n    <<: *base\n", "info"],
  ["built through an anchor", compose, "x-base: &base\n  build: .\nservices:\n  a:\n    <<: *base\n    image: acme/a:latest\n"],
  ["the old format without services", "docker-compose.yml", "web:\n  build: .\ncache:\n  image: «redis»\n"],
  ["Compose known by content", "deploy/stack.yml", "version: '3'\nservices:\n  a:\n    image: «redis»\n"],
  ["a service list that is no Compose file", "config.yml", "services:\n  - image: redis\n"],
  ["an image key that is no container image", "site.yml", "title: x\nimage: cover.png\nitems:\n  - image: redis:latest\n"],
  ["Heroku names its own", "heroku.yml", "build:\n  docker:\n    web: Dockerfile\nrun:\n  web:\n    image: worker\n"],
  ["Skaffold names what it builds", "skaffold.yaml", "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n"],

  ["a pod", "pod.yaml", pod("- name: a\n  image: «nginx»"), "warning"],
  ["an image before the name", "pod.yaml", pod("- image: «nginx:1.29»\n  name: a"), "info"],
  ["a pinned pod", "pod.yaml", pod(`- name: a\n  image: nginx:1.29@${sha}`)],
  ["never pulled by the node", "pod.yaml", pod("- name: a\n  image: nginx\n  imagePullPolicy: Never")],
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind): Case => [kind, "k8s.yaml", workload(kind), "warning info"]),
  ["Job", "k8s.yaml", "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n        - image: «acme/job:2»\n"],
  ["CronJob", "k8s.yaml", "apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - image: «acme/job»\n"],
  ["ephemeral containers", "k8s.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  ephemeralContainers:\n    - image: «busybox»\n"],
  ["several documents, the first one empty", "k8s.yaml", `---\n---\n${pod("- image: «a:1»")}---\nkind: ConfigMap\napiVersion: v1\ndata:\n  image: redis\n---\n${pod("- image: «b»")}`, "info warning"],
  ["an object among test data is a hint", "testdata/pod.yaml", pod("- image: «nginx»"), "hint"],
  ["a list of objects", "k8s.yaml", "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    spec:\n      containers: [{image: «a:1»}]\n"],
  ["text inside a ConfigMap is text", "k8s.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  pod.yaml: |\n    spec:\n      containers:\n        - image: redis\n"],
  ["a schema is no container", "crd.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  containers:\n    - image: redis\n"],
  ["an operator's scaffold", "manager.yaml", pod("- image: controller:latest", "Deployment", "apps/v1")],
  ["placeholders", "pod.yaml", pod("- image: <your-image>\n- image: IMAGE_NAME\n- image: acme/api:$(TAG)\n- image: acme/api:IMAGE_TAG\n- image: \"\"\n- image:")],
  ["an Argo template", "wf.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n    - container:\n        image: «python:3.12»\n    - script:\n        image: «alpine»\n"],
  ["a Tekton task", "task.yaml", "apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  steps:\n    - image: «alpine»\n"],
  ["a custom resource with a pod inside", "rollout.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec:\n  template:\n    spec:\n      containers:\n        - image: «acme/api:2»\n"],
  ["Kustomize", "kustomization.yaml", `resources: [a.yaml]\nimages:\n  - name: acme/api\n    newTag: «v1.2»\n  - name: acme/web\n    newName: reg/web\n    newTag: «latest»\n  - name: acme/db\n    digest: ${sha}\n  - name: acme/x\n    newName: y\n`, "info warning"],
  ["a Helm template", "chart/templates/app.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: {{ .Values.image }}\n    - image: redis\n"],
  ["a Helm template that starts with a condition", "chart/templates/app.yaml", "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: redis\n{{- end }}\n"],
  ["a template inside a string", "pod.yaml", pod("- image: \"{{ .Values.image }}:{{ .Values.tag }}\"")],

  ["a job's container", workflow, job("container: «node:22»"), "info"],
  ["a job's container as mapping", workflow, job("container:\n  image: «node»\n  options: --cpus 1"), "warning"],
  ["an empty container", workflow, job("container: ''")],
  ["a container from the matrix", workflow, job("container: ${{ matrix.image }}")],
  ["a version from the matrix", workflow, job("container: node:${{ matrix.node }}")],
  ["services of a job", workflow, job(`services:\n  db:\n    image: «postgres:17»\n  cache:\n    image: redis@${sha}\n  none:\n    image: \${{ matrix.db }}`), "info"],
  ["a docker step", workflow, steps("- uses: docker://«alpine:3.21»\n- uses: docker://«alpine»\n- uses: docker://ghcr.io/a/b@" + sha), "info warning"],
  ["a docker action", "action.yml", "name: x\nruns:\n  using: docker\n  image: docker://«debian:12»\n"],
  ["a docker action with its own file", "action.yml", "name: x\nruns:\n  using: docker\n  image: Dockerfile\n"],
  ["an input called image", workflow, steps("- uses: ./x\n  with:\n    image: redis")],
  ["GitLab", ".gitlab-ci.yml", "image: «python:3.12»\nvariables:\n  NODE: node:22\ntest:\n  image:\n    name: «ruby»\n  services:\n    - «postgres:17»\n    - name: «redis»\n  script: [make]\nbuild:\n  image: $NODE_IMAGE\n  script: make\n", "info warning info warning"],
  ["GitLab variables", ".gitlab-ci.yml", "variables:\n  NODE: node:22\ntest:\n  image: «$NODE»\n  script: make\n"],

  ["broken above and below", "pod.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: «nginx»\n    - name: [b\n"],
  ["duplicate keys: readers take the last", "pod.yaml", pod(`- image: nginx\n  image: nginx@${sha}`)],
  ["carriage returns and tabs", "pod.yaml", pod("- name: a\t\n  image: «nginx»\t# web").replace(/\n/g, "\r\n")],
  ["quotes, escapes and folding", "pod.yaml", pod("- image: '«nginx»'\n- image: \"«ng\\x69nx:1»\"\n- image: >-\n    «redis:7»")],
  ["emoji before", "pod.yaml", pod("- name: \"😀😀\"\n  image: «nginx» # 😀")],
]);

describe("images that another file decides", () => {
  const rule = "yaml/unpinned-image";
  const deployment = pod("- image: acme/api");
  const count = async (path: string, text: string, files: Record<string, string>) => (await lint(path, text, rule, files)).length;
  it.each<[title: string, path: string, text: string, files: Record<string, string>, count: number]>([
    ["built by Skaffold", "k8s/api.yaml", deployment, { "skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n" }, 0],
    ["built by a Skaffold profile", "k8s/api.yaml", deployment, { "skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nprofiles:\n  - build:\n      artifacts: [{image: acme/api}]\n" }, 0],
    ["Skaffold builds something else", "k8s/api.yaml", deployment, { "skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/web\n" }, 1],
    ["replaced by Kustomize", "k8s/api.yaml", deployment, { "k8s/kustomization.yaml": `images:\n  - name: acme/api\n    digest: ${sha}\n` }, 0],
    ["named by Kustomize, not replaced", "k8s/api.yaml", deployment, { "k8s/kustomization.yaml": "images:\n  - name: acme/api\n" }, 1],
    ["renamed by Kustomize, not pinned", "k8s/api.yaml", deployment, { "k8s/kustomization.yaml": "images:\n  - name: acme/api\n    newName: mirror/api\n" }, 1],
    ["replaced by an overlay that names the base", "base/api.yaml", deployment, { "overlays/a/kustomization.yaml": "resources: [../../base]\nimages:\n  - {name: acme/api, newTag: v1}\n" }, 0],
    ["replaced by an overlay of something else", "other/api.yaml", deployment, { "overlays/a/kustomization.yaml": "resources: [../../base]\nimages:\n  - {name: acme/api, newTag: v1}\n" }, 1],
    ["replaced by a component", "kustomize/base/api.yaml", deployment, { "kustomize/components/tag/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nimages:\n  - {name: acme/api, newTag: v1}\n" }, 0],
    ["Skaffold of another folder", "k8s/api.yaml", deployment, { "other/skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nbuild: {artifacts: [{image: acme/api}]}\n" }, 1],
    ["Compose does not decide for Kubernetes", "k8s/api.yaml", deployment, { "compose.yaml": "services:\n  a: {build: ., image: acme/api}\n" }, 1],
    ["an overlay runs what the main Compose file builds", "compose.prod.yaml", "services:\n  a: {image: acme/api}\n", { "compose.yaml": "services:\n  a: {build: ., image: acme/api}\n" }, 0],
    ["an overlay runs another tag", "compose.prod.yaml", "services:\n  a: {image: 'acme/api:2'}\n", { "compose.yaml": "services:\n  a: {build: ., image: acme/api}\n" }, 1],
  ])("%s", async (_title, path, text, files, expected) => expect(await count(path, text, files)).toBe(expected));
});

table("yaml/unpinned-action", [
  ["a tag", workflow, steps("- uses: «actions/checkout@v4»"), "info"],
  ["a full version", workflow, steps("- uses: «acme/tool@v1.2.3»\n- uses: «acme/tool@1.2»\n- uses: «acme/tool@tool-v1.2.3-beta.1»"), "info info info"],
  ["a branch", workflow, steps("- uses: «acme/tool@main»\n- uses: «acme/tool@master»\n- uses: «acme/tool@stable»\n- uses: «acme/tool@latest»"), "warning warning warning warning"],
  ["a branch that ends in a version", workflow, steps("- uses: «pypa/gh-action-pypi-publish@release/v1»"), "warning"],
  ["a commit", workflow, steps(`- uses: actions/checkout@${commit} # v4\n- uses: acme/x/sub@${commit}`)],
  ["a shortened commit", workflow, steps("- uses: «actions/checkout@0123abc»"), "warning"],
  ["a date is a tag", workflow, steps("- uses: «acme/tool@20250101»"), "info"],
  ["quotes", workflow, steps("- uses: \"«actions/checkout@v4»\"\n- uses: '«acme/x@main»'")],
  ["a path in the repository", workflow, steps("- uses: «github/codeql-action/init@v3»")],
  ["local", workflow, steps("- uses: ./.github/actions/x\n- uses: ./x@v1")],
  ["images are judged elsewhere", workflow, steps("- uses: docker://alpine")],
  ["expressions and half-typed", workflow, steps("- uses: acme/x@${{ inputs.ref }}\n- uses: acme/x@\n- uses: acme\n- uses:\n- uses: []")],
  ["no version at all", workflow, steps("- uses: «acme/x»"), "warning"],
  ["a reusable workflow", workflow, "on: push\njobs:\n  a:\n    uses: «acme/shared/.github/workflows/x.yml@main»\n  b:\n    uses: ./.github/workflows/y.yml\n  c:\n    uses: acme/shared/.github/workflows/x.yml@" + commit + "\n", "warning"],
  ["a composite action", "action.yaml", "runs:\n  using: composite\n  steps:\n    - uses: «actions/cache@v4»\n", "info"],
  ["steps shared by an anchor", workflow, steps("- &one\n  uses: «actions/checkout@v4»\n- *one"), "info"],
  ["not a workflow", "deploy/list.yml", "steps:\n  - uses: acme/tool@main\n"],
  ["a workflow elsewhere is known by its content", "templates/ci.yml", steps("- uses: «acme/tool@main»")],
  ["GitHub Enterprise and other hosts", ".gitea/workflows/x.yml", steps("- uses: «https://code.acme.test/actions/x@v2»"), "info"],
]);

table("yaml/unpinned-install", [
  ["one line", workflow, steps("- run: pip install «requests»"), "warning"],
  ["a block", workflow, steps("- run: |\n    set -e\n    pip install «requests»\n    npm install -g «vercel» && npm ci\n    # pip install c"), "warning warning"],
  ["a folded block", workflow, steps("- run: >\n    pip install\n    «requests»\n    flask==3")],
  ["a block with an explicit indentation", workflow, steps("- run: |2-\n    pip install «a»\n      b==1")],
  ["continued lines", workflow, steps("- run: |\n    pip install \\\n      «a» \\\n      b==1")],
  ["double quotes and escapes", workflow, steps("- run: \"pip install «\\\"a>=1\\\"»\\npip install «b»\"")],
  ["single quotes", workflow, steps("- run: 'pip install «''a>=1''»'")],
  ["plain text over several lines", workflow, steps("- run: pip install\n    «a»\n    b==1")],
  ["expressions", workflow, steps("- run: |\n    pip install ${{ matrix.package }} django==${{ matrix.django }} «pytest»\n    echo \"${{ github.event.head_commit.message }}\"\n    pip install ${{ matrix.x && format('{0}', 'y') }}")],
  ["an expression that is never closed silences its command", workflow, steps("- run: |\n    pip install «a»\n    pip install b ${{ matrix")],
  ["variables of step, job and workflow", workflow, `env: {A: pm2}\n${job("env: {B: latest}\nsteps:\n  - run: npm i -g «$A» «x@$B» y@$C\n    env: {D: 1}\n  - run: npm i -g «z@$D»\n    env: {D: ^1}")}`],
  ["the installer", workflow, steps("- run: python -m pip install --upgrade «pip»"), "info"],
  ["PowerShell by name", workflow, steps("- run: pip install a\n  shell: pwsh")],
  ["PowerShell by runner", workflow, job("steps:\n  - run: pip install a").replace("ubuntu-24.04", "windows-2022")],
  ["bash on Windows", workflow, job("steps:\n  - run: pip install «a»\n    shell: bash").replace("ubuntu-24.04", "windows-2022")],
  ["Python by default", workflow, job("defaults:\n  run:\n    shell: python\nsteps:\n  - run: pip install a\n  - run: pip install «b»\n    shell: bash -e {0}")],
  ["a composite action", "action.yml", "runs:\n  using: composite\n  steps:\n    - run: pip install «a»\n      shell: bash\n"],
  ["GitLab", ".gitlab-ci.yml", "before_script:\n  - pip install «a»\ntest:\n  script:\n    - |\n      pip install «b»\n    - npm ci\n", "warning warning"],
  ["a name is no command", workflow, steps("- name: pip install a\n  run: echo pip install b")],
  ["a message is no command", workflow, steps("- run: git commit -m \"chore: npm install x\" && gh pr comment --body 'pip install y'")],
  ["data is no command", workflow, steps("- run: |\n    cat > x.sh <<'EOF'\n    pip install a\n    EOF\n    pip install «b»")],
  ["broken shell keeps its neighbours", workflow, steps("- run: |\n    pip install «a»\n    fi\n    pip install «b»\n- run: pip install «c»\n- run: echo \"unfinished\n- run: pip install «d»")],
  ["not a pipeline", "notes.yml", "run: pip install a\nsteps:\n  - run: pip install b\n"],
  ["carriage returns", workflow, steps("- run: |\n    pip install «a» \\\n      «b»\n    pip install c==1").replace(/\n/g, "\r\n")],
]);
