/** What a script writes into files that the runner reads afterwards: outputs, variables and the search path of later steps. */
import { expressionsOf } from "./expressions.ts";

/** Text of an `env:` entry, by the name of the variable. */
type Lookup = (name: string) => string | undefined;

/** Expressions that end up in an output unchanged; values that went through a command or a check are unknown. */
export function writtenOutputs(script: string, name: string, lookup: Lookup): readonly string[] {
  if (!/GITHUB_OUTPUT|::set-output/.test(script) || script.includes("=~")) return [];
  return script.split("\n").flatMap((line) => {
    const value = valueIn(line, name);
    return value === undefined ? [] : expressionsBehind(value, script, lookup);
  });
}

function valueIn(line: string, name: string): string | undefined {
  const lower = line.toLowerCase();
  for (const marker of [`name=${name}::`, `${name}=`]) {
    const at = lower.indexOf(marker);
    if (at > 0 && /[\s"']/.test(marker.endsWith("=") ? line.charAt(at - 1) : " ") && /\b(echo|printf)\b/.test(line.slice(0, at))) return line.slice(at + marker.length).split(">>", 1)[0];
  }
  return undefined;
}

/** Expressions whose text a piece of shell holds as it is: pasted, or through variables. */
export function expressionsBehind(text: string, script: string, lookup: Lookup, depth = 0): readonly string[] {
  if (/\$\((?!\()|`|\$\{!?\w+(\/|@|\^|,)/.test(text)) return []; // changed on the way
  const found = [...expressionsOf(text)];
  for (const [, name = ""] of text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) {
    const given = lookup(name);
    if (name === "GITHUB_HEAD_REF") found.push("github.head_ref");
    else if (given !== undefined) found.push(...expressionsOf(given));
    else if (depth < 2) found.push(...assigned(name, script).flatMap((value) => expressionsBehind(value, script, lookup, depth + 1)));
  }
  return found;
}

function assigned(name: string, script: string): readonly string[] {
  return script.split("\n").flatMap((line) => {
    const words = line.trim().replace(/^(export|local)\s+/, "");
    return words.startsWith(`${name}=`) ? [words.slice(name.length + 1)] : [];
  });
}
