// Times scans from the command line: every tool over the same folder of real files, cold and, where it keeps something, warm.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { eslintConfig, ruffFamilies } from "./servers.mjs";
import { timed } from "./processes.mjs";

/** What a tool reads decides which folder it is timed on. */
export const kinds = { python: /\.py$/, javascript: /\.[cm]?[jt]sx?$/, all: /^/ };

/** A copy of the files of one kind, so that every tool sees the same ones; their number and size beside it. */
export function filesOfKind(repository, kind, folder) {
  const place = path.join(folder, kind);
  rmSync(place, { recursive: true, force: true });
  let count = 0;
  for (const name of readdirSync(repository, { recursive: true, withFileTypes: true })) {
    const from = path.join(name.parentPath, name.name);
    const inner = path.relative(repository, from);
    if (!name.isFile() || /(^|[\\/])(\.git|node_modules)([\\/]|$)/.test(inner) || !kinds[kind].test(inner)) continue;
    mkdirSync(path.dirname(path.join(place, inner)), { recursive: true });
    cpSync(from, path.join(place, inner));
    count++;
  }
  return { place, count };
}

export function preshipScans(bundle, cache) {
  const command = (place) => [process.execPath, bundle, "check", place, "--isolated", "--format", "json"];
  const environment = { PRESHIP_CACHE: cache };
  const compiled = path.join(cache, "compiled"); // as bandit and pylint have theirs in __pycache__
  const forget = () => {
    for (const name of existsSync(cache) ? readdirSync(cache) : []) if (path.join(cache, name) !== compiled) rmSync(path.join(cache, name), { recursive: true });
  };
  return [{ name: "preship", kinds: ["python", "javascript", "all"], command, environment, forget, rules: /"rule":/g }];
}

/** `rules` is a folder of semgrep's own rules, by language; without one, semgrep runs with ours alone. */
export function peerScans({ python, semgrep, node, rules }, folder) {
  const cache = path.join(folder, "ruff-cache");
  const own = path.join(folder, "configuration");
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, "semgrep.yaml"), semgrepRules);
  writeFileSync(path.join(own, "none"), "nothing\n");
  writeFileSync(path.join(own, "secretlint.json"), JSON.stringify({ rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] }));
  const script = (name) => path.join(node, ...name.split("/"));
  const semgrepWith = (...configurations) => (place) => [path.join(semgrep, "semgrep"), "scan", "--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore", ...configurations.flatMap((one) => ["--config", one]), place];
  const semgrepEnvironment = { PATH: `${semgrep}${path.delimiter}${process.env.PATH}`, SEMGREP_ENABLE_VERSION_CHECK: "0", SEMGREP_SETTINGS_FILE: path.join(own, "semgrep-settings.yaml") };
  return [
    { name: "ruff check", native: true, kinds: ["python"], command: (place) => [path.join(python, "ruff"), "check", "--isolated", "--quiet", "--cache-dir", cache, "--select", ruffFamilies.join(","), place], forget: () => rmSync(cache, { recursive: true, force: true }) },
    { name: "bandit", kinds: ["python"], command: (place) => [path.join(python, "bandit"), "--quiet", "--recursive", place] },
    { name: "pylint", kinds: ["python"], command: (place) => [path.join(python, "pylint"), "--jobs=0", "--recursive=y", "--disable=import-error", place], environment: { PYLINTHOME: path.join(folder, "pylint") } },
    { name: "semgrep, 4 rules", kinds: ["python", "javascript"], command: semgrepWith(path.join(own, "semgrep.yaml")), environment: semgrepEnvironment },
    ...(rules ? [["python", ["python"]], ["javascript", ["javascript", "typescript"]]] : []).map(([kind, folders]) => (
      { name: "semgrep, its rules", kinds: [kind], command: semgrepWith(...folders.map((one) => path.join(rules, one))), environment: semgrepEnvironment })),
    { name: "eslint", kinds: ["javascript"], prepare: (place) => configureEslint(path.dirname(place), node), command: (place) => [process.execPath, script("eslint/bin/eslint.js"), "--no-inline-config", "--quiet", "--config", path.join(place, "..", "eslint.config.mjs"), "--no-error-on-unmatched-pattern", `${place}/**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}`] },
    { name: "secretlint", kinds: ["all"], command: () => [process.execPath, script("secretlint/bin/secretlint.js"), "--secretlintrc", path.join(own, "secretlint.json"), "--secretlintignore", path.join(own, "none"), "**/*"] },
  ];
}

/** The configuration imports its plugins from where it stands. */
function configureEslint(folder, node) {
  writeFileSync(path.join(folder, "eslint.config.mjs"), eslintConfig);
  if (!existsSync(path.join(folder, "node_modules"))) symlinkSync(node, path.join(folder, "node_modules"), "junction");
}

/** Who took this long, in ms, is not run again: what differs between runs is small beside it. */
const enough = 30_000;

/** Cold is the median of `repeats` runs with nothing kept of what is scanned, warm of as many after those. */
export async function scans(tool, place, { repeats, limit }) {
  tool.prepare?.(place);
  const runs = async (forget) => {
    const done = [];
    for (let index = 0; index < repeats; index++) {
      forget?.();
      done.push(await timed(tool.command(place), { cwd: place, environment: tool.environment, limit }));
      if (done.at(-1).over || done.at(-1).wall > enough) break;
    }
    const middle = (name) => done.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(done.length / 2)];
    return { wall: middle("wall"), processor: middle("processor"), peak: Math.max(...done.map(({ peak }) => peak)), code: done[0].code, over: done.some(({ over }) => over) };
  };
  const cold = await runs(tool.forget);
  return { cold, warm: tool.forget && !cold.over ? await runs() : undefined };
}

/** Four patterns of our own: a scan without rules would cost nothing. */
const semgrepRules = `rules:
  - { id: no-timeout, languages: [python], severity: ERROR, message: no timeout, patterns: [{ pattern: requests.$F(...) }, { pattern-not: "requests.$F(..., timeout=$T, ...)" }] }
  - { id: swallowed, languages: [python], severity: WARNING, message: swallowed, pattern: "try: ...\\nexcept Exception: pass" }
  - { id: evaluated, languages: [javascript, typescript], severity: ERROR, message: evaluated, pattern: "eval($X)" }
  - { id: empty-catch, languages: [javascript, typescript], severity: WARNING, message: empty catch, pattern: "try { ... } catch ($E) { }" }
`;
