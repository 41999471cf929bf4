/** Which words make a name secret-like, which turn it into something harmless, and in which company a `key` or `token` opens doors. */

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** People choose these values, so any literal will do as one. Includes the word in languages that code is written in. */
export const passwordWords = list("password passwd passwort pwd pswd psw passw passphrase passcode kennwort contraseña contrasena senha motdepasse wachtwoord heslo пароль 密码 密碼");

/** A name is secret-like when its word ends so, for names written without separators: `dbpassword`, `mysecretkey`. */
export const passwordEndings = ["password", "passwd", "passphrase"] as const;
export const joinedWords: Readonly<Record<string, readonly string[]>> = {
  secrete: ["secret"], requirepass: ["redis", "pass"], masterauth: ["redis", "pass"], apikey: ["api", "key"], apitoken: ["api", "token"], apisecret: ["api", "secret"], secretkey: ["secret", "key"], accesskey: ["access", "key"], accesstoken: ["access", "token"],
  authtoken: ["auth", "token"], authkey: ["auth", "key"], authsecret: ["auth", "secret"], bearertoken: ["bearer", "token"], clientsecret: ["client", "secret"], appsecret: ["app", "secret"],
  appkey: ["app", "key"], privatekey: ["private", "key"], publickey: ["public", "key"], refreshtoken: ["refresh", "token"], sessiontoken: ["session", "token"], sessionkey: ["session", "key"],
  accountkey: ["account", "key"], masterkey: ["master", "key"], encryptionkey: ["encryption", "key"], signingkey: ["signing", "key"], sharedkey: ["shared", "key"], jwtsecret: ["jwt", "secret"],
  sharedaccesskey: ["shared", "access", "key"], secretaccesskey: ["secret", "access", "key"], consumersecret: ["consumer", "secret"], secrettoken: ["secret", "token"], storagekey: ["storage", "key"],
  userpass: ["user", "pass"], dbpass: ["db", "pass"], mypass: ["my", "pass"], rootpass: ["root", "pass"], adminpass: ["admin", "pass"], authpass: ["auth", "pass"], dbpwd: ["db", "pwd"], userpwd: ["user", "pwd"],
  servicekey: ["service", "key"], deploykey: ["deploy", "key"], licensekey: ["license", "key"], bottoken: ["bot", "token"], usertoken: ["user", "token"], csrftoken: ["csrf", "token"], keypass: ["key", "pass"],
  storepass: ["store", "pass"], botkey: ["bot", "key"], tokensecret: ["token", "secret"], oauthtoken: ["oauth", "token"], githubtoken: ["github", "token"], authorizationtoken: ["auth", "token"],
};

/** Before `secret`: the whole is a signing or client secret, for which any literal will do. */
export const secretCompany = list("client app application consumer jwt session cookie cookies signing sign webhook shared api oauth oauth2 auth hmac token encryption crypto admin master account user flask django rails nextauth better keycloak bot key access service private super");

/** Before `key`: the whole signs or encrypts, and is often typed by hand. */
export const signingCompany = list("secret signing sign encryption encrypt encrypted crypto crypt cipher aes des hmac jwt session cookie master symmetric shared fernet pepper");

/** Before `key`: the whole is issued by someone, so it looks random. */
export const issuedCompany = list(`api access auth authentication authorization account service storage admin app application subscription function deploy private client license licence ssh developer dev partner integration webhook write
  rest server user team org workspace ingest ingestion consumer merchant bot root super host wallet`);

/** Before `token`: the whole is a position, a word of a grammar or a guard that is worth nothing elsewhere. */
export const harmlessTokens = list(`csrf xsrf antiforgery forgery pad padding eos bos unk unknown sep cls mask stop special next page paging pagination continuation continue sync cancel cancellation cancelation design
  start end prev previous begin last first operator comma keyword parse parser lex lexer syntax max min num total input output prompt completion image lookahead current delimiter string colour color theme spacing date
  placeholder symbol punctuation word sub stream resume cursor position whitespace newline identifier injection di provide audio video mint erc20 nft lp text bracket close open equals left right semicolon comment`);

/** Before `key`: the whole is public, or is a key of a table, a map or a keyboard. */
export const harmlessKeys = list(`public pub publishable did foreign primary bucket partition sort cache object s3 row index dict hash map lookup group idempotency site measurement tracking unique natural candidate composite join order
  message routing translation locale i18n lang config setting settings preference storage_key local item entry data field prop property query state redux react list context metadata meta shard range lock queue topic column col
  table record feature flag event log label tag category theme menu tab route path file name type enum registry hot short shortcut cut arrow enter escape esc space modifier ctrl alt shift meta fn function_name param parameter
  body header json attribute attr sorted sorting filter search parent child ref secret_name issue project jira answer surrogate business dedupe dedup deduplication distribution version vapid_public n spreadsheet sheet worksheet doc document drive folder playlist calendar dashboard widget ec2 pair kms cmk ios android anon`);

/** After the secret word: still the secret itself. */
export const neutralTails = list(`val value str string plain plaintext raw clear cleartext default dev develop development prod production staging stage test testing live sandbox old new current previous base base64 b64 hex bytes
  encoded const constant literal local main primary secondary master backup alt demo qa uat preprod internal external the for`);

/** After the secret word: the whole is about the secret, and harmless. */
export const harmlessTails = list(`count counts length len size limit limits url urls uri endpoint path paths file files filename dir directory folder name names field fields fieldname input inputs label labels placeholder hint error errors err
  exception message messages msg title description desc header headers prefix suffix type types kind format pattern regex regexp re policy policies rule rules strength expiry expires expired expire expiration exp ttl age timeout lifetime
  duration id ids uid uuid idx index ref refs reference arn version hash hashed hasher hashes digest etag md5 sha sha1 sha256 sha512 crc checksum fingerprint thumbprint encrypted enc encryption encryptor encoder decoder encoding cipher algorithm algorithms algo alg method mode provider
  providers manager store storage service services factory generator generate validator validation validate reset recovery recover change changed confirm confirmed confirmation required require enabled disabled visible visibility show
  hidden hide toggle env var vars variable param params parameter parameters arg args argument attr attribute prop property properties column col table collection class classname css selector locator xpath button btn form view page screen
  modal dialog text icon image img color style styles host hostname port user username account email scheme grant claim claims issuer audience scope scopes role roles status state event events action actions command cmd request response
  callback handler listener hook filter interceptor middleware guard context topic queue bucket region zone namespace mount volume separator delimiter delim sep char chars charset alphabet rotation rotate schedule source target location
  link href src doc docs help help_text example sample info meta metadata map list array set dict object model schema entity dto repository query search sort order position pos offset start end stop begin first last next prev usage used cost
  price budget per rate ratio window stream buffer cache cached pool bar box group item items node tree span line row vault keychain kms prompt question answer lookup resolver key_name keys update updated create created delete deleted
  remove invalid incorrect wrong missing mismatch empty fail failed failure success exists check checker match matches matching verify verification rounds salt iterations complexity min max minimum maximum bits bit category categories cls
  tokens words ize izer izers ized izing ization less ed budget_tokens budgets score probs prob logits embedding embeddings frequency symbol decimals supply contract balance alias owner creator issued at until valid since date time timestamp
  language lang locale translation i18n tooltip aria autocomplete autofill feature flag option options config configs configuration setting settings import export domain realm section tag tags token_type introspection revocation
  stdin script plugin driver backend module package library lib client clients server proxy resource resources plural secretname management rules_engine agent holder bearer_format getter setter supplier loader reader writer binding spec specs
  cookie cookiename variant grace ui component widget block panel cell renderer editor display displayname legend caption subject template templates uppercase lowercase`);

/** Anywhere before the secret word: the whole is no secret. */
export const harmlessHeads = list(`is has should needs need show hide forgot forget forgotten invalid missing wrong incorrect bad max min num total count encrypted hashed masked redacted obfuscated public csrf xsrf no without expired weak
  missed empty mismatched required lost supports allow allows disable enable require requires reset regenerate placeholder label error err msg message text title url link route path regex pattern hash salt hint header`);

/** Words that say nothing about a value's worth when a value is made only of them. */
export const fillerWords = list(`my the your our a an user users username new old current confirm confirmation repeat enter is db database test tests testing default app application field input form type value values name names string text login log in
  sign signin account accounts data config connection conn env environment id key keys secret secrets token tokens password passwords passwd pwd pass passphrase passcode auth authorization authentication authenticate authenticated bearer basic api access
  private public client server service services admin root some any this that here goes for of and or with no not set to from as be refresh session jwt oauth oauth2 credentials credential creds cred reset change changed update forgot show hide valid
  invalid missing required bad wrong incorrect grant code hash header headers query param x http https url uri host port cookie csrf xsrf web mail email smtp git github gitlab aws azure gcp google openai slack stripe docker registry repo k8s kubernetes
  vault encryption encrypted signing store manager provider settings options prod production dev development staging local stage internal external`);
