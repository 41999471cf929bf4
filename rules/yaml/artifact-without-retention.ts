/** Artifacts that are kept for as long as the default says. */
import { yamlRule } from "../api.ts";
import { mappingOf } from "./structure/nodes.ts";
import { workflows } from "./structure/workflow-jobs.ts";
import { addedBelow, oneLine } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/artifact-without-retention",
  title: "Artifacts kept for the default time",
  severity: "hint",
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: `Each run keeps its artifacts for 90 days unless told otherwise; storage is billed, and reports with data in them outlive their use.`,
  remedy: `Set \`retention-days\` to how long somebody will look at it.`,
  silent: `Uploads that say how long. One finding per workflow.`,
  references: ["https://github.com/actions/upload-artifact#retention-period"],
  examples: [{
    title: "Ninety days", path: ".github/workflows/ci.yml",
    bad: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: «actions/upload-artifact@v4»\n        with: {path: report}\n",
    good: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/upload-artifact@v4\n        with: {path: report, retention-days: 7}\n",
  }],
  prefilter: /upload-artifact/,
  judges: "documents",
  *check(file, context) {
    if (context.profile === "prototype") return;
    for (const { jobs } of workflows(file)) {
      const open = jobs.flatMap(({ steps }) => steps).filter(({ uses, mapping }) => uses === "actions/upload-artifact" && !mappingOf(mapping.get("with"))?.get("retention-days"));
      const [first, ...rest] = open.flatMap(({ usesAt }) => usesAt ?? []);
      const edits = open.flatMap(({ mapping }) => addedBelow(file, mapping, "with", oneLine("retention-days: 14"), "uses") ?? []);
      if (first) yield { at: first, message: "`upload-artifact` keeps what it is given for 90 days by default: storage is billed, and data outlives its use. Set `retention-days`.", related: rest.map((at) => ({ at, message: "and here" })), ...(edits.length === open.length && { fixes: [{ title: "Keep them for 14 days", safe: false, edits }] }) };
    }
  },
});
