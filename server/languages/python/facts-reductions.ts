/** Where tables are changed by what all their rows have in common (largest value, mean, categories), on the way to a prediction. */
import type { PyBinary, PyCall, PyExpr, PyFunctionDef, PyNode, PythonFile, Span } from "../../../rules/api.ts";
import type { ActFact } from "../../../rules/facts/python.ts";
import { says } from "../../engine/word-marks.ts";
import type { Data } from "./facts-data.ts";
import type { Guards } from "./facts-guards.ts";
import { callableModel, predictMethods } from "./facts-knowledge.ts";
import { type AnchorTable, ownerFunction } from "./facts-scope.ts";

const longestName = 48;
const mayReduce = /get_dummies|factorize|qcut|\.cut\(|\.cat\.codes|fillna|\.(?:a?max|a?min|mean|std|median)\(/;
const reducers = /^(?:max|min|mean|std|median|quantile|mode|var)$/;

const perSample = /im(?:g|age)|pic|pixel|frame|audio|wave|sound|signal|spec|mel|sample|logit|prob|score|embed|vec/i;

interface Reduction { readonly at: Span; readonly name: string; readonly rows: PyExpr; readonly node: PyExpr }

/** Tables are known by their columns (`df["age"]`) or by where they were made: of arrays, one row and many look alike. */
export class Reductions {
  private readonly all: ReadonlyMap<PyFunctionDef | undefined, readonly Reduction[]>;

  constructor(private readonly file: PythonFile, private readonly anchors: AnchorTable, private readonly data: Data, private readonly guards: Guards) {
    const found = new Map<PyFunctionDef | undefined, Reduction[]>();
    if (says(mayReduce, file.text)) {
      for (const call of file.calls()) this.note(found, this.ofCall(call));
      for (const node of file.nodes("Attribute")) if (node.attr === "codes" && node.value.kind === "Attribute" && node.value.attr === "cat") this.note(found, { at: node.attrAt, name: "cat.codes", rows: node.value.value, node });
    }
    this.all = found;
  }

  /** Those in one function (or the module) whose result reaches a prediction or leaves the function. */
  addActsOf(owner: PyFunctionDef | undefined, acts: ActFact[]): void {
    const all = this.all.size > 0 ? this.all.get(owner) : undefined;
    if (!all) return;
    for (const { at, name, rows, node } of all.filter((one) => this.isPassedOn(one, owner) && !this.isPredicted(one.rows))) {
      const { guards } = this.guards.of(node, owner);
      acts.push({ does: "reduce", name, at: this.anchors.at(at), data: this.data.describe(rows), ...(guards.length > 0 && { guards }) });
    }
  }

  private note(found: Map<PyFunctionDef | undefined, Reduction[]>, one: Reduction | undefined): void {
    if (!one) return;
    const owner = ownerFunction(one.node);
    const list = found.get(owner) ?? [];
    if (!list.some(({ at }) => at.start <= one.at.start && one.at.end <= at.end)) list.push(one);
    found.set(owner, list);
  }

  private ofCall(call: PyCall): Reduction | undefined {
    const { callee = "", method, receiver, node } = call;
    const [first] = call.positional;
    if (callee === "pandas.get_dummies" && this.isBroughtToColumns(node)) return undefined;
    if (/^pandas\.(?:get_dummies|factorize|qcut)$/.test(callee) && first) return { at: call.name, name: method, rows: first, node };
    if (callee === "pandas.cut" && first && this.file.valueOf(call.argument("bins", 1) ?? first).kind === "number") return { at: call.name, name: "cut", rows: first, node };
    if (method === "factorize" && receiver && this.isTable(receiver)) return { at: call.name, name: method, rows: receiver, node };
    if (method === "fillna" && receiver && first?.kind === "Call") return this.ofFill(call, receiver, first);
    const reduced = /^numpy\.(?:a?max|a?min|mean|std|median)$/.test(callee) ? first : reducers.test(method) ? receiver : undefined;
    if (!reduced) return undefined;
    if (this.isTable(reduced)) return reduced === receiver && this.isAcross(call) ? undefined : this.ofScaling(call, reduced);
    const found = this.isArrayOfRequest(reduced) && !call.argument("axis", reduced === first ? 1 : 0) ? this.ofScaling(call, reduced) : undefined;
    return found?.node.kind === "Binary" && found.node.op === "/" ? found : undefined;
  }

  /** Columns are brought to fixed ones somewhere in the file, or rows of training stand under those of the request. */
  private isBroughtToColumns(node: PyNode): boolean {
    if (/\breindex\b|\balign\b|CategoricalDtype|categories\s*=|\bnot in\b[^\n]{0,40}\bcolumns\b|\bcolumns\b[^\n]{0,40}\bnot in\b|missing_col/.test(this.file.text)) return true;
    const owner = ownerFunction(node);
    return /\bconcat\b|\bset\(|\bnot in\b[^\n]{0,20}\bdf\b/.test(owner ? this.file.slice(owner) : this.file.text);
  }

  /** `df["a"].fillna(df["a"].mean())`. */
  private ofFill(call: PyCall, receiver: PyExpr, filler: PyExpr & { readonly kind: "Call" }): Reduction | undefined {
    const inner = this.file.call(filler);
    if (!reducers.test(inner.method) || !inner.receiver || this.text(inner.receiver) !== this.text(receiver)) return undefined;
    return { at: call.name, name: this.named(call.node, `fillna(${inner.method}())`), rows: receiver, node: call.node };
  }

  /** `a / a.max()`, `(a - a.mean()) / a.std()`. */
  private ofScaling(call: PyCall, rows: PyExpr): Reduction | undefined {
    let whole: PyBinary | undefined;
    for (let at: PyNode | undefined = call.node.parent, from: PyNode = call.node; at?.kind === "Binary" && /^[-/]$/.test(at.op); from = at, at = at.parent) {
      if (at.right === from || this.isScaled(at.left, rows)) whole = this.isScaled(at.left, rows) || at.left === whole ? at : whole;
    }
    return whole && { at: whole, name: this.named(whole, `${call.method}()`), rows, node: whole };
  }

  private isScaled(left: PyExpr, rows: PyExpr): boolean {
    return this.text(left) === this.text(rows) || (left.kind === "Binary" && left.op === "-" && this.text(left.left) === this.text(rows));
  }

  /** Over the columns of each row, which mixes no rows. */
  private isAcross(call: PyCall): boolean {
    const axis = call.argument("axis", 0);
    const value = axis && this.file.valueOf(axis);
    return axis !== undefined && !(value?.kind === "number" && value.value === 0) && !(value?.kind === "string" && value.value === "index");
  }

  private isTable(node: PyExpr, depth = 0): boolean {
    if (node.kind === "Subscript") return node.index.kind === "Str" ? node.value.kind !== "Call" : node.index.kind === "List" && node.index.elements.length > 0 && node.index.elements.every(({ kind }) => kind === "Str");
    const value = this.file.valueOf(node);
    if (value.kind === "call") return /^pandas\.(?:DataFrame|read_\w+|json_normalize)$/.test(value.of);
    if (value.kind === "parameter") return value.param.annotation !== undefined && /(?:^|\.)DataFrame$/.test(this.file.slice(value.param.annotation));
    return value.kind === "any-of" && depth < 2 && value.values.every((one) => one.kind === "call" && /^pandas\.(?:DataFrame|read_\w+)$/.test(one.of));
  }

  /** `np.array(values)` of what was handed in; pictures and sounds have a largest value of their own. */
  private isArrayOfRequest(node: PyExpr): boolean {
    if (node.kind !== "Name" || perSample.test(node.id)) return false;
    return this.file.bindingsOf(node).some(({ value }) => {
      const call = value?.kind === "Call" ? this.file.call(value) : undefined;
      const [given] = call?.positional ?? [];
      if (!call || !given || !/^numpy\.(?:array|asarray|asfarray)$/.test(call.callee ?? "") || perSample.test(this.file.slice(given))) return false;
      return this.file.valueOf(given).kind === "parameter" || /request|payload|body|event/.test(this.file.slice(given));
    });
  }

  private isPassedOn({ node }: Reduction, owner: PyFunctionDef | undefined): boolean {
    const names = new Set<string>();
    for (let at = node.parent; at && at !== owner; at = at.parent) {
      if (at.kind === "Return") return true;
      if (at.kind === "Call" && this.predicts(at)) return true;
      if (at.kind === "Assign") for (const target of at.targets) for (const name of baseNames(target)) names.add(name);
    }
    if (names.size === 0) return false;
    for (const param of owner?.params ?? []) if (names.has(param.name) && node.parent?.kind === "Assign" && node.parent.targets[0]?.kind === "Subscript") return true;
    return this.reaches(names, node.end, owner);
  }

  /** Follows the names through later assignments of the same function to a prediction or a return. */
  private reaches(names: Set<string>, from: number, owner: PyFunctionDef | undefined): boolean {
    const mine = <T extends PyNode>(nodes: readonly T[]) => nodes.filter((one) => one.start >= from && ownerFunction(one) === owner);
    const calls = mine(this.file.nodes("Call")).filter((one) => this.predicts(one));
    for (const assign of mine(this.file.nodes("Assign"))) {
      if (this.mentions(assign.value, names) && !calls.some((call) => assign.start <= call.start && call.end <= assign.end)) for (const target of assign.targets) for (const name of baseNames(target)) names.add(name);
    }
    return calls.some((call) => call.args.some(({ value }) => this.mentions(value, names))) || (owner !== undefined && mine(this.file.nodes("Return")).some(({ value }) => value !== undefined && this.mentions(value, names)));
  }

  private predicts(node: PyExpr & { readonly kind: "Call" }): boolean {
    const { func } = node;
    return func.kind === "Attribute" ? predictMethods.has(func.attr) : func.kind === "Name" && callableModel.test(func.id);
  }

  /** What is worked on came out of a prediction. */
  private isPredicted(node: PyExpr, depth = 0): boolean {
    if (depth > 6) return false;
    if (node.kind === "Call") return this.predicts(node) || (node.func.kind === "Attribute" && this.isPredicted(node.func.value, depth + 1)) || node.args.some(({ value }) => this.isPredicted(value, depth + 1));
    if (node.kind === "Subscript" || node.kind === "Attribute") return this.isPredicted(node.value, depth + 1);
    return node.kind === "Name" && this.file.bindingsOf(node).some(({ value }) => value !== undefined && this.isPredicted(value, depth + 1));
  }

  private mentions(node: PyNode, names: ReadonlySet<string>): boolean {
    if (node.kind === "Name") return names.has(node.id);
    return this.file.childrenOf(node).some((one) => this.mentions(one, names));
  }

  private text(node: PyExpr): string {
    return this.file.slice(node).replace(/[\s()]+/g, "");
  }

  private named(node: PyExpr, otherwise: string): string {
    const text = this.file.slice(node);
    return text.length <= longestName && !/[\r\n]/.test(text) ? text : otherwise;
  }
}

function baseNames(target: PyExpr): readonly string[] {
  if (target.kind === "Name") return [target.id];
  if (target.kind === "Subscript" || target.kind === "Attribute") return baseNames(target.value);
  return target.kind === "Tuple" || target.kind === "List" ? target.elements.flatMap(baseNames) : [];
}
