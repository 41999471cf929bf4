/** Analyses a project on disk for the command line: finds the root, reads what belongs to it, runs everything once. */
import path from "node:path";
import { watchdog } from "../bounded.ts";
import { buildProject, createInstalled, createLanguages, rules as allRules } from "../compose.ts";
import type { AnyRule, Profile, RuleMeta } from "../../rules/api.ts";
import { Analysis } from "../engine/analysis.ts";
import { effectiveConfig, type EffectiveConfig } from "../engine/config.ts";
import { glob } from "../engine/glob.ts";
import { houseRules } from "../engine/house.ts";
import type { Trouble } from "../engine/report.ts";
import { ConfigStore } from "../workspace/config.ts";
import { kindOf } from "../workspace/disk.ts";
import { discoverAtOnce } from "../workspace/discover.ts";
import { GitIgnore, telling } from "../workspace/ignored.ts";
import { gitKnowledge } from "../workspace/git-index.ts";
import type { Hidden } from "../workspace/known-scans.ts";
import type { Pool } from "../workspace/pool.ts";
import { surroundings } from "../workspace/surroundings.ts";
import { limit } from "./ahead.ts";
import { UsageError } from "./arguments.ts";
import { scanFiles } from "./scan-files.ts";
import { whatToScan } from "./what-to-scan.ts";

export interface ScanOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly configFile?: string | undefined;
  readonly isolated?: boolean;
  readonly profile?: Profile | undefined;
  /** Globs of rule ids; all rules when empty. */
  readonly rules?: readonly string[];
  /** Text that stands for a file on disk, by its path as the user wrote it. */
  readonly override?: { readonly path: string; readonly text: string } | undefined;
  /** Threads at most; as many as there are cores when undefined. */
  readonly jobs?: number | undefined;
  /** Threads that are there already and run all rules; whoever started them ends them. */
  readonly pool?: Pool | undefined;
  readonly usesCache?: boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Scan {
  readonly root: string;
  readonly analysis: Analysis;
  readonly configs: ConfigStore;
  readonly configFor: (path: string) => EffectiveConfig;
  readonly trouble: Trouble[];
  /** Files the user asked about, relative to the root. */
  readonly asked: readonly string[];
  readonly fileCount: number;
  readonly paths: ReadonlySet<string>;
  /** What no answer about the project may say where it is kept; undefined when none may be kept. */
  readonly hidden: Hidden | undefined;
}

export async function scan(options: ScanOptions): Promise<Scan> {
  const { root, folders, files, isWhole } = whatToScan(options);
  const override = options.override && { ...options.override, path: belowRoot(root, path.resolve(options.cwd, options.override.path)) };
  const trouble: Trouble[] = [];
  const onTrouble = (problem: Trouble) => void trouble.push(problem);
  const known: readonly RuleMeta[] = [...allRules, ...Object.values(houseRules)];
  const configs = new ConfigStore({
    root, rules: known, onUnreadable: (file, reason) => onTrouble({ path: file, message: reason }),
    ...(options.configFile && { file: path.resolve(options.cwd, options.configFile) }), ...(options.isolated && { isolated: true }),
  });
  const configFor = withProfile((file) => configs.for(file), options.profile);
  const found = list(root, isWhole ? [""] : folders, configFor);
  const everything = [...new Set([...found.files, ...(isWhole ? [] : tellingAbove(root, folders))])].sort();
  const analysis = new Analysis({
    languages: createLanguages(), rules: chosen(options.rules ?? []), configFor, buildProject, onTrouble,
    surroundings: surroundings(everything, found.ignored, createInstalled(root), !isWhole, gitKnowledge(root)),
    stopwatch: { now: () => performance.now(), limit: Infinity, watchdog: watchdog(limit) },
  });
  const hidden = await scanFiles({
    root, analysis, configFor, rules: chosen(options.rules ?? []), trouble, jobs: options.jobs, pool: options.pool, usesCache: options.usesCache ?? true, onProgress: options.onProgress,
    files: [...new Set([...everything, ...found.ignored])].filter((file) => file !== override?.path),
    onRead: (file) => { if (!options.isolated && configs.isOurs(file)) analysis.setHouseFindings(file, configs.findings(file)); },
  });
  if (override) await openOverride(analysis, override);
  analysis.refreshProject();
  const isAsked = (file: string) => files.includes(file) || folders.some((folder) => folder === "" || file === folder || file.startsWith(folder + "/"));
  const asked = [...analysis.paths()].filter(isAsked).sort();
  return { root, analysis, configs, configFor, trouble, asked, fileCount: everything.filter(isAsked).length, paths: new Set([...everything, ...found.ignored]), hidden };
}

function belowRoot(root: string, file: string): string {
  const relative = path.relative(root, file);
  if (relative.startsWith("..") || path.isAbsolute(relative)) throw new UsageError(`${file} is not below ${root}.`);
  return relative.split(path.sep).join("/");
}

async function openOverride(analysis: Analysis, { path: file, text }: { path: string; text: string }): Promise<void> {
  await analysis.languageFor(file)?.load();
  analysis.open(file, text);
}

function list(root: string, folders: readonly string[], configFor: (path: string) => EffectiveConfig): { files: string[]; ignored: string[] } {
  const gitIgnore = new GitIgnore(root);
  const found = folders.map((below) => discoverAtOnce(root, { gitIgnore, below, isUnwanted: (folder) => configFor(`${folder}/x`).isIgnored(folder) }));
  return { files: found.flatMap(({ files }) => files).filter((file) => !configFor(file).isIgnored(file)), ignored: found.flatMap(({ ignored }) => ignored) };
}

/** Lockfiles and configuration above the folders asked for: they decide about the manifests inside. */
function tellingAbove(root: string, folders: readonly string[]): string[] {
  const names = ["package.json", "pyproject.toml", "pnpm-workspace.yaml", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "preship.yaml"];
  const above = new Set(folders.flatMap((folder) => folder.split("/").map((_, depth, parts) => parts.slice(0, depth).join("/"))));
  return [...above].flatMap((folder) => names.map((name) => (folder ? `${folder}/${name}` : name)))
    .filter((file) => (telling.test(file) || file.endsWith("preship.yaml") || /\.(json|toml|yaml)$/.test(file)) && kindOf(path.join(root, file)) === "file");
}

function chosen(patterns: readonly string[]): readonly AnyRule[] {
  if (patterns.length === 0) return allRules;
  const matchers = patterns.map(matcher);
  const picked = allRules.filter((rule) => matchers.some((matches) => matches(rule.id)));
  if (picked.length === 0) throw new UsageError(`No rule matches ${patterns.join(", ")}. \`preship rules\` lists them.`);
  return picked;
}

function matcher(pattern: string): (id: string) => boolean {
  try {
    return glob(pattern);
  } catch (error) {
    throw new UsageError(`--rule ${pattern}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function withProfile(configFor: (path: string) => EffectiveConfig, profile: Profile | undefined): (path: string) => EffectiveConfig {
  if (!profile) return configFor;
  const known = new Map<EffectiveConfig, EffectiveConfig>();
  return (file) => {
    const config = configFor(file);
    let changed = known.get(config);
    if (!changed) known.set(config, (changed = effectiveConfig([...config.layers, { source: "--profile", folder: "", profile }])));
    return changed;
  };
}
