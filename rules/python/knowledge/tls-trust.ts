/** Trust given to whoever answers without a switch that says so: sockets that check nothing by default, host keys, broken protocols. */
import type { PyAssign, PyCall, PyExpr, PyNode, PyParam, PythonFile, Span } from "../../api.ts";
import { anywhere } from "./code.ts";
import { brokenProtocols, takesProtocol, trustingHostPolicies } from "./tls.ts";

export interface Trust {
  readonly at: Span;
  readonly message: string;
  readonly variant: "default" | "host" | "protocol";
}

/** Where a condition asks for less trust, the switch comes from outside. */
export const trusting = {
  call: (file: PythonFile, call: PyCall): Trust | undefined => unlessAsked(file, call.node, ofCall(file, call)),
  fallback: ofFallback,
  setting: (file: PythonFile, node: PyAssign, target: PyExpr): Trust | undefined => unlessAsked(file, node, ofSetting(file, node, target)),
};

function unlessAsked(file: PythonFile, node: PyNode, trust: Trust | undefined): Trust | undefined {
  for (let at = trust && node.parent; at; at = at.parent) {
    if (at.kind === "If" && /insecure|verif|trust|strict|skip|allow|check|settings|config|environ|getenv|args\./i.test(file.slice(at.test))) return undefined;
  }
  return trust;
}

const certificate = "whoever answers for the host reads the credentials and forges the answers";
const hostKey = "whoever answers for the host reads the password and whatever is sent. Load the known host keys and refuse others.";

function ofCall(file: PythonFile, call: PyCall): Trust | undefined {
  if (call.method === "set_missing_host_key_policy") return ofHostPolicy(file, call);
  if (call.method === "tls_insecure_set") return ofMqtt(file, call);
  const { callee } = call;
  if (callee !== undefined && /(^|\.)ldap\.set_option$/.test(callee)) return ofLdap(file, call);
  const isTaken = callee !== undefined && takesProtocol.test(callee);
  const protocol = call.node.args.find(({ name, value }) => (name === undefined ? isTaken : /method|version|protocol/i.test(name)) && brokenProtocols.test(named(file, value)));
  if (protocol) return { at: protocol, variant: "protocol", message: brokenProtocol(file, protocol.value) };
  if (call.callee === "ssl.wrap_socket" && isBlind(file, call)) return { at: call.name, variant: "default", message: `\`${file.slice(call.node.func)}\` without \`cert_reqs\` accepts any certificate (and is gone since Python 3.12): ${certificate}. Use \`ssl.create_default_context().wrap_socket(...)\`.` };
  if (call.callee === "ssl.SSLContext" && isBareClient(file, call)) return { at: call.name, variant: "default", message: `\`${file.slice(call.node.func)}\` made like this accepts any certificate, because nothing sets \`verify_mode\`: ${certificate}. Use \`ssl.create_default_context()\`.` };
  return undefined;
}

/** `def connect(host, version=ssl.PROTOCOL_SSLv3)`. */
function ofFallback(file: PythonFile, param: PyParam): Trust | undefined {
  const { fallback } = param;
  return fallback?.kind === "Attribute" && brokenProtocols.test(named(file, fallback)) ? { at: param, variant: "protocol", message: brokenProtocol(file, fallback) } : undefined;
}

function named(file: PythonFile, node: PyExpr): string {
  const value = file.valueOf(node);
  return value.kind === "symbol" ? value.name : file.qualifiedName(node) ?? "";
}

function brokenProtocol(file: PythonFile, node: PyExpr): string {
  return `\`${file.slice(node)}\` is a protocol that is broken on the way: whoever is on the path reads and changes what is sent. Use \`ssl.create_default_context()\`, which starts at TLS 1.2.`;
}

function ofHostPolicy(file: PythonFile, call: PyCall): Trust | undefined {
  const policy = call.argument("policy", 0);
  const value = policy && file.valueOf(policy);
  const name = value?.kind === "call" || value?.kind === "instance" ? value.of : value?.kind === "symbol" ? value.name : "";
  if (!trustingHostPolicies.test(name)) return undefined;
  return { at: call.name, variant: "host", message: `\`${name.slice(name.lastIndexOf(".") + 1)}\` accepts any host key: ${hostKey}` };
}

/** https://eclipse.dev/paho/files/paho.mqtt.python/html/client.html */
function ofMqtt(file: PythonFile, call: PyCall): Trust | undefined {
  const given = call.argument("value", 0);
  const value = given && file.valueOf(given);
  if (value?.kind !== "bool" || !value.value) return undefined;
  return { at: call.name, variant: "default", message: `\`${file.slice(call.node.func)}(True)\` accepts a certificate of any host: ${certificate}. Leave the check on.` };
}

/** https://www.python-ldap.org/en/latest/reference/ldap.html#tls-options */
function ofLdap(file: PythonFile, call: PyCall): Trust | undefined {
  const [option, value] = call.positional;
  if (!option || !value || !/(^|\.)OPT_X_TLS_REQUIRE_CERT$/.test(named(file, option)) || !/(^|\.)OPT_X_TLS_(NEVER|ALLOW)$/.test(named(file, value))) return undefined;
  return { at: call.name, variant: "default", message: `\`${file.slice(value)}\` accepts any certificate: ${certificate}. Demand one and pass the authority's bundle (\`OPT_X_TLS_CACERTFILE\`).` };
}

/** `cert_reqs` is CERT_NONE unless told; a server asks its visitors for nothing. */
function isBlind(file: PythonFile, call: PyCall): boolean {
  const server = call.argument("server_side", 3);
  if (call.spreadsUnknown || call.argument("cert_reqs", 4) || call.argument("certfile", 2)) return false;
  if (!server) return true;
  const value = file.valueOf(server);
  return value.kind === "bool" && !value.value;
}

const setsChecks = anywhere(({ here }) => /verify_mode|check_hostname/.test(here.text));
const wrappings = (file: PythonFile): readonly PyCall[] => file.here.calls().filter(({ method }) => method === "wrap_socket");

/** A context for connecting out, made without the client's protocol, whose checks nobody switches on. */
function isBareClient(file: PythonFile, call: PyCall): boolean {
  const protocol = call.argument("protocol", 0);
  if (call.spreadsUnknown || setsChecks(file)) return false;
  if (protocol && !/^ssl\.PROTOCOL_(TLS|SSLv23|TLSv1_2)$/.test(named(file, protocol))) return false;
  return file.collect(wrappings).some((other) => {
    const receiver = other.receiverValue();
    return receiver.kind === "call" && receiver.call.node === call.node && other.argument("server_hostname") !== undefined;
  });
}

/** `context.minimum_version = ssl.TLSVersion.TLSv1`, `options.hostkeys = None`. */
function ofSetting(file: PythonFile, node: PyAssign, target: PyExpr): Trust | undefined {
  if (target.kind !== "Attribute") return undefined;
  if (target.attr === "minimum_version" && brokenProtocols.test(named(file, node.value))) return { at: node, variant: "protocol", message: brokenProtocol(file, node.value) };
  if (target.attr !== "hostkeys" || file.valueOf(node.value).kind !== "none") return undefined;
  const holder = file.valueOf(target.value);
  // https://pysftp.readthedocs.io/en/release_0.2.9/cookbook.html#pysftp-cnopts
  return holder.kind === "call" && holder.of === "pysftp.CnOpts" ? { at: node, variant: "host", message: `\`${file.slice(target)} = None\` accepts any host key: ${hostKey}` } : undefined;
}
