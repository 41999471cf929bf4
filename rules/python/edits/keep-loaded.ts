/** Makes loads run once: memoises the function they stand in, or moves each into a memoised function of its own. */
import type { Anchor, Edit, Fix } from "../../api.ts";
import type { ActFact, FunctionFact, KeepFact } from "../../facts/python.ts";

/** All loads of the function or none. */
export function keepFixes(loads: readonly ActFact[], { name, entries = [] }: FunctionFact): readonly Fix<Anchor>[] {
  const keeps = loads.flatMap(({ keep }) => keep ?? []);
  const [first] = keeps;
  if (!first || keeps.length < loads.length || (name !== "" && entries.length > 0 && keeps.some(({ made }) => !made))) return [];
  const names = keeps.flatMap(({ made }) => made?.name ?? []);
  if (new Set(names).size < names.length || (names.length > 0 && names.length < keeps.length)) return [];
  const edits = [...(first.needs ? [first.needs] : []), ...(names.length > 0 ? keeps.flatMap(({ instead }) => instead ?? []) : []), { at: first.before, text: written(keeps) }];
  const title = names.length > 0 ? `Load in \`${names.join("` and `")}\`, kept by \`${first.with}\`` : `Keep what it loads with \`${first.with}\``;
  return [{ title, safe: false, edits: edits satisfies readonly Edit<Anchor>[] }];
}

function written(keeps: readonly KeepFact[]): string {
  return keeps.flatMap(({ made }) => (made ? [`@${keeps[0]?.with ?? ""}\ndef ${made.name}():\n${made.body.map((line) => `    ${line}\n`).join("")}\n\n`] : [])).join("") || `@${keeps[0]?.with ?? ""}\n`;
}
