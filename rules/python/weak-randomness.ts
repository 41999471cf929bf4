/** Finds passwords, tokens and codes drawn from a generator whose next numbers can be computed. */
import { pythonRule, type Fix, type PyCall, type PyNode, type PythonFile } from "../api.ts";
import { isSecretName, madeBy } from "./knowledge/secret-names.ts";
import { short } from "./taint/sources.ts";

export default pythonRule({
  id: "python/weak-randomness",
  title: "Secret drawn from a predictable generator",
  severity: { default: "error", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "`random` is made for simulations: whoever has seen some hundred of its numbers computes the rest. A reset token drawn from it can be guessed for other people's accounts, and nothing in the logs looks unusual.",
  remedy: "Draw secrets from `secrets`: `token_urlsafe(32)`, `secrets.choice(alphabet)`, `secrets.randbelow(n)`.",
  silent: "`secrets`, `os.urandom`, `random.SystemRandom`; shuffles, samples, seeds and jitter; choosing one of several keys that exist already; words such as token, key or code where no alphabet of letters and digits shows that a secret is made (language models, dictionaries, games). Tests and notebooks get a hint.",
  references: ["https://docs.python.org/3/library/secrets.html", "https://docs.python.org/3/library/random.html"],
  examples: [
    { title: "A reset token", bad: "import random\nimport string\n\ndef start_reset(user):\n    reset_token = \"\".join(random.«choice»(string.ascii_letters) for _ in range(32))\n    send(user, reset_token)\n", good: "import secrets\n\ndef start_reset(user):\n    reset_token = secrets.token_urlsafe(32)\n    send(user, reset_token)\n" },
    { title: "A login code", bad: "import random\n\ndef generate_otp():\n    return random.«randint»(100000, 999999)\n", good: "import secrets\n\ndef generate_otp():\n    return 100000 + secrets.randbelow(900000)\n" },
  ],
  prefilter: /\brandom\b/,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const drawn = call.callee && draws.exec(call.callee)?.[1];
      if (!drawn) continue;
      const secret = secretMade(file, call);
      if (!secret) continue;
      const fix = fixFor(file, call, drawn);
      yield {
        at: call.name,
        message: `\`${short(file, call.node.func)}\` is predictable, and \`${secret}\` is made from it: whoever has seen enough of its output computes the next one. Draw it from \`secrets\`.`,
        variant: context.isTest || file.language === "notebook" ? "aside" : "default",
        confidence: "likely",
        ...(fix && { fixes: [fix] }),
      };
    }
  },
});

const draws = /^(?:random|numpy\.random)\.(?:Random\.)?(choice|choices|sample|randint|randrange|getrandbits|random|randbytes|uniform)$/;
const alphabet = /\b(?:string\.)?(?:ascii_letters|ascii_lowercase|ascii_uppercase|hexdigits|letters|digits)\b|["'](?:[^"'\s]*abcdefghij[^"'\s]*|[^"'\s]*ABCDEFGHIJ[^"'\s]*|0123456789[^"'\s]*)["']|\b(?:alphabet|charset|chars|characters|CHARS|ALPHABET)\b/;

/** The name that the drawn value ends up under, when it is a secret's. */
function secretMade(file: PythonFile, call: PyCall): string | undefined {
  if (/^(choice|choices|sample)$/.test(call.method) && !drawsCharacters(file, call)) return undefined; // one of several that exist already
  const strength = call.node.args.some(({ value }) => alphabet.test(file.slice(value).slice(0, 300))) ? "any" : "certain";
  let below: PyNode = call.node;
  for (let at: PyNode | undefined = call.node.parent; at; below = at, at = at.parent) {
    const name = nameGiven(at, below);
    if (name !== undefined && isSecretName(name, strength)) return name;
    if (at.kind === "Return" || at.kind === "FunctionDef" || at.kind === "Lambda") return madeByFunction(file, call, at.kind === "Return", strength);
    if (at.kind === "Call" && below !== at.func && !/^(join|str|int|hex|format|list|map|randbytes|b64encode|hexlify|decode|encode|urlsafe_b64encode|b32encode|range|chr)$/.test(file.call(at).method)) return undefined;
    if (at.kind === "If" || at.kind === "While" || at.kind === "For" || at.kind === "Subscript" || at.kind === "Compare") return undefined;
  }
  return undefined;
}

function drawsCharacters(file: PythonFile, call: PyCall): boolean {
  const [from] = call.positional;
  return from !== undefined && (alphabet.test(file.slice(from).slice(0, 300)) || file.valueOf(from).kind === "string" || file.slice(from).startsWith("range("));
}

function nameGiven(at: PyNode, below: PyNode): string | undefined {
  if (at.kind === "Assign" && below === at.value) return targetName(at.targets[0]);
  if ((at.kind === "AnnAssign" || at.kind === "AugAssign") && below === at.value) return targetName(at.target);
  if (at.kind === "Call") return at.args.find(({ value }) => value === below)?.name;
  if (at.kind === "Dict") {
    const entry = at.entries.find(({ value }) => value === below);
    return entry?.key?.kind === "Str" ? entry.key.value : undefined;
  }
  return undefined;
}

function targetName(node: PyNode | undefined): string | undefined {
  if (node?.kind === "Name") return node.id;
  if (node?.kind === "Attribute") return node.attr;
  return node?.kind === "Subscript" && node.index.kind === "Str" ? node.index.value : undefined;
}

/** `def generate_password(): return ''.join(...)`. */
function madeByFunction(file: PythonFile, call: PyCall, isReturned: boolean, strength: "certain" | "any"): string | undefined {
  const made = call.function;
  if (!isReturned || made?.kind !== "FunctionDef") return undefined;
  const what = madeBy(made.name) ?? made.name;
  return isSecretName(what, strength) ? made.name : undefined;
}

function fixFor(file: PythonFile, call: PyCall, drawn: string): Fix | undefined {
  if (!call.callee?.startsWith("random.") || call.callee.includes("Random.") || call.node.func.kind !== "Attribute") return undefined;
  const replacement = drawn === "choice" ? "secrets.choice" : drawn === "getrandbits" ? "secrets.randbits" : drawn === "randrange" && call.node.args.length === 1 ? "secrets.randbelow" : `secrets.SystemRandom().${drawn}`;
  const missing = file.addImport("secrets");
  const { start, end } = call.node.func;
  return { title: `Draw from ${replacement}`, safe: true, edits: [...(missing ? [missing] : []), { at: { start, end }, text: replacement }] };
}
