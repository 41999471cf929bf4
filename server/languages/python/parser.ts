/** The Python grammar behind web-tree-sitter: loading it, parsing, and the duty to free its trees. */
import { Edit, Language, Parser, type Tree } from "web-tree-sitter";

export type { Tree } from "web-tree-sitter";
export type ReadWasm = (name: "web-tree-sitter" | "tree-sitter-python") => Promise<Uint8Array>;

export interface Grammar {
  readonly parser: Parser;
  /** Node type names and field names by the numbers the cursor gives. */
  readonly types: readonly string[];
  readonly isNamed: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

let loading: Promise<Grammar> | undefined;
let loaded: Grammar | undefined;

/** Loads once per process; a failed attempt may be repeated. */
export function loadGrammar(readWasm: ReadWasm): Promise<Grammar> {
  loading ??= load(readWasm).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

export function loadedGrammar(): Grammar | undefined {
  return loaded;
}

async function load(readWasm: ReadWasm): Promise<Grammar> {
  const [wasmBinary, python] = await Promise.all([readWasm("web-tree-sitter"), readWasm("tree-sitter-python")]);
  await Parser.init({ wasmBinary });
  const language = await Language.load(python);
  const parser = new Parser();
  parser.setLanguage(language);
  const types = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? "");
  const isNamed = types.map((_, id) => language.nodeTypeIsNamed(id));
  loaded = { parser, types, isNamed, fields: language.fields };
  return loaded;
}

/** One replacement in `before`, told to a tree so that the next parse can start from it. */
export function editTree(tree: Tree, before: string, start: number, oldEnd: number, inserted: string): void {
  const startPosition = pointAt(before, start);
  tree.edit(new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: start + inserted.length,
    startPosition,
    oldEndPosition: advance(startPosition, before.slice(start, oldEnd)),
    newEndPosition: advance(startPosition, inserted),
  }));
}

function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

function advance(from: { row: number; column: number }, text: string): { row: number; column: number } {
  const { row, column } = pointAt(text, text.length);
  return { row: from.row + row, column: row > 0 ? column : from.column + column };
}
