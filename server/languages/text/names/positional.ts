/** Passwords that calls take by their place: `DriverManager.getConnection(url, user, password)`. Only calls on one line, whose argument there is one literal. */
import type { NamedString, Span } from "../../../../rules/api.ts";

interface Place {
  /** The callee up to its opening parenthesis. */
  readonly callee: RegExp;
  /** Which argument is the password, from zero. */
  readonly index: number;
}

/** Java, .NET, PHP, Go, Ruby and Kotlin, from their standard libraries' and drivers' references. */
const places: readonly Place[] = [
  { callee: /\b(?:getConnection|mysqli?_connect|mysqli_real_connect|ftp_login|ssh2_auth_password|ldap_bind|imap_open|oci_connect|sqlsrv_connect)\s?\(/g, index: 2 },
  { callee: /\bnew\s{1,4}\\?(?:mysqli|PDO|InfluxDB)\s?\(/g, index: 2 },
  { callee: /\bnew\s{1,4}(?:PasswordAuthentication|NetworkCredential|UsernamePasswordCredentials|UsernamePasswordToken|BasicAuthorizationInterceptor|ConnectionCredential|StaticCredentials)\s?\(/g, index: 1 },
  { callee: /\.(?:setBasicAuth|SetBasicAuth|basicAuth|withBasicAuth|basic_auth|headersBasicAuth|basicAuthentication)\s?\(/g, index: 1 },
  { callee: /\b(?:Credentials\.basic|smtp\.CRAMMD5Auth)\s?\(/g, index: 1 },
  { callee: /\bsmtp\.PlainAuth\s?\(/g, index: 2 },
];

const longestLine = 2000;

export function positionalPasswords(text: string): NamedString[] {
  const found: NamedString[] = [];
  for (const { callee, index } of places) {
    for (const match of text.matchAll(callee)) {
      const from = match.index + match[0].length;
      const at = argumentAt(text, from, index);
      if (!at || at.end - at.start < 5 || !isLiteral(text, at)) continue;
      const innerAt = { start: at.start + 1, end: at.end - 1 };
      found.push({ name: "password", nameAt: { start: match.index, end: from - 1 }, value: text.slice(innerAt.start, innerAt.end), at, innerAt, how: "argument", whole: true });
    }
  }
  return found;
}

/** The place of an argument without the white space around it; undefined where the line ends before it does. */
function argumentAt(text: string, from: number, index: number): Span | undefined {
  let depth = 0;
  let seen = 0;
  let start = from;
  for (let at = from; at < text.length && at - from < longestLine; at++) {
    const character = text.charAt(at);
    if (character === "\n") return undefined;
    if (character === '"' || character === "'") at = endOfLiteral(text, at);
    else if ("([{".includes(character)) depth++;
    else if (depth > 0 && ")]}".includes(character)) depth--;
    else if (depth === 0 && (character === "," || character === ")")) {
      if (seen === index) return trimmed(text, start, at);
      if (character === ")") return undefined;
      seen++;
      start = at + 1;
    }
  }
  return undefined;
}

/** The closing quote, or the last character of the line. */
function endOfLiteral(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) return at;
    else if (text.charAt(at) === "\n") return at - 1;
  }
  return text.length;
}

function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

function isLiteral(text: string, { start, end }: Span): boolean {
  const quote = text.charAt(start);
  return (quote === '"' || quote === "'") && endOfLiteral(text, start) === end - 1 && !text.slice(start, end).includes("\\");
}
