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
  /** Source text of a span. */
  slice(at: Span): string;
  /** Replacement for a literal that reads an environment variable instead, or undefined where the language has no such thing. */
  environmentRead?(variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] | undefined;
}
