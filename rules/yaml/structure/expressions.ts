/** Expressions of Actions (`${{ … }}`): which of their parts decide the text that comes out. */

export interface Part {
  /** `github.event.issue.title`: lower case, brackets as dots, `*` for an index or a filter, `?` for a key that is an expression. */
  readonly path: string;
  readonly written: string;
  /** All that is below it comes out too: `toJSON(github.event)`. */
  readonly isWhole: boolean;
}

/** The insides of every `${{ … }}` of a text. */
export function expressionsOf(text: string): readonly string[] {
  const found: string[] = [];
  for (let from = text.indexOf("${{"); from >= 0; from = text.indexOf("${{", from + 3)) {
    const end = text.indexOf("}}", from);
    if (end < 0) break;
    found.push(text.slice(from + 3, end).trim());
  }
  return found;
}

/** What yields the text: not conditions (`a && b` is `b`), comparisons, truth values and literals. */
export function partsOf(expression: string): readonly Part[] {
  return read(expression.slice(0, 2000), false, 0);
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#functions: those whose value is their own. */
const ownValue = /^(contains|startswith|endswith|hashfiles|success|always|cancelled|failure)$/i;

function read(expression: string, isWhole: boolean, depth: number): Part[] {
  if (depth > 12) return [];
  return splitAt(expression, "||").flatMap((one) => {
    const operand = (splitAt(one, "&&").at(-1) ?? "").trim();
    if (operand === "" || operand.startsWith("!") || operand.startsWith("'") || comparisons.some((sign) => splitAt(operand, sign).length > 1)) return [];
    if (operand.startsWith("(") && closing(operand, 0) === operand.length - 1) return read(operand.slice(1, -1), isWhole, depth + 1);
    const name = /^([A-Za-z]\w*)\s*\(/.exec(operand);
    if (!name?.[1]) return [{ path: pathOf(operand), written: operand.replace(/\s/g, ""), isWhole }];
    if (ownValue.test(name[1]) || closing(operand, name[0].length - 1) !== operand.length - 1) return [];
    const whole = /^tojson$/i.test(name[1]);
    return splitAt(operand.slice(name[0].length, -1), ",").flatMap((given) => read(given, isWhole || whole, depth + 1));
  });
}

const comparisons = ["==", "!=", "<", ">"];

/** At signs outside quotes and brackets. */
function splitAt(text: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "'") i = endOfQuote(text, i);
    else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth--;
    else if (depth === 0 && text.startsWith(sign, i)) {
      parts.push(text.slice(from, i));
      i += sign.length - 1;
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "'") i = endOfQuote(text, i);
    else if (character === "(" || character === "[") depth++;
    else if ((character === ")" || character === "]") && --depth === 0) return i;
  }
  return -1;
}

function endOfQuote(text: string, open: number): number {
  const end = text.indexOf("'", open + 1);
  return end < 0 ? text.length : end;
}

function pathOf(reference: string): string {
  let path = "";
  for (let i = 0; i < reference.length; i++) {
    if (reference.charAt(i) !== "[") {
      path += reference.charAt(i);
      continue;
    }
    const end = closing(reference, i);
    const inside = reference.slice(i + 1, end < 0 ? reference.length : end).trim();
    path += `.${/^'([\w-]+)'$/.exec(inside)?.[1] ?? (/^(\d+|\*)$/.test(inside) ? "*" : "?")}`;
    i = end < 0 ? reference.length : end;
  }
  return path.replace(/\s/g, "").toLowerCase();
}
