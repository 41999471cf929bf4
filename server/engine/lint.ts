/** Runs rules on one façade or on a project; a rule that throws is caught, reported and does not stop the others. */
import type { AnyRule, FileRule, Finding, Project, ProjectFinding, RuleContext, Span, TextScan } from "../../rules/api.ts";
import type { AnchoredOf } from "./anchors.ts";
import { type EffectiveConfig, isOff } from "./config.ts";
import type { FollowedText } from "./followed-text.ts";
import type { Watchdog } from "./guard.ts";
import { placedInHost } from "./host.ts";
import type { Followed as InPieces, Host, LanguageFile, OpenFile } from "./language.ts";
import type { Trouble } from "./report.ts";
import { isSecretAllowed } from "./secrets.ts";
import { isFollowed } from "./pattern-reach.ts";
import { mayMatch } from "./word-marks.ts";

/** A finding with the rule that made it. */
export interface Raw {
  readonly rule: AnyRule;
  readonly finding: Finding;
}

export interface RawProject {
  readonly rule: AnyRule;
  readonly finding: ProjectFinding;
}

/** How long one rule may take on one file. */
export interface Stopwatch {
  /** Milliseconds from any fixed moment. */
  now(): number;
  readonly limit: number;
  /** Called before each rule, and without one where a language is at work: whoever watches from another thread learns which one it was. */
  onRule?(rule: string | undefined): void;
  /** Without one, what never yields is never stopped. */
  readonly watchdog?: Watchdog;
}

export interface RuleTiming extends Stopwatch {
  onOverrun(rule: string): void;
}

export function rulesFor(file: LanguageFile, rules: readonly AnyRule[]): readonly AnyRule[] {
  const reads = file.language === "notebook" ? "python" : file.language;
  return rules.filter((rule) => rule.reads === "text" || (rule.reads === reads && (!rule.id.startsWith("notebook/") || file.language === "notebook")));
}

/** Whose findings the configuration wants of such a file, and who may have any. */
function wantedOf(file: LanguageFile, rules: readonly AnyRule[], config: EffectiveConfig, isTest: boolean): readonly AnyRule[] {
  let byConfig = wanted.get(rules);
  if (!byConfig) wanted.set(rules, (byConfig = new WeakMap<EffectiveConfig, Map<string, readonly AnyRule[]>>()));
  let byLanguage = byConfig.get(config);
  if (!byLanguage) byConfig.set(config, (byLanguage = new Map<string, readonly AnyRule[]>()));
  const key = `${file.language} ${isTest}`;
  let mine = byLanguage.get(key);
  if (!mine) byLanguage.set(key, (mine = rulesFor(file, rules).filter((rule) => rule.reads !== "project" && !isOff(config, rule) && !(isTest && rule.silentInTests))));
  return mine;
}

const wanted = new WeakMap<readonly AnyRule[], WeakMap<EffectiveConfig, Map<string, readonly AnyRule[]>>>();

/** One is made for each rule and file. */
class Context implements RuleContext {
  constructor(private readonly path: string, private readonly config: EffectiveConfig, private readonly rule: AnyRule, readonly isTest: boolean) {}

  get profile(): RuleContext["profile"] {
    return this.config.profile;
  }

  option<T>(name: string): T {
    return this.config.option(this.rule, name) as T;
  }

  allowSecret(value: string): boolean {
    return isSecretAllowed(this.config, this.path, value);
  }
}

class ContextOnce extends Context {
  constructor(path: string, config: EffectiveConfig, rule: AnyRule, isTest: boolean, private readonly text: string) {
    super(path, config, rule, isTest);
  }

  mayMatch(pattern: RegExp): boolean {
    return mayMatch(pattern, this.text);
  }
}

class ContextFollowed extends Context {
  constructor(path: string, config: EffectiveConfig, rule: AnyRule, isTest: boolean, private readonly followed: FollowedText) {
    super(path, config, rule, isTest);
  }

  found<T>(scan: TextScan<T>): readonly T[] {
    return this.followed.found(scan);
  }

  mentions(pattern: RegExp): boolean {
    return this.followed.mentions(pattern);
  }
}

/** With the text of a file that is read once, or with one that is followed. */
export function contextFor(path: string, config: EffectiveConfig, rule: AnyRule, isTest = isTestPath(path, config), followed?: FollowedText, text?: string): RuleContext {
  if (followed) return new ContextFollowed(path, config, rule, isTest, followed);
  return text === undefined ? new Context(path, config, rule, isTest) : new ContextOnce(path, config, rule, isTest, text);
}

interface Contexts {
  readonly config: EffectiveConfig;
  readonly isTest: boolean;
  readonly of: Map<AnyRule, RuleContext>;
}

const contexts = new WeakMap<FollowedText, Contexts>();

/** A file that is edited is judged in the same contexts for as long as it is judged in the same way. */
function contextIn(followed: FollowedText, path: string, config: EffectiveConfig, rule: AnyRule, isTest: boolean): RuleContext {
  let kept = contexts.get(followed);
  if (kept?.config !== config || kept.isTest !== isTest) contexts.set(followed, (kept = { config, isTest, of: new Map() }));
  let context = kept.of.get(rule);
  if (!context) kept.of.set(rule, (context = contextFor(path, config, rule, isTest, followed)));
  return context;
}

/** What is kept of a file while it is edited: of its code, and of the text around it where there is one. */
export interface Followed {
  readonly code: FollowedText;
  readonly host: FollowedText;
}

const suppressionMark = /preship:/;

/** Whether the text as it was opened may hold comments that silence findings. */
export function mayBeSuppressed(text: string, followed: Followed | undefined): boolean {
  const one = followed && [followed.code, followed.host].find((known) => known.text === text);
  return one ? one.mentions(suppressionMark) : text.includes("preship:");
}

/** Findings in offsets of the text that was opened, whatever the code in it is. */
export function lintOpen({ file, host }: Pick<OpenFile, "file" | "host">, rules: readonly AnyRule[], config: EffectiveConfig, trouble: (problem: Trouble) => void, timing?: RuleTiming, followed?: Followed): Raw[] {
  const found = lintFile(file, rules, config, trouble, timing, followed?.code);
  return host ? withHost(found, host, (rules) => lintFile(host.file, rules, config, trouble, timing, followed?.host), rules) : found;
}

function withHost(found: readonly Raw[], host: Host, lint: (rules: readonly AnyRule[]) => Raw[], rules: readonly AnyRule[]): Raw[] {
  const placed = found.flatMap(({ rule, finding }) => {
    const there = placedInHost(finding, host);
    return there ? [{ rule, finding: there }] : [];
  });
  return [...placed, ...lint(rules.filter(({ reads }) => reads === "text"))];
}

export function lintFile(file: LanguageFile, rules: readonly AnyRule[], config: EffectiveConfig, trouble: (problem: Trouble) => void, timing?: RuleTiming, followed?: FollowedText): Raw[] {
  const found: Raw[] = [];
  followed?.follow(file.text);
  const isTest = isTestPath(file.path, config);
  let isPrepared = false;
  const mine = wantedOf(file, rules, config, isTest);
  for (const rule of followed ? presentIn(followed, mine, timing) : mine) {
    const fileRule = rule as FileRule<LanguageFile> & AnyRule; // of this language
    if (fileRule.prefilter && !followed && !mayMatch(fileRule.prefilter, file.text)) continue;
    timing?.onRule?.(rule.id);
    if (fileRule.prefilter && !(followed ? isFollowed(fileRule.prefilter) || followed.mentions(fileRule.prefilter) : fileRule.prefilter.test(file.text))) continue;
    const before = found.length;
    let end = 0;
    try {
      if (rule.reads !== "text" && !isPrepared) {
        timing?.onRule?.(undefined);
        (file as InPieces).prepare?.();
        timing?.onRule?.(rule.id);
        isPrepared = true;
      }
      end = timing ? timing.now() + timing.limit : 0;
      const context = followed ? contextIn(followed, file.path, config, rule, isTest) : contextFor(file.path, config, rule, isTest, undefined, file.text);
      const known = inPieces(file, fileRule, config, context);
      for (const one of known ?? fileRule.check(file, context)) {
        const finding = known ? one : settled(one);
        if (isInside(finding.at, file.text.length)) found.push({ rule, finding });
        else trouble({ rule: rule.id, path: file.path, message: `a finding lies outside the text (${finding.at.start}-${finding.at.end})` });
        if (timing && timing.now() > end) break;
      }
      if (!timing || timing.now() <= end) continue;
      timing.onOverrun(rule.id);
      trouble({ rule: rule.id, path: file.path, message: `took longer than ${timing.limit} ms and is left out of this file` });
    } catch (error) {
      trouble({ rule: rule.id, path: file.path, message: messageOf(error) });
    }
    found.length = before; // half a rule's findings mislead more than none
  }
  timing?.onRule?.(undefined);
  return found;
}

interface Present {
  readonly of: readonly AnyRule[];
  readonly presence: number;
  readonly rules: readonly AnyRule[];
}

const present = new WeakMap<FollowedText, Present>();

/** The rules that a text may concern. They are the same for most edits. */
function presentIn(followed: FollowedText, of: readonly AnyRule[], timing: RuleTiming | undefined): readonly AnyRule[] {
  const presence = followed.presence();
  const known = present.get(followed);
  if (known?.of === of && known.presence === presence) return known.rules;
  const rules = of.filter((rule) => {
    const { prefilter } = rule as FileRule<LanguageFile>;
    timing?.onRule?.(rule.id);
    return !prefilter || !isFollowed(prefilter) || followed.mentions(prefilter);
  });
  present.set(followed, { of, presence, rules });
  return rules;
}

/** With spans as plain numbers, and kept; undefined where the whole file is to be checked. */
function inPieces(file: LanguageFile, rule: FileRule<LanguageFile>, config: EffectiveConfig, context: RuleContext): Iterable<Finding> | undefined {
  return rule.judges ? (file as InPieces).inPieces?.(rule, config, (part) => rule.check(part, context)) : undefined;
}

export function lintProject(project: Project, rules: readonly AnyRule[], configFor: (path: string) => EffectiveConfig, trouble: (problem: Trouble) => void, onRule: (rule: string | undefined) => void = () => {}): RawProject[] {
  const found: RawProject[] = [];
  const tests = new Map<string, boolean>();
  const isTest = (path: string): boolean => {
    let known = tests.get(path);
    if (known === undefined) tests.set(path, (known = isTestPath(path, configFor(path))));
    return known;
  };
  for (const rule of rules) {
    if (rule.reads !== "project") continue;
    const before = found.length;
    onRule(rule.id);
    try {
      for (const finding of rule.check(project, { for: (path) => contextFor(path, configFor(path), rule, isTest(path)) })) {
        if (!isOff(configFor(finding.path), rule)) found.push({ rule, finding });
      }
    } catch (error) {
      found.length = before;
      trouble({ rule: rule.id, path: "", message: messageOf(error) });
    }
  }
  onRule(undefined);
  return found;
}

/** Anchors become offsets of the text as it is now; undefined when the file's facts are gone. */
export function resolveAnchors(finding: ProjectFinding, anchoredOf: AnchoredOf): Finding | undefined {
  const place = (path: string, anchor: number): Span | undefined => anchoredOf(path)?.anchors[anchor];
  const at = place(finding.path, finding.at);
  if (!at) return undefined;
  const related = (finding.related ?? []).flatMap((step) => {
    const where = place(step.path ?? finding.path, step.at);
    return where ? [{ ...step, at: where }] : [];
  });
  const fixes = (finding.fixes ?? []).flatMap((fix) => {
    const isQuoted = anchoredOf(finding.path)?.isQuoted;
    const edits = fix.edits.map((edit) => ({ at: place(finding.path, edit.at), text: isQuoted ? JSON.stringify(edit.text).slice(1, -1) : edit.text }));
    return edits.every((edit): edit is { at: Span; text: string } => edit.at !== undefined) ? [{ ...fix, edits }] : [];
  });
  const { message, variant, confidence } = finding;
  return { at, message, related, fixes, ...(variant && { variant }), ...(confidence && { confidence }) };
}

const testPath = /(^|\/)(tests?|__tests__|spec|fixtures|__fixtures__|__mocks__|testdata|(__)?e2e(__)?)\/|(^|\/)(tests?_[^/]*|[^/]*_tests?|conftest)\.py$|\.(server|client)?(test|spec)\.[cm]?[jt]sx?$|(^|\/)\.env\.(test|testing|ci|e2e)(\.[^/]*)?$/;

export function isTestPath(path: string, config: EffectiveConfig): boolean {
  const role = config.role(path);
  return role ? role === "test" : testPath.test(path);
}

/** Folders whose files are read, tried out or kept, and operated by nobody. */
const samplePath = /(^|\/)(([\w.]+[-_])?(examples?|samples?|demos?)|tutorials?|quickstarts?|playgrounds?|_?archived?|playwright|cypress|docs?)\//i;

/** How a deployment is written there alarms nobody; a role in the configuration says otherwise. */
export function isSampleDeployment(rule: string, path: string, config: EffectiveConfig): boolean {
  return /^(yaml|dockerfile)\//.test(rule) && samplePath.test(path) && config.role(path) === undefined;
}

/** A rule may hand out nodes, and those move when the text does. */
function settled(finding: Finding): Finding {
  const plain = ({ start, end }: Span): Span => ({ start, end });
  return {
    ...finding,
    at: plain(finding.at),
    ...(finding.related && { related: finding.related.map((step) => ({ ...step, at: plain(step.at) })) }),
    ...(finding.fixes && { fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: plain(edit.at) })) })) }),
  };
}

function isInside(at: Span, length: number): boolean {
  return at.start >= 0 && at.start <= at.end && at.end <= length;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack?.split("\n").slice(0, 4).join(" | ") ?? error.message) : String(error);
}
