/** What the engine asks of a language: claim a file, turn text into a façade, follow edits. Parsers stay behind it. */
import type { DockerFile, FileFacts, JavaScriptFile, LanguageId, ManifestFile, PythonFile, Span, TextFile, YamlFile } from "../../rules/api.ts";

export type LanguageFile = PythonFile | JavaScriptFile | YamlFile | DockerFile | ManifestFile | TextFile;

/** One replacement, against the text that the change before it left. */
export interface TextChange {
  readonly at: Span;
  readonly text: string;
}

export interface OpenFile {
  /** The façade of the current text. Replaced, never changed, by `update`. */
  readonly file: LanguageFile;
  /** Serialisable facts of the current text; computed on first use. */
  facts(): FileFacts;
  /** `text` is the result of applying `changes` in order. Never throws on any text. */
  update(changes: readonly TextChange[], text: string): void;
  /** Frees what the garbage collector does not know of. */
  dispose(): void;
}

export interface Language {
  readonly id: LanguageId;
  /** By path first, by the editor's language id for files without a telling name. */
  claims(path: string, editorLanguage?: string): boolean;
  /** Loads the parser; `open` may be called once this has resolved. */
  load(): Promise<void>;
  readonly isLoaded: boolean;
  /** Never throws: broken input is a façade with problems. */
  open(path: string, text: string): OpenFile;
}
