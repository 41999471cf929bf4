/** The state of one workspace folder: texts in, findings out. Pure: files are handed in, nothing is read or published here. */
import type { AnyRule, FileFacts, Finding, Project, RuleMeta, Surroundings } from "../../rules/api.ts";
import { type Anchored, anchorsAfter, settleAnchors } from "./anchors.ts";
import { Answers, type Basis } from "./answers.ts";
import type { EffectiveConfig } from "./config.ts";
import type { FileRecord } from "./file-record.ts";
import { FileState } from "./file-state.ts";
import { Guard, isQuick } from "./guard.ts";
import { contentHash } from "./hash.ts";
import { houseRules } from "./house.ts";
import type { InternPool } from "./intern.ts";
import { NotLoaded, type Language, type OpenFile, type TextChange } from "./language.ts";
import { FollowedText } from "./followed-text.ts";
import { type Followed, lintOpen, lintProject, mayBeSuppressed, messageOf, resolveAnchors, type RawProject, type Stopwatch } from "./lint.ts";
import { LineIndex } from "./positions.ts";
import { report, type Placed } from "./present.ts";
import { type Reported, type Trouble, waysNotFollowed } from "./report.ts";
import { asksProject, servedKeys, toldWhereServed } from "./served.ts";
import { suppressionsIn, textOf } from "./host.ts";
import type { Suppression } from "./suppress.ts";

export interface AnalysisParts {
  readonly languages: readonly Language[];
  readonly rules: readonly AnyRule[];
  readonly configFor: (path: string) => EffectiveConfig;
  readonly surroundings: Surroundings;
  readonly buildProject: (files: ReadonlyMap<string, FileFacts>, surroundings: Surroundings, settings?: { readonly declaredRole?: (path: string) => string | undefined }) => Project;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Without one nothing is ever stopped. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Of what is kept of files that are closed, where it is kept for long. */
  readonly pool?: InternPool;
}

export interface TryOut {
  readonly findings: readonly Reported[];
  readonly suppressions: readonly Suppression[];
  /** How many places of the text could not be parsed. */
  readonly problems: number;
}

/** Of what one file may take. */
const projectScale = 4;

export class Analysis {
  private readonly files = new Map<string, FileState>();
  private readonly house = new Map<string, readonly Finding[]>();
  private projectFindings = new Map<string, RawProject[]>();
  private factsChanged = false;
  private toldOfLimits = false;
  /** Files taken since project rules last ran; whether their facts say something new is found out when somebody asks. */
  private readonly taken = new Set<string>();
  private readonly seenFacts = new Map<string, string>();
  private project: Project | undefined;
  /** By path, what the project said about findings that hold only where requests are answered. */
  private served = new Map<string, string>();
  private readonly answers = new Answers();
  /** What is kept of files that an editor shows, for the next keystroke. */
  private readonly followed = new WeakMap<OpenFile, Followed & { readonly editorLanguage: string | undefined; cost: number }>();
  private readonly guard: Guard;
  private rulesById: ReadonlyMap<string, AnyRule> | undefined;
  /** Counts every change of any file: stories that lead through other files move with them. */
  private changes = 0;

  constructor(private parts: AnalysisParts) {
    this.guard = new Guard(parts.stopwatch, (trouble) => this.parts.onTrouble(trouble));
  }

  /** The language that will read this path; load it before calling `open` or `scan`. */
  languageFor(path: string, editorLanguage?: string): Language | undefined {
    return this.parts.languages.find((language) => language.claims(path, editorLanguage));
  }

  /** Starts following a file that an editor shows. */
  open(path: string, text: string, editorLanguage?: string): void {
    this.close(path);
    this.guard.forgive(path);
    this.inTime(path, text, () => this.openNow(path, text, editorLanguage));
  }

  private openNow(path: string, text: string, editorLanguage: string | undefined): void {
    const open = this.opened(path, text, editorLanguage);
    if (!open) return;
    this.followed.set(open, { code: new FollowedText(), host: new FollowedText(), editorLanguage, cost: 0 });
    this.take(path, open, text);
  }

  /** `show` is called when the findings are there and before the guard has let go of them, which takes its time too; not where they are given up. */
  edit(path: string, changes: readonly TextChange[], text: string, show: () => void = () => {}): void {
    const state = this.files.get(path);
    const open = state?.open;
    if (!open) return;
    const [only, ...more] = changes;
    const lines = only && more.length === 0 ? state.lines.after(only.at, only.text, text) : new LineIndex(text);
    const anchors = anchorsAfter(state, changes, () => this.projectFindings.has(path) || state.raw.some(({ finding }) => asksProject(finding)));
    const anew = () => {
      this.openNow(path, text, this.followed.get(open)?.editorLanguage);
      show();
    };
    const followed = this.followed.get(open);
    const before = this.parts.stopwatch?.now() ?? 0;
    const isHasty = isQuick(changes, followed?.cost);
    const work = () => {
      if (!this.isDone(path, () => open.update(changes, text))) {
        this.close(path);
        return anew();
      }
      this.take(path, open, text, lines, anchors);
      if (!isHasty && this.parts.stopwatch?.watchdog) this.findings(path); // what is asked next is known, and was worked out in time
      show();
    };
    if (isHasty) work();
    else this.inTime(path, text, work, anew);
    if (followed) followed.cost = (this.parts.stopwatch?.now() ?? 0) - before;
  }

  /** Works out beforehand what the first edit of an open file would rest on. */
  prepare(path: string): void {
    const open = this.files.get(path)?.open;
    if (!open) return;
    this.edit(path, [], textOf(open));
    const followed = this.followed.get(open);
    for (const one of [followed?.code, followed?.host]) one?.prepare();
  }

  /** Lets go of the text and tree; findings and facts stay. */
  close(path: string): void {
    const open = this.files.get(path)?.open;
    if (open) this.asked(path, open, (state) => state.close(this.parts.pool));
  }

  /** Analyses a file on disk and keeps only what it yields. An open file is left alone: the editor's text is the truth. False where its language has to be loaded first. */
  scan(path: string, text: string): boolean {
    const known = this.files.get(path);
    if (known?.open || (known && !known.isOutdated && known.hash === contentHash(text)) || this.guard.hasGivenUp(path, text)) return true;
    let isLoaded = true;
    this.inTime(path, text, () => {
      const open = this.opened(path, text, undefined, () => { isLoaded = false; });
      if (!open) return;
      this.take(path, open, text);
      this.close(path);
    });
    return isLoaded;
  }

  /** Lets `scan` be asked for each file, all under one watch as long as they take no more than short files do. A file may be asked for twice. */
  together<T extends { readonly path: string }>(files: readonly T[], scan: (file: T) => void): void {
    this.guard.together(files, scan, ({ path }) => this.remove(path));
  }

  /** What a scan left of a file; undefined while an editor shows it. */
  record(path: string): FileRecord | undefined {
    return this.files.get(path)?.record;
  }

  /** Takes what a scan of the same text with the same rules and configuration left elsewhere. The text may be one that is read when it is asked for. */
  adopt(path: string, text: string | (() => string), record: FileRecord): void {
    if (this.files.get(path)?.open) return;
    this.rulesById ??= new Map(this.parts.rules.map((rule) => [rule.id, rule]));
    this.keep(path, FileState.of(record, text, this.rulesById, this.parts.pool));
  }

  remove(path: string): void {
    const state = this.files.get(path);
    if (!state) return;
    state.abandon();
    this.files.delete(path);
    this.answers.forget(path);
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
    this.guard.forgiveGivenUp();
    for (const [path, state] of [...this.files]) {
      if (state.open) this.takeAgain(path, state.open);
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
    let tried: TryOut = { findings: [], suppressions: [], problems: 0 };
    const again = () => { tried = this.tried(path, text, editorLanguage); };
    this.guard.within({ path, work: again, anew: again, failure: (limit) => `what a change would bring could not be told in ${limit} ms` });
    return tried;
  }

  private tried(path: string, text: string, editorLanguage: string | undefined): TryOut {
    const config = this.parts.configFor(path);
    const open = this.languageFor(path, editorLanguage)?.open(path, text);
    if (!open) return { findings: [], suppressions: [], problems: 0 };
    const lines = new LineIndex(text);
    const raw = config.isIgnored(path) ? [] : lintOpen(open, this.guard.rulesFor(path, this.parts.rules), config, this.parts.onTrouble, this.guard.timing(path));
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
    const moved = this.compareFacts();
    if (!this.factsChanged || this.guard.hasGivenUp("", "")) return moved;
    this.factsChanged = false;
    const previous = [...this.projectFindings.keys()];
    let served: readonly string[] = [];
    const work = () => { served = this.judgeProject(); };
    if (!this.guard.within({ path: "", work, anew: work, failure: (limit) => `what spans files could not be told in ${limit} ms`, scale: projectScale })) {
      this.guard.giveUp("", "");
      [this.project, this.projectFindings] = [undefined, new Map<string, RawProject[]>()];
    }
    return new Set([...moved, ...previous, ...this.projectFindings.keys(), ...served]);
  }

  /** Gives the paths whose functions are served otherwise than before. */
  private judgeProject(): readonly string[] {
    const facts = new Map([...this.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, state]) => [path, state.facts])); // in whatever order files came, rules see one
    this.project = this.parts.buildProject(facts, this.parts.surroundings, { declaredRole: (path) => this.parts.configFor(path).role(path) });
    this.projectFindings = new Map();
    for (const raw of lintProject(this.project, this.guard.rulesFor("", this.parts.rules), this.parts.configFor, this.parts.onTrouble, this.guard.at)) {
      const list = this.projectFindings.get(raw.finding.path);
      if (list) list.push(raw);
      else this.projectFindings.set(raw.finding.path, [raw]);
    }
    if (this.project.graph.notFollowed > 0 && !this.toldOfLimits) this.parts.onTrouble(waysNotFollowed);
    this.toldOfLimits ||= this.project.graph.notFollowed > 0;
    return this.newlyServed();
  }

  /** Paths whose functions are served otherwise than the last project said, as far as a finding asks. */
  private newlyServed(): readonly string[] {
    const previous = this.served;
    this.served = servedKeys(this.files, this.project);
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
    const project = state.raw.some(({ finding }) => asksProject(finding)) ? this.project : undefined;
    const basis: Basis = { state, house: this.house.get(path), told: this.projectFindings.get(path), project, config };
    const known = this.answers.get(path, basis, this.changes);
    if (known) return known;
    const findings = this.freshFindings(path, state, house, config);
    this.answers.keep(path, basis, findings, this.changes);
    return [...findings];
  }

  private freshFindings(path: string, state: FileState, house: readonly Placed[], config: EffectiveConfig): readonly Reported[] {
    const placed: Placed[] = [...house, ...this.told(path, state.raw)];
    for (const { rule, finding } of this.projectFindings.get(path) ?? []) {
      const resolved = resolveAnchors(finding, this.anchoredOf);
      if (resolved) placed.push({ rule, finding: resolved });
    }
    if (placed.length === 0 && state.suppressions.length === 0) return []; // where lines begin need not be known
    return report(path, placed, state.suppressions, config, (offset) => state.lineText(offset), this.project?.packages(), state.lines.newline);
  }

  private readonly anchoredOf = (path: string) => this.files.get(path)?.anchored;

  private told(path: string, raw: readonly Placed[]): readonly Placed[] {
    return raw.flatMap((one) => {
      const { rule, finding } = one;
      if (!asksProject(finding)) return one;
      const told = toldWhereServed(finding, path, this.project, this.anchoredOf);
      return told ? [{ rule, finding: told }] : [];
    });
  }

  /** Languages never throw, by contract; one that breaks it costs its file, not the process. */
  private opened(path: string, text: string, editorLanguage?: string, onNotLoaded?: () => void): OpenFile | undefined {
    let open: OpenFile | undefined;
    this.isDone(path, () => { open = this.languageFor(path, editorLanguage)?.open(path, text, onNotLoaded !== undefined); }, onNotLoaded);
    return open;
  }

  private isDone(path: string, work: () => void, onNotLoaded?: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (onNotLoaded && error instanceof NotLoaded) onNotLoaded();
      else this.parts.onTrouble({ path, message: messageOf(error) });
      return false;
    }
  }

  private take(path: string, open: OpenFile, text: string, lines = new LineIndex(text), anchors?: Anchored): void {
    const config = this.parts.configFor(path);
    const followed = this.followed.get(open);
    const raw = config.isIgnored(path) ? [] : lintOpen(open, this.guard.rulesFor(path, this.parts.rules), config, this.parts.onTrouble, this.guard.timing(path), followed);
    let suppressions: readonly Suppression[] = [];
    if (mayBeSuppressed(text, followed)) this.isDone(path, () => { suppressions = suppressionsIn(open, text, lines); });
    const state = new FileState(open, text, lines, raw, suppressions, config.role(path), (error) => this.parts.onTrouble({ path, message: messageOf(error) }));
    state.movedAnchors = anchors;
    this.keep(path, state);
  }

  /** `anew` starts from the text: what was stopped left everything else half changed. A file with which nothing ends is left alone. */
  private inTime(path: string, text: string, work: () => void, anew: () => void = work): void {
    const isDone = this.guard.within({ path, work, anew: () => { this.remove(path); anew(); }, failure: (limit) => `took longer than ${limit} ms and is left alone until it is opened again or changes on disk` });
    if (isDone) return;
    this.remove(path);
    this.guard.giveUp(path, text);
  }

  private takeAgain(path: string, open: OpenFile): void {
    const text = textOf(open);
    this.inTime(path, text, () => this.take(path, open, text), () => this.openNow(path, text, this.followed.get(open)?.editorLanguage));
  }

  private keep(path: string, state: FileState): void {
    this.files.set(path, state);
    this.changes++;
    this.taken.add(path);
  }

  /** Does in time what rests on the facts of an open file. */
  private asked(path: string, open: OpenFile, ask: (state: FileState) => void): void {
    const text = textOf(open);
    const work = () => {
      const state = this.files.get(path);
      if (state) ask(state);
    };
    this.inTime(path, text, work, () => {
      this.openNow(path, text, this.followed.get(open)?.editorLanguage);
      work();
    });
  }

  private factsKey(path: string): string | undefined {
    const state = this.files.get(path);
    let key = state?.open ? undefined : state?.factsKey;
    if (state?.open) this.asked(path, state.open, ({ factsKey }) => { key = factsKey; });
    return key;
  }

  /** Gives the paths in which a place is another one than typing had moved it to. */
  private compareFacts(): ReadonlySet<string> {
    const moved = new Set<string>();
    for (const path of [...this.taken]) {
      const key = this.factsKey(path);
      if (settleAnchors(this.files.get(path))) moved.add(path);
      if (key === undefined || this.seenFacts.get(path) === key) continue;
      this.seenFacts.set(path, key);
      this.factsChanged = true;
    }
    this.taken.clear();
    for (const path of moved) this.answers.forget(path);
    if (moved.size > 0) this.changes++;
    return moved;
  }
}
