// Tables that read well on a terminal and are Markdown as they stand.

export function printed(head, rows) {
  if (rows.length === 0) return [];
  const widths = head.map((name, column) => Math.max(3, name.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(" | ")} |`;
  return [line(head), `| ${widths.map((width, column) => (column < 2 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`, ...rows.map(line), ""];
}

/** How many times ours a value is. */
export function ratio(value, ours) {
  if (value === undefined || !ours || Number.isNaN(value)) return "";
  const times = value / ours;
  return `${times < 10 ? times.toFixed(times < 1 ? 2 : 1) : Math.round(times)}x`;
}
