/** Finds tokens that are read without checking who signed them. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PythonFile, type RuleContext, type Span } from "../api.ts";
import { lastName } from "./taint/sources.ts";

export default pythonRule({
  id: "python/insecure-jwt",
  title: "Token believed without checking its signature",
  severity: { default: "error", expiry: "warning", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "The claims of a JWT are plain text that anyone can write. Only the signature says who did: read without it, a request names its own user and its own role, and no log shows the difference.",
  remedy: "Decode with the key and a fixed list of algorithms: `jwt.decode(token, key, algorithms=[\"RS256\"], audience=\"api\")`. Fetch the key of an unknown issuer by the header alone (`PyJWKClient`).",
  silent: "An unverified read followed in the same function by a verified one (to find the issuer or key); a client reading when its own token ends; header reads; options that cannot be seen. Tests and notebooks get a hint.",
  references: ["https://pyjwt.readthedocs.io/en/stable/usage.html", "https://python-jose.readthedocs.io/en/latest/jwt/api.html", "https://datatracker.ietf.org/doc/html/rfc8725"],
  examples: [
    { title: "The signature switched off", bad: "import jwt\n\ndef current_user(token):\n    claims = jwt.decode(token, options={«\"verify_signature\": False»})\n    return claims[\"sub\"]\n", good: "import jwt\n\ndef current_user(token):\n    claims = jwt.decode(token, PUBLIC_KEY, algorithms=[\"RS256\"])\n    return claims[\"sub\"]\n" },
    { title: "The algorithm that signs nothing", bad: "import jwt\n\nclaims = jwt.decode(token, key, algorithms=[\"HS256\", «\"none\"»])\n", good: "import jwt\n\nclaims = jwt.decode(token, key, algorithms=[\"HS256\"])\n" },
    { title: "A read that was never meant to verify", bad: "from jose import jwt\n\ndef role(token):\n    return jwt.«get_unverified_claims»(token)[\"role\"]\n", good: "from jose import jwt\n\ndef role(token):\n    return jwt.decode(token, KEY, algorithms=[\"HS256\"])[\"role\"]\n" },
    { title: "A key that everybody with the code has", bad: "import jwt\n\ntoken = jwt.encode({\"sub\": user.id}, «\"shop-signing\"», algorithm=\"HS256\")\n", good: "import os\n\nimport jwt\n\ntoken = jwt.encode({\"sub\": user.id}, os.environ[\"SIGNING_KEY\"], algorithm=\"HS256\")\n" },
  ],
  prefilter: /jwt|jose/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const { callee } = call;
      if (callee === undefined) continue;
      if (decodes.test(callee) || encodes.test(callee)) yield* ofWrittenKey(file, context, call);
      if (unverified.test(callee)) {
        if (!isVerifiedBeside(file, call)) yield told(file, context, call.name, `\`${lastName(call.node.func)}\` reads claims that anyone can have written`, "default");
      } else if (decodes.test(callee)) yield* ofDecode(file, context, call);
      else if (encodes.test(callee)) yield* ofAlgorithm(file, context, call.argument("algorithm", 2), "`jwt.encode` with the algorithm `none` signs nothing");
    }
  },
});

const decodes = /^(jwt|jose\.jwt)\.(api_jwt\.)?(decode|decode_complete|PyJWT\.decode)$|^jose\.jws\.verify$/;
const encodes = /^(jwt|jose\.jwt)\.(api_jwt\.)?encode$/;
/** A client that looks at how long its own token lasts believes nothing. */
const readsExpiryOnly = /["']exp["']/;
const namesSomebody = /["'](?:sub|roles?|user\w*|email|scopes?|groups|\w*name|permissions?|tenant\w*|aud|iss|uid|id)["']/;
const unverified = /^jose\.(jwt|jws)\.get_unverified_claims$/;

function* ofDecode(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  yield* ofAlgorithm(file, context, call.argument("algorithms", 2), "`jwt.decode` that allows the algorithm `none` believes tokens that nobody signed");
  const expiry = option(file, call, "verify_exp");
  const off = switchedOff(file, call);
  if (off) {
    if (hasKey(file, call) || !isVerifiedBeside(file, call)) yield told(file, context, place(call, off), `\`${file.slice(call.node.func)}\` told not to verify reads claims that anyone can have written`, "default");
  } else if (expiry && isFalse(file, expiry) && !/refresh|renew|expired|introspect|revoke|logout/i.test(nameOf(call))) {
    yield { ...told(file, context, place(call, expiry), "", "expiry"), message: `\`${file.slice(call.node.func)}\` with \`verify_exp\` off believes a token for ever: one that leaks cannot be outlived. Check the expiry.` };
  }
}

/** The key stands in the call: a constant of its own is found where it is defined. A decode that looks at nothing needs no key. */
function* ofWrittenKey(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  const key = call.argument("key", 1);
  if (key?.kind !== "Str" || key.isFormat || key.value === "" || /^\s*-----BEGIN (?:PUBLIC|CERTIFICATE)/.test(key.value) || switchedOff(file, call)) return;
  yield { ...told(file, context, key, "", "default"), message: `\`${file.slice(call.node.func)}\` takes its key from the code: whoever has read the repository makes tokens for any user and role. Read it from the environment and replace this one.` };
}

/** What tells the decode not to look at the signature. */
function switchedOff(file: PythonFile, call: PyCall): PyExpr | undefined {
  return [call.argument("verify"), option(file, call, "verify_signature")].find((one) => one !== undefined && isFalse(file, one));
}

function option(file: PythonFile, call: PyCall, name: string): PyExpr | undefined {
  const options = call.argument("options", call.callee?.startsWith("jwt") ? 3 : undefined);
  const given = options && file.valueOf(options);
  return given?.kind === "dict" ? given.entries.get(name) : undefined;
}

function* ofAlgorithm(file: PythonFile, context: RuleContext, node: PyExpr | undefined, wrong: string): Generator<Finding> {
  if (!node) return;
  const value = file.valueOf(node);
  const listed = value.kind === "list" || value.kind === "tuple" || value.kind === "set" ? value.elements : [node];
  for (const one of listed) {
    const name = file.valueOf(one);
    if (name.kind === "string" && name.value.toLowerCase() === "none") yield told(file, context, one, wrong, "default");
  }
}

function isFalse(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && !value.value;
}

/** The option with its key, or the argument with its name. */
function place(call: PyCall, value: PyExpr): Span {
  const { parent } = value;
  const entry = parent?.kind === "Dict" ? parent.entries.find((one) => one.value === value) : undefined;
  if (entry?.key) return { start: entry.key.start, end: value.end };
  return call.node.args.find((one) => one.value === value) ?? call.name;
}

/** The same function also decodes with a key: the first look only finds the issuer. */
function isVerifiedBeside(file: PythonFile, call: PyCall): boolean {
  const home = call.function;
  if (home && readsExpiryOnly.test(file.slice(home)) && !namesSomebody.test(file.slice(home))) return true;
  return home !== undefined && file.here.calls().some((other) => {
    if (other.node === call.node || other.function !== home) return false;
    if (!other.callee || !decodes.test(other.callee)) return /verify|validate/i.test(other.method);
    return other.node.args.length > 1 && switchedOff(file, other) === undefined;
  });
}

/** With the key at hand there is nothing to find out first. */
function hasKey(file: PythonFile, call: PyCall): boolean {
  const key = call.argument("key", 1);
  const value = key && file.valueOf(key);
  return key !== undefined && value?.kind !== "none" && !(value?.kind === "string" && value.value === "") && key.kind !== "Dict";
}

function nameOf(call: PyCall): string {
  return call.function?.kind === "FunctionDef" ? call.function.name : "";
}

function told(file: PythonFile, context: RuleContext, at: Span, wrong: string, variant: string): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `${wrong}: a request names its own user and role. Decode with the key and a fixed list of algorithms.`,
    variant: context.isTest || file.language === "notebook" ? "aside" : variant,
    confidence: "certain",
  };
}
