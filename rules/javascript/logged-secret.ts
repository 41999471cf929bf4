/** Finds passwords, tokens and whole requests that are written to a log. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsNode } from "../api.ts";
import { isLogCall } from "./knowledge/log-calls.ts";
import { words } from "./knowledge/secret-names.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { sourceLabel } from "./taint/sources.ts";
import { ancestors, lastName, plain, short, within } from "./taint/tree.ts";

const secretName = /(?:^|_)(?:password|passwd|passphrase|pwd|secret|secret_?key|client_secret|app_secret|api_?key|apikey|access_?token|auth_?token|refresh_?token|reset_?token|bearer_?token|id_token|session_token|jwt_?token|private_?key|access_key|otp|cvv|ssn|social_security_number|card_number|credit_card(?:_number)?|passport_number|authorization)$/;
/** Words that make it something about a secret instead. */
const harmless = /(?:^|_)(?:has|is|no|n|num|count|len|length|max|min|type|name|id|url|path|file|hash|hashed|masked|redacted|encrypted|ttl|expir\w*|public|change|invalid|missing|valid|use|with|without|needs?|requires?|forgot|field|policy|prompt|rotate|list|total|error|test|on|update|set|show|toggle|generate_\w+)(?:_|$)/;
const covering = /mask|redact|hash|obfusc|sanit|anonym|scrub|censor|hide|encrypt|length|bool|digest|sha|md5|keys|fingerprint|truncate|startsWith|endsWith|preview|typeof|omit|slice|substring|substr|replace/i;

const scriptLine = /^#!/;

export default javascriptRule({
  id: "javascript/logged-secret",
  title: "Secret or raw request written to the log",
  severity: { default: "error", request: "info", browser: "warning" },
  principle: "observability",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Logs are copied to places with wider access and longer life than the service: an aggregator, a vendor, a laptop. A password or token there has leaked, and rotating it is the only cure.",
  remedy: "Log who or which, not the value: an identifier, the length, a hash. Give the logger a list of fields to redact (`redact` in pino), and log named fields of a request instead of all of it.",
  silent: "For names that only speak about a secret (`passwordLength`, `hasToken`, `secretName`); when the value is masked, hashed, measured, compared or cut; for a bare `token`, which in parsers is a word; when a condition asks for debugging; in command line tools and tests.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude", "https://cwe.mitre.org/data/definitions/532.html", "https://getpino.io/#/docs/redaction"],
  examples: [
    {
      title: "A password in a message",
      bad: "export async function login(email: string, password: string) {\n  logger.info(`login of ${email} with ${«password»}`);\n}\n",
      good: "export async function login(email: string, password: string) {\n  logger.info(`login of ${email}`);\n}\n",
    },
    {
      title: "A key from the environment, and one in an object",
      path: "client.js",
      bad: "console.log(\"connecting with\", «process.env.API_KEY»);\nlogger.debug({ user: user.id, «accessToken» }, \"signed in\");\n",
      good: "console.log(\"connecting with a key of\", process.env.API_KEY.length, \"characters\");\nlogger.debug({ user: user.id }, \"signed in\");\n",
    },
    {
      title: "All that a client sent",
      bad: "app.post(\"/login\", (req, res) => {\n  console.log(«req.body»);\n  res.sendStatus(204);\n});\n",
      good: "app.post(\"/login\", (req, res) => {\n  logger.info({ request: req.id, email: req.body.email }, \"login\");\n  res.sendStatus(204);\n});\n",
    },
  ],
  prefilter: /password|passwd|passphrase|pwd|secret|key|token|cvv|ssn|card|passport|headers|body|otp|authorization/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isTool(file)) return;
    const isBrowser = isBrowserCode(file);
    for (const call of file.here.calls()) {
      if (!isLogCall(call)) continue;
      for (const leak of call.args.flatMap((arg) => leaksIn(file, arg, 0))) {
        if (isExpected(file, call.node, leak.node)) continue;
        if (!leak.isRequest) yield secretFinding(file, call, leak.node, isBrowser);
        else if (!isBrowser) yield requestFinding(file, call, leak.node);
      }
    }
  },
});

interface Leak {
  readonly node: JsExpr;
  readonly isRequest: boolean;
}

/** Values that reach the text as they are. */
function leaksIn(file: JavaScriptFile, value: JsExpr, depth: number): Leak[] {
  const all = (nodes: readonly (JsExpr | undefined)[]) => nodes.flatMap((one) => (one ? leaksIn(file, one, depth + 1) : []));
  const node = plain(value);
  if (depth > 8) return [];
  switch (node.kind) {
    case "Name": return isSecret(node.id) && isValue(file, node) ? [{ node, isRequest: false }] : [];
    case "Member": {
      if (node.property !== undefined && isSecret(node.property) && !/^(?:messages?|errors?|constants?|fields?|enums?|e|err|labels?|keys?|events?|types?|t|i18n|locale|strings?|routes?|paths?|config_keys)$/i.test(lastName(node.object)) && !/^[A-Z][a-z]/.test(lastName(node.object))) return [{ node, isRequest: false }];
      return isWholeRequest(file, node) ? [{ node, isRequest: true }] : [];
    }
    case "Template": return node.tag ? [] : all(node.holes);
    case "Binary": return node.op === "+" ? all([node.left, node.right]) : [];
    case "Logical": return node.op === "&&" ? all([node.right]) : all([node.left, node.right]);
    case "Conditional": return all([node.then, node.otherwise]);
    case "Array": return all(node.elements);
    case "Spread": return all([node.value]);
    case "Object": return all(node.properties.map((one) => one.value));
    case "Call": return /^(?:stringify|String|inspect|format|toString|trim)$/.test(lastName(node.callee)) && !covering.test(lastName(node.callee)) ? all([...node.args.slice(0, 1), node.callee.kind === "Member" && /^(?:toString|trim)$/.test(node.callee.property ?? "") ? node.callee.object : undefined]) : [];
    default: return [];
  }
}

function isSecret(name: string): boolean {
  const plainName = words(name);
  return plainName.length <= 80 && secretName.test(plainName) && !harmless.test(plainName);
}

/** Not a function, a message or a constant that only has the name. */
function isValue(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  return !["function", "class", "bool", "number", "null", "undefined"].includes(value.kind);
}

/** `req.body`, `req.headers`; a part of them is somebody's choice. */
function isWholeRequest(file: JavaScriptFile, node: Extract<JsExpr, { kind: "Member" }>): boolean {
  return /^(?:body|headers|cookies|rawBody)$/.test(node.property ?? "") && sourceLabel(file, node) !== undefined;
}

/** Asked for by a switch about debugging, or compared with a text beforehand. */
function isExpected(file: JavaScriptFile, call: JsNode, node: JsExpr): boolean {
  const text = file.slice(node);
  for (const at of ancestors(call)) {
    if (at.kind !== "If" && at.kind !== "Logical") continue;
    const test = at.kind === "If" ? at.test : at.left;
    if (/debug|verbose|isDev|development|NODE_ENV/i.test(file.slice(test))) return true;
    if (within(test).some((one) => (one.kind === "Unary" && one.op === "!" && file.slice(one.operand) === text) || (one.kind === "Binary" && one.right.kind === "Str" && file.slice(one.left) === text))) return true;
  }
  return false;
}

/** Whoever runs a command line tool reads its output, and nobody else. */
function isTool(file: JavaScriptFile): boolean {
  return /(?:^|\/)(?:scripts?|tools?|bin|cli|cmd|commands?|extra|seeds?|seeders?|examples?|demos?|codemods?)\//.test(file.path) || file.mentions(scriptLine);
}

function secretFinding(file: JavaScriptFile, call: JsCall, node: JsExpr, isBrowser: boolean): Finding {
  const who = isBrowser ? "everybody at this machine, and every error reporter that collects the console, can use it" : "everybody who can read the logs can use it, for as long as they are kept";
  return {
    at: { start: node.start, end: node.end },
    message: `\`${short(file, call.node.callee)}\` writes \`${short(file, node, 60)}\` in clear: ${who}. Log an identifier instead, and rotate what was logged.`,
    ...(isBrowser && { variant: "browser" }),
    confidence: "likely",
  };
}

function requestFinding(file: JavaScriptFile, call: JsCall, node: JsExpr): Finding {
  return {
    at: { start: node.start, end: node.end },
    message: `\`${short(file, call.node.callee)}\` writes \`${short(file, node, 60)}\` whole: credentials and personal data that clients send end up in the logs. Log the fields that are needed.`,
    variant: "request",
    confidence: "likely",
  };
}
