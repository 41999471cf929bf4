/** Puts code-server, a VS Code in the browser, and the Node.js it needs into the cache folder, from the npm registry. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The newest Code the suites know, and the oldest that `engines.vscode` allows; the number after the dot is Code's own. */
export const newest = "4.139.1";
export const oldest = "4.93.1";

export const cacheFolder = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "preship");

/** Installs once; answers with the folder. No dependency of the package: its install script fails on the Node.js of this project. */
export function installCodeServer(version, say = console.log) {
  const target = path.join(cacheFolder, `code-server-${version}`);
  const key = `code-server ${version} ${process.platform}-${process.arch}`;
  const seal = path.join(target, ".complete");
  if (existsSync(seal) && readFileSync(seal, "utf8") === key) return target;
  say(`Installing ${key} into ${target} (once, about a minute) …`);
  const folder = `${target}.part-${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{"private":true}\n');
  fillFolder(folder, version);
  writeFileSync(path.join(folder, ".complete"), key);
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
  return target;
}

function fillFolder(folder, version) {
  // the first step may run under another Node.js than the one code-server asks for
  const lax = { ...process.env, npm_config_engine_strict: "false" };
  for (const key of Object.keys(lax)) if (/^npm_(package|lifecycle|command)/.test(key)) delete lax[key];
  npm(["install", "--ignore-scripts", `code-server@${version}`], folder, lax);
  const server = path.join(folder, "node_modules/code-server");
  const { node, env } = nodeFor(server, folder, lax);
  npm(["rebuild", "argon2"], folder, env);
  const code = path.join(server, "lib/vscode");
  npm(["install", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps"], code, env);
  // what the server loads and npm does not ship built; the other native modules are optional at run time
  npm(["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], code, env);
  const local = path.relative(folder, node);
  writeFileSync(path.join(folder, "node-path"), local.startsWith("..") ? node : local);
}

/** This Node.js when its major fits, else one from npm, whose package ships the headers native modules are built against. */
function nodeFor(server, folder, env) {
  const major = /\d+/.exec(JSON.parse(readFileSync(path.join(server, "package.json"), "utf8")).engines.node)[0];
  if (process.versions.node.split(".")[0] === major) return { node: process.execPath, env };
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  npm(["install", "--ignore-scripts", `${name}@${major}`], folder, env);
  const home = path.join(folder, "node_modules", name);
  const node = path.join(home, process.platform === "win32" ? "bin/node.exe" : "bin/node");
  return { node, env: { ...env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`, npm_config_nodedir: home } };
}

function npm(words, cwd, env) {
  const { status, stderr, error } = spawnSync("npm", [...words, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32", maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`npm ${words.join(" ")} failed in ${cwd}: ${error?.message ?? stderr.slice(-2000)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installCodeServer(process.argv[2] ?? newest));
