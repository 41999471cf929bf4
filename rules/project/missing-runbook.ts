/** A service that is run for somebody, without a page for whoever is on call. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-runbook",
  title: "Service without a runbook",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `The person on call at three in the morning did not write this. Without a page that says what breaks, how it shows and what to do first, every incident starts from nothing.`,
  remedy: `Write \`docs/runbook.md\`: the three likeliest failures, how each shows, the first action, how to roll back, whom to wake.`,
  silent: `A folder of a larger repository, where it may stand further up. A runbook may be a chapter of another document (run book, on-call, operations, troubleshooting). Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://sre.google/workbook/on-call/"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Run book\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    if (headings(project).some(({ text }) => runbook.test(text)) || seen.paths.some((path) => /run-?_?book|playbook/i.test(path))) return;
    yield { ...seen.place, ...loud, ...scaffold("docs/runbook.md", "runbook"), message: "This service has no runbook: whoever is on call starts every incident from nothing. Write docs/runbook.md with the likeliest failures, their first actions and the way back." };
  },
});

const runbook = /run ?book|playbook|on-?call|operations|operating|troubleshoot|incident/;
