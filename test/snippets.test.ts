/** Every snippet, expanded with its defaults, raises no error and no warning of any rule: what we offer must be what we ask for. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lint } from "./harness.ts";

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** The text a snippet leaves when every placeholder keeps its default: `${1:x}` is x, `${1|a,b|}` is a, `$0` is nothing, `\$` is `$`. */
export function expand(body: readonly string[]): string {
  return body.join("\n")
    .replace(/(?<!\\)\$\{\d+\|([^,|]*)[^}]*\|\}/g, "$1")
    .replace(/(?<!\\)\$\{\d+:([^{}]*)\}/g, "$1")
    .replace(/(?<!\\)\$\d+/g, "")
    .replace(/\\\$/g, "$");
}

const lockfile = '{"name":"shop","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"shop","version":"1.0.0"}}}';
const sets = [
  { name: "python", path: "src/service.py", files: {} },
  { name: "javascript", path: "src/service.ts", files: {} },
  { name: "dockerfile", path: "Dockerfile", files: { "requirements.txt": "", "package.json": '{"name":"shop","version":"1.0.0","private":true}', "package-lock.json": lockfile } },
  { name: "yaml", path: "deploy/config.yaml", files: {} },
];
/** Where a snippet's text only means something in a file of that name. */
const paths: Readonly<Record<string, string>> = {
  "GitHub Actions workflow": ".github/workflows/ci.yml",
  "Untrusted text in a step": ".github/actions/announce/steps.yml",
  "Blast radius": "preship.yaml",
};

for (const { name, path, files } of sets) {
  const snippets = JSON.parse(readFileSync(`${import.meta.dirname}/../snippets/${name}.json`, "utf8")) as Record<string, Snippet>;
  describe(`${name} snippets`, () => {
    it.each(Object.entries(snippets))("%s is clean", async (title, { body }) => {
      // information remains: that a model is unpickled at all is worth a note, also in the best of services
      const findings = (await lint(paths[title] ?? path, expand(body), undefined, files)).filter(({ severity }) => severity === "error" || severity === "warning");
      expect(findings.map(({ rule, message, at }) => `${rule.id} ${at.start}: ${message}`)).toEqual([]);
    });

    it.each(Object.entries(snippets))("%s leaves no placeholder behind", (_, { body }) => {
      expect(expand(body)).not.toMatch(/\$\{\d|\$\d/);
    });

    it("has one meaning per prefix", () => {
      const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
      expect(new Set(prefixes).size).toBe(prefixes.length);
    });
  });
}
