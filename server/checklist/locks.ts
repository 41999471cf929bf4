/** Which lockfiles cover which manifests, as far as their facts say. */
import type { FileFacts } from "../../rules/api.ts";
import type { ProjectView } from "./workspace-view.ts";

const application = new Set(["package.json", "pyproject.toml", "Pipfile", "requirements.txt"]);

export function lockView(facts: readonly FileFacts[]): Pick<ProjectView, "lockfiles" | "manifestsWithoutLockfile"> {
  const locks = facts.filter((file) => file.body.manifest?.lock);
  const manifests = facts.filter((file) => file.body.manifest && !file.body.manifest.lock && application.has(nameOf(file.path)) && file.body.manifest.dependencies.length > 0);
  const lockfiles = locks.map((lock) => {
    const packages = lock.body.manifest?.lock?.packages ?? {};
    const declared = manifests.filter((file) => file.body.manifest?.ecosystem === lock.body.manifest?.ecosystem && isBelow(folderOf(lock.path), file.path)).flatMap((file) => file.body.manifest?.dependencies ?? []);
    return { path: lock.path, declared: declared.length, covered: declared.filter(({ key }) => packages[key]).length };
  });
  const bare = manifests.filter((file) => !locks.some((lock) => lock.body.manifest?.ecosystem === file.body.manifest?.ecosystem && isBelow(folderOf(lock.path), file.path)) && !isPinnedThroughout(file));
  return { lockfiles, manifestsWithoutLockfile: bare.map(({ path }) => path) };
}

function isPinnedThroughout(file: FileFacts): boolean {
  const manifest = file.body.manifest;
  return nameOf(file.path) === "requirements.txt" && (manifest?.dependencies.every(({ pin }) => pin === "exact") ?? false);
}

function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(folder + "/");
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
