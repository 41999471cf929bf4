/** Reads a workspace folder in the background: everything once, then what the file system reports. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { FileChangeType, type FileEvent } from "vscode-languageserver/node";
import { isConfigPath } from "../workspace/config.ts";
import { discover, isOutside, type Discovered } from "../workspace/discover.ts";
import { telling } from "../workspace/ignored.ts";
import { cacheFolder } from "../workspace/kept.ts";
import { KnownScans } from "../workspace/known-scans.ts";
import { isSkippedByName, readText } from "../workspace/read.ts";
import type { Session } from "./session.ts";
import { Debounced, type Pacer } from "./timing.ts";
import { below, fileOf } from "./uri.ts";

export interface ScanProgress {
  report(done: number, total: number): void;
  readonly isCancelled: boolean;
}

/** More events than this at once is a checkout: one walk is cheaper and sees a consistent tree. */
const burst = 200;
/** What happened to the folder as a whole: it went, or came back. */
const itself = "";

export class FolderReader {
  private readonly changed = new Map<string, FileChangeType>();
  private readonly events: Debounced;
  private readonly said = new Set<string>();
  /** Reading happens one piece after the other, so that an older text can never overwrite a newer. */
  private queue: Promise<void> = Promise.resolve();
  private isDisposed = false;
  /** One that was asked for and has not begun: who asks meanwhile is answered by it. */
  private waiting: Promise<boolean> | undefined;

  constructor(private readonly session: Session, private readonly root: string, private readonly pacer: Pacer, private readonly otherFolders: () => ReadonlySet<string>) {
    this.events = new Debounced(() => void this.enqueue(() => this.takeEvents()), 150, 1500);
  }

  /** Walks and reads the folder. Resolves with false when it was cancelled; then project rules stay silent. */
  scan(progress: ScanProgress): Promise<boolean> {
    let isDone = false;
    return (this.waiting ??= this.enqueue(async () => {
      this.waiting = undefined;
      isDone = await this.readAll(progress);
    }).then(() => isDone));
  }

  notice(event: FileEvent): void {
    const file = fileOf(event.uri);
    const relative = file === undefined ? undefined : file === this.root ? itself : below(this.root, file);
    if (relative === undefined || /(^|\/)(\.git|node_modules|__pycache__)\//.test(relative)) return;
    this.changed.set(relative, event.type);
    this.events.call();
  }

  /** Reads one file again, after its editor let go of it. */
  reread(file: string): void {
    void this.enqueue(() => this.takeFile(file));
  }

  dispose(): void {
    this.isDisposed = true;
    this.events.cancel();
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(async () => {
      if (!this.isDisposed) await work();
    }).catch((error: unknown) => this.session.services.log.warn(`Reading ${this.root} failed: ${String(error)}`));
    return this.queue;
  }

  private async readAll(progress: ScanProgress): Promise<boolean> {
    const found = await this.list("", () => progress.isCancelled || this.isDisposed);
    if (progress.isCancelled || this.isDisposed) return false;
    this.sayOnce(found);
    const { paths, ignored } = this.session.surroundings;
    paths.clear();
    ignored.clear();
    this.addPaths(found);
    for (const file of this.session.openPaths) paths.add(file);
    for (const file of [...this.session.analysis.paths()]) if (!paths.has(file)) this.session.drop(file);
    this.session.analysis.setSurroundings(this.session.surroundings);
    const files = [...found.files, ...found.ignored];
    const { build, rules, log } = this.session.services;
    const kept = cacheFolder();
    const known = build === undefined || kept === undefined ? undefined : new KnownScans(this.root, build, rules, kept);
    for (const [done, file] of files.entries()) {
      if (progress.isCancelled || this.isDisposed) return false;
      progress.report(done, files.length);
      await this.takeFile(file, known);
    }
    const failure = known?.save();
    if (failure) log.info(`The scan could not be kept for the next start: ${failure}`);
    this.session.complete();
    return true;
  }

  private async takeEvents(): Promise<void> {
    const events = [...this.changed];
    this.changed.clear();
    const rules = events.filter(([file]) => isConfigPath(file) || file.endsWith(".gitignore"));
    if (rules.length > 0) this.session.reconsider();
    if (rules.length > 0 || events.length > burst || events.some(([file]) => file === itself)) return void (await this.readAll({ report: () => {}, isCancelled: false }));
    for (const [file, type] of events) {
      if (type === FileChangeType.Deleted && !(await kindOf(this.absolute(file)))) this.forget(file);
      else await this.takeChanged(file);
    }
    this.session.scheduleProject();
  }

  private async takeChanged(file: string): Promise<void> {
    const kind = await kindOf(this.absolute(file));
    if (!kind) return this.forget(file);
    const gitIgnore = this.session.gitIgnore;
    if (gitIgnore && isOutside(this.root, kind === "folder" ? `${file}/x` : file, { gitIgnore }) && !telling.test(file)) return;
    if (kind === "file") {
      this.addPaths({ files: [file], ignored: gitIgnore?.isIgnored(file) ? [file] : [] });
      return this.takeFile(file);
    }
    const found = await this.list(file, () => this.isDisposed);
    this.addPaths(found);
    for (const one of [...found.files, ...found.ignored]) await this.takeFile(one);
  }

  private async takeFile(file: string, known?: KnownScans): Promise<void> {
    await this.pacer.pause();
    const { session } = this;
    if (isSkippedByName(file) || session.configFor(file).isIgnored(file)) return session.drop(file);
    const language = session.analysis.languageFor(file);
    if (!language) return;
    const read = await readText(this.absolute(file));
    if ("skipped" in read) {
      if (read.skipped === "not UTF-8" || read.skipped === "unreadable") this.say(read.skipped, `${file} is ${read.skipped} and is left out, as is every other file like it.`);
      return session.drop(file);
    }
    if (!language.isLoaded) {
      const failure = await language.load().then(() => undefined, String);
      if (failure) return session.services.log.trouble({ path: "", message: `The parser of ${language.id} files did not load, so they are left out: ${failure}` });
    }
    if (this.isDisposed) return;
    session.take(file, read.text, known);
    session.publishNews([file]);
  }

  /** A file, or a folder with all that was known below it. */
  private forget(file: string): void {
    const { paths, ignored } = this.session.surroundings;
    const isGone = (one: string) => one === file || one.startsWith(file + "/");
    for (const one of [...paths].filter(isGone)) {
      paths.delete(one);
      ignored.delete(one);
    }
    for (const one of [...this.session.analysis.paths()].filter(isGone)) this.session.drop(one);
    this.session.analysis.setSurroundings(this.session.surroundings);
  }

  private addPaths(found: Pick<Discovered, "files" | "ignored">): void {
    const { paths, ignored } = this.session.surroundings;
    const before = paths.size;
    for (const file of found.files) paths.add(file);
    for (const file of found.ignored) {
      paths.add(file);
      ignored.add(file);
    }
    if (paths.size !== before) this.session.analysis.setSurroundings(this.session.surroundings);
  }

  private list(folder: string, shouldStop: () => boolean): Promise<Discovered> {
    const gitIgnore = this.session.gitIgnore;
    if (!gitIgnore) return Promise.resolve({ files: [], ignored: [], pruned: new Map() });
    return discover(this.root, { gitIgnore, below: folder, excluded: this.otherFolders(), isUnwanted: (name) => this.session.configFor(name + "/x").isIgnored(name), shouldStop });
  }

  private absolute(file: string): string {
    return path.join(this.root, file);
  }

  private sayOnce({ pruned }: Discovered): void {
    if (pruned.size > 0) this.say("pruned", `Not entered in ${this.root}: ${[...pruned].map(([reason, count]) => `${reason} (${count})`).join(", ")}.`);
  }

  private say(topic: string, message: string): void {
    if (this.said.has(topic)) return;
    this.said.add(topic);
    this.session.services.log.info(message);
  }
}

async function kindOf(file: string): Promise<"file" | "folder" | undefined> {
  try {
    const facts = await stat(file);
    return facts.isFile() ? "file" : facts.isDirectory() ? "folder" : undefined;
  } catch {
    return undefined; // gone, or out of reach: the same for us
  }
}
