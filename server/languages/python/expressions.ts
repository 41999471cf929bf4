/** From the parser's expressions to the façade's; what is broken becomes Unknown, never a guess. */
import type { PyArgument, PyComprehension, PyExpr, PyName, PyNode, PyNum, PyParam, PySequence, PyUnknown } from "../../../rules/api.ts";
import { Place, makeNode, type Base } from "./located.ts";
import { ArgumentPart, AttributeNode, CallNode, NameNode } from "./nodes.ts";
import { field, hasBrokenKid, hasToken, isBroken, named, type Raw } from "./raw.ts";
import { stringNode } from "./strings.ts";

type Convert = (base: Base, raw: Raw) => PyExpr | undefined;

export function expression(base: Base, raw: Raw): PyExpr {
  const convert = hasBrokenKid(raw) ? undefined : converters[raw.type];
  return convert?.(base, raw) ?? unknown(base, raw);
}

/** Keeps what can be read inside, so that names and calls in there are still seen as nodes, but not as part of anything. */
export function unknown(base: Base, raw: Raw): PyUnknown {
  const children: PyNode[] = raw.kids.filter((kid) => kid.isNamed && converters[kid.type]).map((kid) => expression(base, kid));
  return makeNode<PyUnknown>(base, raw.from, raw.to, { kind: "Unknown", children });
}

/** `a, b` without brackets; a single expression stays itself. */
export function listed(base: Base, raw: Raw, kids: readonly Raw[]): PyExpr {
  const [first, ...rest] = kids.filter((kid) => kid.isNamed);
  if (!first) return unknown(base, raw);
  if (rest.length === 0 && !hasToken(raw, ",")) return expression(base, first);
  return makeNode<PySequence>(base, first.from, (rest.at(-1) ?? first).to, { kind: "Tuple", elements: [first, ...rest].map((kid) => expression(base, kid)) });
}

export function nameNode(base: Base, raw: Raw): PyName {
  return new NameNode(base, raw.from, raw.to, base.text.slice(raw.from, raw.to));
}

export function textOf(base: Base, raw: Raw): string {
  return base.text.slice(raw.from, raw.to);
}

export function argumentsOf(base: Base, raw: Raw): PyArgument[] {
  return named(raw).map((kid): PyArgument => {
    if (kid.type === "keyword_argument") {
      const name = field(kid, "name");
      const value = field(kid, "value");
      return new ArgumentPart(base, kid.from, kid.to, name && textOf(base, name), "", value && !hasBrokenKid(kid) ? expression(base, value) : unknown(base, kid));
    }
    const star = kid.type === "list_splat" ? "*" : kid.type === "dictionary_splat" ? "**" : "";
    const inner = star ? named(kid)[0] : kid;
    const found = inner ? expression(base, inner) : unknown(base, kid);
    return found.kind === "Starred" && !star ? new ArgumentPart(base, kid.from, kid.to, undefined, "*", found.value) : new ArgumentPart(base, kid.from, kid.to, undefined, star, found);
  });
}

export function parameters(base: Base, raw: Raw | undefined): PyParam[] {
  return raw ? named(raw).filter((kid) => kid.type !== "positional_separator" && !isBroken(kid)).map((kid) => parameter(base, kid)) : [];
}

/** A bare `*` is a parameter without a name. */
function parameter(base: Base, raw: Raw): PyParam {
  const annotation = field(raw, "type");
  const fallback = field(raw, "value");
  const target = field(raw, "name") ?? (raw.type === "typed_parameter" ? named(raw)[0] : undefined) ?? raw;
  const star = target.type === "list_splat_pattern" || target.type === "keyword_separator" ? "*" : target.type === "dictionary_splat_pattern" ? "**" : "";
  const name = star ? named(target)[0] : target;
  return makeNode<PyParam>(base, raw.from, raw.to, {
    kind: "Param", star,
    name: name?.type === "identifier" ? textOf(base, name) : "",
    nameAt: name ? new Place(base, name.from, name.to) : new Place(base, raw.from, raw.to),
    annotation: annotation && expression(base, annotation),
    fallback: fallback && expression(base, fallback),
  });
}

const only: Convert = (base, raw) => {
  const kids = named(raw);
  return kids.length === 1 && kids[0] ? expression(base, kids[0]) : undefined;
};

const sequence = (kind: "List" | "Tuple" | "Set"): Convert => (base, raw) =>
  makeNode<PySequence>(base, raw.from, raw.to, { kind, elements: named(raw).map((kid) => expression(base, kid)) });

const constant = (value: true | false | null | "..."): Convert => (base, raw) => makeNode(base, raw.from, raw.to, { kind: "Const", value });

const number: Convert = (base, raw) => {
  const text = textOf(base, raw);
  return makeNode<PyNum>(base, raw.from, raw.to, { kind: "Num", text, value: numberValue(text) });
};

export function numberValue(text: string): number {
  const plain = text.replace(/_/g, "").replace(/[lL]$/, "");
  if (/[jJ]$/.test(plain)) return NaN;
  return /^0[0-7]+$/.test(plain) ? parseInt(plain, 8) : Number(plain);
}

const starred: Convert = (base, raw) => {
  const inner = named(raw)[0];
  return inner && makeNode(base, raw.from, raw.to, { kind: "Starred", value: expression(base, inner) });
};

/** In a list of one the parser takes the star of `*a.b` for a part of `a`. */
function unspread(base: Base, raw: Raw, first: Raw, make: (from: number, first: PyExpr) => PyExpr): PyExpr {
  const found = expression(base, first);
  return found.kind === "Starred" ? makeNode(base, raw.from, raw.to, { kind: "Starred", value: make(found.value.start - base.offset, found.value) }) : make(raw.from, found);
}

const call: Convert = (base, raw) => {
  const func = field(raw, "function");
  const args = field(raw, "arguments");
  if (!func || !args) return undefined;
  const isGenerator = args.type === "generator_expression";
  if (!isGenerator && hasBrokenKid(args)) return undefined;
  const value = isGenerator ? expression(base, args) : undefined;
  const given = value ? [new ArgumentPart(base, args.from, args.to, undefined, "", value)] : argumentsOf(base, args);
  return unspread(base, raw, func, (from, one) => new CallNode(base, from, raw.to, one, args.from, given));
};

const attribute: Convert = (base, raw) => {
  const value = field(raw, "object");
  const attr = field(raw, "attribute");
  return value && attr && unspread(base, raw, value, (from, one) => new AttributeNode(base, from, raw.to, one, textOf(base, attr)));
};

const subscript: Convert = (base, raw) => {
  const value = field(raw, "value");
  const indexes = raw.kids.filter((kid) => kid.field === "subscript");
  const [first] = indexes;
  if (!value || !first) return undefined;
  const index = indexes.length === 1 && !hasToken(raw, ",") ? expression(base, first)
    : makeNode<PySequence>(base, first.from, (indexes.at(-1) ?? first).to, { kind: "Tuple", elements: indexes.map((kid) => expression(base, kid)) });
  return unspread(base, raw, value, (from, one) => makeNode(base, from, raw.to, { kind: "Subscript", value: one, index }));
};

const slice: Convert = (base, raw) => {
  const parts: (PyExpr | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const kid of raw.kids) {
    if (kid.type === ":" && !kid.isNamed) at++;
    else if (at < 3) parts[at] = expression(base, kid);
  }
  return makeNode(base, raw.from, raw.to, { kind: "Slice", lower: parts[0], upper: parts[1], step: parts[2] });
};

const binary: Convert = (base, raw) => {
  const [left, operator, right] = raw.kids;
  if (!left || !operator || !right) return undefined;
  const op = textOf(base, operator);
  const sides = { left: expression(base, left), right: expression(base, right) };
  return op === "and" || op === "or" ? makeNode(base, raw.from, raw.to, { kind: "BoolOp", op, ...sides }) : makeNode(base, raw.from, raw.to, { kind: "Binary", op, ...sides });
};

const unary: Convert = (base, raw) => {
  const operand = field(raw, "argument");
  const operator = raw.kids[0];
  return operand && operator && makeNode(base, raw.from, raw.to, { kind: "Unary", op: textOf(base, operator), operand: expression(base, operand) });
};

const comparison: Convert = (base, raw) => {
  const [left, ...rights] = named(raw);
  const ops = raw.kids.filter((kid) => kid.field === "operators").map((kid) => textOf(base, kid).replace(/\s+/g, " "));
  return left && makeNode(base, raw.from, raw.to, { kind: "Compare", left: expression(base, left), ops, rights: rights.map((kid) => expression(base, kid)) });
};

const conditional: Convert = (base, raw) => {
  const [then, test, otherwise] = named(raw);
  if (!then || !test || !otherwise) return undefined;
  return makeNode(base, raw.from, raw.to, { kind: "Conditional", test: expression(base, test), then: expression(base, then), otherwise: expression(base, otherwise) });
};

const lambda: Convert = (base, raw) => {
  const body = field(raw, "body");
  return body && makeNode(base, raw.from, raw.to, { kind: "Lambda", params: parameters(base, field(raw, "parameters")), body: expression(base, body) });
};

const comprehension = (of: PyComprehension["of"]): Convert => (base, raw) => {
  const body = field(raw, "body");
  if (!body) return undefined;
  const [key, value] = body.type === "pair" ? [field(body, "key"), field(body, "value")] : [body, undefined];
  if (!key) return undefined;
  const clauses: { target: PyExpr; iter: PyExpr; ifs: PyExpr[]; isAsync: boolean }[] = [];
  for (const kid of named(raw)) {
    if (kid.type === "for_in_clause") {
      const target = field(kid, "left");
      const iter = kid.kids.filter((one) => one.field === "right" && one.isNamed);
      if (!target || !iter[0] || hasBrokenKid(kid)) return undefined;
      clauses.push({ target: expression(base, target), iter: iter.length === 1 ? expression(base, iter[0]) : listed(base, kid, iter), ifs: [], isAsync: hasToken(kid, "async") });
    } else if (kid.type === "if_clause") {
      const test = named(kid)[0];
      if (test) clauses.at(-1)?.ifs.push(expression(base, test));
    }
  }
  return makeNode<PyComprehension>(base, raw.from, raw.to, { kind: "Comprehension", of, element: expression(base, key), value: value && expression(base, value), clauses });
};

const dictionary: Convert = (base, raw) => {
  const entries = named(raw).map((kid) => {
    const key = field(kid, "key");
    const value = kid.type === "dictionary_splat" ? named(kid)[0] : field(kid, "value");
    return value && !hasBrokenKid(kid) ? { key: key && expression(base, key), value: expression(base, value) } : undefined;
  });
  return entries.every((entry) => entry !== undefined) ? makeNode(base, raw.from, raw.to, { kind: "Dict", entries }) : undefined;
};

const yielding: Convert = (base, raw) => {
  const value = named(raw).length > 0 ? listed(base, raw, raw.kids) : undefined;
  if (hasToken(raw, "from")) return value && makeNode(base, raw.from, raw.to, { kind: "YieldFrom", value });
  return makeNode(base, raw.from, raw.to, { kind: "Yield", value });
};

const namedExpression: Convert = (base, raw) => {
  const target = field(raw, "name");
  const value = field(raw, "value");
  return target && value && makeNode(base, raw.from, raw.to, { kind: "NamedExpr", target: nameNode(base, target), value: expression(base, value) });
};

/** `List[int]` in an annotation is a node of its own to the parser; to a reader it is a subscript. */
const genericType: Convert = (base, raw) => {
  const [value, parameter] = named(raw);
  if (!value || !parameter) return undefined;
  const types = named(parameter);
  const [first] = types;
  if (!first) return undefined;
  const index = types.length === 1 ? expression(base, first)
    : makeNode<PySequence>(base, first.from, (types.at(-1) ?? first).to, { kind: "Tuple", elements: types.map((kid) => expression(base, kid)) });
  return makeNode(base, raw.from, raw.to, { kind: "Subscript", value: expression(base, value), index });
};

const unionType: Convert = (base, raw) => {
  const [left, right] = named(raw);
  return left && right && makeNode(base, raw.from, raw.to, { kind: "Binary", op: "|", left: expression(base, left), right: expression(base, right) });
};

const memberType: Convert = (base, raw) => {
  const [value, attr] = named(raw);
  return value && attr && new AttributeNode(base, raw.from, raw.to, expression(base, value), textOf(base, attr));
};

const string: Convert = (base, raw) => stringNode(base, raw, (inner) => expression(base, inner));
const bare: Convert = (base, raw) => listed(base, raw, raw.kids);

const converters: Readonly<Record<string, Convert>> = {
  identifier: nameNode, attribute, call, subscript, slice, lambda, dictionary, string, concatenated_string: string,
  integer: number, float: number, true: constant(true), false: constant(false), none: constant(null), ellipsis: constant("..."),
  list: sequence("List"), tuple: sequence("Tuple"), set: sequence("Set"),
  tuple_pattern: sequence("Tuple"), list_pattern: sequence("List"), expression_list: bare, pattern_list: bare,
  list_splat: starred, list_splat_pattern: starred, parenthesized_list_splat: only, dictionary_splat: starred,
  parenthesized_expression: only, as_pattern_target: only, type: only,
  generic_type: genericType, union_type: unionType, member_type: memberType, splat_type: starred,
  binary_operator: binary, boolean_operator: binary, unary_operator: unary, not_operator: unary, comparison_operator: comparison,
  conditional_expression: conditional, named_expression: namedExpression, yield: yielding,
  await: (base, raw) => {
    const value = named(raw)[0];
    return value && makeNode(base, raw.from, raw.to, { kind: "Await", value: expression(base, value) });
  },
  list_comprehension: comprehension("list"), set_comprehension: comprehension("set"),
  dictionary_comprehension: comprehension("dict"), generator_expression: comprehension("generator"),
};
