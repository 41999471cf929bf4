/** Edit scripts replayed: what the living analysis says after each edit against what a fresh start says of the same texts. */
import { allRules } from "../harness.ts";
import { buildProject, createLanguages } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { difference } from "../../server/engine/fix.ts";
import { suppressionsIn } from "../../server/engine/host.ts";
import type { TextChange } from "../../server/engine/language.ts";
import type { Trouble } from "../../server/engine/report.ts";
import { applied } from "./mutations.ts";

export const languages = createLanguages();
const config = effectiveConfig([{ source: "fuzz", folder: "" }]);

export type Texts = ReadonlyMap<string, string>;

/** An analysis whose files are open in an editor. */
export class Live {
  readonly trouble: Trouble[] = [];
  readonly texts = new Map<string, string>();
  readonly analysis: Analysis;

  constructor(texts: Texts) {
    this.analysis = new Analysis({ languages, rules: allRules, buildProject, configFor: () => config, surroundings: { paths: new Set(texts.keys()), ignored: new Set(), installed: () => undefined }, onTrouble: (one) => this.trouble.push(one) });
    for (const [path, text] of texts) {
      this.texts.set(path, text);
      this.analysis.open(path, text);
    }
    this.analysis.refreshProject();
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

  /** Everything anybody is told, as text. */
  state(): string {
    const files = [...this.texts].map(([path, text]) => {
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
  const fresh = new Live(live.texts);
  const [now, wanted] = [live.state(), fresh.state()];
  fresh.close();
  if (live.trouble.length > 0) return `trouble: ${JSON.stringify(live.trouble[0])}`;
  if (now === wanted) return undefined;
  const { at } = difference(now, wanted);
  return `differs from a fresh start: ${now.slice(Math.max(0, at.start - 200), at.start + 300)}\n  fresh: ${wanted.slice(Math.max(0, at.start - 200), at.start + 300)}`;
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
