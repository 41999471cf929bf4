/** What fixes write where a project lacks something: a health route, chapters of a runbook, a way to start. */
import { describe, expect, it } from "vitest";
import { applyFix, workspace } from "../harness.ts";

const sources = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`src/m${index}.py`, "x = 1\n"]));
const routes = (app: string) => `\n\n@${app}.post("/v1/a")\ndef a() -> str:\n    return ""\n\n\n@${app}.post("/v1/b")\ndef b() -> str:\n    return ""\n`;
const health = (decorator: string, word: string) => `\n\n\n@${decorator}("/healthz")\n${word} healthz() -> dict[str, bool]:\n    return {"ok": True}`;

/** rule, title, path of the finding, files, what the fix leaves in that file (undefined: no fix). */
const cases: readonly (readonly [string, string, string, Readonly<Record<string, string>>, string | undefined])[] = [
  ["missing-health-endpoint", "FastAPI", "app.py", { "app.py": `from fastapi import FastAPI\n\napp = FastAPI(title="a")${routes("app")}` }, `from fastapi import FastAPI\n\napp = FastAPI(title="a")${health("app.get", "async def")}${routes("app")}`],
  ["missing-health-endpoint", "Flask, over lines, with a comment", "app.py", { "app.py": `from flask import Flask\n\nserver = Flask(\n    __name__,\n)  # ours${routes("server")}` }, `from flask import Flask\n\nserver = Flask(\n    __name__,\n)  # ours${health("server.route", "def")}${routes("server")}`],
  ["missing-health-endpoint", "an application made in a function", "app.py", { "app.py": `from flask import Flask\n\ndef make():\n    app = Flask(__name__)\n    return app\n\napp = make()${routes("app")}` }, undefined],
  ["missing-health-endpoint", "routes in another file", "main.py", { "main.py": "from fastapi import FastAPI\nfrom routes import router\n\napp = FastAPI()\napp.include_router(router)\n", "routes.py": `from fastapi import APIRouter\n\nrouter = APIRouter()${routes("router")}` }, `from fastapi import FastAPI\nfrom routes import router\n\napp = FastAPI()${health("app.get", "async def")}\napp.include_router(router)\n`],
  ["missing-health-endpoint", "two applications", "a.py", { "a.py": `from flask import Flask\n\napp = Flask(__name__)${routes("app")}`, "b.py": "from flask import Flask\n\napp = Flask(__name__)\n" }, undefined],
  ["incomplete-runbook", "one chapter", "docs/runbook.md", { "docs/runbook.md": "# Runbook\n\n## Top failure modes\n\n## Escalation\n" }, "# Runbook\n\n## Top failure modes\n\n## Escalation\n\n## Rollback\n\n1. <command that puts the previous version back>\n2. <how to see that it worked>\n"],
  ["missing-readme-setup", "a project with a lockfile of uv", "README.md", { ...sources, "README.md": "# Scorer\n", Dockerfile: "FROM python:3.12\n", "uv.lock": "version = 1\n" }, "# Scorer\n\n## Setup\n\n```sh\nuv sync --frozen\n<command that starts it>\nuv run pytest\n```\n\nVariables that must be set: see `.env.example`.\n"],
];

describe("fixes of what a project lacks", () => {
  it.each(cases)("%s: %s", async (rule, _title, path, files, expected) => {
    const { analysis } = await workspace(files);
    const [finding] = analysis.findings(path).filter((one) => one.rule.id === `project/${rule}`);
    expect(finding).toBeDefined();
    const [fix] = finding?.fixes ?? [];
    const text = files[path] ?? "";
    const left = fix && applyFix(text, fix) + fix.appends.filter((one) => one.path === path).map(({ line }) => `${line}\n`).join("");
    expect(left).toBe(expected);
    if (left === undefined) return;
    const after = await workspace({ ...files, [path]: left });
    expect(after.findings(path, `project/${rule}`)).toEqual([]);
  });
});
