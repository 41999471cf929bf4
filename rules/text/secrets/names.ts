/** Decides from a name alone whether it holds a secret, and how much a value must look like one to be believed. */
import { harmlessHeads, harmlessKeys, harmlessTails, harmlessTokens, issuedCompany, joinedWords, neutralTails, passwordEndings, passwordWords, secretCompany, signingCompany } from "../knowledge/secret-words.ts";

/**
 * `password`: chosen by people, any literal is one. `secret`: signs or identifies, any literal of some length.
 * `token`: issued by a machine, must look so. `vague`: only a plainly random value counts.
 */
export type NameKind = "password" | "secret" | "token" | "vague";

export interface SecretName {
  readonly kind: NameKind;
  /** The name's words in lower case. */
  readonly words: readonly string[];
}

const worthALook = /pass|salt|pwd|psw|secret|token|key|cred|auth|bearer|kennwort|contrase|senha|wachtwoord|heslo|парол|密/i;
const asciiWord = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const anyWord = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}]+|\p{N}+/gu;
const longestName = 120;

export function readName(name: string): SecretName | undefined {
  if (name.length > longestName || !worthALook.test(name)) return undefined;
  const words = wordsOf(name);
  if (words[0] === "existing" && words.includes("secret")) return undefined; // which Secret of the cluster, and which of its keys: `existingSecretPasswordKey`
  for (let at = words.length - 1; at >= 0; at--) {
    const kind = kindAt(words, at);
    if (kind === "harmless") return undefined;
    if (kind) return weigh(kind, words, at);
  }
  return undefined;
}

/** Lower-case words of a name in any convention; compounds written as one word are taken apart where known. */
export function wordsOf(name: string): string[] {
  const raw = name.match(/^[\x00-\x7f]*$/.test(name) ? asciiWord : anyWord) ?? [];
  const words: string[] = [];
  for (const part of raw) {
    const word = part.toLowerCase();
    const previous = words[words.length - 1];
    if (previous === "pass" && (word === "word" || word === "phrase" || word === "code")) words[words.length - 1] = previous + word;
    else if (previous === "o" && word === "auth") words[words.length - 1] = "oauth";
    else if (previous?.length === 1 && /^[0-9]+$/.test(word)) words[words.length - 1] = previous + word;
    else words.push(...(Object.hasOwn(joinedWords, word) ? (joinedWords[word] ?? []) : [word]));
  }
  return words;
}

function kindAt(words: readonly string[], at: number): NameKind | "harmless" | undefined {
  const word = words[at] ?? "";
  const before = words[at - 1] ?? "";
  if (passwordWords.has(word) || passwordEndings.some((ending) => word.endsWith(ending))) return "password";
  if (word === "pass" || word === "pw") return passKind(words, at);
  if (word === "secret" || word.endsWith("secret")) return secretCompany.has(before) || word !== "secret" ? "secret" : "token";
  if (word === "key") return keyKind(before, words.length);
  if (word === "token" || (word.endsWith("token") && word.length > 7)) return harmlessTokens.has(before) || /csrf|xsrf/.test(word) ? "harmless" : "token";
  if (word === "credential" || word === "credentials" || word === "creds" || word === "cred") return "token";
  if (word === "salt") return at === words.length - 1 ? "vague" : undefined;
  if (word === "auth" || word === "authorization" || word === "bearer") return at === words.length - 1 ? "vague" : undefined;
  return undefined;
}

const passCompany = new Set("db database become keystore truststore user smtp ftp sftp mail email root admin mysql postgres pg login imap ldap redis mongo key store sudo ssh wifi my auth proxy account basic http sql rabbit rabbitmq amqp mq jdbc".split(" "));

function passKind(words: readonly string[], at: number): NameKind | undefined {
  if (words.length === 1) return "password";
  return at === words.length - 1 && passCompany.has(words[at - 1] ?? "") ? "password" : "vague";
}

function keyKind(before: string, wordCount: number): NameKind | "harmless" | undefined {
  if (harmlessKeys.has(before)) return "harmless";
  if (signingCompany.has(before)) return "secret";
  if (issuedCompany.has(before)) return "token";
  return wordCount > 1 ? "vague" : undefined;
}

function weigh(kind: NameKind, words: readonly string[], at: number): SecretName | undefined {
  for (let index = 0; index < at; index++) if (harmlessHeads.has(words[index] ?? "") && !(words[index] === "text" && /^(?:clear|plain)$/.test(words[index - 1] ?? ""))) return undefined;
  let weighed = kind;
  for (let index = at + 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (/^[0-9]+$/.test(word) || neutralTails.has(word) || /^v[0-9]*$/.test(word)) continue;
    if (harmlessTails.has(word)) return undefined;
    weighed = kind === "password" ? "token" : "vague"; // said about something we do not know: the value has to speak for itself
  }
  return { kind: weighed, words };
}
