/** The fix for text pasted into a script: the expression goes to `env:`, the script reads the variable. */
import type { Fix, YamlFile, YamlMapping, YamlScalar } from "../../api.ts";
import { addedBelow } from "./edits.ts";
import { mappingOf, textOf } from "./nodes.ts";
import type { Injected } from "./untrusted.ts";

export type ScriptKind = "posix" | "powershell" | "script";

/** Undefined where quoting cannot be told from the text alone: here-documents, halves of strings, unknown shells. */
export function throughEnv(file: YamlFile, step: YamlMapping, scalar: YamlScalar, found: Injected, kind: ScriptKind): Fix | undefined {
  const expression = scalar.value.slice(found.from, found.to);
  const own = /^env\.(\w+)$/.exec(found.what)?.[1]; // in the environment already
  const name = own ?? variableName(found.what);
  if (/["'\n]|#\}/.test(expression.replace(/'[^']*'/g, "")) || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const known = textOf(mappingOf(step.get("env"))?.get(name));
  if (known !== undefined && known !== expression) return undefined;
  const place = kind === "script" ? inScript(scalar.value, found, name) : inShell(scalar.value, found, name, kind);
  if (!place) return undefined;
  const behind = kind === "script" ? "uses" : "name";
  const variable = known === undefined && own === undefined ? addedBelow(file, step, "env", { lines: [`${name}: ${expression}`], flow: `${name}: "${expression}"` }, behind) : undefined;
  if (known === undefined && own === undefined && !variable) return undefined;
  return { title: `Hand it over as ${name} in env`, safe: false, edits: [...(variable ? [variable] : []), { at: scalar.spanOf(place.from, place.to), text: place.text }] };
}

/** `github.event.pull_request.head.ref` is HEAD_REF, `github.event.issue.title` ISSUE_TITLE, `inputs.tag-name` TAG_NAME. */
function variableName(what: string): string {
  const parts = what.replace(/^(github|inputs)\./, "").replace(/^event\.(inputs\.)?/, "").split(".").map((part) => part.replace(/\[\d+\]|\*/g, ""));
  return parts.filter(Boolean).slice(-2).join("_").replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Quotes around the place decide: in double quotes the variable is expanded, in single ones they are closed first. */
function inShell(script: string, { from, to }: Injected, name: string, kind: ScriptKind): Place | undefined {
  if (/<<-?\s*["'\\]?\w/.test(script) || /^\s*@["']/m.test(script)) return undefined;
  if (kind === "powershell") return quoteAt(script, from, "`") === "'" ? undefined : { from, to, text: quoteAt(script, from, "`") === "\"" ? `$($env:${name})` : `$env:${name}` };
  const quote = quoteAt(script, from, "\\");
  if (quote === "\"") return { from, to, text: `\${${name}}` };
  if (quote === "'") return script[from - 1] === "'" && script[to] === "'" ? { from: from - 1, to: to + 1, text: `"\${${name}}"` } : { from, to, text: `'"\${${name}}"'` };
  return { from, to, text: `"\${${name}}"` };
}

/** A whole string becomes the variable; in a template literal it is one more part; inside other strings nothing is offered. */
function inScript(script: string, { from, to }: Injected, name: string): Place | undefined {
  const read = `process.env.${name}`;
  const before = script[from - 1];
  if ((before === "'" || before === "\"" || before === "`") && script[to] === before) return { from: from - 1, to: to + 1, text: read };
  const line = script.slice(script.lastIndexOf("\n", from) + 1, from);
  const quote = quoteAt(line, line.length, "\\", "\"'`");
  return quote === "`" ? { from, to, text: `\${${read}}` } : undefined;
}

/** The quote that is open at an offset; in comments none is. */
function quoteAt(script: string, offset: number, escape: string, quotes = "\"'"): string {
  let quote = "";
  for (let i = 0; i < offset; i++) {
    const character = script.charAt(i);
    if (quote === "" && quotes === "\"'" && character === "#" && (i === 0 || /\s/.test(script.charAt(i - 1)))) {
      const end = script.indexOf("\n", i);
      if (end < 0 || end >= offset) return "";
      i = end;
    } else if (character === escape && quote !== "'") i++;
    else if (quote === "" && quotes.includes(character)) quote = character;
    else if (character === quote) quote = "";
  }
  return quote;
}
