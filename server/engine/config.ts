/** The effective configuration of one file: severities, options, profile, roles. Pure; reading files is someone else's work. */
import type { OptionDefaults, Profile, Rule, RuleMeta, Severity } from "../../rules/api.ts";
import { glob } from "./glob.ts";

export type Level = Severity | "off";
export type OptionValue = string | number | boolean | readonly string[];

/** One preship.yaml, parsed and checked; `folder` is where it stands, relative to the root ("" is the root). */
export interface ConfigLayer {
  /** Path of the file, for "where does this value come from". */
  readonly source: string;
  readonly folder: string;
  readonly profile?: Profile;
  readonly traits?: Readonly<Record<string, boolean>>;
  /** Role by glob, e.g. `{ "jobs/**": "batch" }`. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly ignore?: readonly string[];
  /** By rule id or glob; later entries win over earlier ones. */
  readonly rules?: readonly { readonly match: string; readonly level?: Level; readonly options?: Readonly<Record<string, OptionValue>> }[];
  readonly secrets?: SecretsConfig;
  /** As written; the checklist reads it. */
  readonly checklists?: unknown;
  readonly baseline?: string;
}

export interface SecretsConfig {
  readonly allowPaths?: readonly string[];
  readonly allowFingerprints?: readonly string[];
  readonly allowPatterns?: readonly string[];
}

export interface EffectiveConfig {
  /** Outermost first; the last one that says something wins. */
  readonly layers: readonly ConfigLayer[];
  readonly profile: Profile;
  readonly secrets: SecretsConfig;
  isIgnored(path: string): boolean;
  role(path: string): string | undefined;
  trait(name: string): boolean | undefined;
  level(rule: RuleMeta, variant?: string): Level;
  option(rule: RuleMeta, name: string): OptionValue;
}

export const defaultProfile: Profile = "internal";

export function effectiveConfig(layers: readonly ConfigLayer[]): EffectiveConfig {
  const last = <T>(pick: (layer: ConfigLayer) => T | undefined): T | undefined => layers.reduce<T | undefined>((found, layer) => pick(layer) ?? found, undefined);
  const ignores = layers.flatMap((layer) => (layer.ignore ?? []).map((pattern) => ({ folder: layer.folder, matches: glob(pattern) })));
  const roles = layers.flatMap((layer) => Object.entries(layer.roles ?? {}).map(([pattern, role]) => ({ folder: layer.folder, matches: glob(pattern), role })));
  const settings = layers.flatMap((layer) => (layer.rules ?? []).map((entry) => ({ ...entry, matches: glob(entry.match) })));
  const levels = new Map<RuleMeta, Map<string | undefined, Level>>();
  return {
    layers,
    profile: last((layer) => layer.profile) ?? defaultProfile,
    secrets: {
      allowPaths: layers.flatMap((layer) => (layer.secrets?.allowPaths ?? []).map((pattern) => joinPath(layer.folder, pattern))),
      allowFingerprints: layers.flatMap((layer) => layer.secrets?.allowFingerprints ?? []),
      allowPatterns: layers.flatMap((layer) => layer.secrets?.allowPatterns ?? []),
    },
    isIgnored: (path) => ignores.some(({ folder, matches }) => matches(below(folder, path))),
    role: (path) => roles.reduce<string | undefined>((found, entry) => (entry.matches(below(entry.folder, path)) ? entry.role : found), undefined),
    trait: (name) => last((layer) => layer.traits?.[name]),
    level(rule, variant) {
      let ofRule = levels.get(rule);
      if (!ofRule) levels.set(rule, (ofRule = new Map<string | undefined, Level>()));
      let level = ofRule.get(variant);
      if (level === undefined) {
        const configured = settings.reduce<Level | undefined>((found, entry) => (entry.level && entry.matches(rule.id) ? entry.level : found), undefined);
        ofRule.set(variant, (level = configured ?? severityOf(rule, variant)));
      }
      return level;
    },
    option(rule, name) {
      const declared = (rule.options as OptionDefaults | undefined)?.[name];
      if (!declared) throw new Error(`${rule.id} has no option ${name}`);
      return settings.reduce<OptionValue>((found, entry) => (entry.matches(rule.id) ? (entry.options?.[name] ?? found) : found), declared.default);
    },
  };
}

export function severityOf(rule: RuleMeta, variant?: string): Severity {
  if (typeof rule.severity === "string") return rule.severity;
  return (variant && rule.severity[variant]) || rule.severity.default;
}

/** A rule that is off in every variant for a file need not run on it. */
export function isOff(config: EffectiveConfig, rule: Rule): boolean {
  if (config.level(rule) !== "off") return false;
  return typeof rule.severity === "string" || Object.keys(rule.severity).every((variant) => config.level(rule, variant) === "off");
}

function below(folder: string, path: string): string {
  return folder && path.startsWith(folder + "/") ? path.slice(folder.length + 1) : path;
}

function joinPath(folder: string, pattern: string): string {
  return folder ? `${folder}/${pattern}` : pattern;
}
