/** Private keys by their own shape: PEM and PGP blocks, PuTTY's files, keys in base64, in JSON and in XML. */
import type { Span } from "../../api.ts";
import { tokenPlaceholderMarks } from "../knowledge/worthless-values.ts";
import { decodeBase64 } from "./base64.ts";
import type { FoundToken } from "./tokens.ts";

const keyHeader = /-----BEGIN (?:(?:RSA|DSA|EC|OPENSSH|ENCRYPTED|SSH2 ENCRYPTED|ANY) )?PRIVATE KEY(?: BLOCK)?-----|-----BEGIN PGP PRIVATE KEY BLOCK-----/y;
const longestBody = 16_000;
/** With what stands around it. */
export const longestKey = longestBody + 200;
const shortestKey = 48;

/** Only with a body: the header alone stands in parsers, documents and tests. */
export function privateKeyAt(text: string, at: number): FoundToken | undefined {
  keyHeader.lastIndex = at;
  const header = keyHeader.exec(text)?.[0];
  if (!header) return undefined;
  const from = at + header.length;
  const end = text.slice(from, from + longestBody).indexOf("-----");
  const block = end < 0 ? text.slice(from, from + 400) : text.slice(from, from + end);
  // escapes of line ends, quotes and concatenation marks of string literals, headers such as `Proc-Type: 4,ENCRYPTED`
  const lines = block.split(/\\r\\n|\\n|\\r|[\r\n]/).map(unwrapped);
  const body = lines.filter((line) => /^[A-Za-z0-9+/=]+$/.test(line)).join("");
  if (body.length < shortestKey || tokenPlaceholderMarks.test(body.slice(0, 400)) || new Set(body.slice(16)).size < 24) return undefined;
  const isPgp = header.includes("PGP");
  return { at: { start: at, end: from }, name: isPgp ? "PGP private key" : "private key", variable: isPgp ? "PGP_PRIVATE_KEY" : "PRIVATE_KEY", isTestMode: false, isBlock: true };
}

const wrapping = new Set(`"'\`+>|#*,;\\ \t`);

/** A line of a key without what a string literal, a comment or a quotation puts around it. */
function unwrapped(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && wrapping.has(line.charAt(start)) && (line[start] !== "+" || !/^[A-Za-z0-9+/=]{8}/.test(line.slice(start + 1, start + 9)))) start++;
  while (end > start && wrapping.has(line.charAt(end - 1)) && line[end - 1] !== "+") end--;
  return line.slice(start, end).replace(/["'`] ?\+$/, "");
}

/** PuTTY's own format; a passphrase protects the key when it is encrypted. */
export function puttyKeyAt(text: string, at: number): FoundToken | undefined {
  const head = /^PuTTY-User-Key-File-[23]:[^\r\n]{0,80}\r?\nEncryption: none\r?\n/.exec(text.slice(at, at + 200))?.[0];
  const hasBody = /Private-Lines: [0-9]{1,3}\r?\n[A-Za-z0-9+/=]{40}/.test(text.slice(at, at + 4000));
  return head && hasBody ? { at: { start: at, end: at + head.search(/\r?\n/) }, name: "PuTTY private key", variable: "PRIVATE_KEY", isTestMode: false, isBlock: true } : undefined;
}

const encodedBlock = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{150,12000}={0,2}/y;

/** A private key once more in base64, as kubeconfig files and CI variables hold it. */
export function encodedKeyAt(text: string, at: number): FoundToken | undefined {
  encodedBlock.lastIndex = at;
  const block = encodedBlock.exec(text)?.[0];
  if (!block || !/^-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY/.test(decodeBase64(block.slice(0, 80)))) return undefined;
  return { at: { start: at, end: at + block.length }, name: "private key in base64", variable: "PRIVATE_KEY", isTestMode: false, isBlock: false };
}


/** Of JSON web keys and .NET's XML keys: the private number, in the company that makes it one. Sources: RFC 7518, 6.2.2, 6.3.2, 6.4.1; RSA.ToXmlString. */
const numbers: readonly { readonly mark: string; readonly number: RegExp; readonly name: string }[] = [
  { mark: '"kty"', number: /"d"\s{0,4}:\s{0,4}"([A-Za-z0-9_-]{42,900})"/, name: "private JSON web key" },
  { mark: '"oct"', number: /"k"\s{0,4}:\s{0,4}"([A-Za-z0-9_-]{16,200})"/, name: "symmetric JSON web key" },
  { mark: "<RSAKeyValue>", number: /<D>\s{0,8}([A-Za-z0-9+/=]{80,900})\s{0,8}<\/D>/, name: "private RSA key in XML" },
];
const around = 4000;

/** Says of a text whether it may hold one. */
export const keyNumberMarks = /"kty"|"oct"|<RSAKeyValue>/;

/** The object or element around each mark; nested objects do not occur in keys. */
export function findKeyNumbers(text: string): FoundToken[] {
  const found: FoundToken[] = [];
  for (const { mark, number, name } of numbers) {
    let passed = 0;
    for (let hit = text.indexOf(mark); hit >= 0; hit = text.indexOf(mark, passed)) {
      const { start, end } = partAround(text, hit, mark.startsWith("<"));
      passed = Math.max(end, hit + mark.length); // one look at each part
      const match = number.exec(text.slice(start, end));
      const value = match?.[1] ?? "";
      if (!match || new Set(value).size < 12 || tokenPlaceholderMarks.test(value)) continue;
      const at = start + match.index + match[0].indexOf(value);
      found.push({ at: { start: at, end: at + value.length }, name, variable: "PRIVATE_KEY", isTestMode: false, isBlock: false });
    }
  }
  return found;
}

function partAround(text: string, hit: number, isXml: boolean): Span {
  const before = text.slice(Math.max(0, hit - around), hit);
  const after = text.slice(hit, hit + around);
  const end = after.indexOf(isXml ? "</RSAKeyValue>" : "}");
  return { start: isXml ? hit : hit - before.length + Math.max(0, before.lastIndexOf("{")), end: end < 0 ? hit + after.length : hit + end };
}
