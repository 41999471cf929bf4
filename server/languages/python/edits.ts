/** Edits a rule may ask for: add an argument, make a name importable, read from the environment. */
import type { PyAddArgument, PyCallExpr, PyStmt, Span } from "../../../rules/api.ts";

/** Adds `argument` as the last one, in the layout the call has. */
export function addArgument(text: string, call: PyCallExpr, argument: string): PyAddArgument {
  const close = call.argsAt.end - 1;
  const last = call.args.at(-1);
  if (!last) return insert(call.argsAt.start + 1, argument);
  // a generator as only argument shares its parentheses with the call
  if (last.start === call.argsAt.start) return { at: { start: last.start, end: last.end }, text: `(${text.slice(last.start, last.end)}, ${argument})` };
  const tail = withoutComments(text.slice(last.end, close));
  const comma = tail.indexOf(",");
  const lineEnd = tail.search(/[\r\n]/);
  if (last.value.kind === "Comprehension" && last.value.of === "generator" && call.args.length === 1 && text[last.start] !== "(") {
    return { at: { start: last.start, end: last.end }, text: `(${text.slice(last.start, last.end)}), ${argument}` };
  }
  const remark = remarkBehind(text, last.end, close);
  if (remark && isOnOwnLine(text, last.start) && (comma < 0 || comma < lineEnd)) {
    const line = `${lineBreak(text)}${indentOf(text, last.start)}${argument}`;
    return comma < 0 ? { at: remark, text: `,${text.slice(remark.start, remark.end)}${line}` } : insert(remark.end, `${line},`);
  }
  if (comma < 0) {
    return insert(last.end, isOnOwnLine(text, last.start) && lineEnd >= 0 ? `,${lineBreak(text)}${indentOf(text, last.start)}${argument}` : `, ${argument}`);
  }
  const after = last.end + comma + 1;
  if (lineEnd < 0) return insert(after, ` ${argument}${tail.endsWith(" ") ? "" : ","}`);
  return isOnOwnLine(text, last.start) ? insert(after, `${lineBreak(text)}${indentOf(text, last.start)}${argument},`) : insert(after, ` ${argument},`);
}

/** The rest of the line behind the last argument when a comment stands there: it speaks of that argument and stays with it. */
function remarkBehind(text: string, from: number, close: number): Span | undefined {
  const rest = /^[^\r\n]*/.exec(text.slice(from, close))?.[0] ?? "";
  return /^[\s),]*#/.test(rest) && from + rest.length < close ? { start: from, end: from + rest.length } : undefined;
}

/** The imports among the statements of a module. */
export function importsOf(body: readonly PyStmt[]): readonly PyStmt[] {
  return body.filter(({ kind }) => kind === "Import" || kind === "ImportFrom");
}

/** `import module` or `from module import name`, where the file lacks it. */
export function addImport(text: string, body: readonly PyStmt[], imports: readonly PyStmt[], module: string, name?: string): PyAddArgument | undefined {
  const isThere = imports.some((one) =>
    name === undefined ? one.kind === "Import" && one.names.some((alias) => alias.name === module && (!alias.asname || alias.asname === module))
      : one.kind === "ImportFrom" && one.level === 0 && one.module === module && one.names.some((alias) => alias.name === name && !alias.asname));
  if (isThere) return undefined;
  const line = name === undefined ? `import ${module}` : `from ${module} import ${name}`;
  const eol = lineBreak(text);
  const after = lastOfHead(body);
  if (after) {
    const end = lineEndAfter(text, after.end);
    const isOnlyDocstring = isDocstring(after);
    return insert(end, `${eol}${isOnlyDocstring ? eol : ""}${line}`);
  }
  const start = headEnd(text, body[0]?.start ?? text.length);
  return insert(start, `${line}${eol}`);
}

export function headOf({ body }: { readonly body: readonly PyStmt[] }): PyStmt | undefined {
  return lastOfHead(body);
}

/** The last import, or else the docstring, before any other code: what is imported behind that may come too late. */
function lastOfHead(body: readonly PyStmt[]): PyStmt | undefined {
  let last: PyStmt | undefined;
  for (const [index, statement] of body.entries()) {
    if (statement.kind === "Import" || statement.kind === "ImportFrom" || (index === 0 && isDocstring(statement))) last = statement;
    else if (statement.kind !== "If" && statement.kind !== "Try") break; // imports may stand under a condition
  }
  return last;
}

export function environmentRead(importEdit: PyAddArgument | undefined, variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] {
  const read = { at, text: `os.environ["${variable}"]` };
  return importEdit ? [importEdit, read] : [read];
}

function insert(offset: number, text: string): PyAddArgument {
  return { at: { start: offset, end: offset }, text };
}

export function lineBreak(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

function isDocstring(statement: PyStmt): boolean {
  return statement.kind === "ExprStmt" && statement.value.kind === "Str";
}

/** Comment text blanked out, so that a comma in it is none. */
function withoutComments(text: string): string {
  return text.replace(/#[^\r\n]*/g, (comment) => "#".repeat(comment.length));
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

function isOnOwnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

function indentOf(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

function lineEndAfter(text: string, offset: number): number {
  const at = text.slice(offset).search(/[\r\n]/);
  return at < 0 ? text.length : offset + at;
}

/** Behind a shebang, an encoding line and the comments that open a file. */
function headEnd(text: string, limit: number): number {
  let offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (const [line] of text.slice(offset, limit).matchAll(/[^\n]*(?:\n|$)/g)) {
    if (!line.startsWith("#!") && !/^#.*coding[:=]/.test(line)) break;
    offset += line.length;
  }
  return offset;
}
