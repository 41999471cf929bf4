/** Loops that count through a frame and take its rows out by number, and those that add a row at its end. */
import type { PyExpr, PyFor, PyNode, PythonFile, Span } from "../../api.ts";
import { around, isInside } from "./code.ts";
import { isFrame } from "./frames.ts";

export interface RowAccess {
  readonly at: Span;
  readonly node: PyNode;
  /** As a message names it: `df.iloc[i]`. */
  readonly as: string;
  readonly isGrowing: boolean;
}

const places = new Set(["iloc", "loc", "iat", "at"]);

/** `for i in range(len(df)): df.iloc[i]`, `for i in df.index: df.at[i, "a"]`; one for each loop. */
export function* countedRows(file: PythonFile): Iterable<RowAccess> {
  if (!/\.(?:iloc|loc|iat|at)\s*\[/.test(file.here.text)) return;
  const corners = file.here.nodes("Subscript").filter(({ value }) => value.kind === "Attribute" && places.has(value.attr));
  for (const loop of corners.length > 0 ? file.here.nodes("For") : []) {
    const frame = countedFrame(file, loop);
    const { target } = loop;
    if (frame === undefined || target.kind !== "Name" || !loop.body[0]) continue;
    const found = corners.find(({ start, end, value, index }) => isInside({ start, end }, loop) && start > loop.iter.end && value.kind === "Attribute"
      && file.slice(frameOf(value.value)) === frame && firstIndex(index).some((one) => one.kind === "Name" && one.id === target.id));
    if (found?.value.kind !== "Attribute") continue;
    const text = file.slice(found);
    yield { at: found.value.attrAt, node: found, as: text.length <= 60 && !/[\n`]/.test(text) ? text : `.${found.value.attr}[…]`, isGrowing: false };
  }
}

/** `df.loc[len(df)] = row` inside a loop. */
export function* grownRows(file: PythonFile): Iterable<RowAccess> {
  if (!/\.loc\s*\[\s*len\(/.test(file.here.text)) return;
  for (const { targets } of file.here.nodes("Assign")) for (const target of targets) {
    if (target.kind !== "Subscript" || target.value.kind !== "Attribute" || target.value.attr !== "loc" || !(around(target, "For") ?? around(target, "While"))) continue;
    const [index] = firstIndex(target.index);
    const [counted] = index?.kind === "Call" && file.slice(index.func) === "len" ? index.args : [];
    const frame = target.value.value;
    if (counted && frameText(file, counted.value) === file.slice(frame) && isFrame(file, frame)) yield { at: target.value.attrAt, node: target, as: file.slice(target), isGrowing: true };
  }
}

/** The frame whose rows a loop counts, as written. */
function countedFrame(file: PythonFile, { iter }: PyFor): string | undefined {
  if (iter.kind === "Attribute" && iter.attr === "index") return isFrame(file, iter.value) ? file.slice(iter.value) : undefined;
  if (iter.kind !== "Call" || file.slice(iter.func) !== "range" || iter.args.length > 2) return undefined;
  const end = iter.args[iter.args.length - 1]?.value;
  const [counted] = end?.kind === "Call" && file.slice(end.func) === "len" ? end.args : [];
  if (counted) return frameText(file, counted.value);
  const isRowCount = end?.kind === "Subscript" && end.value.kind === "Attribute" && end.value.attr === "shape" && end.index.kind === "Num" && end.index.value === 0;
  return isRowCount && end.value.kind === "Attribute" ? file.slice(end.value.value) : undefined;
}

/** `len(df)`, `len(df.index)`, `len(df["a"])` count the rows of `df`. */
function frameText(file: PythonFile, node: PyExpr): string {
  return file.slice(frameOf(node.kind === "Attribute" && node.attr === "index" ? node.value : node));
}

function frameOf(node: PyExpr): PyExpr {
  return node.kind === "Subscript" ? frameOf(node.value) : node;
}

const firstIndex = (index: PyExpr): readonly PyExpr[] => (index.kind === "Tuple" ? index.elements.slice(0, 1) : [index]);
