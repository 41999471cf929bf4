/** Finds tokens that are read without checking who signed them. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsNode, type RuleContext, type Span } from "../api.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { originsOf } from "./taint/origin.ts";
import { ancestors, functionName, lastName, short } from "./taint/tree.ts";

const verifying = /\bverify\w*\s*\(|\bjwtVerify\b/;

export default javascriptRule({
  id: "javascript/insecure-jwt",
  title: "Token believed without checking its signature",
  severity: { default: "error", decoded: "warning", expiry: "warning", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "The claims of a JWT are plain text that anyone can write. Only the signature says who did: read without it, a request names its own user and its own role, and no log shows the difference.",
  remedy: "Verify with the key and a fixed list of algorithms: `jwt.verify(token, key, { algorithms: [\"RS256\"] })`, `jwtVerify(token, keys, { issuer, audience })` in jose.",
  silent: "An unverified read in a function that also verifies (to find the issuer or key), or that asks for the header alone (`complete: true`); reading only when a token ends; browser code, which cannot verify; options that cannot be seen; reading in tests. Where the token does not visibly come from a request it is only a hint.",
  references: ["https://github.com/auth0/node-jsonwebtoken#jwtdecodetoken--options", "https://github.com/panva/jose/blob/main/docs/util/decode_jwt/functions/decodeJwt.md", "https://datatracker.ietf.org/doc/html/rfc8725"],
  examples: [
    {
      title: "Decoded instead of verified",
      bad: "import jwt from \"jsonwebtoken\";\n\nexport function requireUser(req, res, next) {\n  const claims = jwt.«decode»(req.headers.authorization.slice(7));\n  req.user = claims.sub;\n  next();\n}\n",
      good: "import jwt from \"jsonwebtoken\";\n\nexport function requireUser(req, res, next) {\n  const claims = jwt.verify(req.headers.authorization.slice(7), process.env.PUBLIC_KEY, { algorithms: [\"RS256\"] });\n  req.user = claims.sub;\n  next();\n}\n",
    },
    {
      title: "The algorithm that signs nothing",
      path: "auth.js",
      bad: "const jwt = require(\"jsonwebtoken\");\n\nexports.read = (token) => jwt.verify(token, key, { algorithms: [\"HS256\", «\"none\"»] });\n",
      good: "const jwt = require(\"jsonwebtoken\");\n\nexports.read = (token) => jwt.verify(token, key, { algorithms: [\"HS256\"] });\n",
    },
    {
      title: "Tokens that never end",
      bad: "import { Strategy, ExtractJwt } from \"passport-jwt\";\n\nexport const strategy = new Strategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey, «ignoreExpiration: true» }, load);\n",
      good: "import { Strategy, ExtractJwt } from \"passport-jwt\";\n\nexport const strategy = new Strategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey, ignoreExpiration: false }, load);\n",
    },
    {
      title: "A key that everybody with the code has",
      bad: "import jwt from \"jsonwebtoken\";\n\nexport const issue = (user) => jwt.sign({ sub: user.id }, «\"shop-signing\"», { expiresIn: \"1h\" });\n",
      good: "import jwt from \"jsonwebtoken\";\n\nexport const issue = (user) => jwt.sign({ sub: user.id }, process.env.SIGNING_KEY, { expiresIn: \"1h\" });\n",
    },
  ],
  prefilter: /jwt|jsonwebtoken|jose/i,

  judges: "statements",
  *check(file, context) {
    const modules = file.imports().filter((module) => isJwtModule.test(module));
    if (modules.length === 0) return;
    for (const call of file.here.calls()) {
      const callee = call.callee ?? "";
      if (isDecoder(call, callee, modules)) yield* ofDecode(file, context, call);
      if (/^jose\.JWT\.verify$/.test(callee)) yield* ofNoKey(file, context, call);
      if (callee === "jwt-simple.decode") yield* ofNoVerify(file, context, call);
      if (/^(?:jsonwebtoken\.verify|jsonwebtoken\.sign)$/.test(callee)) yield* ofEmptyKey(file, context, call);
      if (keyed.test(callee)) yield* ofWrittenKey(file, context, call);
    }
    for (const property of file.here.nodes("Property")) {
      if (property.key === "ignoreExpiration" && isTrue(file, property.value) && !isRefreshing(file, property)) yield told(context, property, "`ignoreExpiration: true` accepts tokens that have ended: a stolen one works for ever. Leave it off", "expiry");
      if (property.key === "algorithm" || property.key === "algorithms" || property.key === "alg") yield* ofAlgorithm(file, context, property.value);
    }
  },
});

const isJwtModule = /^(?:jsonwebtoken|jose(?:\/.*)?|jwt-simple|jwt-decode|passport-jwt|express-jwt|koa-jwt|@nestjs\/jwt|@fastify\/jwt|fastify-jwt|fast-jwt|jws|@hapi\/jwt|next-auth\/jwt|hono\/jwt)$/;
const decoders = /^(?:jsonwebtoken\.decode|jose\.decodeJwt|jose\.UnsecuredJWT\.decode|jwt-decode(?:\.jwtDecode)?|hono\/jwt\.decode|jws\.decode|fast-jwt\.createDecoder\(\))$/;

function isDecoder(call: JsCall, callee: string, modules: readonly string[]): boolean {
  return decoders.test(callee) || (call.method === "decode" && modules.includes("@nestjs/jwt") && call.receiver !== undefined && /^jwt(?:Service)?$|JwtService$/.test(lastName(call.receiver)));
}

function* ofDecode(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const [token, options] = call.node.args;
  if (!token || (options && /complete\s*:\s*true|header\s*:\s*true/.test(file.slice(options)))) return;
  const home = topFunction(call.node);
  if (home && /\bverify\w*\s*\(|\bjwtVerify\b|\bverifyAsync\b|\bexp\b|expir/i.test(file.slice(home))) return;
  if (home && /expir|logout|revoke|\bdecode/i.test(functionName(home))) return;
  const isInput = originsOf(file).of(token).power === "input";
  if (context.isTest || (!isInput && file.mentions(verifying))) return;
  if (!isInput && (isBrowserCode(file) || call.callee?.startsWith("jwt-decode"))) return;
  if (!isInput && isFresh(file, token)) return;
  yield told(context, call.name, `\`${short(file, call.node.callee)}\` reads claims that nobody vouches for: whoever sends the token names its user and role. Verify it with the key and a fixed list of algorithms`, isInput && !isInDecorator(call.node) ? "default" : "decoded", isInput ? "likely" : "possible");
}

/** A parameter decorator runs after the guards: one of them may have verified. */
function isInDecorator(node: JsNode): boolean {
  return [...ancestors(node)].some((at) => at.kind === "Call" && lastName(at.callee) === "createParamDecorator");
}

/** Made here, or handed over by an identity provider within the same exchange. */
function isFresh(file: JavaScriptFile, token: JsExpr): boolean {
  const value = file.valueOf(token);
  if (value.kind === "call" && /sign|getToken|exchange/i.test(value.of)) return true;
  return /id_?token|access_?token|\bsign/i.test(file.slice(token));
}

function topFunction(node: JsNode) {
  let found: Extract<JsNode, { kind: "Function" }> | undefined;
  for (const at of ancestors(node)) if (at.kind === "Function") found = at;
  return found;
}

function* ofNoVerify(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const third = call.argument(2);
  const value = third && file.valueOf(third);
  const isText = value?.kind === "string" && value.value !== ""; // an algorithm in the place of `noVerify` is a yes
  if (third && (isText || isTrue(file, third))) yield told(context, third, "`noVerify` reads claims that nobody vouches for: whoever sends the token names its user and role. Verify it with the key and a fixed algorithm");
}

const keyed = /^(?:jsonwebtoken\.(?:sign|verify)|jwt-simple\.(?:encode|decode)|jose\.JWT\.(?:sign|verify))$/;

/** The key stands in the call: a constant of its own is found where it is defined. */
function* ofWrittenKey(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const given = call.argument(1);
  const key = given?.kind === "Call" && file.call(given).callee === "jose.JWK.asKey" ? given.args[0] : given;
  if (key?.kind !== "Str" || key.value === "" || /^-----BEGIN (?:PUBLIC|CERTIFICATE)/.test(key.value)) return;
  yield told(context, key, `\`${short(file, call.node.callee)}\` takes its key from the code: whoever has read the repository makes tokens for any user and role. Read it from the environment and replace this one`);
}

function* ofEmptyKey(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const key = call.argument(1);
  const value = key && file.valueOf(key);
  const isEmpty = value?.kind === "null" || (value?.kind === "string" && value.value === "") || (key?.kind === "Name" && key.id === "undefined");
  if (key && isEmpty) yield told(context, key, `\`${short(file, call.node.callee)}\` without a key signs and proves nothing: whoever sends a token names its user and role. Pass the key`);
}

/** The key of jose 1 and 2 that stands for unsigned tokens. */
function* ofNoKey(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const key = call.argument(1);
  if (key && file.qualifiedName(key) === "jose.JWK.None") yield told(context, key, "`JWK.None` accepts tokens that nobody signed: whoever sends one names its user and role. Pass the key");
}

function* ofAlgorithm(file: JavaScriptFile, context: RuleContext, node: JsExpr): Generator<Finding> {
  const value = file.valueOf(node);
  const given = value.kind === "array" ? value.node.elements : [node];
  for (const one of given) {
    const name = one && file.valueOf(one);
    if (one && name?.kind === "string" && name.value.toLowerCase() === "none") yield told(context, one, "The algorithm `none` accepts tokens that nobody signed: whoever sends one names its user and role. List the algorithm of the key alone");
  }
}

/** An ended token is what a refresh starts from. */
function isRefreshing(file: JavaScriptFile, node: JsNode): boolean {
  const home = topFunction(node);
  return home !== undefined && /refresh|logout|revoke|renew/i.test(functionName(home) + file.slice(home).slice(0, 200));
}

function isTrue(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}

function told(context: RuleContext, at: Span, message: string, variant = "default", confidence: "certain" | "likely" | "possible" = "certain"): Finding {
  return { at: { start: at.start, end: at.end }, message: `${message}.`, variant: context.isTest ? "aside" : variant, confidence };
}
