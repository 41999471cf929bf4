/** Texts that are JavaScript by name but not written by anybody: too large, minified, binary. */

const mostCharacters = 1_000_000;
const longLine = 1_000;
const smallestMinified = 5_000;

/** The reason, for people, or undefined when the text should be read. */
export function whyNotRead(path: string, text: string): string | undefined {
  if (text.length > mostCharacters) return "Larger than a million characters: not analysed.";
  if (/\.min\.[cm]?js$/i.test(path) || isMinified(text)) return "Minified: not analysed.";
  if (text.slice(0, 4_000).includes("\u0000")) return "Binary: not analysed.";
  return undefined;
}

/** Most of the text stands in very long lines. */
function isMinified(text: string): boolean {
  if (text.length < smallestMinified) return false;
  let inLongLines = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > longLine) inLongLines += end - start;
    start = end + 1;
  }
  return inLongLines > text.length * 0.7;
}
