/** Open notebooks as one text: every cell below a line that says what it is, so that one offset system holds for all of them. */

export interface CellText {
  readonly isPython: boolean;
  /** Of the last run; undefined when it has not run, or nobody knows. */
  readonly executionCount: number | undefined;
  readonly text: string;
}

/** A private-use character: no keyboard writes it, so no cell can pretend to be two. */
const mark = "\uE0B7";

export function isCellsText(text: string): boolean {
  return text.startsWith(mark);
}

/** The cells below each other, and where each one's own text starts. */
export function joinCells(cells: readonly CellText[]): { readonly text: string; readonly starts: readonly number[] } {
  let text = "";
  const starts: number[] = [];
  for (const cell of cells) {
    text += `${mark}${cell.isPython ? "python" : "other"} ${cell.executionCount ?? ""}\n`;
    starts.push(text.length);
    text += `${cell.text}\n`;
  }
  return { text: text || `${mark}other \n`, starts };
}

export interface PlacedCell extends CellText {
  /** Where its own text starts. */
  readonly start: number;
}

export function splitCells(text: string): PlacedCell[] {
  const found: PlacedCell[] = [];
  for (let at = text.indexOf(mark); at >= 0; ) {
    const lineEnd = text.indexOf("\n", at);
    const start = lineEnd < 0 ? text.length : lineEnd + 1;
    const next = text.indexOf(`\n${mark}`, Math.max(start - 1, at));
    const end = next >= 0 ? next : text.endsWith("\n") ? text.length - 1 : text.length;
    const [kind, count] = text.slice(at + mark.length, lineEnd < 0 ? undefined : lineEnd).split(" ");
    const order = Number.parseInt(count ?? "", 10);
    found.push({ isPython: kind === "python", executionCount: Number.isNaN(order) ? undefined : order, text: text.slice(start, Math.max(start, end)), start });
    at = next < 0 ? -1 : next + 1;
  }
  return found;
}
