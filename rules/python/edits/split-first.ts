/** Moves a fit behind the split, where both stand in one straight line: fit on the training part, transform the test part. */
import type { Fix, PyAssign, PyCallExpr, PyExpr, PyName, PyRowStory, PythonFile } from "../../api.ts";
import { blockOf, lineBreakOf, linesInCell, wholeLines } from "./lines.ts";

export function splitFirst(file: PythonFile, { at, split }: PyRowStory): readonly Fix[] {
  const fit = split && assignmentOf(file, at.start);
  const cut = split && assignmentOf(file, split.at.start);
  const move = fit && cut && readMove(file, fit, cut);
  const [from, to] = [fit && wholeLines(file, fit), cut && wholeLines(file, cut)];
  if (!move || !from || !to) return [];
  const { learn, check, receiver } = move;
  const eol = lineBreakOf(file.text);
  const lines = `${eol}${to.indent}${learn} = ${receiver}.fit_transform(${learn})${from.comment}${eol}${to.indent}${check} = ${receiver}.transform(${check})`;
  return [{
    title: `Split first, fit on \`${learn}\` only`, safe: false,
    edits: [
      { at: linesInCell(file, from), text: "" },
      ...(move.source ? [{ at: { start: move.given.start, end: move.given.end }, text: move.source }] : []),
      { at: { start: to.textEnd, end: to.textEnd }, text: lines },
    ],
  }];
}

interface Move {
  readonly receiver: string;
  /** The two names the rows have after the split. */
  readonly learn: string;
  readonly check: string;
  /** What the split is given now, and what it must be given instead when that has another name. */
  readonly given: PyName;
  readonly source: string | undefined;
}

/** The assignment whose whole value is the call named at this place. */
function assignmentOf(file: PythonFile, start: number): (PyAssign & { readonly value: PyCallExpr }) | undefined {
  const call = file.calls().find(({ name }) => name.start === start)?.node;
  const parent = call?.parent;
  return parent?.kind === "Assign" && parent.value === call && parent.targets.length === 1 ? (parent as PyAssign & { readonly value: PyCallExpr }) : undefined;
}

function readMove(file: PythonFile, fit: PyAssign & { readonly value: PyCallExpr }, cut: PyAssign & { readonly value: PyCallExpr }): Move | undefined {
  const [made] = fit.targets;
  const [argument] = fit.value.args;
  const { func } = fit.value;
  if (made?.kind !== "Name" || func.kind !== "Attribute" || func.attr !== "fit_transform" || fit.value.args.length !== 1 || !argument || argument.star !== "" || argument.name !== undefined) return undefined;
  if (!isPlace(func.value) || !isPlace(argument.value) || cut.start < fit.end || blockOf(file, fit) === undefined || blockOf(file, fit) !== blockOf(file, cut)) return undefined;
  const names = namesAfter(cut, made.id);
  if (!names || !isUntouched(file, fit, cut, made, argument.value, rootOf(func.value))) return undefined;
  const isSame = argument.value.kind === "Name" && argument.value.id === made.id;
  return { ...names, receiver: file.slice(func.value), source: isSame ? undefined : file.slice(argument.value) };
}

function namesAfter(cut: PyAssign & { readonly value: PyCallExpr }, made: string): Pick<Move, "learn" | "check" | "given"> | undefined {
  const [target] = cut.targets;
  const arrays = cut.value.args.filter(({ name }) => name === undefined);
  if (target?.kind !== "Tuple" && target?.kind !== "List") return undefined;
  const index = arrays.findIndex(({ value, star }) => star === "" && value.kind === "Name" && value.id === made);
  const given = arrays[index]?.value;
  const [learn, check] = [target.elements[2 * index], target.elements[2 * index + 1]];
  if (given?.kind !== "Name" || target.elements.length !== 2 * arrays.length || learn?.kind !== "Name" || check?.kind !== "Name") return undefined;
  return { learn: learn.id, check: check.id, given };
}

/** Nobody else looks at the transformed rows, nor at the fitted object before the split; what is split has not changed in between. */
function isUntouched(file: PythonFile, fit: PyAssign, cut: PyAssign, made: PyName, source: PyExpr, receiver: string): boolean {
  const scope = file.enclosingFunction(fit);
  const isSame = source.kind === "Name" && source.id === made.id;
  const between = (use: PyName) => use.start >= fit.end && use.end <= cut.start;
  const insideCut = (use: PyName) => use.start >= cut.start && use.end <= cut.end;
  const names = file.nodes("Name").filter((use) => use.start >= fit.end);
  const uses = names.filter(({ id }) => id === made.id);
  if (uses.filter(insideCut).length !== 1 || uses.some((use) => !insideCut(use)) || file.enclosingFunction(cut) !== scope) return false;
  if (!isSame && file.nodes("Name").some((use) => use.id === made.id && use.end <= fit.start && file.enclosingFunction(use) === scope)) return false;
  const sources = new Set(isSame ? [receiver] : [receiver, rootOf(source)]);
  return !names.some((use) => between(use) && sources.has(use.id));
}

/** A name, an attribute or a column of one. */
function isPlace(node: PyExpr): boolean {
  if (node.kind === "Name") return true;
  if (node.kind === "Attribute") return isPlace(node.value);
  return node.kind === "Subscript" && isPlace(node.value) && (node.index.kind === "Str" || node.index.kind === "Name" || node.index.kind === "List");
}

function rootOf(node: PyExpr): string {
  return node.kind === "Name" ? node.id : node.kind === "Attribute" || node.kind === "Subscript" ? rootOf(node.value) : "";
}
