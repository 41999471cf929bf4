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

export function yamlFile(path: string, text: string, { parsed, comments: ownComments, judgements }: Readings): YamlFile & Followed {
  const views = once((): readonly View[] => parsed().documents.map((raw) => viewOf(raw, path)));
  const documents = once((): readonly YamlDocument[] => views());
  const kind = once((): YamlKind => (parsed().isTemplate ? "helm-template" : (documents().find(({ root }) => root)?.kind ?? "other")));
  const mappings = once((): readonly YamlPlace[] => views().flatMap((view) => view.places()));
  const images = once((): readonly YamlImage[] => views().flatMap((view) => view.placed().images()));
  const uses = once((): readonly ActionUse[] => views().flatMap((view) => view.placed().uses()));
  const scripts = once((): readonly YamlScript[] => views().flatMap((view) => view.placed().scripts()));
  const comments = once((): readonly Comment[] => [...ownComments(), ...scriptComments(speakingOf(text, views()).flatMap((view) => view.placed().scripts()), text)]);
  const namedStrings = once((): readonly NamedString[] => views().flatMap((view) => view.namedStrings()));
  const answers = new Map<unknown, unknown>();
  const known = <T>(question: unknown, answer: () => T): T => {
    if (!answers.has(question)) answers.set(question, answer());
    return answers.get(question) as T;
  };
  const file: YamlFile & Followed = {
    path, text, documents, mappings, images, uses, scripts, comments, namedStrings,
    language: "yaml",
    namedStringParts: () => views().map((view) => view.namedStrings()),
    once: (question) => known(question, () => question(file)),
    collect: (each) => known(each, () => views().flatMap((view) => view.gathered(each, file))),
    inPieces: (rule, terms, check) => judgements?.findings(file, views(), rule, terms, check as (part: LanguageFile) => Iterable<Finding>),
    get problems(): readonly Problem[] { return parsed().problems; },
    get kind() { return kind(); },
    slice: ({ start, end }) => text.slice(start, end),
    environmentRead: (variable, at) => reading(kind(), variable, at),
  };
  return file;
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
