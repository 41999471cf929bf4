/** Whatever is typed, the façade answers and every place lies in the text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manifestLanguage } from "../../server/languages/manifest/index.ts";
import { manifest } from "./help.ts";

const samples: readonly (readonly [string, string])[] = [
  ["requirements.txt", "-r base.txt\r\npandas[excel] >= 2 ; python_version < '3.12'  # 🐼\r\nx @ git+https://a.io/x.git@main \\\r\n  --hash=sha256:00\r\n"],
  ["pyproject.toml", '# 🧪\r\n[project]\r\nname = "a"\r\ndependencies = [\r\n  "pandas>=2", # x\r\n]\r\n[tool.poetry.group.dev.dependencies]\r\nruff = { version = "^0.6", extras = ["a"] }\r\n[[tool.x]]\r\na.b = """\r\nlong"""\r\n'],
  ["setup.cfg", "[metadata]\nname: a\n[options]\ninstall_requires =\n\tpandas>=2\n ; c\n"],
  ["Pipfile", "[[source]]\nurl = 'https://x.io'\n[packages]\nflask = {version = '*', extras = ['a']}\n"],
  ["environment.yml", "name: a\ndependencies:\n  - numpy=1.26 # 🐍\n  - pip:\n    - 'pandas>=2'\n"],
  ["package.json", '{\n  "name": "a🎈",\n  "dependencies": { "react": "^18.2.0", "b": "npm:c@1" },\n  "workspaces": ["x/*"]\n}\n'],
  ["pnpm-workspace.yaml", "packages:\n  - 'a/*'\ncatalog:\n  react: ^18\n"],
  [".npmrc", "package-lock=false\n//registry.acme.io/:_authToken=${TOKEN}\n"],
  ["package-lock.json", '{"packages":{"node_modules/a":{"version":"1.0.0"}}}'],
  ["pnpm-lock.yaml", "importers:\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    x: y\n"],
  ["yarn.lock", '"a@^1", b@2:\n  version "1.0.0"\n'],
  ["bun.lock", '{ "workspaces": {"": {"dependencies": {"a": "1"}}}, "packages": { "a": ["a@1.0.0",], } }'],
  ["uv.lock", '[[package]]\nname = "a"\nversion = "1"\n'],
];

function check(path: string, text: string): void {
  const open = manifestLanguage().open(path, text);
  const { anchors, body } = open.facts();
  const file = manifest(path, text);
  const places = [
    ...anchors, ...file.comments().map(({ at }) => at), ...file.namedStrings().flatMap(({ at, innerAt, nameAt }) => [at, innerAt, nameAt]), ...file.problems.map(({ at }) => at),
    ...file.dependencies().flatMap(({ at, nameAt, specifierAt }) => [at, nameAt, ...(specifierAt ? [specifierAt] : [])]), ...file.includes().map(({ at }) => at),
  ];
  for (const { start, end } of places) expect(start >= 0 && start <= end && end <= text.length, `${path} ${start}-${end} of ${text.length}`).toBe(true);
  expect(anchors.map(({ start }) => start)).toEqual([...anchors].map(({ start }) => start).sort((a, b) => a - b));
  expect(JSON.parse(JSON.stringify(body))).toEqual(body);
  expect(file.problems.some(({ message }) => message.startsWith("The file could not be read"))).toBe(false);
}

describe("cut off anywhere", () => {
  it.each(samples)("%s", (path, text) => {
    for (let end = 0; end <= text.length; end++) check(path, text.slice(0, end));
  });
});

describe("a piece torn out", () => {
  it.each(samples)("%s", (path, text) => {
    fc.assert(fc.property(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 6, unit: "grapheme" }), (start, length, piece) => check(path, text.slice(0, start) + piece + text.slice(start + length))), { numRuns: 150 });
  });
});

describe("junk", () => {
  it.each(samples)("%s", (path) => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: "binary" }), (text) => check(path, text)), { numRuns: 100 });
  });
});

it.each(samples)("%s: deep nesting is no manifest, and no crash", (path) => {
  for (const opening of ["[", "{", '{"a":', "a = [", "- "]) {
    const { file } = manifestLanguage().open(path, opening.repeat(50_000));
    expect(file.path).toBe(path);
  }
});

it("keeps what was read below a broken table", () => {
  const text = '[project]\nname = "a"\ndependencies = ["pandas", "numpy"]\nversion = \n\n[tool.poetry.dependencies]\nscipy = "^1"\nscipy = \n';
  expect(manifest("pyproject.toml", text).dependencies().map(({ key }) => key)).toEqual(["pandas", "numpy", "scipy"]);
});

it("names strings with their places, so that secrets in settings are seen", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [".npmrc", "//registry.acme.io/:_authToken=abc123\n", "_authToken", "abc123"],
    ["pyproject.toml", '[tool.x]\npassword = "hunter22"\n', "password", "hunter22"],
    ["package.json", '{ "config": { "api_key": "k\\u0031" } }', "api_key", "k1"],
    ["setup.cfg", "[upload]\npassword = hunter22\n", "password", "hunter22"],
    ["environment.yml", "variables:\n  TOKEN: abc\n", "TOKEN", "abc"],
  ];
  for (const [path, text, name, value] of cases) {
    const file = manifest(path, text);
    expect(file.namedStrings().filter((one) => one.name === name).map((one) => one.value), path).toEqual([value]);
  }
});

it("reads nothing of a huge lockfile, and says so", () => {
  const facts = manifestLanguage().open("yarn.lock", "# x\n".repeat(6_500_000)).facts();
  expect(facts.body.manifest?.lock).toEqual({ tool: "yarn", packages: {}, isComplete: false });
});
