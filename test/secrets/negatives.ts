/** What looks like a secret and is none, in words and code of our own: path and text. */
import { body, jwt, uuid } from "./shapes.ts";

const issued = body(32);
const hex64 = body(64, "hex");

export type Negative = readonly [path: string, text: string];

const words: readonly string[] = ["compass", "passenger", "passage", "bypassed", "surpass", "overpass", "underpass", "passive", "passport_country", "secretariat", "undersecretary", "secretion", "tokenizer_path", "tokenized", "detokenize", "monkeypatch", "keyboard_layout", "keynote",
  "keystone", "turkey", "donkey", "whiskey", "hockey", "jockey", "authority", "authored_by", "authentic", "accreditation", "credits", "sacred", "incredible", "keyframe", "keyword", "hotkey", "keyspace", "passthrough"];

const roles: readonly string[] = ["password_reset_url", "passwordHint", "password_policy", "password_hash", "passwordEncoder", "token_type", "tokenExpiry", "token_budget", "tokens_used", "secret_ref", "secretKeyRef", "secret_arn", "secretName", "api_key_header", "apiKeyName", "api_key_prefix",
  "access_token_url", "refresh_token_endpoint", "private_key_path", "privateKeyId", "public_key_pem", "host_key_algorithms", "cache_key_prefix", "partitionKey", "sort_key", "row_key", "foreign_key_name", "primaryKey", "idempotency_key", "translationKey", "i18n_key", "s3_object_key",
  "shortcutKey", "key_vault_name", "keyring_backend", "kms_key_arn", "csrf_token_name", "xsrfToken", "csrfmiddlewaretoken", "next_page_token", "continuationToken", "pad_token", "eos_token", "bos_token", "mask_token_id", "sep_token", "cancellationToken", "design_token", "spreadsheet_key",
  "test_spreadsheet_key", "site_key", "recaptcha_site_key", "publishable_key", "measurement_key", "vapid_public_key", "ssh_public_key", "issue_key", "project_key", "event_key", "map_key", "answer_key", "sortKeyName", "encrypted_password", "hashed_secret"];

const values: readonly string[] = ["${DB_PASSWORD}", "$DB_PASSWORD", "{{ db_password }}", "{{db.password}}", "<%= ENV['DB'] %>", "<your-password>", "<PASSWORD>", "%(db_password)s", "%s", "{password}", ":password", "?", "****", "••••••••", "xxxxxxxx", "XXXXXXXXXXXXXXXX", "...", "changeme", "change_me", "your_password_here",
  "YourPassword1", "my-secret-token", "insert-token-here", "example-password", "dummy", "fake-token-123", "placeholder", "redacted", "[FILTERED]", "none", "null", "undefined", "true", "false", "not-set", "TBD", "string", "required", "password", "new-password", "current-password", "#password", "input[name=password]",
  "//input[@id='password']", ".password-field", "/run/secrets/db_password", "secrets/db/password.txt", "./certs/key.pem", "file:///etc/key", "https://vault.corp.io/v1/secret/data/db", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", "op://vault/item/password", "vault:secret/data/db#password", "ssm:/prod/db/password",
  "env:DB_PASSWORD", "process.env.DB_PASSWORD", "os.environ['DB_PASSWORD']", "config.get('db.password')", "get_secret(\"db\")", "Bearer", "bearer {token}", "Basic realm=x", "sha256:" + hex64, "sha256-" + body(43, "base64") + "=", "$2b$12$" + body(53), "{SSHA}" + body(40), "pbkdf2_sha256$1$a$b", "md5-" + body(32, "hex"),
  "ENC[AES256_GCM,data:" + body(20) + "]", "AgB" + body(120), "application/json", "RS256", "v1.24.3", "1.2.3-beta.4", "2031-01-02T03:04:05Z", "ada@lovelace.org", "Enter your password", "Passwort vergessen?", "パスワード", "пароль", "must be at least 8 characters", "incorrect-password", "auth/wrong-password", "user.password.invalid"];

const whole: readonly Negative[] = [
  ["app.py", "SECRET_KEY = 'permission-denied'"],
  ["app.py", "ERROR_SECRET_KEY = 'invalid-grant'"],
  ["a.rb", `example_token = "${jwt({ sub: "1234567890", name: "John Doe", iat: 1516239022 })}"`],
  ["openapi.yaml", `openapi: 3.1.0\ncomponents:\n  examples:\n    login:\n      value:\n        access_token: ${jwt({ sub: "7", role: "user" })}\n`],
  ["src/docs/components.yml", `components:\n  schemas:\n    Token:\n      example:\n        token: ${jwt({ sub: "7", iat: 1 })}\n`],
  ["docs/auth.json", `{"access_token": "${jwt({ sub: "7", iat: 1 })}"}`],
  ["docs/running.md", `open http://127.0.0.1:8888/lab?token=${body(48, "hex")} or http://eca4aa01751c:8888/lab?token=${body(48, "hex")}`],
  ["docs/running.md", `open https://notebooks.corp.io/lab?token=${body(16, "hex")}...`],
  ["bangs.json", `{"auth": "http://authorities.loc.gov/cgi-bin/P.cgi?Search_0Arg=\\u0002&Search_Code=SHED_&CNT=100+records+per+page&x={y"}`],
  ["docs/api.md", `Authorization: Bearer ${jwt({ sub: "1234567890" })}`],
  ["package-lock.json", `{"packages": {"a": {"resolved": "https://registry.host.io/a.tgz", "integrity": "sha512-${body(86)}=="}}}`],
  ["poetry.lock", `content-hash = "${hex64}"`],
  ["go.sum", `github.com/a/b v1.0.0 h1:${body(43, "base64")}=`],
  ["a.go", `const clerk = "pk_live_${body(34)}"`],
  ["a.go", `open("https://${body(32, "hex")}@o7.ingest.sentry.io/42")`],
  ["a.go", 'open("https://x-access-token:${TOKEN}@github.com/a/b")'],
  ["a.sh", "git clone https://$TOKEN:x-oauth-basic@github.com/a/b"],
  ["a.sh", "docker build --secret id=npm_token,env=NPM_TOKEN ."],
  ["a.sh", "psql --password --username app"],
  ["a.sh", "curl -u \"$USER:$PASS\" https://a.io"],
  ["a.sh", "curl -H 'X-Api-Key: YOUR_API_KEY_GOES_HERE' https://a.io"],
  ["a.sh", 'curl -H "Private-Token: $CI_JOB_TOKEN" https://a.io'],
  ["a.c", 'const char *help = "--password=PASSWORD  the password of the user";'],
  ["a.yaml", "secretKeyRef:\n  name: db\n  key: password\n"],
  ["a.yaml", `image: repo/app@sha256:${hex64}\n`],
  ["k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: ${DB_PASSWORD}\n"],
  ["a.tf", 'password = var.db_password\ntoken = data.vault.x.data["token"]'],
  ["a.tf", 'variable "db_password" {\n  type = string\n  description = "password of the database"\n  sensitive = true\n}'],
  ["a.html", '<input type="password" name="password" placeholder="Password1" autocomplete="current-password">'],
  ["a.vue", '<code>{"user": "x", "password": "passwordforuser"}</code>'],
  ["a.py", 'data.get("password", "123")'],
  ["users.py", `rows = [{"name": "ada", "password": "${body(32, "hex")}"}]`],
  ["a.js", `form.append("csrfmiddlewaretoken", "${body(64)}")`],
  ["a.js", `const url = "https://www.youtube.com/youtubei/v1/search?key=AIza${body(35)}"`],
  ["a.ini", "password required"],
  ["pam.conf", "password required pam_unix.so sha512"],
  ["nginx.conf", "proxy_set_header Authorization $http_authorization;"],
  ["a.b64", `${body(70, "base64")}+SK${body(32, "hex")}+YC${body(38)}/pa-`],
  ["a.js", `{"id":"${uuid()}","trace_id":"${body(32, "hex")}","commit":"${body(40, "hex")}"}`],
  [".github/workflows/ci.yml", "env:\n  PGPASSWORD: postgres\n"],
  ["a.rb", "-----BEGIN PRIVATE KEY-----\nMIIE...snip...\n-----END PRIVATE KEY-----"],
  ["a.txt", "AKIA" + "Z".repeat(16)], ["a.txt", "ghp_" + "0".repeat(36)], ["a.txt", "sk_live_" + "A".repeat(24)], ["a.txt", "xoxb-your-slack-bot-token-goes-here"], ["a.txt", "hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"],
  ["a.txt", "SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], ["a.txt", "live_stream_of_the_very_long_event_name_x"], ["a.txt", "api_reference_of_the_first.version_of_the_service"], ["a.txt", "private_subnets_of_the_first_account="],
  ["a.txt", "SKILLS_AND_KNOWLEDGE_OF_EVERY_PERSON"], ["a.txt", "secret-santa-generator-for-the-whole-of-the-office"], ["a.txt", "figure_" + "a".repeat(50)], ["a.txt", "skeleton" + "loading".repeat(14)],
];

export const negatives: readonly Negative[] = [
  ...words.map((word): Negative => ["a.rb", `${word} = "${issued}"`]),
  ...roles.map((role): Negative => ["a.rb", `${role} = "${issued}"`]),
  ...values.flatMap((value): Negative[] => [["a.rb", `api_token = ${JSON.stringify(value)}`], ["a.json", JSON.stringify({ password: value })]]),
  ...whole,
];
