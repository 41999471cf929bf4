/** Named strings of XML settings: attributes, `key`/`value` pairs and elements that hold nothing but text. */
import type { NamedString, Span } from "../../../../rules/api.ts";

const tag = /<([A-Za-z_][\w:.-]{0,80})((?:\s+[\w:.-]{1,80}\s{0,4}=\s{0,4}(?:"[^"<]{0,2000}"|'[^'<]{0,2000}'))*)\s{0,20}(\/?)>/g;
const attribute = /([\w:.-]{1,80})\s{0,4}=\s{0,4}(?:"([^"<]{0,2000})"|'([^'<]{0,2000})')/g;
const labels = new Set(["key", "name", "id", "property"]);
const textElements = new Set(["string", "value", "property", "entry", "item", "param-value", "constant"]);

export function namedXml(text: string): NamedString[] {
  const found: NamedString[] = [];
  let plistKey: { name: string; at: Span } | undefined;
  for (const match of text.matchAll(tag)) {
    const name = match[1] ?? "";
    const start = match.index + 1 + name.length;
    const own = attributesOf(match[2] ?? "", start);
    const label = own.find((one) => labels.has(one.name.toLowerCase()));
    for (const one of own) found.push(label && one.name.toLowerCase() === "value" ? { ...one, name: label.value, nameAt: label.innerAt } : one);
    if (match[3] === "/") continue;
    const content = textAfter(text, match.index + match[0].length, name);
    if (!content) continue;
    if (name === "key") plistKey = { name: content.text, at: content.at };
    else {
      const isNamedElsewhere = textElements.has(name.toLowerCase());
      const owner = isNamedElsewhere ? (label ? { name: label.value, at: label.innerAt } : plistKey) : { name, at: { start: match.index + 1, end: start } };
      if (owner) found.push({ name: owner.name, nameAt: owner.at, value: content.text, at: content.at, innerAt: content.at, how: "entry", whole: true });
      plistKey = undefined;
    }
  }
  return found;
}

function attributesOf(source: string, offset: number): NamedString[] {
  return [...source.matchAll(attribute)].map((match) => {
    const name = match[1] ?? "";
    const value = match[2] ?? match[3] ?? "";
    const end = offset + match.index + match[0].length;
    const at = { start: end - value.length - 2, end };
    const nameAt = { start: offset + match.index, end: offset + match.index + name.length };
    return { name, nameAt, value: unescape(value), at, innerAt: { start: at.start + 1, end: end - 1 }, how: "entry", whole: true };
  });
}

function textAfter(text: string, from: number, name: string): { text: string; at: Span } | undefined {
  const end = text.indexOf("<", from);
  if (end < 0 || end === from || end - from > 2000 || !text.startsWith(`</${name}`, end)) return undefined;
  const raw = text.slice(from, end);
  const trimmed = raw.trim();
  if (trimmed === "") return undefined;
  const start = from + raw.indexOf(trimmed);
  return { text: unescape(trimmed), at: { start, end: start + trimmed.length } };
}

function unescape(value: string): string {
  return value.includes("&") ? value.replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&") : value;
}
