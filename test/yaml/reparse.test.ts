/** A YAML tree that follows edits is the tree of the text they leave. */
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../server/languages/yaml/nodes.ts";
import { reparse } from "../../server/languages/yaml/reparse.ts";
import { applied } from "../fuzz/mutations.ts";
import { replayed, seeded, shown } from "./trees.ts";

const workflow = `name: ci
on: [push, pull_request]
permissions:
  contents: read
# what runs
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
    - uses: actions/checkout@v4
    - name: "run 😀 all"
      run: |
        npm ci
        npm test -- --reporter "dot"

#   - run: echo kept for later
    - { name: short, run: make }
  lint:
    needs: [test]
    steps:
      - run: >-
          npm run
          lint
`;
const manifests = `# two of them
apiVersion: v1
kind: Service
metadata: { name: api, labels: { app: api } }
spec:
  ports:
  - port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: 'api'
spec:
  template:
    spec:
      containers:
      - name: api
        image: "example.com/api:1.2"
        args: [serve, --port, "80"]
---
plain: several
  lines of
  words
empty:
`;
const corpus: readonly (readonly [string, string])[] = [
  ["a workflow", workflow], ["manifests", manifests], ["a workflow with Windows line ends", workflow.replaceAll("\n", "\r\n")], ["manifests after a byte order mark", `\uFEFF${manifests}`], ["names", "a: &x [1]\nb: *x\nc:\n  <<: *x\n"], ["no end of line", "a:\n  - b\n  - c"],
];

describe("random edits", () => {
  it.each(corpus)("%s", (_name, text) => {
    for (let seed = 1; seed <= 60; seed++) expect(replayed(text, 25, seeded(seed), workflow + manifests).wrong, `seed ${seed}`).toBeUndefined();
  });
});

describe("reads only a part", () => {
  const cases: readonly (readonly [name: string, text: string, find: string, insert: string])[] = [
    ["inside a step's script", workflow, "npm test", "-q "], ["inside a value", workflow, "ubuntu", "my-"], ["a key that is being typed", workflow, "run: |", "shell\n      "], ["inside a document", manifests, "example.com", "eu."], ["at the end of a document", manifests, "\n---\napiVersion: apps", "\nn"],
    ["above a comment that is not indented", workflow, "npm test", "-q "],
  ];
  it.each(cases)("%s", (_name, text, find, insert) => {
    const at = text.indexOf(find);
    const change = { at: { start: at, end: at }, text: insert };
    const after = applied(text, [change]);
    const kept = reparse(parseYaml(text), text, change, after);
    expect(kept && shown(kept)).toEqual(shown(parseYaml(after)));
  });
});

describe("reads all of it", () => {
  const cases: readonly (readonly [name: string, text: string, find: string, insert: string])[] = [
    ["a quote that is not closed", workflow, "npm ci", '"'], ["a name for a node", workflow, "ubuntu", "&os "], ["a new document", manifests, "kind: Service", "---\n"], ["less indentation", workflow, "  lint:", "x: 1\n"],
  ];
  it.each(cases)("%s", (_name, text, find, insert) => {
    const at = text.indexOf(find);
    const change = { at: { start: at, end: at }, text: insert };
    const kept = reparse(parseYaml(text), text, change, applied(text, [change]));
    expect(!kept || shown(kept) === shown(parseYaml(applied(text, [change])))).toBe(true);
  });
});
