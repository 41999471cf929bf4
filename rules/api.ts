/** Everything a rule may know: what a rule is, what a finding is, and one façade per language. */
import type { Principle } from "./principles.ts";
import type { PythonFile } from "./facades/python.ts";
import type { JavaScriptFile } from "./facades/javascript.ts";
import type { YamlFile } from "./facades/yaml.ts";
import type { DockerFile } from "./facades/dockerfile.ts";
import type { Ecosystem, ManifestFile } from "./facades/manifest.ts";
import type { TextFile } from "./facades/text.ts";
import type { Project } from "./facades/project.ts";
import type { Anchor, Span, TextScan } from "./facades/text.ts";
import type { Concern } from "./facts/service.ts";

export * from "./facades/text.ts";
export * from "./facades/python.ts";
export * from "./facades/rows.ts";
export * from "./facades/javascript.ts";
export * from "./facades/javascript-handlers.ts";
export * from "./facades/yaml.ts";
export * from "./facades/dockerfile.ts";
export * from "./facades/shell.ts";
export * from "./facades/manifest.ts";
export * from "./facades/packages.ts";
export * from "./facades/project.ts";
export type { DependencyFact, LockTool, ManifestFacts } from "./facts/manifest.ts";
export type { ArtefactFact, HandoverFact, NetworkFact, ParityFacts, ReceiptFact, RecipeFact, StepFact } from "./facts/parity.ts";
export type { Principle } from "./principles.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** How sure the analysis is that the finding is real; `possible` is never shown above a hint. */
export type Confidence = "certain" | "likely" | "possible";

/** One replacement: the text at `at` becomes `text`. Offsets are UTF-16, into the file the rule was given. */
export interface Edit<Place = Span> {
  readonly at: Place;
  readonly text: string;
}

/** Text added at the end of another file, on a line of its own, when that file lacks it; the file is created if absent. */
export interface Append {
  /** Relative to the workspace root, forward slashes. */
  readonly path: string;
  readonly line: string;
}

export interface Fix<Place = Span> {
  /** Imperative, as a menu entry: "Pass timeout=10". */
  readonly title: string;
  /** Safe: same behaviour or strictly the documented intent. Only safe fixes take part in fix-all. */
  readonly safe: boolean;
  readonly edits: readonly Edit<Place>[];
  readonly appends?: readonly Append[];
  /**
   * The fix asks for a version that the rule cannot see: title and edits hold U+FFFC in its place. It is offered only where a lockfile or the
   * installed environment shows one.
   */
  readonly version?: { readonly ecosystem: Ecosystem; readonly name: string };
  /** Offered only where the project has this package: a manifest asks for it, a lockfile or the installed environment shows it. */
  readonly has?: { readonly ecosystem: Ecosystem; readonly name: string };
}

export interface Related<Place = Span> {
  /** The file, when it is another one than the finding's. */
  readonly path?: string;
  readonly at: Place;
  /** A step of the story: "fitted here", "reached from POST /predict". */
  readonly message: string;
}

/** What else takes a finding back. */
export interface Unless {
  /** Some file imports one of these modules. */
  readonly uses?: readonly string[];
  /** Some file speaks of this concern of services. */
  readonly speaksOf?: Concern;
  /** The npm package is at least this major version, or its version is not known. */
  readonly notBelow?: { readonly name: string; readonly major: number };
  /** Where this function (named as in the facts) is registered as a handler, its requests are checked; or it is not seen to be registered. */
  readonly validates?: string;
  /** No file hands this function (named as in the facts), as it is, to a router of Express. */
  readonly notRegistered?: string;
}

export interface Finding<Place = Span> {
  readonly at: Place;
  /** What is wrong, why it matters in production, what to do: one breath, see experience in CONTRIBUTING. */
  readonly message: string;
  /** Which of the rule's severities applies, when it has several; see `RuleMeta.severity`. */
  readonly variant?: string;
  readonly confidence?: Confidence;
  readonly related?: readonly Related<Place>[];
  /** Most useful first. */
  readonly fixes?: readonly Fix<Place>[];
  /**
   * The function the finding stands in, named as in the facts (`Service.score`): it holds only where that function runs while somebody waits for
   * an answer, which the call graph knows. `{entry}` in the message then becomes what is served. Absent where the file itself decides.
   */
  readonly whenServed?: string;
  /** With `whenServed`: where nobody is seen to call the function, the finding is told all the same, as no more than this. */
  readonly otherwise?: "possible";
  /** The workspace takes it back: the package is one for browsers, some file sets one of these properties, or what `Unless` says. */
  readonly unlessProject?: { readonly isInterface?: true; readonly sets?: readonly string[] } & Unless;
}

/** A finding of a rule that reads facts: places are anchors of the file's facts, so that they move with the text. */
export interface ProjectFinding extends Finding<Anchor> {
  readonly path: string;
}

/** Test, doc page and snippet in one. `«…»` in `bad` marks the exact span of each expected finding. */
export interface Example {
  readonly title: string;
  /** Name of the file holding the text; a default per language where absent. */
  readonly path?: string;
  readonly bad: string;
  /** What to write instead; must be clean under this rule. */
  readonly good: string;
  /** Other files of the example's workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Options with their defaults; the JSON type of the default is the type of the option. */
export type OptionDefaults = Readonly<Record<string, { readonly default: string | number | boolean | readonly string[]; readonly doc: string }>>;

export interface RuleMeta<Id extends string = string> {
  /** `<language>/<bad-pattern>`, equal to the file's path below rules/. */
  readonly id: Id;
  readonly title: string;
  /** One severity, or one per variant with `default` first: `{ default: "warning", tag: "info" }`. */
  readonly severity: Severity | ({ readonly default: Severity } & Readonly<Record<string, Severity>>);
  readonly principle: Principle;
  /** Ids of the checklist items that an open finding of this rule contradicts. */
  readonly checklist: readonly string[];
  readonly since: string;
  /** Markdown: the consequence in production terms. */
  readonly why: string;
  /** Markdown: what to do. */
  readonly remedy: string;
  /** Markdown: when the rule stays silent, and why. */
  readonly silent?: string;
  readonly references: readonly string[];
  readonly options?: OptionDefaults;
  readonly examples: readonly [Example, ...Example[]];
}

export interface RuleContext {
  /** Value of an option declared in `options`, from the config that governs this file. */
  option<T extends string | number | boolean | readonly string[]>(name: string): T;
  readonly profile: Profile;
  /** True for tests, fixtures and examples: code that never serves anybody. */
  readonly isTest: boolean;
  /** True when the config declares this secret harmless: its path, or its value by pattern. */
  allowSecret?(value: string): boolean;
  /** What a scan finds in the whole text of the file; while somebody types, only the surroundings of an edit are read again. */
  found?<T>(scan: TextScan<T>): readonly T[];
  /** Whether the pattern matches anywhere in the text, asked in the same way. */
  mentions?(pattern: RegExp): boolean;
  /** False only where the pattern matches nowhere in the text, which is known of most without looking for it. Absent while somebody types. */
  mayMatch?(pattern: RegExp): boolean;
}

/** How far a failure reaches; decides which items apply and how loud rules are. */
export type Profile = "prototype" | "internal" | "customer-facing" | "safety-critical";

export interface FileRule<File, Id extends string = string> extends RuleMeta<Id> {
  /** Cheap test on the raw text: when false for a file, the file is not analysed for this rule. Must never hide a finding. */
  readonly prefilter?: RegExp;
  /** Says nothing in tests, fixtures and examples, so that it is not asked there. */
  readonly silentInTests?: true;
  /**
   * What the rule says of a file is what it says of each top-level statement by itself: `check` goes through `file.here` alone and keeps nothing from one
   * node to the next. While somebody types it is then asked only about statements that changed, or whose answers rest on something that did.
   * Of YAML the same with documents: `check` is handed one at a time as if it were the file, looks at no text outside of it, and asks about the whole
   * through `once` and `collect`.
   */
  readonly judges?: "statements" | "documents";
  check(file: File, context: RuleContext): Iterable<Finding>;
}

export interface ProjectRule<Id extends string = string> extends RuleMeta<Id> {
  /** Reads facts, never trees. Runs when any file's facts changed. */
  check(project: Project, context: ProjectRuleContext): Iterable<ProjectFinding>;
}

export interface ProjectRuleContext {
  /** The context of one file: options and profile come from the config nearest to it. */
  for(path: string): RuleContext;
}

export type AnyRule =
  | (FileRule<PythonFile> & { readonly reads: "python" })
  | (FileRule<JavaScriptFile> & { readonly reads: "javascript" })
  | (FileRule<YamlFile> & { readonly reads: "yaml" })
  | (FileRule<DockerFile> & { readonly reads: "dockerfile" })
  | (FileRule<ManifestFile> & { readonly reads: "manifest" })
  | (FileRule<TextFile> & { readonly reads: "text" })
  | (ProjectRule & { readonly reads: "project" });

export type Rule = AnyRule;

/** Python rules run on notebooks too. */
export const pythonRule = (rule: FileRule<PythonFile, `python/${string}`>) => ({ ...rule, reads: "python" as const });
export const notebookRule = (rule: FileRule<PythonFile, `notebook/${string}`>) => ({ ...rule, reads: "python" as const });
export const javascriptRule = (rule: FileRule<JavaScriptFile, `javascript/${string}`>) => ({ ...rule, reads: "javascript" as const });
export const yamlRule = (rule: FileRule<YamlFile, `yaml/${string}`>) => ({ ...rule, reads: "yaml" as const });
export const dockerfileRule = (rule: FileRule<DockerFile, `dockerfile/${string}`>) => ({ ...rule, reads: "dockerfile" as const });
export const manifestRule = (rule: FileRule<ManifestFile, `manifest/${string}`>) => ({ ...rule, reads: "manifest" as const });
/** Runs on every file, whatever its language. */
export const textRule = (rule: FileRule<TextFile, `text/${string}`>) => ({ ...rule, reads: "text" as const });
/** Any id: what makes it a project rule is that it reads the facts of all files and may speak in any of them. */
export const projectRule = (rule: ProjectRule<`${string}/${string}`>) => ({ ...rule, reads: "project" as const });
