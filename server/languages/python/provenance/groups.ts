/** Which statements of a file can hand rows to each other: those that share a name which the module binds, and what hangs on them. */
import type { PyName, PyNode } from "../../../../rules/api.ts";
import type { Piece } from "../piece.ts";

/** A run of one group learns nothing from another: its names are not there, and its functions are not called. In the order of the text. */
export function groupsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const bound = new Set(pieces.flatMap((piece) => linksOf(piece).binds));
  const leaders = pieces.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    for (let up = leaders[at] ?? at; up !== at; up = leaders[at] ?? at) at = leaders[at] = leaders[up] ?? up;
    return at;
  };
  const firstWith = new Map<string, number>();
  for (const [index, piece] of pieces.entries()) for (const name of namesIn(piece, bound)) {
    const [mine, other] = [leaderOf(index), leaderOf(firstWith.get(name) ?? index)];
    leaders[Math.max(mine, other)] = Math.min(mine, other);
    if (!firstWith.has(name)) firstWith.set(name, index);
  }
  const groups = new Map<number, Piece[]>();
  for (const [index, piece] of pieces.entries()) {
    const leader = leaderOf(index);
    const group = groups.get(leader);
    if (group) group.push(piece);
    else groups.set(leader, [piece]);
  }
  return [...groups.values()];
}

/** True when there is something to run: imports are resolved where they are used. */
export function hasCode({ chunks }: Piece): boolean {
  return chunks.some(({ body }) => body.some(({ kind }) => kind !== "Import" && kind !== "ImportFrom"));
}

/** What hangs together without sharing a name: by the path of a file, by what a search has found. */
const ties: readonly (readonly [RegExp, string])[] = [[/ModelCheckpoint|load_model|load_weights/, "a checkpoint"], [/best_params_/, "what was found"]];

function* namesIn(piece: Piece, bound: ReadonlySet<string>): Iterable<string> {
  const { binds, uses } = linksOf(piece);
  yield* binds;
  for (const name of uses) if (bound.has(name)) yield name;
}

interface Links {
  /** Names of the module that are given something which may hold rows, or run. */
  readonly binds: readonly string[];
  readonly uses: readonly string[];
}

const known = new WeakMap<Piece, Links>();

function linksOf(piece: Piece): Links {
  let links = known.get(piece);
  if (!links) known.set(piece, (links = { binds: boundIn(piece), uses: namesRun(piece) }));
  return links;
}

function namesRun({ index }: Piece): readonly string[] {
  const runs = new Map<string, boolean>();
  for (const node of index.nodes("Name")) if (runs.get(node.id) !== true) runs.set(node.id, isRun(node));
  return [...runs.keys()].filter((name) => runs.get(name) === true);
}

/** False for what no run evaluates (decorators, annotations, bases) and for loggers, which keep nothing. */
function isRun(use: PyName): boolean {
  const { parent } = use;
  if (parent?.kind === "Attribute" && parent.value === use && parent.parent?.kind === "Call" && parent.parent.func === parent && /^(?:debug|info|warning|error|critical|exception)$/.test(parent.attr)) return false;
  for (let child: PyNode = use, at = use.parent; at; child = at, at = at.parent) {
    if (at.kind === "FunctionDef") return child !== at.returns && !at.decorators.some((one) => one === child);
    if (at.kind === "ClassDef") return !at.decorators.some((one) => one === child) && !at.bases.some(({ value }) => value === child);
    if ((at.kind === "Param" || at.kind === "AnnAssign") && at.annotation === child) return false;
  }
  return true;
}

/** A run leaves the names of comprehensions in the module as well. */
function boundIn({ index, text }: Piece): readonly string[] {
  const plain = new Map<string, boolean>();
  for (const { name, how, value } of index.boundOutside()) plain.set(name, plain.get(name) !== false && (how === "import" || how === "assign" && isPlain(value)));
  const outside = [...plain.keys()].filter((name) => plain.get(name) === false);
  const counted = index.nodes("Comprehension").filter(isOutside).flatMap(({ clauses }) => clauses.flatMap(({ target }) => targetNames(target)));
  return [...outside, ...new Set(index.boundAsGlobal().map(({ name }) => name)), ...counted, ...ties.flatMap(([pattern, name]) => (pattern.test(text) ? [name] : []))];
}

/** Numbers and texts: to a run they are what an unknown name is. */
function isPlain(value: PyNode | undefined): boolean {
  return value?.kind === "Num" || value?.kind === "Str" || value?.kind === "Const" && value.value !== null;
}

function isOutside(node: PyNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "FunctionDef" || at.kind === "ClassDef") return false;
  return true;
}

function targetNames(target: PyNode): readonly string[] {
  if (target.kind === "Name") return [target.id];
  if (target.kind === "Starred") return targetNames(target.value);
  return target.kind === "Tuple" || target.kind === "List" ? target.elements.flatMap(targetNames) : [];
}
