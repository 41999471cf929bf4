/** A copy of the example project outside of this repository, as a repository of its own: to be changed, signed and thrown away. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";

const source = path.resolve(import.meta.dirname, "../examples/churn-service");

/** `identity` is who signs in it; without it git's own. */
export function copyExample(folder, identity) {
  const target = path.join(folder, "churn-service");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(source, target, { recursive: true });
  const git = (...words) => spawnSync("git", words, { cwd: target, stdio: "ignore" });
  git("init", "-q", "-b", "main");
  if (identity) {
    git("config", "user.name", identity.name);
    git("config", "user.email", identity.email);
  }
  git("add", "-A");
  git("commit", "-qm", "Start");
  return target;
}
