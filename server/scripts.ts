/**
 * Loads the scripts of the bundle, each with what the engine compiled of it when much was last done with it: a scan runs most of its code a few times, and compiling that is a tenth of a short one.
 * What the platform keeps by itself (`module.enableCompileCache`) knows no function that is compiled when it is first called, which is nearly all of them.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { stopGrowing } from "./heap.ts";
import { writeKept } from "./workspace/kept.ts";

/** Smaller ones are compiled as fast as they are found. */
const worthKeeping = 16 * 1024;
/** Fewer files than this compile too little of a script. */
const leastWork = 50;
/** With so many times the work more of it is compiled. */
const muchMore = 4;

type Wrapped = (exports: object, require: (name: string) => unknown, module: Module, filename: string, dirname: string, url: string) => void;

interface Module {
  exports: object;
}

interface Loaded {
  readonly name: string;
  readonly script: Script;
  /** How many files were analysed when what was kept of it was compiled; 0 where the engine did not take it or there was nothing. */
  readonly work: number;
}

export class Scripts {
  private readonly modules = new Map<string, Module>();
  private readonly loaded: Loaded[] = [];
  private work = 0;

  /** Nothing is kept without a folder for it. Names are those of files in `folder`; other names are the platform's. */
  constructor(private readonly folder: string, private readonly kept: string | undefined) {}

  load(name: string): object {
    const known = this.modules.get(name);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    this.modules.set(name, module);
    const file = path.join(this.folder, name);
    const outside = createRequire(file);
    const run = this.compiled(name, file).runInThisContext() as Wrapped;
    run(module.exports, (wanted) => wanted.startsWith("./") ? this.load(wanted.slice(2)) : outside(wanted), module, file, this.folder, pathToFileURL(file).href);
    return module.exports;
  }

  /** So many more files were analysed. */
  worked(files: number): void {
    this.work += files;
  }

  /** Once the work is done. Never throws: what cannot be kept is compiled again. */
  keep(): void {
    const { kept, work } = this;
    if (kept === undefined || work < leastWork) return;
    stopGrowing();
    for (const { script, name, work: before } of this.loaded) {
      if (work >= muchMore * before) writeKept(placeOf(kept, name), sealed(script.createCachedData(), work));
    }
  }

  private compiled(name: string, file: string): Script {
    const source = readFileSync(file, "latin1"); // all of it is ASCII
    const code = `(function(exports,require,module,__filename,__dirname,__url){${source}\n})`;
    if (this.kept === undefined || source.length < worthKeeping) return new Script(code, { filename: file });
    const known = unsealed(placeOf(this.kept, name));
    const read = () => {
      stopGrowing(); // whoever starts a thread changes what the engine goes by, and it takes nothing that was compiled otherwise
      return new Script(code, { filename: file, cachedData: known?.compiled });
    };
    let script = read();
    if (known && script.cachedDataRejected) script = read(); // a thread may have started in between
    this.loaded.push({ name, script, work: known && script.cachedDataRejected === false ? known.work : 0 });
    return script;
  }
}

function placeOf(kept: string, name: string): string {
  return path.join(kept, `${isMainThread ? "main" : "thread"}-${name}`);
}

/** The engine believes what it is given: a byte that flipped on the disk would end the process. */
function sealed(compiled: Uint8Array, work: number): Uint8Array {
  const seal = Buffer.alloc(sealSize);
  seal.writeUInt32LE(crc32(compiled), 0);
  seal.writeUInt32LE(work, 4);
  return Buffer.concat([seal, compiled]);
}

function unsealed(file: string): { readonly compiled: Buffer; readonly work: number } | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined; // the first time
  }
  if (bytes.length <= sealSize) return undefined;
  const compiled = bytes.subarray(sealSize);
  return crc32(compiled) === bytes.readUInt32LE(0) ? { compiled, work: bytes.readUInt32LE(4) } : undefined;
}

const sealSize = 8;

const place = Symbol.for("preship.scripts");
const world = globalThis as { [place]?: Scripts };

/** Who loads what is loaded here; undefined in development. */
export function theScripts(): Scripts | undefined {
  return world[place];
}

export function setScripts(scripts: Scripts): Scripts {
  return (world[place] = scripts);
}
