/** Reads a line that is being written and cannot be read yet, where it is known what the full grammar makes of it: to find that out takes it four times as long. */
import type { PyExprStmt, PyOther, PyStmt, PyUnknown } from "../../../../rules/api.ts";
import { assembled, type Chunk } from "../chunks.ts";
import { type Base, Place, makeNode } from "../located.ts";
import { AssignNode, valueNode } from "../nodes.ts";
import { readPlain } from "./statements.ts";

/** `a.b =`, and nothing else in the text. */
const noValue = /^(?!\d)[\w.]+[ \t]*=[ \t]*\n*$/;
/** `a = b(c, d=)` and `b(d=)` in one line. */
const noArgument = /^[^\n#'"\\]{1,200}[(,][ \t]*(?!\d)\w+=\)[ \t]*\n*$/;

/** The chunk of such a line; undefined for any other text. */
export function readUnfinished(text: string, offset: number): readonly Chunk[] | undefined {
  let end = text.length - 1;
  while (end > 0 && isBlank(text.charCodeAt(end))) end--;
  if (text[end] === "=") return noValue.test(text) ? withoutValue(text, offset) : undefined;
  return text[end] === ")" && text[end - 1] === "=" && noArgument.test(text) ? withoutArgument(text, offset, end - 1) : undefined;
}

/** All of it is broken, and holds what was to be given a value. */
function withoutValue(text: string, offset: number): readonly Chunk[] | undefined {
  const to = text.indexOf("=") + 1;
  const read = onlyStatement(text, offset, to - 1);
  if (read?.statement.kind !== "ExprStmt") return undefined;
  const base = asWritten(read.chunk, text.slice(0, to));
  const broken = makeNode<PyOther>(base, 0, to, { kind: "Other", children: [read.statement.value] });
  return [assembled(base, "ERROR", [broken], [], [], [problem(base, 0, to)], false)];
}

/** Of the call only what is called can be told. */
function withoutArgument(text: string, offset: number, sign: number): readonly Chunk[] | undefined {
  const read = onlyStatement(text, offset, sign);
  const { statement } = read ?? {};
  if (!read || statement?.kind !== "ExprStmt" && statement?.kind !== "Assign") return undefined;
  const { value } = statement;
  const last = value.kind === "Call" ? value.args.at(-1) : undefined;
  if (value.kind !== "Call" || value.end !== statement.end || last?.value.kind !== "Name" || last.name !== undefined || last.value.end !== offset + sign) return undefined;
  const to = sign + 2;
  const base = asWritten(read.chunk, text.slice(0, to));
  const called = makeNode<PyUnknown>(base, value.start - offset, to, { kind: "Unknown", children: [value.func] });
  const made = statement.kind === "Assign" ? new AssignNode(base, 0, to, statement.targets, called) : valueNode<PyExprStmt>(base, 0, to, "ExprStmt", called);
  return [assembled(base, "expression_statement", [made], [], [], [problem(base, sign, sign + 1)], false)];
}

/** What the text would say without the sign that nothing follows. */
function onlyStatement(text: string, offset: number, sign: number): { readonly chunk: Chunk; readonly statement: PyStmt } | undefined {
  const [chunk, ...more] = readPlain(`${text.slice(0, sign)} ${text.slice(sign + 1)}`, offset) ?? [];
  const [statement] = chunk?.body ?? [];
  return chunk && statement && more.length === 0 && chunk.base.offset === offset ? { chunk, statement } : undefined;
}

function asWritten(chunk: Chunk, text: string): Base {
  return Object.assign(chunk.base, { text });
}

function problem(base: Base, from: number, to: number) {
  return { at: new Place(base, from, to), message: "This cannot be read as Python." };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}
