/** Values that are no secret although they stand where one would: placeholders, well-known defaults, examples of documentation. */

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** Anywhere in a value that does not look random: the author says it is not real. */
export const placeholderMarks = /your|^pass(?:word)?(?:for|of|to)|(?:^|[^a-z])(?:my[-_ ]?)(?:api|secret|token|access|auth|client|private)|example|placeholder|change[-_ ]?(?:me|this|it|in)|replace|redact|dummy|fake|mock|sample|insert|fill[-_ ]?(?:in|me)|fixme|todo|(?:here|goes[-_ ]here)$|lorem|ipsum|foobar|(?:^|[^a-z])(?:foo|bar|baz|qux|tbd|n\/?a|xyz)(?:$|[^a-z])|not[-_ ]?(?:a[-_ ]?|real|set|used|needed|required|secret|so[-_ ]?secret)|(?:^|[^a-z])(?:no|non)[-_]|none|null|undefined|unused|unknown|empty|blank|masked|removed|hidden|censored|sanitized|snip|scrubbed|omitted|xxx|abcd|asdf|blah|whatever|something|^some|^enter(?!pri)|^add[-_ ]|^put[-_ ]|^set[-_ ]|^get[-_ ]|^use[-_ ]|^paste|^provide|^(?:a|an|the)[-_]|^test(?:$|[-_a-z])|[-_]test$|(?:^|[-_])demo|\.\.\.|…|\*\*\*|__/i;

/** In a token of exact shape: only what cannot be chance. */
export const tokenPlaceholderMarks = /example|placeholder|redacted|change[-_]?me|replace[-_]?(?:me|with|this)|dummy|insert[-_]|your[-_]?(?:api|token|key|secret|own|access)|yourtoken|xxxxx|fakefake|(?:^|[-_])fake(?:$|[-_])|notareal|not[-_]a[-_]real|abcdefgh|123456789|\.\.\.|abcdef12345|deadbeef/i;

/** Parts of credentials that documentation prints and emulators ship with; parts only, so that this file holds no credential. */
export const documentedParts: readonly string[] = [
  "IOSFODNN7EXAMPLE", "I44QH8DHBEXAMPLE", "JalrXUtnFEMI/K7MDENG", // AWS documentation
  "4eC39HqLyjWDarjt", "BQokikJOvBiI2HlW", "26PHem9AhJZvU623", // Stripe documentation, test mode
  "Eby8vdM02xNOcqFl", "C2y6yDjf5/R+ob0N", // Azurite and Cosmos DB emulators
  "flKxwRJSMeKKF2QT4fwp", "JV_adQssw5c", // jwt.io
  "6LeIxAcTAAAAA", // reCAPTCHA test pair
  "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255", "e3b0c44298fc1c149afb", // digests of nothing
  "AAHdqTcvCH1vGWJxfSe1of", // Telegram documentation
  "ZnCjm1XVW7vRze4b7Cq4se7kKWs", // Discord documentation
  "SW2YcwTIb9zpOOhoPsMm", // Grafana's settings as shipped
  "16C7e42F292c6912E7710c838347Ae178B4a", // GitHub's scanning documentation
];

/** What products ship with and tutorials print: whoever tries them first is in. */
export const defaultCredentials = list(`admin administrator root toor password passw0rd p@ssw0rd pa$$w0rd password1 password123 password1234 password! pass pass123 pass1234 secret letmein welcome welcome1 qwerty qwerty123 abc123 a1b2c3 1234 12345 123456
  1234567 12345678 123456789 1234567890 0000 1111 111111 123123 654321 guest user test postgres postgresql mysql mariadb mongo mongodb redis rabbitmq minio minioadmin minio123 elastic sa oracle tiger changeit keycloak airflow grafana jenkins
  superset dev development docker vagrant raspberry ubuntu master default demo admin123 admin1234 root123 superadmin supersecret secretkey mysecretkey mysecret topsecret jwtsecret verysecret secret123 iloveyou monkey dragon sunshine princess football baseball
  login super sys system manager tomcat s3cret s3cr3t example insecure devsecret dev-secret keyboardcat`);

/** Words that describe a password in schemas, forms and settings. */
export const descriptiveWords = list(`string str text password passwords required optional hidden visible plain plaintext none basic bearer digest scram md5 sha1 sha256 sha512 ldap saml oauth oauth2 prompt ask auto automatic manual interactive masked encrypted bcrypt
  argon2 char varchar bytes byte any object number integer int boolean bool true false yes no on off enabled disabled default key value name field input type label missing invalid wrong incorrect unknown ok error submit login logout signin signup
  vault env environment file keyring keychain generated random unset unchanged same null nil undefined mandatory forgot reset change confirm strong weak medium protected private public sensitive secret token credentials user username email phone
  passwort kennwort contraseña contrasena clave senha wachtwoord heslo hasło haslo lösenord losenord salasana adgangskode passord parola şifre пароль 密码 密碼 パスワード 비밀번호 jelszó lozinka geslo slaptažodis parole salasõna κωδικός kodeord secreto token
  identifier literal keyword operator comma function symbol eof eol newline whitespace regex uuid`);

/** Starts of values that point to a secret kept elsewhere, or are already sealed. */
export const referenceStarts = /^(?:\$[A-Za-z_{(]|%[({]|#\{|\{\{?[\s\w]|<|\*[A-Za-z]|=|arn:|op:\/\/|ssm:|sm:\/\/|vault:|vault\/|awssm|aws-sm|gcp-sm|secret(?:s|ref|manager)?[:/.]|keyvault|akv:|env[:.]|env\(|file:|keyring:|process\.env|os\.environ|ENC[\[(]|ENV\[|AgB[A-Za-z0-9]{100}|projects\/[^/]{1,60}\/secrets|ref\+|data\.|var\.|local\.|module\.|resource\.|bao:|sops|encrypted:|lookup\()/i;

/** Starts of secrets that only their keeper can open: SOPS, Sealed Secrets, Ansible Vault, Vault's transit engine. */
export const sealedStarts = /^(?:ENC\[AES256_GCM,|AgB[A-Za-z0-9+/]{100}|\$ANSIBLE_VAULT;|vault:v[0-9]{1,4}:)/;

/** Starts of one-way hashes and checksums. */
export const digestStarts = /^(?:(?:hmac-)?sha(?:1|224|256|384|512)[-:$]|md5[-:$]|\$2[abxy]?\$|\$argon2|\$[156]\$|\$y\$|\$apr1\$|pbkdf2|scrypt[:$]|argon2|bcrypt|\{(?:SSHA|SHA|MD5|SMD5|CRYPT)|SCRAM-SHA|sha256_password|urn:|h1:|integrity)/i;
