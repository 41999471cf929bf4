/** How Python clients are told to verify nothing; each row from the client's own documentation. */

export interface FalseArgument {
  readonly keyword: string;
  readonly bad: "false" | "true" | "none" | "none-mode";
  /** Calls for which the keyword means certificates. */
  readonly callee: RegExp;
  /** The keyword alone is telling, whoever is called. */
  readonly anywhere?: boolean;
  readonly variant?: string;
  /** The value that verifies. */
  readonly fix?: string;
}

/** Clients whose `verify` is about certificates. https://requests.readthedocs.io, https://www.python-httpx.org, https://boto3.amazonaws.com, https://hvac.readthedocs.io */
export const isVerifyingClient = /^(requests|httpx|boto3|requests_\w+|cloudscraper|hvac|consul|niquests|curl_cffi\.requests|botocore|aiobotocore)\b/;

export const falseArguments: readonly FalseArgument[] = [
  { keyword: "verify", bad: "false", callee: isVerifyingClient, fix: "True" },
  // https://docs.aiohttp.org/en/stable/client_advanced.html#ssl-control-for-tcp-sockets
  { keyword: "ssl", bad: "false", callee: /^aiohttp\./, fix: "True" },
  { keyword: "verify_ssl", bad: "false", callee: /^(?!pytest)/, anywhere: true, fix: "True" },
  { keyword: "ssl_verify", bad: "false", callee: /^(?!pytest)/, anywhere: true, fix: "True" },
  // https://elasticsearch-py.readthedocs.io/en/latest/api/elasticsearch.html
  { keyword: "verify_certs", bad: "false", callee: /^/, anywhere: true, fix: "True" },
  // https://urllib3.readthedocs.io/en/stable/advanced-usage.html, https://redis-py.readthedocs.io/en/stable/connections.html
  { keyword: "cert_reqs", bad: "none-mode", callee: /^/, anywhere: true },
  { keyword: "ssl_cert_reqs", bad: "none-mode", callee: /^/, anywhere: true },
  { keyword: "check_hostname", bad: "false", callee: /^(urllib3|http\.client|aiohttp|websockets)\b/, variant: "option", fix: "True" },
  // https://pymongo.readthedocs.io/en/stable/examples/tls.html
  { keyword: "tlsAllowInvalidCertificates", bad: "true", callee: /^/, anywhere: true, fix: "False" },
  { keyword: "tlsInsecure", bad: "true", callee: /^/, anywhere: true, fix: "False" },
  { keyword: "tlsAllowInvalidHostnames", bad: "true", callee: /^/, anywhere: true, variant: "option", fix: "False" },
  // https://kafka-python.readthedocs.io/en/master/apidoc/KafkaConsumer.html, https://urllib3.readthedocs.io/en/stable/reference/urllib3.connection.html
  { keyword: "ssl_check_hostname", bad: "false", callee: /^/, anywhere: true, variant: "option", fix: "True" },
  { keyword: "assert_hostname", bad: "false", callee: /^(urllib3|requests_toolbelt|docker|kubernetes)\b/, variant: "option" },
  // https://ldap3.readthedocs.io/en/latest/ssltls.html
  { keyword: "validate", bad: "none-mode", callee: /^ldap3\b/ },
  // https://asyncssh.readthedocs.io/en/latest/api.html#asyncssh.SSHClientConnectionOptions
  { keyword: "known_hosts", bad: "none", callee: /^asyncssh\.(connect|connect_ssh|create_connection|SSHClientConnectionOptions)$/, variant: "host" },
  // https://docs.python.org/3/library/ssl.html
  { keyword: "validate_cert", bad: "false", callee: /^tornado\./, fix: "True" },
];

export const unverifiedContexts: ReadonlySet<string> = new Set(["ssl._create_unverified_context", "ssl._create_stdlib_context"]);

/** Attributes whose assignment switches verification off. */
export const unverifyingSettings: ReadonlyMap<string, "mode" | "session" | "replaced"> = new Map([["verify_mode", "mode"], ["verify", "session"], ["_create_default_https_context", "replaced"]]);

/** Policies that take the key of whatever machine answers. https://docs.paramiko.org/en/stable/api/client.html#paramiko.client.MissingHostKeyPolicy */
export const trustingHostPolicies = /^paramiko\.(?:client\.)?(?:AutoAddPolicy|WarningPolicy)$/;

/** Protocols that can be read or downgraded on the way; those that negotiate (`SSLv23`, `TLS`) are none. https://datatracker.ietf.org/doc/html/rfc8996 */
export const brokenProtocols = /^(?:ssl\.PROTOCOL_(?:SSLv2|SSLv3|TLSv1|TLSv1_1)|ssl\.TLSVersion\.(?:SSLv3|TLSv1|TLSv1_1)|(?:py)?OpenSSL\.SSL\.(?:SSLv2|SSLv3|TLSv1|TLSv1_1)_METHOD)$/;
export const takesProtocol = /^(?:ssl\.(?:wrap_socket|SSLContext)|(?:py)?OpenSSL\.SSL\.Context)$/;
