/** Evidence that rows stand in the order of time: indexed or sorted by a date, made of earlier rows, cut as windows of a series. */
import type { PyCall, PyCallExpr, PyExpr, PyName, PyNode, PythonFile, Span } from "../../api.ts";
import { around, functionAround, running } from "./code.ts";
import { argumentNamed, originsOf, textsOf, writesInto } from "./origins.ts";

export interface TimeEvidence {
  readonly at: Span;
  /** As it ends the sentence "the rows are …". */
  readonly says: string;
}

/** The first sign that these rows follow each other in time. */
export function timeEvidence(file: PythonFile, rows: readonly PyExpr[]): TimeEvidence | undefined {
  for (const one of rows) {
    for (const node of originsOf(file, one)) {
      const found = node.kind === "Call" ? ofCall(file, file.call(node)) : node.kind === "Name" ? ofName(file, node) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

const dateWords = /(?:^|[^a-z])(?:date|datetime|timestamp|ds|trade_?date|order_?date|date_?time)(?:$|[^a-z])/;

/** `Date`, `order_date`, `Timestamp`; not `update`. */
function isDateName(name: string | undefined): boolean {
  return name !== undefined && name.length < 60 && dateWords.test(name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase());
}

function ofCall(file: PythonFile, call: PyCall): TimeEvidence | undefined {
  const { method, callee = "" } = call;
  if (/^yfinance\.(?:download|Ticker\.history)$|^pandas_datareader\./.test(callee)) return { at: call.name, says: "prices, one after the other" };
  if (/^pandas\.read_\w+$/.test(callee)) return ofRead(file, call);
  if (!call.receiver) return undefined;
  if (method === "interpolate" && textsOf(file, call.argument("method", 0))?.[0] === "time") return { at: call.name, says: "filled in between their neighbours in time (`interpolate`)" };
  const key = textsOf(file, call.argument(method === "set_index" ? "keys" : "by", 0));
  if (method === "set_index" && isDateName(key?.[0])) return { at: call.name, says: `indexed by \`${key?.[0]}\`` };
  if (method === "sort_values" && isDateName(key?.[0])) return { at: call.name, says: `sorted by \`${key?.[0]}\`` };
  if (method === "shift" && isFrameShift(file, call)) return { at: call.name, says: "made of their neighbours in time (`shift`)" };
  if ((method === "resample" || method === "asfreq") && /^\d{0,3}[A-Za-z]{1,4}$/.test(textsOf(file, call.positional[0])?.[0] ?? "")) return { at: call.name, says: `one per period (\`${method}\`)` };
  return undefined;
}

function ofRead(file: PythonFile, call: PyCall): TimeEvidence | undefined {
  const index = call.argument("index_col");
  const dates = call.argument("parse_dates");
  if (!index) return undefined;
  const value = dates && file.valueOf(dates);
  const isParsed = value !== undefined && value.kind !== "none" && !(value.kind === "bool" && !value.value);
  return isDateName(textsOf(file, index)?.[0]) || isParsed ? { at: { start: index.start, end: index.end }, says: "indexed by a date" } : undefined;
}

/** A column moved by whole rows; `shift` of images and strings has other arguments. */
function isFrameShift(file: PythonFile, call: PyCall): boolean {
  if (call.callee !== undefined && !/^pandas\./.test(call.callee)) return false;
  if (call.positional.length > 1 || call.node.args.some(({ name }) => name !== undefined && !/^(?:periods|freq|axis|fill_value)$/.test(name))) return false;
  const by = call.argument("periods", 0);
  const value = by && file.valueOf(by);
  return value === undefined || value.kind === "number" ? value?.value !== 0 : by?.kind === "Name" || by?.kind === "Unary";
}

function ofName(file: PythonFile, name: PyName): TimeEvidence | undefined {
  for (const { column, value, at } of writesInto(file, name)) {
    const filled = callsBelow(file, value).find((call) => call.method === "interpolate" && textsOf(file, call.argument("method", 0))?.[0] === "time");
    if (filled) return { at: filled.name, says: "filled in between their neighbours in time (`interpolate`)" };
    const moved = callsBelow(file, value).find((call) => call.method === "shift" && call.receiver !== undefined && isFrameShift(file, call) && mentions(file, call.receiver, name.id));
    if (moved) return { at: moved.name, says: `made of their neighbours in time (\`${column}\`, by \`shift\`)` };
    if (column === "index" && value.kind === "Call" && /^pandas\.(?:to_datetime|DatetimeIndex|date_range)$/.test(file.call(value).callee ?? "")) return { at: at.targets[0] ?? at, says: "indexed by a date" };
  }
  return inPlace(file, name) ?? windows(file, name);
}

/** `frame.set_index("Date", inplace=True)` before this use. */
function inPlace(file: PythonFile, name: PyName): TimeEvidence | undefined {
  for (const call of file.collect(inPlaceCalls)) {
    if (call.receiver?.kind !== "Name" || call.receiver.id !== name.id || call.start > name.start || functionAround(file, call.node) !== functionAround(file, name)) continue;
    const found = ofCall(file, call);
    if (found) return found;
  }
  return undefined;
}

const inPlaceCalls = ({ here }: PythonFile) => here.calls().filter(({ method, node }) => (method === "set_index" || method === "sort_values") && argumentNamed(node.args, "inplace") !== undefined);

/** `X.append(series[i - 60:i])` in a loop over `i`: each row shares all but one value with the next. */
function windows(file: PythonFile, name: PyName): TimeEvidence | undefined {
  const made = file.collect(windowAppends).find((call) => call.receiver?.kind === "Name" && call.receiver.id === name.id && call.start < name.start && functionAround(file, call.node) === functionAround(file, name));
  if (made) return { at: made.name, says: "overlapping windows of one series" };
  for (const { value, how, node } of file.bindingsOf(name)) {
    const call = value ?? (how === "assign" && node.kind === "Assign" ? node.value : undefined);
    const found = call?.kind === "Call" ? windowMaker(file, call) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** A function of this file that cuts a series into windows. */
function windowMaker(file: PythonFile, node: PyCallExpr): TimeEvidence | undefined {
  const value = file.valueOf(node.func);
  const made = value.kind === "symbol" ? value.definition : undefined;
  if (made?.kind !== "FunctionDef") return undefined;
  const append = file.collect(windowAppends).find((call) => functionAround(file, call.node) === made);
  return append && { at: append.name, says: "overlapping windows of one series" };
}

const windowAppends = (file: PythonFile) => file.here.calls().filter((call) => call.method === "append" && call.receiver !== undefined && isWindow(call.positional[0], steps(file, call.node), file));

/** The variables of the loop around, when it goes on by single steps. */
function steps(file: PythonFile, node: PyNode): string | undefined {
  const loop = around(node, "For");
  if (loop?.target.kind !== "Name" || loop.iter.kind !== "Call" || file.call(loop.iter).callee !== "builtins.range") return undefined;
  const [, , step] = file.call(loop.iter).positional;
  return step && !(step.kind === "Num" && step.value === 1) ? undefined : loop.target.id;
}

function isWindow(node: PyExpr | undefined, variable: string | undefined, file: PythonFile): boolean {
  if (!node || variable === undefined) return false;
  if (node.kind === "Name") return file.bindingsOf(node).some(({ value }) => value !== undefined && value.kind === "Subscript" && isWindow(value, variable, file));
  if (node.kind === "Attribute") return isWindow(node.value, variable, file);
  if (node.kind !== "Subscript") return false;
  const index = node.index.kind === "Tuple" ? node.index.elements[0] : node.index;
  if (index?.kind !== "Slice" || !index.lower || !index.upper) return isWindow(node.value, variable, file);
  const isStart = (one: PyExpr) => one.kind === "Name" && one.id === variable;
  const isAway = (one: PyExpr) => one.kind === "Binary" && /^[+-]$/.test(one.op) && (isStart(one.left) || isStart(one.right));
  const wide = (one: PyExpr) => one.kind === "Binary" && !(one.right.kind === "Num" && one.right.value <= 1);
  return (isStart(index.lower) && isAway(index.upper) && wide(index.upper)) || (isAway(index.lower) && isStart(index.upper) && wide(index.lower));
}

export function callsBelow(file: PythonFile, node: PyExpr): readonly PyCall[] {
  return [...running(file, [node])].flatMap((one) => (one.kind === "Call" ? [file.call(one)] : []));
}

export function mentions(file: PythonFile, node: PyExpr, name: string): boolean {
  for (const one of running(file, [node])) if (one.kind === "Name" && one.id === name) return true;
  return false;
}
