/** The tolerant side of parsing: TypeScript's tree of a text, followed through edits; where statements lie and which are broken. */
import ts from "typescript";
import type { Comment, Problem, Span } from "../../../rules/api.ts";

/** What decides how text is read: TSX and JavaScript know JSX, TypeScript knows `<T>x`. */
export type Dialect = "ts" | "tsx" | "jsx";

export function dialectOf(path: string): Dialect {
  if (/\.[cm]?ts$/i.test(path)) return "ts";
  return /\.tsx$/i.test(path) ? "tsx" : "jsx";
}

export interface Statement extends Span {
  /** Places inside, relative to `start`, where the text stops being grammatical; empty for a sound statement. */
  readonly errors: readonly number[];
  /** What was read of it, where the whole text around it is sound. */
  readonly tree?: { readonly source: ts.SourceFile; readonly statement: ts.Statement } | undefined;
}

export function parseTolerant(text: string, dialect: Dialect): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone, setExternalModuleIndicator: markAsModule };
  const kind = dialect === "ts" ? ts.ScriptKind.TS : dialect === "tsx" ? ts.ScriptKind.TSX : ts.ScriptKind.JSX;
  return ts.createSourceFile(`file.${dialect}`, text, options, false, kind);
}

/** Makes `await` at the top level a keyword, as in every module. */
function markAsModule(file: ts.SourceFile): void {
  (file as unknown as { externalModuleIndicator: unknown }).externalModuleIndicator ??= true;
}

export function diagnosticsOf(source: ts.SourceFile): readonly { readonly start: number; readonly length: number; readonly messageText: unknown }[] {
  return (source as unknown as { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}

export function statementsOf(source: ts.SourceFile): Statement[] {
  const errors = diagnosticsOf(source).map((one) => one.start).sort((a, b) => a - b);
  let next = 0;
  return source.statements.map((statement) => {
    const start = statement.getStart(source);
    if (errors.length === 0) return { start, end: statement.end, errors, tree: { source, statement } };
    const inside: number[] = [];
    while (next < errors.length && (errors[next] ?? 0) < statement.pos) next++;
    for (let i = next; i < errors.length && (errors[i] ?? 0) <= statement.end; i++) inside.push(Math.max(0, (errors[i] ?? 0) - start));
    return { start, end: statement.end, errors: inside };
  });
}

export function problemsOf(source: ts.SourceFile): Problem[] {
  return diagnosticsOf(source).slice(0, 20).map(({ start, length, messageText }) => ({
    at: { start: Math.min(start, source.text.length), end: Math.min(start + length, source.text.length) },
    message: typeof messageText === "string" ? messageText : "Syntax error",
  }));
}

/** Smallest statement or class member inside a block that holds `offset`; undefined when only the whole text does. */
export function brokenPart(source: ts.SourceFile, offset: number): Span | undefined {
  let found: Span | undefined;
  const visit = (node: ts.Node, isTop: boolean): void => {
    if (offset < node.pos || offset > node.end) return;
    const holder = node as unknown as { statements?: ts.NodeArray<ts.Node>; members?: ts.NodeArray<ts.Node> };
    const parts = ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node) ? holder.statements : ts.isClassLike(node) ? holder.members : undefined;
    for (const part of isTop ? [] : (parts ?? [])) {
      const start = part.getStart(source);
      if (offset >= part.pos && offset <= part.end && part.end > start) found = { start, end: part.end };
    }
    ts.forEachChild(node, (child) => visit(child, false));
  };
  visit(source, true);
  return found;
}

/** Names that a stretch of the text seems to declare, by word: after it is left out they must not be taken for globals. */
export function declaredNames(source: ts.SourceFile, within: Span): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (node.pos >= within.end || node.end <= within.start) return;
    if (ts.isIdentifier(node)) return;
    const { name } = node as unknown as { name?: ts.Node };
    if (name && ts.isIdentifier(name)) names.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Comments, found outside of strings, templates, regular expressions and JSX text; works on broken text. */
export function commentsOf(source: ts.SourceFile): Comment[] {
  const opaque: Span[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isRegularExpressionLiteral(node) || ts.isJsxText(node)) {
      opaque.push({ start: ts.isJsxText(node) ? node.pos : node.getStart(source), end: node.end });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  opaque.sort((a, b) => a.start - b.start);
  const { text } = source;
  const comments: Comment[] = [];
  let next = 0;
  const opener = /\/[/*]|^#!/g;
  for (let match = opener.exec(text); match; match = opener.exec(text)) {
    const start = match.index;
    while (next < opaque.length && (opaque[next]?.end ?? 0) <= start) next++;
    const around = opaque[next];
    if (around && around.start <= start) opener.lastIndex = around.end;
    else {
      const end = match[0] === "/*" ? endOfBlock(text, start) : endOfLine(text, start);
      comments.push({ at: { start, end }, text: text.slice(start + 2, end).replace(/\*\/$/, "").trim() });
      opener.lastIndex = Math.max(end, start + 2);
    }
  }
  return comments;
}

function endOfBlock(text: string, start: number): number {
  const close = text.indexOf("*/", start + 2);
  return close < 0 ? text.length : close + 2;
}

function endOfLine(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) return i;
  }
  return text.length;
}
