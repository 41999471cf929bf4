/** A YAML file that is edited, document by document: what rules said of one is kept while nothing it rests on changes. */
import type { ActionUse, Comment, Finding, NamedString, Problem, Span, YamlDocument, YamlFile, YamlImage, YamlKind, YamlPlace, YamlScript } from "../../../rules/api.ts";

/** What one document holds; another one as soon as it is read anew, the same while it is only moved. */
export interface DocumentView extends YamlDocument {
  places(): readonly YamlPlace[];
  namedStrings(): readonly NamedString[];
  placed(): { images(): readonly YamlImage[]; uses(): readonly ActionUse[]; scripts(): readonly YamlScript[] };
}

type Question = (file: YamlFile) => unknown;

/** What a rule said of a document when that began at `start`, in a text so long. */
interface Said {
  readonly view: DocumentView;
  readonly start: number;
  readonly length: number;
  readonly findings: readonly Finding[];
  /** Places may lie in other documents: then it is asked again. */
  readonly isOwn: boolean;
}

interface Judged {
  readonly terms: object;
  readonly kind: YamlKind;
  /** Whatever it asked about the whole file, and the answers. */
  readonly asked: Map<Question, unknown>;
  readonly said: readonly Said[];
}

/** By rule; outlives one text. */
export class Judgements {
  private readonly rules = new Map<object, Judged>();

  findings(file: YamlFile, views: readonly DocumentView[], rule: object, terms: object, check: (part: YamlFile) => Iterable<Finding>): Finding[] {
    const known = this.rules.get(rule);
    const isValid = known !== undefined && known.terms === terms && known.kind === file.kind && [...known.asked].every(([question, answer]) => isAlike(file.once(question), answer));
    const asked = isValid ? known.asked : new Map<Question, unknown>();
    const said = views.map((view, index): Said => {
      const before = isValid ? known.said[index] : undefined;
      return before?.view === view && before.isOwn ? movedAlong(before, file.text.length) : judged(file, view, asked, check);
    });
    this.rules.set(rule, { terms, kind: file.kind, asked, said });
    return said.flatMap(({ findings }) => findings);
  }
}

function judged(file: YamlFile, view: DocumentView, asked: Map<Question, unknown>, check: (part: YamlFile) => Iterable<Finding>): Said {
  const { start, end } = view;
  const { length } = file.text;
  const findings = Array.from(check(new DocumentPart(file, view, asked)), (finding) => replaced(finding, (at) => at));
  const isOwn = findings.every((finding) => placesOf(finding).every((at) => (at.start >= start && at.end <= end) || at.start === length));
  return { view, start, length, findings, isOwn };
}

/** The end of the text is a place that everybody may add to. */
function movedAlong(said: Said, length: number): Said {
  const { view } = said;
  const [by, grown] = [view.start - said.start, length - said.length];
  if (said.findings.length === 0 || (by === 0 && grown === 0)) return said;
  const findings = said.findings.map((finding) => replaced(finding, ({ start, end }) => (start === said.length ? { start: start + grown, end: end + grown } : { start: start + by, end: end + by })));
  return { view, start: view.start, length, findings, isOwn: true };
}

/** Spans as plain numbers: a rule may hand out nodes, and those move. */
function replaced(finding: Finding, move: (at: Span) => Span): Finding {
  const place = (at: Span): Span => {
    const { start, end } = move(at);
    return { start, end };
  };
  return {
    ...finding, at: place(finding.at),
    ...(finding.related && { related: finding.related.map((step) => ({ ...step, at: place(step.at) })) }),
    ...(finding.fixes && { fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: place(edit.at) })) })) }),
  };
}

function placesOf({ at, related = [], fixes = [] }: Finding): readonly Span[] {
  return [at, ...related.map((step) => step.at), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.at))];
}

function isAlike(value: unknown, other: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(other)) return value.length === other.length && value.every((one, index) => Object.is(one, other[index]));
  return Object.is(value, other);
}

/** One document as if it were the file; what is asked about the whole is noted. */
export class DocumentPart implements YamlFile {
  readonly language = "yaml";

  constructor(private readonly whole: YamlFile, private readonly view: DocumentView, private readonly asked: Map<Question, unknown>) {}

  get path(): string {
    return this.whole.path;
  }

  get text(): string {
    return this.whole.text;
  }

  get kind(): YamlKind {
    return this.whole.kind;
  }

  get problems(): readonly Problem[] {
    return this.whole.problems.filter(({ at }) => at.start >= this.view.start && at.start < this.view.end);
  }

  once<T>(question: (file: YamlFile) => T): T {
    const answer = this.whole.once(question);
    this.asked.set(question, answer);
    return answer;
  }

  collect<T>(each: (file: YamlFile) => readonly T[]): readonly T[] {
    const answer = this.whole.collect(each);
    this.asked.set(gatheringOf(each), answer);
    return answer;
  }

  documents(): readonly YamlDocument[] {
    return [this.view];
  }

  mappings(): readonly YamlPlace[] {
    return this.view.places();
  }

  images(): readonly YamlImage[] {
    return this.view.placed().images();
  }

  uses(): readonly ActionUse[] {
    return this.view.placed().uses();
  }

  scripts(): readonly YamlScript[] {
    return this.view.placed().scripts();
  }

  namedStrings(): readonly NamedString[] {
    return this.view.namedStrings();
  }

  comments(): readonly Comment[] {
    return this.whole.comments().filter(({ at }) => at.start >= this.view.start && at.start < this.view.end);
  }

  slice(at: Span): string {
    return this.whole.slice(at);
  }

  environmentRead(variable: string, at: Span) {
    return this.whole.environmentRead?.(variable, at);
  }
}

const gatherings = new WeakMap<object, Question>();

/** What is gathered from all documents, as one question about the file. */
function gatheringOf(each: (file: YamlFile) => readonly unknown[]): Question {
  let question = gatherings.get(each);
  if (!question) gatherings.set(each, (question = (file) => file.collect(each)));
  return question;
}
