/** Named strings of programming languages that have no parser here: a quoted literal and the name, operator or call before it. */
import type { NamedString, Span } from "../../../../rules/api.ts";
import { eachLine } from "./lines.ts";

const longestLine = 2000; // longer ones are generated

interface Literal {
  readonly at: Span;
  readonly inner: string;
}

export function namedLiterals(text: string): NamedString[] {
  const found: NamedString[] = [];
  let variable: Label | undefined;
  eachLine(text, (start, end) => {
    if (end - start > longestLine) return;
    const line = text.slice(start, end);
    if (!/["'`]/.test(line)) return;
    variable = terraformVariable(line) ?? (/^\}/.test(line) ? undefined : variable);
    let previous: Literal | undefined;
    for (const literal of literalsOf(line)) {
      const name = nameOf(line, literal.at, previous);
      previous = literal;
      if (!name || literal.inner === "") continue;
      const label = name.text === "default" && variable ? { ...name, text: variable.text } : name;
      const at = { start: start + literal.at.start, end: start + literal.at.end };
      found.push({
        name: label.text, nameAt: { start: start + name.at.start, end: start + name.at.end },
        value: unescape(literal.inner), at, innerAt: { start: at.start + 1, end: at.end - 1 },
        how: name.how, whole: isWhole(line, literal.at),
      });
    }
  });
  return found;
}

/** Quoted runs of one line, with escapes; an apostrophe inside a word opens nothing. */
function* literalsOf(line: string): Iterable<Literal> {
  for (let start = 0; start < line.length; start++) {
    const quote = line[start];
    if (quote !== '"' && quote !== "'" && quote !== "`") continue;
    if (quote === "'" && /[A-Za-z0-9]/.test(line.charAt(start - 1)) && !/(?:^|[^A-Za-z0-9_])[bBrRuUfFL]{1,2}$/.test(line.slice(Math.max(0, start - 3), start))) continue;
    let end = start + 1;
    while (end < line.length && line[end] !== quote) end += line[end] === "\\" ? 2 : 1;
    if (end >= line.length) continue;
    yield { at: { start, end: end + 1 }, inner: line.slice(start + 1, end) };
    start = end;
  }
}

interface Label {
  readonly text: string;
}

interface Name extends Label {
  readonly at: Span;
  readonly how: NamedString["how"];
}

const beforeLiteral = /(?:(:=|<-|===?|!==?|=>|\?\?=|\|\|=|[=:])|(\|\||\?\?|\?:|\bor)|(,)|([({]))\s{0,8}[@$]?[bBrRuUfFLs]{0,2}$/;
/** `name`, `name: Type`, `name[25]`, `"name"]`, `:name`, `$name`, `@name`. */
const target = /([A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff-]{0,100})["'`]?\]?(?:\[\w{0,6}\])?\s{0,8}(?::\s{0,4}[\w&<>[\]?.'| *]{1,40}|\s{1,4}string|\s{1,4}As\s{1,4}\w{1,40})?\s{0,40}[.+?|]?$/;
const environmentCall = /(?:env|getOrDefault|environ)\w*(?:\.\w{1,20}){0,2}\(?\)?[\w.]{0,20}[([]\s{0,4}$/i;

function nameOf(line: string, { start: literalStart, end: literalEnd }: Span, previous: Literal | undefined): Name | undefined {
  const head = line.slice(Math.max(0, literalStart - 200), literalStart);
  const offset = literalStart - head.length;
  const link = beforeLiteral.exec(head);
  if (!link) return comparedName(line, literalEnd) ?? directiveName(line, literalStart, literalEnd);
  const before = head.slice(0, link.index);
  if (link[2]) return fallbackName(before, offset);
  if (link[3]) return pairName(line, before, offset, previous);
  if (link[4] === "{") return constructedName(before, offset);
  if (link[4]) return setterName(before, offset) ?? constructedName(before, offset) ?? comparedName(line, literalEnd);
  const match = target.exec(before);
  if (!match) return undefined;
  const text = lastPart(match[1] ?? "");
  const start = offset + match.index + (match[1] ?? "").length - text.length;
  return { text, at: { start, end: start + text.length }, how: /^[!=]==?$|^!=$/.test(link[1] ?? "") ? "comparison" : link[1] === ":" || link[1] === "=>" ? "entry" : "assignment" };
}

/** `ENV["X"] || "literal"`, `getenv("X") ?: "literal"`. */
function fallbackName(before: string, offset: number): Name | undefined {
  const match = /env\w*[.([]{0,2}\w{0,12}[([]["']([A-Za-z_]\w{0,80})["'][)\]]\s{0,4}$/i.exec(before) ?? /\benv\.([A-Za-z_]\w{0,80})\s{0,4}$/i.exec(before);
  if (!match) return undefined;
  const start = offset + match.index + match[0].indexOf(match[1] ?? "");
  return { text: match[1] ?? "", at: { start, end: start + (match[1] ?? "").length }, how: "environment-default" };
}

/** `put("password", "literal")`, `define('DB_PASSWORD', 'literal')`, `getEnv("X", "literal")`. */
function pairName(line: string, before: string, offset: number, previous: Literal | undefined): Name | undefined {
  if (!previous || previous.at.end !== offset + before.trimEnd().length || !/^[A-Za-z_][\w.-]{0,80}$/.test(previous.inner)) return undefined;
  const call = line.slice(Math.max(0, previous.at.start - 60), previous.at.start);
  if (!/\w[!?]?[([]\s{0,4}$/.test(call)) return undefined;
  return { text: previous.inner, at: { start: previous.at.start + 1, end: previous.at.end - 1 }, how: environmentCall.test(call) ? "environment-default" : "argument" };
}

/** `setPassword("literal")`, `.apiKey("literal")`. */
function setterName(before: string, offset: number): Name | undefined {
  const match = /(?:\.|\b(?=set|with|add))(?:set|with|add)?_?([A-Za-z]\w{2,60})\s?$/.exec(before);
  if (!match || /^(?:get|is|has|find|fetch|read|parse|check|verify|validate|encode|hash|compare|match|equals|contains|of|from|by|create|generate|new|load|remove|delete|named?|change|update|reset|forgot|mask|hide|require)/i.test(match[1] ?? "")) return undefined;
  const start = offset + match.index + match[0].indexOf(match[1] ?? "");
  return { text: match[1] ?? "", at: { start, end: start + (match[1] ?? "").length }, how: "argument" };
}

/** `std::string password("literal")`. */
function constructedName(before: string, offset: number): Name | undefined {
  const match = /\b(?:[A-Za-z]{0,20}[sS]tring|auto|char)\s{1,4}([A-Za-z_]\w{1,80})\s?$/.exec(before);
  if (!match) return undefined;
  const text = match[1] ?? "";
  const start = offset + match.index + match[0].lastIndexOf(text);
  return { text, at: { start, end: start + text.length }, how: "assignment" };
}

/** `"literal" == password`. */
function comparedName(line: string, literalEnd: number): Name | undefined {
  const match = /^\s{0,4}[!=]==?\s{0,4}[$@]?([A-Za-z_][\w.]{0,100})/.exec(line.slice(literalEnd, literalEnd + 120));
  if (!match) return undefined;
  const text = lastPart(match[1] ?? "");
  const end = literalEnd + match[0].length;
  return { text, at: { start: end - text.length, end }, how: "comparison" };
}

/** `password "literal";`, alone on its line. */
function directiveName(line: string, literalStart: number, literalEnd: number): Name | undefined {
  const match = /^\s{0,80}(?:#\s{0,4}define\s{1,8})?([A-Za-z_][\w-]{1,80})\s{1,20}$/.exec(line.slice(0, literalStart));
  if (!match || !/^\s{0,4};?\s{0,4}$/.test(line.slice(literalEnd))) return undefined;
  const text = match[1] ?? "";
  const start = match[0].lastIndexOf(text);
  return { text, at: { start, end: start + text.length }, how: "assignment" };
}

function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1) || dotted;
}

function terraformVariable(line: string): Label | undefined {
  const text = /^\s{0,8}variable\s{1,8}"([\w-]{1,80})"/.exec(line)?.[1];
  return text === undefined ? undefined : { text };
}

function isWhole(line: string, at: Span): boolean {
  return !/^\s{0,4}(?:\+|\.(?!\w)|%|\|\|?(?!\|)|<>|&(?!&))/.test(line.slice(at.end)) && !/[+&.]\s{0,4}[@$]?$/.test(line.slice(Math.max(0, at.start - 6), at.start));
}

function unescape(inner: string): string {
  return inner.includes("\\") ? inner.replace(/\\(["'`\\])/g, "$1") : inner;
}
