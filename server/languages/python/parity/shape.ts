/** What a piece of code does, as a text that is equal for equal deeds: variables lose their names, imports gain theirs. */
import type { PyArgument, PyAttribute, PyCallExpr, PyExpr, PyName } from "../../../../rules/api.ts";
import { type Scope } from "../facts-scope.ts";

const deepest = 14;
const longest = 2_000;

/** Prints one step; variables are numbered in the order they appear in it. */
export class Shape {
  private readonly variables = new Map<string, string>();
  /** What was printed that makes features: see `makesFeatures`. */
  readonly uses = new Set<string>();

  constructor(private readonly scope: Scope) {}

  print(node: PyExpr | undefined, depth = 0): string {
    if (!node || depth > deepest) return "…";
    const text = this.printed(node, depth + 1);
    return text.length > longest ? text.slice(0, longest) : text;
  }

  private printed(node: PyExpr, depth: number): string {
    const each = (nodes: readonly (PyExpr | undefined)[]) => nodes.map((one) => (one ? this.print(one, depth) : "")).join(",");
    switch (node.kind) {
      case "Name": return this.name(node);
      case "Attribute": return this.attribute(node, depth);
      case "Call": return this.call(node, depth);
      case "Str": return node.holes.length > 0 ? `f${JSON.stringify(node.value)}(${each(node.holes)})` : JSON.stringify(node.value);
      case "Num": return String(node.value);
      case "Const": return String(node.value);
      case "List": case "Tuple": return `[${each(node.elements)}]`;
      case "Set": return `{${each(node.elements)}}`;
      case "Dict": return `{${node.entries.map(({ key, value }) => `${key ? this.print(key, depth) : "**"}:${this.print(value, depth)}`).sort().join(",")}}`;
      case "Subscript": return `${this.print(node.value, depth)}[${this.print(node.index, depth)}]`;
      case "Slice": return `${node.lower ? this.print(node.lower, depth) : ""}:${node.upper ? this.print(node.upper, depth) : ""}:${node.step ? this.print(node.step, depth) : ""}`;
      case "Binary": return `(${this.print(node.left, depth)}${node.op}${this.print(node.right, depth)})`;
      case "Unary": return `${node.op}(${this.print(node.operand, depth)})`;
      case "BoolOp": return `(${this.print(node.left, depth)} ${node.op} ${this.print(node.right, depth)})`;
      case "Compare": return `(${this.print(node.left, depth)}${node.rights.map((right, index) => ` ${node.ops[index] ?? ""} ${this.print(right, depth)}`).join("")})`;
      case "Conditional": return `(${this.print(node.test, depth)}?${this.print(node.then, depth)}:${this.print(node.otherwise, depth)})`;
      case "Lambda": return `λ(${this.print(node.body, depth)})`;
      case "Comprehension": return `${node.of}(${node.clauses.map(({ target, iter, ifs }) => `${this.print(iter, depth)}→${this.print(target, depth)} if ${each(ifs)}`).join(";")}:${this.print(node.element, depth)},${node.value ? this.print(node.value, depth) : ""})`;
      case "Await": case "Starred": return this.print(node.value, depth);
      case "NamedExpr": return `${this.print(node.target, depth)}:=${this.print(node.value, depth)}`;
      default: return "…";
    }
  }

  private name(node: PyName): string {
    const symbol = this.scope.symbolOf(node);
    if (symbol !== undefined) return symbol.slice(symbol.startsWith(":") || symbol.startsWith("=") ? symbol.lastIndexOf(".") + 1 || 1 : 0);
    if (this.scope.file.bindingsOf(node).length === 0) return node.id;
    return this.variable(node.id);
  }

  private variable(name: string): string {
    let number = this.variables.get(name);
    if (number === undefined) this.variables.set(name, (number = `$${this.variables.size}`));
    return number;
  }

  private attribute(node: Extract<PyExpr, { kind: "Attribute" }>, depth: number): string {
    const symbol = this.scope.symbolOf(node);
    if (symbol !== undefined) return symbol;
    if (node.value.kind === "Name" && this.scope.isSelf(node.value)) return this.variable(`self.${node.attr}`);
    if (accessors.has(node.attr)) this.uses.add(node.attr);
    return `${this.print(node.value, depth)}.${node.attr}`;
  }

  private call(node: Extract<PyExpr, { kind: "Call" }>, depth: number): string {
    const callee = this.print(node.func, depth);
    const last = callee.slice(callee.lastIndexOf(".") + 1);
    if (makesFeatures.has(last)) this.uses.add(last);
    const one = ({ name, star, value }: PyArgument) => `${star}${name === undefined ? "" : `${name}=`}${this.print(value, depth)}`;
    const positional = node.args.filter(({ name }) => name === undefined).map(one);
    const named = node.args.filter(({ name }) => name !== undefined).map(one).sort();
    return `${callee}(${[...positional, ...named].join(",")})`;
  }
}

/** Functions and methods that turn raw values into features, by their last name: pandas, NumPy, string and text libraries. */
const makesFeatures: ReadonlySet<string> = new Set(`
lower upper casefold sub replace translate punctuation isalnum isalpha word_tokenize tokenize stem lemmatize fillna ffill bfill interpolate dropna map
apply applymap get_dummies cut qcut clip log log1p log2 log10 exp expm1 sqrt power round abs to_datetime to_numeric tz_convert tz_localize rolling
shift diff pct_change ewm cumsum rank where select astype factorize resize cvtColor expand_dims normalize pad_sequences texts_to_sequences
total_seconds weekday isocalendar strftime zscore minmax_scale scale radians sin cos
`.trim().split(/\s+/));
const accessors: ReadonlySet<string> = new Set(["dt", "str", "hour", "month", "dayofweek", "weekday", "day_name", "days"]);

/** What may be printed as one of them is counted; what is not, makes no features. */
export function mayMakeFeatures(scope: Scope, node: PyCallExpr | PyAttribute): boolean {
  if (node.kind === "Attribute") return accessors.has(node.attr);
  const { func } = node;
  if (func.kind === "Attribute") return makesFeatures.has(func.attr);
  if (func.kind === "Name") return makesFeatures.has((scope.symbolOf(func) ?? func.id).replace(/^.*[.:=]/, ""));
  return func.kind !== "Call" && func.kind !== "Subscript";
}

/** 32 bits of FNV-1a, short enough to keep by the thousand. */
export function shapeHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
