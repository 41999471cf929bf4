/** Finds connections that accept any certificate. */
import { pythonRule, type Finding, type Fix, type PyCall, type PyExpr, type PythonFile, type RuleContext } from "../api.ts";
import { falseArguments, isVerifyingClient, unverifiedContexts, unverifyingSettings } from "./knowledge/tls.ts";
import { trusting, type Trust } from "./knowledge/tls-trust.ts";

export default pythonRule({
  id: "python/disabled-tls-verification",
  title: "Connection that accepts any certificate",
  severity: { default: "error", option: "warning", host: "warning", protocol: "warning", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Encryption without verification protects from nobody who is on the path: whoever answers for the host, by DNS, a proxy or a neighbour in the cluster, reads the tokens and rewrites the answers, and nothing in the logs says so.",
  remedy: "Leave verification on. For a private authority pass its bundle (`verify=\"/etc/ssl/internal-ca.pem\"`, `SSL_CERT_FILE`) or add it to the image's trust store.",
  silent: "A switch that arrives from outside (a parameter, a setting, the environment); trust that a condition asks for (`if settings.insecure:`); an address that is visibly this very machine; protocols that negotiate (`SSLv23`, `TLS`); servers' sockets, which ask nobody for a certificate; `disable_warnings` alone; libraries it does not know. Tests and notebooks get a hint.",
  references: ["https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification", "https://docs.python.org/3/library/ssl.html#ssl.CERT_NONE", "https://www.python-httpx.org/advanced/ssl/"],
  examples: [
    { title: "Switching it off for one call", bad: "import requests\n\nrequests.post(url, json=order, «verify=False», timeout=10)\n", good: "import requests\n\nrequests.post(url, json=order, verify=\"/etc/ssl/internal-ca.pem\", timeout=10)\n" },
    { title: "For a whole session", bad: "import requests\n\nsession = requests.Session()\n«session.verify = False»\n", good: "import requests\n\nsession = requests.Session()\nsession.verify = \"/etc/ssl/internal-ca.pem\"\n" },
    { title: "A context that checks nothing", bad: "import ssl\n\ncontext = ssl.«_create_unverified_context»()\n", good: "import ssl\n\ncontext = ssl.create_default_context(cafile=\"/etc/ssl/internal-ca.pem\")\n" },
    { title: "A context whose checks are taken away", bad: "import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\n«context.verify_mode = ssl.CERT_NONE»\n", good: "import ssl\n\ncontext = ssl.create_default_context()\n" },
    { title: "A wrapped socket, which checks nothing by default", bad: "import socket\nimport ssl\n\nplain = socket.create_connection((host, 636), timeout=5)\nsecured = ssl.«wrap_socket»(plain)\n", good: "import socket\nimport ssl\n\nplain = socket.create_connection((host, 636), timeout=5)\nsecured = ssl.create_default_context().wrap_socket(plain, server_hostname=host)\n" },
    { title: "A host key of whoever answers", bad: "import paramiko\n\nclient = paramiko.SSHClient()\nclient.«set_missing_host_key_policy»(paramiko.AutoAddPolicy())\n", good: "import paramiko\n\nclient = paramiko.SSHClient()\nclient.load_host_keys(\"/etc/ssh/known_hosts\")\nclient.set_missing_host_key_policy(paramiko.RejectPolicy())\n" },
    { title: "A protocol that is read on the way", bad: "import ssl\n\ncontext = ssl.create_default_context()\n«context.minimum_version = ssl.TLSVersion.TLSv1»\n", good: "import ssl\n\ncontext = ssl.create_default_context()\ncontext.minimum_version = ssl.TLSVersion.TLSv1_2\n" },
  ],
  prefilter: /verify|CERT_NONE|ssl|tls|_create_unverified_context|PYTHONHTTPSVERIFY|host_?key|known_hosts/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const { callee } = call;
      if (callee && unverifiedContexts.has(callee)) yield told(file, context, call.name, `\`${file.slice(call.node.func)}\` makes a context that accepts any certificate`, "default");
      else if (call.node.args.some(({ name }) => name !== undefined && falseKeywords.has(name))) yield* arguments_(file, context, call, callee);
      const trust = trusting.call(file, call);
      if (trust) yield toldOfTrust(file, context, trust);
    }
    for (const { params } of file.here.functions()) for (const param of params) {
      const trust = trusting.fallback(file, param);
      if (trust) yield toldOfTrust(file, context, trust);
    }
    for (const node of file.here.nodes("Assign")) for (const target of node.targets) {
      const wrong = setting(file, target, node.value);
      const trust = trusting.setting(file, node, target);
      if (wrong) yield told(file, context, node, wrong, "default");
      else if (trust) yield toldOfTrust(file, context, trust);
    }
  },
});

const falseKeywords: ReadonlySet<string> = new Set(falseArguments.map(({ keyword }) => keyword));

function* arguments_(file: PythonFile, context: RuleContext, call: PyCall, callee: string | undefined): Generator<Finding> {
  for (const argument of call.node.args) {
    const keyword = argument.name;
    const row = keyword === undefined ? undefined : falseArguments.find((one) => one.keyword === keyword);
    if (!keyword || !row || !(callee ? row.callee.test(callee) : row.anywhere)) continue;
    if (!isBad(file, argument.value, row.bad) || isOwnMachine(file, call)) continue;
    const isClient = row.keyword !== "verify" || isVerifyingClient.test(callee ?? "");
    if (!isClient) continue;
    const at = { start: argument.start, end: argument.end };
    const fix: Fix | undefined = row.fix ? { title: `Pass ${keyword}=${row.fix}`, safe: false, edits: [{ at: { start: argument.value.start, end: argument.value.end }, text: row.fix }] } : undefined;
    const written = file.slice(call.node.func);
    const name = /^[\w.]{1,50}$/.test(written) ? written : call.method;
    yield told(file, context, at, `\`${name}\` with \`${keyword}=${file.slice(argument.value).slice(0, 30)}\` accepts any certificate`, row.variant ?? "default", fix);
  }
}

function isBad(file: PythonFile, node: PyExpr, bad: "false" | "true" | "none" | "none-mode"): boolean {
  const value = file.valueOf(node);
  if (bad === "none") return value.kind === "none";
  if (bad === "none-mode") return value.kind === "string" ? /^(?:CERT_NONE|NONE|none)$/.test(value.value) : value.kind === "symbol" && /(^|\.)(CERT_NONE|VERIFY_NONE)$/.test(value.name);
  return value.kind === "bool" && value.value === (bad === "true");
}

/** `context.verify_mode = ssl.CERT_NONE`, `session.verify = False`, `ssl._create_default_https_context = ssl._create_unverified_context`. */
function setting(file: PythonFile, target: PyExpr, value: PyExpr): string | undefined {
  if (target.kind === "Subscript") {
    const of = file.qualifiedName(target.value);
    const key = file.valueOf(target.index);
    const given = file.valueOf(value);
    const isOff = key.kind === "string" && given.kind === "string" && ((key.value === "PYTHONHTTPSVERIFY" && given.value === "0") || (key.value === "CURL_CA_BUNDLE" && given.value === "") || (key.value === "GIT_SSL_NO_VERIFY" && /^(1|true)$/.test(given.value)));
    return of === "os.environ" && isOff ? `\`os.environ["${key.value}"]\` set like this makes clients accept any certificate, in the whole process` : undefined;
  }
  if (target.kind !== "Attribute") return undefined;
  const row = unverifyingSettings.get(target.attr);
  if (!row) return undefined;
  const qualified = file.qualifiedName(target);
  const given = file.qualifiedName(value);
  if (row === "replaced") return qualified === "ssl._create_default_https_context" && given === "ssl._create_unverified_context" ? "`ssl._create_default_https_context` replaced like this makes every HTTPS call of the process accept any certificate" : undefined;
  if (row === "mode") return given === "ssl.CERT_NONE" ? `\`${file.slice(target)} = ssl.CERT_NONE\` accepts any certificate` : undefined;
  const receiver = file.valueOf(target.value);
  const isSession = (receiver.kind === "call" || receiver.kind === "instance") && /^(requests|requests_\w+|cloudscraper)\b.*[sS]ession$|create_scraper$/.test(receiver.of);
  const set = file.valueOf(value);
  return isSession && set.kind === "bool" && !set.value ? `\`${file.slice(target)} = False\` makes every call of the session accept any certificate` : undefined;
}

function isOwnMachine(file: PythonFile, call: PyCall): boolean {
  if (/proxy/i.test(call.method)) return false; // the way there, not the place
  return call.positional.slice(0, 2).concat(call.argument("url") ?? []).some((one) => {
    const value = file.valueOf(one);
    return value.kind === "string" && /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/.test(value.value);
  });
}

function toldOfTrust(file: PythonFile, context: RuleContext, { at, message, variant }: Trust): Finding {
  return { ...told(file, context, at, "", variant), message };
}

function told(file: PythonFile, context: RuleContext, at: { readonly start: number; readonly end: number }, wrong: string, variant: string, fix?: Fix): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `${wrong}: whoever answers for the host reads the credentials and forges the answers. Leave verification on and pass the private authority's bundle instead.`,
    variant: context.isTest || file.language === "notebook" ? "aside" : variant,
    confidence: "certain",
    ...(fix && { fixes: [fix] }),
  };
}
