/** Names of positional arguments of well-known calls, so that a literal there is a named string. */

/** Undefined: no name worth knowing at this position. */
type Names = readonly (string | undefined)[];

/** By last identifier first (cheap), then by qualified name. Sources: the API references of each package. */
const byMethod: Readonly<Record<string, readonly { readonly callee: string; readonly isNew?: boolean; readonly names: Names }[]>> = {
  sign: [{ callee: "jsonwebtoken.sign", names: [undefined, "jwt_secret"] }],
  verify: [{ callee: "jsonwebtoken.verify", names: [undefined, "jwt_secret"] }],
  createHmac: [{ callee: "node:crypto.createHmac", names: [undefined, "hmac_key"] }],
  createCipheriv: [{ callee: "node:crypto.createCipheriv", names: [undefined, "cipher_key"] }],
  createDecipheriv: [{ callee: "node:crypto.createDecipheriv", names: [undefined, "cipher_key"] }],
  createClient: [{ callee: "@supabase/supabase-js.createClient", names: [undefined, "api_key"] }],
  setApiKey: [{ callee: "@sendgrid/mail.setApiKey", names: ["api_key"] }],
  setVapidDetails: [{ callee: "web-push.setVapidDetails", names: [undefined, undefined, "private_key"] }],
};

const byCallee: Readonly<Record<string, Names>> = {
  "cookie-parser": ["cookie_secret"],
  "stripe": ["api_key"],
  "twilio": [undefined, "auth_token"],
  "resend.Resend": ["api_key"],
  "openai.OpenAI": [],
  "sequelize.Sequelize": [undefined, undefined, "password"],
  "sequelize": [undefined, undefined, "password"],
  "@slack/web-api.WebClient": ["token"],
  "@octokit/rest": [],
  "postmark.ServerClient": ["server_token"],
  "telegraf.Telegraf": ["token"],
  "node-telegram-bot-api": ["token"],
  "mailgun-js": [],
};

const anyReceiver: Readonly<Record<string, Names>> = { login: ["login_token"], setPassword: ["password"], setToken: ["token"], setSecret: ["secret"], setApiKey: ["api_key"], setAccessToken: ["access_token"] };
const calleeWords = /^(?:cookieParser|[Ss]tripe|[Tt]wilio|Resend|Sequelize|WebClient|ServerClient|Telegraf|TelegramBot)$/;

export function namesOfArguments(method: string, isNew: boolean, callee: () => string | undefined): Names | undefined {
  const entries = Object.hasOwn(byMethod, method) ? byMethod[method] : undefined;
  if (entries) {
    const name = callee();
    const found = entries.find((entry) => entry.callee === name);
    if (found) return found.names;
  }
  if (calleeWords.test(method)) {
    const name = callee();
    if (name !== undefined && Object.hasOwn(byCallee, name)) return byCallee[name];
  }
  return !isNew && Object.hasOwn(anyReceiver, method) ? anyReceiver[method] : undefined;
}
