/** The façade every file has: its text, comments, and the names that are given literal strings. */

/** UTF-16 offsets into the file's text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Index into a file's `anchors`: a place that keeps its identity while text above it is edited. */
export type Anchor = number & { readonly __anchor?: never };

export type LanguageId = "python" | "notebook" | "javascript" | "yaml" | "dockerfile" | "manifest" | "text";

export interface Comment {
  /** The whole comment with its markers. */
  readonly at: Span;
  /** Without the markers, trimmed. */
  readonly text: string;
}

/** Broken input as data. */
export interface Problem {
  readonly at: Span;
  readonly message: string;
}

/**
 * A literal string that the language's tree connects with a name: assignment of any shape (chained, annotated, subscript,
 * attribute), dict or mapping entry, keyword argument, default parameter, environment fallback, known positional argument.
 */
export interface NamedString {
  /** The name as written, last part of the target: `password`, `DB_PASSWORD`, `api-key`; for a known positional argument the parameter's name. */
  readonly name: string;
  readonly nameAt: Span;
  /** The decoded value, escapes resolved; parts that are not literal appear as U+FFFC. */
  readonly value: string;
  /** The literal with its quotes. */
  readonly at: Span;
  /** The text between the quotes. */
  readonly innerAt: Span;
  readonly how: "assignment" | "entry" | "argument" | "default" | "environment-default" | "comparison";
  /** False when the literal is only a part of the expression, for example one side of a concatenation or an f-string with holes. */
  readonly whole: boolean;
  /** Keys of the mappings around the entry, outermost first, where the language has them. */
  readonly within?: readonly string[];
}

/** What somebody looks for among named strings: both have to say yes. */
export interface NamedStringTest {
  isName(name: string): boolean;
  isValue(value: string, name: string): boolean;
}

export interface TextFile {
  /** Relative to the workspace root, forward slashes. */
  readonly path: string;
  readonly language: LanguageId;
  /** Without a byte order mark. */
  readonly text: string;
  readonly problems: readonly Problem[];
  comments(): readonly Comment[];
  /** Empty where the language has no notion of naming a string. */
  namedStrings(): readonly NamedString[];
  /** The same, part by part: a list is the same object for as long as its part of the text is not read anew. */
  namedStringParts?(): readonly (readonly NamedString[])[];
  /** False only where `test` accepts none of the named strings: that much is known before they are made. */
  mayName?(test: NamedStringTest): boolean;
  /** Source text of a span. */
  slice(at: Span): string;
  /** Replacement for a literal that reads an environment variable instead, or undefined where the language has no such thing. */
  environmentRead?(variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] | undefined;
}

/** How many characters of the lines around its own a scan may look at without saying so. */
export const textReach = 400;

/** Something that a scan met on its way, or passed over in one go. */
export interface TextStep<T> extends Span {
  /** Where the text was read up to, if further than is allowed without saying so. */
  readonly until?: number;
  readonly found?: T;
}

/**
 * Reads a text from left to right and can begin anew at any line. What it says of a place rests on the line of that place and on `textReach` characters
 * of the lines around it; what rests on more says so. It must not change, for what it said is kept under its name.
 */
export interface TextScan<T> {
  /**
   * What begins in `from` to `to`, in order. `from` is the beginning of a line or where a step began or ended, `to` the end of a line. What is passed
   * over and reaches into another line is a step too, though nothing was found.
   */
  steps(text: string, from: number, to: number): readonly TextStep<T>[];
  /** The same, so many characters further on in the text. */
  moved(found: T, by: number): T;
  /** Nothing is found in a text in which this matches nowhere. */
  readonly needs?: RegExp;
}
