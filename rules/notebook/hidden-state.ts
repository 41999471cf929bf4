/** A cell uses a name that no cell above it defines: it worked only because of what the kernel still remembered. */
import { notebookRule, type Notebook, type PyName, type PyNode, type PythonFile, type Span } from "../api.ts";
import { pythonBuiltins } from "./knowledge/names.ts";

export default notebookRule({
  id: "notebook/hidden-state",
  title: "Name that only the running kernel knows",
  severity: { default: "error", later: "warning" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A kernel remembers what deleted, changed and later cells once defined. A name that no cell above defines works for its author and
raises NameError for everybody else: in review, in a scheduled run, on the day the result has to be made again.`,
  remedy: "Define the name in a cell above its first use, then restart the kernel and run all cells.",
  silent: `After star imports, \`%run\`, \`%store\`, \`exec\`, \`globals()\` and magics that define names out of sight; names of a parameters cell;
cells of other languages and cells that cannot be parsed; names that are caught by \`except NameError\`. Inside functions, where a later cell may define the name before the call.`,
  references: ["https://leomurta.github.io/papers/pimentel2019a.pdf"],
  examples: [
    {
      title: "Its cell was deleted",
      bad: '{"cells": [\n{"cell_type": "code", "source": "import pandas as pd\\ndf = pd.read_csv(\\"a.csv\\")"},\n{"cell_type": "code", "source": "clean = df.drop(columns=«unused»)"}\n]}\n',
      good: '{"cells": [\n{"cell_type": "code", "source": "import pandas as pd\\ndf = pd.read_csv(\\"a.csv\\")"},\n{"cell_type": "code", "source": "unused = [\\"id\\"]\\nclean = df.drop(columns=unused)"}\n]}\n',
    },
    {
      title: "Its cell stands below",
      bad: '{"cells": [\n{"cell_type": "code", "source": "print(«total»)"},\n{"cell_type": "code", "source": "total = 3"}\n]}\n',
      good: '{"cells": [\n{"cell_type": "code", "source": "total = 3"},\n{"cell_type": "code", "source": "print(total)"}\n]}\n',
    },
  ],
  *check(file) {
    const { notebook } = file;
    if (!notebook || definesOutOfSight(file, notebook)) return;
    const definitions = firstDefinitions(file);
    const said = new Set<string>();
    for (const name of file.collect(looseNames)) {
      if (said.has(name.id)) continue;
      const defined = definitions.get(name.id);
      if (defined !== undefined && defined <= name.start) continue;
      if (file.bindingsOf(name).length > 0) continue; // bound in a scope of its own
      said.add(name.id);
      const later = defined !== undefined;
      yield {
        at: { start: name.start, end: name.end }, ...(later && { variant: "later" }), confidence: "likely",
        message: later
          ? `\`${name.id}\` is used here but defined only in a cell below: restarting and running all cells stops here with NameError. Move its definition above.`
          : `No cell defines \`${name.id}\`: it lives only in the kernel of whoever ran a cell that is gone, and everybody else gets NameError. Define it above.`,
        ...(later && { related: [{ at: { start: defined, end: defined + name.id.length }, message: "defined here" }] }),
      };
    }
  },
});

/** Names that are looked up as their cell runs. */
function looseNames(file: PythonFile): readonly PyName[] {
  return file.here.nodes("Name").filter((name) => !pythonBuiltins.has(name.id) && !isDefinition(name) && !isSheltered(file, name));
}

/** Magics that leave the namespace as it is. */
const harmless = new Set(["!", "?", "matplotlib", "load_ext", "reload_ext", "autoreload", "time", "timeit", "config", "pip", "conda", "mamba", "uv", "cd", "ls", "pwd", "env", "set_env", "who", "whos", "bash", "sh", "html", "HTML", "javascript", "js", "latex", "markdown", "svg", "writefile", "file", "capture", "prun", "memit", "lsmagic", "precision", "reset_selective", "system", "sx", "tensorboard", "xmode", "pdb", "debug", "aimport", "md", "mkdir", "cat", "wandb", "watermark", "sql", "script", "history", "hist", "pinfo", "colors", "alias", "notebook", "nbdev_export", "mypy", "black", "flake8", "skip", "cell", "fs", "psource"]);

function definesOutOfSight(file: PythonFile, { magics, cells }: Notebook): boolean {
  if (magics.some((magic) => !harmless.has(magic.name) || (magic.name === "capture" && magic.rest !== "") || (magic.name === "sql" && /<<|--save/.test(magic.rest)) || (magic.isWholeCell && /(?:^|\s)--(?:out|err|proc)\b/.test(magic.rest)))) return true;
  if (cells.some((cell) => !cell.isPython) && magics.some((magic) => magic.isWholeCell && !harmless.has(magic.name))) return true;
  if (file.problems.length > 0) return true; // what cannot be read may define anything
  return file.collect(waysOutOfSight).length > 0;
}

function waysOutOfSight({ here }: PythonFile): readonly true[] {
  if (here.nodes("ImportFrom").some(({ names }) => names.some((alias) => alias.name === "*"))) return [true];
  return /\b(?:exec|globals|locals|setattr|run_line_magic|run_cell_magic|user_ns|inject|bootstrap_env)\b|[#][ \t]*(?:parameters|papermill)|\bdbutils\b|\bspark\b/.test(here.text) ? [true] : [];
}

/** Where each module-level name is first bound; names bound inside functions with `global` count from there. */
function firstDefinitions(file: PythonFile): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { id, at, behind } of file.collect(definitionsIn)) {
    const start = at ? at.start + behind : 0;
    if (start < (found.get(id) ?? Number.POSITIVE_INFINITY)) found.set(id, start);
  }
  return found;
}

/** A name that is bound, so many letters behind a place; without a place from the beginning on. */
interface Definition {
  readonly id: string;
  readonly at: Span | undefined;
  readonly behind: number;
}

function definitionsIn(file: PythonFile): readonly Definition[] {
  const { here } = file;
  const found: Definition[] = [];
  const note = (id: string, at: Span | undefined, behind = 0) => { found.push({ id, at, behind }); };
  for (const name of here.nodes("Name")) if (isDefinition(name) && !isInFunction(name)) note(name.id, name);
  for (const one of [...here.functions(), ...here.nodes("ClassDef")]) note(one.name, one);
  for (const { names } of here.nodes("Import")) for (const alias of names) note(alias.asname ?? alias.name.split(".")[0] ?? alias.name, alias);
  for (const { names } of here.nodes("ImportFrom")) for (const alias of names) note(alias.asname ?? alias.name, alias);
  for (const handler of here.nodes("Handler")) if (handler.name) note(handler.name, handler);
  for (const other of here.nodes("Other")) {
    const [keyword = "", name] = /^type\s+(\w+)/.exec(file.slice(other)) ?? []; // `type Row = dict[str, int]`
    if (name !== undefined) note(name, other, keyword.length - name.length);
  }
  for (const { names } of here.nodes("Global")) for (const id of names) note(id, undefined);
  for (const { cases } of here.nodes("Match")) for (const one of cases) for (const capture of one.captures) note(capture.id, capture);
  return found;
}

/** The name is bound here, or its place is one in which nothing is looked up. */
function isDefinition(name: PyName): boolean {
  for (let node: PyNode = name, parent = name.parent; parent; node = parent, parent = parent.parent) {
    switch (parent.kind) {
      case "Tuple": case "List": case "Starred": continue;
      case "Assign": return parent.targets.includes(node as PyName);
      case "AugAssign": case "AnnAssign": return parent.target === node;
      case "For": return parent.target === node;
      case "With": return parent.items.some(({ target }) => target === node);
      case "NamedExpr": return parent.target === node;
      case "Comprehension": return parent.clauses.some(({ target }) => target === node);
      case "Delete": return true;
      default: return false;
    }
  }
  return false;
}

function isInFunction(node: PyNode): boolean {
  for (let parent = node.parent; parent; parent = parent.parent) if (parent.kind === "FunctionDef" || parent.kind === "Lambda") return true;
  return false;
}

/** Runs later than it stands, or is prepared for the name to be missing, or could not be read. */
function isSheltered(file: PythonFile, name: PyName): boolean {
  for (let parent = name.parent; parent; parent = parent.parent) {
    if (parent.kind === "FunctionDef" || parent.kind === "Lambda" || parent.kind === "ClassDef" || parent.kind === "Unknown" || parent.kind === "Other") return true;
    if (parent.kind === "Comprehension" && file.bindingsOf(name).length > 0) return true;
    if (parent.kind === "Try") return true;
    if (parent.kind === "If" && /\bin\s+(?:dir|vars)\(/.test(file.slice(parent.test))) return true;
  }
  return false;
}
