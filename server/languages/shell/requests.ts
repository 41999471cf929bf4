/** How each package manager writes a request for a package, and whether that request names one version. */
import type { PackageRequest } from "../../../rules/api.ts";
import { hole } from "./words.ts";

export type Read = Pick<PackageRequest, "name" | "version" | "pinnedForm">;

/** Undefined for paths, wheels and the like: what they name is already there. */
export const readers = { python: readPython, conda: readConda, npm: readNpm, gem: readGem, go: readGo, cargo: readCargo };

const commit = /^[0-9a-f]{7,64}$/i;
const versionLike = /^[^/]*\d+(\.\d+)+[^/]*$|^v?\d+$/;

/** https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
function readPython(written: string): Read | undefined {
  const value = (written.split(";", 1)[0] ?? "").trim();
  const direct = /^([\w.-]+(?:\[[^\]]*\])?)\s*@\s*(\S.*)$/.exec(value);
  if (direct && /:/.test(direct[2] ?? "")) return readRepository(direct[2] ?? "", bare(direct[1] ?? ""));
  if (/^[a-z+]+:/i.test(value)) return readRepository(value, value);
  if (isPath(value)) return undefined;
  const match = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\[[^\]]*\])?\s*(.*)$/s.exec(value);
  const [, name = value, extras = "", rest = ""] = match ?? [];
  const pinnedForm = `${name}${extras}==<version>`;
  if (!match) return { name: value, version: "unknown", pinnedForm };
  const version = rest === "" ? "none" : rest.startsWith("@") ? npmVersion(rest.slice(1)) : pythonVersion(rest);
  return { name, version, pinnedForm };
}

function pythonVersion(rest: string): PackageRequest["version"] {
  const clauses = rest.replace(/^\(|\)$/g, "").split(",").map((clause) => clause.trim());
  if (clauses.some((clause) => /^={2,3}\s*[^=]/.test(clause) && !clause.includes("*"))) return "pinned";
  if (rest.startsWith(hole)) return "unknown";
  return /^(==|~=|!=|[<>]=?)/.test(rest) ? "range" : "unknown";
}

/** A wheel or an archive is one file; a repository is what its ref says. */
function readRepository(url: string, name: string): Read | undefined {
  if (/^file:/i.test(url)) return undefined;
  const pinnedForm = `${name === url ? url.split(/[@#]/, 1)[0] : `${name} @ …`}@<commit sha>`;
  if (!/^(git|hg|svn|bzr)\+/i.test(url)) {
    return { name, version: /\/(archive|tarball|zipball)\/(refs\/heads\/)?(main|master|develop|dev|trunk|HEAD)(\.|$)/.test(url) ? "branch" : "pinned", pinnedForm: name === url ? "…/archive/<commit sha>.tar.gz" : `${name} @ …/archive/<commit sha>.tar.gz` };
  }
  const place = (url.split("#", 1)[0] ?? "").replace(/^[a-z+]+:\/\/(?:[^/]*@(?=[^/]*\/))?/i, "");
  const at = place.lastIndexOf("@");
  return { name, version: refVersion(at < 0 ? "" : place.slice(at + 1)), pinnedForm };
}

function refVersion(ref: string): PackageRequest["version"] {
  if (ref.includes(hole) || commit.test(ref) || versionLike.test(ref)) return "pinned";
  return "branch";
}

/** https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html#package-match-specifications */
function readConda(written: string): Read | undefined {
  if (written.startsWith("@") || /\.(tar\.bz2|conda)(#|$)/.test(written) || isPath(written.replace(/^[\w./-]+::/, ""))) return undefined;
  const match = /^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)$/s.exec(written);
  const [, name = written, rest = ""] = match ?? [];
  const pinnedForm = `${name}=<version>`;
  if (!match) return { name, version: "unknown", pinnedForm };
  if (rest === "") return { name, version: "none", pinnedForm };
  if (rest.startsWith("[")) return { name, version: /version\s*=\s*['"]?=*\d/.test(rest) ? "pinned" : "unknown", pinnedForm };
  if (rest.startsWith("=")) return { name, version: "pinned", pinnedForm };
  return { name, version: /^[<>!~]/.test(rest) ? "range" : rest.startsWith(hole) ? "unknown" : "pinned", pinnedForm };
}

/** https://docs.npmjs.com/cli/v11/using-npm/package-spec */
function readNpm(written: string): Read | undefined {
  if (/^(\.{1,2}(\/|$)|\/|~\/|file:|link:|portal:|workspace:)/.test(written) || /\.(tgz|tar\.gz|tar)$/.test(written) && !/^https?:/.test(written)) return undefined;
  if (/^https?:/.test(written) && !/\.git(#|$)/.test(written)) return { name: written, version: "pinned", pinnedForm: written };
  if (/^(git\+|git:|git@|ssh:|https?:|github:|gitlab:|bitbucket:|gist:)/.test(written) || /^[^@/:\s]+\/[^/\s]+$/.test(written)) return readHosted(written);
  const match = /^((?:@[^/@\s]+\/)?[^@/\s]+)(?:@(.*))?$/s.exec(written);
  const [, name = written, version] = match ?? [];
  const pinnedForm = `${name}@<version>`;
  if (!match || name.includes(hole)) return { name: written, version: "unknown", pinnedForm };
  if (version?.startsWith("npm:")) {
    const target = readNpm(version.slice(4));
    return { name, version: target?.version ?? "unknown", pinnedForm: `${name}@npm:${target?.pinnedForm ?? "<version>"}` };
  }
  if (version !== undefined && /[:/]/.test(version)) return { ...readHosted(version), name };
  return { name, version: version === undefined || version === "" ? "none" : npmVersion(version), pinnedForm };
}

function readHosted(written: string): Read {
  const at = written.indexOf("#");
  const ref = at < 0 ? "" : written.slice(at + 1);
  const base = at < 0 ? written : written.slice(0, at);
  if (base.includes(hole)) return { name: base, version: "unknown", pinnedForm: base };
  const version = ref.startsWith("semver:") ? npmVersion(ref.slice(7)) : refVersion(ref);
  return { name: base, version, pinnedForm: `${base}#<commit sha>` };
}

function npmVersion(version: string): PackageRequest["version"] {
  if (version.includes(hole)) return "pinned"; // a version is asked for; which one stands elsewhere
  if (/^[=v]*\d+\.\d+\.\d+(-[\w.+-]+|\+[\w.-]+)?$/.test(version)) return "pinned";
  return /^[a-z][\w.-]*$/i.test(version) && !/^v?[x\d]/i.test(version) ? "moving" : "range";
}

/** https://guides.rubygems.org/command-reference/#gem-install */
function readGem(written: string, flags: ReadonlyMap<string, string>): Read | undefined {
  if (/\.gem$/.test(written) || isPath(written)) return undefined;
  const [name = written, inline] = written.split(":", 2);
  const asked = inline ?? flags.get("-v") ?? flags.get("--version");
  const pinnedForm = `${name}:<version>`;
  if (name.includes(hole)) return { name, version: "unknown", pinnedForm };
  if (asked === undefined) return { name, version: "none", pinnedForm };
  return { name, version: asked.includes(hole) || /^=?\s*\d[\w.]*$/.test(asked) ? "pinned" : "range", pinnedForm };
}

/** https://go.dev/ref/mod#version-queries */
function readGo(written: string): Read | undefined {
  const at = written.lastIndexOf("@");
  if (at < 0) return undefined;
  const name = written.slice(0, at);
  const query = written.slice(at + 1);
  const pinnedForm = `${name}@<version>`;
  if (query.includes(hole) || name.includes(hole)) return { name, version: "unknown", pinnedForm };
  if (/^v\d+\.\d+\.\d+/.test(query) || commit.test(query) || query === "none") return { name, version: "pinned", pinnedForm };
  if (/^(latest|upgrade|patch)$/.test(query)) return { name, version: "moving", pinnedForm };
  return { name, version: /^([<>]|v?\d)/.test(query) ? "range" : "branch", pinnedForm };
}

/** https://doc.rust-lang.org/cargo/commands/cargo-install.html */
function readCargo(written: string): Read | undefined {
  const [name = written, asked] = written.split("@", 2);
  const pinnedForm = `${name}@<version>`;
  if (name.includes(hole)) return { name, version: "unknown", pinnedForm };
  if (asked === undefined) return { name, version: "none", pinnedForm };
  return { name, version: asked.includes(hole) || /^=?\d+\.\d+\.\d+/.test(asked) ? "pinned" : "range", pinnedForm };
}

function isPath(value: string): boolean {
  return /[/\\]/.test(value) || /^[.~]/.test(value) || /\.(whl|zip|tar\.gz|tgz|tar\.bz2|txt|egg)(\[[^\]]*\])?$/i.test(value);
}

function bare(name: string): string {
  return name.replace(/\[.*$/, "");
}
