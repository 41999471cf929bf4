/** What a message may say of words that stand where none was expected: they may be a secret. */

/** Names and numbers as they are; the user and password of an address not at all, and of a long run of letters and digits the first four. */
export function quotable(written: string): string {
  return written.replace(/\/\/[^/@\s]{1,1000}@/g, "//…@").replace(/[A-Za-z0-9_+=]{17,}/g, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? `${run.slice(0, 4)}…` : run));
}
