/** A suppression comment for a finding in code that stands inside another format: written in the code, escaped as the format needs it. */
import { applyEdits, difference } from "./fix.ts";
import type { Host, OpenFile } from "./language.ts";
import { LineIndex } from "./positions.ts";
import { type SuppressionEdit, suppressionEdit } from "./suppress-edit.ts";

/** Where in the code a place of the text is; undefined when it is not code. */
export function offsetInCode({ file, host }: Pick<OpenFile, "file" | "host">, offset: number): number | undefined {
  if (!host) return undefined;
  const startOf = (at: number) => host.place({ start: at, end: at + 1 })?.start;
  let [low, high] = [0, file.text.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((startOf(middle) ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const place = host.place({ start: low, end: low + 1 });
  return place && place.start <= offset && offset < place.end ? low : undefined;
}

/** Stands for the reason while the rest of the comment is escaped. */
const gap = "\uFFFC";

/** As `suppressionEdit`, in places of the text around the code. */
export function suppressionEditInHost(open: Pick<OpenFile, "file" | "host">, path: string, offset: number, rule: string, isAccepted: (text: string, offset: number) => boolean): SuppressionEdit | undefined {
  const { file, host } = open;
  const inCode = offsetInCode(open, offset);
  if (!host || inCode === undefined) return undefined;
  const found = suppressionEdit(file.text, new LineIndex(file.text), path, inCode, rule, (code) => {
    const edit = host.edit(difference(file.text, code));
    return edit !== undefined && isAccepted(applyEdits(host.text, [edit]), edit.at.start <= offset ? offset + edit.text.length : offset);
  });
  return found && escaped(host, found);
}

function escaped(host: Host, { at, before, after }: SuppressionEdit): SuppressionEdit | undefined {
  const edit = host.edit({ at, text: before + gap + after });
  const [opening, closing] = edit?.text.split(gap) ?? [];
  return edit && opening !== undefined && closing !== undefined ? { at: edit.at, before: opening, after: closing } : undefined;
}
