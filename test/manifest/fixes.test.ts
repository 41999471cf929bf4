/** The pin that is offered: only the specifier changes, every other byte stays. */
import { describe, expect, it } from "vitest";
import { applyFix } from "../harness.ts";
import { findings, type Setting } from "./help.ts";

const rule = "manifest/unpinned-dependency";
const installed = { "python pandas": "2.2.3", "python torch": "2.2.0+cu118", "npm react": "18.3.1", "npm lodash": "4.17.21", "npm @scope/a": "1.2.3" };
const library = '"name": "l", "version": "1.0.0", "files": ["d"]';
const lock = { files: { "poetry.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' } };

const condaLock = { files: { "conda-lock.yml": "package:\n- name: pandas\n  version: 2.2.3\n" } };

type Case = readonly [path: string, before: string, after: string, setting?: Setting];

/** The setting is given when it is not the installed packages above. */
const cases: readonly Case[] = [
  ["requirements.txt", "pandas", "pandas==2.2.3"],
  ["requirements.txt", "pandas>=2", "pandas==2.2.3"],
  ["requirements.txt", "🐼==1\r\n  pandas >= 2 , <3   # keep 🐼\r\nx==1", "🐼==1\r\n  pandas ==2.2.3   # keep 🐼\r\nx==1"],
  ["requirements.txt", "pandas[excel,sql]>=2 ; python_version < '3.13'  # why", "pandas[excel,sql]==2.2.3 ; python_version < '3.13'  # why"],
  ["requirements.txt", "pandas [excel]; sys_platform == 'linux'", "pandas [excel]==2.2.3; sys_platform == 'linux'"],
  ["requirements.txt", "pandas (>=2)", "pandas ==2.2.3"],
  ["requirements.txt", "pandas \\\n  >=2", "pandas \\\n  ==2.2.3"],
  ["requirements.txt", "torch>=2", "torch==2.2.0"],
  ["requirements.txt", "Pandas>=2", "Pandas==2.2.3", lock],
  ["pyproject.toml", '[project]\nname = "a"\ndependencies = [\n  "pandas>=2", # why\n]\n', '[project]\nname = "a"\ndependencies = [\n  "pandas==2.2.3", # why\n]\n'],
  ["pyproject.toml", "[project]\r\nname = 'a'\r\ndependencies = ['pandas[x]']\r\n", "[project]\r\nname = 'a'\r\ndependencies = ['pandas[x]==2.2.3']\r\n"],
  ["pyproject.toml", '[tool.poetry.dependencies]\npandas = "*" # any\n', '[tool.poetry.dependencies]\npandas = "2.2.3" # any\n'],
  ["pyproject.toml", "[tool.poetry.dependencies]\npandas = { extras = ['x'], version = '*' }\n", "[tool.poetry.dependencies]\npandas = { extras = ['x'], version = '2.2.3' }\n"],
  ["setup.cfg", "[options]\ninstall_requires =\n    pandas>=2 # x\n", "[options]\ninstall_requires =\n    pandas==2.2.3 # x\n"],
  ["Pipfile", '[packages]\npandas = "*"\n', '[packages]\npandas = "==2.2.3"\n'],
  ["Pipfile", "[packages]\npandas = {extras = ['x'], version = '*'}\n", "[packages]\npandas = {extras = ['x'], version = '==2.2.3'}\n"],
  ["environment.yml", "dependencies:\n  - pip:\n    - pandas>=2 # x\n", "dependencies:\n  - pip:\n    - pandas==2.2.3 # x\n"],
  ["env/environment.yml", "dependencies:\n  - pandas=2.2 # x\n", "dependencies:\n  - pandas=2.2.3 # x\n", condaLock],
  ["env/environment.yml", "dependencies:\n  - conda-forge::pandas >=2\n", "dependencies:\n  - conda-forge::pandas =2.2.3\n", condaLock],
  ["package.json", `{ ${library}, "devDependencies": { "react": "^18.2.0" } }`, `{ ${library}, "devDependencies": { "react": "18.3.1" } }`],
  ["package.json", '{ "private": true, "dependencies": { "lodash": "*", "z": "1.0.0" } }', '{ "private": true, "dependencies": { "lodash": "4.17.21", "z": "1.0.0" } }'],
  ["package.json", '{ "private": true, "dependencies": { "lodash": "" } }', '{ "private": true, "dependencies": { "lodash": "4.17.21" } }'],
  ["package.json", '{ "private": true, "dependencies": { "@scope/a": "latest" } }', '{ "private": true, "dependencies": { "@scope/a": "1.2.3" } }'],
];

describe("pins", () => {
  it.each(cases.map((one) => ({ path: one[0], before: one[1], after: one[2], setting: one[3] })))("$path $before", async ({ path, before, after, setting }) => {
    const [finding] = await findings(path, before, rule, setting ?? { installed });
    const fix = finding?.fixes[0];
    expect(fix?.safe).toBe(false);
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(await findings(path, after, rule, setting ?? { installed })).toEqual([]);
  });
});

describe("titles and messages tell where the version comes from", () => {
  it.each([
    [{ installed }, "Pin to 2.2.3 (installed)", "`pandas>=2` can float: tomorrow's install may differ from today's. Pin it (2.2.3 is installed)."],
    [lock, "Pin to 2.2.3 (poetry.lock)", "`pandas>=2` can float: tomorrow's install may differ from today's. Pin it (poetry.lock has 2.2.3)."],
  ])("%j", async (setting: Setting, title, message) => {
    const [finding] = await findings("requirements.txt", "pandas>=2", rule, setting);
    expect([finding?.fixes[0]?.title, finding?.message]).toEqual([title, message]);
  });
});

describe("no fix", () => {
  it.each([
    ["nothing is known", "requirements.txt", "numpy", { installed }],
    ["what is installed does not answer the requirement", "requirements.txt", "pandas>=3", { installed }],
    ["the lockfile holds several versions", "requirements.txt", "pandas", { files: { "uv.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n[[package]]\nname = "pandas"\nversion = "1.5.3"\n' } }],
    ["the lockfile took it from a folder", "requirements.txt", "pandas", { files: { "uv.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\nsource = { editable = "p" }\n' } }],
    ["a branch", "requirements.txt", "pandas @ git+https://x.io/p.git@main", { installed }],
    ["escapes hide the place", "pyproject.toml", '[project]\nname = "a"\ndependencies = ["panda\\u0073"]\n', { installed }],
    ["the lockfile does not answer the requirement", "env/environment.yml", "dependencies:\n  - pandas=1.2\n", condaLock],
    ["conda builds are its own", "environment.yml", "dependencies:\n  - pandas\n", { installed }],
  ] as const)("%s", async (_name, path, text, setting) => {
    const found = await findings(path, text, rule, setting);
    expect(found.map((one) => one.fixes)).toEqual([[]]);
  });
});
