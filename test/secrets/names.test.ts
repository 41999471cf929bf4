/** Literals under secret-like names, by language: `«…»` marks what is found; a text without marks is silent. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";
import { body, uuid } from "./shapes.ts";

const rule = "text/hardcoded-secret";
const issued = body(32);

type Case = readonly [title: string, path: string, marked: string];

const found: readonly Case[] = [
  ["each of many, with other secrets between them and whose they are", "a.py", 'form({"user": "ada"})\n' + 'post({"password": "«longwordsecure»", "confirm_password": "«longwordsecure»"})\n'.repeat(4)],
  ["forty of many: of a list of thousands none looks at all others", "a.py", 'form({"user": "ada"})\n' + 'post({"password": "«longwordsecure»", "confirm_password": "«longwordsecure»"})\n'.repeat(20) + 'post({"password": "longwordsecure", "confirm_password": "longwordsecure"})\n'.repeat(3)],
  ["a plain assignment", "a.rb", 'password = "«Winter.2031»"'],
  ["a word as password", "a.rb", 'db_password = "«swordfish»"'],
  ["an attribute", "a.go", 'cfg.Password = "«Winter.2031»"'],
  ["Go's short declaration", "a.go", 'dbPassword := "«Winter.2031»"'],
  ["a struct field", "a.go", 'Config{Password: "«Winter.2031»"}'],
  ["a typed constant", "a.rs", 'const API_TOKEN: &str = "«' + issued + '»";'],
  ["a C# verbatim string", "A.cs", 'var password = @"«Winter.2031»";'],
  ["an array of characters", "a.c", 'char password[16] = "«Winter.2031»";'],
  ["a Kotlin property", "A.kt", 'val clientSecret: String = "«' + issued + '»"'],
  ["a PHP constant", "a.php", "define('DB_PASSWORD', '«Winter.2031»');"],
  ["a PHP array", "a.php", "'password' => '«Winter.2031»',"],
  ["a setter", "A.java", 'source.setPassword("«Winter.2031»");'],
  ["a builder", "A.java", 'builder.user("app").password("«Winter.2031»")'],
  ["a property put", "A.java", 'props.put("password", "«Winter.2031»");'],
  ["a comparison", "a.go", 'if password == "«Winter.2031»" {'],
  ["a reversed comparison", "a.go", 'if "«Winter.2031»" == password {'],
  ["an environment fallback in Ruby", "a.rb", 'key = ENV["API_TOKEN"] || "«' + issued + '»"'],
  ["an environment fallback by call", "a.go", 'getEnv("API_TOKEN", "«' + uuid() + '»")'],
  ["a directive", "a.pp", 'admin_password "«Winter.2031»"'],
  ["a Terraform variable's default", "a.tf", 'variable "db_password" {\n  default = "«Winter.2031»"\n}'],
  ["a Terraform value", "a.tfvars", 'db_password = "«Winter.2031»"'],
  ["an environment file", ".env", "DB_PASSWORD=«Winter.2031»"],
  ["a quoted environment value", ".env.production", 'export JWT_SECRET="«' + issued + '»" # signing'],
  ["a shell export", "a.sh", "export API_TOKEN=«" + issued + "»; run"],
  ["a command's own variable", "a.sh", "PGPASSWORD='«Winter.2031»' psql -h db"],
  ["a make variable", "Makefile", "DB_PASSWORD := «Winter.2031»"],
  ["PowerShell", "a.ps1", '$password = "«Winter.2031»"'],
  ["an ini file", "a.ini", "[db]\npassword = «Winter.2031» ; old"],
  ["Java properties", "a.properties", "spring.datasource.password=«Winter.2031»"],
  ["a TOML file", "a.toml", 'api_token = "«' + issued + '»"'],
  ["JSON", "a.json", '{"db": {"password": "«Winter.2031»"}}'],
  ["JSON with comments, half typed", "a.json", '{ // x\n"password": "«Winter.2031»",\n"user": "a'],
  ["JSON pairs of name and value", "task.json", '{"environment": [{"name": "DB_PASSWORD", "value": "«Winter.2031»"}]}'],
  ["JSON parameters", "parameters.json", '{"adminPassword": {"value": "«Winter.2031»"}}'],
  ["XML settings", "web.config", '<add key="ApiToken" value="«' + issued + '»"/>'],
  ["an XML element", "settings.xml", "<server><username>ci</username><password>«Winter.2031»</password></server>"],
  ["an XML property", "beans.xml", '<property name="password">«Winter.2031»</property>'],
  ["a property list", "Info.plist", "<key>API_TOKEN</key>\n<string>«" + issued + "»</string>"],
  ["a netrc file", ".netrc", "machine host login ci password «Winter.2031»"],
  ["a PostgreSQL password file", ".pgpass", "db:5432:shop:app:«Winter.2031»"],
  ["a Rails master key", "config/master.key", "«" + body(32, "hex") + "»\n"],
  ["a UUID as token", "a.rb", 'access_token = "«' + uuid() + '»"'],
  ["a base64 value as access key", "credentials", "aws_secret_access_key = «" + body(40, "base64") + "»"],
  ["a registry's basic auth", ".docker/config.json", '{"auths": {"https://r": {"auth": "«' + btoa("ci:" + issued) + '»"}}}'],
  ["a signing key made of words", "a.rb", 'secret_key = "«keepitsecretkeepitsafe»"'],
  ["a name written as one word", "a.rb", 'mydbpassword = "«Winter.2031»"'],
  ["a name with an environment at its end", "a.rb", 'DB_PASSWORD_PROD = "«Winter.2031»"'],
  ["special characters", "a.rb", 'password = "«q{z<7&k!%w»"'],
  ["a wide character", "a.rb", 'password = "«Zür1ch🔒»"'],
  ["CRLF, tabs and emoji before it", "a.ini", "; 🔑🔑\r\n\t[x]\r\npassword\t=\t«Winter.2031»\r\nb=c\r\n"],
  ["Python keyword argument", "a.py", 'connect(host=h, password="«Winter.2031»")'],
  ["Python positional argument", "a.py", 'import pymysql\npymysql.connect("db", "app", "«Winter.2031»")'],
  ["Python subscript", "a.py", 'app.config["SECRET_KEY"] = "«' + issued + '»"'],
  ["Python annotated attribute", "a.py", 'class A:\n    def f(self):\n        self.password: str = "«Winter.2031»"'],
  ["Python chained targets", "a.py", 'a = password = "«Winter.2031»"'],
  ["Python default parameter", "a.py", 'def f(user, password="«Winter.2031»"): ...'],
  ["Python dictionary", "a.py", 'd = {"password": "«Winter.2031»"}'],
  ["Python bytes", "a.py", 'password = b"«Winter.2031»"'],
  ["Python environment default", "a.py", 'import os\nt = os.getenv("API_TOKEN", "«' + uuid() + '»")'],
  ["Python triple quotes", "a.py", 'password = """«Winter.2031»"""'],
  ["JavaScript property", "a.ts", 'const c = { password: "«Winter.2031»" };'],
  ["JavaScript fallback", "a.ts", 'const s = process.env.JWT_SECRET || "«' + issued + '»";'],
  ["YAML mapping", "config.yaml", "db:\n  password: «Winter.2031»\n"],
  ["Dockerfile ENV", "Dockerfile", "FROM a\nENV DB_PASSWORD=«Winter.2031»\n"],
  ["npm's own file", ".npmrc", "//npm.example.org/:_authToken=«" + uuid() + "»\n"],
];

const silent: readonly Case[] = [
  ["which key of a Secret in the cluster", "values.yaml", "existingPasswordSecretKey: password\n"],
  ["nothing", "a.ini", "password ="],
  ["empty quotes", "a.rb", 'password = ""'],
  ["an empty line and a value below", ".env", "API_TOKEN=\nOTHER=" + issued],
  ["the key again", "a.rb", 'PASSWORD = "Password"'],
  ["the key with a namespace", "a.rb", 'PASSWORD = "connection.password"'],
  ["the key in kebab case", "a.rb", 'NEW_PASSWORD = "new-password"'],
  ["a form's type", "a.go", 'Password: "password",'],
  ["a selector", "a.rb", 'password = "#login-password"'],
  ["an attribute selector", "a.rb", 'password = "input[name=pwd]"'],
  ["a path in a URL", "a.rb", 'token = "/oauth/token"'],
  ["a whole URL", "a.rb", 'token = "https://login.host.io/oauth2/token"'],
  ["a file", "a.rb", 'private_key = "certs/server.pem"'],
  ["a printf format", "a.go", 'password = "%s"'],
  ["a query parameter", "a.go", 'password = ":password"'],
  ["a question mark", "a.go", 'password = "???"'],
  ["a brace template", "a.rb", 'password = "{password}"'],
  ["a dollar template", "a.rb", 'password = "${DB_PASS}"'],
  ["a dollar name", "a.sh", "password=$secret"],
  ["a mustache template", "a.ini", "password = {{ vault_password }}"],
  ["an angle template", "a.ini", "password = <your password>"],
  ["a percent template", "a.bat", "set PASSWORD=%DB_PASS%"],
  ["a command substitution", "a.sh", "PASSWORD=$(pwgen 20 1)"],
  ["an anchor", "config.yaml", "password: *shared"],
  ["stars", "a.rb", 'password = "********"'],
  ["crosses", "a.rb", 'api_key = "xxxxxxxxxxxxxxxx"'],
  ["yours", "a.rb", 'password = "yourpassword"'],
  ["your key", "a.rb", 'api_key = "YOUR_API_KEY_HERE"'],
  ["fake", "a.rb", 'secret = "fake-secret-123"'],
  ["an example", "a.rb", 'password = "example123"'],
  ["changeme in code", "a.rb", 'password = "changeme"'],
  ["redacted", "a.json", '{"password": "[REDACTED]"}'],
  ["an alphabet", "a.rb", 'api_key = "abcdefghijklmnopqrstuvwxyz"'],
  ["a run of digits", "a.rb", 'token = "12345678901234567890"'],
  ["a hash of a password", "a.rb", 'password = "$2b$12$' + body(53) + '"'],
  ["a sealed value", "a.properties", "password=ENC(" + body(32) + ")"],
  ["a reference to a vault", "a.ini", "password = op://vault/db/password"],
  ["an ARN", "a.tf", 'secret = "arn:aws:secretsmanager:eu-west-1:1:secret:db"'],
  ["a variable's name", "a.rb", 'token = "GITHUB_TOKEN"'],
  ["a call written as text", "a.ini", "password = get_password()"],
  ["a lookup", "a.rb", "token = request.headers['X-Token-Value']"],
  ["a version", "a.rb", 'token = "2.10.14"'],
  ["a date", "a.rb", 'secret = "2031-05-12"'],
  ["an e-mail address", "a.rb", 'password = "ada@lovelace.org"'],
  ["text of a form", "a.json", '{"password": "Enter your password"}'],
  ["a translation", "src/locales/de.json", '{"password": "Geheimwort1"}'],
  ["a word in German", "a.json", '{"password": "Passwort"}'],
  ["a schema", "a.json", '{"password": "string", "user": "string"}'],
  ["an API description", "openapi.json", '{"openapi": "3.0.0", "password": "Winter.2031"}'],
  ["a Kubernetes secret's name", "a.yaml", "secret: payments-db-credentials"],
  ["a grammar's token", "a.rb", 'token = "IDENT2"'],
  ["a padding token", "a.rb", 'pad_token = "' + issued + '"'],
  ["a page token", "a.rb", 'next_page_token = "' + issued + '"'],
  ["a CSRF name", "a.rb", 'csrf_token = "' + issued + '"'],
  ["compassion", "a.rb", 'compassion = "' + issued + '"'],
  ["passed", "a.rb", 'passed = "' + issued + '"'],
  ["secretary", "a.rb", 'secretary = "' + issued + '"'],
  ["monkey", "a.rb", 'monkey = "' + issued + '"'],
  ["author", "a.rb", 'author = "' + issued + '"'],
  ["keyboard", "a.rb", 'keyboard = "' + issued + '"'],
  ["tokenizer", "a.rb", 'tokenizer = "' + issued + '"'],
  ["bypass", "a.rb", 'bypass = "' + issued + '"'],
  ["a count", "a.rb", 'token_count = "' + issued + '"'],
  ["a maximum", "a.rb", 'max_tokens = "' + issued + '"'],
  ["a field", "a.rb", 'password_field = "Winter.2031"'],
  ["a name", "a.rb", 'secret_name = "' + issued + '"'],
  ["an address", "a.rb", 'token_url = "' + issued + '"'],
  ["a file's name", "a.rb", 'private_key_file = "' + issued + '"'],
  ["a length", "a.rb", 'key_length = "' + issued + '"'],
  ["a public key", "a.rb", 'public_key = "' + issued + '"'],
  ["a foreign key", "a.rb", 'foreign_key = "' + issued + '"'],
  ["a primary key", "a.rb", 'primary_key = "' + issued + '"'],
  ["a bucket key", "a.rb", 'bucket_key = "' + issued + '"'],
  ["a partition key", "a.rb", 'partition_key = "' + issued + '"'],
  ["a sort key", "a.rb", 'sortKey = "' + issued + '"'],
  ["a cache key", "a.rb", 'cache_key = "' + issued + '"'],
  ["an S3 key", "a.json", '{"S3Key": "' + issued + '"}'],
  ["a client id", "a.rb", 'client_id = "' + issued + '"'],
  ["a KMS key id", "a.rb", 'kms_key_id = "' + uuid() + '"'],
  ["a UUID under another name", "a.rb", 'account = "' + uuid() + '"'],
  ["a public address", "a.rb", 'token = "0x' + body(40, "hex") + '"'],
  ["a package manager's hash", "package.json", '{"packageManager": "pnpm@9.1.0+sha512.' + body(128, "hex") + '"}'],
  ["a lockfile", "yarn.lock", '  integrity "sha512-' + body(86) + '=="\n  token "' + issued + '"'],
  ["a mounted secret", "Dockerfile", "FROM a\nRUN --mount=type=secret,id=token,target=/run/secrets/token cat /run/secrets/token\n"],
  ["a sample file", ".env.example", "DB_PASSWORD=Winter.2031"],
  ["a sample of settings", "config.sample.ini", "password = Winter.2031"],
  ["prose", "README.md", "Set `password = \"Winter.2031\"` in the console."],
  ["a bundle", "app.min.js", `var password="${issued}";`],
  ["an apostrophe before it", "a.rb", "# don't set password here, it's read later"],
  ["a question about a password", "a.rb", 'forgot_password = "Winter.2031"'],
  ["a flag", "a.rb", 'has_password = "Winter.2031"'],
  ["system accounts", "etc/nsswitch.conf", "passwd: compat"],
  ["Python f-string of a variable", "a.py", 'password = f"{prefix}-{suffix}"'],
  ["Python environment without default", "a.py", 'import os\npassword = os.environ["DB_PASSWORD"]'],
  ["Python empty default", "a.py", 'import os\npassword = os.getenv("DB_PASSWORD", "")'],
  ["JavaScript template", "a.ts", "const password = `${a}:${b}`;"],
  ["JavaScript header lookup", "a.ts", 'const token = request.headers["authorization"];'],
  ["an Actions secret", ".github/workflows/a.yml", "env:\n  API_TOKEN: ${{ secrets.API_TOKEN }}\n"],
  ["a secret's reference in Kubernetes", "k8s/a.yaml", "valueFrom:\n  secretKeyRef:\n    name: db\n    key: password\n"],
];

async function expectMarks(path: string, marked: string): Promise<void> {
  const { text } = readMarkers(marked);
  expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
}

describe("speaks", () => {
  it.each(found)("%s", (_title, path, marked) => expectMarks(path, marked));
});

describe("is silent on", () => {
  it.each(silent)("%s", (_title, path, marked) => expectMarks(path, marked));
});

describe("defaults that everybody knows", () => {
  const cases: readonly Case[] = [
    ["in an environment file", ".env", "POSTGRES_PASSWORD=«changeme»"],
    ["that repeat the key where they run", ".env", "POSTGRES_PASSWORD=«password»"],
    ["as a fallback", "a.rb", 'password = ENV["DB_PASSWORD"] || "«admin»"'],
    ["in code", "a.rb", 'password = "«admin»"'],
    ["in disguise", "a.rb", 'password = "«P@ssw0rd1!»"'],
    ["as an interpolation's default", "docker-compose.yml", "services:\n  db:\n    image: a\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASS:-«admin»}\n"],
  ];
  it.each(cases)("%s", async (_title, path, marked) => {
    const { text } = readMarkers(marked);
    const findings = await lint(path, text, rule);
    expect(withMarkers(text, findings)).toBe(marked);
    expect(findings.map(({ severity, message }) => [severity, /everybody tries|well-known/.test(message)])).toEqual([["warning", true]]);
  });
  it("says nothing about a pipeline's throw-away database", async () => {
    expect(await lint(".github/workflows/ci.yml", "services:\n  db:\n    env:\n      POSTGRES_PASSWORD: postgres\n", rule)).toEqual([]);
  });
});
