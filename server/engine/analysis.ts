/** The state of one workspace folder: texts in, findings out. Pure: files are handed in, nothing is read or published here. */
import type { AnyRule, FileFacts, Finding, Project, RuleMeta, Surroundings } from "../../rules/api.ts";
import type { EffectiveConfig } from "./config.ts";
import { type FileRecord, FileState } from "./file-state.ts";
import { contentHash } from "./hash.ts";
import { houseRules } from "./house.ts";
import type { Language, OpenFile, TextChange } from "./language.ts";
import { FollowedText } from "./followed-text.ts";
import { type Followed, lintOpen, lintProject, mayBeSuppressed, messageOf, resolveAnchors, type RawProject, type RuleTiming, type Stopwatch } from "./lint.ts";
import { LineIndex } from "./positions.ts";
import { report, type Placed } from "./present.ts";
import type { Reported, Trouble } from "./report.ts";
import { asksProject, servedKey, toldWhereServed } from "./served.ts";
import { suppressionsIn } from "./host.ts";
import type { Suppression } from "./suppress.ts";

export interface AnalysisParts {
  readonly languages: readonly Language[];
  readonly rules: readonly AnyRule[];
  readonly configFor: (path: string) => EffectiveConfig;
  readonly surroundings: Surroundings;
  readonly buildProject: (files: ReadonlyMap<string, FileFacts>, surroundings: Surroundings, settings?: { readonly declaredRole?: (path: string) => string | undefined }) => Project;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Without one no rule is ever stopped. */
  readonly stopwatch?: Stopwatch | undefined;
}

export interface TryOut {
  readonly findings: readonly Reported[];
  readonly suppressions: readonly Suppression[];
  /** How many places of the text could not be parsed. */
  readonly problems: number;
}

interface Answered {
  readonly state: FileState;
  readonly house: readonly Finding[] | undefined;
  readonly told: readonly RawProject[] | undefined;
  /** The project that decided about findings which hold only where requests are answered. */
  readonly project: Project | undefined;
  readonly config: EffectiveConfig;
  /** Undefined when only its own file decides. */
  readonly changes: number | undefined;
  readonly findings: readonly Reported[];
}

export class Analysis {
  private readonly files = new Map<string, FileState>();
  private readonly house = new Map<string, readonly Finding[]>();
  private projectFindings = new Map<string, RawProject[]>();
  private factsChanged = false;
  /** Files taken since project rules last ran; whether their facts say something new is found out when somebody asks. */
  private readonly taken = new Set<string>();
  private readonly seenFacts = new Map<string, string>();
  private project: Project | undefined;
  /** By path, what the project said about findings that hold only where requests are answered. */
  private served = new Map<string, string>();
  /** What was last answered for a file, and from what; asked for again and again by whoever shows the whole workspace. */
  private readonly answered = new Map<string, Answered>();
  /** What is kept of files that an editor shows, for the next keystroke. */
  private readonly followed = new WeakMap<OpenFile, Followed>();
  /** By path, the rules that took too long on it. */
  private readonly overran = new Map<string, ReadonlySet<string>>();
  private rulesById: ReadonlyMap<string, AnyRule> | undefined;
  /** Counts every change of any file: stories that lead through other files move with them. */
  private changes = 0;

  constructor(private parts: AnalysisParts) {}

  /** The language that will read this path; load it before calling `open` or `scan`. */
  languageFor(path: string, editorLanguage?: string): Language | undefined {
    return this.parts.languages.find((language) => language.claims(path, editorLanguage));
  }

  /** Starts following a file that an editor shows. */
  open(path: string, text: string, editorLanguage?: string): void {
    this.close(path);
    this.overran.delete(path);
    const open = this.opened(path, text, editorLanguage);
    if (!open) return;
    this.followed.set(open, { code: new FollowedText(), host: new FollowedText() });
    this.take(path, open, text);
  }

  edit(path: string, changes: readonly TextChange[], text: string): void {
    const state = this.files.get(path);
    const open = state?.open;
    if (!open) return;
    const [only, ...more] = changes;
    const lines = only && more.length === 0 ? state.lines.after(only.at, only.text, text) : new LineIndex(text);
    if (this.isDone(path, () => open.update(changes, text))) this.take(path, open, text, lines);
    else this.open(path, text);
  }

  /** Works out beforehand what the first edit of an open file would rest on. */
  prepare(path: string): void {
    const open = this.files.get(path)?.open;
    if (open) this.edit(path, [], (open.host ?? open.file).text);
  }

  /** Lets go of the text and tree; findings and facts stay. */
  close(path: string): void {
    this.files.get(path)?.close();
  }

  /** Analyses a file on disk and keeps only what it yields. An open file is left alone: the editor's text is the truth. */
  scan(path: string, text: string): void {
    const known = this.files.get(path);
    if (known?.open) return;
    if (known && !known.isOutdated && known.hash === contentHash(text)) return;
    const open = this.opened(path, text);
    if (!open) return;
    this.take(path, open, text);
    this.close(path);
  }

  /** What a scan left of a file; undefined while an editor shows it. */
  record(path: string): FileRecord | undefined {
    return this.files.get(path)?.record;
  }

  /** Takes what a scan of the same text with the same rules and configuration left elsewhere. The text may be one that is read when it is asked for. */
  adopt(path: string, text: string | (() => string), record: FileRecord): void {
    if (this.files.get(path)?.open) return;
    this.rulesById ??= new Map(this.parts.rules.map((rule) => [rule.id, rule]));
    this.keep(path, FileState.of(record, text, this.rulesById));
  }

  remove(path: string): void {
    const state = this.files.get(path);
    if (!state) return;
    this.close(path);
    this.files.delete(path);
    this.answered.delete(path);
    this.changes++;
    this.taken.delete(path);
    this.seenFacts.delete(path);
    this.factsChanged = true;
  }

  /** Findings about Preship's own files, made by the config loader. */
  setHouseFindings(path: string, findings: readonly Finding[]): void {
    this.house.set(path, findings);
  }

  /** After configuration or surroundings changed: nothing known is trusted. Open files are analysed again at once, the others by the next scan. */
  reset(parts: Partial<AnalysisParts>): void {
    this.parts = { ...this.parts, ...parts };
    this.rulesById = undefined;
    this.factsChanged = true;
    for (const [path, state] of this.files) {
      if (state.open) this.take(path, state.open, state.open.host?.text ?? state.open.file.text);
      else state.isOutdated = true;
    }
  }

  /** After files came or went that no language reads, such as lockfiles too large to be text: project rules look again. */
  setSurroundings(surroundings: Surroundings): void {
    this.parts = { ...this.parts, surroundings };
    this.factsChanged = true;
  }

  /** What a file would show with another text; nothing is remembered. Project rules stay out, for they need the facts of all files. */
  tryOut(path: string, text: string, editorLanguage?: string): TryOut {
    const config = this.parts.configFor(path);
    const open = this.languageFor(path, editorLanguage)?.open(path, text);
    if (!open) return { findings: [], suppressions: [], problems: 0 };
    const lines = new LineIndex(text);
    const raw = config.isIgnored(path) ? [] : lintOpen(open, this.parts.rules, config, this.parts.onTrouble);
    const suppressions = text.includes("preship:") ? suppressionsIn(open, text, lines) : [];
    const problems = open.file.problems.length;
    open.dispose();
    return { findings: report(path, this.told(path, raw), suppressions, config, () => "", undefined, lines.newline), suppressions, problems };
  }

  /** True when project rules may see something new. */
  get needsProject(): boolean {
    return this.factsChanged || this.taken.size > 0;
  }

  /** Runs project rules if any facts changed. Returns the paths whose findings may differ. */
  refreshProject(): ReadonlySet<string> {
    this.compareFacts();
    if (!this.factsChanged) return new Set();
    this.factsChanged = false;
    const facts = new Map([...this.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, state]) => [path, state.facts])); // in whatever order files came, rules see one
    this.project = this.parts.buildProject(facts, this.parts.surroundings, { declaredRole: (path) => this.parts.configFor(path).role(path) });
    const previous = this.projectFindings;
    this.projectFindings = new Map();
    for (const raw of lintProject(this.project, this.parts.rules, this.parts.configFor, this.parts.onTrouble)) {
      const list = this.projectFindings.get(raw.finding.path);
      if (list) list.push(raw);
      else this.projectFindings.set(raw.finding.path, [raw]);
    }
    this.tellOfLimits(this.project);
    return new Set([...previous.keys(), ...this.projectFindings.keys(), ...this.newlyServed()]);
  }

  private toldOfLimits = false;

  /** That some ways were not followed is said once. */
  private tellOfLimits({ graph }: Project): void {
    if (this.toldOfLimits || graph.notFollowed === 0) return;
    this.toldOfLimits = true;
    this.parts.onTrouble({ path: "", message: "some ways through the calls of Python functions were not followed, because there were too many or they went too deep; what only they lead to is not told" });
  }

  /** Paths whose functions are served otherwise than the last project said, as far as a finding asks. */
  private newlyServed(): readonly string[] {
    const previous = this.served;
    this.served = new Map();
    for (const [path, { raw }] of this.files) {
      const asking = raw.flatMap(({ finding }) => (asksProject(finding) ? [finding] : []));
      if (asking.length > 0) this.served.set(path, servedKey(asking, path, this.project));
    }
    return [...this.served].filter(([path, key]) => previous.get(path) !== key).map(([path]) => path);
  }

  get facts(): Project | undefined {
    return this.project;
  }

  paths(): Iterable<string> {
    return new Set([...this.files.keys(), ...this.house.keys()]);
  }

  openFile(path: string): OpenFile | undefined {
    return this.files.get(path)?.open;
  }

  /** Hash of the text as it is known; undefined for files that were not read. */
  digest(path: string): string | undefined {
    return this.files.get(path)?.hash;
  }

  lines(path: string): LineIndex | undefined {
    return this.files.get(path)?.lines;
  }

  findings(path: string): Reported[] {
    const state = this.files.get(path);
    const house = (this.house.get(path) ?? []).map((finding): Placed => ({ rule: houseRules["invalid-config"] as RuleMeta, finding }));
    const config = this.parts.configFor(path);
    if (config.isIgnored(path)) return [];
    if (!state) return report(path, house, [], config, () => "");
    const told = this.projectFindings.get(path);
    const isAsking = state.raw.some(({ finding }) => asksProject(finding));
    const project = isAsking ? this.project : undefined;
    const known = this.answered.get(path);
    if (known?.state === state && known.house === this.house.get(path) && known.told === told && known.project === project && known.config === config && (known.changes === undefined || known.changes === this.changes)) return [...known.findings];
    const findings = this.freshFindings(path, state, house, config);
    const isStory = findings.some(({ related }) => related.some((step) => step.path !== path))
      || state.raw.some(({ finding }) => finding.fixes?.some(({ version }) => version !== undefined));
    this.answered.set(path, { state, house: this.house.get(path), told, project, config, changes: isStory ? this.changes : undefined, findings });
    return [...findings];
  }

  private freshFindings(path: string, state: FileState, house: readonly Placed[], config: EffectiveConfig): readonly Reported[] {
    const factsOf = (other: string) => this.files.get(other)?.facts;
    const placed: Placed[] = [...house, ...this.told(path, state.raw)];
    for (const { rule, finding } of this.projectFindings.get(path) ?? []) {
      const resolved = resolveAnchors(finding, factsOf);
      if (resolved) placed.push({ rule, finding: resolved });
    }
    if (placed.length === 0 && state.suppressions.length === 0) return []; // where lines begin need not be known
    return report(path, placed, state.suppressions, config, (offset) => state.lineText(offset), this.project?.packages(), state.lines.newline);
  }

  private told(path: string, raw: readonly Placed[]): readonly Placed[] {
    return raw.flatMap((one) => {
      const { rule, finding } = one;
      if (!asksProject(finding)) return one;
      const told = toldWhereServed(finding, path, this.project, (other) => this.files.get(other)?.facts);
      return told ? [{ rule, finding: told }] : [];
    });
  }

  /** Languages never throw, by contract; one that breaks it costs its file, not the process. */
  private opened(path: string, text: string, editorLanguage?: string): OpenFile | undefined {
    let open: OpenFile | undefined;
    this.isDone(path, () => { open = this.languageFor(path, editorLanguage)?.open(path, text); });
    return open;
  }

  private isDone(path: string, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.parts.onTrouble({ path, message: messageOf(error) });
      return false;
    }
  }

  private take(path: string, open: OpenFile, text: string, lines = new LineIndex(text)): void {
    const config = this.parts.configFor(path);
    const followed = this.followed.get(open);
    const raw = config.isIgnored(path) ? [] : lintOpen(open, this.rulesInTime(path), config, this.parts.onTrouble, this.timing(path), followed);
    let suppressions: readonly Suppression[] = [];
    if (mayBeSuppressed(text, followed)) this.isDone(path, () => { suppressions = suppressionsIn(open, text, lines); });
    this.keep(path, new FileState(open, text, lines, raw, suppressions, (error) => this.parts.onTrouble({ path, message: messageOf(error) })));
  }

  /** A rule that overran once on a file is left out of it until it is opened anew. */
  private rulesInTime(path: string): readonly AnyRule[] {
    const late = this.overran.get(path);
    return late ? this.parts.rules.filter(({ id }) => !late.has(id)) : this.parts.rules;
  }

  private timing(path: string): RuleTiming | undefined {
    const { stopwatch } = this.parts;
    return stopwatch && { ...stopwatch, onOverrun: (rule) => void this.overran.set(path, new Set([...(this.overran.get(path) ?? []), rule])) };
  }

  private keep(path: string, state: FileState): void {
    this.files.set(path, state);
    this.changes++;
    this.taken.add(path);
  }

  private compareFacts(): void {
    for (const path of this.taken) {
      const key = this.files.get(path)?.factsKey;
      if (key === undefined || this.seenFacts.get(path) === key) continue;
      this.seenFacts.set(path, key);
      this.factsChanged = true;
    }
    this.taken.clear();
  }
}
