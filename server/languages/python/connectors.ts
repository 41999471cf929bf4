/** Positions of user names, passwords and keys in calls that are commonly written without keywords; each row links the signature it was read from. */

export interface Connector {
  /** Parameter names by position; undefined where a position holds nothing secret. */
  readonly positions: Readonly<Record<number, string>>;
  readonly source: string;
}

const row = (source: string, positions: Readonly<Record<number, string>>, ...callees: string[]): [string, Connector][] => callees.map((callee) => [callee, { positions, source }]);

export const connectors: ReadonlyMap<string, Connector> = new Map([
  ...row("https://pymysql.readthedocs.io/en/latest/modules/connections.html", { 2: "password" }, "pymysql.connect", "pymysql.Connection", "pymysql.Connect", "pymysql.connections.Connection"),
  ...row("https://mysqlclient.readthedocs.io/user_guide.html#functions-and-attributes", { 2: "password" }, "MySQLdb.connect", "MySQLdb.Connection", "MySQLdb.Connect", "MySQLdb.connections.Connection"),
  ...row("https://pymssql.readthedocs.io/en/stable/ref/pymssql.html#functions", { 2: "password" }, "pymssql.connect", "_mssql.connect"),
  ...row("https://pgdb.readthedocs.io/en/latest/contents/pgdb/module.html", { 2: "password" }, "pgdb.connect"),
  ...row("https://python-oracledb.readthedocs.io/en/latest/api_manual/module.html", { 1: "password" }, "cx_Oracle.connect", "cx_Oracle.Connection"),
  ...row("https://impyla.readthedocs.io/en/latest/dbapi.html", { 5: "password" }, "impala.dbapi.connect"),
  ...row("https://influxdb-python.readthedocs.io/en/latest/api-documentation.html#influxdb.InfluxDBClient", { 3: "password" }, "influxdb.InfluxDBClient", "influxdb.DataFrameClient"),
  ...row("https://py2neo.org/2021.1/profiles.html", { 1: "password" }, "neo4j.basic_auth", "neo4j.v1.basic_auth"),
  ...row("https://python-driver.docs.scylladb.com/stable/api/cassandra/auth.html", { 1: "password" }, "cassandra.auth.PlainTextAuthProvider"),
  ...row("https://pika.readthedocs.io/en/stable/modules/credentials.html", { 1: "password" }, "pika.PlainCredentials", "pika.credentials.PlainCredentials"),
  ...row("https://requests.readthedocs.io/en/latest/api/#authentication", { 1: "password" }, "requests.auth.HTTPBasicAuth", "requests.auth.HTTPDigestAuth", "requests.auth.HTTPProxyAuth"),
  ...row("https://www.python-httpx.org/advanced/authentication/", { 1: "password" }, "httpx.BasicAuth", "httpx.DigestAuth"),
  ...row("https://docs.aiohttp.org/en/stable/client_reference.html#basicauth", { 1: "password" }, "aiohttp.BasicAuth"),
  ...row("https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.login", { 1: "password" }, "smtplib.SMTP.login", "smtplib.SMTP_SSL.login", "imaplib.IMAP4.login", "imaplib.IMAP4_SSL.login"),
  ...row("https://docs.python.org/3/library/poplib.html#poplib.POP3.pass_", { 0: "password" }, "poplib.POP3.pass_", "poplib.POP3_SSL.pass_"),
  ...row("https://docs.python.org/3/library/ftplib.html#ftplib.FTP", { 2: "password" }, "ftplib.FTP", "ftplib.FTP_TLS"),
  ...row("https://docs.python.org/3/library/ftplib.html#ftplib.FTP.login", { 1: "password" }, "ftplib.FTP.login", "ftplib.FTP_TLS.login"),
  ...row("https://www.python-ldap.org/en/latest/reference/ldap.html#ldap.LDAPObject.simple_bind_s", { 1: "password" }, "ldap.initialize.simple_bind_s", "ldap.initialize.simple_bind", "ldap.initialize.bind_s", "ldap.initialize.bind", "ldap.open.simple_bind_s"),
  ...row("https://ldap3.readthedocs.io/en/latest/connection.html", { 2: "password" }, "ldap3.Connection"),
  ...row("https://docs.paramiko.org/en/stable/api/client.html#paramiko.client.SSHClient.connect", { 3: "password" }, "paramiko.SSHClient.connect", "paramiko.client.SSHClient.connect"),
  ...row("https://docs.paramiko.org/en/stable/api/transport.html#paramiko.transport.Transport.auth_password", { 1: "password" }, "paramiko.Transport.auth_password"),
  ...row("https://docs.python.org/3/library/urllib.request.html#urllib.request.HTTPPasswordMgr.add_password", { 3: "password" },
    "urllib.request.HTTPPasswordMgr.add_password", "urllib.request.HTTPPasswordMgrWithDefaultRealm.add_password", "urllib.request.HTTPBasicAuthHandler.add_password", "urllib2.HTTPPasswordMgrWithDefaultRealm.add_password"),
  ...row("https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html", { 0: "aws_access_key_id", 1: "aws_secret_access_key", 2: "aws_session_token" }, "boto3.Session", "boto3.session.Session"),
  ...row("https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/boto3.html", { 6: "aws_access_key_id", 7: "aws_secret_access_key", 8: "aws_session_token" }, "boto3.client", "boto3.resource"),
  ...row("https://github.com/boto/boto/blob/develop/boto/__init__.py", { 0: "aws_access_key_id", 1: "aws_secret_access_key" }, "boto.connect_s3", "boto.connect_ec2", "boto.connect_sqs"),
  ...row("https://www.twilio.com/docs/libraries/reference/twilio-python/", { 1: "auth_token" }, "twilio.rest.Client", "twilio.rest.TwilioRestClient"),
  ...row("https://pyjwt.readthedocs.io/en/stable/api.html", { 1: "jwt_secret_key" }, "jwt.encode", "jwt.decode", "jose.jwt.encode", "jose.jwt.decode"),
  ...row("https://docs.python.org/3/library/hmac.html#hmac.new", { 0: "hmac_secret_key" }, "hmac.new", "hmac.HMAC", "hmac.digest"),
  ...row("https://itsdangerous.palletsprojects.com/en/stable/serializer/", { 0: "secret_key" }, "itsdangerous.Serializer", "itsdangerous.URLSafeSerializer", "itsdangerous.URLSafeTimedSerializer", "itsdangerous.TimestampSigner", "itsdangerous.Signer"),
  ...row("https://cryptography.io/en/latest/fernet/", { 0: "encryption_key" }, "cryptography.fernet.Fernet"),
  ...row("https://pygithub.readthedocs.io/en/stable/github.html", { 0: "login_or_token", 1: "password" }, "github.Github"),
  ...row("https://docs.tweepy.org/en/stable/authentication.html", { 0: "consumer_key", 1: "consumer_secret", 2: "access_token", 3: "access_token_secret" }, "tweepy.OAuthHandler", "tweepy.OAuth1UserHandler"),
  ...row("https://slack.dev/python-slack-sdk/web/index.html", { 0: "token" }, "slack_sdk.WebClient", "slack.WebClient", "slackclient.SlackClient"),
  ...row("https://core.telegram.org/bots/api#authorizing-your-bot", { 0: "token" }, "telegram.Bot", "telegram.ext.Updater", "telebot.TeleBot"),
  ...row("https://discordpy.readthedocs.io/en/stable/api.html#discord.Client.run", { 0: "token" }, "discord.Client.run", "discord.ext.commands.Bot.run"),
]);
