/** Where secrets hide: files and positions that a search by pattern passes over. `«…»` marks what is found. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";
import { body, privateKey, uuid } from "./shapes.ts";

const rule = "text/hardcoded-secret";
const issued = body(32);
const soup = "q{{w}e)r${t]y-_$#u}}";

const cases: readonly (readonly [title: string, path: string, marked: string])[] = [
  ["a comparison, reversed, in Go", "a.go", 'if "«Winter.2031»" == password {'],
  ["a strict comparison, reversed, in Swift", "a.swift", 'if ("«Winter.2031»" !== password) {'],
  ["a constructor", "a.cpp", 'std::string password("«Winter.2031»");'],
  ["a directive without quotes", "redis.conf", "requirepass «Winter.2031»\n"],
  ["a directive with quotes", "app.conf", 'password "«Winter.2031»";\n'],
  ["a comparison in a server's settings", "nginx.conf", `if ($http_x_api_key != "«${issued}»") {\n`],
  ["signs that nest nowhere", "a.rb", `api_key = "«${soup}»"`],
  ["notes", "notes.txt", `api_key = «${issued}»\n`],
  ["a chat log", "chat.log", `deploy_token: «${issued}»\n`],
  ["a code block in a guide", "guide.md", `\`\`\`python\napi_key = "«${issued}»"\n\`\`\`\n`],
  ["a component", "App.vue", `<script>\nconst apiKey = "«${issued}»";\n</script>\n`],
  ["a token in the place of a user", "package.json", `{"dependencies": {"a": "git+https://«${issued}»:x-oauth-basic@github.com/a/b.git"}}`],
  ["a token alone before the host", "a.sh", `git clone https://«${issued}»@github.com/a/b.git`],
  ["a mail address as user", ".git-credentials", "https://ada@corp.io:«h8Kq-zz3Lw»@github.com\n"],
  ["a registry's password in a lockfile", "yarn.lock", 'resolved "https://ci:«h8Kq-zz3Lw-77»@npm.corp.io/a.tgz"\n'],
  ["a header of a service", "a.http", `GET https://a.io\nX-Api-Key: «${issued}»\n`],
  ["a header in curl", "a.sh", `curl -H "PRIVATE-TOKEN: «${issued}»" https://git.corp.io/api`],
  ["a header in code", "a.go", `h := map[string]string{"X-Vault-Token": "«${issued}»"}`],
  ["an option inside code", "a.go", `run("mysqldump --password=«${issued}» shop")`],
  ["a password file's known default", ".pgpass", "db:5432:shop:app:«password»\n"],
  ["npm's login", ".npmrc", `_auth = «${btoa("ci:Winter.2031")}»\n`],
  ["a salt of a blog", "wp-config.php", `define('AUTH_SALT', '«j@cG9ZJ+ObpP;AZgYH5,ubbSlUp|ZnLZN~q|Fe5xc(=_0K&F71T.E*»');`],
  ["a framework's key", ".env", `APP_KEY=«base64:${body(43, "base64")}=»\n`],
  ["a UUID of a package index", ".npmrc", `//npm.corp.io/:_authToken=«${uuid()}»\n`],
];

describe("places", () => {
  it.each(cases)("%s", async (_title, path, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
  });

  it("knows OpenSSH's keys by their body", async () => {
    const key = privateKey("OPENSSH ").replace("KEY-----\n", "KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n");
    expect(await lint("id_ed25519", key, rule)).toHaveLength(1);
  });

  it("keeps silent about settings that no one wrote by hand", async () => {
    expect(await lint("big.ini", `token_a = ${issued}\n`.repeat(30_000), rule)).toEqual([]);
  });
});
