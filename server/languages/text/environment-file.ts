/** Env files: whether names that sound secret have values there. The values themselves stay in the file. */
import type { FileFacts, Span } from "../../../rules/api.ts";

const envPath = /(^|\/)\.env(\.[\w-]+)?$/;
const secretName = /(^|_)(PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_KEY|ACCESS_KEY|CREDENTIALS?|DATABASE_URL|DSN)$/i;
const publicName = /^(VITE|NEXT_PUBLIC|REACT_APP|VUE_APP|GATSBY|NUXT_PUBLIC|EXPO_PUBLIC)_/;

/** Undefined for every other file, and for env files that set nothing. */
export function environmentFacts(path: string, text: string): FileFacts | undefined {
  if (!envPath.test(path) || text.length > 1_000_000) return undefined;
  let first: Span | undefined;
  let secret: Span | undefined;
  for (const match of text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=([^\r\n]*)$/gm)) {
    const [whole, name = "", value = ""] = match;
    const start = match.index + whole.length - whole.trimStart().length;
    const at = { start, end: start + name.length };
    first ??= at;
    if (secretName.test(name) && !publicName.test(name) && !/^(["']?["']?|<.*>|\$\{?\w+\}?|.{4,60}EXAMPLE(?:KEY)?["']?)$/.test(value.trim())) secret ??= at;
  }
  const place = secret ?? first;
  return place && { path, language: "text", anchors: [place], body: { environment: { kind: "environment", place: 0, holdsSecrets: secret !== undefined } } };
}
