/** Which files are manifests or lockfiles, by name. */
import type { Ecosystem, ManifestFormat } from "../../../rules/api.ts";
import { lockReader } from "./formats/locks.ts";

const byName: Readonly<Record<string, ManifestFormat>> = {
  "pyproject.toml": "pyproject", "setup.cfg": "setup-cfg", Pipfile: "pipfile", "environment.yml": "conda", "environment.yaml": "conda",
  "package.json": "package-json", "pnpm-workspace.yaml": "pnpm-workspace", ".npmrc": "npmrc", ".yarnrc": "npmrc",
};

/** Few suffixes only: `environment-failure.yaml` is rather some other tool's, and a claimed file is lost to the YAML rules. */
const condaName = /^(?:conda[-_.]?)?env(?:ironment)?[-_.](?:dev|gpu|cpu|cuda\w*|test|tests|docs?|linux|osx|mac|macos|win|windows|full|minimal|train|training|inference|conda|py\d+)\.ya?ml$|^(?:\w+_)?conda[-_]dependencies(?:_\w+)?\.ya?ml$|^conda(?:[-_.](?:env|environment|dev|gpu|cpu)(?:[-_.]\w+)?)?\.ya?ml$/i;

export function formatOf(path: string): ManifestFormat | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (Object.hasOwn(byName, name)) return byName[name];
  if (lockReader(name)) return "lockfile";
  if (condaName.test(name)) return "conda";
  if (/\.in$/.test(name)) return /^(?:requirements|[\w.-]*[-_.]requirements|requirements[-_.][\w.-]*)\.in$/.test(name) || /(?:^|\/)requirements\/[^/]+$/.test(path) ? "pip-source" : undefined;
  if (!/\.txt$/.test(name)) return undefined;
  if (/^(?:constraints?(?:[-_.][\w.-]*)?|[\w.-]*[-_.]constraints?)\.txt$/i.test(name)) return "pip-constraints";
  if (/requirements\.txt$/i.test(name) || /^requirements?[-_.\d][\w.-]*\.txt$/i.test(name) || /(?:^|\/)requirements\/[^/]+$/.test(path)) return "pip-requirements";
  return includedName.test(name) ? "pip-requirements" : undefined;
}

/** What requirements files include by `-r` is often called so; other texts are too, so their content has to say the rest. */
const includedName = /^(?:base|common|core|main|dev|develop|development|prod|production|test|tests|testing|local|ci|docs?|deps?|dependencies|packages|pip|lint|extras?|build|gpu|cpu)\.txt$/i;

/** A file of such a name is one when every line reads as a requirement and some line says a version or includes another file. */
export function isNamedVaguely(path: string): boolean {
  return includedName.test(path.slice(path.lastIndexOf("/") + 1)) && !/(?:^|\/)requirements\/[^/]+$/.test(path);
}

export function ecosystemOf(format: ManifestFormat, path: string): Ecosystem {
  if (format === "conda") return "conda";
  if (format === "package-json" || format === "npmrc" || format === "pnpm-workspace") return "npm";
  return format === "lockfile" && /(?:package-lock\.json|shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock)$/.test(path) ? "npm" : "python";
}
