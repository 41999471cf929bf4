/** Finds passwords handed over in commands and statements: `curl -u user:password`, `--token …`, `mysql -p…`, `IDENTIFIED BY '…'`. */
import { handedOver, optionPasswords } from "../knowledge/command-passwords.ts";
import { judgeUserinfo, type FoundPair } from "./pairs.ts";
import { judgeValue } from "./values.ts";

const curlUser = /\bcurl(?=\s)[^\n|;&]{0,200}?\s(?:-[a-zA-Z]{0,4}u|--(?:proxy-)?user)[ =]?["']?([^\s:"'$`]{1,80}):([^\s"'$`]{3,200})/g;
const passwordOption = /\s--?(?:password|passwd|pass|db-?password|api-?key|token|secret|client-?secret|access-?token|auth-?token)(?:=|\s{1,3})(["']?)([^\s"'`$<>|;)\\]{4,300})\1(?=[\s"'`;)\\,]|$)/gi;

/** `docker build --secret id=NAME` names a secret that is mounted from elsewhere. */
const secretMount = /^(?:id|src|source|env|type|target)=/;

/** Where a file does not hold commands, only what looks issued by a machine counts: the rest is help about options. */
export function findCommandPasswords(text: string, holdsCommands: boolean): FoundPair[] {
  return [...curlUsers(text, holdsCommands), ...longOptions(text, holdsCommands), ...(holdsCommands ? shortOptions(text) : []), ...statements(text)];
}

function* curlUsers(text: string, holdsCommands: boolean): Iterable<FoundPair> {
  for (const match of text.matchAll(curlUser)) {
    const password = match[2] ?? "";
    const value = judgeUserinfo(match[1] ?? "", password, "https");
    if (!value || value === "word" || (!holdsCommands && value !== "random")) continue;
    yield { at: endOf(match, password), where: "command line", value, variable: "PASSWORD", isLocal: /localhost|127\.0\.0\.1/.test(match[0]) };
  }
}

function* longOptions(text: string, holdsCommands: boolean): Iterable<FoundPair> {
  for (const match of text.matchAll(passwordOption)) {
    const password = match[2] ?? "";
    if (secretMount.test(password)) continue;
    const value = judgeValue(password, ["password", "token", "secret"]);
    if (value !== "random" && (value !== "mixed" || !holdsCommands)) continue;
    const { start } = endOf(match, password + (match[1] ?? ""));
    yield { at: { start, end: start + password.length }, where: "command line", value, variable: "PASSWORD", isLocal: false };
  }
}

function* shortOptions(text: string): Iterable<FoundPair> {
  for (const { tool, option } of optionPasswords) {
    for (const command of text.matchAll(tool)) {
      const password = option.exec(command[0]);
      const typed = password?.[1] ?? "";
      const value = judgeValue(typed, ["password"]);
      if (!password || (value !== "random" && value !== "mixed")) continue;
      const start = command.index + password.index + password[0].length - typed.length;
      yield { at: { start, end: start + typed.length }, where: "command line", value, variable: "PASSWORD", isLocal: false };
    }
  }
}

function* statements(text: string): Iterable<FoundPair> {
  for (const { pattern, where } of handedOver) {
    for (const match of text.matchAll(pattern)) {
      const password = match[1] ?? "";
      const value = judgeValue(password, ["password"]);
      if (value === "nothing" || value === "placeholder" || value === "uuid") continue;
      const start = match.index + match[0].lastIndexOf(password);
      yield { at: { start, end: start + password.length }, where, value, variable: "DB_PASSWORD", isLocal: false };
    }
  }
}

/** The match ends with this part of it. */
function endOf(match: RegExpExecArray, part: string): { readonly start: number; readonly end: number } {
  const end = match.index + match[0].length;
  return { start: end - part.length, end };
}
