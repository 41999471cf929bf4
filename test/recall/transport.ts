/** Python: connections that trust whoever answers, and those that look like it. */
import type { Rows } from "./python.ts";

const context = "import ssl\ncontext = ssl.create_default_context()\n";

export const transport: Rows = [["python/disabled-tls-verification", [
  ["host keys in every spelling", "import paramiko\nfrom paramiko.client import AutoAddPolicy, SSHClient\nclient = SSHClient()\nclient.«set_missing_host_key_policy»(AutoAddPolicy)\nclient.«set_missing_host_key_policy»(policy=paramiko.WarningPolicy())\nchosen = paramiko.AutoAddPolicy()\nclient.«set_missing_host_key_policy»(chosen)"],
  ["host keys that are refused or handed in", "import paramiko\ndef connect(policy):\n    client = paramiko.SSHClient()\n    client.set_missing_host_key_policy(paramiko.RejectPolicy())\n    client.set_missing_host_key_policy(policy)"],
  ["host keys that a switch lets in", "import paramiko\nclient = paramiko.SSHClient()\nif settings.ssh_insecure:\n    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())"],
  ["asyncssh and pysftp without known hosts", "import asyncssh, pysftp\nasync def go(h):\n    await asyncssh.connect(h, «known_hosts=None»)\n    await asyncssh.connect(h, known_hosts='hosts')\noptions = pysftp.CnOpts()\n«options.hostkeys = None»"],
  ["a bare wrapped socket", "from ssl import wrap_socket as wrapped\nimport ssl\nwrapped_one = «wrapped»(sock)\nssl.«wrap_socket»(sock, server_side=False)"],
  ["a wrapped socket that checks, or serves", "import ssl\nssl.wrap_socket(sock, cert_reqs=ssl.CERT_REQUIRED, ca_certs=bundle)\nssl.wrap_socket(sock, server_side=True, certfile=c)\nssl.wrap_socket(sock, **options)"],
  ["old protocols", "import ssl\nfrom OpenSSL import SSL\nssl.wrap_socket(s, cert_reqs=ssl.CERT_REQUIRED, «ssl_version=ssl.PROTOCOL_SSLv3»)\nssl.SSLContext(«ssl.PROTOCOL_TLSv1»)\nSSL.Context(«method=SSL.TLSv1_1_METHOD»)"],
  ["an old protocol through a constant", "import ssl\nOLD = ssl.PROTOCOL_TLSv1_1\nssl.SSLContext(«OLD»)"],
  ["protocols that negotiate", "import ssl\nfrom OpenSSL import SSL\nssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\nSSL.Context(SSL.SSLv23_METHOD)\nSSL.Context(SSL.TLS_METHOD)"],
  ["lowest versions", `${context}«context.minimum_version = ssl.TLSVersion.SSLv3»\ncontext.minimum_version = ssl.TLSVersion.TLSv1_2\ncontext.maximum_version = ssl.TLSVersion.TLSv1_3`],
  ["asked about, not used", "import ssl\nif version == ssl.PROTOCOL_SSLv3:\n    refuse(ssl.PROTOCOL_SSLv3)"],
  ["a context made by hand, for going out", "import ssl\ncontext = ssl.«SSLContext»(ssl.PROTOCOL_TLS)\nsecured = context.wrap_socket(sock, server_hostname=host)"],
  ["a context made by hand that checks, or serves", "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS)\ncontext.load_cert_chain(c)\nsecured = context.wrap_socket(sock, server_side=True)"],
  ["a context made by hand whose checks are on", "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS)\ncontext.verify_mode = ssl.CERT_REQUIRED\nsecured = context.wrap_socket(sock, server_hostname=host)"],
  ["urllib3 in its own words, also through a local proxy", "import urllib3\nurllib3.PoolManager(«cert_reqs='NONE'»)\nurllib3.ProxyManager('http://localhost:3128', «cert_reqs='CERT_NONE'»)\nurllib3.PoolManager(cert_reqs='CERT_REQUIRED')"],
  ["warnings alone", "import urllib3\nurllib3.disable_warnings()"],
  ["MQTT and LDAP", "import ldap\nimport paho.mqtt.client as mqtt\nbroker = mqtt.Client()\nbroker.«tls_insecure_set»(True)\nbroker.tls_insecure_set(False)\nldap.«set_option»(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)"],
]]];
