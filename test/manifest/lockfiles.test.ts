/** Where `project/missing-lockfile` and `project/stale-lockfile` speak. */
import { describe, expect, it } from "vitest";
import { findings, marked, type Setting } from "./help.ts";

interface Case extends Setting {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const poetryApp = (name: string) => `[tool.poetry]\nname = ${name}\npackage-mode = false\n[tool.poetry.dependencies]\npandas = "^2"\n`;
const npmApp = (name: string) => `{ "name": ${name}, "private": true, "dependencies": { "a": "^1.0.0" } }`;
const lockOf = (name: string, version: string) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`;

const missing: readonly Case[] = [
  { name: "poetry", path: "pyproject.toml", text: poetryApp('«"app"»') },
  { name: "poetry with poetry.lock", path: "pyproject.toml", text: poetryApp('"app"'), files: { "poetry.lock": lockOf("pandas", "2.2.3") } },
  { name: "poetry with an ignored poetry.lock", path: "pyproject.toml", text: poetryApp('«"app"»'), ignored: ["poetry.lock"] },
  { name: "uv", path: "pyproject.toml", text: '[project]\nname = «"app"»\ndependencies = ["pandas"]\n[tool.uv]\n' },
  { name: "uv workspace root without lockfile speaks", path: "pyproject.toml", text: '[project]\nname = «"app"»\n[tool.uv.workspace]\nmembers = ["libs/*"]\n[dependency-groups]\ndev = ["ruff"]\n' },
  { name: "and its member does not", path: "libs/a/pyproject.toml", text: '[project]\nname = "a"\ndependencies = ["pandas"]\n[tool.uv]\n', files: { "pyproject.toml": '[project]\nname = "app"\n[tool.uv.workspace]\nmembers = ["libs/*"]\n' } },
  { name: "an excluded member stands alone", path: "libs/a/pyproject.toml", text: '[project]\nname = «"a"»\ndependencies = ["pandas"]\n[tool.uv]\n', files: { "pyproject.toml": '[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/a"]\n', "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "pdm", path: "pyproject.toml", text: '[project]\nname = «"app"»\ndependencies = ["pandas"]\n[tool.pdm]\ndistribution = false\n' },
  { name: "no tool that locks", path: "pyproject.toml", text: '[project]\nname = "app"\ndependencies = ["pandas"]\n' },
  { name: "settings of tools only", path: "pyproject.toml", text: "[tool.ruff]\nline-length = 100\n[tool.uv]\n" },
  { name: "library", path: "pyproject.toml", text: '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n[tool.poetry]\nname = "lib"\nclassifiers = ["Topic :: Software"]\n[tool.poetry.dependencies]\npandas = "^2"\n' },
  { name: "typed library", path: "pyproject.toml", text: '[build-system]\nrequires = ["uv_build"]\n[project]\nname = "my-lib"\ndependencies = ["pandas"]\n[tool.uv]\n', beside: ["src/my_lib/py.typed"] },
  { name: "compiled requirements", path: "pyproject.toml", text: '[project]\nname = "app"\ndependencies = ["pandas"]\n[tool.uv]\n', files: { "requirements.txt": "pandas==2.2.3\nsix==1.16.0\n" } },
  { name: "Pipfile", path: "Pipfile", text: '[«packages»]\nflask = "*"\n' },
  { name: "Pipfile that asks for nothing", path: "Pipfile", text: '[packages]\n[requires]\npython_version = "3.11"\n' },
  { name: "npm", path: "package.json", text: npmApp('«"app"»') },
  { name: "npm without a name", path: "package.json", text: '{ "private": true, «"dependencies"»: { "a": "^1.0.0" } }' },
  { name: "npm with a lockfile", path: "package.json", text: npmApp('"app"'), files: { "package-lock.json": "{" } },
  { name: "npm with bun's binary lockfile", path: "package.json", text: npmApp('"app"'), beside: ["bun.lockb"] },
  { name: "npm with an ignored lockfile", path: "package.json", text: npmApp('«"app"»'), ignored: ["package-lock.json"] },
  { name: "one kept beside an ignored one", path: "package.json", text: npmApp('"app"'), ignored: ["package-lock.json"], beside: ["yarn.lock"] },
  { name: "workspace member", path: "packages/web/package.json", text: npmApp('"web"'), files: { "package.json": '{ "private": true, "workspaces": { "packages": ["packages/*"] } }', "yarn.lock": "" } },
  { name: "pnpm workspace member", path: "apps/web/package.json", text: npmApp('"web"'), files: { "pnpm-workspace.yaml": "packages:\n  - apps/**\n", "pnpm-lock.yaml": "" } },
  { name: "folder outside the workspace", path: "tools/x/package.json", text: npmApp('«"x"»'), files: { "package.json": '{ "private": true, "workspaces": ["packages/*"] }', "yarn.lock": "" } },
  { name: "folder the lockfile serves", path: "site/package.json", text: npmApp('"site"'), files: { "pnpm-lock.yaml": "importers:\n  site:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    x: y\n" } },
  { name: "root that asks only through members", path: "package.json", text: '{ "name": «"root"», "private": true, "workspaces": ["packages/*"] }', files: { "packages/a/package.json": npmApp('"a"') } },
  { name: "nothing asked for", path: "package.json", text: '{ "name": "x", "private": true, "type": "module" }' },
  { name: "npm library", path: "package.json", text: '{ "name": "l", "version": "1.0.0", "exports": "./i.js", "dependencies": { "a": "^1.0.0" } }' },
  { name: "switched off: the manifest is silent", path: "package.json", text: npmApp('"app"'), files: { ".npmrc": "package-lock=false\n" } },
  { name: "switched off: the line speaks", path: ".npmrc", text: "fund = false\r\n«package-lock = false»\r\n", files: { "package.json": npmApp('"app"') } },
  { name: "switched off, another manager locks", path: ".npmrc", text: "package-lock=false\n", files: { "package.json": npmApp('"app"'), "pnpm-lock.yaml": "" } },
  { name: "switched off in a library", path: ".npmrc", text: "package-lock=false\n", files: { "package.json": '{ "name": "l", "version": "1.0.0", "files": ["x"], "dependencies": { "a": "^1.0.0" } }' } },
  { name: "yarn 1 switched off", path: ".yarnrc", text: "«--install.no-lockfile true»\n", files: { "package.json": npmApp('"app"') } },
  { name: "plain requirements", path: "requirements.txt", text: "pandas\n" },
  { name: "tests", path: "tests/app/package.json", text: npmApp('"app"') },
  { name: "templates", path: "template-react/package.json", text: npmApp('"app"') },
];

describe("missing", () => {
  it.each(missing)("$path: $name", async ({ path, text, ...setting }) => {
    expect(await marked(path, text, "project/missing-lockfile", setting)).toBe(text);
  });
  it.each([
    ["package.json", '{ "name": "a", "private": true, "packageManager": "pnpm@9.1.0", "dependencies": { "a": "1.0.0" } }', {}, "Run `pnpm install` and commit pnpm-lock.yaml."],
    ["package.json", npmApp('"a"'), { beside: [".yarnrc.yml"] }, "Run `yarn install` and commit yarn.lock."],
    ["package.json", npmApp('"a"'), { beside: ["bunfig.toml"] }, "Run `bun install` and commit bun.lock."],
    ["package.json", npmApp('"a"'), { ignored: ["package-lock.json"] }, "Take it out of .gitignore and commit it."],
    ["pyproject.toml", poetryApp('"a"'), {}, "Run `poetry lock` and commit poetry.lock."],
  ] as const)("%s %s %j names the tool", async (path, text, setting, remedy) => {
    const [finding] = await findings(path, text, "project/missing-lockfile", setting);
    expect(finding?.message.endsWith(remedy)).toBe(true);
  });
  it.each([
    ["package.json", npmApp('"a"'), "warning"],
    ["package.json", '{ "name": "a", "private": true, "devDependencies": { "prettier": "^3.0.0" } }', "info"],
    ["package.json", '{ "name": "a", "version": "1.0.0", "main": "i.js", "dependencies": { "a": "^1.0.0" } }', "info"],
    ["examples/a/package.json", npmApp('"a"'), "hint"],
  ])("%s %s: %s", async (path, text, severity) => {
    expect((await findings(path, text, "project/missing-lockfile")).map((one) => one.severity)).toEqual([severity]);
  });
});

const uvApp = (list: string, rest = "") => `[project]\nname = "app"\ndependencies = [${list}]\n[tool.uv]\n${rest}`;
const npmLock = '{"packages":{"":{"dependencies":{"a":"^1.0.0"}},"node_modules/a":{"version":"1.2.0"},"node_modules/b":{"version":"2.0.0"}}}';
const npmAsks = (entries: string) => `{ "private": true, "dependencies": { ${entries} } }`;

const stale: readonly Case[] = [
  { name: "held", path: "pyproject.toml", text: uvApp('"pandas>=2"'), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "lacking", path: "pyproject.toml", text: uvApp('"pandas>=2", "«polars»"'), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "ruled out", path: "pyproject.toml", text: uvApp('"«pandas>=3»"'), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "spelled otherwise", path: "pyproject.toml", text: uvApp('"Foo_Bar>=1"'), files: { "uv.lock": lockOf("foo-bar", "1.5") } },
  { name: "conditional", path: "pyproject.toml", text: uvApp(`"x ; sys_platform == 'win32'"`), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "overridden", path: "pyproject.toml", text: uvApp('"pandas>=3"', 'override-dependencies = ["pandas<3"]\n'), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "one of several versions answers", path: "pyproject.toml", text: uvApp('"pandas<2"'), files: { "uv.lock": lockOf("pandas", "2.2.3") + lockOf("pandas", "1.5.3") } },
  { name: "build requirements and hatch environments", path: "pyproject.toml", text: uvApp('"pandas"', '[build-system]\nrequires = ["hatchling"]\n[tool.hatch.envs.x]\ndependencies = ["ruff"]\n'), files: { "uv.lock": lockOf("pandas", "2.2.3") } },
  { name: "poetry caret", path: "pyproject.toml", text: '[tool.poetry.dependencies]\npython = "^3.11"\npandas = "^2.0"\n«numpy = "^2.0"»\n', files: { "poetry.lock": lockOf("pandas", "2.2.3") + lockOf("numpy", "1.26.4") } },
  { name: "another tool's lockfile", path: "pyproject.toml", text: uvApp('"polars"'), files: { "poetry.lock": lockOf("pandas", "2.2.3") } },
  { name: "Pipfile", path: "Pipfile", text: '[packages]\n«flask = "==3.1"»\n«django = "*"»\n', files: { "Pipfile.lock": '{"default":{"flask":{"version":"==3.0.0"}}}' } },
  { name: "unreadable lockfile", path: "pyproject.toml", text: uvApp('"polars"'), files: { "uv.lock": "<<<<<<< HEAD\n" } },
  { name: "npm", path: "package.json", text: npmAsks('"a": "^1.1.0"'), files: { "package-lock.json": npmLock } },
  { name: "npm ruled out", path: "package.json", text: npmAsks('«"a": "^2.0.0"»'), files: { "package-lock.json": npmLock } },
  { name: "npm lacking", path: "package.json", text: npmAsks('"a": "^1.0.0", «"c": "^1.0.0"»'), files: { "package-lock.json": npmLock } },
  { name: "npm there only because another package asked", path: "package.json", text: npmAsks('"a": "^1.0.0", «"b": "^2.0.0"»'), files: { "package-lock.json": npmLock } },
  { name: "npm overridden", path: "package.json", text: '{ "private": true, "dependencies": { "a": "^2.0.0" }, "overrides": { "a": "1.2.0" } }', files: { "package-lock.json": npmLock } },
  { name: "own package of a yarn workspace", path: "packages/web/package.json", text: npmAsks('"shared": "^1.0.0"'), files: { "package.json": '{ "private": true, "workspaces": ["packages/*"] }', "packages/shared/package.json": '{ "name": "shared" }', "yarn.lock": 'a@^1.0.0:\n  version "1.0.0"\n' } },
  { name: "yarn", path: "package.json", text: npmAsks('"a": "^1.0.0", «"b": "^1.0.0"», «"c": "^3.0.0"»'), files: { "yarn.lock": 'a@^1.0.0:\n  version "1.0.0"\n\nc@^2.0.0:\n  version "2.0.0"\n' } },
  { name: "pnpm override at the root", path: "apps/web/package.json", text: npmAsks('"a": "^2.0.0"'), files: { "package.json": '{ "private": true, "pnpm": { "overrides": { "x>a@>=1 <3": "^1.0.0" } } }', "pnpm-workspace.yaml": "packages: ['apps/*']\n", "pnpm-lock.yaml": "importers:\n  apps/web:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.2.0\npackages:\n  a@1.2.0:\n    x: y\n" } },
  { name: "other sources", path: "package.json", text: npmAsks('"x": "github:acme/x", "y": "file:../y", "z": "workspace:*", "w": "npm:v@^1.0.0"'), files: { "package-lock.json": npmLock } },
];

describe("stale", () => {
  it.each(stale)("$path: $name", async ({ path, text, ...setting }) => {
    expect(await marked(path, text, "project/stale-lockfile", setting)).toBe(text);
  });
  it("says a forgotten lockfile once", async () => {
    const list = Array.from({ length: 9 }, (_, i) => `"p${i}"`).join(", ");
    const found = await findings("pyproject.toml", uvApp(list), "project/stale-lockfile", { files: { "uv.lock": lockOf("pandas", "2.2.3") } });
    expect(found.map((one) => one.message)).toEqual(["uv.lock contradicts 9 of the 9 requirements here: a locked install stops, any other resolves anew. Run `uv lock` and commit both."]);
  });
});
