/** YAML that people write for Preship itself. Anybody may have written it, so nothing here takes longer than its length. */
import { type Document, isMap, isPair, isScalar, isSeq, parseDocument, YAMLParseError } from "yaml";

/** Letters. More than that is no text that a person maintains. */
export const longestOwnText = 256 * 1024;

export const tooLong = `This has more than ${longestOwnText / 1024} KB, so nothing of it is read. Leave out what repeats itself.`;

/** Mistakes are in `errors`, keys that stand twice in a map among them. */
export function parseOwn(text: string): Document.Parsed {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" }); // the parser compares each key with all others
  const waiting: unknown[] = [document.contents];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isMap(node)) {
      const seen = new Set<unknown>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        const start = key.range?.[0] ?? 0;
        if (seen.has(key.value)) document.errors.push(new YAMLParseError([start, start + 1], "DUPLICATE_KEY", "Map keys must be unique"));
        seen.add(key.value);
      }
    }
    if (isMap(node) || isSeq(node)) for (const item of node.items) waiting.push(...(isPair(item) ? [item.key, item.value] : [item]).filter(Boolean));
  }
  return document;
}
