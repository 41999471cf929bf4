/** The Python grammar behind web-tree-sitter: loading it, parsing, and the duty to free its trees. */
import type { Parser } from "web-tree-sitter";
import { TreeMemory, type WasmMemory } from "./memory.ts";
import { topLevelByCursor, type RawStatement } from "./raw.ts";

export type { Tree } from "web-tree-sitter";
export type ReadWasm = (name: "web-tree-sitter" | "tree-sitter-python") => Promise<Uint8Array>;

/** Node type names and field names by the numbers the cursor gives. */
export interface Symbols {
  readonly types: readonly string[];
  readonly isNamed: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

export interface Grammar extends Symbols {
  readonly parser: Pick<Parser, "parse">;
  /** Undefined where it does not read what the cursor tells. */
  readonly memory: TreeMemory | undefined;
}

/** The standard library of the language does not describe it. */
interface Platform {
  readonly WebAssembly: { readonly Memory: new (pages: typeof memoryPages) => WasmMemory };
}

/** What the parser would ask for itself. */
const memoryPages = { initial: 512, maximum: 32768 } as const;

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
  const [{ Language, Parser }, wasmBinary, python] = await Promise.all([import("web-tree-sitter"), readWasm("web-tree-sitter"), readWasm("tree-sitter-python")]);
  const memory = new (globalThis as unknown as Platform).WebAssembly.Memory(memoryPages);
  await Parser.init({ wasmBinary, wasmMemory: memory });
  const language = await Language.load(python);
  const parser = fromTheStart(new Parser().setLanguage(language));
  const types = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? "");
  const isNamed = types.map((_, id) => language.nodeTypeIsNamed(id));
  const symbols: Symbols = { types, isNamed, fields: language.fields };
  loaded = { ...symbols, parser, memory: trusted({ ...symbols, parser, memory: undefined }, () => new TreeMemory(memory, (language as unknown as { readonly 0: number })[0], symbols)) };
  return loaded;
}

/** A reading that was stopped on its way would be taken up by the next one. */
function fromTheStart(parser: Parser): Pick<Parser, "parse"> {
  let isReading = false;
  return {
    parse(...given) {
      if (isReading) parser.reset();
      isReading = true;
      const tree = parser.parse(...given);
      isReading = false;
      return tree;
    },
  };
}

/** Enough to notice another layout, and nothing to wait for: `test/fuzz/tree-memory.test.ts` compares whole texts. */
const sample = "@a\nclass B(C):\n    d = e.f(g=1)  # h\nif (";

/** Another parser than the one that was looked into is left to its cursor. */
function trusted(grammar: Grammar, make: () => TreeMemory): TreeMemory | undefined {
  const tree = grammar.parser.parse(sample);
  if (!tree) return undefined;
  const told = (statements: Iterable<RawStatement>) => JSON.stringify(Array.from(statements, (one) => [one.type, one.start, one.end, one.isBroken, one.read([])]));
  try {
    const memory = make();
    return told(memory.topLevel(tree)) === told(topLevelByCursor(tree, grammar)) ? memory : undefined;
  } catch {
    return undefined; // a place outside the memory: another layout
  } finally {
    tree.delete();
  }
}
