/** A pattern that is tried only where its words begin finds what it would find anywhere. */
import { describe, expect, it } from "vitest";
import type { RuleContext, Span } from "../../rules/api.ts";
import { handedOver, optionPasswords } from "../../rules/text/knowledge/command-passwords.ts";
import { clouds, forges, models, services } from "../../rules/text/knowledge/providers.ts";
import { business, observability, payments } from "../../rules/text/knowledge/providers-business.ts";
import { beginningsIn, type Beginning } from "../../rules/text/secrets/beginnings.ts";
import { findCommandPasswords } from "../../rules/text/secrets/commands.ts";
import { headerKeys, keyedPasswords } from "../../rules/text/secrets/pairs.ts";
import { beginningScan, patternScan } from "../../rules/text/secrets/scans.ts";

const value = "q7Rt2vXz9LmK4pWs8NbE";

const commands = [
  ...["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "mariadb-admin", "sshpass", "docker login", "podman login", "nerdctl login", "buildah login", "skopeo login", "oras login",
    "crane login", "helm registry login", "az login", "cf login", "oc login", "mongo", "mongosh", "mongodump", "mongorestore", "redis-cli", "ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldappasswd", "ldapwhoami",
    "sqlcmd", "osql", "bcp", "htpasswd", "openssl", "keytool", "rabbitmqctl"].map((command) => `sudo ${command} -u me -p ${value}`),
  `echo "me:${value}" | sudo chpasswd`,
];

const statements = [
  `host1 ansible_ssh_pass=${value}`, `create user me identified by '${value}';`, `ALTER ROLE me WITH PASSWORD '${value}';`, `CREATE LOGIN me WITH PASSWORD = '${value}';`,
  `ConvertTo-SecureString '${value}' -AsPlainText -Force`, `ConvertTo-SecureString -AsPlainText -Force '${value}'`,
];

const around = (line: string): string[] => [line, `\n${line}\n`, `x(${line})\n${line}`, `é${line}\r\n\t${line}\n`];

describe("a pattern that is asked where its words begin", () => {
  const cases = [
    ...optionPasswords.map(({ tool }) => ({ asker: "tool" as const, pattern: tool, lines: commands })),
    ...handedOver.map(({ pattern }) => ({ asker: "statement" as const, pattern, lines: statements })),
  ];
  it.each(cases)("$pattern", ({ asker, pattern, lines }) => {
    const whole = (match: RegExpExecArray): string => match[0];
    const [there, anywhere] = [beginningScan(asker, pattern, (found) => found, whole), patternScan(pattern, (found) => found, whole)];
    const texts = lines.flatMap(around);
    expect(texts.map((text) => there.steps(text, 0, text.length))).toEqual(texts.map((text) => anywhere.steps(text, 0, text.length)));
    expect(texts.some((text) => there.steps(text, 0, text.length).length > 0)).toBe(true);
  });

  it("has a line here for each of its words", () => {
    const unsaid = [...optionPasswords, ...handedOver].flatMap(({ words }) => words).filter((word) => ![...commands, ...statements].some((line) => line.toLowerCase().includes(word.toLowerCase())));
    expect(unsaid).toEqual([]);
  });
});

describe("options that are written out", () => {
  const options = ["password", "passwd", "pass", "db-password", "dbpassword", "api-key", "APIKEY", "token", "secret", "client-secret", "clientsecret", "access-token", "accesstoken", "auth-token", "authtoken"];
  it.each(options.flatMap((option) => [`-${option}`, `--${option}`]))("%s", (option) => {
    const text = `tool ${option} ${value}\n${option}=${value}\n`;
    const file = { path: "a.sh", language: "text", text, problems: [], comments: () => [], namedStrings: () => [], slice: ({ start, end }: Span) => text.slice(start, end) } as const;
    expect(findCommandPasswords(file, {} as RuleContext, true).map(({ at }) => file.slice(at))).toEqual([value, value]);
  });
});

describe("keys of queries, strings and headers", () => {
  const keys = ["password", "passwd", "pwd", "user password", "api_key", "access-key", "accesstoken", "auth-token", "client_secret", "secretkey", "AccountKey", "shared-access-key", "token", "secret", "key"];
  it.each(keys.filter((key) => !key.startsWith("access-")))("%s", (key) => {
    const text = `"Server=db.internal;${key}=${value}"\n"https://api.internal/v1?${key.replace(" ", "")}=${value}"`;
    expect(keyedPasswords.steps(text, 0, text.length).length).toBeGreaterThan(0);
  });

  const headers = ["x-api-key", "X-Auth-Token", "x-auth-key", "x-access-token", "PRIVATE-TOKEN", "job-token", "x-gitlab-token", "x-vault-token", "x-consul-token", "x-jfrog-art-api", "x-shopify-access-token",
    "x-rapidapi-key", "x-postmark-server-token", "x-mbx-apikey", "x-algolia-api-key", "dd-api-key", "dd-application-key", "circle-token", "ocp-apim-subscription-key", "api-key"];
  it.each(headers)("%s", (header) => {
    const text = `-H '${header}: ${value}'`;
    expect(headerKeys.steps(text, 0, text.length).map(({ found }) => found?.at)).toEqual([{ start: text.indexOf(value), end: text.indexOf(value) + value.length }]);
  });

  it("begin behind a line end that belongs to the line before", () => {
    const text = `a\npassword=${value};server=db\n`;
    expect(keyedPasswords.steps(text, 0, 2).map(({ start }) => start)).toEqual([1]);
    expect(keyedPasswords.steps(text, 2, text.length)).toEqual([]);
  });
});

describe("beginnings", () => {
  const starts = [...clouds, ...forges, ...models, ...services, ...payments, ...business, ...observability].flatMap((token) => token.starts);
  it("are those of every token", () => {
    const at = (text: string): readonly number[] => beginningsIn(text, 0, text.length, "token");
    expect(starts.filter((start) => !at(`é ${start}${value}`).includes(2))).toEqual([]);
    expect(starts.filter((start) => at(`a${start}${value}`).includes(1))).toEqual([]);
  });

  const cases: readonly { text: string; asker: Beginning; from?: number; to?: number; places: readonly number[] }[] = [
    { text: "ghp_x ghp_x", asker: "token", places: [0, 6] },
    { text: "aghp_ _ghp_ éghp_", asker: "token", places: [7, 13] },
    { text: "\\nghp_ \\xghp_", asker: "token", places: [2] },
    { text: "%3Dghp_ %3ghp_ %zzghp_", asker: "token", places: [3] },
    { text: "\\u003dghp_ \\u103dghp_", asker: "token", places: [6] },
    { text: "\\u003dghp_", from: 6, asker: "token", places: [6] },
    { text: "ghp", asker: "token", places: [] },
    { text: "------- -----BEGIN x", asker: "token", places: [8] },
    { text: "a\n--token x", to: 2, asker: "option", places: [4] },
    { text: "CURL curlew acurl", asker: "curl", places: [0, 5] },
    { text: "", asker: "token", places: [] },
  ];
  it.each(cases)("of $asker in $text", ({ text, asker, from = 0, to = text.length, places }) => {
    expect(beginningsIn(text, from, to, asker)).toEqual(places);
  });
});
