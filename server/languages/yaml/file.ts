/** The YAML façade over the nodes of one file. */
import type { ActionUse, Comment, Finding, NamedString, Problem, Span, YamlDocument, YamlFile, YamlImage, YamlKind, YamlNode, YamlPlace, YamlScript } from "../../../rules/api.ts";
import type { Followed, LanguageFile } from "../../engine/language.ts";
import { once } from "../once.ts";
import { scriptComments } from "./comments.ts";
import { imagesOf } from "./images.ts";
import { isPartial, kindOf } from "./kinds.ts";
import { namedStringsOf } from "./named.ts";
import type { ParsedYaml, RawDocument } from "./nodes.ts";
import { DocumentPart, type DocumentView, type Judgements } from "./parts.ts";
import { placesOf } from "./walk.ts";
import { scriptsOf, usesOf } from "./workflows.ts";

/** What there is to know of a text, worked out when first asked for. */
export interface Readings {
  readonly parsed: () => ParsedYaml;
  /** Those of YAML itself. */
  readonly comments: () => readonly Comment[];
  /** Without them rules are asked about the whole. */
  readonly judgements?: Judgements | undefined;
}

export function yamlFile(path: string, text: string, readings: Readings): YamlFile & Followed {
  return new FileOfYaml(path, text, readings);
}

class FileOfYaml implements YamlFile, Followed {
  readonly language = "yaml";
  private readonly answers = new Map<unknown, unknown>();
  private readonly views = once((): readonly View[] => this.readings.parsed().documents.map((raw) => viewOf(raw, this.path)));
  readonly documents = once((): readonly YamlDocument[] => this.views());
  private readonly kindOfAll = once((): YamlKind => (this.readings.parsed().isTemplate ? "helm-template" : (this.documents().find(({ root }) => root)?.kind ?? "other")));
  readonly mappings = once((): readonly YamlPlace[] => this.views().flatMap((view) => view.places()));
  readonly images = once((): readonly YamlImage[] => this.views().flatMap((view) => view.placed().images()));
  readonly uses = once((): readonly ActionUse[] => this.views().flatMap((view) => view.placed().uses()));
  readonly scripts = once((): readonly YamlScript[] => this.views().flatMap((view) => view.placed().scripts()));
  readonly comments = once((): readonly Comment[] => [...this.readings.comments(), ...scriptComments(speakingOf(this.text, this.views()).flatMap((view) => view.placed().scripts()), this.text)]);
  readonly namedStrings = once((): readonly NamedString[] => this.views().flatMap((view) => view.namedStrings()));

  constructor(readonly path: string, readonly text: string, private readonly readings: Readings) {}

  get problems(): readonly Problem[] {
    return this.readings.parsed().problems;
  }

  get kind(): YamlKind {
    return this.kindOfAll();
  }

  namedStringParts(): readonly (readonly NamedString[])[] {
    return this.views().map((view) => view.namedStrings());
  }

  once<T>(question: (file: YamlFile) => T): T {
    return this.known(question, () => question(this));
  }

  collect<T>(each: (file: YamlFile) => readonly T[]): readonly T[] {
    return this.known(each, () => this.views().flatMap((view) => view.gathered(each, this)));
  }

  inPieces(rule: object, terms: object, check: (part: LanguageFile) => Iterable<Finding>): readonly Finding[] | undefined {
    return this.readings.judgements?.findings(this, this.views(), rule, terms, check as (part: LanguageFile) => Iterable<Finding>);
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  environmentRead(variable: string, at: Span): ReturnType<typeof reading> {
    return reading(this.kind, variable, at);
  }

  private known<T>(question: unknown, answer: () => T): T {
    if (!this.answers.has(question)) this.answers.set(question, answer());
    return this.answers.get(question) as T;
  }
}

function reading(kind: YamlKind, variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] | undefined {
  if (kind === "workflow") return [{ at, text: `\${{ secrets.${variable} }}` }];
  return kind === "compose" ? [{ at, text: `\${${variable}}` }] : undefined;
}

/** The documents in which somebody speaks to Preship. */
function speakingOf(text: string, views: readonly View[]): readonly View[] {
  const speaking = new Set<View>();
  for (let at = text.indexOf("preship:"), index = 0; at >= 0; at = text.indexOf("preship:", at + 1)) {
    while (index < views.length - 1 && (views[index]?.end ?? 0) <= at) index++;
    const view = views[index];
    if (view) speaking.add(view);
  }
  return [...speaking];
}

/** Kept until another path or another reading of the document asks. */
const known = new WeakMap<RawDocument, View>();

function viewOf(raw: RawDocument, path: string): View {
  const kept = known.get(raw);
  if (kept?.version === raw.version && kept.path === path) return kept;
  const view = new View(raw, path);
  known.set(raw, view);
  return view;
}

/** One document as rules see it: what is nodes moves with them, what is places is worked out anew once they have moved. */
class View implements DocumentView {
  readonly version: number;
  readonly kind: YamlKind;
  readonly isPartial: boolean;
  readonly places = once((): readonly YamlPlace[] => placesOf(this));
  readonly namedStrings = once((): readonly NamedString[] => namedStringsOf(this.places()));
  private told: Placed | undefined;
  private readonly answers = new Map<unknown, readonly unknown[]>();

  constructor(private readonly raw: RawDocument, readonly path: string) {
    this.version = raw.version;
    this.kind = kindOf(raw.root, path);
    this.isPartial = isPartial(raw.root, this.kind, path);
  }

  get start(): number {
    return this.raw.start;
  }

  get end(): number {
    return this.raw.end;
  }

  get root(): YamlNode | undefined {
    return this.raw.root;
  }

  /** What the document says by itself, without places. */
  gathered<T>(each: (file: YamlFile) => readonly T[], file: YamlFile): readonly T[] {
    const known = this.answers.get(each) as readonly T[] | undefined;
    if (known) return known;
    const answer = each(new DocumentPart(file, this, new Map()));
    this.answers.set(each, answer);
    return answer;
  }

  placed(): Placed {
    if (this.told?.start !== this.start) this.told = new Placed(this);
    return this.told;
  }
}

class Placed {
  readonly start: number;
  readonly images = once((): readonly YamlImage[] => imagesOf(this.view, this.view.places()));
  readonly uses = once((): readonly ActionUse[] => usesOf(this.view));
  readonly scripts = once((): readonly YamlScript[] => scriptsOf(this.view, this.view.places()));

  constructor(private readonly view: View) {
    this.start = view.start;
  }
}
