/** Brings a fresh clone to where scripts can run: installed packages, and a browser where tests need one. Needs nothing but Node.js. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Runs `npm ci` when node_modules is not what package-lock.json says. */
export function installPackages() {
  const lock = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json"))).digest("hex");
  const seal = path.join(root, "node_modules/.preship-lock");
  if (existsSync(seal) && readFileSync(seal, "utf8") === lock) return;
  if (isAsLocked()) {
    writeFileSync(seal, lock);
    return;
  }
  console.log("Installing packages: npm ci");
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) throw new Error("npm ci failed; what it said stands above");
  writeFileSync(seal, lock);
}

/** npm keeps what it installed in node_modules/.package-lock.json: the same versions mean there is nothing to do. */
function isAsLocked() {
  const installed = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const versions = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const [wanted, present] = [versions(path.join(root, "package-lock.json")), versions(installed)];
  return Object.entries(wanted).every(([name, { version, optional }]) => name === "" || optional || present[name]?.version === version);
}

/** Throws with the one command that helps when there is no browser and none can be installed here. */
export async function installBrowser() {
  const { chromiumPath } = await import("../test/e2e/browser.mjs");
  if (chromiumPath) return;
  if (process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing a browser: apt-get install chromium");
    const apt = (...words) => spawnSync("apt-get", words, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status;
    if (apt("update", "-qq") === 0 && apt("install", "-y", "-qq", "chromium") === 0) return;
  }
  throw new Error("No chromium found. Install it (Debian: apt-get install chromium) or name one in CHROMIUM=/path/to/chrome.");
}
