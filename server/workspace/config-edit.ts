/** Changes one setting in the text of a preship.yaml and leaves every comment and line around it alone. */
import { isMap, isScalar, parseDocument, YAMLMap, type Document } from "yaml";
import type { Level } from "../engine/config.ts";

export type Changed = { readonly text: string } | { readonly refused: string };

export function withRuleLevel(text: string, rule: string, level: Level): Changed {
  const document = parse(text);
  const isDetailed = isMap(document.getIn(["rules", rule], true));
  return changed(text, document, isDetailed ? ["rules", rule, "level"] : ["rules", rule], level);
}

export function withProfile(text: string, profile: string): Changed {
  return changed(text, parse(text), ["profile"], profile);
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { prettyErrors: false, logLevel: "silent" });
}

function changed(text: string, document: Document.Parsed, target: readonly string[], value: string): Changed {
  const refused = reasonToRefuse(document, target);
  if (refused) return { refused };
  for (const result of [exchanged(text, document, target, value), inserted(text, document, target, value)]) {
    if (result === undefined) continue;
    const check = parse(result);
    if (check.errors.length === 0 && check.getIn(target) === value) return { text: result };
  }
  for (let depth = 1; depth < target.length; depth++) {
    if (!isMap(document.getIn(target.slice(0, depth), true))) document.setIn(target.slice(0, depth), new YAMLMap());
  }
  document.setIn(target, value);
  return { text: withLineEndings(document.toString({ lineWidth: 0 }), text) };
}

function reasonToRefuse(document: Document.Parsed, target: readonly string[]): string | undefined {
  if (document.errors.length > 0) return "preship.yaml is not valid YAML; correct it first.";
  for (let depth = 0; depth < target.length; depth++) {
    const holder = depth === 0 ? document.contents : document.getIn(target.slice(0, depth), true);
    const isEmpty = holder === undefined || holder === null || (isScalar(holder) && holder.value === null);
    if (!isEmpty && !isMap(holder)) return `${depth === 0 ? "preship.yaml" : `\`${target.slice(0, depth).join(".")}\` in preship.yaml`} is not a map of settings; correct it first.`;
    if (isEmpty) return undefined;
  }
  return undefined;
}

/** A value that stands there is replaced where it stands. */
function exchanged(text: string, document: Document.Parsed, target: readonly string[], value: string): string | undefined {
  const existing = document.getIn(target, true);
  if (!isScalar(existing) || !existing.range || existing.value === null) return undefined;
  return text.slice(0, existing.range[0]) + value + text.slice(existing.range[1]);
}

/** A new line after the last entry of the map it belongs to, or at the end of the file. The caller checks the result. */
function inserted(text: string, document: Document.Parsed, target: readonly string[], value: string): string | undefined {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const key = target.at(-1) ?? "";
  const holder = target.length > 1 ? document.getIn(target.slice(0, -1), true) : undefined;
  if (isMap(holder)) {
    const first = holder.items[0]?.key;
    if (holder.flow || !isScalar(first) || !first.range || !holder.range) return undefined;
    const lastContent = text.slice(0, holder.range[1]).trimEnd().length;
    const lineEnd = text.slice(lastContent).search(/\r?\n|$/) + lastContent;
    const lineStart = text.lastIndexOf("\n", first.range[0]) + 1;
    return `${text.slice(0, lineEnd)}${newline}${text.slice(lineStart, first.range[0])}${key}: ${value}${text.slice(lineEnd)}`;
  }
  if (target.length > 1 && document.has(target[0])) return undefined;
  const before = text === "" || text.endsWith("\n") ? text : text + newline;
  return before + (target.length > 1 ? `${target[0] ?? ""}:${newline}  ${key}: ${value}${newline}` : `${key}: ${value}${newline}`);
}

function withLineEndings(result: string, original: string): string {
  return original.includes("\r\n") ? result.replace(/\r?\n/g, "\r\n") : result;
}
