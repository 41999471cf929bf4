/** Reads package.json, pnpm-workspace.yaml and .npmrc. */
import type { Dependency, DependencyGroup, NamedString, Publication } from "../../../../rules/api.ts";
import type { LockTool } from "../../../../rules/facts/manifest.ts";
import { type Data, type DataEntry, type DataTable, entriesAt, entryAt, flagAt, namedStringsOf, textAt, textsAt, valueAt } from "../data.ts";
import { readJson } from "../json.ts";
import { npmAlias, npmPin } from "../pins.ts";
import { hashComments, readYaml } from "../yaml.ts";
import { type ReadFormat, unpublished } from "./shape.ts";

const groups: readonly (readonly [string, DependencyGroup])[] = [["dependencies", "runtime"], ["optionalDependencies", "optional"], ["devDependencies", "development"]];

export const readPackageJson: ReadFormat = (text) => {
  const { root, problems, comments } = readJson(text);
  const dependencies = groups.flatMap(([key, group]) => readEntries(entriesAt(root, key), group, key)).sort((a, b) => a.at.start - b.at.start);
  const name = entryAt(root, "name");
  return {
    dependencies, problems, comments, namedStrings: namedStringsOf(root),
    packageName: textAt(root, "name"),
    place: name ? name.value.at : (groups.map(([key]) => entryAt(root, key)).find(Boolean) ?? root.entries[0])?.keyAt ?? { start: 0, end: 0 },
    tool: toolOf(root),
    entryPoints: entryPointsOf(root),
    publication: publicationOf(root, dependencies),
    members: [...textsAt(root, "workspaces"), ...textsAt(root, "workspaces", "packages")],
    overridden: [["overrides"], ["resolutions"], ["pnpm", "overrides"]].flatMap((keys) => entriesAt(root, ...keys).flatMap(overriddenNames)),
    isPartial: problems.length > 0,
  };
};

function readEntries(entries: readonly DataEntry[], group: DependencyGroup, groupName: string): Dependency[] {
  return entries.flatMap(({ key, keyAt, value }) => {
    if (value.kind !== "string" || key === "//") return [];
    const { source, pin } = npmPin(value.value);
    const alias = npmAlias(value.value);
    const canPin = value.isPlain && source === "registry" && (alias === undefined || value.value[alias - 1] === "@");
    return [{
      name: key, key: key.toLowerCase(), ecosystem: "npm" as const, at: { start: keyAt.start, end: value.at.end }, nameAt: keyAt,
      specifier: value.value, specifierAt: canPin ? { start: value.innerAt.start + (alias ?? 0), end: value.innerAt.end } : undefined,
      pinWith: "" as const, extras: [], marker: "", group, groupName, source, pin, hashes: 0,
    }];
  });
}

/** `foo`, `foo@>=1 <2`, `**\/foo`, `bar>foo`: the packages that an override may decide. */
function overriddenNames({ key }: DataEntry): string[] {
  return key.split(/>(?!=)/).flatMap((part) => {
    const name = /^(?:\*\*\/)?((?:@[\w.-]+\/)?[A-Za-z_][\w.-]*)/.exec(part.trim())?.[1];
    const last = part.includes("/") && !part.startsWith("@") ? /([\w.-]+)$/.exec(part.replace(/@.*$/, ""))?.[1] : undefined;
    return [name, last].flatMap((one) => one?.toLowerCase() ?? []);
  });
}

const mainKeys = ["source", "module", "main", "types"];
const mostEntryPoints = 200;

/** https://nodejs.org/api/packages.html#package-entry-points; conditions are all kept, in the order written. */
function entryPointsOf(root: DataTable): Readonly<Record<string, readonly string[]>> | undefined {
  const found: Record<string, string[]> = {};
  const note = (name: string, value: Data | undefined): void => {
    const targets = value ? targetsIn(value) : [];
    if (targets.length > 0) found[name] = [...(found[name] ?? []), ...targets];
  };
  const exported = valueAt(root, "exports");
  if (exported && entriesAt(root, "exports").some(({ key }) => key.startsWith("."))) for (const { key, value } of entriesAt(root, "exports").slice(0, mostEntryPoints)) note(key, value);
  else note(".", exported);
  for (const key of mainKeys) note(".", valueAt(root, key));
  for (const { key, value } of entriesAt(root, "imports").slice(0, mostEntryPoints)) if (key.startsWith("#")) note(key, value);
  return Object.keys(found).length > 0 ? found : undefined;
}

/** The files below all conditions. */
function targetsIn(value: Data): string[] {
  if (value.kind === "string") return [value.value];
  if (value.kind === "list") return value.items.flatMap(targetsIn);
  return value.kind === "table" ? value.entries.flatMap((entry) => targetsIn(entry.value)) : [];
}

const managers: ReadonlySet<string> = new Set<LockTool>(["npm", "pnpm", "yarn", "bun"]);

function toolOf(root: DataTable): LockTool | undefined {
  const declared = textAt(root, "packageManager") ?? textAt(root, "devEngines", "packageManager", "name") ?? "";
  const name = declared.split("@")[0] ?? "";
  if (managers.has(name)) return name as LockTool;
  const engine = entriesAt(root, "engines").find(({ key }) => key !== "npm" && managers.has(key));
  return engine ? (engine.key as LockTool) : undefined;
}

/** Packages that a program which is run depends on, and a library hardly does. */
const runs = new Set(["express", "fastify", "koa", "next", "nuxt", "@nestjs/core", "@hapi/hapi", "@remix-run/serve", "react-scripts", "vite-plugin-ssr", "pm2", "gatsby", "@angular/core"]);
const publishingKeys = ["files", "exports", "publishConfig", "peerDependencies", "module", "types", "typings", "unpkg", "jsdelivr", "sideEffects"];

function publicationOf(root: DataTable, dependencies: readonly Dependency[]): Publication {
  const script = (name: string) => textAt(root, "scripts", name);
  const isExtension = valueAt(root, "engines", "vscode") !== undefined; // bundled and shipped whole, like an application
  const isStrong = publishingKeys.some((key) => entryAt(root, key)) || ["prepublishOnly", "prepublish", "prepack", "release"].some(script);
  const isWeak = textsAt(root, "keywords").length > 0 || entryAt(root, "bin") !== undefined;
  return {
    isBuildable: textAt(root, "name") !== undefined && textAt(root, "version") !== undefined,
    isPrivate: flagAt(root, "private") === true || textAt(root, "private") === "true" || isExtension,
    signs: isStrong ? "strong" : isWeak ? "weak" : "none",
    serves: script("start") !== undefined || dependencies.some(({ key, group }) => group === "runtime" && runs.has(key)),
  };
}

export const readPnpmWorkspace: ReadFormat = (text) => {
  const { root, problems, comments } = readYaml(text);
  const catalogs = [...entriesAt(root, "catalog"), ...entriesAt(root, "catalogs").flatMap(({ value }) => entriesAt(value))];
  return {
    comments, problems, namedStrings: namedStringsOf(root), tool: "pnpm",
    dependencies: readEntries(catalogs, "runtime", "catalog"),
    place: root.entries[0]?.keyAt ?? { start: 0, end: 0 },
    members: textsAt(root, "packages"),
    overridden: entriesAt(root, "overrides").flatMap(overriddenNames),
    isPartial: problems.length > 0,
    publication: { ...unpublished, isPrivate: true },
  };
};

const lockSwitches: Readonly<Record<string, LockTool>> = { "package-lock": "npm", lockfile: "pnpm", "--install.no-lockfile": "yarn", "no-lockfile": "yarn", "--no-lockfile": "yarn" };

/** `.npmrc` and yarn 1's `.yarnrc`. */
export const readNpmrc: ReadFormat = (text) => {
  const namedStrings: NamedString[] = [];
  let lockfileOff: { at: { start: number; end: number }; tool: LockTool; text: string } | undefined;
  for (const { key, value, keyAt, valueAt } of settings(text)) {
    const isOff = key.includes("no-lockfile") ? value === "true" : value === "false";
    const tool = Object.hasOwn(lockSwitches, key) ? lockSwitches[key] : undefined;
    if (tool && isOff) lockfileOff = { at: { start: keyAt.start, end: valueAt.end }, tool, text: text.slice(keyAt.start, valueAt.end) };
    if (value !== "") namedStrings.push({ name: key.replace(/^.*:/, ""), nameAt: keyAt, value, at: valueAt, innerAt: valueAt, how: "assignment", whole: true });
  }
  return { comments: hashComments(text, "#;"), namedStrings, lockfileOff, place: lockfileOff?.at ?? { start: 0, end: 0 } };
};

function* settings(text: string) {
  let offset = 0;
  for (const line of text.split("\n")) {
    const start = offset;
    offset += line.length + 1;
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const equals = line.indexOf("=");
    const cut = equals >= 0 ? equals : line.trimEnd().search(/\s+\S*$/);
    if (cut <= 0) continue;
    const place = (from: number, to: number) => {
      const part = line.slice(from, to);
      const at = start + from + part.length - part.trimStart().length;
      return { start: at, end: at + part.trim().length };
    };
    yield { key: line.slice(0, cut).trim(), value: line.slice(cut + 1).trim(), keyAt: place(0, cut), valueAt: place(cut + 1, line.length) };
  }
}
