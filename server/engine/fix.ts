/** Applies fixes to a text: whole fixes or nothing, never two that touch the same place. */
import type { Edit } from "../../rules/api.ts";
import type { ReportedFix } from "./report.ts";

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)) {
    result += text.slice(from, edit.at.start) + edit.text;
    from = edit.at.end;
  }
  return result + text.slice(from);
}

/** The fixes, in order, that can be applied together. An insertion both need (an import) is made once. */
export function compatibleFixes(fixes: readonly ReportedFix[]): { readonly chosen: readonly ReportedFix[]; readonly edits: readonly Edit[] } {
  const chosen: ReportedFix[] = [];
  const edits: Edit[] = [];
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => collides(edit, other)))) continue;
    chosen.push(fix);
    edits.push(...fresh);
  }
  return { chosen, edits };
}

function isSame(a: Edit, b: Edit): boolean {
  return a.at.start === b.at.start && a.at.end === b.at.end && a.text === b.text;
}

function collides(a: Edit, b: Edit): boolean {
  if (a.at.start === b.at.start) return true;
  return a.at.start < b.at.end && b.at.start < a.at.end;
}

/** The one replacement that makes the first text the second. */
export function difference(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { at: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}
