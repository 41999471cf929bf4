/** Provider tokens speak by their shape alone, wherever they stand; near misses and documented examples do not. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { body, jwt, privateKey, uuid } from "./shapes.ts";

const rule = "text/hardcoded-secret";

const tokens: Readonly<Record<string, string>> = {
  "AWS access key id": "AKIA" + body(16, "upper"),
  "AWS temporary key id": "ASIA" + body(16, "upper"),
  "Google API key": "AIza" + body(35),
  "Google OAuth client secret": "GOCSPX-" + body(28),
  "DigitalOcean token": "dop_v1_" + body(64, "hex"),
  "Cloudflare API token": "cfut_" + body(40) + body(8, "hex"),
  "Heroku key": "HRKU-" + uuid(),
  "Vercel token": "vcp_" + body(24),
  "Vault service token": "hvs." + body(95),
  "Vault legacy token": "s." + body(24),
  "Terraform Cloud token": body(14) + ".atlasv1." + body(64),
  "Pulumi token": "pul-" + body(40, "hex"),
  "Doppler token": "dp.pt." + body(43),
  "GitHub personal token": "ghp_" + body(36),
  "GitHub server token": "ghs_" + body(36),
  "GitHub fine-grained token": "github_pat_" + body(22) + "_" + body(59),
  "GitLab token": "glpat-" + body(20),
  "GitLab runner token": "glrt-" + body(20),
  "Atlassian token": "ATATT3x" + body(180),
  "npm token": "npm_" + body(36),
  "PyPI token": "pypi-" + "AgEIcHlwaS5vcmc" + body(120),
  "Docker Hub token": "dckr_pat_" + body(27),
  "RubyGems key": "rubygems_" + body(48, "hex"),
  "OpenAI key": "sk-" + body(20) + "T3BlbkFJ" + body(20, "base62", 9),
  "OpenAI project key": "sk-proj-" + body(74) + "T3BlbkFJ" + body(74, "base62", 9),
  "Anthropic key": "sk-ant-api03-" + body(93) + "AA",
  "Hugging Face token": "hf_" + body(34),
  "Replicate token": "r8_" + body(37),
  "Groq key": "gsk_" + body(52),
  "Databricks token": "dapi" + body(32, "hex"),
  "Slack bot token": `xoxb-${body(12, "digits")}-${body(13, "digits", 4)}-${body(24)}`,
  "Slack app token": `xapp-1-A${body(10, "capital")}-${body(13, "digits")}-${body(64, "hex")}`,
  "Stripe live key": "sk_live_" + body(24),
  "Stripe restricted key": "rk_live_" + body(99),
  "Square token": "sq0atp-" + body(22),
  "Shopify token": "shpat_" + body(32, "hex"),
  "Twilio key": "SK" + body(32, "hex"),
  "SendGrid key": `SG.${body(22)}.${body(43)}`,
  "Mailgun key": "key-" + body(32, "hex"),
  "Mailchimp key": body(32, "hex") + "-us14",
  "New Relic key": "NRAK-" + body(27, "capital"),
  "Sentry user token": "sntryu_" + body(64, "hex"),
  "Grafana service account": `glsa_${body(32)}_${body(8, "hex")}`,
  "Telegram bot token": `${body(10, "digits")}:AA${body(33)}`,
  "Linear key": "lin_api_" + body(40),
  "Notion token": "ntn_" + body(11, "digits") + body(35),
  "Airtable token": `pat${body(14)}.${body(64, "hex")}`,
  "Figma token": "figd_" + body(43),
  "Postman key": `PMAK-${body(24, "hex")}-${body(34, "hex")}`,
  "Azure AD client secret": body(3) + "8Q~" + body(34),
  "age secret key": "AGE-SECRET-KEY-1" + body(58, "bech32"),
};

describe("tokens by shape", () => {
  it.each(Object.entries(tokens))("%s, positional in code", async (_name, token) => {
    const text = `connect(1, "${token}")\n`;
    const [finding, ...more] = await lint("deploy.go", text, rule);
    expect(more).toEqual([]);
    expect(finding && text.slice(finding.at.start, finding.at.end)).toContain(token.slice(-20));
    expect(finding?.severity).toBe("error");
  });

  it("never shows more than four characters", async () => {
    for (const token of Object.values(tokens)) {
      for (const { message, fixes } of await lint("deploy.rb", `CLIENT = "${token}"\n`, rule)) {
        const said = message + fixes.map((fix) => fix.title).join();
        const windows = Array.from({ length: token.length - 4 }, (_, at) => token.slice(at, at + 5));
        expect(windows.filter((window) => said.includes(window))).toEqual([]);
      }
    }
  });
});

const github = "ghp_" + body(36);
const places: readonly (readonly [title: string, path: string, text: string])[] = [
  ["prose", "README.md", `Use ${github} to log in.`],
  ["a log", "build.log", `2026-01-01 token=${github} ok`],
  ["an escaped new line before it", "a.json", `{"a": "x\\n${github}"}`],
  ["a percent escape before it", "a.txt", `https://host/?t%3D${github}`],
  ["an underscore before it", "a.txt", `_${github}`],
  ["a comment", "a.tf", `# ${github}`],
  ["a sample file", ".env.example", `GITHUB_TOKEN=${github}`],
  ["the user part of a URL", "a.sh", `git clone https://${github}@github.com/a/b`],
  ["an embedded notebook output", "a.json", `{"outputs": [{"text": ["token: ${github}\\n"]}]}`],
  ["a minified line", "a.min.js", "x".repeat(9000) + ` "${github}"`],
  ["CRLF and emoji before it", "a.txt", `🔑🔑\r\n\tkey ${github}\r\n`],
];

describe("tokens in any surroundings", () => {
  it.each(places)("%s", async (_title, path, text) => {
    const found = await lint(path, text, rule);
    expect(found.map(({ at }) => text.slice(at.start, at.end))).toEqual([github]);
  });
});

const silent: readonly (readonly [title: string, text: string])[] = [
  ["one character short", "ghp_" + body(35)],
  ["one character long", "ghp_" + body(37)],
  ["glued to a word", "x" + github],
  ["the documented AWS key", "AKIAIOSFODNN7" + "EXAMPLE"],
  ["a masked token", "ghp_" + "x".repeat(36)],
  ["stars", "ghp_" + "*".repeat(36)],
  ["an alphabet", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
  ["a placeholder", "sk_live_your_" + "secret_key_goes_here"],
  ["a publishable key", "pk_live_" + body(24)],
  ["a public Mapbox token", "pk.eyJ1" + body(60) + "." + body(22)],
  ["a class name", "sk-button-container-large-primary-outline"],
  ["a Sentry DSN", `https://${body(32, "hex")}@o1.ingest.sentry.io/1`],
  ["a token of a person without rights", jwt({ sub: "1", role: "anon" })],
  ["a git revision", body(40, "hex")],
  ["an image digest", "python@sha256:" + body(64, "hex")],
  ["a private key's header alone", "-----BEGIN RSA PRIVATE KEY-----\n"],
  ["a private key with dots", "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----"],
  ["a public key", privateKey().replace(/RSA PRIVATE/g, "PUBLIC")],
  ["a certificate", privateKey().replace(/RSA PRIVATE KEY/g, "CERTIFICATE")],
  ["a header in code", 'if line == "-----BEGIN PRIVATE KEY-----" {\n  return parse(line)\n}'],
];

describe("no tokens", () => {
  it.each(silent)("%s", async (_title, text) => {
    expect((await lint("notes.txt", text, rule)).map(({ message }) => message)).toEqual([]);
  });
});

describe("private keys", () => {
  const kinds = ["RSA ", "EC ", "OPENSSH ", "DSA ", "ENCRYPTED ", ""];
  it.each(kinds)("%sPRIVATE KEY in a file", async (kind) => {
    const text = privateKey(kind);
    const [finding] = await lint("certs/server.pem", text, rule);
    expect(finding && text.slice(finding.at.start, finding.at.end)).toBe(`-----BEGIN ${kind}PRIVATE KEY-----`);
  });

  it.each([
    ["escaped in JSON", "account.json", JSON.stringify({ type: "service_account", private_key: privateKey("") })],
    ["with CRLF", "server.pem", privateKey("", "\r\n")],
    ["indented in YAML", "secret.yaml", "key: |\n" + privateKey().replace(/^/gm, "    ")],
    ["concatenated", "Keys.java", privateKey().split("\n").map((line) => `  "${line}\\n" +`).join("\n")],
    ["in base64", "kubeconfig", "    client-key-data: " + btoa(privateKey())],
    ["in PuTTY's format", "id.ppk", `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: x\nPublic-Lines: 1\n${body(64)}\nPrivate-Lines: 2\n${body(64)}\n${body(64)}\n`],
  ])("%s", async (_title, path, text) => {
    expect(await lint(path, text, rule)).toHaveLength(1);
  });
});

describe("severity", () => {
  it("is a hint for keys of a test mode", async () => {
    expect((await lint("pay.go", `key := "sk_test_${body(24)}"`, rule)).map((finding) => finding.severity)).toEqual(["hint"]);
  });
  it("is a hint in tests", async () => {
    expect((await lint("tests/pay.txt", github, rule)).map((finding) => finding.severity)).toEqual(["hint"]);
  });
  it("names a service role", async () => {
    expect(await lint("client.go", jwt({ iss: "supabase", role: "service_role" }), rule)).toHaveLength(1);
  });
  it("leaves Firebase's web configuration alone", async () => {
    expect(await lint("app.dart", `const apiKey = "AIza${body(35)}"; const authDomain = "a.firebaseapp.com";`, rule)).toEqual([]);
  });
});
