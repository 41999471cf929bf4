/** Variables of Dockerfiles and Compose files: `$A`, `${A}`, `${A:-default}`. */

const hole = "\uFFFC";

export type Lookup = (name: string) => string | undefined;

/** Fills in what is known; U+FFFC for the rest. `escape` hides a `$` behind it. */
export function expand(text: string, lookup: Lookup, escape = "\\"): string {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === escape && text[i + 1] === "$") result += text.charAt(++i);
    else if (character !== "$") result += character;
    else {
      const use = variableAt(text, i);
      if (!use) result += character;
      else {
        result += valueOf(use, lookup, escape);
        i = use.end - 1;
      }
    }
  }
  return result;
}

export interface VariableUse {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly operator: string;
  readonly operand: string;
}

export function variablesIn(text: string): VariableUse[] {
  const found: VariableUse[] = [];
  for (let i = text.indexOf("$"); i >= 0; i = text.indexOf("$", i)) {
    const use = variableAt(text, i);
    if (use) found.push(use);
    i = use?.end ?? i + 1;
  }
  return found;
}

function variableAt(text: string, start: number): VariableUse | undefined {
  const plain = /^[A-Za-z_]\w*/.exec(text.slice(start + 1, start + 120));
  if (plain) return { start, end: start + 1 + plain[0].length, name: plain[0], operator: "", operand: "" };
  if (text[start + 1] !== "{") return undefined;
  const close = matchingBrace(text, start + 1);
  const braced = /^([A-Za-z_]\w*)(:?[-+?=]|[#%/:^,].*)?(.*)$/s.exec(text.slice(start + 2, close));
  if (close < 0 || !braced) return undefined;
  return { start, end: close + 1, name: braced[1] ?? "", operator: braced[2] ?? "", operand: braced[3] ?? "" };
}

function matchingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length && i < open + 300; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return -1;
}

function valueOf(use: VariableUse, lookup: Lookup, escape: string): string {
  const known = lookup(use.name);
  if (use.operator === "") return known ?? hole;
  if (/^:?[-=]$/.test(use.operator)) return known === undefined || (known === "" && use.operator.startsWith(":")) ? expand(use.operand, lookup, escape) : known;
  return use.operator.endsWith("?") ? (known ?? hole) : hole;
}
