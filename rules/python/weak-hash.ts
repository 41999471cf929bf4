/** Finds passwords and tokens that are kept as a hash which can be reversed by trying. */
import { pythonRule, type PyCall, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { mentions } from "./knowledge/mentions.ts";
import { isSecretName } from "./knowledge/secret-names.ts";
import { short } from "./taint/sources.ts";
import { mentionsImportOf } from "./knowledge/import-text.ts";

export default pythonRule({
  id: "python/weak-hash",
  title: "Secret kept as a broken hash",
  severity: { default: "error", token: "warning", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "MD5 and SHA-1 are made to be fast, and a graphics card tries billions of passwords a second against them. When the table leaks, which is what hashing is for, the passwords leak with it.",
  remedy: "Hash passwords with argon2 or bcrypt (`argon2.PasswordHasher().hash(password)`) or `hashlib.scrypt`; tokens with SHA-256 and compare with `hmac.compare_digest`.",
  silent: "Checksums, cache keys and file digests; a server's key hashed into a signature; `usedforsecurity=False`; HMAC; protocols that ask for the old hash (breach look-ups, MySQL's handshake, NTLM, HTTP digest); SHA-2 and newer. Tests and notebooks get a hint.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html", "https://docs.python.org/3/library/hashlib.html"],
  examples: [
    { title: "A password under MD5", bad: "import hashlib\n\ndef store(user, password):\n    user.digest = hashlib.«md5»(password.encode()).hexdigest()\n", good: "from argon2 import PasswordHasher\n\ndef store(user, password):\n    user.digest = PasswordHasher().hash(password)\n" },
    { title: "By the name of the algorithm", bad: "import hashlib\n\nkey = hashlib.«new»(\"sha1\", (salt + password).encode()).digest()\n", good: "import hashlib\n\nkey = hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**14, r=8, p=1)\n" },
    { title: "Told by where the digest goes", bad: "import hashlib\n\ndef reset(user, text):\n    user.set_password(hashlib.«md5»(text.encode()).hexdigest())\n", good: "from argon2 import PasswordHasher\n\ndef reset(user, text):\n    user.set_password(PasswordHasher().hash(text))\n" },
    { title: "A scheme of 1995", bad: "from passlib.hash import md5_crypt\n\nstored = md5_crypt.«hash»(word)\n", good: "from passlib.hash import argon2\n\nstored = argon2.hash(word)\n" },
  ],
  prefilter: mentionsImportOf(["hashlib", "md5", "sha", "Crypto", "Cryptodome", "cryptography", "passlib", "crypt"], /generate_password_hash/),

  judges: "statements",
  *check(file, context) {
    if (asksForOldHash(file)) return; // protocols that ask for the old hash: breach look-ups, MySQL, NTLM, HTTP digest
    for (const call of file.here.calls()) {
      const hash = weakHash(file, call);
      const secret = hash ? (hash.data && secretIn(file, hash.data)) ?? keptAs(file, call) : hashedByScheme(file, call);
      if (!secret) continue;
      const isPassword = /pass|pwd|pin$/i.test(secret);
      yield {
        at: call.name,
        message: `\`${short(file, call.node.func)}\` of \`${secret}\` can be reversed by trying billions of guesses a second: when the stored digests leak, ${isPassword ? "so do the passwords. Hash with argon2, bcrypt or scrypt." : "the secrets do. Hash with SHA-256, or sign with HMAC."}`,
        variant: context.isTest || file.language === "notebook" ? "aside" : isPassword ? "default" : "token",
        confidence: "likely",
      };
    }
  },
});

const asksForOldHash = mentions(/pwned|scramble|native_password|ntlm|digest_?auth/i);
const weak = /^(?:hashlib\.(?:md5|sha1)|md5\.(?:md5|new)|sha\.new|Crypto(?:dome)?\.Hash\.(?:MD5|SHA1?|MD4)\.new)$/;

/** What is hashed, as far as the call shows, by a function that is weak and not declared to be used for something else. */
function weakHash(file: PythonFile, call: PyCall): { readonly data: PyExpr | undefined } | undefined {
  const { callee } = call;
  if (callee === undefined) return undefined;
  const declared = call.argument("usedforsecurity");
  if (declared && !isTrue(file, declared)) return undefined;
  if (weak.test(callee)) return { data: call.argument("string", 0) ?? call.argument("data") ?? updated(file, call) };
  if (callee === "cryptography.hazmat.primitives.hashes.Hash") return isWeakAlgorithm(file, call.argument("algorithm", 0)) ? { data: updated(file, call) } : undefined;
  if (callee !== "hashlib.new") return undefined;
  const algorithm = call.argument("name", 0);
  const name = algorithm && file.valueOf(algorithm);
  return name?.kind === "string" && /^(md5|md4|sha-?1)$/i.test(name.value) ? { data: call.argument("string", 1) ?? call.argument("data") ?? updated(file, call) } : undefined;
}

/** https://cryptography.io/en/latest/hazmat/primitives/cryptographic-hashes/ */
function isWeakAlgorithm(file: PythonFile, node: PyExpr | undefined): boolean {
  const value = node && file.valueOf(node);
  return value?.kind === "call" && /\.hashes\.(?:MD5|SHA1)$/.test(value.of);
}

/** Schemes made for passwords whose rounds are those of MD5, SHA-1 or the DES of 1979. https://docs.python.org/3.12/library/crypt.html, https://passlib.readthedocs.io/en/stable/lib/passlib.hash.html */
const brokenSchemes = /^passlib\.hash\.(?:md5_crypt|des_crypt|bsdi_crypt|bigcrypt|crypt16|hex_md4|hex_md5|hex_sha1|ldap_md5|ldap_salted_md5|ldap_sha1|ldap_salted_sha1|ldap_plaintext|plaintext|lmhash|nthash|mysql323|mysql41|apr_md5_crypt)\.(?:hash|encrypt)$/;

/** `crypt.crypt(word, crypt.METHOD_MD5)`, `generate_password_hash(word, "md5")`: what is hashed is a password, whatever its name. */
function hashedByScheme(file: PythonFile, call: PyCall): string | undefined {
  const { callee } = call;
  if (callee === undefined) return undefined;
  if (brokenSchemes.test(callee)) return "password";
  if (callee === "crypt.crypt") {
    const method = call.argument("salt", 1);
    return method && /^crypt\.METHOD_(?:CRYPT|MD5)$/.test(file.qualifiedName(method) ?? "") ? "password" : undefined;
  }
  if (!/^werkzeug\.security\.generate_password_hash$/.test(callee)) return undefined;
  const method = call.argument("method", 1);
  const value = method && file.valueOf(method);
  return value?.kind === "string" && /^(?:plain|md5|sha1|sha256|sha512)$/.test(value.value) ? "password" : undefined;
}

/** `user.password = md5(text).hexdigest()`, `user.set_password(digest)`: where the digest goes tells what it is of. */
function keptAs(file: PythonFile, call: PyCall, from: PyExpr = call.node, depth = 0): string | undefined {
  let below: PyExpr = from;
  for (let at = below.parent; at; at = at.parent) {
    if (at.kind === "Attribute" && /^(?:hexdigest|digest|finalize|upper|lower|decode)$/.test(at.attr)) { below = at; continue; }
    if (at.kind === "Call" && at.func === below) { below = at; continue; }
    if (at.kind === "Call") return /^(?:set|update|change|save|store)_?password$/i.test(file.call(at).method) ? "password" : undefined;
    if (at.kind !== "Assign" || depth > 1) return undefined;
    const [target] = at.targets;
    if (target?.kind === "Attribute" && /^(?:password|passwd|password_?hash|hashed_?password)$/i.test(target.attr)) return target.attr;
    return target?.kind === "Name" ? usedAs(file, call, target.id, depth) : undefined;
  }
  return undefined;
}

/** Later uses of the name in the same function. */
function usedAs(file: PythonFile, call: PyCall, name: string, depth: number): string | undefined {
  const within = call.function ? file.here : file;
  for (const use of within.nodes("Name")) {
    if (use.id !== name || use.start < call.end || file.enclosingFunction(use) !== call.function) continue;
    const found = keptAs(file, call, use, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}

/** `h = hashlib.md5(); h.update(password)`. */
function updated(file: PythonFile, call: PyCall): PyExpr | undefined {
  if (call.node.parent?.kind !== "Assign") return undefined;
  return file.collect(updates).find((one) => {
    const value = one.receiverValue();
    return value.kind === "call" && value.call.node === call.node && one.positional[0] !== undefined && secretIn(file, one.positional[0]) !== undefined;
  })?.positional[0];
}

const updates = (file: PythonFile): readonly PyCall[] => file.here.calls().filter(({ method }) => method === "update");

/** The secret's name inside what is hashed, as written. */
function secretIn(file: PythonFile, node: PyNode, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  const name = node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.attr : node.kind === "Subscript" && node.index.kind === "Str" ? node.index.value : undefined;
  if (name !== undefined && name !== "nonce" && isSecretName(name, "certain") && !/csrf|nonce|session|key$|state$/i.test(name)) return name;
  if (node.kind === "Name") {
    const [only, ...others] = file.bindingsOf(node);
    return only?.how === "assign" && others.length === 0 && only.value ? secretIn(file, only.value, depth + 1) : undefined;
  }
  if (node.kind === "Call") {
    const isForm = node.func.kind === "Name" ? /^(str|bytes|bytearray)$/.test(node.func.id) : node.func.kind === "Attribute" && /^(encode|strip|join|format|lower|upper|get)$/.test(node.func.attr);
    return isForm ? file.childrenOf(node).map((one) => secretIn(file, one, depth + 1)).find((one) => one !== undefined) : undefined;
  }
  if (node.kind === "Attribute" || node.kind === "Lambda" || node.kind === "Compare" || node.kind === "Conditional") return node.kind === "Attribute" && node.attr === "encode" ? secretIn(file, node.value, depth + 1) : undefined;
  return file.childrenOf(node).map((one) => secretIn(file, one, depth + 1)).find((one) => one !== undefined);
}
