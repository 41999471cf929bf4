/** Every format people ask for packages in, and every lockfile that may contradict them: each is read, at the exact place. */
import { describe, expect, it } from "vitest";
import { findings, marked, type Setting } from "./help.ts";

type Asked = readonly [format: string, path: string, text: string, setting?: Setting];

/** What is marked floats; what is not is held. */
const asked: readonly Asked[] = [
  ["requirements", "requirements.txt", "«pandas»\nnumpy==1.26.4\n"],
  ["requirements of an environment", "requirements/prod.txt", "«pandas»\nnumpy==1.26.4\n"],
  ["source of pip-compile", "requirements.in", "«pandas»\nnumpy==1.26.4\n"],
  ["constraints", "constraints.txt", "«pandas>=2»\nnumpy==1.26.4\n"],
  ["PEP 621", "pyproject.toml", '[project]\nname = "a"\ndependencies = ["«pandas»", "numpy==1.26.4"]\n'],
  ["optional dependencies", "pyproject.toml", '[project]\nname = "a"\n[project.optional-dependencies]\ngpu = ["«torch»"]\n'],
  ["dependency groups", "pyproject.toml", '[project]\nname = "a"\n[dependency-groups]\ndev = ["«pytest»"]\n'],
  ["Poetry", "pyproject.toml", '[tool.poetry]\nname = "a"\npackage-mode = false\n[tool.poetry.dependencies]\n«pandas = "*"»\nnumpy = "1.26.4"\n'],
  ["Poetry's groups", "pyproject.toml", '[tool.poetry]\nname = "a"\npackage-mode = false\n[tool.poetry.group.dev.dependencies]\n«pytest = "*"»\n'],
  ["uv's own group", "pyproject.toml", '[project]\nname = "a"\n[tool.uv]\ndev-dependencies = ["«pytest»"]\n'],
  ["PDM's own group", "pyproject.toml", '[project]\nname = "a"\n[tool.pdm.dev-dependencies]\ntest = ["«pytest»"]\n'],
  ["Hatch", "pyproject.toml", '[project]\nname = "a"\n[tool.hatch.envs.default]\ndependencies = ["«ruff»"]\n'],
  ["setup.cfg", "setup.cfg", "[metadata]\nname = a\n[options]\ninstall_requires =\n    «pandas»\n    numpy==1.26.4\n"],
  ["setup.py", "setup.py", 'from setuptools import setup\nsetup(name="a", install_requires=["«pandas»", "numpy==1.26.4"])\n'],
  ["setup.py, by the module's name, in a variable", "setup.py", 'import setuptools as s\nneeded = ["«pandas>=2»"]\ns.setup(name="a", install_requires=needed, extras_require={"dev": ["«pytest»"]})\n'],
  ["setup.py, a sum and a long string", "setup.py", 'from setuptools import setup\nbase = ["«pandas»"]\nsetup(name="a", install_requires=base + ["«scipy»"], tests_require="""\n«pytest»\nnumpy==1.26.4\n""")\n'],
  ["setup.py of a library", "setup.py", 'from setuptools import setup\nsetup(name="a", classifiers=["Programming Language :: Python"], install_requires=["pandas"])\n'],
  ["setup.py that reads a file", "setup.py", 'from setuptools import setup\nsetup(name="a", install_requires=open("requirements.txt").read().splitlines())\n', { files: { "requirements.txt": "pandas==2.2.3\n" } }],
  ["setup.py with parts that cannot be seen", "setup.py", 'from setuptools import setup\nfrom a import needed\nsetup(name="a", install_requires=needed + [f"b=={v}", "«pandas»"])\n'],
  ["another function called setup", "setup.py", 'from discord import setup\nsetup(install_requires=["pandas"])\n'],
  ["Pipfile", "Pipfile", '[packages]\n«pandas = "*"»\nnumpy = "==1.26.4"\n'],
  ["conda", "environment.yml", "dependencies:\n  - «pandas»\n  - numpy=1.26.4\n  - pip:\n      - «torch»\n"],
  ["package.json", "package.json", '{ "private": true, "dependencies": { «"a": "*"», "b": "1.0.0" }, "devDependencies": { «"c": "latest"» } }'],
];

describe("asked for", () => {
  for (const [format, path, text, setting] of asked) {
    it(format, async () => {
      expect(await marked(path, text, "manifest/unpinned-dependency", setting)).toBe(text);
    });
  }
});

type Held = readonly [lock: string, manifest: string, text: string, lockText: string];

const poetry = '[tool.poetry]\nname = "a"\npackage-mode = false\n[tool.poetry.dependencies]\npython = "^3.11"\n«pandas = "^3"»\n«scipy = "^1"»\nnumpy = "^1.26"\n';
const project = (tool: string) => `[project]\nname = "a"\ndependencies = ["«pandas>=3»", "«scipy»", "numpy>=1.26"]\n${tool}`;
const tomlLock = (table: string) => `[[${table}]]\nname = "pandas"\nversion = "2.2.3"\n\n[[${table}]]\nname = "numpy"\nversion = "1.26.4"\n`;
const node = '{ "private": true, "dependencies": { «"a": "^2.0.0"», «"b": "^1.0.0"», "c": "^1.0.0" } }';

/** Of three requirements the first contradicts the lockfile, the second is not in it, the third is held. */
const held: readonly Held[] = [
  ["poetry.lock", "pyproject.toml", poetry, tomlLock("package")],
  ["uv.lock", "pyproject.toml", project("[tool.uv]\n"), tomlLock("package")],
  ["pdm.lock", "pyproject.toml", project("[tool.pdm]\n"), tomlLock("package")],
  ["pylock.toml", "pyproject.toml", project(""), tomlLock("packages")],
  ["Pipfile.lock", "Pipfile", '[packages]\n«pandas = ">=3"»\n«scipy = "*"»\nnumpy = "*"\n', '{"default":{"pandas":{"version":"==2.2.3"},"numpy":{"version":"==1.26.4"}}}'],
  ["package-lock.json", "package.json", node, '{"lockfileVersion":3,"packages":{"":{"dependencies":{"a":"^1.0.0","c":"^1.0.0"}},"node_modules/a":{"version":"1.0.0"},"node_modules/c":{"version":"1.0.0"}}}'],
  ["package-lock.json", "package.json", node, '{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0"},"c":{"version":"1.0.0"}}}'],
  ["npm-shrinkwrap.json", "package.json", node, '{"lockfileVersion":2,"packages":{"":{"dependencies":{"a":"^1.0.0","c":"^1.0.0"}},"node_modules/a":{"version":"1.0.0"},"node_modules/c":{"version":"1.0.0"}}}'],
  ["pnpm-lock.yaml", "package.json", node, "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n      c:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n\n  c@1.0.0:\n    resolution: {integrity: x}\n"],
  ["yarn.lock", "package.json", node, '# yarn lockfile v1\n\na@^1.0.0:\n  version "1.0.0"\n\nc@^1.0.0:\n  version "1.0.0"\n'],
  ["yarn.lock", "package.json", node, '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n\n"c@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "c@npm:1.0.0"\n'],
  ["bun.lock", "package.json", node, '{\n  "lockfileVersion": 1,\n  "workspaces": { "": { "dependencies": { "a": "^1.0.0", "c": "^1.0.0" } } },\n  "packages": {\n    "a": ["a@1.0.0", "", {}, "sha512-x"],\n    "c": ["c@1.0.0", "", {}, "sha512-x"]\n  }\n}\n'],
  ["conda-lock.yml", "environment.yml", "dependencies:\n  - python=3.12\n  - pip\n  - «scipy»\n  - numpy=1.26\n", "version: 1\npackage:\n- name: numpy\n  version: 1.26.4\n  manager: conda\n"],
];

describe("held", () => {
  it.each(held)("%s for %s", async (lock, manifest, text, lockText) => {
    expect(await marked(manifest, text, "project/stale-lockfile", { files: { [lock]: lockText } })).toBe(text);
  });
  it.each(held)("%s of %s holds the rest", async (lock, manifest, text, lockText) => {
    const bare = text.replace(/[«»]/g, "");
    const floating = await findings(manifest, bare, "manifest/unpinned-dependency", { files: { [lock]: lockText } });
    expect(floating).toEqual([]);
    expect(await findings(manifest, bare, "project/missing-lockfile", { files: { [lock]: lockText } })).toEqual([]);
  });
});

it("pins what setup.py asks for to the version a lockfile shows", async () => {
  const text = 'from setuptools import setup\nsetup(name="a", install_requires=["pandas>=2"])\n';
  const [found] = await findings("setup.py", text, "manifest/unpinned-dependency", { installed: { "python pandas": "2.2.3" } });
  expect(found?.fixes.map(({ title, edits }) => `${title}: ${edits.map((edit) => edit.text).join("")}`)).toEqual(["Pin to 2.2.3 (installed): ==2.2.3"]);
});
