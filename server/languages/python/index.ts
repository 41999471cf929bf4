/** The Python language: claims sources, follows edits, hands out façades. */
import type { FileFacts } from "../../../rules/api.ts";
import type { Language, OpenFile } from "../../engine/language.ts";
import { openDocument } from "./document.ts";
import { pythonFacts } from "./facts.ts";
import { ParsedPython, PythonKnowledge } from "./file.ts";
import { withSetup } from "./setup-script.ts";
import { withService } from "./starts.ts";
import { loadGrammar, loadedGrammar, type ReadWasm } from "./parser.ts";

const sources = /\.py[wi]?$|(^|\/)(SConstruct|SConscript|wscript)$/;

export function pythonLanguage(readWasm: ReadWasm): Language {
  return {
    id: "python",
    claims: (path, editorLanguage) => sources.test(path) || editorLanguage === "python",
    load: async () => { await loadGrammar(readWasm); },
    get isLoaded() { return loadedGrammar() !== undefined; },
    loadsLate: true,
    open: openPython,
  };
}

export function openPython(path: string, text: string, isReadOnce = false): OpenFile {
  let document = openDocument(text, isReadOnce);
  let knowledge = new PythonKnowledge(path, isReadOnce);
  const parse = () => new ParsedPython(path, document.text, document, knowledge);
  let told: { readonly role: string | undefined; readonly facts: FileFacts } | undefined;
  const open: OpenFile & { file: ParsedPython } = {
    file: parse(),
    facts: (role) => {
      if (told?.role !== role) told = undefined;
      return (told ??= { role, facts: withService(open.file, withSetup(open.file, pythonFacts(open.file, role))) }).facts;
    },
    update: (changes, next) => {
      if (knowledge.isReadOnce) [document, knowledge] = [openDocument(next, false), new PythonKnowledge(path, false)];
      else document.update(changes, next);
      open.file = parse();
      told = undefined;
    },
    dispose: () => {},
  };
  return open;
}
