/** Which files the manifest language takes. */
import { expect, it } from "vitest";
import { formatOf } from "../../server/languages/manifest/kinds.ts";

it.each([
  ["requirements.txt", "pip-requirements"], ["a/b/requirements-gpu.txt", "pip-requirements"], ["requirements/base.txt", "pip-requirements"], ["dev_requirements.txt", "pip-requirements"],
  ["requirements.in", "pip-source"], ["requirements/base.in", "pip-source"], ["constraints.txt", "pip-constraints"], ["constraints-py310.txt", "pip-constraints"], ["requirements/constraints.txt", "pip-constraints"],
  ["pyproject.toml", "pyproject"], ["setup.cfg", "setup-cfg"], ["Pipfile", "pipfile"], ["environment.yml", "conda"], ["environment-gpu.yaml", "conda"], ["ml/conda.yaml", "conda"], ["conda_env.yml", "conda"],
  ["package.json", "package-json"], ["pnpm-workspace.yaml", "pnpm-workspace"], [".npmrc", "npmrc"], [".yarnrc", "npmrc"],
  ["poetry.lock", "lockfile"], ["uv.lock", "lockfile"], ["pdm.lock", "lockfile"], ["Pipfile.lock", "lockfile"], ["pylock.toml", "lockfile"], ["pylock.prod.toml", "lockfile"],
  ["package-lock.json", "lockfile"], ["npm-shrinkwrap.json", "lockfile"], ["pnpm-lock.yaml", "lockfile"], ["yarn.lock", "lockfile"], ["bun.lock", "lockfile"],
  ["environment-failure.yaml", undefined], ["environments.yaml", undefined], ["notes.txt", undefined], ["main.in", undefined], ["setup.py", undefined], ["tsconfig.json", undefined], ["Cargo.lock", undefined], ["requirements.md", undefined],
  ["toString", undefined], ["constructor", undefined],
])("%s: %s", (path, format) => expect(formatOf(path)).toBe(format));
