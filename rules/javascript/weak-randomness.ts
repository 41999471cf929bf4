/** Finds passwords, tokens and codes drawn from a generator whose next numbers can be computed. */
import { javascriptRule, type Edit, type Fix, type JavaScriptFile, type JsCall, type JsNode } from "../api.ts";
import { isSecretName, madeBy } from "./knowledge/secret-names.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { importName } from "./taint/edits.ts";
import { ancestors, functionName, lastName, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/weak-randomness",
  title: "Secret drawn from a predictable generator",
  severity: { default: "error", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "`Math.random()` is made for games and jitter: whoever has seen a few of its numbers computes the rest, and the ones before. A reset token drawn from it can be guessed for other people's accounts, and nothing in the logs looks unusual.",
  remedy: "Draw secrets from the platform's generator: `crypto.randomUUID()`, `crypto.randomBytes(32).toString(\"base64url\")`, `crypto.randomInt(n)`.",
  silent: "`node:crypto` and Web Crypto; shuffles, samples, colours, identifiers and jitter; choosing one of several keys that exist already; words such as token, key or code where no alphabet of letters and digits shows that a secret is made. Tests, seeds of a database, and tokens by which a page knows its own requests again get a hint.",
  references: ["https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Math/random", "https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback"],
  examples: [
    {
      title: "A reset token",
      bad: "export async function startReset(user: User) {\n  const resetToken = Math.«random»().toString(36).slice(2);\n  await send(user, resetToken);\n}\n",
      good: "import { randomUUID } from \"node:crypto\";\n\nexport async function startReset(user: User) {\n  const resetToken = randomUUID();\n  await send(user, resetToken);\n}\n",
    },
    {
      title: "A login code",
      path: "otp.js",
      bad: "exports.generateOtp = () => Math.floor(100000 + Math.«random»() * 900000);\n",
      good: "const { randomInt } = require(\"node:crypto\");\n\nexports.generateOtp = () => randomInt(100000, 1000000);\n",
    },
    {
      title: "Letter by letter",
      bad: "const letters = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\";\n\nexport function generatePassword(length: number) {\n  let password = \"\";\n  for (let i = 0; i < length; i++) password += letters.charAt(Math.floor(Math.«random»() * letters.length));\n  return password;\n}\n",
      good: "import { randomInt } from \"node:crypto\";\n\nconst letters = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\";\n\nexport function generatePassword(length: number) {\n  let password = \"\";\n  for (let i = 0; i < length; i++) password += letters.charAt(randomInt(letters.length));\n  return password;\n}\n",
    },
  ],
  prefilter: /\brandom\b|pseudoRandomBytes/,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      if (!/^(?:globalThis\.Math\.random|node:crypto\.pseudoRandomBytes|lodash\.(?:random|sample)|lodash\/random)$/.test(call.callee ?? "")) continue;
      const secret = secretMade(file, call);
      if (secret === undefined) continue;
      const fix = fixFor(file, call);
      yield {
        at: call.name,
        message: `\`${file.slice(call.node.callee)}\` is predictable, and \`${secret}\` is made from it: whoever has seen some of its output computes the next. Draw it from \`node:crypto\`.`,
        variant: context.isTest || isAside(file, secret) ? "aside" : "default",
        confidence: "likely",
        ...(fix && { fixes: [fix] }),
      };
    }
  },
});

const alphabet = /["'`](?:[^"'`\s]{0,40}abcdefghij|[^"'`\s]{0,40}ABCDEFGHIJ|0123456789|1234567890)[^"'`]{0,80}["'`]|\b(?:alphabet|charset|chars|characters|possible|letters|ALPHABET|CHARS|CHARSET)\b|toString\(\s*(?:16|32|36)\s*\)/;
const carrying = /^(?:floor|round|ceil|trunc|abs|String|Number|parseInt|toString|toFixed|slice|substring|substr|concat|charAt|join|map|from|fill|padStart|padEnd|toUpperCase|toLowerCase|replace|replaceAll|push|at|btoa|update|digest|createHash|fromCharCode|md5|sha1|sha256|split|sort|encode)$/;

/** Data to develop with; or the mark of a request that is under way in a browser, which gives nobody access to anything. */
function isAside(file: JavaScriptFile, secret: string): boolean {
  return /(?:^|\/)(?:seeds?|seeders?|seeding|fixtures?|faker?|mocks?)\/|(?:^|\/)[\w-]*seed(?:er|s)?\.[cm]?[jt]s$/.test(file.path) || (/token$/i.test(secret) && isBrowserCode(file));
}

/** The name that the drawn value ends up under, when it is a secret's. */
function secretMade(file: JavaScriptFile, call: JsCall): string | undefined {
  const strength = alphabet.test(surroundings(file, call)) ? "any" : "certain";
  let below: JsNode = call.node;
  for (let at = below.parent; at; below = at, at = at.parent) {
    const name = nameGiven(file, at, below);
    if (name !== undefined && isSecretName(name, strength)) return name;
    if (at.kind === "Function" && at.parent?.kind === "Call" && carrying.test(lastName(at.parent.callee))) continue; // Array.from({ length }, () => …)
    if (at.kind === "Return" || at.kind === "Function" || (at.kind === "ExprStmt" && below.kind === "Call")) return madeByFunction(file, at.kind === "Function" ? at : file.enclosingFunction(at), strength);
    if (at.kind === "Assign" || at.kind === "Declarator") return nameOfReturned(file, at, strength);
    if (at.kind === "Call" && below !== at.callee && !carrying.test(lastName(at.callee))) return undefined;
    if (["If", "While", "Switch", "Block"].includes(at.kind) || (at.kind === "Binary" && /^(?:[<>]=?|[!=]==?)$/.test(at.op)) || (at.kind === "Conditional" && at.test === below) || (at.kind === "Member" && at.computed === below && !isAlphabet(file, at.object))) return undefined;
  }
  return undefined;
}

function isAlphabet(file: JavaScriptFile, node: Extract<JsNode, { kind: "Member" }>["object"]): boolean {
  const value = file.valueOf(node);
  return value.kind === "string" || alphabet.test(file.slice(node)) || (value.kind === "call" && value.of.endsWith("split"));
}

/** The statement around the call, or the small function that it stands in. */
function surroundings(file: JavaScriptFile, call: JsCall): string {
  const home = call.function;
  const statement = [...ancestors(call.node)].find((at) => ["ExprStmt", "Variables", "Field", "Return", "Export"].includes(at.kind));
  const text = file.slice(home ?? statement ?? call.node);
  return text.length > 1_500 ? file.text.slice(Math.max(0, call.start - 300), call.end + 100) : text;
}

function nameGiven(file: JavaScriptFile, at: JsNode, below: JsNode): string | undefined {
  if (at.kind === "Assign" && below === at.value) return lastName(at.target);
  if (at.kind === "Declarator" && below === at.value) return lastName(at.target);
  if (at.kind === "Property" && below === at.value) return at.key;
  if (at.kind === "Field" && below === at.value) return at.name;
  if (at.kind === "Call" && lastName(at.callee) === "push" && at.callee.kind === "Member") return lastName(at.callee.object);
  return undefined;
}

/** `let result = ""; … result += …; return result` in `generatePassword`. */
function nameOfReturned(file: JavaScriptFile, at: Extract<JsNode, { kind: "Assign" | "Declarator" }>, strength: "certain" | "any"): string | undefined {
  const { target } = at;
  const home = file.enclosingFunction(at);
  if (target.kind !== "Name" || !home) return undefined;
  const isReturned = within(home).some((one) => one.kind === "Return" && one.value !== undefined && within(one.value).some((part) => part.kind === "Name" && part.id === target.id));
  return isReturned ? madeByFunction(file, home, strength) : undefined;
}

/** `function generatePassword() { return … }`. */
function madeByFunction(file: JavaScriptFile, fn: Extract<JsNode, { kind: "Function" }> | undefined, strength: "certain" | "any"): string | undefined {
  const name = fn ? functionName(fn) : "";
  return name !== "" && isSecretName(madeBy(name) ?? name, strength) ? name : undefined;
}

/** `Math.floor(Math.random() * n)` and `Math.floor(a + Math.random() * n)` have an equal in `node:crypto`; other shapes change what is made. */
function fixFor(file: JavaScriptFile, call: JsCall): Fix | undefined {
  if (call.callee !== "globalThis.Math.random") return undefined;
  const product = call.node.parent;
  if (product?.kind !== "Binary" || product.op !== "*") return chainFix(file, call);
  const factor = product.left === call.node ? product.right : product.left;
  const sum = product.parent?.kind === "Binary" && product.parent.op === "+" ? product.parent : undefined;
  const base = sum && (sum.left === product ? sum.right : sum.left);
  const rounding = (sum ?? product).parent;
  if (rounding?.kind !== "Call" || !/^Math\.floor$/.test(file.slice(rounding.callee)) || (base && base.kind !== "Num") || (base && factor.kind !== "Num")) return undefined;
  const range = base?.kind === "Num" && factor.kind === "Num" ? `${base.text}, ${String(base.value + factor.value)}` : file.slice(factor);
  return replaced(file, rounding, "randomInt", `randomInt(${range})`, true);
}

/** `Math.random().toString(36).slice(2)`: a UUID instead. */
function chainFix(file: JavaScriptFile, call: JsCall): Fix | undefined {
  let top: JsNode = call.node;
  for (let member = top.parent; member?.kind === "Member" && member.object === top && member.parent?.kind === "Call" && /^(?:toString|slice|substring|substr)$/.test(member.property ?? ""); member = top.parent) top = member.parent;
  return top === call.node || top.parent?.kind === "Binary" ? undefined : replaced(file, top, "randomUUID", "randomUUID()", false);
}

function replaced(file: JavaScriptFile, node: JsNode, name: string, text: string, safe: boolean): Fix | undefined {
  const imports = importName(file, "node:crypto", name);
  const edit: Edit = { at: { start: node.start, end: node.end }, text };
  return imports && { title: `Draw from crypto.${name}`, safe, edits: [...imports, edit] };
}
