/** Credentials made at run time, so that this repository holds none: random-looking bodies from a fixed seed. */

const charsets = {
  base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  hex: "0123456789abcdef",
  digits: "0123456789",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  capital: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  lower: "abcdefghijklmnopqrstuvwxyz0123456789",
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  base64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
} as const;

/** The same `length` characters on every run. */
export function body(length: number, charset: keyof typeof charsets = "base62", seed = 7): string {
  const letters = charsets[charset];
  let state = seed * 2654435761 + length;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    text += letters[(state >>> 7) % letters.length] ?? "";
  }
  return text;
}

export function uuid(): string {
  return [8, 4, 4, 4, 12].map((length, index) => body(length, "hex", index + 3)).join("-");
}

export function privateKey(kind = "RSA ", lineEnd = "\n"): string {
  const lines = Array.from({ length: 12 }, (_, index) => body(64, "base64", index + 11));
  return [`-----BEGIN ${kind}PRIVATE KEY-----`, ...lines, `-----END ${kind}PRIVATE KEY-----`].join(lineEnd);
}

export function encode(text: string): string {
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function jwt(claims: object): string {
  return `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(JSON.stringify(claims))}.${body(43)}`;
}
