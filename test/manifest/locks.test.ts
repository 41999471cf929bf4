/** What lockfiles yield. */
import { describe, expect, it } from "vitest";
import { factsOf } from "./help.ts";

/** Path, text, then versions by name. */
const cases: readonly (readonly [string, string, Readonly<Record<string, readonly string[]>>])[] = [
  ["poetry.lock", '# made by hand\r\n[[package]]\r\nname = "Foo.Bar"\r\nversion = "1.0"\r\n\r\n[package.dependencies]\r\nversion = "9"\r\n\r\n[metadata]\r\nname = "no"\r\n', { "foo-bar": ["1.0"] }],
  ["poetry.lock", '[[package]]\nname = "f"\nversion = "1.0"\n\n[package.source]\ntype = "git"\nurl = "https://x.io"\n', { f: [] }],
  ["uv.lock", '[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { editable = "." }\n\n[[package]]\nname = "numpy"\nversion = "1.26.4"\nsource = { registry = "https://x.io" }\n\n[[package]]\nname = "numpy"\nversion = "2.1.0"\n', { app: [], numpy: ["1.26.4", "2.1.0"] }],
  ["pdm.lock", '[[package]]\nname = "a"\nversion = "1"\n', { a: ["1"] }],
  ["pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\n', { a: ["1"] }],
  ["Pipfile.lock", '{"_meta":{"hash":{}},"default":{"A_b":{"version":"==1.2"},"vcs":{"git":"x"}},"develop":{"c":{"version":"==3"}}}', { "a-b": ["1.2"], vcs: [], c: ["3"] }],
  ["package-lock.json", '{"packages":{"":{"dependencies":{"a":"^1"}},"node_modules/a":{"version":"1.2.0"},"node_modules/b/node_modules/a":{"version":"0.9.0"},"node_modules/@s/c":{"version":"3.0.0"}}}', { a: ["1.2.0", "0.9.0"], "@s/c": ["3.0.0"] }],
  ["package-lock.json", '{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0"}}}}}', { a: ["1.0.0"], b: ["2.0.0"] }],
  ["pnpm-lock.yaml", "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n        version: 1.2.0(b@1.0.0)\n\npackages:\n\n  a@1.2.0:\n    resolution: {integrity: x}\n\n  '@s/c@3.0.0':\n    resolution: {integrity: x}\n", { a: ["1.2.0"], "@s/c": ["3.0.0"] }],
  ["pnpm-lock.yaml", "lockfileVersion: 5.4\nspecifiers:\n  a: ^1\ndependencies:\n  a: 1.2.0\npackages:\n  /a/1.2.0:\n    dev: false\n  /@s/c/3.0.0_x@1:\n    dev: true\n", { a: ["1.2.0"], "@s/c": ["3.0.0"] }],
  ["yarn.lock", '# yarn lockfile v1\n\n"@s/c@^3.0.0":\n  version "3.0.0"\n\na@^1.0.0, a@^1.1.0:\n  version "1.2.0"\n  dependencies:\n    version "9"\n', { "@s/c": ["3.0.0"], a: ["1.2.0"] }],
  ["yarn.lock", '__metadata:\n  version: 8\n\n"a@npm:^1.0.0, a@npm:^1.1.0":\n  version: 1.2.0\n  resolution: "a@npm:1.2.0"\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n', { a: ["1.2.0"], app: [] }],
  ["bun.lock", '{\n  "lockfileVersion": 1,\n  "workspaces": { "": { "dependencies": { "a": "^1", }, }, },\n  "packages": {\n    "a": ["a@1.2.0", "", {}, "sha512-x"],\n    "@s/c": ["@s/c@3.0.0", "", {}, "sha512-x"],\n  }\n}\n', { a: ["1.2.0"], "@s/c": ["3.0.0"] }],
];

describe("versions", () => {
  it.each(cases)("%s %#", (path, text, packages) => {
    const { lock } = factsOf(path, text);
    expect(lock?.packages).toEqual(packages);
    expect(lock?.isComplete).toBe(true);
  });
});

describe("proves nothing absent", () => {
  it.each([
    ["package-lock.json", '{"packages": {"node_modules/a": {'], ["package-lock.json", "[]"], ["package-lock.json", ""], ["Pipfile.lock", "<<<<<<< HEAD\n{}\n"], ["poetry.lock", '[[package]]\nname = "a"\n<<<<<<< HEAD\nversion = "1"\n'],
    ["bun.lock", "{"], ["yarn.lock", "\u0000\u0001"], ["pnpm-lock.yaml", "packages:\n  - broken"], ["uv.lock", ""],
  ])("%s %j", (path, text) => expect(factsOf(path, text).lock?.isComplete).toBe(false));
});

it("keeps what each folder asked for", () => {
  const text = '{"packages":{"":{"name":"r","devDependencies":{"a":"^1"}},"packages/web":{"dependencies":{"a":"^0.9"}},"node_modules/a":{"version":"1.2.0"},"packages/web/node_modules/a":{"version":"0.9.1"},"node_modules/web":{"resolved":"packages/web","link":true}}}';
  expect(factsOf("package-lock.json", text).lock?.direct).toEqual({ "": { a: { specifier: "^1", version: "1.2.0" } }, "packages/web": { a: { specifier: "^0.9", version: "0.9.1" } } });
});

it("survives names that objects have", () => {
  const text = '[[package]]\nname = "constructor"\nversion = "1"\n\n[[package]]\nname = "__proto__"\nversion = "2"\n';
  expect(Object.entries(factsOf("poetry.lock", text).lock?.packages ?? {})).toEqual([["constructor", ["1"]], ["-proto-", ["2"]]]);
});

it("names no strings, so that nothing in it looks like a secret", () => {
  expect(factsOf("yarn.lock", 'a@^1:\n  version "1.0.0"\n').dependencies).toEqual([]);
});
