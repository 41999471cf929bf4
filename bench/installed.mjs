// Peers, installed at the versions of peers.json into a folder outside the tree; and repositories to scan, at their commits.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export const pinned = JSON.parse(readFileSync(path.join(import.meta.dirname, "peers.json"), "utf8"));

/** The Node that is measured with: undefined where it cannot be had. */
export function installNode(folder, say) {
  const place = path.join(folder, "node");
  const [version] = Object.values(pinned.node);
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const program = path.join(place, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  return installInto(place, { [name]: version }, npm, say) === undefined && existsSync(program) ? program : undefined;
}

/** Folders of executables, and what could not be installed in words. What is there at the right versions is left as it is. */
export function installPeers(folder, say) {
  const missing = [["python", virtualEnvironment], ["semgrep", virtualEnvironment], ["npm", npm]].flatMap(([name, work]) => installInto(path.join(folder, name), pinned[name], work, say) ?? []);
  const programs = (name) => path.join(folder, name, process.platform === "win32" ? "Scripts" : "bin");
  return { python: programs("python"), semgrep: programs("semgrep"), node: path.join(folder, "npm", "node_modules"), missing };
}

/** Says why, where it could not be done. */
function installInto(place, pins, work, say) {
  const mark = path.join(place, "installed.json");
  const wanted = JSON.stringify(pins);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return undefined;
  say(`installing ${Object.keys(pins).join(", ")}`);
  try {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    work(place, pins);
    writeFileSync(mark, wanted);
    return undefined;
  } catch (error) {
    return `${Object.keys(pins).join(", ")}: not installed (${String(error.stderr ?? error.message).trim().split("\n").at(-1)})`;
  }
}

function npm(place, pins) {
  writeFileSync(path.join(place, "package.json"), JSON.stringify({ private: true }));
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages(pins, "@")], place);
}

/** A work tree of the repository at its commit: from a folder of bare mirrors where there is one, else from GitHub. Undefined when it is to be had nowhere. */
export function repository({ name, commit }, { folder, mirrors, say }) {
  const place = path.join(folder, `${name.replace("/", "+")}-${commit.slice(0, 12)}`);
  if (existsSync(path.join(place, ".git", "preship-bench"))) return place;
  say(`fetching ${name}`);
  const mirror = mirrorOf(name, mirrors);
  for (const take of [...(mirror ? [() => fromMirror(mirror, commit, place)] : []), () => fromGitHub(name, commit, place)]) {
    try {
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place, { recursive: true });
      take();
      writeFileSync(path.join(place, ".git", "preship-bench"), "");
      return place;
    } catch {
      rmSync(place, { recursive: true, force: true }); // the next source may have it
    }
  }
  return undefined;
}

function fromGitHub(name, commit, place) {
  run("git", ["init", "-q"], place);
  run("git", ["fetch", "-q", "--depth", "1", `https://github.com/${name}.git`, commit], place);
  run("git", ["-c", "advice.detachedHead=false", "checkout", "-q", "FETCH_HEAD"], place);
}

/** A mirror may lack its largest files: what it has is checked out. */
function fromMirror(mirror, commit, place) {
  run("git", ["clone", "-q", "--shared", "--no-checkout", mirror, "."], place);
  run("git", ["read-tree", commit], place);
  try {
    run("git", ["checkout-index", "--all", "--quiet"], place);
  } catch {
    if (readdirSync(place).length < 2) throw new Error(`${mirror} has no files`);
  }
}

function virtualEnvironment(place, pins) {
  run("python3", ["-m", "venv", place], place);
  run(path.join(place, process.platform === "win32" ? "Scripts" : "bin", "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages(pins, "==")], place);
}

function packages(pins, sign) {
  return Object.entries(pins).map(([name, version]) => `${name}${sign}${version}`);
}

/** `owner+name/` holds either the bare repository or one folder that does. */
function mirrorOf(name, mirrors) {
  const place = mirrors && path.join(mirrors, name.replace("/", "+"));
  if (!place || !existsSync(place)) return undefined;
  if (existsSync(path.join(place, "HEAD"))) return place;
  return readdirSync(place).map((inner) => path.join(place, inner)).find((inner) => existsSync(path.join(inner, "HEAD")));
}

function run(program, words, cwd) {
  execFileSync(program, words, { cwd, stdio: ["ignore", "ignore", "pipe"], timeout: 600_000 });
}
