/** Which files run in the same program as a file: those it imports and those that import it, followed to their ends. */
import type { Project } from "../../api.ts";
import type { PythonFacts } from "../../facts/python.ts";

const cache = new WeakMap<Project, (path: string) => ReadonlySet<string>>();

/** The file itself included. Notebooks and files without imports of the workspace are alone. */
export function connectedFiles(project: Project, path: string): ReadonlySet<string> {
  let known = cache.get(project);
  if (!known) cache.set(project, (known = finder(project)));
  return known(path);
}

function finder(project: Project): (path: string) => ReadonlySet<string> {
  const files = project.python();
  const byModule = modules([...files.keys()]);
  const imports = new Map([...files].map(([path, facts]) => [path, importedFiles(path, facts, byModule)]));
  const importers = new Map<string, string[]>();
  for (const [path, targets] of imports) for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), path]);
  const found = new Map<string, ReadonlySet<string>>();
  return (path) => {
    let known = found.get(path);
    if (!known) found.set(path, (known = connectedTo(path, imports, importers)));
    return known;
  };
}

function connectedTo(path: string, imports: ReadonlyMap<string, Iterable<string>>, importers: ReadonlyMap<string, Iterable<string>>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const importer of closure(path, importers)) closure(importer, imports, found);
  return found;
}

/** Adds what is reached from `start`; what of `seen` is reached is there already. */
function closure(start: string, next: ReadonlyMap<string, Iterable<string>>, seen: Set<string> = new Set()): ReadonlySet<string> {
  const waiting = seen.has(start) ? [] : [start];
  for (const path of waiting) {
    seen.add(path);
    for (const other of next.get(path) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return seen;
}

/** Every dotted suffix of a path may be how it is imported: where Python's path starts is not known. */
function modules(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const parts = path.replace(/\.pyw?$/, "").replace(/\/__init__$/, "").split("/");
    for (let from = 0; from < parts.length; from++) {
      const name = parts.slice(from).join(".");
      const list = found.get(name);
      if (list) list.push(path);
      else found.set(name, [path]);
    }
  }
  return found;
}

function importedFiles(path: string, facts: PythonFacts, byModule: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const symbol of [...Object.values(facts.imports), ...facts.stars]) {
    const dotted = symbol.replace(/^[=:]/, "").replace(/^\.+/, "");
    for (const name of [dotted, dotted.split(".").slice(0, -1).join(".")]) for (const other of byModule.get(name) ?? []) if (other !== path) found.add(other);
  }
  return found;
}
