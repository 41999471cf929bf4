/** From offsets of code to offsets of the text it stands in: findings, fixes and suppressions. */
import type { Finding } from "../../rules/api.ts";
import type { Host, OpenFile } from "./language.ts";
import { LineIndex } from "./positions.ts";
import { readSuppressions, type Suppression } from "./suppress.ts";

/** Undefined when the finding's place is not in the text; a fix that cannot be written there is left out. */
export function placedInHost(finding: Finding, host: Host): Finding | undefined {
  const at = host.place(finding.at);
  if (!at) return undefined;
  const related = finding.related?.flatMap((step) => {
    const place = step.path === undefined ? host.place(step.at) : step.at;
    return place ? [{ ...step, at: place }] : [];
  });
  const fixes = finding.fixes?.flatMap((fix) => {
    const edits = fix.edits.map((edit) => host.edit(edit));
    return edits.every((edit) => edit !== undefined) ? [{ ...fix, edits }] : [];
  });
  return { ...finding, at, ...(related && { related }), ...(fixes && { fixes }) };
}

export function suppressionsIn({ file, host }: Pick<OpenFile, "file" | "host">, text: string, lines: LineIndex): Suppression[] {
  if (!host) return readSuppressions(file.comments(), text, lines);
  if (host.isVerbatim) return readSuppressions([...file.comments(), ...host.file.comments()].sort((a, b) => a.at.start - b.at.start), text, lines);
  return readSuppressions(file.comments(), file.text, new LineIndex(file.text)).flatMap((found) => {
    const at = host.place(found.at);
    const covers = found.wholeFile ? { start: 0, end: text.length + 1 } : host.place(found.covers);
    return at && covers ? [{ ...found, at, covers }] : [];
  });
}

/** The text as it was opened or edited, whatever of it is code. */
export function textOf({ file, host }: OpenFile): string {
  return (host ?? file).text;
}
