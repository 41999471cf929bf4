/** What reading findings on real services taught other rules: severities of single lines, in code of our own. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";

const cases: readonly { readonly name: string; readonly rule: string; readonly path: string; readonly text: string; readonly says: readonly string[] }[] = [
  { name: "a stamp of local time is the right moment", rule: "python/naive-datetime", path: "a.py", text: "from datetime import datetime\nrow = {\"created_at\": datetime.now().timestamp()}\n", says: [] },
  { name: "a stamp of UTC without a zone is not", rule: "python/naive-datetime", path: "a.py", text: "from datetime import datetime\nrow = {\"created_at\": datetime.utcnow().timestamp()}\n", says: ["warning"] },
  { name: "a folder made on a request", rule: "javascript/blocking-call-in-handler", path: "a.js", text: "const app = require(\"express\")();\nconst fs = require(\"fs\");\napp.post(\"/u\", (req, res) => { fs.mkdirSync(\"up\", { recursive: true }); res.end(); });\n", says: ["hint"] },
  { name: "a file written on a request", rule: "javascript/blocking-call-in-handler", path: "a.js", text: "const app = require(\"express\")();\nconst fs = require(\"fs\");\napp.post(\"/u\", (req, res) => { fs.writeFileSync(\"up\", req.body); res.end(); });\n", says: ["warning"] },
  { name: "a page that knows its newest request again", rule: "javascript/weak-randomness", path: "client/components/items.js", text: "export function load() {\n  const fetchToken = Math.random().toString(36).slice(2);\n  return fetchToken;\n}\n", says: ["hint"] },
  { name: "a password made in a page", rule: "javascript/weak-randomness", path: "client/components/items.js", text: "export function load() {\n  const password = Math.random().toString(36).slice(2);\n  return password;\n}\n", says: ["error"] },
  { name: "a workflow that is only described", rule: "javascript/unhandled-rejection", path: "a.ts", text: "import { when } from \"@medusajs/framework/workflows-sdk\";\nimport express from \"express\";\nconst app = express();\napp.post(\"/a\", (req, res) => {\n  when({ a: 1 }, ({ a }) => !!a).then(() => step(req));\n  res.end();\n});\n", says: [] },
  { name: "a promise of another library under that name", rule: "javascript/unhandled-rejection", path: "a.ts", text: "import { when } from \"when\";\nimport express from \"express\";\nconst app = express();\napp.post(\"/a\", (req, res) => {\n  when(load(req)).then(() => step(req));\n  res.end();\n});\n", says: ["warning"] },
  { name: "users to develop with", rule: "javascript/weak-randomness", path: "prisma/seed/users.ts", text: "export const token = Math.random().toString(36).slice(2);\n", says: ["hint"] },
  { name: "users to live with", rule: "javascript/weak-randomness", path: "src/users.ts", text: "export const token = Math.random().toString(36).slice(2);\n", says: ["error"] },
];

describe("read on services", () => {
  for (const { name, rule, path, text, says } of cases) {
    it(`${rule}: ${name}`, async () => {
      expect((await lint(path, text, rule)).map(({ severity }) => severity)).toEqual(says);
    });
  }
});
