/** Secrets while somebody types: what an edit leaves alone is not read again, and yet the findings are those of a fresh start. */
import { beforeAll, describe, expect, it } from "vitest";
import type { RuleContext, TextScan } from "../../rules/api.ts";
import { FollowedText, foundIn } from "../../server/engine/followed-text.ts";
import { applied, seeded } from "../fuzz/mutations.ts";
import { languages, played } from "../fuzz/replay.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, lint } from "../harness.ts";
import { body, jwt, privateKey, uuid } from "../secrets/shapes.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const key = privateKey();
const half = key.indexOf("\n", key.length / 2);
const token = "ghp_" + body(36);
const google = "AIza" + body(35);
const far = Array.from({ length: 60 }, (_, index) => `line ${index} = nothing to see`).join("\n");

/** The last text is the one that counts: `secrets` are found in it, as many as are said. */
const scripts: readonly (readonly [what: string, path: string, secrets: number, ...texts: readonly string[]])[] = [
  ["a token is completed by its last letter", "a.txt", 1, `x ${token.slice(0, -1)}`, `x ${token}`],
  ["a token grows too long", "a.txt", 0, `x ${token}`, `x ${token}Z`],
  ["a letter before it makes it a part of a word", "a.txt", 0, `x ${token}`, `x z${token}`],
  ["its line is joined with the one above", "a.txt", 0, `x\n${token}`, `x${token}`],
  ["a token far below moves", "a.go", 1, `a\n${far}\n"${token}"`, `a = 1\n${far}\n"${token}"`],
  ["a token far above stays", "a.go", 1, `"${token}"\n${far}\na`, `"${token}"\n${far}\na = 1`],
  ["a private key's body comes far below its header", "a.txt", 1, `${key.slice(0, 40)}\n${far}`, `${key.slice(0, 40)}${key.slice(40)}\n${far}`],
  ["a private key loses its second half", "a.txt", 1, key, key.slice(0, half)],
  ["a private key's body is spoiled on its last line", "a.txt", 0, `${key.slice(0, 31)}\n${body(47)}A\n-----END`, `${key.slice(0, 31)}\n${body(46)}\n-----END`],
  ["a private key's body grows into one on a line far below", "a.txt", 1, `-----BEGIN PRIVATE KEY-----\n${"# a remark\n".repeat(200)}${body(40)}\n-----END`, `-----BEGIN PRIVATE KEY-----\n${"# a remark\n".repeat(200)}${body(64)}\n-----END`],
  ["a PuTTY file gets its private lines", "a.ppk", 1, `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: ada\n${"AAAA\n".repeat(90)}Private-Lines: 14\n`, `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: ada\n${"AAAA\n".repeat(90)}Private-Lines: 14\n${body(64)}\n`],
  ["a web token is closed", "a.txt", 1, jwt({ sub: "8812", role: "service_role" }).slice(0, -30), jwt({ sub: "8812", role: "service_role" })],
  ["a key is for browsers since a line far below says so", "a.js", 0, `const key = "${google}";\n${far}\n`, `const key = "${google}";\n${far}\nfirebaseConfig`],
  ["and is not any more", "a.go", 1, `const key = "${google}"\n${far}\nfirebaseConfig`, `const key = "${google}"\n${far}\nfirebase`],
  ["a JSON web key's private number meets its kind", "a.json", 1, `{ "x": 1,\n "d": "${body(43)}" }`, `{ "kty": "EC", "x": 1,\n "d": "${body(43)}" }`],
  ["an option and its value on the next line", "a.sh", 1, `run \\\n --pass\n${body(24)}\n`, `run \\\n --password\n${body(24)}\n`],
  ["a header's value on the next line", "a.go", 1, `"Authorization":\n "Bear ${body(24)}"`, `"Authorization":\n "Bearer ${body(24)}"`],
  ["a pair takes the next one with it", "a.txt", 1, `,x=\nsecret=${body(24)}`, `,password=\nsecret=${body(24)}`],
  ["a connection string gets company at its end", "a.cs", 1, 'var c = "Password=h8Kq-zz3Lw;Xser=db.prod";', 'var c = "Password=h8Kq-zz3Lw;Server=db.prod";'],
  ["a quote in front puts it into a string", "a.cs", 1, "x host=db.prod password=h8Kq-zz3Lw", '"x host=db.prod password=h8Kq-zz3Lw'],
  ["a curl gets its user behind a line end", "a.sh", 1, `cur -s https://a.io\n-u ada:${body(20)} x`, `curl -s https://a.io\n-u ada:${body(20)} x`],
  ["a statement is finished", "a.sql", 1, `create user ada with\npassword 'h8Kq-zz3Lw`, `create user ada with\npassword 'h8Kq-zz3Lw'`],
  ["an issued value behind its provider's name", "a.txt", 1, `snyk_toke\\": \\"${uuid()}\\"`, `snyk_token\\": \\"${uuid()}\\"`],
  ["a URL far behind on one long line", "a.txt", 1, `${"word ".repeat(900)} postgres://app:h8Kq-zz3Lw9@db.prod.interna`, `x${"word ".repeat(900)} postgres://app:h8Kq-zz3Lw9@db.prod.internal`],
  ["everything is taken away", "a.txt", 0, key, ""],
  ["everything comes at once", "a.txt", 1, "", key],
  ["in a notebook kept as JSON", "a.ipynb", 1, JSON.stringify({ cells: [{ cell_type: "code", source: [`x = "${token.slice(0, -1)}"\n`], outputs: [] }], nbformat: 4 }), JSON.stringify({ cells: [{ cell_type: "code", source: [`x = "${token}"\n`], outputs: [] }], nbformat: 4 })],
  ["in the markup of a component", "a.vue", 1, `<template>${token.slice(1)}</template>\n<script>\nlet a = 1;\n</script>`, `<template>${token}</template>\n<script>\nlet a = 1;\n</script>`],
  ["over line ends of two characters", "a.txt", 1, `x\r\n${token.slice(0, -1)}\r\ny`, `x\r\n${token}\r\ny`],
];

describe("a secret", () => {
  for (const [what, path, secrets, ...texts] of scripts) {
    it(what, async () => {
      expect(played(path, texts, new Map())).toBeUndefined();
      expect(await lint(path, texts.at(-1) ?? "", "text/hardcoded-secret")).toHaveLength(secrets);
    });
  }
});

/** All that the rule asks of a text, noted while it looks at one of each kind of file. */
function scansOfTheRule(): readonly TextScan<unknown>[] {
  const scans = new Set<TextScan<unknown>>();
  const context: RuleContext = { option: <T>() => true as T, profile: "internal", isTest: false, mentions: () => true, found: <T>(scan: TextScan<T>) => { scans.add(scan as TextScan<unknown>); return foundIn(scan, `key = "${google}"`); } };
  const [rule] = allRules.filter(({ id }) => id === "text/hardcoded-secret");
  const file = languages.find(({ id }) => id === "text")?.open("a.sh", `key = "${google}"`).file;
  if (rule?.reads === "text" && file) expect([...rule.check(file, context)]).toBeDefined();
  return [...scans];
}

const pieces = [token, google, key, jwt({ sub: "8812" }), `"Authorization: Bearer ${body(24)}"`, "password=", "secret=", "mysql -p", " --token ", "curl -u ", "ada:", body(24), "://", "@db.prod.internal", "?api_key=", "\n", "\\n", "\n\n", '"', "'", ";", "=", " ", ":AA", "Q~", "${TOKEN:-", "}", "identified by '", uuid(), "snyk_token: ", "x".repeat(300), "-----BEGIN ", "eyJ"];

it("whatever is typed, each scan finds what it finds in the whole text", () => {
  const scans = scansOfTheRule();
  expect(scans.length).toBeGreaterThan(20);
  for (let script = 0; script < 40; script++) {
    const random = seeded(script + 1);
    const some = () => Array.from({ length: 30 }, () => pieces[Math.floor(random() * pieces.length)] ?? "").join("");
    const followed = new FollowedText();
    let text = some();
    let before = text;
    for (let step = 0; step < 40; step++) {
      followed.follow(text);
      for (const scan of scans) expect(followed.found(scan), `script ${script}, step ${step}: ${JSON.stringify(text)}`).toEqual(foundIn(scan, text));
      const next = step % 2 === 0 ? applied(text, rewrite(random, text, some(), before)) : typed(text, some(), random);
      [text, before] = [next.slice(0, 9000), text];
    }
  }
});

/** One piece put somewhere, or a stretch taken away. */
function typed(text: string, pool: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return random() < 0.3 ? text.slice(0, at) + text.slice(at + Math.floor(random() * 90)) : text.slice(0, at) + pool.slice(0, Math.floor(random() * 80)) + text.slice(at);
}
