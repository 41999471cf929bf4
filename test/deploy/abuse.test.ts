/** YAML that wants too much: bounded, reported, and the rest of the file read all the same. */
import { describe, expect, it } from "vitest";
import type { YamlFile } from "../../rules/api.ts";
import { yamlLanguage } from "../../server/languages/yaml/index.ts";
import { lint, workspace } from "../harness.ts";

const language = yamlLanguage();
const open = (text: string, path = "a.yaml") => language.open(path, text).file as YamlFile;

const laughs = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? "x" : Array(9).fill(`*a${i - 1}`).join(", ")}]`).join("\n");
const merges = Array.from({ length: 30 }, (_, i) => `m${i}: &m${i}\n  k${i}: 1\n${i === 0 ? "" : `  <<: [${Array(9).fill(`*m${i - 1}`).join(", ")}]\n`}`).join("");
const nested = (levels: number) => Array.from({ length: levels }, (_, i) => `${" ".repeat(i)}a:`).join("\n") + "\n";
const pod = "apiVersion: v1\nkind: Pod\nspec:\n  hostPID: true\n  containers: [{image: a/b:1}]\n";

const texts: Readonly<Record<string, string>> = {
  "a billion laughs": laughs,
  "merges of merges": merges,
  "an alias of itself": "a: &a\n  b: *a\n  <<: *a\n",
  "aliases of nothing": "a: *nobody\nb: [*no, {<<: *body}]\n",
  "a hundred levels": nested(100),
  "ten thousand levels": nested(300) + "[".repeat(10_000),
  "braces without end": "{".repeat(5000),
  "keys twice": "a: 1\na: 2\nspec: {containers: []}\nspec: {containers: [{image: a}]}\n",
  tabs: "spec:\n\tcontainers:\n\t- image: a\n",
  "tabs after blanks": "a:\n  \tb: 1\n",
  "a hundred documents": "---\na: 1\n".repeat(100),
  "documents that end early": "...\n...\n--- |\n x\n--- !!binary x\n",
  "binary junk": "\u0000\u0001\uFFFF: \uD800\n",
  "a byte order mark in the middle": "a: 1\n\uFEFFb: 2\n",
  "odd keys": "? [a, b]\n: c\n? {d: e}\n: f\n!!str g: h\n\"\": i\n__proto__: j\nconstructor: k\n",
  "an anchor a thousand times": `a: &x 1\nb: [${Array(1000).fill("*x").join(", ")}]\n`,
  emoji: "jobs:\n  🚀:\n    steps:\n      - run: echo 🎉 ${{ github.head_ref }}\n",
};

describe("no rule falls over", () => {
  const paths = ["k.yaml", ".github/workflows/ci.yml", "compose.yaml", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "kustomization.yaml", "action.yml", "environment.yml"];
  it.each(Object.keys(texts))("%s", async (name) => {
    for (const path of paths) {
      const { trouble } = await workspace({ [path]: texts[name] ?? "" });
      expect(trouble, path).toEqual([]);
    }
  });
});

describe("said to the reader", () => {
  it.each([
    ["ten thousand levels", 1], ["an alias of itself", 2], ["aliases of nothing", 3], ["tabs", 1],
  ])("%s", (name, least) => {
    const { problems } = open(texts[name] ?? "");
    expect(problems.length).toBeGreaterThanOrEqual(least);
    for (const { at, message } of problems) expect([at.start <= at.end, message.length > 0]).toEqual([true, true]);
  });
  it("a hundred levels are read", () => {
    expect([open(nested(100)).problems.length, open(nested(100)).mappings().length]).toEqual([0, 100]);
  });
});

describe("the rest is read", () => {
  it.each(["a billion laughs", "merges of merges", "an alias of itself", "keys twice", "odd keys", "an anchor a thousand times"])("beside %s", async (name) => {
    const found = await lint("k.yaml", `${texts[name] ?? ""}---\n${pod}`, "yaml/host-access");
    expect(found.length).toBe(1);
  });
  it("of keys given twice the last one counts", async () => {
    expect((await lint("k.yaml", pod.replace("  hostPID: true\n", "  hostPID: true\n  hostPID: false\n"), "yaml/host-access")).length).toBe(0);
  });
  it("each mapping once, whatever leads to it", () => {
    expect(open(laughs).mappings().length).toBe(1);
    expect(open(merges).mappings().length).toBe(31);
  });
});
