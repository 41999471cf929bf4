/** Finds passwords handed over in commands and statements: `curl -u user:password`, `--token …`, `mysql -p…`, `IDENTIFIED BY '…'`. */
import type { RuleContext, TextFile, TextScan } from "../../api.ts";
import { handedOver, optionPasswords } from "../knowledge/command-passwords.ts";
import { judgeUserinfo, type FoundPair } from "./pairs.ts";
import { beginningScan, found, movedPlace } from "./scans.ts";
import { judgeValue } from "./values.ts";

const curlUser = /\bcurl(?=\s)[^\n|;&]{0,200}?\s(?:-[a-zA-Z]{0,4}u|--(?:proxy-)?user)[ =]?["']?([^\s:"'$`]{1,80}):([^\s"'$`]{3,200})/g;
const passwordOption = /\s--?(?:password|passwd|pass|db-?password|api-?key|token|secret|client-?secret|access-?token|auth-?token)(?:=|\s{1,3})(["']?)([^\s"'`$<>|;)\\]{4,300})\1(?=[\s"'`;)\\,]|$)/gi;

/** `docker build --secret id=NAME` names a secret that is mounted from elsewhere. */
const secretMount = /^(?:id|src|source|env|type|target)=/;

/** Where a file does not hold commands, only what looks issued by a machine counts: the rest is help about options. */
export function findCommandPasswords(file: TextFile, context: RuleContext, holdsCommands: boolean): FoundPair[] {
  const inCommands = [curlUsers, longOptions].flatMap((scan) => found(scan, file, context)).filter(({ value }) => holdsCommands || value === "random");
  const inTools = holdsCommands ? shortOptions.flatMap((scan) => found(scan, file, context)) : [];
  return [...inCommands, ...inTools, ...statements.flatMap((scan) => found(scan, file, context))];
}

const curlUsers: TextScan<FoundPair> = beginningScan("curl", curlUser, movedPlace, (match, at) => {
  const password = match[2] ?? "";
  const value = judgeUserinfo(match[1] ?? "", password, "https");
  if (!value || value === "word") return undefined;
  return { at: endOf(match, at, password), where: "command line", value, variable: "PASSWORD", isLocal: /localhost|127\.0\.0\.1/.test(match[0]) };
});

const longOptions: TextScan<FoundPair> = beginningScan("option", passwordOption, movedPlace, (match, at) => {
  const password = match[2] ?? "";
  if (secretMount.test(password)) return undefined;
  const value = judgeValue(password, ["password", "token", "secret"]);
  if (value !== "random" && value !== "mixed") return undefined;
  const { start } = endOf(match, at, password + (match[1] ?? ""));
  return { at: { start, end: start + password.length }, where: "command line", value, variable: "PASSWORD", isLocal: false };
}, (text, word) => (text.charAt(word - 2) === "-" ? word - 3 : word - 2));

const shortOptions = optionPasswords.map(({ tool, option }): TextScan<FoundPair> => beginningScan("tool", tool, movedPlace, (command, at) => {
  const password = option.exec(command[0]);
  const typed = password?.[1] ?? "";
  const value = judgeValue(typed, ["password"]);
  if (!password || (value !== "random" && value !== "mixed")) return undefined;
  const start = at + password.index + password[0].length - typed.length;
  return { at: { start, end: start + typed.length }, where: "command line", value, variable: "PASSWORD", isLocal: false };
}));

const statements = handedOver.map(({ pattern, where }): TextScan<FoundPair> => beginningScan("statement", pattern, movedPlace, (match, at) => {
  const password = match[1] ?? "";
  const value = judgeValue(password, ["password"]);
  if (value === "nothing" || value === "placeholder" || value === "uuid") return undefined;
  const start = at + match[0].lastIndexOf(password);
  return { at: { start, end: start + password.length }, where, value, variable: "DB_PASSWORD", isLocal: false };
}));

/** The match, which begins at `at`, ends with this part of it. */
function endOf(match: RegExpExecArray, at: number, part: string): { readonly start: number; readonly end: number } {
  const end = at + match[0].length;
  return { start: end - part.length, end };
}
