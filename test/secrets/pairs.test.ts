/** Passwords inside longer texts: URLs, connection strings, headers, command lines. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";
import { body } from "./shapes.ts";

const rule = "text/hardcoded-secret";
const issued = body(24);

const cases: readonly (readonly [title: string, path: string, marked: string])[] = [
  ["a database URL", "a.go", 'open("postgres://app:«h8Kq-zz3Lw»@db.prod.internal:5432/shop")'],
  ["a password with slashes, hashes and colons", "a.go", 'open("mysql://app:«a/b#c:d?9Xq»@db.prod.internal/shop")'],
  ["a password with an at sign", "a.go", 'open("amqp://app:«h8Kq@zz3Lw»@mq.prod.internal")'],
  ["a percent-encoded password", "a.go", 'open("mongodb+srv://app:«h8Kq%40zz3Lw»@c0.abc.mongodb.net/x")'],
  ["several hosts", "a.go", 'open("mongodb://app:«h8Kq-zz3Lw»@h1:27017,h2:27017/x")'],
  ["a JDBC URL", "a.properties", "url=jdbc:postgresql://db/shop?user=app&password=«h8Kq-zz3Lw»"],
  ["an Oracle-free scheme of one's own", "a.yaml", "url: my-proto+tls://app:«h8Kq-zz3Lw»@host.prod.internal"],
  ["a clone URL", "a.sh", "git clone https://ci:«h8Kq-zz3Lw-77»@git.corp.io/a.git"],
  ["an ADO string", "appsettings.json", '{"ConnectionStrings": {"Main": "Server=db.prod;Database=shop;User Id=app;Password=«h8Kq-zz3Lw»;"}}'],
  ["an ADO string at its end", "a.cs", 'var c = "Server=db.prod;User Id=app;Pwd=«h8Kq-zz3Lw»";'],
  ["an ADO string in XML", "web.config", '<add name="Main" connectionString="Data Source=db.prod;User ID=app;Password=«h8Kq-zz3Lw»" />'],
  ["a libpq string", "a.go", 'open("host=db.prod user=app password=«h8Kq-zz3Lw» dbname=shop")'],
  ["a storage account", "a.cs", `var c = "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=«${body(86, "base64")}==»;EndpointSuffix=core.windows.net";`],
  ["a query", "a.go", `get("https://maps.corp.io/v1?q=x&api_key=«${issued}»&z=3")`],
  ["a form's body", "a.py", 'login("user=ada&password=«h8Kq-zz3Lw»")'],
  ["a bearer header", "a.go", `req.Header.Set("X", "Authorization: Bearer «${issued}»")`],
  ["a header in curl", "a.sh", `curl -H "Authorization: Bearer «${issued}»" https://a.io`],
  ["basic auth", "a.py", `headers = {"Authorization": "Basic «${btoa("ada:h8Kq-zz3Lw")}»"}`],
  ["curl's user", "a.sh", "curl -s -u ada:«h8Kq-zz3Lw» https://a.io"],
  ["an option", "a.sh", "mysqldump --user=app --password=«h8Kq-zz3Lw» shop"],
  ["CRLF and emoji before it", "a.ini", "; 🔑\r\nurl = redis://app:«h8Kq-zz3Lw»@cache.prod.internal\r\n"],

  ["a pattern for one", "a.ts", 'const hook = /chat\\.corp\\.io\\/messages\\?key=[A-Za-z0-9_-]{20,60}&token=([A-Za-z0-9_%-]{40,60})/'],
  ["no password", "a.go", 'open("postgres://app@db.prod.internal/shop")'],
  ["a port", "a.go", 'open("http://host.prod.internal:8080/a@b")'],
  ["a scoped package", "a.go", 'get("http://localhost:4873/@types/node")'],
  ["a template", "a.go", 'open("postgres://{user}:{password}@{host}/db")'],
  ["a shell template", "a.sh", "psql postgres://$USER:$PASS@$HOST/db"],
  ["a dollar template", "a.yaml", "url: amqp://${USER}:${PASS}@mq"],
  ["a format", "a.go", 'open(fmt.Sprintf("postgres://%s:%s@%s/db"))'],
  ["documentation", "a.go", '// e.g. https://user:pass@example.com/x'],
  ["words for words", "a.go", 'open("ftp://username:password@ftp.corp.io")'],
  ["a mask", "a.go", 'open("postgres://app:****@db.prod.internal/shop")'],
  ["a remote over ssh", "a.go", 'clone("ssh://git@github.com:22/a/b")'],
  ["a variable of that name", "a.py", "connect(host=h, user=u, password=p4ssvalue)"],
  ["a connection string with a placeholder", "a.cs", 'var c = "Server=db;User Id=app;Password={0};";'],
  ["an environment in a connection string", "a.yaml", 'c: "Server=db;User Id=app;Password=${DB_PASSWORD};"'],
  ["a header with a variable", "a.sh", 'curl -H "Authorization: Bearer $TOKEN" https://a.io'],
  ["a header with a placeholder", "README.md", "Authorization: Bearer YOUR_ACCESS_TOKEN_HERE"],
  ["a prompt", "a.sh", "mysql --user=app --password shop"],
  ["a variable option", "a.sh", 'mysql --password="$DB_PASSWORD" shop'],
];

describe("pairs", () => {
  it.each(cases)("%s", async (_title, path, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
  });

  it("is only a perhaps for a default on this machine", async () => {
    const [finding] = await lint("a.go", 'open("postgres://postgres:postgres@localhost:5432/shop")', rule);
    expect([finding?.severity, finding?.confidence]).toEqual(["hint", "possible"]);
  });
});
