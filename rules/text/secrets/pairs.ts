/** Finds passwords inside longer texts: `scheme://user:password@host`, `Server=…;Password=…`, `?api_key=…`, and headers. */
import type { Span, TextScan, TextStep } from "../../api.ts";
import { decodeBase64 } from "./base64.ts";
import { beginningScan, movedPlace, patternScan } from "./scans.ts";
import { isDefaultCredential, isRandom, judgeValue, type ValueKind } from "./values.ts";

export interface FoundPair {
  readonly at: Span;
  /** What holds it, as a person would say it. */
  readonly where: "URL" | "query" | "connection string" | "authorization header" | "header" | "command line" | "SQL statement";
  readonly value: ValueKind;
  readonly variable: string;
  /** True when the host is this very machine, a neighbour in a compose file or an example: nobody outside can use it. */
  readonly isLocal: boolean;
}

const longestUrl = 400;
const schemeBefore = /(?:^|[^a-z0-9+.-])((?:jdbc:)?[a-z][a-z0-9+.-]{1,30})$/i;
const localHost = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|[a-z][a-z0-9_-]{0,30})(?=[:/?#,]|$)/i;
const documentationHost = /(?:^|\.)(?:example\.(?:com|org|net|edu)|[a-z0-9-]+\.(?:test|example|invalid)|(?:your|my)[-_]?(?:host|hostname|server|domain|db|database|cluster|company|org|site|app|account|registry|proxy|instance)[a-z0-9.-]*|some[-_]?host|host(?:name)?|server(?:name)?|domain\.(?:com|tld)|site\.com|foo\.(?:com|bar)|bar\.com|acme\.com)(?=[:/?#,]|$)/i;
const webScheme = /^(?:https?|wss?|ftps?|git|git\+https?|ssh|svn)$/i;

export const urlPasswords: TextScan<FoundPair> = {
  moved: movedPlace,
  steps(text, from, to) {
    const part = text.slice(from, to);
    const steps: TextStep<FoundPair>[] = [];
    const reached = text.slice(from, to + longestUrl);
    let sign = 0; // the next `@`, without which an address holds neither
    for (let hit = part.indexOf("://"); hit >= 0; hit = part.indexOf("://", hit + 3)) {
      const start = from + hit;
      if (sign < hit) sign = orEnd(reached.indexOf("@", hit), reached);
      if (sign > hit + 3 + longestUrl) continue;
      const scheme = schemeBefore.exec(text.slice(Math.max(0, start - 40), start))?.[1];
      const pair = scheme && (passwordIn(text, start + 3, scheme) ?? tokenUserIn(text, start + 3));
      if (pair) steps.push({ start, end: start + 3, found: pair });
    }
    return steps;
  },
};

function orEnd(at: number, text: string): number {
  return at < 0 ? text.length + 2 * longestUrl : at;
}

const mailUser = /^[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}$/;

function passwordIn(text: string, from: number, scheme: string): FoundPair | undefined {
  const rest = /^[^\s"'`<>\\]+/.exec(text.slice(from, from + longestUrl))?.[0] ?? "";
  const colon = rest.indexOf(":");
  const host = hostAfterUserinfo(rest, scheme);
  if (colon < 0 || host === undefined || colon >= host.at - 1 || /[/?#]/.test(rest.slice(0, colon)) || (rest.slice(0, colon).includes("@") && !mailUser.test(rest.slice(0, colon)))) return undefined;
  const user = rest.slice(0, colon);
  const password = rest.slice(colon + 1, host.at - 1);
  if (/[${}%(]\w*[{(]|^\$|^%[sdv]|[{}[\]]/.test(user)) return undefined;
  const value = judgeUserinfo(user, password, scheme);
  const isDocumentation = documentationHost.test(host.text);
  if (!value || (isDocumentation && (webScheme.test(scheme) || !(value === "random" || (value === "mixed" && password.length >= 8))))) return undefined;
  const start = from + colon + 1;
  return { at: { start, end: start + password.length }, where: "URL", value, variable: variableOfScheme(scheme), isLocal: isDocumentation || localHost.test(host.text) };
}

const tokenUser = /^([A-Za-z0-9_-]{20,120})(?::(?:x-oauth-basic|x|))?@((?:[\w-]{1,60}\.){0,4}(?:github|gitlab|bitbucket|codeberg|gitea|git)[.:][^\s"'`<>]{2,200})/i;

/** Forges take a token in the place of the user name; elsewhere a lone user may be a public key, as in the addresses of error trackers. */
function tokenUserIn(text: string, from: number): FoundPair | undefined {
  const user = tokenUser.exec(text.slice(from, from + longestUrl))?.[1];
  if (!user || !isRandom(user)) return undefined;
  return { at: { start: from, end: from + user.length }, where: "URL", value: "random", variable: "GIT_URL", isLocal: false };
}

/** Where the host begins; the password may hold any character, so the last `@` before something like a host decides. */
function hostAfterUserinfo(rest: string, scheme: string): { at: number; text: string } | undefined {
  const slash = rest.indexOf("/");
  const isWeb = webScheme.test(scheme);
  const colon = rest.indexOf(":");
  for (let at = rest.lastIndexOf("@"); at > 0; at = rest.lastIndexOf("@", at - 1)) {
    const text = rest.slice(at + 1);
    if (!/^[A-Za-z0-9[$%{*]/.test(text)) continue;
    if (slash >= 0 && slash < at && (isWeb || /^[0-9]*\/|^[0-9]{1,5}[,/]/.test(rest.slice(colon + 1)))) continue; // an @ in the path
    return { at: at + 1, text };
  }
  return undefined;
}

const exampleUsers = /^(?:user(?:name)?|usr|myuser|your[-_]?user(?:name)?|foo|bar|me|login|name|u|usuario|someuser|dbuser|db_user)$/i;
const examplePasswords = /^(?:p|pw|pass|passw|passwd|password|pwd|secret|token|mypass(?:word)?|pass(?:word)?[0-9]?|bar|foo|baz|x|key|api_?key|senha|access_?token|credentials?|dbpass(?:word)?|db_pass(?:word)?|s3cret|hunter2)$/i;

/** Undefined for what is no password, or one that everybody writes in examples. */
export function judgeUserinfo(user: string, password: string, scheme: string): ValueKind | undefined {
  if (password.length < 2 || /^[0-9]{1,5}$/.test(password) && webScheme.test(scheme)) return undefined;
  if (examplePasswords.test(password) && (exampleUsers.test(user) || webScheme.test(scheme) || password.length < 4)) return undefined;
  if (/^\$|[${]\w*\{|%\(|^%[sdvq]$|^\[|^:|^\*+$|^x+$|\$\(|\{[\w.]*\}|^\.+$|%s/i.test(password)) return undefined;
  if (password.toLowerCase() === user.toLowerCase() || isDefaultCredential(password)) return exampleUsers.test(user) ? undefined : "default";
  const value = judgeValue(decodePercent(password), ["user", "pass"]);
  if (value === "nothing" || value === "placeholder") return undefined;
  return value;
}

function decodePercent(value: string): string {
  return value.replace(/%([2-7][0-9A-F])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function variableOfScheme(scheme: string): string {
  if (/^(?:jdbc:)?(?:postgres|postgresql|mysql|mariadb|mssql|sqlserver|oracle|cockroachdb|clickhouse|snowflake|redshift)/i.test(scheme)) return "DATABASE_URL";
  if (/^mongo/i.test(scheme)) return "MONGODB_URI";
  if (/^rediss?/i.test(scheme)) return "REDIS_URL";
  if (/^amqps?/i.test(scheme)) return "AMQP_URL";
  if (/^smtps?/i.test(scheme)) return "SMTP_URL";
  return "SERVICE_URL";
}

const keyedValue = /([;&?,"'`\s])(password|passwd|pwd|user password|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|account[_-]?key|shared[_-]?access[_-]?key|token|secret|key)\s?=\s?([^;&"'`\s<>\\,]{4,300})/gi;
const otherPair = /(?:server|host|hostname|hostaddr|data source|address|addr|user|user id|userid|uid|username|dbname|database|initial catalog|driver|dsn|port|endpoint|accountname|endpointsuffix|sslmode|provider)\s?=/i;

/** Of this machine or a container with a name of its own: tokens of such servers die with them. */
const ownMachine = /:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|[0-9a-f]{12})[:/]/;

/** A regular expression for such values: `[A-Za-z0-9]{40}`. */
const isPattern = /\[[^\]]{0,20}(?:a-z|A-Z|0-9)|^\(\?/;

/** Any of them in a query; elsewhere what is surely a password or key. */
const keyedSign = /[?&](?:password|passwd|pwd|user password|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|account[_-]?key|shared[_-]?access[_-]?key|token|secret|key)|password|passwd|pwd|account[_-]?key|shared[_-]?access[_-]?key/i;

/** Needs company: another `key=value` of a connection string or query beside it. */
export const keyedPasswords: TextScan<FoundPair> = { ...beginningScan("keyed", keyedValue, movedPlace, (match, at, text) => {
  const [whole, before = "", key = "", value = ""] = match;
  const start = at + whole.length - value.length;
  const line = lineAround(text, at + 1);
  if (line.end - line.start > longestLine) return undefined;
  const isQuery = before === "?" || before === "&";
  const around = text.slice(Math.max(line.start, at - 300), at + 1) + ";" + text.slice(start + value.length, Math.min(line.end, start + value.length + 300));
  const isPassword = /^(?:user )?(?:password|passwd|pwd)$/i.test(key);
  if (isQuery ? !/[?&"'`][\w.-]+=|:\/\/|\/[\w.-]+\?/.test(around) : !isPassword && !/^(?:account|shared)/i.test(key) || !otherPair.test(around) || !isInQuotesOrValue(text, line, at, before)) return undefined;
  if (isPattern.test(value)) return undefined;
  const judged = judgeValue(value, key.toLowerCase().split(/[_ -]/));
  if (judged === "nothing" || judged === "placeholder" || (!isPassword && judged !== "random")) return undefined;
  if (judged === "default" && isQuery) return undefined;
  return { at: { start, end: start + value.length }, where: isQuery ? "query" : "connection string", value: judged, variable: isQuery ? "SERVICE_URL" : "CONNECTION_STRING", isLocal: (isQuery && ownMachine.test(around)) || /(?:server|host|hostname|data source|address)\s?=\s?(?:tcp:)?(?:localhost|127\.0\.0\.1|\.|\(local)/i.test(around) };
}, (_text, word) => word - 1), needs: keyedSign };

/** Code such as `connect(host=a, password=b)` names variables; a connection string stands in quotes, or is an unquoted value with semicolons. */
function isInQuotesOrValue(text: string, line: Span, at: number, before: string): boolean {
  if (/["'`]/.test(before)) return true;
  let quote = "";
  for (let index = line.start; index < at; index++) {
    const character = text.charAt(index);
    if (character === "\\") index++;
    else if (quote) quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'" || character === "`") quote = character;
  }
  return quote !== "" || before === ";";
}

const longestLine = 4000;

/** Longer than `longestLine` when the line is; how much longer is not looked at. */
function lineAround(text: string, at: number): Span {
  const before = Math.max(0, at - longestLine - 1);
  const newline = text.slice(before, at).lastIndexOf("\n");
  const end = text.slice(at, at + longestLine + 1).indexOf("\n");
  return { start: newline < 0 ? before : before + newline + 1, end: end < 0 ? Math.min(text.length, at + longestLine + 1) : at + end };
}

const authorization = /authorization["']?\]?\s{0,4}[:=,]\s{0,4}[frbu]?["'`]?(bearer|basic|token|apikey|bot)\s{1,4}([A-Za-z0-9+/_.~=-]{12,2000})(?![A-Za-z0-9+/_.~=(){}$[-])/gi;

/** Headers that carry nothing but a key. Sources: the API references of those who ask for them. */
const keyHeader = /(?<![A-Za-z0-9_-])(?:x-api-key|x-auth-token|x-auth-key|x-access-token|private-token|job-token|x-gitlab-token|x-vault-token|x-consul-token|x-jfrog-art-api|x-shopify-access-token|x-rapidapi-key|x-postmark-server-token|x-mbx-apikey|x-algolia-api-key|dd-api-key|dd-application-key|circle-token|ocp-apim-subscription-key|api-key)["']?\]?\s{0,4}[:=,]\s{0,4}[frbu]?["'`]?([A-Za-z0-9+/_.~=-]{16,300})(?![A-Za-z0-9+/_.~=(){}$[-])/gi;

export const headerKeys: TextScan<FoundPair> = beginningScan("header", keyHeader, movedPlace, (match, at) => {
  const value = match[1] ?? "";
  const start = at + match[0].length - value.length;
  const judged = judgeValue(value, ["api", "key"]);
  return judged === "random" || judged === "uuid" ? { at: { start, end: start + value.length }, where: "header", value: judged, variable: "API_KEY", isLocal: false } : undefined;
});

export const authorizations: TextScan<FoundPair> = patternScan(authorization, movedPlace, (match, at) => {
  const scheme = (match[1] ?? "").toLowerCase();
  const value = match[2] ?? "";
  const start = at + match[0].length - value.length;
  const judged = scheme === "basic" ? judgeBasic(value) : judgeValue(value, ["token"]);
  if (judged !== "random" && judged !== "uuid" && !(scheme === "basic" && judged === "mixed")) return undefined;
  return { at: { start, end: start + value.length }, where: "authorization header", value: judged, variable: "AUTH_TOKEN", isLocal: false };
});

function judgeBasic(encoded: string): ValueKind {
  const [user = "", password = ""] = decodeBase64(encoded).split(":");
  if (!password || !/^[\x20-\x7e]*$/.test(user + password)) return "nothing";
  return judgeUserinfo(user, password, "https") ?? "nothing";
}
