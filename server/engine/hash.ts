/** A small content hash for cache keys and fingerprints (not for secrets, not for security). */

/** Asked of the text itself, where strings of many kinds come (cut, joined, wide), it is looked up anew for each letter: four times the time. */
const codeAt = String.prototype.charCodeAt;

/** 53-bit cyrb hash as 14 hex digits; public domain algorithm by bryc. */
export function contentHash(text: string, seed = 0): string {
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ seed;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = codeAt.call(text, i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(16).padStart(14, "0");
}
