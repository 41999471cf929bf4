/** What switches certificate checks off on a command line or through the environment; the same in images and in workflows. */
import type { Fix, ShellCommand, ShellWord, Span } from "../api.ts";

export interface Unverified {
  readonly at: Span;
  /** As a person would say it: `curl -k`. */
  readonly written: string;
  readonly remedy: string;
  readonly fixes: readonly Fix[];
}

type Found = Omit<Unverified, "fixes">;

const trust = "Trust the right certificate authority instead";
const here = /(^|[/@])(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)([:/]|$)/;

export function* unverifiedCommands(commands: readonly ShellCommand[], text: string): Iterable<Unverified> {
  for (const command of commands) {
    const found = flagOf(command) ?? settingOf(command);
    if (found && !command.arguments.some(({ value }) => here.test(value))) yield { ...found, fixes: withoutFlag(found.at, text) };
    if (command.program === "export") for (const { value, isLiteral, start, end } of command.arguments) {
      const [name = "", given] = isLiteral ? value.split("=", 2) : [];
      if (given !== undefined && switchesOff(name, given)) yield { at: { start, end }, written: `export ${value}`, remedy: trust, fixes: [] };
    }
    for (const { name, value, start, end } of command.assignments) {
      if (value && switchesOff(name, value.value)) yield { at: { start, end }, written: `${name}=${value.value}`, remedy: trust, fixes: [] };
    }
  }
}

/** Flags of the programs: curl(1), wget(1), https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host, https://helm.sh/docs/helm/helm_upgrade/, kubectl(1). */
const flags: Readonly<Record<string, RegExp>> = {
  curl: /^(--insecure|--proxy-insecure|-[a-zA-Z]*k[a-zA-Z]*)$/,
  wget: /^--no-check-certificate$/,
  // pip takes any certificate of a trusted host
  pip: /^--trusted-host(=|$)/, pip3: /^--trusted-host(=|$)/,
  // https://aria2.github.io/manual/en/html/aria2c.html, https://httpie.io/docs/cli/server-ssl-certificate-verification, skopeo(1), podman-pull(1)
  aria2c: /^--check-certificate=false$/,
  http: /^--verify[= ](no|false)$/, https: /^--verify[= ](no|false)$/,
  skopeo: /^--(src-|dest-)?tls-verify=false$/, podman: /^--tls-verify=false$/, buildah: /^--tls-verify=false$/,
  // apt.conf(5), https://dnf.readthedocs.io/en/latest/conf_ref.html
  "apt-get": /^-?(o=?)?Acquire::https(::[\w.-]+)?::Verify-(Peer|Host)=(false|0|no)$/i, apt: /^-?(o=?)?Acquire::https(::[\w.-]+)?::Verify-(Peer|Host)=(false|0|no)$/i,
  dnf: /^--setopt=(\w+\.)?sslverify=(false|0|no)$/i, yum: /^--setopt=(\w+\.)?sslverify=(false|0|no)$/i,
  helm: /^--(kube-)?insecure-skip-tls-verify(=true)?$/,
  kubectl: /^--insecure-skip-tls-verify(=true)?$/,
};
/** Options of curl that take the rest of the word: `-ok` writes to the file k. */
const curlValued = /^-[a-zA-Z]*?[oHdXuAbceEFmPQrTtUwxyYzCDK]/;

function flagOf({ program, arguments: given }: ShellCommand): Found | undefined {
  const flag = program !== undefined && Object.hasOwn(flags, program) ? flags[program] : undefined;
  const word = flag && given.find(({ value }) => flag.test(value) && !(program === "curl" && !value.startsWith("--") && curlValued.test(value.slice(0, value.indexOf("k")))));
  return word && { at: spanOf(word), written: `${program ?? ""} ${word.value}`, remedy: trust };
}

/** `git config http.sslVerify false`, `npm config set strict-ssl false`, `git -c http.sslVerify=false`. */
function settingOf({ program, arguments: given }: ShellCommand): Found | undefined {
  if (!program || !/^(git|npm|yarn|pnpm|conda|mamba)$/.test(program)) return undefined;
  for (const [index, word] of given.entries()) {
    const key = /^(--)?((?:http|https)\.(?:\S+\.)?sslverify|strict-ssl|enableStrictSsl|ssl_verify)(=(?:false|0|no))?$/i.exec(word.value);
    if (!key) continue;
    const next = given[index + 1];
    if (key[3]) return { at: spanOf(word), written: `${program} ${word.value}`, remedy: trust };
    if (next && /^(false|0|no)$/i.test(next.value)) return { at: { start: word.start, end: next.end }, written: `${program} … ${word.value} ${next.value}`, remedy: trust };
  }
  return undefined;
}

/** https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue, git(1), https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl, https://peps.python.org/pep-0493/ */
const variables: readonly { readonly name: RegExp; readonly off: RegExp }[] = [
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, off: /^0$/ },
  { name: /^PYTHONHTTPSVERIFY$/, off: /^0$/ },
  { name: /^GIT_SSL_NO_VERIFY$/, off: /^(1|true|yes|on)$/i },
  { name: /^PIP_TRUSTED_HOST$/, off: /\S/ },
  { name: /^CONDA_SSL_VERIFY$/i, off: /^(false|0|no)$/i },
  { name: /^(npm_config_strict_ssl|YARN_ENABLE_STRICT_SSL)$/i, off: /^(false|0)$/i },
];

export function switchesOff(name: string, value: string): boolean {
  return variables.some((one) => one.name.test(name) && one.off.test(value.trim()));
}

export function consequence(written: string): string {
  return `\`${written}\` accepts any certificate: whoever sits on the way can read and replace what is sent`;
}

function spanOf({ start, end }: ShellWord): Span {
  return { start, end };
}

/** A flag is taken out with the blank before it, a letter among others alone; settings stand in words that belong together. */
function withoutFlag(at: Span, text: string): readonly Fix[] {
  const flag = text.slice(at.start, at.end);
  const isAlone = /^(-k|--[\w-]+(=true)?)$/.test(flag) && !/^--(http|strict|enable|trusted)/i.test(flag);
  const isBundled = /^-[a-zA-Z]*k[a-zA-Z]*$/.test(flag) && flag.length > 2;
  if (isBundled) return [{ title: "Check the certificate", safe: false, edits: [{ at, text: flag.replace("k", "") }] }];
  if (!isAlone || text[at.start - 1] !== " ") return [];
  return [{ title: "Check the certificate", safe: false, edits: [{ at: { start: at.start - 1, end: at.end }, text: "" }] }];
}
