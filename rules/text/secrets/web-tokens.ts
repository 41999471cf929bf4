/** JSON web tokens, as they are and once more in base64. Most that stand in a text have expired or are examples, so that few are sure. */
import { decodeBase64 } from "./base64.ts";
import type { FoundToken } from "./tokens.ts";
import { isDocumented } from "./values.ts";

const jwt = /(eyJ[A-Za-z0-9_-]{10,2000})\.(eyJ[A-Za-z0-9_-]{10,4000})\.[A-Za-z0-9_-]{20,1000}(?![A-Za-z0-9_-])/y;
const encoded = /ZXlK[A-Za-z0-9+/_-]{80,8000}={0,2}(?![A-Za-z0-9+/=_-])/y;

export function webTokenAt(text: string, at: number): FoundToken | undefined {
  jwt.lastIndex = at;
  const match = jwt.exec(text);
  return match ? judge(match[0], match[1] ?? "", match[2] ?? "", at, match[0].length) : undefined;
}

export function encodedTokenAt(text: string, at: number): FoundToken | undefined {
  encoded.lastIndex = at;
  const block = encoded.exec(text)?.[0];
  if (!block) return undefined;
  jwt.lastIndex = 0;
  const token = jwt.exec(decodeBase64(block));
  return token ? judge(token[0], token[1] ?? "", token[2] ?? "", at, block.length) : undefined;
}

function judge(token: string, head: string, body: string, at: number, length: number): FoundToken | undefined {
  const claims = decodeBase64(body);
  const isPrivileged = /"role"\s*:\s*"(?:service_role|supabase_admin)"/.test(claims);
  const found = { at: { start: at, end: at + length }, isTestMode: false, isBlock: false };
  if (isPrivileged) return { ...found, name: "service-role token", variable: "SUPABASE_SERVICE_ROLE_KEY" };
  if (isDocumented(token) || /"role"\s*:\s*"(?:anon|public)"/.test(claims) || !/"alg"\s*:\s*"(?!none)/i.test(decodeBase64(head)) || !claims.endsWith("}")) return undefined;
  return { ...found, name: "JSON web token", variable: "AUTH_TOKEN", isUncertain: true };
}
