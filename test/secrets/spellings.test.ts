/** One credential in the assignments of many languages and formats, in commands, statements and calls; and what only looks like one. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { body, encode, jwt, uuid } from "./shapes.ts";

const rule = "text/hardcoded-secret";
const found = async (path: string, text: string): Promise<string[]> => (await lint(path, text, rule)).map(({ at }) => text.slice(at.start, at.end));

/** `$` is the value. */
const assignments: readonly (readonly [path: string, text: string])[] = [
  ["a.py", 'acme_token = "$"'], ["a.py", 'if acme_token == "$":'], ["a.py", "# acme_token = '$'"], ["a.go", 'acmeToken := "$"'], ["a.go", 'var acmeToken string = "$"'],
  ["A.java", 'String c = "{\\"acmeToken\\":\\"$\\"}";'], ["a.json", '{ "config.ini": "ACME_TOKEN=$\\nBACKUP=true" }'], ["a.json", '{ "a": "{\\\\\\"acmeToken\\\\\\": \\\\\\"$\\\\\\"}" }'],
  ["a.h", '#define ACME_TOKEN "$"'], ["a.R", 'acme_token <- "$"'], ["a.php", '$acmeToken .= "$";'], ["a.rb", '@acme_token ||= "$"'], ["a.rb", "{ :acme_token => '$' }"],
  ["a.el", '(setq acme-token "$")'], ["a.clj", '{:acme-token "$"}'], ["a.erl", '{acme_token, "$"}.'], ["a.vb", 'Dim acmeToken As String = "$"'], ["a.cpp", 'const std::string acmeToken{"$"};'],
  ["leak", "acme_token=$"], ["a.txt", "acmeToken: $"], ["a.log", "request acme_token=$ ok"], ["a.sh", "deploy --acme-token $ --force"], ["a.sh", "mvn -Dacme.token=$ deploy"], ["a.txt", "https://api.acme.io/v1?acmeToken=$"],
  ["Makefile", 'ACME_TOKEN ?= "$"'], ["b.conf", '"acme_token" => "$"'],
];
const values = [body(32), body(40, "hex"), body(20, "lower"), body(43)];

describe("assignments", () => {
  it.each(assignments)("%s: %s", async (path, text) => {
    for (const value of values) expect(await found(path, `${text.replaceAll("$", () => value)}\n`)).toEqual([value]);
  });
});

const password = "Zk29x" + "Lq1!";
const handedOver: readonly (readonly [path: string, text: string])[] = [
  ["a.sh", "curl -u admin:$ https://api.acme.io"], ["a.sh", "curl -su 'admin:$' https://api.acme.io"], ["a.sh", 'curl https://api.acme.io --user "admin:$"'], ["a.sh", "mysql -u root -p$ -e 'select 1'"], ["a.sh", "sshpass -p '$' ssh bot@host"],
  ["a.sh", "docker login -u bot -p $ registry.acme.io"], ["a.sh", "redis-cli -h cache -a $ ping"], ["a.sh", 'echo "root:$" | chpasswd'], ["a.sh", "htpasswd -bc /etc/htpasswd admin $"], ["a.sh", "openssl rsa -passin pass:$ -in key"],
  ["a.ps1", '$pw = ConvertTo-SecureString "$" -AsPlainText -Force'.replace("$pw", "@pw")], ["a.sql", "CREATE USER bob WITH PASSWORD '$';"], ["a.sql", "ALTER USER 'root'@'localhost' IDENTIFIED BY '$';"], ["a.go", 'db.Exec("CREATE ROLE app LOGIN PASSWORD \'$\'")'],
  ["A.java", 'c = DriverManager.getConnection("jdbc:mysql://db.acme.io/x", "root", "$");'], ["a.php", '$db = mysqli_connect($host, "root", "$");'.replace("$db", "@db").replace("$host", "@host")], ["a.cs", 'new NetworkCredential("svc", "$")'], ["a.go", 'req.SetBasicAuth("svc", "$")'],
  ["hosts.ini", "[web]\nweb1 ansible_user=root ansible_ssh_pass=$"], ["nuget.config", '<add key="ClearTextPassword" value="$" />'], ["a.go", 'smtp.PlainAuth("", "svc", "$", host)'],
];

describe("handed over", () => {
  it.each(handedOver)("%s: %s", async (path, text) => {
    expect(await found(path, `${text.replace("$", () => password)}\n`)).toEqual([password]);
  });
});

const numbers: readonly (readonly [title: string, path: string, text: string, secret: string])[] = [
  ["a JSON web key", "a.json", `{"kty": "EC", "crv": "P-256", "x": "${body(43)}", "d": "${body(43, "base62", 5)}"}`, body(43, "base62", 5)],
  ["a symmetric key", "a.json", `{"kty": "oct", "k": "${body(43)}"}`, body(43)],
  [".NET's XML", "a.xml", `<RSAKeyValue><Modulus>${body(172)}</Modulus><D>${body(172, "base62", 5)}</D></RSAKeyValue>`, body(172, "base62", 5)],
  ["a web token", "a.go", `call("${jwt({ sub: "u-81", iat: 1_700_000_000 })}")`, jwt({ sub: "u-81", iat: 1_700_000_000 })],
  ["a web token in base64", "a.go", `call("${btoa(jwt({ sub: "u-81" }))}")`, btoa(jwt({ sub: "u-81" }))],
  ["a word for a registry in a pipeline", ".github/workflows/a.yml", "jobs:\n  a:\n    container:\n      image: registry.acme.io/app\n      credentials:\n        username: bot\n        password: hackme", "hackme"],
  ["a session of GitLab", "a.txt", `Cookie: _gitlab_session=${body(32, "hex")}`, body(32, "hex")],
  ["a credential of Bundler", "a.sh", `bundle config gems.contribsys.com ${body(8, "hex")}:${body(8, "hex", 3)}`, `${body(8, "hex")}:${body(8, "hex", 3)}`],
];

describe("keys and tokens in parts", () => {
  it.each(numbers)("%s", async (_title, path, text, secret) => expect(await found(path, `${text}\n`)).toEqual([secret]));
  it("says of a web token only that it may be one", async () => {
    expect((await lint("a.go", `call("${jwt({ sub: "u-81" })}")`, rule)).map(({ severity }) => severity)).toEqual(["hint"]);
  });
});

const silent: readonly (readonly [path: string, text: string])[] = [
  ["a.go", "token := strings.TrimPrefix(header, prefix)"], ["a.ts", "export const ACCESS_TOKEN_KEY = 'access_token';"], ["a.py", 'cache_key = "user:profile:v2:1f8a9b3c"'], ["a.json", `{"csrfToken": "${body(32)}"}`],
  ["a.md", `The link \`/d/x\` has the token \`-${body(20)}\`.`], ["a.txt", `commit ${body(40, "hex")}`], ["a.yaml", `public_key: ${body(43)}=`], ["a.js", "keys.map((tokenName) => tokenName.toLowerCase())"],
  ["a.rs", "let token = parse_token::<Identifier2>(input);"], ["a.sh", 'curl -H "Authorization: Bearer $TOKEN" https://api.acme.io'], ["a.sh", 'mysql -uroot -p"$MYSQL_ROOT_PASSWORD"'], ["a.sh", "docker run -p 8080:80 -p 127.0.0.1:9000:9000 app"],
  ["a.sh", "mysql -u root -p --port 3306"], ["a.sh", "docker login -u bot --password-stdin"], ["a.sql", "CREATE USER bob WITH PASSWORD :'password';"], ["a.sql", "ALTER USER root IDENTIFIED BY '${ROOT_PASSWORD}';"], ["hosts.ini", 'web1 ansible_user=root ansible_password="{{ vault_password }}"'], ["A.java", 'DriverManager.getConnection(url, "root", password);'],
  ["a.java", 'getConnection("a", "b", "c" + d)'], ["a.ts", `const id = "${uuid()}";`], ["a.json", `{"kty": "EC", "x": "${body(43)}", "y": "${body(43, "base62", 5)}"}`], ["a.go", `call("${encode('{"alg":"none"}')}.${encode('{"sub":"1"}')}.${body(43)}")`],
  ["a.c", '#define TOKEN_URL "https://auth.acme.io/oauth/token"'], ["a.h", "#define sk_##t1##_new(sk_##t1##_compfunc compare) 1"], ["a.txt", `open https://host/?acmeToken=${body(20)}...`], ["a.min.js", `var a={token:"${body(20)}"};`],
  ["public/language/et/register.json", '{ "password": "Parool" }'], ["a.go", 'AnnotationKeyHydrate string = "acme.argoproj.io/hydrate"'], ["a.py", 'def f(password):\n    password_bytes = password.encode("utf-8")'],
  ["audit.log", `{"client_token":"hmac-sha256:${body(64, "hex")}"}`], ["a.py", 'api_token = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4"'], ["a.txt", "did:key:z" + body(47)], ["a.c", String.raw`#define MASTER_SECRET "\x6d\x61\x73\x74\x65\x72\x20"`],
  ["a.yaml", `password: ENC[AES256_GCM,data:${body(12)},iv:${body(43)}=,tag:${body(22)}==,type:str]`], ["a.yaml", `encryptedData:\n  password: AgB${body(300, "base64")}`], ["leak", `ANY_KEY = ${btoa("dummy text for every reader")}`],
  ["leak", `AWS_SECRET_ACCESS_KEY=${body(56, "base64")}`], ["a.sh", 'echo "  1. Note the refs: username=@e?, password=@e?, submit=@e?"'], [".github/workflows/a.yml", "jobs:\n  a:\n    env:\n      POSTGRES_PASSWORD: hackme"],
  ["a.html", `posthog.init({ api_key: "phc_${body(43)}" })`],
];

describe("silent", () => {
  it.each(silent)("%s: %s", async (path, text) => expect(await found(path, `${text}\n`)).toEqual([]));
});
