/** Rule: a synchronous call of Node or a library that holds the event loop while requests are answered. */
import { javascriptRule, type JavaScriptFile, type JsCall } from "../api.ts";
import { blockingCalls } from "./knowledge/blocking-calls.ts";
import { isDevelopmentOnly, isKept, servedPlace } from "./knowledge/served.ts";
import { short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/blocking-call-in-handler",
  title: "Synchronous call in a request handler",
  severity: { default: "warning", process: "error", hash: "warning", glance: "hint" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: `Node answers all requests of a process on one thread. While \`readFileSync\`, \`execSync\` or \`pbkdf2Sync\` runs, nothing else does: no other
request, no health check, no timer. A password hash of 100 ms means ten logins a second for the whole process, and a child process that hangs stops
everybody.`,
  remedy: `Use the asynchronous form (\`await fs.promises.readFile\`, \`execFile\` with a timeout, \`await bcrypt.compare\`), or do the work once at start-up.`,
  silent: `In start-up code, command line tools and tests; when the result is kept for later requests (\`cache ??= …\`, \`if (!this.template) …\`, \`if (known) return known\`), in any
file on the way; under a check for development. Looks at a file's metadata (\`existsSync\`, \`statSync\`) and new folders are a hint: they are short on a local disk.`,
  references: ["https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop", "https://nodejs.org/api/fs.html#synchronous-api"],
  examples: [
    {
      title: "A template read for every request",
      bad: `import express from "express";\nimport fs from "node:fs";\n\nconst app = express();\napp.get("/terms", (req, res) => {\n  res.send(fs.«readFileSync»("terms.html", "utf8"));\n});\n`,
      good: `import express from "express";\nimport fs from "node:fs";\n\nconst app = express();\nconst terms = fs.readFileSync("terms.html", "utf8");\napp.get("/terms", (req, res) => {\n  res.send(terms);\n});\n`,
    },
    {
      title: "A password compared on the event loop, one call down",
      path: "login.js",
      bad: `const router = require("express").Router();\nconst bcrypt = require("bcrypt");\n\nfunction matches(user, password) {\n  return bcrypt.«compareSync»(password, user.hash);\n}\n\nrouter.post("/login", async (req, res) => {\n  const user = await users.byName(req.body.name);\n  res.sendStatus(matches(user, req.body.password) ? 204 : 401);\n});\n`,
      good: `const router = require("express").Router();\nconst bcrypt = require("bcrypt");\n\nfunction matches(user, password) {\n  return bcrypt.compare(password, user.hash);\n}\n\nrouter.post("/login", async (req, res) => {\n  const user = await users.byName(req.body.name);\n  res.sendStatus((await matches(user, req.body.password)) ? 204 : 401);\n});\n`,
    },
    {
      title: "A child process in a service that a route calls",
      path: "src/thumbnails.ts",
      files: { "src/routes.ts": `import express from "express";\nimport { thumbnail } from "./thumbnails";\n\nexport const router = express.Router();\nrouter.get("/thumbnails/:id", async (req, res) => res.sendFile(await thumbnail(req.params.id)));\n` },
      bad: `import { execFileSync } from "node:child_process";\n\nexport async function thumbnail(id: string) {\n  «execFileSync»("convert", [\`/data/\${id}.png\`, "-resize", "64", \`/data/\${id}.small.png\`], { timeout: 5_000 });\n  return \`/data/\${id}.small.png\`;\n}\n`,
      good: `import { execFile } from "node:child_process";\nimport { promisify } from "node:util";\n\nexport async function thumbnail(id: string) {\n  await promisify(execFile)("convert", [\`/data/\${id}.png\`, "-resize", "64", \`/data/\${id}.small.png\`], { timeout: 5_000 });\n  return \`/data/\${id}.small.png\`;\n}\n`,
    },
  ],
  prefilter: /Sync\b|shelljs|sync-request/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      const row = blockingCallFor(call);
      const place = row && call.function && servedPlace(file, call.node);
      if (!row || !place || isKept(file, call.node) || isDevelopmentOnly(file, call.node)) continue;
      yield {
        at: call.name,
        message: `\`${nameOf(file, call)}\` holds the event loop while \`${place.label}\` is answered: ${row.cost}. ${row.instead}`,
        ...(row.variant && { variant: row.variant }),
        confidence: place.handler ? "certain" : "likely",
        ...place.told,
      };
    }
  },
});

function blockingCallFor({ callee }: JsCall) {
  return callee === undefined ? undefined : blockingCalls.find(({ call }) => call.test(callee));
}

function nameOf(file: JavaScriptFile, call: JsCall): string {
  return short(file, call.node.callee, 40);
}
