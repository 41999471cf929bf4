/** Jobs that may hang for six hours. */
import { yamlRule, type Edit, type YamlFile } from "../api.ts";
import { newlineOf } from "./structure/edits.ts";
import { workflows, type Job } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/job-without-timeout",
  title: "Jobs without a timeout",
  severity: "info",
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: `A job that hangs (a prompt, a deadlock, a network that does not answer) holds its runner for six hours: paid minutes, blocked merges, and a release that waits behind it.`,
  remedy: `Set \`timeout-minutes\` on each job to a few times its usual duration.`,
  silent: `Jobs that call a reusable workflow (they cannot have one), jobs whose steps all have a timeout. One finding per workflow names all its jobs.`,
  references: ["https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes"],
  examples: [{
    title: "Six hours by default", path: ".github/workflows/ci.yml",
    bad: "on: push\njobs:\n  «test»:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
    good: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 15\n    steps:\n      - run: make test\n",
  }],
  prefilter: /runs-on/,
  judges: "documents",
  *check(file) {
    for (const { jobs } of workflows(file)) {
      const open = jobs.filter(isOpenEnded);
      const [first, ...rest] = open;
      if (!first) continue;
      const names = open.slice(0, 3).map(({ key }) => `\`${key}\``).join(", ") + (open.length > 3 ? ` and ${open.length - 3} more` : "");
      const edits = open.flatMap((job) => insertion(job, file) ?? []);
      yield {
        at: first.at,
        message: `${open.length === 1 ? "Job" : "Jobs"} ${names} without \`timeout-minutes\`: one that hangs holds its runner for six hours, and what waits behind it. Set a few times the usual duration.`,
        related: rest.map(({ at }) => ({ at, message: "nor here" })),
        ...(edits.length === open.length && { fixes: [{ title: open.length === 1 ? "Set timeout-minutes: 30" : "Set timeout-minutes: 30 on each job", safe: false, edits }] }),
      };
    }
  },
});

function isOpenEnded({ mapping, steps }: Job): boolean {
  if (mapping.get("timeout-minutes") || mapping.get("uses") || !mapping.entry("runs-on")) return false;
  return steps.length > 0 && !steps.every((step) => step.mapping.get("timeout-minutes"));
}

/** A line above `runs-on`, in its column; undefined where jobs stand on one line. */
function insertion({ mapping }: Job, file: YamlFile): Edit | undefined {
  const { text } = file;
  const entry = mapping.entry("runs-on");
  if (!entry) return undefined;
  const line = Math.max(text.lastIndexOf("\n", entry.start - 1), text.lastIndexOf("\r", entry.start - 1)) + 1;
  const indent = text.slice(line, entry.start);
  if (!/^ +$/.test(indent)) return undefined;
  return { at: { start: entry.start, end: entry.start }, text: `timeout-minutes: 30${newlineOf(file)}${indent}` };
}
