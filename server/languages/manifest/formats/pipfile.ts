/** Reads Pipfile. */
import { entriesAt, entryAt, namedStringsOf } from "../data.ts";
import { readToml } from "../toml.ts";
import { pipfileForm, readKeyed } from "./poetry.ts";
import { type ReadFormat, serves, unpublished } from "./shape.ts";

const otherTables = new Set(["source", "requires", "scripts", "pipenv", "pipfile"]);

export const readPipfile: ReadFormat = (text) => {
  const { root, comments, problems } = readToml(text);
  const dependencies = root.entries.filter(({ key, value }) => !otherTables.has(key) && value.kind === "table")
    .flatMap(({ key }) => readKeyed(entriesAt(root, key), key === "packages" ? "runtime" : "development", key === "packages" ? "" : key, pipfileForm))
    .sort((a, b) => a.at.start - b.at.start);
  return {
    dependencies, comments, problems, namedStrings: namedStringsOf(root),
    place: entryAt(root, "packages")?.keyAt ?? root.entries[0]?.keyAt ?? { start: 0, end: 0 },
    tool: "pipenv",
    publication: { ...unpublished, isPrivate: true, serves: serves(dependencies) },
    isPartial: problems.length > 0,
  };
};
