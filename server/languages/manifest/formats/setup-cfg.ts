/** Reads setup.cfg: an INI file with requirement lists as indented lines. */
import type { Dependency, DependencyGroup, ManifestInclude, NamedString, Span } from "../../../../rules/api.ts";
import { readRequirement } from "../requirement.ts";
import { hashComments } from "../yaml.ts";
import { isDevelopmentName, type ReadFormat, serves, unpublished } from "./shape.ts";

export const readSetupCfg: ReadFormat = (text) => {
  const options = [...iniOptions(text)];
  const find = (section: string, key: string) => options.find((option) => option.section === section && option.key === key);
  const dependencies: Dependency[] = [];
  const includes: ManifestInclude[] = [];
  for (const option of options) {
    const group = groupOf(option);
    if (!group) continue;
    for (const line of option.lines) {
      const file = /^\s*file:\s*(\S+)/.exec(line.text)?.[1];
      if (file) includes.push({ target: file.replace(/,$/, ""), as: "requirements", at: { start: line.start, end: line.start + line.text.length } });
      const text = line.text.replace(/(?:^|\s)#.*$/, "");
      const read = file ? undefined : readRequirement(text, line.start, { group, groupName: option.key === "install_requires" ? "" : option.key });
      if (read) dependencies.push(read);
    }
  }
  const name = find("metadata", "name");
  const classifiers = find("metadata", "classifiers")?.lines.map((line) => line.text.trim()).filter(Boolean) ?? [];
  return {
    dependencies, includes, comments: hashComments(text, "#;"), namedStrings: options.flatMap(namedString),
    packageName: name?.lines[0]?.text.trim() || undefined,
    place: name?.at ?? options[0]?.at ?? { start: 0, end: 0 },
    publication: {
      ...unpublished, isBuildable: name !== undefined, isPrivate: classifiers.some((one) => /^private\s*::/i.test(one)), serves: serves(dependencies),
      signs: classifiers.length > 0 ? "strong" : find("metadata", "url") || find("metadata", "keywords") || find("metadata", "project_urls") ? "weak" : "none",
    },
  };
};

interface IniOption {
  readonly section: string;
  readonly key: string;
  readonly at: Span;
  readonly lines: { readonly text: string; readonly start: number }[];
}

function* iniOptions(text: string): Generator<IniOption> {
  let section = "";
  let current: IniOption | undefined;
  let offset = 0;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const start = offset;
    offset += raw.length + 1;
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]*)\]/.exec(line);
    const sign = header ? -1 : line.search(/[=:]/);
    if (header) section = header[1] ?? "";
    else if (/^\s/.test(line)) {
      current?.lines.push({ text: line, start });
      continue;
    }
    if (current) yield current;
    current = sign > 0 ? optionAt(section, line, start, sign) : undefined;
  }
  if (current) yield current;
}

function optionAt(section: string, line: string, start: number, sign: number): IniOption {
  const key = line.slice(0, sign).trim();
  const value = line.slice(sign + 1);
  const from = sign + 1 + value.length - value.trimStart().length;
  return { section, key, at: { start, end: start + key.length }, lines: [{ text: line.slice(from), start: start + from }] };
}

function groupOf({ section, key }: IniOption): DependencyGroup | undefined {
  if (section === "options") return key === "install_requires" ? "runtime" : key === "tests_require" ? "development" : key === "setup_requires" ? "build" : undefined;
  if (section === "options.extras_require") return isDevelopmentName(key) ? "development" : "optional";
  return undefined;
}

function namedString({ key, at, lines }: IniOption): NamedString[] {
  const [first, ...rest] = lines;
  const value = first?.text.trim() ?? "";
  if (!first || rest.length > 0 || value === "") return [];
  const valueAt = { start: first.start, end: first.start + first.text.trimEnd().length };
  return [{ name: key, nameAt: at, value, at: valueAt, innerAt: valueAt, how: "assignment", whole: true }];
}
