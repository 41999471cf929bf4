/** Builds notebook texts for tests. */

export interface CellSpec {
  readonly code?: string;
  readonly markdown?: string;
  readonly count?: number;
  readonly outputs?: readonly unknown[];
  readonly metadata?: object;
}

/** nbformat 4, sources as arrays of lines like Jupyter writes them. */
export function notebook(cells: readonly (string | CellSpec)[], metadata: object = { kernelspec: { name: "python3", language: "python" } }): string {
  return JSON.stringify({
    cells: cells.map((cell) => {
      const { code, markdown, count, outputs = [], metadata: own = {} } = typeof cell === "string" ? { code: cell } : cell;
      const source = lines(code ?? markdown ?? "");
      return code === undefined ? { cell_type: "markdown", metadata: own, source } : { cell_type: "code", execution_count: count ?? null, metadata: own, outputs, source };
    }),
    metadata, nbformat: 4, nbformat_minor: 5,
  }, undefined, 1);
}

export function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** The sources of all code cells of a notebook text. */
export function codeOf(text: string): string[] {
  const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string | string[] }[] };
  return cells.filter((cell) => cell.cell_type === "code").map(({ source }) => (typeof source === "string" ? source : source.join("")));
}
