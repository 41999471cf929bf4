/** Reads pyproject.toml: PEP 621, PEP 735, Poetry 1 and 2, uv, PDM and Hatch. */
import type { Dependency, DependencyGroup, ManifestInclude, Publication, Span } from "../../../../rules/api.ts";
import type { LockTool } from "../../../../rules/facts/manifest.ts";
import { type Data, type DataTable, entriesAt, entryAt, flagAt, textAt, textsAt, valueAt, namedStringsOf } from "../data.ts";
import { pythonKey, readRequirement } from "../requirement.ts";
import { readToml } from "../toml.ts";
import { poetryEntries } from "./poetry.ts";
import { isDevelopmentName, type ReadFormat, serves } from "./shape.ts";
import { revisionPin } from "../pins.ts";

export const readPyproject: ReadFormat = (text) => {
  const { root, comments, problems } = readToml(text);
  const own = textAt(root, "project", "name") ?? textAt(root, "tool", "poetry", "name");
  const poetry = poetryEntries(root);
  const listed = [...standardLists(root), ...toolLists(root)].flatMap(({ list, group, groupName }) => readList(list, group, groupName));
  const sources = valueAt(root, "tool", "uv", "sources");
  const enriched = new Set(entriesAt(root, "project").some(({ key }) => key === "dependencies") ? poetry.map(({ key }) => key) : []);
  const dependencies = [
    ...listed.filter((one) => !(enriched.has(one.key) && one.group === "runtime")).map((one) => withSource(one, sources)),
    ...poetry,
  ].filter((one) => own === undefined || one.key !== pythonKey(own)).sort((a, b) => a.at.start - b.at.start);
  const name = entryAt(root, "project", "name") ?? entryAt(root, "tool", "poetry", "name");
  return {
    dependencies, comments, problems, packageName: own, namedStrings: namedStringsOf(root),
    includes: dynamicFiles(root),
    place: name ? name.value.at : firstKey(root),
    tool: toolOf(root),
    publication: publicationOf(root, dependencies),
    members: [...textsAt(root, "tool", "uv", "workspace", "members"), ...textsAt(root, "tool", "uv", "workspace", "exclude").map((glob) => `!${glob}`)],
    overridden: [...textsAt(root, "tool", "uv", "override-dependencies"), ...textsAt(root, "tool", "uv", "exclude-dependencies"), ...textsAt(root, "tool", "uv", "constraint-dependencies")]
      .flatMap((one) => readRequirement(one, 0, { group: "constraint", groupName: "" })?.key ?? [])
      .concat(entriesAt(root, "tool", "pdm", "resolution", "overrides").map(({ key }) => pythonKey(key))),
    isPartial: problems.length > 0 || textsAt(root, "project", "dynamic").includes("dependencies"),
  };
};

interface ListPlace {
  readonly list: Data;
  readonly group: DependencyGroup;
  readonly groupName: string;
}

function standardLists(root: DataTable): ListPlace[] {
  const runtime = valueAt(root, "project", "dependencies");
  const named = (entries: ReturnType<typeof entriesAt>, otherwise: DependencyGroup) =>
    entries.map(({ key, value }): ListPlace => ({ list: value, groupName: key, group: isDevelopmentName(key) ? "development" : otherwise }));
  const build = valueAt(root, "build-system", "requires");
  return [
    ...(runtime ? [{ list: runtime, group: "runtime", groupName: "" } as const] : []),
    ...named(entriesAt(root, "project", "optional-dependencies"), "optional"),
    ...named(entriesAt(root, "dependency-groups"), "development"),
    ...(build ? [{ list: build, group: "build", groupName: "build-system" } as const] : []),
  ];
}

function toolLists(root: DataTable): ListPlace[] {
  const uv = valueAt(root, "tool", "uv", "dev-dependencies");
  const found: ListPlace[] = uv ? [{ list: uv, group: "development", groupName: "dev-dependencies" }] : [];
  for (const { key, value } of entriesAt(root, "tool", "pdm", "dev-dependencies")) found.push({ list: value, group: "development", groupName: key });
  for (const { key, value } of entriesAt(root, "tool", "hatch", "envs")) {
    for (const name of ["dependencies", "extra-dependencies"]) {
      const list = valueAt(value, name);
      if (list) found.push({ list, group: "development", groupName: `envs.${key}` });
    }
  }
  return found;
}

/** Strings of a list that are requirements; `{include-group = …}` and the like are not. */
export function readList(list: Data, group: DependencyGroup, groupName: string): Dependency[] {
  if (list.kind !== "list") return [];
  return list.items.flatMap((item) => {
    if (item.kind !== "string" || item.value.trim().startsWith("-")) return [];
    const found = readRequirement(item.value, item.innerAt.start, { group, groupName, isPlain: item.isPlain });
    return found ? [item.isPlain ? found : { ...found, at: item.innerAt, nameAt: item.innerAt }] : [];
  });
}

/** `[tool.uv.sources]` says where a name really comes from. */
function withSource(dependency: Dependency, sources: Data | undefined): Dependency {
  const source = entriesAt(sources).find(({ key }) => pythonKey(key) === dependency.key)?.value;
  if (source?.kind !== "table") return dependency;
  const text = (key: string) => textAt(source, key);
  if (text("git") !== undefined) return { ...dependency, source: "vcs", pin: text("tag") ? "fixed" : text("branch") ? "moving" : revisionPin(text("rev")), specifierAt: undefined };
  if (text("path") !== undefined || flagAt(source, "workspace")) return { ...dependency, source: text("path") ? "path" : "workspace", pin: "fixed", specifierAt: undefined };
  if (text("url") !== undefined) return { ...dependency, source: "url", pin: "fixed", specifierAt: undefined };
  return dependency; // another index: the version still floats
}

function dynamicFiles(root: DataTable): ManifestInclude[] {
  const dynamic = valueAt(root, "tool", "setuptools", "dynamic", "dependencies", "file");
  const hatch = valueAt(root, "tool", "hatch", "metadata", "hooks", "requirements_txt", "files");
  return [dynamic, hatch].flatMap((value) => (value?.kind === "list" ? value.items : value ? [value] : []))
    .flatMap((value) => (value.kind === "string" ? [{ target: value.value, as: "requirements" as const, at: value.at }] : []));
}

function toolOf(root: DataTable): LockTool | undefined {
  const tool = valueAt(root, "tool");
  if (valueAt(tool, "uv")) return "uv";
  if (valueAt(tool, "poetry") && (entryAt(tool, "poetry", "dependencies") ?? entryAt(tool, "poetry", "group") ?? /poetry/.test(textAt(root, "build-system", "build-backend") ?? "poetry"))) return "poetry";
  if (/^poetry\./.test(textAt(root, "build-system", "build-backend") ?? "")) return "poetry";
  if (/^uv_build/.test(textAt(root, "build-system", "build-backend") ?? "")) return "uv";
  if (valueAt(tool, "pdm") ?? (/^pdm\./.test(textAt(root, "build-system", "build-backend") ?? "") || undefined)) return "pdm";
  return undefined;
}

function publicationOf(root: DataTable, dependencies: readonly Dependency[]): Publication {
  const classifiers = [...textsAt(root, "project", "classifiers"), ...textsAt(root, "tool", "poetry", "classifiers")];
  const isPrivate = classifiers.some((one) => /^private\s*::/i.test(one)) || flagAt(root, "tool", "poetry", "package-mode") === false
    || flagAt(root, "tool", "uv", "package") === false || flagAt(root, "tool", "pdm", "distribution") === false;
  const dynamic = textsAt(root, "project", "dynamic");
  const isStrong = classifiers.length > 0 || dynamic.includes("classifiers") || dynamic.includes("version") && /setuptools_scm|hatch-vcs|versioningit|poetry-dynamic|flit|dunamai|pbr|setuptools-scm|versioneer/.test(textsAt(root, "build-system", "requires").join(" "));
  const isWeak = ["urls", "keywords", "license-files"].some((key) => entryAt(root, "project", key)) || ["homepage", "repository", "documentation", "keywords", "urls"].some((key) => entryAt(root, "tool", "poetry", key));
  return {
    isBuildable: (valueAt(root, "build-system") !== undefined && (textAt(root, "project", "name") ?? textAt(root, "tool", "poetry", "name")) !== undefined) || classifiers.length > 0,
    isPrivate,
    signs: isStrong ? "strong" : isWeak ? "weak" : "none",
    serves: serves(dependencies),
  };
}

function firstKey(root: DataTable): Span {
  const first = root.entries[0];
  return first ? first.keyAt : { start: 0, end: 0 };
}
