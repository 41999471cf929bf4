/** Finds the preship.yaml that governs a file and reads it with everything it extends; the same answer for editor and command line. */
import path from "node:path";
import type { Finding, RuleMeta, Span } from "../../rules/api.ts";
import { type ConfigLayer, effectiveConfig, type EffectiveConfig } from "../engine/config.ts";
import type { Checklist } from "../../rules/checklists/types.ts";
import { signoffProblems, signoffsPath } from "../checklist/signoffs.ts";
import { quotable } from "../engine/quotable.ts";
import { nearest } from "../engine/suggest.ts";
import { builtInLists, ChecklistFiles } from "./checklist-files.ts";
import { type ConfigText, readConfigText } from "./config-text.ts";
import { exists } from "./disk.ts";
import { repositoryTop } from "./ignored.ts";
import { readTextSync } from "./read.ts";

export const configNames = ["preship.yaml", ".preship.yaml"] as const;

export function isConfigPath(file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return name === "preship.yaml" || name === ".preship.yaml";
}

export interface ConfigStoreOptions {
  /** Absolute; paths asked for are relative to it. */
  readonly root: string;
  readonly rules: readonly RuleMeta[];
  /** Use this file for everything instead of searching. */
  readonly file?: string;
  /** Use defaults only. */
  readonly isolated?: boolean;
  /** A file that should be readable and is not; said once per file. */
  readonly onUnreadable?: (file: string, reason: string) => void;
}

/** A file and the place in it that leads on to the next. */
interface Step {
  readonly file: string;
  readonly at: Span;
}

export class ConfigStore {
  private readonly byFolder = new Map<string, EffectiveConfig>();
  /** By the file that governs, "" where there is none: folders that one file governs share what is worked out of it. */
  private readonly byFile = new Map<string, EffectiveConfig>();
  private readonly texts = new Map<string, ConfigText | undefined>();
  private readonly extended = new Map<string, Finding[]>();
  private readonly complained = new Set<string>();
  /** Nothing above this folder governs the project. */
  private readonly top: string;
  private readonly lists: ChecklistFiles;

  constructor(private readonly options: ConfigStoreOptions) {
    this.lists = new ChecklistFiles(options.root, options.rules);
    this.top = repositoryTop(options.root) ?? options.root;
  }

  /** `file` is relative to the root, forward slashes. */
  for(file: string): EffectiveConfig {
    return this.inFolder(folderOf(file));
  }

  /** Forgets everything read, after a config file changed. */
  forget(): void {
    this.byFolder.clear();
    this.byFile.clear();
    this.texts.clear();
    this.extended.clear();
  }

  /** Mistakes in one config file or checklist; `text` when an editor holds a newer one than the disk. */
  findings(file: string, text?: string): readonly Finding[] {
    if (file === signoffsPath) return this.signoffFindings(text);
    if (!isConfigPath(file)) return this.isOurs(file) ? this.lists.findings(file, this.for("preship.yaml"), text) : [];
    const absolute = path.join(this.options.root, file);
    const read = text === undefined ? this.read(absolute) : this.parse(absolute, text);
    if (!read) return [];
    if (text === undefined) this.layersOf(absolute, []);
    return [...read.findings, ...(text === undefined ? (this.extended.get(absolute) ?? []) : this.extendsFindings(absolute, read)), ...missingLists(absolute, read)];
  }

  /** Of the root; the built-in ones first. */
  checklists(): readonly Checklist[] {
    return this.lists.lists(this.for("preship.yaml"));
  }

  private signoffFindings(text: string | undefined): readonly Finding[] {
    const read = text === undefined ? readTextSync(path.join(this.options.root, signoffsPath)) : { text };
    const items = this.checklists().flatMap((list) => list.parts).flatMap((part) => part.items);
    return "text" in read ? signoffProblems(read.text, new Set(items.map(({ id }) => id))) : [];
  }

  /** A file that Preship itself reads: its mistakes are findings. */
  isOurs(file: string): boolean {
    return isConfigPath(file) || file === signoffsPath || (!this.options.isolated && this.lists.isNamed(file, this.for("preship.yaml")));
  }

  /** The config file that governs a file, absolute; undefined when there is none. */
  governing(file: string): string | undefined {
    if (this.options.isolated) return undefined;
    if (this.options.file) return path.resolve(this.options.root, this.options.file);
    for (let folder = path.dirname(path.join(this.options.root, file)); ; folder = path.dirname(folder)) {
      const found = configNames.map((name) => path.join(folder, name)).find((candidate) => exists(candidate));
      if (found) return found;
      if (folder === this.top || path.dirname(folder) === folder) return undefined;
    }
  }

  private inFolder(folder: string): EffectiveConfig {
    let config = this.byFolder.get(folder);
    if (!config) this.byFolder.set(folder, (config = this.hasOwn(folder) ? this.resolve(folder) : this.inFolder(folderOf(folder))));
    return config;
  }

  /** False where what governs the folder above governs this one too. */
  private hasOwn(folder: string): boolean {
    if (folder === "" || folder === ".." || folder.startsWith("../")) return true;
    return !this.options.isolated && !this.options.file && configNames.some((name) => exists(path.join(this.options.root, folder, name)));
  }

  private resolve(folder: string): EffectiveConfig {
    const file = this.governing(folder ? `${folder}/x` : "x") ?? "";
    let config = this.byFile.get(file);
    if (!config) this.byFile.set(file, (config = file ? this.shifted(this.layersOf(file, [])) : effectiveConfig([])));
    return config;
  }

  /** Outermost first: what a file extends comes before the file itself, in the order written. */
  private layersOf(file: string, within: readonly Step[]): ConfigLayer[] {
    const read = this.read(file);
    if (!read) return [];
    const parents = read.extends.flatMap((parent) => {
      const target = path.resolve(path.dirname(file), parent.path);
      const trail = [...within, { file, at: parent.at }];
      const problem = this.extendsProblem(target, parent.path, trail.map((step) => step.file));
      if (problem) this.note(trail, problem);
      else if (!isConfigPath(slashed(target))) for (const { message } of this.read(target)?.findings.slice(0, 1) ?? []) this.note(trail, `In \`${parent.path}\`: ${message}`);
      return problem ? [] : this.layersOf(target, trail);
    });
    return [...parents, read.layer];
  }

  private extendsFindings(file: string, read: ConfigText): Finding[] {
    return read.extends.flatMap(({ path: written, at }) => {
      const problem = this.extendsProblem(path.resolve(path.dirname(file), written), written, [file]);
      return problem ? [{ at, message: quotable(problem) }] : [];
    });
  }

  private extendsProblem(target: string, written: string, trail: readonly string[]): string | undefined {
    if (trail.includes(target)) return `\`${written}\` leads back to this file, so a circle of \`extends\` is cut here. Remove one of its steps.`;
    if (!exists(target)) return `\`${written}\` does not exist, so nothing is taken from it. The path is relative to this file.`;
    return this.read(target) ? undefined : `\`${written}\` cannot be read as text, so nothing is taken from it.`;
  }

  /** Said in the innermost file that is checked under its own name: nobody looks for findings in the others. */
  private note(trail: readonly Step[], message: string): void {
    const step = [...trail].reverse().find(({ file }) => isConfigPath(slashed(file))) ?? trail[0];
    if (!step) return;
    const known = this.extended.get(step.file) ?? [];
    if (!known.some((one) => one.at.start === step.at.start)) this.extended.set(step.file, [...known, { at: step.at, message: quotable(message) }]);
  }

  private read(file: string): ConfigText | undefined {
    if (this.texts.has(file)) return this.texts.get(file);
    const result = readTextSync(file);
    const parsed = "text" in result ? this.parse(file, result.text) : undefined;
    if ("skipped" in result && result.skipped !== "gone" && !this.complained.has(file)) {
      this.complained.add(file);
      this.options.onUnreadable?.(file, result.skipped);
    }
    this.texts.set(file, parsed);
    return parsed;
  }

  private parse(file: string, text: string): ConfigText {
    const source = slashed(path.relative(this.options.root, file));
    // globs given by hand (--config elsewhere/preship.yaml) speak about the project, not about where the file happens to lie
    const folder = this.options.file ? "" : slashed(path.relative(this.base(), path.dirname(file)));
    return readConfigText(text, source, folder, this.options.rules);
  }

  /** Layers speak about paths below the repository's top, so that a file above the root can name them. */
  private base(): string {
    return this.options.file ? this.options.root : this.top;
  }

  /** The same configuration, asked with paths relative to the root. */
  private shifted(layers: readonly ConfigLayer[]): EffectiveConfig {
    const config = effectiveConfig(layers);
    const below = slashed(path.relative(this.base(), this.options.root));
    if (!below) return config;
    const prefix = below + "/";
    return {
      ...config,
      secrets: { ...config.secrets, allowPaths: (config.secrets.allowPaths ?? []).flatMap((pattern) => (pattern.startsWith(prefix) ? [pattern.slice(prefix.length)] : [pattern])) },
      isIgnored: (file) => config.isIgnored(prefix + file),
      role: (file) => config.role(prefix + file),
    };
  }
}

function missingLists(file: string, { checklists }: ConfigText): Finding[] {
  return checklists.flatMap(({ path: written, at }): Finding[] => {
    if (builtInLists.has(written) || exists(path.resolve(path.dirname(file), written))) return [];
    const near = nearest(written, builtInLists);
    return [{ at, message: quotable(`\`${written}\` is no list of Preship (${[...builtInLists].join(", ")}) and no file here, so nothing is added.${near ? ` Did you mean \`${near}\`?` : ""}`) }];
  });
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
