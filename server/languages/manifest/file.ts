/** Text of a manifest in, façade out; never throws. */
import type { ManifestFile, ManifestFormat } from "../../../rules/api.ts";
import { readConda } from "./formats/conda.ts";
import { readLock } from "./formats/locks.ts";
import { readNpmrc, readPackageJson, readPnpmWorkspace } from "./formats/package-json.ts";
import { readPipfile } from "./formats/pipfile.ts";
import { readPyproject } from "./formats/pyproject.ts";
import { readRequirements } from "./formats/requirements.ts";
import { readSetupCfg } from "./formats/setup-cfg.ts";
import { type ReadFormat, type ReadManifest, unpublished } from "./formats/shape.ts";
import { ecosystemOf, formatOf } from "./kinds.ts";

export interface OpenManifest {
  readonly file: ManifestFile;
  readonly read: ReadManifest;
}

/** setup.py is a program: the Python language reads it. */
const readers: Readonly<Record<Exclude<ManifestFormat, "setup-py">, ReadFormat>> = {
  "pip-requirements": readRequirements, "pip-source": readRequirements, "pip-constraints": readRequirements,
  pyproject: readPyproject, "setup-cfg": readSetupCfg, pipfile: readPipfile, conda: readConda,
  "package-json": readPackageJson, "pnpm-workspace": readPnpmWorkspace, npmrc: readNpmrc,
  lockfile: (text, _format, path) => ({ lock: readLock(text, path.slice(path.lastIndexOf("/") + 1)) }),
};

const nothing: ReadManifest = {
  dependencies: [], includes: [], comments: [], namedStrings: [], problems: [], place: { start: 0, end: 0 }, packageName: undefined, tool: undefined,
  publication: unpublished, members: [], overridden: [], lockfileOff: undefined, isCompiled: false, isPartial: false, lock: undefined,
};

export function readManifest(path: string, text: string, previous?: OpenManifest): OpenManifest {
  const named = formatOf(path);
  const format = named === undefined || named === "setup-py" ? "pip-requirements" : named;
  if (previous && previous.file.text === text) return previous;
  const read = { ...nothing, ...readSafely(path, text, format) };
  const file: ManifestFile = {
    path, text, language: "manifest", format, ecosystem: ecosystemOf(format, path), problems: read.problems,
    packageName: read.packageName, publication: read.publication,
    dependencies: () => read.dependencies,
    includes: () => read.includes,
    comments: () => read.comments,
    namedStrings: () => read.namedStrings,
    slice: (at) => text.slice(at.start, at.end),
  };
  return { file, read };
}

/** Parsers recurse: absurdly deep nesting overflows the stack, and is no manifest. */
function readSafely(path: string, text: string, format: keyof typeof readers): Partial<ReadManifest> {
  try {
    return readers[format](text, format, path);
  } catch (error) {
    return { isPartial: true, problems: [{ at: { start: 0, end: 0 }, message: `The file could not be read: ${error instanceof Error ? error.message : String(error)}` }] };
  }
}
