/** A path that exists on one person's machine is read or written. */
import { javascriptRule, type JavaScriptFile, type JsCall, type JsExpr, type JsStr, type JsTemplate } from "../api.ts";
import { machinePath } from "./knowledge/machine-paths.ts";

export default javascriptRule({
  id: "javascript/machine-specific-path",
  title: "Path of one person's machine",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The path exists where it was written and nowhere else: in CI, in the image and on every other laptop the program fails at this line, or
worse, finds an old copy there.`,
  remedy: "Take the path from configuration, or build it from the module's folder (`new URL(\"./data\", import.meta.url)`).",
  silent: "Paths of images and services (`/app`, `/data`, `/opt`, `/tmp`, `/home/node`), placeholders, strings that reach no reading or writing, tests.",
  references: ["https://12factor.net/config", "https://nodejs.org/api/fs.html#file-paths"],
  examples: [
    {
      title: "A home folder",
      bad: "import { readFileSync } from \"node:fs\";\n\nconst key = readFileSync(«\"/Users/mira/keys/service.json\"», \"utf8\");\n",
      good: "import { readFileSync } from \"node:fs\";\n\nconst key = readFileSync(process.env.SERVICE_KEY_FILE, \"utf8\");\n",
    },
  ],
  prefilter: /\/(?:home|Users)\/|[A-Za-z]:(?:\\|\/)/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    const said = new Set<number>();
    for (const call of file.here.calls()) {
      if (!readsOrWrites.test(call.callee ?? "")) continue;
      for (const argument of call.args) {
        const literal = literalIn(file, argument, 0);
        const prefix = literal && machinePath(literal.value);
        if (!literal || !prefix || said.has(literal.start)) continue;
        said.add(literal.start);
        yield { at: { start: literal.start, end: literal.end }, message: messageOf(prefix, call) };
      }
    }
  },
});

const readsOrWrites = /^(?:node:(?:fs(?:\/promises)?|child_process|path)\b|fs-extra\.|graceful-fs\.|globalThis\.(?:require|Bun\.(?:write|file)|Deno\.(?:read|write|open)\w*)|dotenv\.config|better-sqlite3|sharp$|express\.static|sqlite3\.)/;

function literalIn(file: JavaScriptFile, node: JsExpr, depth: number): JsStr | JsTemplate | undefined {
  if (depth > 4) return undefined;
  if (node.kind === "Binary" && node.op === "+") return literalIn(file, node.left, depth + 1);
  if (node.kind === "Template" && !node.tag && node.holes.length > 0) return node;
  const value = file.valueOf(node);
  if (value.kind === "string") return value.node;
  if (value.kind === "object") {
    for (const entry of value.entries.values()) {
      const found = literalIn(file, entry, depth + 1);
      if (found && machinePath(found.value)) return found;
    }
  }
  return undefined;
}

function messageOf(prefix: string, call: JsCall): string {
  return `\`${prefix.replace(/`/g, "'")}…\` exists on one machine only: on every other one, in CI and in the image, \`${call.method}\` fails here. Take the path from configuration, or build it from the module's folder.`;
}
