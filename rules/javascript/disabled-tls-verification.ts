/** Finds connections that accept any certificate. */
import { javascriptRule, type Finding, type Fix, type JavaScriptFile, type JsAssign, type JsExpr, type JsNode, type JsProperty, type RuleContext, type Span } from "../api.ts";
import { removeProperty, removeStatement } from "./taint/edits.ts";
import { ancestors, isForDevelopment, lastName, short } from "./taint/tree.ts";

const certificateLook = /getPeerCertificate/;

export default javascriptRule({
  id: "javascript/disabled-tls-verification",
  title: "Connection that accepts any certificate",
  severity: { default: "error", database: "warning", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Encryption without verification protects from nobody who is on the path: whoever answers for the host, by DNS, a proxy or a neighbour in the cluster, reads the tokens and rewrites the answers, and nothing in the logs says so.",
  remedy: "Leave verification on. For a private authority pass its certificate (`ca: readFileSync(\"internal-ca.pem\")`) or set `NODE_EXTRA_CA_CERTS` for the process.",
  silent: "A switch that arrives from outside (a parameter, a setting, the environment) or stands under a condition about development; addresses that are visibly this very machine; servers that ask their clients for certificates and judge them themselves; code that connects to read the certificate. Tests and scripts get a hint, and databases a warning: there the other side is mostly one's own.",
  references: ["https://nodejs.org/api/tls.html#tlsconnectoptions-callback", "https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue", "https://nodejs.org/api/cli.html#node_extra_ca_certsfile"],
  examples: [
    {
      title: "Switched off for one agent",
      bad: "import https from \"node:https\";\n\nexport const agent = new https.Agent({ keepAlive: true, «rejectUnauthorized: false» });\n",
      good: "import https from \"node:https\";\nimport { readFileSync } from \"node:fs\";\n\nexport const agent = new https.Agent({ keepAlive: true, ca: readFileSync(\"internal-ca.pem\") });\n",
    },
    {
      title: "Switched off for the whole process",
      path: "start.js",
      bad: "const app = require(\"./app\");\n\n«process.env.NODE_TLS_REJECT_UNAUTHORIZED = \"0\"»;\napp.listen(3000);\n",
      good: "const app = require(\"./app\");\n\napp.listen(3000);\n",
    },
    {
      title: "A database across the network",
      bad: "import { Pool } from \"pg\";\n\nexport const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5_000, ssl: { «rejectUnauthorized: false» } });\n",
      good: "import { Pool } from \"pg\";\n\nexport const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5_000, ssl: { ca: process.env.DATABASE_CA } });\n",
    },
    {
      title: "An identity check that never objects",
      bad: "import tls from \"node:tls\";\n\nexport const connect = (host: string) => tls.connect({ host, port: 6514, «checkServerIdentity: () => undefined» });\n",
      good: "import tls from \"node:tls\";\n\nexport const connect = (host: string) => tls.connect({ host, port: 6514, servername: host });\n",
    },
  ],
  prefilter: /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|strictSSL|checkServerIdentity|tlsAllowInvalid|tlsInsecure|sslValidate|trustServerCertificate/,

  judges: "statements",
  *check(file, context) {
    for (const property of file.here.nodes("Property")) {
      const isOff = options.get(property.key ?? "");
      if (!isOff?.(file, property.value) || isForDevelopment(file, property) || isDeliberate(file, property)) continue;
      const edit = removeProperty(file, property);
      const fix: Fix | undefined = edit && { title: `Remove ${property.key ?? ""}`, safe: false, edits: [edit] };
      yield told(file, context, property, `\`${short(file, property as unknown as JsExpr)}\` accepts any certificate`, isForDatabase(property) ? "database" : "default", fix);
    }
    for (const assign of file.here.nodes("Assign")) yield* ofAssignment(file, context, assign);
  },
});

const isFalse = (file: JavaScriptFile, node: JsExpr) => isLiteral(file, node, false);
const isTrue = (file: JavaScriptFile, node: JsExpr) => isLiteral(file, node, true);

/** Options by name, and when each stands for no verification. */
const options: ReadonlyMap<string, (file: JavaScriptFile, node: JsExpr) => boolean> = new Map([
  ["rejectUnauthorized", isFalse], // node:tls, and all that pass options on to it
  ["strictSSL", isFalse], // https://github.com/request/request#requestoptions-callback
  ["sslValidate", isFalse], // MongoDB driver 3
  ["tlsAllowInvalidCertificates", isTrue], // https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/
  ["tlsAllowInvalidHostnames", isTrue],
  ["tlsInsecure", isTrue],
  ["trustServerCertificate", isTrue], // https://tediousjs.github.io/tedious/api-connection.html
  ["checkServerIdentity", (file, node) => isEmptyFunction(file, node)],
]);

function isLiteral(file: JavaScriptFile, node: JsExpr, wanted: boolean): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value === wanted;
}

/** Returns nothing, whatever it is asked. */
function isEmptyFunction(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  if (value.kind !== "function") return false;
  const { body, result } = value.function;
  if (result) return ["undefined", "null"].includes(file.valueOf(result).kind) || (result.kind === "Object" && result.properties.length === 0);
  return body.every((one) => one.kind === "Return" && (one.value === undefined || ["undefined", "null"].includes(file.valueOf(one.value).kind)));
}

/** The other side is this machine, is a client that is asked for its certificate, or is connected to for its certificate. */
function isDeliberate(file: JavaScriptFile, property: JsProperty): boolean {
  if (file.mentions(certificateLook) || /health-?check/i.test(file.path)) return true;
  for (const at of ancestors(property)) {
    if (at.kind === "Object" && at.properties.some((one) => one.kind === "Property" && (one.key === "requestCert" || (one.key === "tls" && isFalse(file, one.value)) || (/^(?:host|hostname|url|node|servername)$/.test(one.key ?? "") && isOwnMachine(file, one.value))))) return true;
    if (at.kind === "Call" || at.kind === "New") return at.args.some((one) => isOwnMachine(file, one)) || /createServer|createSecureServer/.test(lastName(at.callee));
    if (at.kind === "Function") return false;
  }
  return false;
}

function isOwnMachine(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  const text = value.kind === "string" ? value.value : node.kind === "Template" ? node.value : "";
  return /^(?:(?:https?|wss?|tls):\/\/)?(?:localhost|127\.0\.0\.1|\[?::1\]?)(?=[:/]|$)/.test(text);
}

/** Below `ssl:`, where database drivers keep it; `trustServerCertificate` is one's word. */
function isForDatabase(property: JsProperty): boolean {
  if (/^(?:trustServerCertificate|sslValidate)$/.test(property.key ?? "")) return true;
  const holder = property.parent?.parent;
  const outer: JsNode | undefined = holder?.kind === "Conditional" || holder?.kind === "Logical" ? holder.parent : holder;
  return outer?.kind === "Property" && outer.key === "ssl";
}

function* ofAssignment(file: JavaScriptFile, context: RuleContext, assign: JsAssign): Generator<Finding> {
  const { target, value } = assign;
  if (target.kind !== "Member" || target.property === undefined || isForDevelopment(file, assign) || /health-?check/i.test(file.path)) return;
  const isProcess = target.property === "NODE_TLS_REJECT_UNAUTHORIZED" && /^globalThis\.process\.env$|^node:process\.env$/.test(file.qualifiedName(target.object) ?? "");
  if (isProcess) {
    const given = file.valueOf(value);
    const isZero = (given.kind === "string" && given.value === "0") || (given.kind === "number" && given.value === 0);
    const edit = assign.parent && removeStatement(file, assign.parent);
    if (isZero) yield told(file, context, assign, `\`${short(file, assign, 60)}\` makes every connection of the process accept any certificate`, "default", edit && { title: "Remove the line", safe: false, edits: [edit] });
  } else if (/^(?:rejectUnauthorized|strictSSL)$/.test(target.property) && isFalse(file, value) && !file.mentions(certificateLook)) {
    yield told(file, context, assign, `\`${short(file, assign, 60)}\` accepts any certificate`, "default");
  }
}

function told(file: JavaScriptFile, context: RuleContext, at: Span, wrong: string, variant: string, fix?: Fix): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `${wrong}: whoever answers for the host reads the credentials and forges the answers. Leave verification on and pass the private authority's certificate as \`ca\` instead.`,
    variant: context.isTest || /(?:^|\/)(?:scripts?|tools?|hack)\//.test(file.path) ? "aside" : variant,
    confidence: "certain",
    ...(fix && { fixes: [fix] }),
  };
}
