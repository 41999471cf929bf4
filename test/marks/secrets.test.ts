/** Secrets are found in a text that is read once as they are in one that is looked through word by word. */
import { describe, expect, it } from "vitest";
import type { RuleContext } from "../../rules/api.ts";
import { optionPasswords } from "../../rules/text/knowledge/command-passwords.ts";
import { clouds, forges, infixTokens, models, services } from "../../rules/text/knowledge/providers.ts";
import { business, observability, payments } from "../../rules/text/knowledge/providers-business.ts";
import { findCommandPasswords } from "../../rules/text/secrets/commands.ts";
import { suspicion, weighNamedStrings } from "../../rules/text/secrets/named.ts";
import { authorizations, headerKeys, keyedPasswords } from "../../rules/text/secrets/pairs.ts";
import { found } from "../../rules/text/secrets/scans.ts";
import { findTokens } from "../../rules/text/secrets/tokens.ts";
import { natureOf } from "../../rules/text/secrets/files.ts";
import { mayMatch } from "../../server/engine/word-marks.ts";
import { openPlain } from "../../server/languages/text/plain.ts";

const context: RuleContext = { option: () => { throw new Error("not asked"); }, profile: "internal", isTest: false };
const letters = "q7Rz2mXk9LwVb4TnYc8HsPd6FgJa3KuE5QrW1xZt0BvN";

function drawn(length: number, alphabet: RegExp, seed: number): string {
  const fitting = Array.from(letters).filter((letter) => alphabet.test(letter));
  return Array.from({ length }, (_, at) => fitting[(seed + at * 7) % fitting.length] ?? "-").join("");
}

/** A string of the shape, made from how the shape is written. */
function like(source: string, seed: number): string {
  const plain = source.replace(/\(\?[=!][^()]*\)/g, "").replace(/[\^$]/g, "");
  let made = plain;
  for (let turn = 0; turn < 6; turn++) made = made.replace(/\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)(?:\{(\d+)[^}]*\}|\?)?/, (_, first: string, times: string | undefined) => first.repeat(Number(times ?? 1)));
  return (made.split("|")[0] ?? "").replace(/\[([^\]]+)\](?:\{(\d+)[^}]*\}|\+)?/g, (_, set: string, times = "1") => drawn(Number(times), new RegExp(`[${set}]`), seed)).replace(/\{0,2\}|\?/g, "").replace(/(.)\{(\d+)[^}]*\}/g, (_, one: string, times: string) => one.repeat(Number(times))).replace(/\\/g, "");
}

const shapes = [...clouds, ...forges, ...models, ...services, ...payments, ...business, ...observability, ...infixTokens].map(({ shape }) => shape);
const commands = optionPasswords.flatMap(({ words }) => words.map((word) => `${word} -u root -p Tr4ding!Places -w Tr4ding!Places -P Tr4ding!Places -a Tr4ding!Places`));
const phrases = [
  "curl -u admin:Tr4ding!Places https://a.b", "run --db-password=Tr4ding!Places x", "x -api-key q7Rz2mXk9LwVb4TnYc8H ", "https://a.b/c?api_key=q7Rz2mXk9LwVb4TnYc8HsPd6", "'Server=db;User=a;Password=Tr4ding!Places'",
  "AccountName=a;AccountKey=q7Rz2mXk9LwVb4TnYc8HsPd6FgJa", "Authorization: Bearer q7Rz2mXk9LwVb4TnYc8HsPd6", '"X-Api-Key": "q7Rz2mXk9LwVb4TnYc8HsPd6"', "IDENTIFIED BY 'Tr4ding!Places'", "CREATE USER a WITH PASSWORD 'Tr4ding!Places'", " ansible_become_pass=Tr4ding!Places",
];
const around: readonly (readonly [before: string, after: string])[] = [["", ""], ["x = '", "'\n"], ["\\n", " "], ["%3D", "&"], ["\u00e9", "\u{1f600}"], ["=", ";"]];
const texts = [...[3, 11, 29].flatMap((seed) => shapes.map(({ source }) => like(source, seed))), ...commands, ...phrases].flatMap((core) => around.map(([before, after]) => before + core + after));

function told(text: string, context: RuleContext): unknown {
  const { file } = openPlain("a.sh", text);
  return [findTokens(file, context), findCommandPasswords(file, context, true), [keyedPasswords, headerKeys, authorizations].map((scan) => found(scan, file, context))];
}

describe("what is read once", () => {
  it("tells the same secrets", () => {
    const missed = texts.filter((text) => JSON.stringify(told(text, context)) !== JSON.stringify(told(text, { ...context, mayMatch: (pattern) => mayMatch(pattern, text) })));
    expect(missed).toEqual([]);
  });

  it("is asked about texts that hold some", () => {
    const speaking = texts.filter((text) => JSON.stringify(told(text, context)) !== "[[],[],[[],[],[]]]");
    expect(speaking.length / texts.length).toBeGreaterThan(0.5);
  });
});

const names = ["password", "db_password", "PASS", "pw", "secret_key", "jwt_secret", "apiKey", "token", "salt", "_auth", "auth", "datadog", "DD_API_KEY", "h-cloud", "circleCi", "credentials", "kennwort", "x", "user", "key", "public_key", "csrf_token", "пароль", "github", "signing_key"];
const values = ["", "a", "abc", "changeme", "change me please", "hunter2", "Tr4ding!Places", "admin", "root", "q7Rz2mXk9LwVb4TnYc8HsPd6FgJa3Ku", "0123456789abcdef0123456789abcdef", "3f2a8c1e9b7d4f60a5c2e8b1d3f7a9c04e6b8d2f", "c8e1b2f4-5a6d-4e3c-9b8a-7f1d2c3e4b5a", "YWRtaW46czNjcmV0UGFzcw==", "password", "word", "two words", "${X}", "x\uFFFCy", "a!b@c#d$e%f^g&h*i(j)k-l_m+n=o1P2q3R4", "12345", "Secret1"];
const hows = ["assignment", "entry", "argument", "default", "environment-default", "comparison"] as const;

describe("names and values", () => {
  it("are suspected where they weigh anything in any file", () => {
    const at = { start: 0, end: 0 };
    const missed = names.flatMap((name) => values.flatMap((value) => ["a.py", ".env", "deploy/a.yaml", "a.ini"].flatMap((path) => hows.flatMap((how) => [true, false].flatMap((whole) => {
      const strings = [{ name: "user", value: "billing", how, whole: true, nameAt: at, at, innerAt: at }, { name, value, how, whole, nameAt: at, at, innerAt: at }];
      const weighs = [...weighNamedStrings([strings], natureOf(path, ""))].some(({ string }) => string.name === name && string.value === value);
      return weighs && !(suspicion.isName(name) && suspicion.isValue(value, name)) ? [`${path} ${name} ${value}`] : [];
    })))));
    expect(missed).toEqual([]);
  });

  it("are not suspected where nothing can be in them", () => {
    const pairs = [["password", "a"], ["x", "q7Rz2mXk9LwVb4TnYc8HsPd6FgJa3Ku"], ["password", "two words"], ["public_key", "Tr4ding!Places"], ["token", "${X}"]] as const;
    expect(pairs.filter(([name, value]) => suspicion.isName(name) && suspicion.isValue(value, name))).toEqual([]);
  });
});
