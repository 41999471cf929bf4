/** Shapes that other linters' suites are made of: manifests without a selector, bare pods, images behind a matrix, plain words as passwords. */
import { expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const deployment = (spec: string, rest = "") => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n${rest.replace(/^(?=.)/gm, "  ")}  template:\n    spec:\n${spec.replace(/^/gm, "      ")}\n`;
const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
const job = (body: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${body.replace(/^/gm, "    ")}\n    steps: [{run: make}]\n`;
const env = (name: string, value: string) => pod(`containers:\n  - image: acme/api:3\n    env:\n      - name: ${name}\n        ${value}`);
const digest = "acme/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

const cases: readonly (readonly [rule: string, title: string, severities: string, marked: string, path?: string])[] = [
  ["yaml/missing-resource-limits", "a deployment without a selector", "warning", deployment("containers:\n  - name: «api»\n    image: acme/api:3")],
  ["yaml/missing-resource-limits", "the same among overlays", "", deployment("containers:\n  - name: api\n    image: acme/api:3"), "overlays/prod/api.yaml"],
  ["yaml/missing-resource-limits", "a patch of the image's name", "", deployment("containers:\n  - name: api\n    image: acme/api:3"), "config/manager_image_patch.yaml"],
  ["yaml/missing-resource-limits", "a bare pod", "info", pod("containers:\n  - name: «api»\n    image: acme/api:3")],
  ["yaml/privileged-container", "a deployment without a selector", "warning", deployment("containers:\n  - name: api\n    image: acme/api:3\n    securityContext:\n      «privileged: true»")],
  ["yaml/host-access", "a deployment without a selector", "warning", deployment("«hostPID: true»\ncontainers:\n  - name: api\n    image: acme/api:3")],
  ["yaml/missing-probe", "no port, and no probe", "hint", deployment("containers:\n  - name: «worker»\n    image: acme/worker:3")],
  ["yaml/missing-probe", "no port, and a probe of its own", "", deployment("containers:\n  - name: worker\n    image: acme/worker:3\n    livenessProbe: {exec: {command: [alive]}}")],
  ["yaml/missing-probe", "no port, beside others", "", deployment("containers:\n  - name: worker\n    image: acme/worker:3\n  - name: logs\n    image: acme/logs:3")],
  ["yaml/missing-probe", "a bare pod that serves", "hint", pod("containers:\n  - name: «api»\n    image: acme/api:3\n    ports: [{containerPort: 80}]")],
  ["yaml/missing-probe", "a bare pod that does not", "", pod("containers:\n  - name: api\n    image: acme/api:3")],
  ["yaml/unsafe-rollout", "all at once, without a port", "hint", deployment("containers:\n  - name: worker\n    image: acme/worker:3", "strategy:\n  «type: Recreate»\n")],
  ["yaml/unsafe-rollout", "all at once, served", "hint warning", deployment("containers:\n  - name: api\n    image: acme/api:3\n    ports: [{containerPort: 80}]", "strategy:\n  rollingUpdate:\n    «maxUnavailable: 100%»\n").replace("name: api\nspec", "name: «api»\nspec")],

  ["yaml/privileged-container", "a pod in the tests", "hint", pod("containers:\n  - image: acme/api:3\n    securityContext:\n      «privileged: true»"), "tests/pod.yaml"],
  ["yaml/privileged-container", "a pod of a file whose name says dev", "warning", pod("containers:\n  - image: acme/api:3\n    securityContext:\n      «privileged: true»"), "deploy-dev.yaml"],
  ["yaml/privileged-container", "Compose for development", "hint", "services:\n  a:\n    image: x:1\n    «privileged: true»\n", "compose.dev.yaml"],
  ["yaml/host-access", "Compose for development", "hint", "services:\n  a:\n    image: x:1\n    volumes: [«/var/run/docker.sock:/var/run/docker.sock»]\n", "compose.override.yaml"],
  ["yaml/host-access", "Compose, of which nothing is known", "warning", "services:\n  a:\n    image: x:1\n    volumes: [«/var/run/docker.sock:/var/run/docker.sock»]\n", "compose.yaml"],
  ["yaml/missing-resource-limits", "the tests' manifests", "", deployment("containers:\n  - name: api\n    image: acme/api:3"), "tests/api.yaml"],
  ["dockerfile/root-user", "an image of the tests", "hint", "FROM debian:12\n«USER root»\nCMD [\"a\"]\n", "tests/Dockerfile"],
  ["dockerfile/secret-in-layer", "an image of the tests", "hint", "FROM debian:12\nCOPY «.env» /\nCMD [\"a\"]\n", "tests/Dockerfile"],

  ["yaml/literal-secret-env", "a plain word", "warning", env("DB_PASSWORD", "«value: hello»")],
  ["yaml/literal-secret-env", "a word everybody tries", "warning", env("SECRET_KEY", "«value: \"changeme\"»")],
  ["yaml/literal-secret-env", "what is found elsewhere", "", env("DB_PASSWORD", "value: hunter2")],
  ["yaml/literal-secret-env", "a switch, a name, a reference", "", env("USE_TOKEN", "value: \"true\"") + "---\n" + env("API_TOKEN", "value: api-token") + "---\n" + env("API_TOKEN", "value: $(OTHER)") + "---\n" + env("API_TOKEN", "value: \"\"")],
  ["yaml/literal-secret-env", "a name that is no secret's", "", env("TOKEN_TYPE", "value: bearer") + "---\n" + env("PASSWORD_FILE", "value: secret")],
  ["yaml/literal-secret-env", "the registry of a job", "warning warning", job("container:\n  image: x\n  credentials:\n    username: robot\n    password: «letmein»\nservices:\n  db:\n    image: y\n    credentials: {username: robot, password: «hackme»}"), ".github/workflows/ci.yml"],
  ["yaml/literal-secret-env", "the registry's password as a secret", "", job("container:\n  image: x\n  credentials:\n    username: robot\n    password: ${{ secrets.REGISTRY }}"), ".github/workflows/ci.yml"],

  ["yaml/unpinned-image", "images behind a matrix", "info warning warning warning", job(`strategy:\n  matrix:\n    image: [«node:22», "«node:latest»", «python», "${digest}"]\n    include:\n      - image: «redis»\ncontainer: \${{ matrix.image }}`), ".github/workflows/ci.yml"],
  ["yaml/unpinned-image", "deeper in the matrix", "warning info", job("strategy:\n  matrix:\n    of:\n      - {name: a, image: «alpine»}\n      - {name: b, image: «alpine:3.20»}\nservices:\n  s:\n    image: ${{ matrix.of.image }}"), ".github/workflows/ci.yml"],
  ["yaml/unpinned-image", "a matrix that is worked out", "", job("strategy:\n  matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}\ncontainer: ${{ matrix.image }}"), ".github/workflows/ci.yml"],
  ["yaml/unpinned-image", "a value of the matrix that is no text", "", job("strategy:\n  matrix:\n    image: [[a], {b: c}, null]\ncontainer: ${{ matrix.image }}"), ".github/workflows/ci.yml"],
];

it.each(cases.map(([rule, title, severities, marked, path]) => [rule, title, severities, marked, path ?? "deploy.yaml"] as const))("%s: %s", async (rule, _title, severities, marked, path) => {
  const { text } = readMarkers(marked);
  const found = await lint(path, text, rule);
  expect(withMarkers(text, found)).toBe(marked);
  expect(found.map((one) => one.severity).join(" ")).toBe(severities);
  for (const { fixes } of found) for (const fix of fixes) expect((await lint(path, applyFix(text, fix), rule)).length, fix.title).toBeLessThan(found.length);
});
