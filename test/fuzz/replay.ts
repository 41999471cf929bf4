/** Edit scripts replayed: what the living analysis says after each edit against what a fresh start says of the same texts. */
import type { Rule } from "../../rules/api.ts";
import { allRules } from "../harness.ts";
import { buildProject, createLanguages } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig, type ConfigLayer } from "../../server/engine/config.ts";
import { difference } from "../../server/engine/fix.ts";
import { suppressionsIn } from "../../server/engine/host.ts";
import type { TextChange } from "../../server/engine/language.ts";
import type { Trouble } from "../../server/engine/report.ts";
import { applied } from "./mutations.ts";
import type { Event, Step } from "./script.ts";

export const languages = createLanguages();

const plain = effectiveConfig([{ source: "fuzz", folder: "" }]);

/** What preship.yaml may come to say while files are open; the first says nothing. */
export const settings = [plain, ...([
  { profile: "customer-facing" },
  { rules: [{ match: "*/request-without-timeout", level: "off" }, { match: "text/*", level: "off" }] },
  { rules: [{ match: "*", level: "off" }, { match: "*/*secret*", level: "hint" }] },
  { roles: { "**": "batch" } },
  { roles: { "**": "test" }, ignore: ["**/*.yaml"] },
  { secrets: { allowPatterns: ["Tr4d.*"], allowPaths: ["**/*.env"] } },
] satisfies Partial<ConfigLayer>[]).map((layer) => effectiveConfig([{ source: "fuzz", folder: "", ...layer }]))];

export type Texts = ReadonlyMap<string, string>;

/** An analysis whose files are open in an editor. */
export class Live {
  readonly trouble: Trouble[] = [];
  readonly texts = new Map<string, string>();
  readonly analysis: Analysis;
  /** Files that no editor shows. */
  private readonly closed: Set<string>;

  /** `paths` is what the disk is said to hold, which no event changes. */
  constructor(texts: Texts, private config = plain, closed: ReadonlySet<string> = new Set(), private readonly paths: readonly string[] = [...texts.keys()], private readonly rules: readonly Rule[] = allRules) {
    this.closed = new Set(closed);
    this.analysis = new Analysis({ languages, rules, buildProject, configFor: () => this.config, surroundings: { paths: new Set(paths), ignored: new Set(), installed: () => undefined }, onTrouble: (one) => this.trouble.push(one) });
    for (const [path, text] of texts) {
      this.texts.set(path, text);
      if (closed.has(path)) this.analysis.scan(path, text);
      else this.analysis.open(path, text);
    }
    this.analysis.refreshProject();
  }

  /** The same texts, settings and open files in an analysis that knows of nothing before. */
  fresh(): Live {
    return new Live(this.texts, this.config, this.closed, this.paths, this.rules);
  }

  edit(path: string, changes: readonly TextChange[]): void {
    const text = applied(this.texts.get(path) ?? "", changes);
    this.texts.set(path, text);
    this.analysis.edit(path, changes, text);
    this.analysis.refreshProject();
  }

  /** What is wrong after an edit; undefined when nothing is. */
  wrongAfterEdit(path: string, changes: readonly TextChange[]): string | undefined {
    try {
      this.edit(path, changes);
      return wrongAfter(this);
    } catch (error) {
      return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
  }

  /** What is wrong after a step; undefined when nothing is, or nobody asks. */
  after(path: string, { text, changes, event, isAsked }: Step): string | undefined {
    try {
      if (event) this.happen(event);
      else {
        this.texts.set(path, text);
        this.analysis.edit(path, changes, text);
      }
      if (!isAsked) return undefined;
      this.analysis.refreshProject();
      return wrongAfter(this);
    } catch (error) {
      return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
  }

  private happen(event: Event): void {
    if (event.kind === "settings") {
      this.config = settings[event.index] ?? plain;
      this.analysis.reset({});
      for (const path of this.closed) this.analysis.scan(path, this.texts.get(path) ?? "");
      return;
    }
    const { kind, path, text } = event;
    if (kind === "try") return void this.analysis.tryOut(path, text);
    if (kind === "remove") {
      this.analysis.remove(path);
      this.texts.delete(path);
      this.closed.delete(path);
      return;
    }
    this.texts.set(path, text);
    if (kind === "open") {
      this.closed.delete(path);
      return this.analysis.open(path, text);
    }
    this.closed.add(path);
    this.analysis.close(path);
    this.analysis.scan(path, text);
  }

  /** Everything anybody is told, as text. */
  state(): string {
    const files = [...this.texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => {
      const open = this.analysis.openFile(path);
      const lines = this.analysis.lines(path);
      const findings = this.analysis.findings(path).map(({ rule, ...rest }) => ({ rule: rule.id, ...rest }));
      return { path, findings, problems: open?.file.problems.map(({ at: { start, end }, message }) => [start, end, message]), suppressions: open && lines ? suppressionsIn(open, text, lines) : [], facts: open?.facts() };
    });
    return JSON.stringify({ files, trouble: this.trouble });
  }

  close(): void {
    for (const path of this.texts.keys()) this.analysis.close(path);
  }
}

/** What a text alone does to rules and languages; undefined when nothing throws. */
export function troubleOf(path: string, text: string): string | undefined {
  try {
    const live = new Live(new Map([[path, text]]));
    live.state();
    live.close();
    const [first] = live.trouble;
    return first && `${first.rule ?? ""} ${first.message}`;
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** What is wrong after the last edit; undefined when nothing is. */
function wrongAfter(live: Live): string | undefined {
  const fresh = live.fresh();
  const [now, wanted] = [live.state(), fresh.state()];
  fresh.close();
  if (live.trouble.length > 0) return `trouble: ${JSON.stringify(live.trouble[0])}`;
  if (now === wanted) return undefined;
  const { at } = difference(now, wanted);
  return `differs from a fresh start: ${now.slice(Math.max(0, at.start - 200), at.start + 300)}\n  fresh: ${wanted.slice(Math.max(0, at.start - 200), at.start + 300)}`;
}

/** Types a text from nothing, one key after the other; what is wrong on the way. */
export function typedFromNothing(path: string, text: string): string | undefined {
  return played(path, Array.from({ length: text.length + 1 }, (_, length) => text.slice(0, length)), new Map());
}

/** Plays successive texts of one file beside others that rest; what is wrong at the end or on the way. */
export function played(path: string, texts: readonly string[], others: Texts): string | undefined {
  const live = new Live(new Map([[path, texts[0] ?? ""], ...others]));
  try {
    for (const next of texts.slice(1)) {
      const wrong = live.wrongAfterEdit(path, [difference(live.texts.get(path) ?? "", next)]);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  } finally {
    live.close();
  }
}
