/** Tools that take a password on their command line behind a short option, and statements that set one. Each from its manual page. */

export interface OptionPassword {
  /** The command begins with one of them. */
  readonly words: readonly string[];
  /** The command up to the end of its line or the next command. */
  readonly tool: RegExp;
  /** Within the command; group 1, at its end, is the password. */
  readonly option: RegExp;
}

const word = String.raw`["']?([^\s"'$<>|;&()\x60]{4,200})`;
const option = (before: string): RegExp => new RegExp(before + word);

export const optionPasswords: readonly OptionPassword[] = [
  { words: ["mysql", "mariadb"], tool: /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mariadb-admin)\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-p`) },
  { words: ["sshpass"], tool: /\bsshpass\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-p\s{0,2}`) },
  { words: ["docker login", "podman login", "nerdctl login", "buildah login", "skopeo login", "oras login", "crane login", "helm registry login", "az login", "cf login", "oc login", "mongo"], tool: /\b(?:(?:docker|podman|nerdctl|buildah|skopeo|oras|crane|helm registry|az|cf|oc) login|mongo|mongosh|mongodump|mongorestore)\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-p\s{1,2}`) },
  { words: ["redis-cli"], tool: /\bredis-cli\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-a\s{1,2}`) },
  { words: ["ldap"], tool: /\bldap(?:search|add|modify|delete|passwd|whoami)\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-w\s{1,2}`) },
  { words: ["sqlcmd", "osql", "bcp"], tool: /\b(?:sqlcmd|osql|bcp)\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-P\s{0,2}`) },
  { words: ["htpasswd"], tool: /\bhtpasswd\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-[a-zA-Z0-9]{0,4}b[a-zA-Z0-9]{0,4}\s{1,2}[^\s-]\S{0,100}\s{1,2}[^\s-]\S{0,60}\s{1,2}`) },
  { words: ["openssl"], tool: /\bopenssl\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-pass(?:in|out)?\s{1,2}["']?pass:`) },
  { words: ["keytool"], tool: /\bkeytool\s[^\n|;&]{3,300}/g, option: option(String.raw`\s-(?:store|key|deststore|srcstore)pass\s{1,2}`) },
  { words: ["rabbitmqctl"], tool: /\brabbitmqctl\s[^\n|;&]{3,300}/g, option: option(String.raw`\s(?:add_user|change_password)\s{1,2}[^\s]{1,60}\s{1,2}`) },
  { words: ["echo"], tool: /\becho\s[^\n;&]{3,200}\|\s{0,4}(?:sudo\s{1,4})?chpasswd/g, option: /["']?[a-z_][a-z0-9_-]{0,31}:([^\s"'$<>|;&()`]{4,200})/ },
];

export interface HandedOver {
  /** It begins with one of them. */
  readonly words: readonly string[];
  /** Group 1 is the password. */
  readonly pattern: RegExp;
  readonly where: "SQL statement" | "command line" | "connection string";
}

export const handedOver: readonly HandedOver[] = [
  { words: ["ansible_"], pattern: /(?<=[ \t])ansible_(?:ssh_|become_|sudo_|su_)?pass(?:word)?=["']?([^\s"'{}$#]{3,200})/g, where: "connection string" },
  { words: ["identified"], pattern: /\bidentified\s{1,4}(?:with\s{1,4}\w{1,40}\s{1,4})?by\s{1,4}(?:password\s{1,4})?\\?'([^'\n\\]{4,200})\\?'/gi, where: "SQL statement" },
  { words: ["create", "alter"], pattern: /\b(?:create|alter)\s{1,4}(?:user|role|login)\s[^;\n]{1,160}?\spassword\s{0,4}=?\s{0,4}\\?'([^'\n\\]{4,200})\\?'/gi, where: "SQL statement" },
  { words: ["ConvertTo-SecureString"], pattern: /\bConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?["']([^"'$\n]{4,200})["'](?=[^\n]{0,80}-AsPlainText)/gi, where: "command line" },
  { words: ["ConvertTo-SecureString"], pattern: /\bConvertTo-SecureString\s{1,4}-AsPlainText\s{1,4}(?:-Force\s{1,4})?(?:-String\s{1,4})?["']([^"'$\n]{4,200})["']/gi, where: "command line" },
];
