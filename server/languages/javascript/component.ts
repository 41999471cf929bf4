/** Single-file components of Vue and Svelte: the code in their `<script>` blocks, in its own place; all else blanked out. */
import type { Edit, Span } from "../../../rules/api.ts";
import type { Host, OpenFile } from "../../engine/language.ts";
import { plainFile } from "../text/plain.ts";
import { openScript } from "./open.ts";
import type { Dialect } from "./syntax.ts";

export const componentPath = /\.(?:vue|svelte)$/i;

interface Script extends Span {
  readonly dialect: Dialect;
}

/** Both blocks of a component are one module to its compiler, and here. */
export function openComponent(path: string, text: string, isReadOnce?: boolean): OpenFile {
  let scripts = scriptsOf(text);
  let dialect = dialectOf(scripts);
  let inner = openScript(path, keptOnly(text, scripts), dialect, isReadOnce);
  const open: OpenFile & { file: OpenFile["file"]; host: Host } = {
    file: inner.file,
    host: hostOf(path, text, scripts),
    facts: () => inner.facts(),
    update: (changes, next) => {
      scripts = scriptsOf(next);
      const code = keptOnly(next, scripts);
      if (dialectOf(scripts) === dialect) inner.update(changes, code);
      else inner = openScript(path, code, (dialect = dialectOf(scripts)));
      open.file = inner.file;
      open.host = hostOf(path, next, scripts);
    },
    dispose: () => inner.dispose(),
  };
  return open;
}

function dialectOf([first]: readonly Script[]): Dialect {
  return first?.dialect ?? "jsx";
}

function hostOf(path: string, text: string, scripts: readonly Script[]): Host {
  const around = plainFile(path, blanked(text, scripts), "text");
  const comments = () => around.comments().filter(({ at }) => !text.startsWith("//", at.start)); // markup has no such comments, but addresses
  return {
    text, isVerbatim: true,
    file: { ...around, comments },
    place: (at) => at,
    edit: (edit) => editInside(edit, text, scripts),
  };
}

/** What is added before all code goes to the beginning of the first block. */
function editInside(edit: Edit, text: string, scripts: readonly Script[]): Edit | undefined {
  const [first] = scripts;
  const { start, end } = edit.at;
  if (first && start === end && start <= first.start) {
    const at = first.start + (/^[ \t]*\r?\n/.exec(text.slice(first.start, first.end))?.[0].length ?? 0);
    return { at: { start: at, end: at }, text: edit.text };
  }
  return scripts.some((one) => one.start <= start && end <= one.end) ? edit : undefined;
}

function keptOnly(text: string, scripts: readonly Span[]): string {
  const gaps = [{ start: 0, end: 0 }, ...scripts, { start: text.length, end: text.length }];
  return blanked(text, gaps.slice(1).map(({ start }, index) => ({ start: gaps[index]?.end ?? 0, end: start })));
}

/** Lines and lengths stay. */
function blanked(text: string, parts: readonly Span[]): string {
  let result = "";
  let from = 0;
  for (const { start, end } of parts) {
    result += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    from = end;
  }
  return result + text.slice(from);
}

const opener = /<!--|<script(?=[\s>])/gi;

/** What stands between `<script …>` and `</script>`, comments aside; an unclosed block ends where the next part of the component begins. */
function scriptsOf(text: string): Script[] {
  const found: Script[] = [];
  opener.lastIndex = 0;
  for (let match = opener.exec(text); match; match = opener.exec(text)) {
    if (match[0] === "<!--") {
      const close = text.indexOf("-->", opener.lastIndex);
      if (close < 0) break;
      opener.lastIndex = close + 3;
      continue;
    }
    const start = endOfTag(text, opener.lastIndex);
    if (start === undefined) break;
    const dialect = dialectIn(text.slice(opener.lastIndex, start));
    const end = endOfScript(text, start);
    if (dialect) found.push({ start, end, dialect });
    opener.lastIndex = Math.max(end, start);
  }
  return found;
}

/** Behind the `>` that no quotes hold: `generic="T extends Record<string, X>"`. */
function endOfTag(text: string, from: number): number | undefined {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at + 1;
  }
  return undefined;
}

const closer = /<\/script\s*>/gi;
const nextPart = /^<(?:template|style|script)\b/gim;

function endOfScript(text: string, start: number): number {
  closer.lastIndex = start;
  const close = closer.exec(text)?.index;
  if (close !== undefined) return close;
  nextPart.lastIndex = start;
  return nextPart.exec(text)?.index ?? text.length;
}

/** Undefined for data and other languages. */
function dialectIn(attributes: string): Dialect | undefined {
  const value = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']?([\\w/+-]*)`, "i").exec(attributes)?.[1]?.toLowerCase();
  const language = value("lang") ?? value("type")?.replace(/^(?:text|application)\//, "");
  if (language === undefined || /^(?:js|javascript|jsx|module|babel)$/.test(language)) return "jsx";
  return language === "tsx" ? "tsx" : /^(?:ts|typescript)$/.test(language) ? "ts" : undefined;
}
