/** From the parser's statements to the façade's; a broken statement becomes Other and its neighbours stay exact. */
import type { PyAlias, PyExpr, PyHandler, PyIf, PyName, PyNode, PyOther, PyStmt, PyTry } from "../../../rules/api.ts";
import { argumentsOf, expression, listed, nameNode, parameters, textOf } from "./expressions.ts";
import { Place, makeNode, makePart, type Base } from "./located.ts";
import { field, hasBrokenKid, hasToken, isBroken, lineOverrun, named, type Raw } from "./raw.ts";

/** Reads a piece of text as a module of its own; offsets are relative to the statement that `from` counts in. */
export type Reread = (text: string, from: number) => readonly Raw[];

export interface Reading {
  readonly base: Base;
  readonly reread: Reread;
}

type Convert = (reading: Reading, raw: Raw) => PyStmt | undefined;

/** One parser statement is one façade statement, or several where an unfinished line ran on into the next. */
export function statements(reading: Reading, raw: Raw): readonly PyStmt[] {
  if (raw.built) return raw.built;
  const overrun = headOverrun(reading, raw);
  if (overrun === undefined) return [statement(reading, raw)];
  const { base, reread } = reading;
  const head = makeNode<PyOther>(base, raw.from, overrun, { kind: "Other", children: [] });
  const rest = base.text.slice(overrun, raw.to);
  const indent = rest.length - rest.trimStart().length;
  return [head, ...reread(rest.slice(indent), overrun + indent).flatMap((kid) => statements(reading, kid))];
}

function headOverrun({ base }: Reading, raw: Raw): number | undefined {
  if (!base.text.includes("\n") && !base.text.includes("\r")) return undefined;
  if (raw.type === "decorated_definition" || isBroken(raw)) return undefined;
  const colon = compound.has(raw.type) ? raw.kids.findIndex((kid) => kid.type === ":" && !kid.isNamed) : -1;
  return lineOverrun(colon < 0 ? raw.kids : raw.kids.slice(0, colon + 1), base.text);
}

function statement(reading: Reading, raw: Raw): PyStmt {
  const convert = isHeadBroken(raw) ? undefined : converters[raw.type];
  return convert?.(reading, raw) ?? other(reading, raw);
}

/** Damage behind the colon of a compound statement belongs to its body. */
function isHeadBroken(raw: Raw): boolean {
  if (!compound.has(raw.type)) return hasBrokenKid(raw);
  const colon = raw.kids.findIndex((kid) => kid.type === ":" && !kid.isNamed);
  return colon < 0 || raw.kids.slice(0, colon + 1).some(isBroken);
}

function other(reading: Reading, raw: Raw): PyStmt {
  const children = raw.kids.flatMap((kid): PyNode[] => {
    if (kid.type === "block") return block(reading, kid);
    if (!kid.isNamed || isBroken(kid) && kid.kids.length === 0) return [];
    return isStatement(kid.type) ? [...statements(reading, kid)] : [expression(reading.base, kid)];
  });
  return makeNode<PyOther>(reading.base, raw.from, raw.to, { kind: "Other", children });
}

function isStatement(type: string): boolean {
  return type in converters || type.endsWith("_statement") || type.endsWith("_definition");
}

function block(reading: Reading, raw: Raw | undefined): PyStmt[] {
  return raw ? named(raw).flatMap((kid) => statements(reading, kid)) : [];
}

/** The body of a compound statement with the broken pieces that stand between its colon and its block. */
function body(reading: Reading, raw: Raw, name: string): PyStmt[] {
  const main = field(raw, name) ?? raw.kids.find((kid) => kid.type === "block");
  const colon = raw.kids.findIndex((kid) => kid.type === ":" && !kid.isNamed);
  const damage = raw.kids.slice(colon + 1).filter(isBroken);
  if (damage.length === 0) return block(reading, main);
  return [...damage.map((kid) => other(reading, kid)), ...block(reading, main)].sort((a, b) => a.start - b.start);
}

function elseBody(reading: Reading, raw: Raw): PyStmt[] {
  const clause = raw.kids.find((kid) => kid.type === "else_clause");
  return clause ? body(reading, clause, "body") : [];
}

const simple = (kind: "Pass" | "Break" | "Continue"): Convert => ({ base }, raw) => makeNode(base, raw.from, raw.to, { kind });

const expressionStatement: Convert = ({ base }, raw) => {
  const only = raw.kids.length === 1 ? raw.kids[0] : undefined;
  if (only?.type === "assignment") return assignment(base, only);
  if (only?.type === "augmented_assignment") return augmented(base, only);
  return makeNode(base, raw.from, raw.to, { kind: "ExprStmt", value: listed(base, raw, raw.kids) });
};

function assignment(base: Base, raw: Raw): PyStmt | undefined {
  if (hasBrokenKid(raw)) return undefined;
  const type = field(raw, "type");
  const left = field(raw, "left");
  if (type && left) {
    const value = field(raw, "right");
    return makeNode(base, raw.from, raw.to, { kind: "AnnAssign", target: expression(base, left), annotation: expression(base, type), value: value && expression(base, value) });
  }
  const targets: PyExpr[] = [];
  let at: Raw | undefined = raw;
  while (at?.type === "assignment") {
    const target = field(at, "left");
    if (!target || hasBrokenKid(at)) return undefined;
    targets.push(expression(base, target));
    at = field(at, "right");
  }
  return at && makeNode(base, raw.from, raw.to, { kind: "Assign", targets, value: expression(base, at) });
}

function augmented(base: Base, raw: Raw): PyStmt | undefined {
  const target = field(raw, "left");
  const operator = field(raw, "operator");
  const value = field(raw, "right");
  if (!target || !operator || !value || hasBrokenKid(raw)) return undefined;
  return makeNode(base, raw.from, raw.to, { kind: "AugAssign", target: expression(base, target), op: textOf(base, operator), value: expression(base, value) });
}

const functionDefinition: Convert = (reading, raw) => define(reading, raw, raw, []);

function define(reading: Reading, raw: Raw, outer: Raw, decorators: readonly PyExpr[]): PyStmt | undefined {
  const { base } = reading;
  const name = field(raw, "name");
  const params = field(raw, "parameters");
  const returns = field(raw, "return_type");
  if (!name || !params || hasBrokenKid(params)) return undefined;
  return makeNode(base, outer.from, raw.to, {
    kind: "FunctionDef", name: textOf(base, name), nameAt: new Place(base, name.from, name.to), decorators,
    params: parameters(base, params), returns: returns && expression(base, returns), isAsync: hasToken(raw, "async"), body: body(reading, raw, "body"),
  });
}

const classDefinition: Convert = (reading, raw) => defineClass(reading, raw, raw, []);

function defineClass(reading: Reading, raw: Raw, outer: Raw, decorators: readonly PyExpr[]): PyStmt | undefined {
  const { base } = reading;
  const name = field(raw, "name");
  const bases = field(raw, "superclasses");
  if (!name || bases && hasBrokenKid(bases)) return undefined;
  return makeNode(base, outer.from, raw.to, {
    kind: "ClassDef", name: textOf(base, name), nameAt: new Place(base, name.from, name.to), decorators,
    bases: bases ? argumentsOf(base, bases) : [], body: body(reading, raw, "body"),
  });
}

const decorated: Convert = (reading, raw) => {
  const definition = field(raw, "definition");
  const decorators = raw.kids.filter((kid) => kid.type === "decorator").map((kid) => expression(reading.base, named(kid)[0] ?? kid));
  if (!definition || isHeadBroken(definition)) return undefined;
  return definition.type === "class_definition" ? defineClass(reading, definition, raw, decorators) : define(reading, definition, raw, decorators);
};

const ifStatement: Convert = (reading, raw) => {
  const test = field(raw, "condition");
  if (!test) return undefined;
  const rest = raw.kids.filter((kid) => kid.type === "elif_clause" || kid.type === "else_clause");
  return makeNode<PyIf>(reading.base, raw.from, raw.to, { kind: "If", test: expression(reading.base, test), body: body(reading, raw, "consequence"), orelse: alternatives(reading, rest, raw.to) });
};

function alternatives(reading: Reading, clauses: readonly Raw[], end: number): PyStmt[] {
  const [first, ...rest] = clauses;
  if (!first) return [];
  if (first.type === "else_clause") return body(reading, first, "body");
  const test = field(first, "condition");
  if (!test) return [other(reading, first), ...alternatives(reading, rest, end)];
  return [makeNode<PyIf>(reading.base, first.from, end, {
    kind: "If", test: expression(reading.base, test), body: body(reading, first, "consequence"), orelse: alternatives(reading, rest, end),
  })];
}

const forStatement: Convert = (reading, raw) => {
  const target = field(raw, "left");
  const iter = field(raw, "right");
  return target && iter && makeNode(reading.base, raw.from, raw.to, {
    kind: "For", target: expression(reading.base, target), iter: expression(reading.base, iter), isAsync: hasToken(raw, "async"),
    body: body(reading, raw, "body"), orelse: elseBody(reading, raw),
  });
};

const whileStatement: Convert = (reading, raw) => {
  const test = field(raw, "condition");
  return test && makeNode(reading.base, raw.from, raw.to, { kind: "While", test: expression(reading.base, test), body: body(reading, raw, "body"), orelse: elseBody(reading, raw) });
};

const withStatement: Convert = (reading, raw) => {
  const { base } = reading;
  const clause = raw.kids.find((kid) => kid.type === "with_clause");
  if (!clause || hasBrokenKid(clause)) return undefined;
  const items = named(clause).map((item) => {
    const value = field(item, "value") ?? item;
    const [context, target] = value.type === "as_pattern" ? named(value) : [value, undefined];
    return { context: expression(base, context ?? value), target: target && expression(base, target) };
  });
  return makeNode(base, raw.from, raw.to, { kind: "With", items, isAsync: hasToken(raw, "async"), body: body(reading, raw, "body") });
};

const tryStatement: Convert = (reading, raw) => {
  const handlers = raw.kids.filter((kid) => kid.type === "except_clause").map((kid) => handler(reading, kid));
  const last = raw.kids.find((kid) => kid.type === "finally_clause");
  return makeNode<PyTry>(reading.base, raw.from, raw.to, {
    kind: "Try", body: body(reading, raw, "body"), handlers, orelse: elseBody(reading, raw), finalbody: last ? body(reading, last, "body") : [],
  });
};

function handler(reading: Reading, raw: Raw): PyHandler {
  const { base } = reading;
  const values = raw.kids.filter((kid) => kid.field === "value");
  const [first, second] = values;
  const parts = first?.type === "as_pattern" ? named(first) : [first];
  const alias = parts[1] ?? field(raw, "alias");
  // `except A, e` binds e in Python 2; `except A, B` lists two types since 3.14
  const isOldStyle = values.length === 2 && second?.type === "identifier" && /^[a-z_]/.test(textOf(base, second));
  const type = values.length > 1 && !isOldStyle ? listed(base, raw, values) : parts[0] && expression(base, parts[0]);
  return makeNode<PyHandler>(base, raw.from, raw.to, {
    kind: "Handler", type, isGroup: raw.kids.some((kid) => kid.type === "except*" || kid.type === "*"),
    name: alias ? textOf(base, alias) : isOldStyle && second ? textOf(base, second) : undefined,
    body: body(reading, raw, "body"),
  });
}

const matchStatement: Convert = (reading, raw) => {
  const { base } = reading;
  const subjects = raw.kids.filter((kid) => kid.field === "subject");
  const cases = raw.kids.filter((kid) => kid.type === "block").flatMap(named).filter((kid) => kid.type === "case_clause").map((clause) => {
    const guard = field(clause, "guard");
    const test = guard && named(guard)[0];
    return {
      captures: named(clause).filter((kid) => kid.type === "case_pattern").flatMap((pattern) => captures(base, pattern)),
      guard: test && expression(base, test), body: body(reading, clause, "consequence"),
    };
  });
  return makeNode(base, raw.from, raw.to, { kind: "Match", subject: listed(base, raw, subjects), cases });
};

/** Names a pattern binds: lone identifiers that are neither a class nor a keyword nor `_`. */
function captures(base: Base, raw: Raw): PyName[] {
  if (raw.type === "dotted_name" || raw.type === "splat_pattern") {
    const [only, ...more] = named(raw);
    return only && more.length === 0 && textOf(base, only) !== "_" ? [nameNode(base, only)] : [];
  }
  const kids = named(raw);
  const inner = raw.type === "class_pattern" || raw.type === "keyword_pattern" ? kids.slice(1) : kids;
  return inner.flatMap((kid) => (raw.type === "as_pattern" && kid.type === "identifier" ? [nameNode(base, kid)] : captures(base, kid)));
}

const importStatement: Convert = ({ base }, raw) => makeNode(base, raw.from, raw.to, { kind: "Import", names: aliases(base, raw) });

const importFrom: Convert = ({ base }, raw) => {
  const source = field(raw, "module_name");
  if (!source) return undefined;
  const written = textOf(base, source).replace(/\s+/g, "");
  const level = /^\.*/.exec(written)?.[0].length ?? 0;
  const star = raw.kids.find((kid) => kid.type === "wildcard_import");
  const names = star ? [makePart<PyAlias>(base, star.from, star.to, { name: "*", asname: undefined })] : aliases(base, raw);
  return makeNode(base, raw.from, raw.to, { kind: "ImportFrom", module: written.slice(level), level, names });
};

function aliases(base: Base, raw: Raw): PyAlias[] {
  return raw.kids.filter((kid) => kid.field === "name").map((kid) => {
    const name = kid.type === "aliased_import" ? (field(kid, "name") ?? kid) : kid;
    const asname = kid.type === "aliased_import" ? field(kid, "alias") : undefined;
    return makePart<PyAlias>(base, kid.from, kid.to, { name: textOf(base, name).replace(/\s+/g, ""), asname: asname && textOf(base, asname) });
  });
}

const declare = (kind: "Global" | "Nonlocal"): Convert => ({ base }, raw) => makeNode(base, raw.from, raw.to, { kind, names: named(raw).map((kid) => textOf(base, kid)) });

const converters: Readonly<Record<string, Convert>> = {
  expression_statement: expressionStatement, function_definition: functionDefinition, class_definition: classDefinition, decorated_definition: decorated,
  if_statement: ifStatement, for_statement: forStatement, while_statement: whileStatement, with_statement: withStatement, try_statement: tryStatement,
  match_statement: matchStatement, import_statement: importStatement, import_from_statement: importFrom,
  future_import_statement: ({ base }, raw) => makeNode(base, raw.from, raw.to, { kind: "ImportFrom", module: "__future__", level: 0, names: aliases(base, raw) }),
  global_statement: declare("Global"), nonlocal_statement: declare("Nonlocal"),
  pass_statement: simple("Pass"), break_statement: simple("Break"), continue_statement: simple("Continue"),
  return_statement: ({ base }, raw) => makeNode(base, raw.from, raw.to, { kind: "Return", value: named(raw).length > 0 ? listed(base, raw, raw.kids) : undefined }),
  raise_statement: ({ base }, raw) => {
    const cause = field(raw, "cause");
    const exc = raw.kids.find((kid) => kid.isNamed && kid !== cause);
    return makeNode(base, raw.from, raw.to, { kind: "Raise", exc: exc && expression(base, exc), cause: cause && expression(base, cause) });
  },
  assert_statement: ({ base }, raw) => {
    const [test, message] = named(raw);
    return test && makeNode(base, raw.from, raw.to, { kind: "Assert", test: expression(base, test), message: message && expression(base, message) });
  },
  delete_statement: ({ base }, raw) => {
    const target = named(raw)[0];
    const value = target && expression(base, target);
    return value && makeNode(base, raw.from, raw.to, { kind: "Delete", targets: value.kind === "Tuple" ? value.elements : [value] });
  },
};

const compound = new Set(["function_definition", "class_definition", "if_statement", "for_statement", "while_statement", "with_statement", "try_statement", "match_statement", "elif_clause", "else_clause", "except_clause", "finally_clause", "case_clause"]);
