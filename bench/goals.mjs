// What Preship wants to reach against its peers, each goal held to what this run measured.
import { ratio } from "./table.mjs";

export function goals(typed, scanned, project) {
  return [...typed.flatMap((row) => typingGoal(row, typed)), ...scanned.flatMap((row) => scanGoal(row, scanned)), ...(project ? [met(`memory at rest below 200 MB with ${project.count} files`, project.memory < 200, `${Math.round(project.memory)} MB, at most ${Math.round(project.peak)} while they were read`)] : [])];
}

/** Not behind a native peer at small files and ahead at larger ones; ten times ahead of every other. */
function typingGoal(row, typed) {
  const ours = typed.find((one) => one.server.name === "preship" && one.language === row.language && one.lines === row.lines);
  if (!ours || row.server.name.startsWith("preship")) return [];
  const times = row.server.native ? 1 : 10;
  return [met(`${row.language}, ${row.lines} lines: p95 ${times === 1 ? "not above" : "ten times ahead of"} ${row.server.name}`, row.p95 >= ours.p95 * times, `${ratio(row.p95, ours.p95)} wall, ${ratio(row.processor, ours.processor)} processor`)];
}

const scanTimes = { "bandit": 5, "pylint": 20, "semgrep, 4 rules": 20, "semgrep, its rules": 20, "eslint": 10, "ruff check": 1 / 3 };

function scanGoal(row, scanned) {
  const ours = scanned.find((one) => one.tool.name === "preship" && one.repository === row.repository && one.kind === row.kind);
  const times = scanTimes[row.tool.name];
  if (!ours || times === undefined) return [];
  const cold = met(`${row.repository}: scan ${times < 1 ? "within 3x of" : `${times}x faster than`} ${row.tool.name}`, row.cold.wall >= ours.cold.wall * times, `${ratio(row.cold.wall, ours.cold.wall)} wall, ${ratio(row.cold.processor, ours.cold.processor)} processor`);
  if (!row.tool.native || !row.warm || !ours.warm) return [cold];
  return [cold, met(`${row.repository}: warm scan ahead of ${row.tool.name}`, row.warm.wall >= ours.warm.wall, `${ratio(row.warm.wall, ours.warm.wall)} wall, ${ratio(row.warm.processor, ours.warm.processor)} processor`)];
}

function met(what, isMet, measured) {
  return [what, isMet ? "met" : "MISSED", measured];
}
