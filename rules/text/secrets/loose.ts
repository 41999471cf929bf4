/** Assignments wherever they stand: in escaped JSON, in a query, after a command's option, behind `#define`; only values that a machine issued count. */
import type { NamedString, RuleContext, TextFile, TextScan, TextStep } from "../../api.ts";
import { natureOf } from "./files.ts";
import { weighNamedStrings, type WeighedString } from "./named.ts";
import { found, movedString } from "./scans.ts";

/** What a name holds that is worth a look; the rest of the name is read from there in both directions. */
const secretWord = /key|token|secret|passw|passphrase|pwd|credential|auth/gi;

/** The name's end, what binds it to its value, and the value. Between a command's option or a definition and its value there may be nothing but space. */
const tail = /([A-Za-z0-9_.-]{0,40})(?:\\{0,4}["'`])?\]?(?:[ \t]{0,4}([:.+?|]{0,2}=>?|->|<-|:|,)[ \t]{0,8}|[ \t]{1,4})(?:[brufBRUF@]{0,2}(\\{0,4}["'`]))?([A-Za-z0-9_+/~-][A-Za-z0-9_+/=~.|:-]{13,399})/y;

const longestName = 80;
const longestLine = 20_000;
/** What is larger was not written by hand. */
const longestText = 1_000_000;
/** In a query these are read with the host in sight. */
const queryKey = /^(?:password|passwd|pwd|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|account[_-]?key|token|secret|key)$/i;

/** Always 40 characters; what is longer is sealed. */
const awsSecret = /aws_?secret_?access_?key$/i;

/** Only what looks issued, which says so wherever it stands. */
export function looseSecrets(file: TextFile, context: RuleContext): readonly WeighedString[] {
  return file.text.length > longestText ? [] : found(issuedScan, file, context);
}

const anyFile = natureOf("", "");

const issuedScan: TextScan<WeighedString> = {
  moved: (weighed, by) => ({ ...weighed, string: movedString(weighed.string, by) }),
  steps: (text, from, to) => looseAssignments(text, from, to).flatMap((string): TextStep<WeighedString>[] => {
    const [weighed] = weighNamedStrings([[string]], anyFile);
    return weighed?.weight === "issued" ? [{ start: string.at.start, end: string.at.end, found: weighed }] : [];
  }),
};

/** A quoted value, or a bare one that cannot be an expression; no letter of it is judged here. None reaches over the end of a line. */
function looseAssignments(text: string, from: number, to: number): NamedString[] {
  const isInLongLine = longLines(text);
  const part = text.slice(from, to);
  const strings: NamedString[] = [];
  secretWord.lastIndex = 0;
  for (let word = secretWord.exec(part); word; word = secretWord.exec(part)) {
    const wordAt = from + word.index;
    tail.lastIndex = from + secretWord.lastIndex;
    const match = tail.exec(text);
    if (!match) continue;
    const [, ending = "", link, quote, reach = ""] = match;
    const value = reach.replace(/[.:|,-]{1,3}$/, "");
    const end = tail.lastIndex - (reach.length - value.length);
    secretWord.lastIndex = Math.max(secretWord.lastIndex, end - value.length - from);
    const nameAt = { start: startOfName(text, wordAt), end: wordAt + word[0].length + ending.length };
    if (link === undefined ? quote?.endsWith("`") || (quote === undefined && !isOption(text, nameAt.start)) : link === "," && quote === undefined) continue;
    if (reach.endsWith("..") || (/[?&]/.test(text.charAt(nameAt.start - 1)) && queryKey.test(text.slice(nameAt.start, nameAt.end)))) continue;
    if (!isClosed(text, end, quote) || isInLongLine(wordAt)) continue;
    const at = { start: end - value.length, end };
    const name = text.slice(nameAt.start, nameAt.end).replace(/^-D(?=[a-z])|^[-.]+/, "");
    if (awsSecret.test(name) && value.length !== 40) continue;
    strings.push({ name, nameAt, value, at, innerAt: at, how: "comparison", whole: true });
  }
  return strings;
}

function startOfName(text: string, from: number): number {
  let start = from;
  while (start > 0 && from - start < longestName && /[A-Za-z0-9_.-]/.test(text.charAt(start - 1))) start--;
  return text.charAt(start - 1) === "\\" && /[nrt]/.test(text.charAt(start)) ? start + 1 : start; // the letter belongs to an escape
}

function isOption(text: string, nameStart: number): boolean {
  return /^--?[A-Za-z]/.test(text.slice(nameStart, nameStart + 3)) && /[\s"'`]/.test(text.charAt(nameStart - 1));
}

/** A quoted value ends with its quote; after a bare one stands nothing that would make it a template, a call or a member. */
function isClosed(text: string, end: number, quote: string | undefined): boolean {
  if (quote !== undefined) return text.startsWith(quote, end);
  return !/[A-Za-z0-9_+/=~([{$%<*@-]/.test(text.charAt(end)) && !/^\.[A-Za-z_]/.test(text.slice(end, end + 2));
}

/** Bundles and data write thousands of names into one line. Asked in ascending order, so that each line is measured once. */
function longLines(text: string): (at: number) => boolean {
  let start = 0;
  let end = -1;
  return (at) => {
    if (at > end) {
      start = text.lastIndexOf("\n", at) + 1;
      const newline = text.indexOf("\n", at);
      end = newline < 0 ? text.length : newline;
    }
    return end - start > longestLine;
  };
}
