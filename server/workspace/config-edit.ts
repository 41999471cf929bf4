/** Changes one setting in the text of a preship.yaml and leaves every comment and line around it alone. */
import { isMap, isScalar, parseDocument, YAMLMap } from "yaml";
import type { Level } from "../engine/config.ts";

export type Changed = { readonly text: string } | { readonly refused: string };

export function withRuleLevel(text: string, rule: string, level: Level): Changed {
  return changed(text, ["rules", rule], (existing) => (isMap(existing) ? ["rules", rule, "level"] : ["rules", rule]), level);
}

export function withProfile(text: string, profile: string): Changed {
  return changed(text, ["profile"], () => ["profile"], profile);
}

function changed(text: string, looked: readonly string[], place: (existing: unknown) => readonly string[], value: string): Changed {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  if (document.errors.length > 0) return { refused: "preship.yaml is not valid YAML; correct it first." };
  const root = document.contents;
  if (root !== null && !isMap(root) && !(isScalar(root) && root.value === null)) return { refused: "preship.yaml is not a map of settings; correct it first." };
  const target = place(document.getIn(looked, true));
  const existing = document.getIn(target, true);
  // a scalar that stands there is exchanged in the text itself: nothing else can change
  if (isScalar(existing) && existing.range && existing.value !== null) return { text: text.slice(0, existing.range[0]) + value + text.slice(existing.range[1]) };
  for (let depth = 1; depth < target.length; depth++) {
    const holder = document.getIn(target.slice(0, depth), true);
    if (isMap(holder)) continue;
    if (holder !== undefined && holder !== null && !(isScalar(holder) && holder.value === null)) return { refused: `\`${target.slice(0, depth).join(".")}\` in preship.yaml is not a map; correct it first.` };
    document.setIn(target.slice(0, depth), new YAMLMap());
  }
  document.setIn(target, value);
  return { text: withLineEndings(document.toString({ lineWidth: 0 }), text) };
}

function withLineEndings(result: string, original: string): string {
  return original.includes("\r\n") ? result.replace(/\r?\n/g, "\r\n") : result;
}
