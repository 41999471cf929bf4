/** What the engine asks of a language: claim a file, turn text into a façade, follow edits. Parsers stay behind it. */
import type { DockerFile, Edit, FileFacts, Finding, JavaScriptFile, LanguageId, ManifestFile, PythonFile, Span, TextFile, YamlFile } from "../../rules/api.ts";

export type LanguageFile = PythonFile | JavaScriptFile | YamlFile | DockerFile | ManifestFile | TextFile;

/** One replacement, against the text that the change before it left. */
export interface TextChange {
  readonly at: Span;
  readonly text: string;
}

/** A file that is told what changed in it, so that rules that judge statements are asked only about those. */
export interface Followed {
  /** Reads the text and what its names mean; all rules rest on that, and the time it takes is none of theirs. */
  prepare?(): void;
  /** What `check` finds, statement by statement; kept by rule for as long as `terms` stay; spans are plain numbers. Undefined where nothing is followed: then the whole file is to be checked. */
  inPieces?(rule: object, terms: object, check: (part: LanguageFile) => Iterable<Finding>): Iterable<Finding> | undefined;
}

/** The text around code that stands inside another format, as the cells of a notebook do in JSON. */
export interface Host {
  readonly text: string;
  /** Code stands in its own place: offsets of the code are those of the text, and comments of both count. */
  readonly isVerbatim?: true;
  /** What of the text is not code; rules that read any text see it too. Its offsets are the text's. */
  readonly file: TextFile;
  /** Where a span of the code stands in the text; undefined when none of it does. */
  place(at: Span): Span | undefined;
  /** What to write into the text to make an edit of the code; undefined when that cannot be done. */
  edit(edit: Edit): Edit | undefined;
}

export interface OpenFile {
  /** The façade of the current text. Replaced, never changed, by `update`. */
  readonly file: LanguageFile;
  /** Present when offsets of `file` are not those of the text that was opened. Facts always speak of the text. */
  readonly host?: Host | undefined;
  /** Serialisable facts of the current text; computed on first use. `role` is what the configuration says the file is for, if anything. */
  facts(role?: string): FileFacts;
  /** `text` is the result of applying `changes` in order. Never throws on any text. */
  update(changes: readonly TextChange[], text: string): void;
  /** Frees what the garbage collector does not know of. */
  dispose(): void;
}

/** Says that a text cannot be read without what is not loaded yet. */
export class NotLoaded extends Error {}

export interface Language {
  readonly id: LanguageId;
  /** By path first, by the editor's language id for files without a telling name. */
  claims(path: string, editorLanguage?: string): boolean;
  /** Loads the parser; `open` may be called once this has resolved. */
  load(): Promise<void>;
  readonly isLoaded: boolean;
  /** Most texts that are read once can be read without the parser: of another, `open` throws `NotLoaded`. */
  readonly loadsLate?: true;
  /** Never throws otherwise: broken input is a façade with problems. What is opened to be read once may still be edited, but starts anew with the first edit. */
  open(path: string, text: string, isReadOnce?: boolean): OpenFile;
}
