/** Names that every object has from birth: whoever looks a name of the code up in a plain object finds what nobody put there. */

export const inborn = ["constructor", "__proto__", "toString", "hasOwnProperty"] as const;

/** The text with one of its words exchanged, wherever that word stands: once for each word. */
export function* withNames(text: string, name: string): Generator<string> {
  const words = new Set([...text.matchAll(/[A-Za-z_][\w-]*/g)].map(([word]) => word));
  for (const word of words) yield text.replace(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, "g"), () => name);
}
