/** A service of some size that customers depend on, without a record of its decisions. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-decision-log",
  title: "Decisions nobody can look up",
  severity: { default: "hint", exposed: "info" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `In a year somebody will ask why it was built this way, and undo it because nobody remembers.`,
  remedy: `Keep short records in \`docs/decisions/\`: context, decision, consequences, date, names.`,
  silent: `A folder of a larger repository, where it may stand further up. Any document about decisions, design or architecture. Up to the internal profile it is a hint. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://adr.github.io/"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Architecture\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n", "src/n0.py": "x = 1\n", "src/n1.py": "x = 1\n", "src/n2.py": "x = 1\n", "src/n3.py": "x = 1\n", "src/n4.py": "x = 1\n", "src/n5.py": "x = 1\n", "src/n6.py": "x = 1\n", "src/n7.py": "x = 1\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 15) return;
    if (headings(project).some(({ text }) => /decision|architecture|design|rationale|trade-?offs?/.test(text)) || seen.paths.some((path) => /(^|\/)(adrs?|decisions?|rfcs?|design|architecture)(\/|[\w-]*\.)/i.test(path))) return;
    yield { ...seen.place, ...loud, ...scaffold("docs/decisions/0001-title.md", "decision-record"), message: "No decision of this service is written down: in a year nobody knows why it is as it is, and undoes it. Keep short records in docs/decisions/." };
  },
});
