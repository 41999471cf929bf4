// Writes all but ASCII in a bundle as escapes. The bundler does so itself except in regular expressions, and one letter that is not of Latin-1 doubles what the source of its chunk takes in memory, in each thread.

/** Minified code: no comments, and outside of regular expressions nothing is left to escape. */
export function inAscii(code) {
  return code.replace(/\\?[^\x00-\x7f]|\\[^]/g, (found) => (/^\\?[^\x00-\x7f]$/.test(found) ? `\\u${found.charCodeAt(found.length - 1).toString(16).padStart(4, "0")}` : found));
}
