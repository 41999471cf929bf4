/** Reads conda's environment.yml with its pip section. */
import type { Dependency, ManifestInclude } from "../../../../rules/api.ts";
import { type Data, type DataString, entryAt, itemsAt, namedStringsOf, textAt } from "../data.ts";
import { condaPin, isTemplate } from "../pins.ts";
import { readRequirement } from "../requirement.ts";
import { readYaml } from "../yaml.ts";
import { type ReadFormat, serves, unpublished } from "./shape.ts";

export const readConda: ReadFormat = (text) => {
  const { root, comments, problems } = readYaml(text);
  const items = itemsAt(root, "dependencies");
  const dependencies = items.flatMap((item) => (item.kind === "string" ? condaRequirement(item) : pipItems(item).flatMap(pipRequirement)));
  return {
    dependencies, comments, problems, namedStrings: namedStringsOf(root),
    includes: items.flatMap((item) => pipItems(item).flatMap(pipInclude)),
    packageName: textAt(root, "name"),
    place: (entryAt(root, "dependencies") ?? root.entries[0])?.keyAt ?? { start: 0, end: 0 },
    publication: { ...unpublished, serves: serves(dependencies) },
    isPartial: problems.length > 0,
  };
};

function pipItems(item: Data): DataString[] {
  return itemsAt(item, "pip").flatMap((one) => (one.kind === "string" ? [one] : []));
}

function condaRequirement(item: DataString): Dependency[] {
  const match = /^\s*((?:[\w./-]+::)?)([A-Za-z0-9_][\w.-]*)(\s*)/.exec(item.value);
  if (!match || isTemplate(item.value)) return [];
  const [lead = "", channel = "", name = ""] = match;
  const rest = item.value.slice(lead.length);
  const bracket = rest.startsWith("[");
  const nameStart = item.innerAt.start + lead.indexOf(name, channel.length);
  const specifier = rest.trim();
  const specifierStart = specifier === "" ? nameStart + name.length : item.innerAt.start + lead.length;
  return [{
    name, key: name.toLowerCase(), ecosystem: "conda",
    at: item.innerAt, nameAt: item.isPlain ? { start: nameStart, end: nameStart + name.length } : item.innerAt,
    specifier, specifierAt: item.isPlain && !bracket ? { start: specifierStart, end: specifierStart + specifier.length } : undefined,
    pinWith: "=", extras: [], marker: "", group: "runtime", groupName: "", source: "registry",
    pin: bracket ? "unknown" : condaPin(specifier), hashes: 0,
  }];
}

function pipRequirement(item: DataString): Dependency[] {
  const option = /^\s*(?:-e|--editable)[\s=]+/.exec(item.value);
  if (!option && item.value.trimStart().startsWith("-")) return [];
  const from = option?.[0].length ?? 0;
  const found = readRequirement(item.value.slice(from), item.innerAt.start + from, { group: "runtime", groupName: "pip", isPlain: item.isPlain });
  return found ? [item.isPlain ? found : { ...found, at: item.innerAt, nameAt: item.innerAt }] : [];
}

function pipInclude(item: DataString): ManifestInclude[] {
  const match = /^\s*(-r|-c|--requirement|--constraint)[\s=]*(\S+)/.exec(item.value);
  return match ? [{ target: (match[2] ?? "").replace(/^file:/, ""), as: match[1] === "-c" || match[1] === "--constraint" ? "constraints" : "requirements", at: item.innerAt }] : [];
}
