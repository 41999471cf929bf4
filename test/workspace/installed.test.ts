/** Installed versions are found in virtual environments and node_modules, nearest first, and nowhere else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createInstalled } from "../../server/workspace/installed.ts";

let root = "";
const add = (file: string, text = ""): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "preship-installed-"));
  add("ws/.venv/lib/python3.11/site-packages/pandas-2.2.3.dist-info/METADATA");
  add("ws/.venv/lib/python3.11/site-packages/scikit_learn-1.5.2.dist-info/METADATA");
  add("ws/.venv/lib/python3.11/site-packages/old_style-0.9-py3.11.egg-info");
  add("ws/.venv/lib/python3.11/site-packages/pandas/__init__.py");
  add("ws/api/venv/Lib/site-packages/pandas-1.5.3.dist-info/METADATA");
  add("ws/node_modules/react/package.json", '{ "version": "18.3.1" }');
  add("ws/node_modules/@scope/a/package.json", '{ "version": "1.2.3" }');
  add("ws/node_modules/broken/package.json", '{ "version": ');
  add("ws/web/node_modules/react/package.json", '{ "version": "19.0.0" }');
  add("outside/package.json", '{ "version": "6.6.6" }');
  add("node_modules/above/package.json", '{ "version": "6.6.6" }');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it.each([
  ["", "python", "pandas", "2.2.3"], ["", "python", "scikit-learn", "1.5.2"], ["", "python", "numpy", undefined],
  ["jobs/nightly", "python", "pandas", "2.2.3"], ["api", "python", "pandas", "1.5.3"], ["api", "python", "scikit-learn", "1.5.2"],
  ["", "npm", "react", "18.3.1"], ["web", "npm", "react", "19.0.0"], ["web/src", "npm", "@scope/a", "1.2.3"], ["", "npm", "broken", undefined], ["", "npm", "absent", undefined],
  ["", "npm", "../../outside", undefined], ["", "npm", "..", undefined], ["", "npm", "@../outside", undefined], ["../x", "npm", "react", undefined], ["", "npm", "above", undefined],
] as const)("%j %s %s: %s", (folder, ecosystem, name, version) => {
  expect(createInstalled(path.join(root, "ws"))(folder, ecosystem, name)).toBe(version);
});

it("notices an install after a while, and asks the disk no more than needed before", () => {
  let time = 0;
  const installed = createInstalled(path.join(root, "ws"), () => time);
  expect(installed("", "npm", "late")).toBe(undefined);
  add("ws/node_modules/late/package.json", '{ "version": "1.0.0" }');
  expect(installed("", "npm", "late")).toBe(undefined);
  time = 60_000;
  expect(installed("", "npm", "late")).toBe("1.0.0");
});
