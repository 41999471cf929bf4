/** One workspace folder, or one file that belongs to none: its analysis, its open documents, what it shows. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Diagnostic, Location, TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import type { Span } from "../../rules/api.ts";
import { watchdog } from "../bounded.ts";
import { Analysis, type AnalysisParts } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import { InternPool } from "../engine/intern.ts";
import type { TextChange } from "../engine/language.ts";
import type { Position } from "../engine/positions.ts";
import type { Reported } from "../engine/report.ts";
import { ConfigStore } from "../workspace/config.ts";
import { isOutside } from "../workspace/discover.ts";
import { gitKnowledge } from "../workspace/git-index.ts";
import { GitIgnore, telling, isInsideRepository } from "../workspace/ignored.ts";
import type { KnownScans } from "../workspace/known-scans.ts";
import { decode, isSkippedByName, sizeLimit } from "../workspace/read.ts";
import { type LiveSurroundings, surroundings } from "../workspace/surroundings.ts";
import type { OpenDocument } from "./document.ts";
import type { Copy, Rehearsal, Stage } from "./rehearsal.ts";
import type { Services } from "./services.ts";
import { after, Debounced, libraryTurns, whenMessagesAreIn } from "./timing.ts";
import { type Places, toDiagnostic, toRange } from "./to-protocol.ts";
import { uriOf } from "./uri.ts";

/** An open document as the session follows it. */
interface Followed {
  readonly document: OpenDocument;
  /** `waiting` for its parser, `live`, or `left alone` because it is not the project's own or no text. */
  state: "waiting" | "live" | "left alone";
  /** Applied to the text, not yet analysed. */
  pending: TextChange[];
  /** Resolves when its parser is there, or is known not to come. */
  loading: Promise<void> | undefined;
  /** Takes back the analysis that waits. */
  cancel: () => void;
  /** What the last analysis took, in ms: decides whether the next waits for a pause in typing. */
  cost: number;
}

export interface SessionOptions {
  /** Absolute; undefined for documents that are not on disk. */
  readonly root: string | undefined;
  /** False for a single file: nothing is scanned, and only it is shown. */
  readonly isFolder: boolean;
  /** Called after findings, facts or the workspace changed, when things are quiet. */
  readonly onSettled: (session: Session) => void;
  readonly rehearsal?: Rehearsal;
  /** Plays a document while nobody types. */
  readonly understudy?: () => Copy;
  /** In milliseconds, what an analysis takes at most where the next change is answered in the same turn of the event loop. */
  readonly atOnce?: number;
}

export class Session implements Places {
  readonly root: string | undefined;
  readonly analysis: Analysis;
  private readonly parts: AnalysisParts;
  private readonly pool = new InternPool();
  readonly configs: ConfigStore | undefined;
  readonly gitIgnore: GitIgnore | undefined;
  readonly surroundings: LiveSurroundings;
  private readonly documents = new Map<string, Followed>();
  /** Paths whose findings tell a story that leads through the key's file: their lines move with it. */
  private readonly toldElsewhere = new Map<string, Set<string>>();
  private readonly project = new Debounced(() => this.refreshProject(), 200, 1000);
  /** False until the whole folder is known: judging absence before that would be a guess. */
  private isComplete: boolean;

  private troubles = 0;

  constructor(readonly services: Services, readonly options: SessionOptions) {
    const { root, isFolder } = options;
    this.root = root;
    this.isComplete = !isFolder;
    this.gitIgnore = root === undefined || !isFolder ? undefined : new GitIgnore(root);
    this.configs = root === undefined ? undefined : new ConfigStore({ root, rules: services.known, onUnreadable: (file, reason) => services.log.warn(`${file} is ${reason} and counts as absent`) });
    this.surroundings = surroundings(isFolder || root === undefined ? [] : neighbours(root), [], root === undefined ? () => undefined : services.createInstalled(root), isFolder && root !== undefined && isInsideRepository(root), this.gitIgnore && root !== undefined ? gitKnowledge(root, this.gitIgnore) : undefined);
    this.parts = {
      languages: services.languages, rules: services.rules, buildProject: services.buildProject, surroundings: this.surroundings,
      configFor: (file) => this.configFor(file), onTrouble: (problem) => {
        this.troubles++;
        services.log.trouble(problem);
      },
      stopwatch: { now: () => performance.now(), limit: 5_000, watchdog: watchdog(5_000) }, pool: this.pool,
    };
    this.analysis = new Analysis(this.parts);
  }

  configFor(file: string): EffectiveConfig {
    return (this.configs ?? isolated).for(file);
  }

  open(file: string, document: OpenDocument): void {
    const followed: Followed = { document, state: "waiting", pending: [], loading: undefined, cancel: nothing, cost: 0 };
    this.documents.set(file, followed);
    this.surroundings.paths.add(file);
    if (this.isLeftAlone(file, document)) {
      followed.state = "left alone";
      return this.show(document, []);
    }
    const language = this.analysis.languageFor(file, document.languageId);
    if (!language || language.isLoaded) return this.start(file, followed);
    followed.loading = language.load().then(
      () => this.start(file, followed),
      (error: unknown) => this.services.log.trouble({ path: file, message: `its parser did not load: ${String(error)}` }),
    );
  }

  /** `turns` of the event loop later all messages that are here have been read. */
  change(file: string, changes: readonly TextDocumentContentChangeEvent[], version: number, turns = libraryTurns): void {
    const followed = this.documents.get(file);
    if (!followed) return;
    const applied = followed.document.apply(changes, version);
    if (followed.state === "left alone" && !this.isLeftAlone(file, followed.document)) return this.open(file, followed.document); // what made it no text is gone
    if (followed.state !== "live") return; // a waiting one starts with the text as it is then
    if (mayBeNoText(followed.document.text, applied) && this.isLeftAlone(file, followed.document)) return this.leaveAlone(file, followed.document);
    followed.pending.push(...applied);
    followed.cancel();
    if (turns === 0 && followed.cost < (this.options.atOnce ?? 5)) return this.analyse(file, followed);
    // cheap files answer every keystroke; costly ones when typing pauses, and what came in between is analysed once
    followed.cancel = followed.cost < 30 ? whenMessagesAreIn(Math.max(1, turns), () => this.analyse(file, followed)) : after(Math.min(followed.cost, 300), () => this.analyse(file, followed));
  }

  private leaveAlone(file: string, document: OpenDocument): void {
    this.close(file);
    this.analysis.remove(file);
    this.open(file, document);
    this.scheduleProject();
  }

  /** The document's file is the truth again. The caller reads it, where there is one. */
  close(file: string): void {
    const followed = this.documents.get(file);
    if (!followed) return;
    followed.cancel();
    this.documents.delete(file);
    this.analysis.close(file);
  }

  /** Makes sure that what is asked next is answered for the newest text. */
  async settle(file: string): Promise<void> {
    await this.documents.get(file)?.loading;
    const followed = this.documents.get(file);
    if (followed && followed.pending.length > 0) this.analyse(file, followed);
  }

  document(file: string): OpenDocument | undefined {
    return this.documents.get(file)?.document;
  }

  get openPaths(): Iterable<string> {
    return this.documents.keys();
  }

  findings(file: string): Reported[] {
    return this.documents.get(file)?.state === "left alone" ? [] : this.analysis.findings(file);
  }

  diagnostics(file: string): Diagnostic[] {
    const findings = this.findings(file);
    for (const step of findings.flatMap((finding) => finding.related)) {
      if (step.path === file) continue;
      const tellers = this.toldElsewhere.get(step.path);
      if (tellers) tellers.add(file);
      else this.toldElsewhere.set(step.path, new Set([file]));
    }
    return findings.map((finding) => toDiagnostic(finding, this, this.services.abilities));
  }

  position(file: string, offset: number): Position | undefined {
    return this.documents.get(file)?.document.position(offset) ?? this.analysis.lines(file)?.position(offset);
  }

  location(file: string, at: Span): Location | undefined {
    const holder = this.documents.get(file)?.document.holder(at.start);
    if (holder) return { uri: holder.uri, range: { start: holder.position(at.start), end: holder.position(at.end) } };
    const range = toRange(file, at, this);
    return range && { uri: this.uri(file), range };
  }

  uri(file: string): string {
    return this.documents.get(file)?.document.uri ?? uriOf(this.absolute(file));
  }

  absolute(file: string): string {
    return path.join(this.root ?? "/", file);
  }

  /** Publishes what changed in files whose text did not. */
  publishNews(files: Iterable<string>): void {
    for (const file of files) {
      const shown = this.document(file)?.shown(this.diagnostics(file)) ?? (this.options.isFolder ? [{ uri: this.uri(file), diagnostics: this.diagnostics(file), version: undefined }] : []);
      for (const { uri, diagnostics, version } of shown) this.services.publisher.republish(uri, diagnostics, version);
    }
  }

  /** A file on disk, new or changed; an open one is left to its editor. */
  take(file: string, text: string, known?: KnownScans): void {
    if (this.documents.has(file)) return;
    if (this.configs?.isOurs(file)) this.analysis.setHouseFindings(file, this.configs.findings(file));
    const config = this.configFor(file);
    if (known?.adopt(this.analysis, file, text, config)) return;
    const before = this.troubles;
    this.analysis.scan(file, text);
    if (this.troubles === before) known?.keep(file, text, config, this.analysis.record(file));
  }

  /** The file is gone, or no longer the project's. */
  drop(file: string): void {
    if (this.documents.has(file)) return;
    this.analysis.setHouseFindings(file, []);
    this.analysis.remove(file);
    this.services.publisher.clear(this.uri(file));
  }

  /** Forgets configuration and ignore rules; open documents are judged again at once. */
  reconsider(): void {
    this.configs?.forget();
    this.gitIgnore?.forget();
    this.analysis.reset({});
    for (const [file, followed] of this.documents) {
      const isLeftAlone = this.isLeftAlone(file, followed.document);
      if (isLeftAlone === (followed.state === "left alone")) {
        if (followed.state === "live" && this.configs?.isOurs(file)) this.checkConfig(file, followed.document);
        continue;
      }
      this.close(file);
      if (isLeftAlone) this.analysis.remove(file);
      this.open(file, followed.document);
    }
    this.publishNews(this.documents.keys());
    this.scheduleProject();
  }

  /** From now on project rules speak. */
  complete(): void {
    this.isComplete = true;
    this.project.cancel();
    this.refreshProject();
  }

  scheduleProject(): void {
    this.project.call();
  }

  /** Takes everything it showed off the screen. */
  dispose(): void {
    this.project.cancel();
    for (const [file, followed] of this.documents) {
      followed.cancel();
      for (const { uri } of followed.document.shown([])) this.services.publisher.clear(uri);
      this.analysis.close(file);
    }
    for (const file of this.analysis.paths()) this.services.publisher.clear(this.uri(file));
    this.documents.clear();
  }

  private start(file: string, followed: Followed): void {
    if (this.documents.get(file) !== followed) return; // closed or opened anew while its parser loaded
    followed.state = "live";
    followed.pending = [];
    this.analysis.open(file, followed.document.text, followed.document.languageId);
    this.publish(file, followed.document);
    void this.options.rehearsal?.begin(this.stageOf(file, followed));
  }

  private stageOf(file: string, followed: Followed): Stage {
    const isOpen = () => this.documents.get(file) === followed && followed.pending.length === 0;
    return {
      path: file, languageId: followed.document.languageId, text: followed.document.text,
      get isOpen() { return isOpen(); },
      prepare: () => this.analysis.prepare(file),
      scratch: this.options.understudy ?? (() => new Analysis({ ...this.parts, onTrouble: nothing })),
    };
  }

  private analyse(file: string, followed: Followed): void {
    followed.cancel();
    if (this.documents.get(file) !== followed || followed.pending.length === 0) return;
    const changes = followed.pending;
    followed.pending = [];
    const before = performance.now();
    let isShown = false;
    this.analysis.edit(file, changes, followed.document.text, () => {
      followed.cost = performance.now() - before;
      isShown = true;
      this.publish(file, followed.document);
    });
    if (!isShown) this.publish(file, followed.document);
  }

  private publish(file: string, document: OpenDocument): void {
    if (this.configs?.isOurs(file)) this.checkConfig(file, document);
    this.show(document, this.diagnostics(file));
    if (this.analysis.needsProject || this.toldElsewhere.has(file)) this.scheduleProject();
  }

  private show(document: OpenDocument, diagnostics: readonly Diagnostic[]): void {
    for (const { uri, diagnostics: own, version } of document.shown(diagnostics)) this.services.publisher.publish(uri, own, version);
  }

  private checkConfig(file: string, document: OpenDocument): void {
    if (this.configs) this.analysis.setHouseFindings(file, this.configs.findings(file, document.text));
  }

  private refreshProject(): void {
    if (!this.isComplete) return;
    for (const [file, followed] of this.documents) this.analyse(file, followed);
    const news = new Set([...this.analysis.refreshProject(), ...[...this.documents.keys()].flatMap((file) => [...(this.toldElsewhere.get(file) ?? [])])]);
    this.publishNews(news);
    this.pool.clear();
    this.options.onSettled(this);
  }

  private isLeftAlone(file: string, document: OpenDocument): boolean {
    if (isSkippedByName(file) || document.text.length > sizeLimit) return true;
    if ("skipped" in decode(Buffer.from(document.text.slice(0, 200_000)), file)) return true;
    if (!this.gitIgnore || this.root === undefined || !existsSync(this.absolute(file))) return false;
    return !telling.test(file) && isOutside(this.root, file, { gitIgnore: this.gitIgnore });
  }
}

/** Asked on every keystroke: what else makes a document no text does not come by typing. */
function mayBeNoText(text: string, changes: readonly TextChange[]): boolean {
  return text.length > sizeLimit || changes.some((change) => change.text.includes("\0"));
}

const nothing = (): void => {};
const isolated = new ConfigStore({ root: "/", rules: [], isolated: true });

/** The files beside a lone file, so that what is said to be missing is. */
function neighbours(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name).slice(0, 2000);
  } catch {
    return []; // not ours to list: the file is judged alone
  }
}
