/** IPython's additions to Python, line by line: shell commands, magics, help; and which cells are not Python at all. */

export type LineKind =
  | { readonly is: "python" }
  /** The whole line is no Python; `name` as in `NotebookMagic`, `rest` from `restAt`. */
  | { readonly is: "magic"; readonly name: string; readonly from: number; readonly restAt: number }
  /** `files = !ls`: Python up to `from`. */
  | { readonly is: "assigned"; readonly name: string; readonly from: number; readonly restAt: number }
  /** `%time f(x)`: Python from `restAt`. */
  | { readonly is: "timed"; readonly name: string; readonly from: number; readonly restAt: number };

const python: LineKind = { is: "python" };
const automagic = /^(?:pip3?|conda|mamba|uv)[ \t]+(?:install|uninstall|list|freeze|show|pip|update|upgrade)\b|^(?:cd|ls|ll|mkdir|rm|cp|mv|cat|pwd)(?:[ \t]+[-./~\w][^=(]*)?$/;

/** `line` without its line break, at the start of a statement. */
export function lineKind(line: string): LineKind {
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  const code = line.slice(indent);
  const first = code.charAt(0);
  if (first === "!") return { is: "magic", name: "!", from: indent, restAt: indent + (code.startsWith("!!") ? 2 : 1) };
  const magic = /^%([A-Za-z_][\w.]*)[ \t]*/.exec(code);
  if (magic) {
    const [all, name = ""] = magic;
    const isTimed = (name === "time" || name === "prun") && /^[\w([{"'@]/.test(code.slice(all.length)) && code.length > all.length;
    return { is: isTimed ? "timed" : "magic", name, from: indent, restAt: indent + all.length };
  }
  if (first === "?" || /^[\w.*]+\?{1,2}[ \t]*$/.test(code)) return { is: "magic", name: "?", from: indent, restAt: indent };
  if (/^[/,;][A-Za-z_]/.test(code)) return { is: "magic", name: first, from: indent, restAt: indent + 1 };
  const assigned = /^[A-Za-z_][\w, \t.[\]'"]{0,80}=[ \t]*(!{1,2}|%)(?=[ \t]*\S)/.exec(code);
  if (assigned) {
    const at = indent + assigned[0].length;
    if (assigned[1] !== "%") return { is: "assigned", name: "!", from: at - (assigned[1]?.length ?? 1), restAt: at };
    const name = /^[A-Za-z_]\w*/.exec(line.slice(at))?.[0];
    if (name) return { is: "assigned", name, from: at - 1, restAt: at + name.length };
  }
  const bare = automagic.exec(code);
  if (bare) return { is: "magic", name: "!", from: indent, restAt: indent };
  return python;
}

/** Cell magics whose cell stays Python. */
const pythonCell = new Set(["time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "notify", "wandb", "python", "python3", "px", "skip", "heat", "scalene", "snakeviz", "debug", "mypy", "black", "flake8", "pycodestyle", "nbdev_export", "matplotlib", "ai_ignore", "local", "pyspark", "ipytest", "run_pytest", "pyinstrument", "memray_flamegraph", "cache", "cell"]);
const shellCell = new Set(["bash", "sh", "zsh", "script", "shell", "system", "!"]);
/** Databricks and its like write the language of a cell with one sign. */
const languageLine = new Set(["sql", "md", "scala", "r", "sh", "fs"]);

export interface CellKind {
  readonly is: "python" | "shell" | "other";
  /** The magic that says so; undefined for plain cells. */
  readonly name: string | undefined;
  readonly rest: string;
  /** Where its first line starts. */
  readonly from: number;
}

export function cellKind(source: string): CellKind {
  const [from, isFirst] = firstCodeLine(source);
  const line = /^[^\r\n]*/.exec(source.slice(from))?.[0] ?? "";
  const match = /^(%%?)(!|[A-Za-z_][\w.]*)[ \t]*(.*)$/.exec(line);
  const [, signs, name, rest = ""] = match ?? [];
  if (name === undefined || (signs !== "%%" && !(isFirst && languageLine.has(name)))) return { is: "python", name: undefined, rest: "", from };
  if (shellCell.has(name)) return { is: "shell", name, rest, from };
  return { is: signs === "%%" && pythonCell.has(name) ? "python" : "other", name, rest, from };
}

/** Where the first line stands that is neither blank nor a comment, and whether no comment stands before it: Colab reads cell magics below a form's title. */
function firstCodeLine(source: string): readonly [from: number, isFirst: boolean] {
  const first = /^\s*/.exec(source)?.[0].length ?? 0;
  let from = first;
  while (source.charAt(from) === "#") {
    from = lineEnd(source, from);
    from += /^\s*/.exec(source.slice(from))?.[0].length ?? 0;
  }
  return source.startsWith("%%", from) ? [from, from === first] : [first, true];
}

/** Offsets of the lines that begin a statement: neither inside brackets or strings nor continued. */
export function statementLines(source: string): ReadonlySet<number> {
  const found = new Set<number>([0]);
  let depth = 0;
  let quote = "";
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (quote) {
      if (character === "\\") at++;
      else if (source.startsWith(quote, at)) [at, quote] = [at + quote.length - 1, ""];
      else if (character === "\n" && quote.length === 1) quote = ""; // not closed: the damage ends with the line
      if (character !== "\n" || quote) continue;
    }
    if (character === "\n") {
      if (depth <= 0) found.add(at + 1);
    } else if (depth <= 0 && found.has(at) && isLineMagic(source, at)) at = lineEnd(source, at) - 1; // quotes in a command are not Python's
    else if (character === "#") at = lineEnd(source, at) - 1;
    else if (character === "\\") at += source.startsWith("\r\n", at + 1) ? 2 : 1;
    else if (character === '"' || character === "'") {
      quote = source.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      at += quote.length - 1;
    } else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
  }
  return found;
}

function isLineMagic(source: string, at: number): boolean {
  const kind = lineKind(source.slice(at, lineEnd(source, at)).replace(/\r$/, ""));
  return kind.is === "magic" || kind.is === "assigned";
}

/** The offset of the line's break. */
export function lineEnd(source: string, at: number): number {
  const found = source.indexOf("\n", at);
  return found < 0 ? source.length : found;
}
