/** What happens around a finding: fixes, allow-lists, switches, suppression, broken input, hostile input. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, workspace } from "../harness.ts";
import { body, privateKey } from "./shapes.ts";

const rule = "text/hardcoded-secret";
const token = "ghp_" + body(36);

describe("fixes", () => {
  const cases: readonly (readonly [title: string, path: string, before: string, after: string, line: string])[] = [
    ["shell", "a.sh", 'export API_TOKEN="' + token + '"\n', 'export API_TOKEN="${API_TOKEN:?}"\n', "API_TOKEN="],
    ["Ruby, by the name", "a.rb", 'db_password = "Winter.2031"\n', 'db_password = ENV.fetch("DB_PASSWORD")\n', "DB_PASSWORD="],
    ["Ruby, by the provider", "a.rb", `Octokit.new("${token}")\n`, 'Octokit.new(ENV.fetch("GITHUB_TOKEN"))\n', "GITHUB_TOKEN="],
    ["Ruby, a whole URL", "a.rb", 'x "postgres://app:h8Kq-zz3Lw@db.prod/shop"\n', 'x ENV.fetch("DATABASE_URL")\n', "DATABASE_URL="],
    ["PHP", "a.php", "$dbPassword = 'Winter.2031';", "$dbPassword = getenv('DB_PASSWORD');", "DB_PASSWORD="],
    ["Java", "A.java", 's.setPassword("Winter.2031");', 's.setPassword(System.getenv("PASSWORD"));', "PASSWORD="],
    ["Go with os", "a.go", 'import "os"\nvar p = f("x")\npassword := "Winter.2031"', 'import "os"\nvar p = f("x")\npassword := os.Getenv("PASSWORD")', "PASSWORD="],
    ["Spring", "application.properties", "db.password=Winter.2031\n", "db.password=${DB_PASSWORD}\n", "DB_PASSWORD="],
  ];
  it.each(cases)("%s", async (_title, path, before, after, line) => {
    const [finding] = await lint(path, before, rule);
    const fix = finding?.fixes[0];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(fix?.appends).toEqual([{ path: ".env.example", line }]);
    expect(fix?.safe).toBe(false);
  });

  const none: readonly (readonly [title: string, path: string, text: string])[] = [
    ["a language without an environment", "a.tf", 'password = "Winter.2031"'],
    ["a constant", "A.cs", 'const string Password = "Winter.2031";'],
    ["Go without os", "a.go", 'password := "Winter.2031"'],
    ["a part of a literal", "a.rb", `x = "Bearer ${token}"`],
    ["a default inside an interpolation", "a.sh", 'x="${DB_PASSWORD:-Winter.2031}"'],
    ["a key over several lines", "a.rb", `k = "${privateKey()}"`],
  ];
  it.each(none)("none for %s", async (_title, path, text) => {
    expect((await lint(path, text, rule)).map(({ fixes }) => fixes)).toEqual([[]]);
  });
});

describe("what the team allows", () => {
  const text = `password = "Winter.2031"\ntoken = "${token}"\n`;
  const count = async (secrets: object, path = "a.rb") => (await workspace({ [path]: text }, { secrets })).findings(path, rule).length;
  it("by path", async () => expect([await count({}), await count({ allowPaths: ["a.rb"] }), await count({ allowPaths: ["b.rb"] })]).toEqual([2, 0, 2]));
  it("by pattern", async () => expect(await count({ allowPatterns: ["^Winter"] })).toBe(1));
  it("by fingerprint", async () => {
    const [first] = (await workspace({ "a.rb": text })).findings("a.rb", rule);
    expect(await count({ allowFingerprints: [first?.fingerprint ?? ""] })).toBe(1);
  });
  it("not by a pattern that is none", async () => expect(await count({ allowPatterns: ["("] })).toBe(2));
  it("in tests, by the switch", async () => {
    const files = { "tests/a.rb": text };
    const off = { rules: [{ match: rule, options: { tests: false } }] };
    expect((await workspace(files)).findings(undefined, rule).map(({ severity }) => severity)).toEqual(["hint", "hint"]);
    expect((await workspace(files, off)).findings(undefined, rule)).toEqual([]);
  });
  it.each([
    ["a.rb", "# preship: ignore[text/hardcoded-secret] revoked\n"],
    ["a.sql", "-- preship: ignore[text/hardcoded-secret] revoked\n"],
    ["a.go", "// preship: ignore[text/hardcoded-secret] revoked\n"],
    ["a.ini", "; preship: ignore[text/hardcoded-secret] revoked\n"],
    ["a.xml", "<!-- preship: ignore[text/hardcoded-secret] revoked -->\n"],
    ["a.css", "/* preship: ignore[text/hardcoded-secret] revoked */\n"],
  ])("by a comment in %s", async (path, comment) => {
    expect(await lint(path, `${comment}${token}\n`)).toEqual([]);
    expect(await lint(path, `${token}\n`, rule)).toHaveLength(1);
  });
});

const paths = ["a.go", ".env", "a.ini", "a.json", "a.xml", "a.sh", ".netrc", ".pgpass", "a.key", "a.md", "a.tf"];
const sampler = [
  `password = "Winter.2031" # 🔑`, `{"a": {"name": "x", "value": "y"}, "token": "${token}"}`, `<add key="a" value='${token}'/><password>x</password>`,
  `export A="\${B:-c}" postgres://a:h8Kq-zz3Lw@h/x`, "Server=a;Password=h8Kq-zz3Lw;", privateKey().slice(0, 170), "machine a login b password c", "\uFEFF\r\r\n\t'\"`\\",
].join("\r\n");

describe("broken input", () => {
  it.each(paths)("cut anywhere, as %s", async (path) => {
    for (let end = 0; end <= sampler.length; end++) {
      const text = sampler.slice(0, end);
      for (const { at } of await lint(path, text, rule)) expect(at.start >= 0 && at.end <= text.length && at.start < at.end).toBe(true);
    }
  });
  it.each(["", "\uFEFF", "\u0000\u0001\uFFFD\u0000", "\uD800", "'", '"', "://", "=", "=\r", "{", "<", "-----BEGIN PRIVATE KEY-----", "eyJ", "${", "AKIA", "a://b:c@"])("%j", async (text) => {
    for (const path of paths) expect(await lint(path, text, rule)).toEqual([]);
  });
});

describe("hostile input", () => {
  // quadratic work on these takes minutes, linear work milliseconds: the runner's own limit decides
  const pieces = ["://", "password=", "-----BEGIN PRIVATE KEY-----\n", "authorization: bearer ", "curl -u ", ":AA", "-us", "Q~", "<a b=\"", "a.", "${a:-", "\\", "'", "a://b:c@", "AKIA", "machine password ", "a-", "\"k\":{", "LS0tLS1CRUdJTi", "\t ", "\r", "\r\n"];
  it.each(pieces)("many times %j", async (piece) => {
    const text = piece.repeat(Math.ceil(400_000 / piece.length));
    for (const path of ["a.go", ".env", "a.ini", "a.xml", ".netrc", "a.sh"]) await lint(path, text, rule);
    expect(text.length).toBeGreaterThanOrEqual(400_000);
  });
});
