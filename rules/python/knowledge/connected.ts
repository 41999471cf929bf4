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
  return (path) => new Set([...closure(path, (one) => imports.get(one) ?? []), ...[...closure(path, (one) => importers.get(one) ?? [])].flatMap((importer) => [...closure(importer, (one) => imports.get(one) ?? [])])]);
}

function closure(start: string, next: (path: string) => Iterable<string>): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const path of seen) for (const other of next(path)) seen.add(other);
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
