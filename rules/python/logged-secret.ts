/** Finds passwords, tokens and whole requests that are written to a log. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { around, written } from "./knowledge/code.ts";
import { isLogCall } from "./knowledge/loggers.ts";
import { servedFunctions } from "./knowledge/served.ts";

const secretName = /(?:^|_)(?:password|passwd|passphrase|pwd|secret|secret_?key|client_secret|api_?key|apikey|access_?token|auth_?token|refresh_?token|bearer_?token|id_token|session_token|private_?key|access_key|cvv|ssn|social_security_number|card_number|credit_card(?:_number)?|passport_number|authorization|iban|national_id|tax_id|date_of_birth)$/i;
/** Words that make it something about a secret instead. */
const harmless = /(?:^|_)(?:has|is|no|n|num|count|len|length|max|min|type|name|id|url|path|file|hash|hashed|masked|redacted|encrypted|ttl|expir\w*|public|reset|change|invalid|missing|valid|use|with|without|needs?|requires?|forgot|field|policy|prompt|generate|rotate|list|total)(?:_|$)/i;
const covering = /mask|redact|hash|obfusc|sanit|anonym|scrub|censor|hide|encrypt|len|bool|type|digest|sha|md5|isinstance|keys|fingerprint|truncate|startswith|endswith|getLogger|preview/i;

export default pythonRule({
  id: "python/logged-secret",
  title: "Secret or raw request written to the log",
  severity: { default: "error", request: "info" },
  principle: "observability",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Logs are copied to places with wider access and longer life than the service: an aggregator, a vendor, a laptop. A password or token there has leaked, and rotating it is the only cure.",
  remedy: "Log who or which, not the value: an identifier, the length, a hash. Remove fields before logging a request.",
  silent: "For names that only speak about a secret (`password_length`, `has_token`, `secret_name`); when the value is masked, hashed, measured, compared or cut; for a bare `token`, which in text processing is a word; in tests.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude", "https://cwe.mitre.org/data/definitions/532.html"],
  examples: [
    {
      title: "A password in a message",
      bad: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef login(user, password):\n    logger.info(\"login %s %s\", user, «password»)\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef login(user, password):\n    logger.info(\"login %s\", user)\n",
    },
    {
      title: "An attribute and a key",
      bad: "import logging\n\nlogging.debug(f\"connecting with {«settings.api_key»}\")\nlogging.debug(\"body: %s\", «payload[\"client_secret\"]»)\n",
      good: "import logging\n\nlogging.debug(f\"connecting with a key of {len(settings.api_key)} characters\")\nlogging.debug(\"fields: %s\", sorted(payload))\n",
    },
    {
      title: "All headers of a request",
      bad: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/v1/score\")\ndef score():\n    app.logger.info(\"headers %s\", «request.headers»)\n    return {}\n",
      good: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/v1/score\")\ndef score():\n    app.logger.info(\"request %s\", request.headers.get(\"X-Request-Id\"))\n    return {}\n",
    },
  ],
  prefilter: /password|passwd|passphrase|pwd|secret|key|token|cvv|ssn|card|passport|headers|\bform\b|get_json|\bbody\b/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      if (!isLogCall(call) && call.callee !== "builtins.print") continue;
      const token = loggedToken(file, call);
      if (token) yield secretFinding(file, call, token);
      for (const { value } of call.node.args) for (const leak of leaksIn(file, value)) if (!isComparedWithText(file, leak.node)) yield leak.isRequest ? requestFinding(file, call, leak.node) : secretFinding(file, call, leak.node);
    }
  },
});

/** Language models have tokens too: `token` counts where the text says so and nothing in the file reads language. */
function loggedToken(file: PythonFile, call: PyCall): PyExpr | undefined {
  const [first, ...others] = call.positional;
  const text = first?.kind === "Str" ? first.value : first?.kind === "Binary" && first.left.kind === "Str" ? first.left.value : "";
  if (!/\btoken\b\s*(?:[:=]|is\b)\s*[`'"<([]*(?:%[sr]|\{|\uFFFC|$)/i.test(text) || file.imports().some((name) => /^(?:transformers|tokenizers|tokenize|ast|spacy|nltk|torch|tiktoken|sentencepiece|ply|lark|pygments|sqlparse|tree_sitter|openai|anthropic|langchain\w*|vllm|keras|tensorflow)(?:\.|$)/.test(name))) return undefined;
  const holes = first?.kind === "Str" ? first.holes : first?.kind === "Binary" ? [first.right] : [];
  return [...holes, ...others].find((one) => (one.kind === "Name" && /^_?token$/.test(one.id)) || (one.kind === "Attribute" && one.attr === "token"));
}

interface Leak {
  readonly node: PyExpr;
  readonly isRequest: boolean;
}

/** Values that reach the text as they are. */
function* leaksIn(file: PythonFile, node: PyNode): Generator<Leak> {
  switch (node.kind) {
    case "Name": if (isSecret(node.id)) yield { node, isRequest: false }; return;
    case "Attribute":
      if (isSecret(node.attr) && !/^(?:messages?|errors?|constants?|locators?|fields?|enums?|e|err|exc)$/i.test(file.slice(node.value).split(".").at(-1) ?? "")) yield { node, isRequest: false };
      else if (isWholeRequest(file, node)) yield { node, isRequest: true };
      return;
    case "Subscript": {
      const key = file.valueOf(node.index);
      if (key.kind === "string" && isSecret(key.value)) yield { node, isRequest: false };
      return;
    }
    case "Str": for (const hole of node.holes) yield* leaksIn(file, hole); return;
    case "Binary": if (node.op !== "+" && node.op !== "%") return; yield* leaksIn(file, node.left); yield* leaksIn(file, node.right); return;
    case "BoolOp": yield* leaksIn(file, node.left); yield* leaksIn(file, node.right); return;
    case "Tuple": case "List": for (const one of node.elements) yield* leaksIn(file, one); return;
    case "Dict": for (const { value } of node.entries) yield* leaksIn(file, value); return;
    case "Await": yield* leaksIn(file, node.value); return;
    case "Call": yield* leaksThrough(file, file.call(node)); return;
    default: return;
  }
}

/** `str(password)`, `"…".format(password)`, `data.get("password")`; what other calls make of a value is not known. */
function* leaksThrough(file: PythonFile, call: PyCall): Generator<Leak> {
  if (covering.test(call.method)) return;
  if (/^builtins\.(?:str|repr|dict)$/.test(call.callee ?? "") || call.method === "format" || call.method === "dumps") for (const { value } of call.node.args) yield* leaksIn(file, value);
  const key = call.method === "get" || call.callee === "os.getenv" ? call.positional[0] : undefined;
  const value = key && file.valueOf(key);
  if (value?.kind === "string" && isSecret(value.value) && call.receiver) yield { node: call.node, isRequest: false };
  if (call.method === "get_json" && call.receiver && file.slice(call.receiver) === "request") yield { node: call.node, isRequest: true };
}

function isSecret(name: string): boolean {
  const words = name.replaceAll("-", "_").replace(/([a-z])([A-Z])/g, "$1_$2");
  return words.length <= 80 && secretName.test(words) && !harmless.test(words);
}

function isWholeRequest(file: PythonFile, node: PyExpr): boolean {
  const text = file.slice(node);
  const home = file.enclosingFunction(node);
  return /^(?:self\.)?request\.(?:headers|data|form|json|POST|body|META|cookies)$/.test(text) && home?.kind === "FunctionDef" && servedFunctions(file).has(home);
}

/** Under `if key == "public"` the value is that text, which is no secret. */
function isComparedWithText(file: PythonFile, node: PyExpr): boolean {
  const test = around(node, "If")?.test;
  return test?.kind === "Compare" && test.ops[0] === "==" && test.rights[0]?.kind === "Str" && file.slice(test.left) === file.slice(node);
}

function secretFinding(file: PythonFile, call: PyCall, node: PyExpr): Finding {
  return {
    at: { start: node.start, end: node.end },
    message: `\`${written(file, call)}\` writes \`${file.slice(node).slice(0, 60)}\` in clear: everybody who can read the logs can use it, for as long as they are kept. Log an identifier instead, and rotate what was logged.`,
    confidence: "likely",
  };
}

function requestFinding(file: PythonFile, call: PyCall, node: PyExpr): Finding {
  return {
    at: { start: node.start, end: node.end },
    message: `\`${written(file, call)}\` writes \`${file.slice(node).slice(0, 60)}\` whole: credentials and personal data that clients send end up in the logs. Log the fields that are needed.`,
    variant: "request",
    confidence: "likely",
  };
}
