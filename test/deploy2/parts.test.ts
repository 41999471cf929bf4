/** What is absent from a project: said with a file to make, and not said of a folder of a larger repository. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";

const service = {
  "README.md": "# Scorer\n", Dockerfile: "FROM debian:12\n",
  "pyproject.toml": '[project]\nname = "scorer"\ndependencies = ["flask==3.0.0"]\n\n[tool.uv]\npackage = false\n',
  "package.json": '{ "name": "web", "private": true, "dependencies": { "fastify": "5.1.0" } }\n',
  "train.py": "from sklearn.svm import SVC\nimport joblib\nmodel = SVC().fit(x, y)\njoblib.dump(model, 'm.joblib')\n",
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`src/m${i}.py`, "x = 1\n"])),
};
const flow = { ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n" };

const made: readonly (readonly [rule: string, path: string, starts: string])[] = [
  ["project/missing-ci", ".github/workflows/ci.yml", "name: ci"],
  ["project/missing-runbook", "docs/runbook.md", "# Runbook"],
  ["project/missing-oncall", "docs/on-call.md", "# On call"],
  ["project/missing-model-card", "MODEL_CARD.md", "# Model card"],
  ["project/missing-decision-log", "docs/decisions/0001-title.md", "# Decision"],
  ["project/missing-rollback-plan", "docs/release-plan.md", "# Release plan"],
  ["project/missing-python-version", ".python-version", "3.12"],
  ["project/missing-node-version", ".nvmrc", "22"],
];

describe("what is absent", () => {
  it.each(made)("%s makes %s", async (rule, path, starts) => {
    const [found] = (await workspace(service)).findings(undefined, rule);
    const [fix] = found?.fixes ?? [];
    expect([fix?.safe, fix?.edits, fix?.appends.map((one) => one.path)]).toEqual([false, [], [path]]);
    expect(fix?.appends[0]?.line.startsWith(starts)).toBe(true);
  });
  it.each(made)("%s is silent in a part of a repository", async (rule) => {
    expect((await workspace(service, {}, { isPart: true })).findings(undefined, rule)).toEqual([]);
  });
  it.each(made.slice(0, 6))("%s is silent where an image opens notebooks", async (rule) => {
    const notebooks = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.ipynb`, '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}']));
    expect((await workspace({ "README.md": "# Learning\n", "docker/Dockerfile": "FROM jupyter/base-notebook:lab-4\n", ...notebooks })).findings(undefined, rule)).toEqual([]);
    const served = { "api/app.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/\")\ndef home():\n    return {}\n" };
    const some = ["project/missing-ci", "project/missing-runbook", "project/missing-rollback-plan"];
    if (some.includes(rule)) expect((await workspace({ "README.md": "# Learning\n", "docker/Dockerfile": "FROM python:3.12\n", ...notebooks, ...served })).findings(undefined, rule)).toHaveLength(1);
  });
  it("CODEOWNERS is asked for beside a pipeline", async () => {
    expect((await workspace({ ...service, ...flow })).findings(undefined, "project/missing-codeowners").flatMap(({ fixes }) => fixes.flatMap(({ appends }) => appends.map(({ path }) => path)))).toEqual([".github/CODEOWNERS"]);
    expect((await workspace({ ...service, ...flow }, {}, { isPart: true })).findings(undefined, "project/missing-codeowners")).toEqual([]);
  });
});

const code = { "api/a.py": "", "api/b.py": "", "api/c.py": "", "web/a.ts": "", "web/b.ts": "", "web/c.ts": "" };

describe("owners of GitLab", () => {
  it.each([
    ["the header's owners are those of its lines", "[Backend] @a/api\n/api/\n\n^[Web][2] @a/web\n/web/\n", []],
    ["a header without owners gives none", "[Backend]\n/api/ @a/api\n", ["web"]],
    ["a line of its own wins, and a role is an owner", "[All] @a/all\n* @@maintainer\n", []],
    ["an exclusion covers nothing", "[All] @a/all\n!/web/\n/api/\n", ["web"]],
  ])("%s", async (_title, text, open) => {
    const found = (await workspace({ ...code, ".gitlab/CODEOWNERS": text })).findings(undefined, "project/unowned-path");
    expect(found.map(({ message }) => /`([^`]+)\/`/.exec(message)?.[1])).toEqual(open);
  });
});
