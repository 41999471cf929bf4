/** Reads yarn.lock, version 1 and berry: blocks headed by the requirements that one version answers. */
import { lines, type LockReader, VersionTable, withoutBlanks } from "./lock-table.ts";

export const readYarnLock: LockReader = (text) => {
  const table = new VersionTable();
  const requested: [string, string][] = [];
  let names: { readonly name: string; readonly specifier: string }[] = [];
  for (const line of lines(text)) {
    if (line === "" || line.startsWith("#")) continue;
    if (!line.startsWith(" ")) {
      names = line.endsWith(":") ? line.slice(0, -1).split(",").flatMap((one) => readDescriptor(one.trim().replace(/^"|"$/g, ""))) : [];
      for (const { name } of names) table.add(name, "");
      continue;
    }
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1];
    if (!version) continue;
    const known = /^0\.0\.0-use\.local$/.test(version) ? "" : version;
    for (const { name, specifier } of names) {
      table.add(name, known);
      requested.push([`${name}@${specifier}`, known]);
    }
    names = [];
  }
  return { packages: withoutBlanks(table.record), requested: Object.fromEntries(requested) };
};

/** `react@^18`, `@scope/x@npm:^1`: the protocol of the registry says nothing. */
function readDescriptor(text: string): { name: string; specifier: string }[] {
  const mark = text.indexOf("@", 1);
  if (mark < 0) return [];
  return [{ name: text.slice(0, mark).toLowerCase(), specifier: text.slice(mark + 1).replace(/^npm:(?!.*@)/, "") }];
}
