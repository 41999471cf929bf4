/** The notebook language: Python over all code cells, with findings, fixes and facts in places of the notebook's text. */
import type { Edit, FileFacts, Notebook, PythonFile, Span } from "../../../rules/api.ts";
import { isCellsText } from "../../engine/cells.ts";
import { difference } from "../../engine/fix.ts";
import type { Host, Language, OpenFile } from "../../engine/language.ts";
import { openDocument, type PythonDocument } from "../python/document.ts";
import { pythonFacts } from "../python/facts.ts";
import { ParsedPython, PythonKnowledge } from "../python/file.ts";
import { loadGrammar, loadedGrammar, type ReadWasm } from "../python/parser.ts";
import type { MappedText } from "../shell/mapped.ts";
import { plainFile } from "../text/plain.ts";
import { CellLines, notebookCode, type NotebookCode } from "./code.ts";
import { readNotebook, type NotebookSource } from "./source.ts";

export function notebookLanguage(readWasm: ReadWasm): Language {
  return {
    id: "notebook",
    claims: (path, editorLanguage) => (/\.ipynb$/i.test(path) && editorLanguage !== "python") || editorLanguage === "jupyter-notebook",
    load: async () => { await loadGrammar(readWasm); },
    get isLoaded() { return loadedGrammar() !== undefined; },
    loadsLate: true,
    open: openNotebook,
  };
}

class NotebookPython extends ParsedPython {
  constructor(path: string, text: string, document: PythonDocument, knowledge: PythonKnowledge, readonly notebook: Notebook) {
    super(path, text, document, knowledge, "notebook");
  }
}

interface Reading extends NotebookCode {
  readonly source: NotebookSource;
}

export function openNotebook(path: string, text: string, isReadOnce = false): OpenFile {
  const lines = new CellLines();
  const first = read(path, text, lines);
  let { reading } = first;
  let document = openDocument(reading.code.text, isReadOnce);
  let knowledge = new PythonKnowledge(path, isReadOnce);
  let told: { readonly role: string | undefined; readonly facts: FileFacts } | undefined;
  const open: OpenFile & { file: PythonFile; host: Host } = {
    file: new NotebookPython(path, reading.code.text, document, knowledge, reading.notebook),
    host: first.host,
    facts: (role) => {
      if (told?.role !== role) told = undefined;
      return (told ??= { role, facts: placedFacts(pythonFacts(open.file, role), reading) }).facts;
    },
    update: (_changes, next) => {
      const before = reading.code.text;
      ({ reading, host: open.host } = read(path, next, lines));
      if (knowledge.isReadOnce) [document, knowledge] = [openDocument(reading.code.text, false), new PythonKnowledge(path, false)];
      else document.update([difference(before, reading.code.text)], reading.code.text);
      open.file = new NotebookPython(path, reading.code.text, document, knowledge, reading.notebook);
      told = undefined;
    },
    dispose: () => {},
  };
  return open;
}

function read(path: string, text: string, lines: CellLines): { reading: Reading; host: Host } {
  const source = readNotebook(text);
  const reading = { source, ...notebookCode(source.cells, lines) };
  return { reading, host: hostOf(path, text, reading) };
}

function hostOf(path: string, text: string, { source, code, notebook }: Reading): Host {
  const cellOf = (offset: number) => notebook.cells.findIndex(({ start, end }) => start <= offset && offset <= end);
  return {
    text,
    file: plainFile(path, isCellsText(text) ? "" : blanked(text, source), "text"),
    place: (at) => (source.cells.length > 0 && at.start <= code.text.length ? code.span(at.start, at.end) : undefined),
    edit: ({ at, text: replacement }): Edit | undefined => {
      if (cellOf(at.start) < 0 || cellOf(at.start) !== cellOf(at.end)) return undefined;
      return { at: editPlace(code, at), text: source.isJson ? JSON.stringify(replacement).slice(1, -1) : replacement };
    },
  };
}

/** Text added behind a character stays in that character's string; only at the start of a line does it go into the next. */
function editPlace(code: MappedText, at: Span): Span {
  if (at.end > at.start || at.start === 0 || code.text[at.start - 1] === "\n") return code.span(at.start, at.end);
  const { end } = code.span(at.start - 1, at.start);
  return { start: end, end };
}

/** The text with its code taken out, which is read as Python. */
function blanked(text: string, { cells }: NotebookSource): string {
  let result = "";
  let from = 0;
  for (const { at } of cells) {
    result += text.slice(from, at.start) + " ".repeat(at.end - at.start);
    from = at.end;
  }
  return result + text.slice(from);
}

function placedFacts(facts: FileFacts, { code, source }: Reading): FileFacts {
  return { ...facts, anchors: facts.anchors.map(({ start, end }) => code.span(start, end)), ...(source.isJson && { isQuoted: true as const }) };
}
