// What a process and all that it started have used, as Linux tells it; undefined elsewhere.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Processor time in ms, threads, living children and children that have ended included. */
export function processorTimeOf(pid) {
  return summed(pid, (one) => {
    const fields = statOf(one).fields;
    return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) * 10;
  });
}

/** Resident memory in MB. */
export function memoryOf(pid) {
  return summed(pid, (one) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, "utf8"))?.[1] ?? 0) / 1024);
}

/** Runs a command to its end: wall and processor time in ms, peak memory in MB, exit code; `over` says that the limit was reached. Its output is thrown away, or kept. */
export async function timed(command, { cwd, environment, limit, keep = false }) {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" 2>/dev/null; } 2>&3';
  const started = performance.now();
  const child = spawn("bash", ["-c", script, "bash", ...command], { cwd, env: { ...process.env, ...environment }, stdio: ["ignore", keep ? "pipe" : "ignore", "ignore", "pipe"], detached: true });
  let [used, output, peak, over] = ["", "", 0, false];
  child.stdio[3].on("data", (chunk) => { used += chunk; });
  child.stdout?.on("data", (chunk) => { output += chunk; });
  const watch = setInterval(() => { peak = Math.max(peak, memoryOf(child.pid) ?? 0); }, 25);
  const timer = setTimeout(() => { over = true; process.kill(-child.pid, "SIGKILL"); }, limit);
  const code = await new Promise((resolve) => { child.on("close", resolve); child.on("error", () => resolve(127)); });
  clearInterval(watch);
  clearTimeout(timer);
  const [user, system] = used.trim().split(/\s+/).slice(-2).map((seconds) => Number(seconds) * 1000);
  return { wall: performance.now() - started, processor: user + system, peak, code, over, output };
}

function summed(pid, measure) {
  try {
    const own = measure(pid);
    return descendants(pid).reduce((sum, one) => {
      try {
        return sum + measure(one);
      } catch {
        return sum; // it has just ended, and its time is its parent's now
      }
    }, own);
  } catch {
    return undefined;
  }
}

function descendants(root) {
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const { parent } = statOf(name);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      continue; // it has just ended
    }
  }
  const found = [...(children.get(root) ?? [])];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

/** The fields after the name, which may hold spaces. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { fields, parent: Number(fields[1]) };
}
