/** Cuts a text where a statement begins in the first column, by its characters alone: each piece can then be parsed by itself, however broken its neighbours are. */

/** What can only begin a statement: an open bracket further up has been forgotten. */
const surely = /(?:def|class|import|while|try|with|raise|return|assert|del|global|nonlocal|pass|break|continue)\b|async\s+def\b|from\s+[\w.]+\s+import\b|@[A-Za-z_][\w.]*(?:\(|[ \t]*\r?\n)/y;
/** What goes on with the statement above. */
const goesOn = /(?:else|elif|except|finally)\b|[)\]}]/y;
const decorated = /(?:def|class|async)\b|@/y;

/**
 * Offsets at which pieces begin, in order, from `from` (the beginning of a piece, itself left out) on. A piece may hold several statements, never a
 * part of one that can be read. Where pieces begin behind some beginning depends on nothing before it.
 */
export function* segmentStarts(text: string, from: number): Generator<number> {
  let depth = 0;
  let comment = text[from] === "#" ? from : -1;
  let isDecorated = text[from] === "@";
  let at = from;
  for (;;) {
    const end = lineFrom(text, at, depth);
    depth = end.depth;
    at = end.at;
    if (at >= text.length) return;
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 92) { // blank or indented; a backslash goes on with what stands above
      if (!isBlankLine(text, at) && !isCommentLine(text, at)) comment = -1;
      continue;
    }
    if (code === 35) {
      if (comment < 0 && depth === 0) comment = at;
      continue;
    }
    if (depth > 0 && !matches(surely, text, at)) continue;
    const begins = depth > 0 || !matches(goesOn, text, at) && !(isDecorated && matches(decorated, text, at));
    const start = comment < 0 ? at : comment;
    comment = -1;
    isDecorated = code === 64;
    if (!begins) continue;
    depth = 0;
    if (start > from) yield start;
  }
}

/** Where the body of a class or function is cut. */
export interface BodyCuts {
  /** Where the definition begins, without its decorators. */
  readonly definition: number;
  /** Where the parts of its body begin: the first one behind the line of the definition. */
  readonly starts: readonly number[];
}

const definition = /(?:async[ \t]+def|def|class)\b/y;

/** Cuts the body of the one class or function that a text begins with, as a text is cut into pieces. Undefined where a line stands further left than the body does. */
export function bodyCuts(text: string): BodyCuts | undefined {
  const start = definitionIn(text);
  const from = start === undefined ? text.length : logicalLineFrom(text, start);
  if (start === undefined || from >= text.length) return undefined;
  const starts = [from];
  let [body, comment, depth, isDecorated] = [-1, -1, 0, false];
  for (let at = from; at < text.length; ({ at, depth } = lineFrom(text, at, depth))) {
    const first = codeFrom(text, at);
    const code = text.charCodeAt(first);
    if (first >= text.length || code === 10) continue;
    const column = columnOf(text, at, first);
    if (code === 35) {
      if (comment < 0 && depth === 0 && column <= body) comment = at;
      continue;
    }
    if (depth > 0 && !(column <= body && matches(surely, text, first))) continue;
    if (column === 0 || column < body) return undefined;
    if (code === 92 || body >= 0 && column > body) {
      comment = -1;
      continue;
    }
    const begins = body >= 0 && (depth > 0 || !matches(goesOn, text, first) && !(isDecorated && matches(decorated, text, first)));
    if (begins) starts.push(comment < 0 ? at : comment);
    [body, comment, depth, isDecorated] = [column, -1, begins ? 0 : depth, code === 64];
  }
  return body < 0 ? undefined : { definition: start, starts };
}

/** Behind comments, blank lines and decorators. */
function definitionIn(text: string): number | undefined {
  for (let at = 0; at < text.length; at = logicalLineFrom(text, at)) {
    const first = codeFrom(text, at);
    const code = text.charCodeAt(first);
    if (code === 10 || code === 35 || code === 64) continue;
    return matches(definition, text, first) ? first : undefined;
  }
  return undefined;
}

function logicalLineFrom(text: string, at: number): number {
  let depth = 0;
  do ({ at, depth } = lineFrom(text, at, depth));
  while (depth > 0 && at < text.length);
  return at;
}

/** Behind the blanks that a line begins with. */
function codeFrom(text: string, at: number): number {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13 && code !== 12) return at;
  }
  return at;
}

/** As the parser counts. */
function columnOf(text: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    column = code === 32 ? column + 1 : code === 9 ? column + 8 : 0;
  }
  return column;
}

function matches(what: RegExp, text: string, at: number): boolean {
  what.lastIndex = at;
  return what.test(text);
}

function isBlankLine(text: string, at: number): boolean {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (code !== 32 && code !== 9 && code !== 13 && code !== 12) return false;
  }
  return true;
}

function isCommentLine(text: string, at: number): boolean {
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return text.charCodeAt(at) === 35;
}

/** Where the line after the logical line at `at` begins, and how many brackets are open there. Strings over several lines and lines that end in a backslash go on. */
function lineFrom(text: string, at: number, depth: number): { readonly at: number; readonly depth: number } {
  while (at < text.length) {
    const code = text.charCodeAt(at);
    switch (code) {
      case 10: return { at: at + 1, depth };
      case 35: at = endOfLine(text, at); break;
      case 34: case 39: at = afterString(text, at, code); break;
      case 40: case 91: case 123: depth++; at++; break;
      case 41: case 93: case 125: depth = Math.max(0, depth - 1); at++; break;
      case 92: at = afterEscape(text, at); break;
      default: at++;
    }
  }
  return { at, depth };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function afterEscape(text: string, at: number): number {
  return at + (text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 3 : 2);
}

/** A string that is not closed ends with its line, unless it has three quotes. */
function afterString(text: string, at: number, quote: number): number {
  const isTriple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  at += isTriple ? 3 : 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 92) at = afterEscape(text, at);
    else if (code === quote && (!isTriple || (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote))) return at + (isTriple ? 3 : 1);
    else if (code === 10 && !isTriple) return at;
    else at++;
  }
  return at;
}
