/** Names under which code keeps what must not be guessed; the words are our own. */

/** Unmistakable by themselves: no parser, layout or game calls a thing so. */
const certain = /(?:^|_)(?:passwords?|passwd|pwd|passphrase|otp|one_time_(?:password|code)|totp_secret|api_?keys?|secret_?keys?|client_secret|app_secret|session_?ids?|session_?keys?|session_secret|csrf(?:_token)?|xsrf_token|(?:auth|access|refresh|reset|api|bearer|session|login|verification|verify|confirmation|confirm|invite|invitation|activation|security|csrf|jwt|magic|unsubscribe|password_reset|email|remember)_?tokens?|(?:verification|reset|invite|invitation|activation|login|recovery|backup|confirmation|two_factor|mfa|otp)_?codes?|recovery_?keys?|signing_?keys?|encryption_?keys?|oauth_state)$/;
/** Also words of parsers, dictionaries and games: only together with an alphabet of letters and digits. */
const ambiguous = /(?:^|_)(?:tokens?|secrets?|salt|pin)$/;
/** Stand before such a word when nothing is guarded by it. */
const harmless = /(?:^|_)(?:num|n|max|min|len|count|fake|dummy|mock|test|sample|example|masked?|next|input|output|special|prompt|field|hint|label|placeholder|strength|length|policy|error|form|prng|rng|fixture|cancel|csrf_field|demo|color|design|syntax|css|lex\w*)(?:_|$)/;
const makers = /^_*(?:generate|gen|make|create|new|random|get_random|build|get)_(?:random_|secure_|strong_|new_|unique_)?(?:temp_|temporary_|default_|user_|initial_)?(.+)$/;

export function words(name: string): string {
  return name.replace(/^#/, "").replace(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll("-", "_").toLowerCase();
}

export function isSecretName(name: string, strength: "certain" | "any"): boolean {
  const plain = words(name);
  return !harmless.test(plain) && (certain.test(plain) || (strength === "any" && ambiguous.test(plain)));
}

/** `generatePassword`, `makeResetToken`: what the function makes. */
export function madeBy(functionName: string): string | undefined {
  return makers.exec(words(functionName))?.[1];
}
