/** Which versions are installed beside a manifest: virtual environments and node_modules, read when first asked for. */
import path from "node:path";
import { factsOf, fileBytesOf, namesIn } from "./disk.ts";
import type { InstalledLookup } from "./surroundings.ts";

/** An install takes seconds; asking the disk more often than this gains nothing. */
const freshFor = 5_000;
const environments = [".venv", "venv", "env", ".env"];
const npmName = /^(?:@[a-z0-9_-][\w.-]*\/)?[a-z0-9_-][\w.-]*$/;
const largestPackageJson = 1_000_000;

/** `root` is absolute; folders are relative to it. Looks in the folder, then in those above, up to the root. */
export function createInstalled(root: string, now: () => number = Date.now): InstalledLookup {
  const remembered = new Map<string, { readonly at: number; readonly value: unknown }>();
  const remember = <T>(key: string, read: () => T): T => {
    const known = remembered.get(key);
    if (known && Math.abs(now() - known.at) < freshFor) return known.value as T; // a clock may be set back
    const value = read();
    remembered.set(key, { at: now(), value });
    return value;
  };
  const lookUp = (folder: string, ecosystem: "python" | "npm", name: string): string | undefined => {
    const at = path.join(root, folder);
    if (ecosystem === "python") return remember(`python ${at}`, () => distributions(at))?.get(name);
    return npmName.test(name) ? remember(`npm ${at} ${name}`, () => packageVersion(path.join(at, "node_modules", name, "package.json"))) : undefined;
  };
  return (folder, ecosystem, name) => {
    if (folder.split("/").includes("..")) return undefined;
    for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      const version = lookUp(at, ecosystem, name);
      if (version !== undefined || at === "") return version;
    }
  };
}

/** Versions by normalised name of the first environment in the folder; undefined when there is none. */
function distributions(folder: string): ReadonlyMap<string, string> | undefined {
  const places = environments.flatMap((name) => sitePackages(path.join(folder, name)));
  const place = places[0];
  if (place === undefined) return undefined;
  return new Map(namesIn(place).flatMap((entry) => {
    const match = /^(.+?)-(\d[^-]*)\.(?:dist-info|egg-info)$/.exec(entry);
    return match ? [[(match[1] ?? "").toLowerCase().replace(/[-_.]+/g, "-"), match[2] ?? ""] as const] : [];
  }));
}

/** `lib/python3.12/site-packages`, on Windows `Lib/site-packages`. */
function sitePackages(environment: string): string[] {
  const libraries = namesIn(path.join(environment, "lib")).filter((name) => /^(?:python|pypy)\d/.test(name)).map((name) => path.join(environment, "lib", name, "site-packages"));
  return [...libraries, path.join(environment, "Lib", "site-packages")].filter((place) => namesIn(place).length > 0);
}

function packageVersion(file: string): string | undefined {
  try {
    const facts = factsOf(file);
    if (!facts || facts.size > largestPackageJson) return undefined;
    const { version } = JSON.parse(fileBytesOf(file).toString("utf8")) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined; // not installed, or half-way through being installed
  }
}
