/** What the rows given to a call are: literal, read from a file, handed in; and on which side of a visible split they lie. */
import type { PyAssign, PyCallExpr, PyExpr, PyName, PyNode, PyStr, PythonFile, PySlice, PySubscript } from "../../../rules/api.ts";
import type { DataFact, PartFact, SplitFact } from "../../../rules/facts/python.ts";
import { says } from "../../engine/word-marks.ts";
import { type AnchorTable, ownerFunction, type Scope } from "./facts-scope.ts";

type Side = PartFact["side"];
interface Origins { readonly kinds: Set<DataFact["from"]>; parameter?: string | undefined }

const deepest = 16;
const testName = /(?:^|_|x|y)(?:test|tst|testing|te|val|valid|validation|holdout|hold_out|dev|eval)(?:_|\d|$)/i;
const trainName = /(?:^|_|x|y)(?:train|trn|training|tr)(?:_|\d|$)/i;
const readsFile = /^(?:pandas\.read_\w+|polars\.(?:read|scan)_\w+|numpy\.(?:load|loadtxt|genfromtxt)|dask\.dataframe\.read_\w+|sklearn\.datasets\.\w+|seaborn\.load_dataset|builtins\.open|open)$/;

/** Part of the name of whatever takes rows apart at random. */
const namesSplitter = /train_test_split|randomSplit/;
const namesReader = /read_(?:csv|table|parquet|excel|json|feather|pickle)/;

/** Calls whose result is what a user or another service says. */
const asksSomebody = /^(?:input$|builtins\.input$|streamlit\.|flask\.request|yfinance\.|pandas_datareader|requests\.)/;

/** How a name says which side it is: `X_test`, `testing_data`, `y_val`. */
export function sideOfName(name: string): "train" | "test" | undefined {
  const isTest = testName.test(name);
  return isTest === trainName.test(name) ? undefined : isTest ? "test" : "train";
}

export class Data {
  readonly splits: SplitFact[] = [];
  private readonly bySplitTarget = new Map<PyNode, Map<string, PartFact>>();
  private readonly byNode = new Map<PyNode, PartFact>();
  /** Names and attributes that a visible split produced, when it always produced the same side. */
  private readonly byName = new Map<string, PartFact>();
  private readonly memo = new Map<PyExpr, PartFact | undefined>();
  /** Without one of these, no rows lie on any side. */
  private readonly mayKnow: boolean;

  constructor(private readonly scope: Scope, private readonly anchors: AnchorTable) {
    for (const assign of scope.file.nodes("Assign")) this.readAssign(assign);
    this.readSlices(scope.file);
    this.readFilePairs(scope.file);
    this.mayKnow = this.byNode.size > 0 || this.bySplitTarget.size > 0 || this.byName.size > 0 || says(namesSplitter, scope.file.text);
  }

  describe(node: PyExpr): DataFact {
    const origins: Origins = { kinds: new Set() };
    this.collect(node, origins, 0, new Set());
    const part = this.partOf(node);
    const text = node.end - node.start <= 40 ? this.scope.file.slice(node) : undefined;
    return {
      from: decide(origins.kinds), ...(part && { part }), ...(origins.parameter !== undefined && { parameter: origins.parameter }),
      ...(text && !/[\r\n]/.test(text) && { text }),
    };
  }

  /** The side of a visible split that a value's rows come from. */
  partOf(node: PyExpr, depth = 0): PartFact | undefined {
    if (!this.mayKnow || depth > deepest) return undefined;
    const known = this.byNode.get(node);
    if (known) return known;
    if (this.memo.has(node)) return this.memo.get(node);
    this.memo.set(node, undefined);
    const part = this.findPart(node, depth + 1);
    this.memo.set(node, part);
    return part;
  }

  private findPart(node: PyExpr, depth: number): PartFact | undefined {
    switch (node.kind) {
      case "Name": return this.partOfName(node, depth);
      case "Attribute": return (node.value.kind === "Name" && this.scope.isSelf(node.value) ? this.byName.get(`self.${node.attr}`) : undefined) ?? this.partOf(node.value, depth);
      case "Subscript": return this.partOfElement(node, depth) ?? this.partOf(node.value, depth);
      case "Await":
      case "Starred": return this.partOf(node.value, depth);
      case "Call": return this.partOfCall(node, depth);
      case "List":
      case "Tuple": return unite(node.elements.map((element) => this.partOf(element, depth)));
      case "Binary": return unite([this.partOf(node.left, depth), this.partOf(node.right, depth)]);
      case "Comprehension": return unite(node.clauses.map(({ iter }) => this.partOf(iter, depth)));
      default: return undefined;
    }
  }

  private partOfCall(node: PyCallExpr, depth: number): PartFact | undefined {
    if (node.func.kind === "Name" && /^(?:len|range|int|float|str|print)$/.test(node.func.id)) return undefined;
    const receiver = node.func.kind === "Attribute" ? this.partOf(node.func.value, depth) : undefined;
    return unite([receiver, ...node.args.filter(({ name }) => name === undefined || /^(?:X|x|data|objs|arrays|df)$/.test(name)).map(({ value }) => this.partOf(value, depth))]);
  }

  private partOfName(node: PyName, depth: number): PartFact | undefined {
    const bindings = this.scope.file.bindingsOf(node);
    const parts = bindings.map((binding) => {
      const assign = assignOf(binding.node);
      const target = assign && this.bySplitTarget.get(assign)?.get(node.id);
      if (target) return target;
      if (binding.how === "parameter") return this.byName.get(node.id);
      return binding.value ? this.partOf(binding.value, depth) : undefined;
    });
    const first = parts[0];
    return first && parts.every((part) => part?.side === first.side) ? first : undefined;
  }

  /** `parts = train_test_split(...)` then `parts[1]`. */
  private partOfElement(node: PySubscript, depth: number): PartFact | undefined {
    if (node.index.kind !== "Num" || depth > deepest) return undefined;
    const value = node.value.kind === "Name" ? this.scope.file.valueOf(node.value) : undefined;
    const call = node.value.kind === "Call" ? node.value : value?.kind === "call" ? value.call.node : undefined;
    if (!call || !this.isSplitter(call)) return undefined;
    return { side: node.index.value % 2 === 0 ? "train" : "test", split: this.splitAt(call, "train_test_split") };
  }

  private readAssign(assign: PyAssign): void {
    for (const target of assign.targets) {
      if (target.kind !== "Tuple" && target.kind !== "List") continue;
      if (assign.value.kind !== "Call") continue;
      if (this.isSplitter(assign.value)) {
        const split = this.splitAt(assign.value, "train_test_split");
        target.elements.forEach((element, index) => this.mark(assign, element, { side: index % 2 === 0 ? "train" : "test", split }));
      } else if (this.isDatasetLoad(assign.value) && target.elements.length === 2) {
        const split = this.splitAt(assign.value, "load_data");
        target.elements.forEach((pair, index) => {
          if (pair.kind === "Tuple") for (const element of pair.elements) this.mark(assign, element, { side: index === 0 ? "train" : "test", split });
        });
      }
    }
  }

  private isSplitter(call: PyCallExpr): boolean {
    const name = call.func.kind === "Name" ? call.func.id : call.func.kind === "Attribute" ? call.func.attr : "";
    const symbol = this.scope.symbolOf(call.func) ?? name;
    return /(?:^|\.)(?:train_test_split|randomSplit|temporal_train_test_split|iterative_train_test_split)$/.test(symbol) || name === "randomSplit";
  }

  private isDatasetLoad(call: PyCallExpr): boolean {
    return call.func.kind === "Attribute" && call.func.attr === "load_data" && /datasets/.test(this.scope.symbolOf(call.func) ?? "");
  }

  private mark(assign: PyAssign, target: PyExpr, part: PartFact): void {
    const name = target.kind === "Name" ? target.id : target.kind === "Attribute" ? `self.${target.attr}` : undefined;
    if (name === undefined) return;
    const names = this.bySplitTarget.get(assign) ?? new Map<string, PartFact>();
    names.set(name, part);
    this.bySplitTarget.set(assign, names);
    if (sideOfName(name) === part.side) this.remember(name.replace(/^self\./, ""), part);
  }

  private remember(name: string, part: PartFact): void {
    for (const spelled of [name, `self.${name}`]) if (!this.byName.has(spelled)) this.byName.set(spelled, part);
  }

  private splitAt(node: PyNode, by: string): number {
    const at = this.anchors.at(node);
    const known = this.splits.findIndex((split) => split.at === at);
    return known >= 0 ? known : this.splits.push({ at, by }) - 1;
  }

  /** `data[:n]` beside `data[n:]`, and `data[mask]` beside `data[~mask]`, when the names they are given say which is which. */
  private readSlices(file: PythonFile): void {
    const nodes = file.nodes("Subscript");
    if (!nodes.some(mayBeSecondHalf)) return;
    const halves = new Map<string, PySubscript[]>();
    for (const node of nodes) {
      const bound = boundOf(file, node);
      if (!bound) continue;
      const key = `${ownerFunction(node)?.start ?? -1} ${bound.base} ${bound.at}`;
      const list = halves.get(key) ?? [];
      list.push(node);
      halves.set(key, list);
    }
    for (const list of halves.values()) this.readHalves(file, list);
  }

  private readHalves(file: PythonFile, nodes: readonly PySubscript[]): void {
    const lower = nodes.filter((node) => boundOf(file, node)?.half === "first");
    const upper = nodes.filter((node) => boundOf(file, node)?.half === "second");
    const first = lower[0];
    if (!first || upper.length === 0) return;
    const named = (list: readonly PySubscript[]) => list.map((node) => nameGiven(node)).find((name) => name !== undefined && sideOfName(name) !== undefined);
    const sideFirst = sideOfName(named(lower) ?? "") ?? opposite(sideOfName(named(upper) ?? ""));
    const sideSecond = opposite(sideFirst);
    if (!sideFirst || !sideSecond || sideOfName(named(upper) ?? "") === sideFirst) return;
    const split = this.splitAt(first, "slice");
    for (const node of lower) this.byNode.set(node, { side: sideFirst, split });
    for (const node of upper) this.byNode.set(node, { side: sideSecond, split });
  }

  /** `train.csv` and `test.csv` read by one file are a split made earlier. */
  private readFilePairs(file: PythonFile): void {
    if (!says(namesReader, file.text)) return;
    const reads = file.calls().flatMap((call) => {
      const path = /^read_(?:csv|table|parquet|excel|json|feather|pickle)$/.test(call.method) ? call.positional[0] : undefined;
      if (path?.kind !== "Str" || path.holes.length > 0) return [];
      const side = sideOfPath(path);
      return side ? [{ node: call.node, side }] : [];
    });
    const train = reads.find(({ side }) => side === "train");
    if (!train || !reads.some(({ side }) => side === "test")) return;
    const split = this.splitAt(train.node, "files");
    for (const { node, side } of reads) this.byNode.set(node, { side, split });
  }

  private collect(node: PyExpr, origins: Origins, depth: number, seen: Set<PyNode>): void {
    if (depth > deepest || seen.has(node)) return;
    seen.add(node);
    const next = (inner: PyExpr | undefined) => inner && this.collect(inner, origins, depth + 1, seen);
    switch (node.kind) {
      case "Str": case "Num": case "Const": origins.kinds.add("literal"); return;
      case "List": case "Tuple": case "Set": node.elements.forEach(next); return;
      case "Dict": node.entries.forEach(({ value }) => next(value)); return;
      case "Attribute": return /^(?:form|json|args|values|data|body|files)$/.test(node.attr) && /request$/.test(this.scope.symbolOf(node.value) ?? "") ? void origins.kinds.add("input") : next(node.value);
      case "Subscript": case "Await": case "Starred": next(node.value); return;
      case "Binary": next(node.left); next(node.right); return;
      case "Comprehension": node.clauses.forEach(({ iter }) => next(iter)); return;
      case "Conditional": next(node.then); next(node.otherwise); return;
      case "Call": this.collectCall(node, origins, next); return;
      case "Name": this.collectName(node, origins, next); return;
      default: origins.kinds.add("unknown");
    }
  }

  private collectCall(node: PyCallExpr, origins: Origins, next: (inner: PyExpr | undefined) => void): void {
    const symbol = this.scope.symbolOf(node.func) ?? (node.func.kind === "Name" ? node.func.id : undefined);
    if (symbol && readsFile.test(symbol)) return void origins.kinds.add(symbol.startsWith("sklearn.") || this.isConstant(node.args[0]?.value) ? "file" : "input");
    if (symbol && asksSomebody.test(symbol)) return void origins.kinds.add("input");
    if (symbol?.startsWith(":") || symbol?.startsWith("=")) origins.kinds.add("unknown");
    if (node.func.kind === "Attribute" && symbol === undefined) next(node.func.value);
    node.args.forEach(({ value }) => next(value));
  }

  private collectName(node: PyName, origins: Origins, next: (inner: PyExpr | undefined) => void): void {
    const bindings = this.scope.file.bindingsOf(node);
    if (bindings.length === 0) origins.kinds.add("unknown");
    for (const binding of bindings) {
      if (binding.how === "parameter") {
        origins.kinds.add("input");
        origins.parameter ??= node.id;
      } else if (binding.value) next(binding.value);
      else origins.kinds.add("unknown");
    }
  }

  private isConstant(node: PyExpr | undefined): boolean {
    if (!node) return false;
    if (node.kind === "Str") return node.holes.length === 0;
    const value = this.scope.file.valueOf(node);
    if (value.kind === "string") return true;
    if (node.kind === "Binary") return this.isConstant(node.right);
    return node.kind === "Call" && node.args.length > 0 && !asksSomebody.test(this.scope.symbolOf(node.func) ?? "") && node.args.every((argument) => this.isConstant(argument.value) || (argument.value.kind === "Name" && argument.value.id === "__file__"));
  }
}

function decide(kinds: ReadonlySet<DataFact["from"]>): DataFact["from"] {
  for (const kind of ["input", "unknown", "file", "literal"] as const) if (kinds.has(kind)) return kind === "unknown" && kinds.has("file") ? "file" : kind;
  return "unknown";
}

function unite(parts: readonly (PartFact | undefined)[]): PartFact | undefined {
  const known = parts.filter((part): part is PartFact => part !== undefined);
  const first = known[0];
  return first && known.some(({ side }) => side !== first.side) ? { side: "mixed", split: first.split } : first;
}

function opposite(side: Side | undefined): "train" | "test" | undefined {
  return side === "train" ? "test" : side === "test" ? "train" : undefined;
}

function assignOf(node: PyNode): PyNode | undefined {
  for (let current: PyNode | undefined = node; current; current = current.parent) {
    if (current.kind === "Assign") return current;
    if (current.kind === "FunctionDef" || current.kind === "ClassDef") return undefined;
  }
  return undefined;
}

/** The variable an expression ends up in: the target of the assignment around it. */
function nameGiven(node: PyNode): string | undefined {
  const assign = assignOf(node);
  const target = assign?.kind === "Assign" ? assign.targets[0] : undefined;
  if (!target || assign?.kind !== "Assign") return undefined;
  if ((target.kind === "Tuple" || target.kind === "List") && assign.value.kind === "Tuple") {
    const index = assign.value.elements.findIndex((element) => node.start >= element.start && node.end <= element.end);
    return textOfTarget(target.elements[index]);
  }
  return textOfTarget(target);
}

function textOfTarget(target: PyExpr | undefined): string | undefined {
  return target?.kind === "Name" ? target.id : target?.kind === "Attribute" ? target.attr : undefined;
}

/** `data[n:]`, `data[~mask]`, `data[data.day >= n]`. */
function mayBeSecondHalf({ index: whole }: PySubscript): boolean {
  const index = whole.kind === "Tuple" ? whole.elements[0] : whole;
  if (index?.kind === "Slice") return index.lower !== undefined;
  return (index?.kind === "Unary" && index.op === "~") || (index?.kind === "Compare" && halves[index.ops[0] ?? ""] === "second");
}

interface Bound { readonly base: string; readonly at: string; readonly half: "first" | "second" }

function boundOf(file: PythonFile, node: PySubscript): Bound | undefined {
  const index = node.index.kind === "Tuple" ? node.index.elements[0] : node.index;
  const base = compact(file.slice(node.value).slice(0, 80));
  if (index?.kind === "Slice") return boundOfSlice(file, index, base);
  if (index?.kind === "Unary" && index.op === "~") return { base, at: `mask ${compact(file.slice(index.operand))}`, half: "second" };
  if (index?.kind === "Name") return { base, at: `mask ${index.id}`, half: "first" };
  if (index?.kind === "Compare" && index.ops.length === 1 && index.rights[0]) {
    const half = halves[index.ops[0] ?? ""];
    return half && { base, at: `compare ${compact(file.slice(index.left))} ${compact(file.slice(index.rights[0]))}`, half };
  }
  return undefined;
}

const halves: Readonly<Record<string, "first" | "second">> = { "<": "first", "<=": "first", "==": "first", ">=": "second", ">": "second", "!=": "second" };

function boundOfSlice(file: PythonFile, slice: PySlice, base: string): Bound | undefined {
  if (slice.step) return undefined;
  const lower = slice.lower?.kind === "Num" && slice.lower.value === 0 ? undefined : slice.lower;
  const upper = slice.upper && /^(?:int\()?len\([^()]*(?:\[[^[\]]*\])?\)\)?$/.test(file.slice(slice.upper)) ? undefined : slice.upper;
  if (lower && !upper) return { base, at: compact(file.slice(lower)), half: "second" };
  return upper && !lower ? { base, at: compact(file.slice(upper)), half: "first" } : undefined;
}

function compact(text: string): string {
  return text.replace(/\s+/g, "");
}

function sideOfPath(path: PyStr): "train" | "test" | undefined {
  const name = path.value.split(/[\\/]/).pop() ?? "";
  const words = name.replace(/\.[a-z0-9]+$/i, "").split(/[^A-Za-z]+/);
  const isTrain = words.some((word) => /^train(?:ing)?$/i.test(word));
  const isTest = words.some((word) => /^(?:test|testing|validation|holdout)$/i.test(word));
  return isTrain === isTest ? undefined : isTrain ? "train" : "test";
}
