/** Finds what a detector looks for. What depends on names alone is found once per set of files, what depends on facts once per change of facts. */
import { glob } from "../engine/glob.ts";
import { contentHash } from "../engine/hash.ts";
import { remembering } from "./memory.ts";
import type { Detector, DetectorKind } from "./model.ts";
import type { ProjectView, Sighting, WorkspaceView } from "./workspace-view.ts";

export type Looking = Exclude<Detector, string | { readonly platform: string }>;

/** What a detector found in one file. */
export interface Hit extends Sighting {
  /** Of what the evidence is, when that is less than the whole file: an edit elsewhere in it changes nothing. */
  readonly digest?: string;
}

export function hitsOf(detector: Looking, view: WorkspaceView): readonly Hit[] {
  const memory = "file" in detector ? byPaths(view.paths) : byFacts(view.facts);
  let hits = memory.get(detector);
  if (!hits) memory.set(detector, (hits = look(detector, view)));
  return hits;
}

const byPaths = remembering((_paths: readonly string[]) => new Map<Looking, readonly Hit[]>());
const byFacts = remembering((_facts: ProjectView) => new Map<Looking, readonly Hit[]>());

function look(detector: Looking, view: WorkspaceView): readonly Hit[] {
  if ("file" in detector) {
    const isOne = globsOf(detector.file);
    return view.paths.filter(isOne).map((path) => ({ path, name: path.slice(path.lastIndexOf("/") + 1) }));
  }
  const [kind, patterns] = lookFor(detector);
  const isWanted = testsOf[kind](patterns);
  const sightings = (detector.in === "tests" ? view.facts.inTests : view.facts.inCode)[kind].filter(({ name }) => isWanted(name));
  return kind === "heading" ? sightings : perFile(sightings);
}

type InFacts = Exclude<DetectorKind, "file">;

function lookFor(detector: Exclude<Looking, { readonly file: unknown }>): readonly [InFacts, readonly string[]] {
  if ("imports" in detector) return ["imports", detector.imports];
  if ("calls" in detector) return ["calls", detector.calls];
  if ("act" in detector) return ["act", detector.act];
  if ("route" in detector) return ["route", detector.route];
  if ("heading" in detector) return ["heading", detector.heading];
  if ("command" in detector) return ["command", detector.command];
  if ("action" in detector) return ["action", detector.action];
  if ("resource" in detector) return ["resource", detector.resource];
  return ["setting", detector.setting];
}

/** One hit per file, whose evidence is everything wanted that stands there. */
function perFile(sightings: readonly Sighting[]): Hit[] {
  const files = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const known = files.get(sighting.path);
    if (known) known.push(sighting);
    else files.set(sighting.path, [sighting]);
  }
  return [...files.values()].flatMap((all) => {
    const [first] = all;
    return first ? [{ ...first, digest: contentHash([...new Set(all.map(({ name }) => name))].sort().join("\n")) }] : [];
  });
}

type Test = (name: string) => boolean;

const below = (separators: string) => (patterns: readonly string[]): Test => (name) => patterns.some((wanted) => name === wanted || (name.startsWith(wanted) && separators.includes(name.charAt(wanted.length))));
const exact = (patterns: readonly string[]): Test => (name) => patterns.includes(name);

const testsOf: Readonly<Record<InFacts, (patterns: readonly string[]) => Test>> = {
  imports: below("./"),
  calls: below("."),
  action: below("/"),
  command: below(" "),
  act: exact,
  resource: exact,
  setting: exact,
  route: exact,
  heading: (patterns) => {
    const wanted = patterns.map((words) => new RegExp(`(?:^|[^a-z0-9])${words.toLowerCase().replace(/[^a-z0-9 -]/g, "")}(?:[^a-z0-9]|$)`));
    return (name) => wanted.some((pattern) => pattern.test(name));
  },
};

const compiled = new Map<string, Test>();

/** Globs are few and asked about every path of the workspace: each is compiled once. */
function globsOf(patterns: readonly string[]): Test {
  const tests = patterns.map((pattern) => {
    let test = compiled.get(pattern);
    if (!test) compiled.set(pattern, (test = glob(pattern)));
    return test;
  });
  return (path) => tests.some((matches) => matches(path));
}
