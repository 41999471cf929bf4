/** The checklists of one folder: the built-in ones and the files that its preship.yaml names. */
import path from "node:path";
import type { Finding, RuleMeta } from "../../rules/api.ts";
import { checklists as builtIn } from "../../rules/checklists/index.ts";
import type { Checklist } from "../../rules/checklists/types.ts";
import { type ListText, readListText } from "../checklist/list-text.ts";
import { mergeLists } from "../checklist/merge.ts";
import type { ConfigLayer, EffectiveConfig } from "../engine/config.ts";
import { factsOf } from "./disk.ts";
import { readTextSync } from "./read.ts";

export const builtInLists: ReadonlySet<string> = new Set(builtIn.map(({ id }) => id));
const builtInItems = builtIn.flatMap((list) => list.parts).flatMap((part) => part.items).map(({ id }) => id);

/** What `checklists:` of one configuration file names: lists of ours by id, others by path. */
export function namedIn(layer: ConfigLayer): readonly string[] {
  return Array.isArray(layer.checklists) ? layer.checklists.filter((one): one is string => typeof one === "string") : [];
}

interface Known {
  readonly stamp: string;
  readonly text: ListText;
}

export class ChecklistFiles {
  private readonly read = new Map<string, Known>();
  private merged: { readonly config: EffectiveConfig; readonly texts: readonly ListText[]; readonly lists: readonly Checklist[] } | undefined;

  /** `root` is absolute; paths asked for are relative to it. */
  constructor(private readonly root: string, private readonly rules: readonly RuleMeta[]) {}

  lists(config: EffectiveConfig): readonly Checklist[] {
    const files = this.paths(config);
    const texts = files.map((file) => this.textOf(file, files));
    const { merged } = this;
    if (merged?.config === config && merged.texts.length === texts.length && merged.texts.every((text, index) => text === texts[index])) return merged.lists;
    const wanted = new Set(config.layers.flatMap(namedIn).filter((name) => builtInLists.has(name)));
    const lists = mergeLists(builtIn, texts.flatMap(({ list }) => list ?? []), wanted);
    this.merged = { config, texts, lists };
    return lists;
  }

  isNamed(file: string, config: EffectiveConfig): boolean {
    return this.paths(config).includes(file);
  }

  /** Mistakes in one list; `text` when an editor holds a newer one than the disk. */
  findings(file: string, config: EffectiveConfig, text?: string): readonly Finding[] {
    const files = this.paths(config);
    return (text === undefined ? this.textOf(file, files) : readListText(text, this.context(file, files))).findings;
  }

  private paths(config: EffectiveConfig): string[] {
    const files = config.layers.flatMap((layer) => namedIn(layer).filter((name) => !builtInLists.has(name)).map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(layer.source), name))));
    return [...new Set(files)];
  }

  private textOf(file: string, files: readonly string[]): ListText {
    const absolute = path.resolve(this.root, file);
    const stamp = `${stampNow(absolute)} ${files.join("\n")}`;
    const known = this.read.get(file);
    if (known?.stamp === stamp) return known.text;
    const result = readTextSync(absolute);
    const text = "text" in result ? readListText(result.text, this.context(file, files)) : { list: undefined, findings: [] };
    this.read.set(file, { stamp, text });
    return text;
  }

  /** Items of the lists named before are known too: a team list may build on the company's. */
  private context(file: string, files: readonly string[]) {
    const before = files.slice(0, Math.max(0, files.indexOf(file)));
    const items = before.flatMap((one) => this.textOf(one, files).list?.parts ?? []).flatMap((part) => part.items).map(({ id }) => id);
    return { items: new Set([...builtInItems, ...items]), ruleIds: this.rules.map(({ id }) => id) };
  }
}

function stampNow(file: string): string {
  try {
    const facts = factsOf(file);
    return facts ? `${facts.mtimeMs} ${facts.size}` : "gone";
  } catch {
    return "not ours to see";
  }
}
