/** Names under which code keeps what must not be guessed; the words are our own. */

/** Unmistakable by themselves: no model, parser or game calls a thing so. */
const certain = /(?:^|_)(?:passwords?|passwd|pwd|passphrase|otp|one_time_(?:password|code)|totp_secret|api_?keys?|secret_?keys?|client_secret|app_secret|session_?ids?|session_?keys?|csrf(?:_token)?|xsrf_token|(?:auth|access|refresh|reset|api|bearer|session|login|verification|confirmation|invite|invitation|activation|security|csrf|jwt|magic|unsubscribe|password_reset|email)_?tokens?|(?:verification|reset|invite|invitation|activation|login|recovery|backup|confirmation|two_factor|mfa)_?codes?|recovery_?keys?|signing_?keys?|encryption_?keys?|oauth_state)$/;
/** Also words of language models, dictionaries and games: only together with an alphabet of letters and digits. */
const ambiguous = /(?:^|_)(?:tokens?|secrets?|salt|pin|code|keys?)$/;
/** Stand before such a word when nothing is guarded by it. */
const harmless = /(?:^|_)(?:num|n|max|min|len|count|fake|dummy|mock|test|sample|example|masked?|next|input|output|vocab|special|pad|prompt|field|hint|label|placeholder|strength|length|policy|error|form|input|prng|jax|rng|random_key|fixture)(?:_|$)/;
const makers = /^_*(?:generate|gen|make|create|new|random|get_random|build|get)_(?:random_|secure_|strong_|new_)?(?:temp_|temporary_|default_|user_|initial_)?(.+)$/;

export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

export function isSecretName(name: string, strength: "certain" | "any"): boolean {
  const plain = words(name);
  return !harmless.test(plain) && (certain.test(plain) || (strength === "any" && ambiguous.test(plain)));
}

/** `generate_password`, `make_reset_token`: what the function makes. */
export function madeBy(functionName: string): string | undefined {
  return makers.exec(words(functionName))?.[1];
}
