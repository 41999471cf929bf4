/** Named strings of JSON, tolerant of comments and half-typed text. */
import { type JSONVisitor, visit } from "jsonc-parser";
import type { NamedString, Span } from "../../../../rules/api.ts";

interface Level {
  /** Property under which the object stands. */
  readonly owner: string;
  /** Value of `name` or `key` in this object, and the string under `value`: one pair in many formats. */
  label: string | undefined;
  pending: NamedString | undefined;
}

const labels = new Set(["name", "key", "Name", "Key", "variable"]);
const holders = new Set(["value", "Value", "default", "defaultValue", "const"]);

export function namedJson(text: string): NamedString[] {
  const found: NamedString[] = [];
  const levels: Level[] = [];
  let property: { name: string; at: Span } | undefined;
  visitAsFarAsItGoes(text, {
    onObjectBegin: () => { levels.push({ owner: property?.name ?? "", label: undefined, pending: undefined }); property = undefined; },
    onObjectEnd: () => {
      const level = levels.pop();
      if (level?.pending) found.push({ ...level.pending, name: level.label ?? level.owner });
      property = undefined;
    },
    onArrayBegin: () => {},
    onObjectProperty: (name, offset, length) => { property = { name, at: { start: offset + 1, end: offset + length - 1 } }; },
    onLiteralValue: (value: unknown, offset, length) => {
      if (!property || typeof value !== "string") return;
      const level = levels[levels.length - 1];
      const { name, at: nameAt } = property;
      if (labels.has(name) && level) level.label = value;
      if (length < 2 || text.charAt(offset + length - 1) !== '"') return; // half-typed
      const at = { start: offset, end: offset + length };
      const string: NamedString = { name, nameAt, value, at, innerAt: { start: at.start + 1, end: at.end - 1 }, how: "entry", whole: true };
      if (holders.has(name) && level) level.pending = string;
      else found.push(string);
    },
    onSeparator: (character) => { if (character === "," ) property = undefined; },
  });
  for (const level of levels) if (level.pending) found.push({ ...level.pending, name: level.label ?? level.owner });
  return found.sort((a, b) => a.at.start - b.at.start);
}

/** The visitor recurses: brackets nested deeper than the stack end the walk, and what was found until then counts. */
function visitAsFarAsItGoes(text: string, visitor: JSONVisitor): void {
  try {
    visit(text, visitor, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
