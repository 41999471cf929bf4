/** A service that customers depend on, without a word about who is called when it breaks. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-oncall",
  title: "Service without anybody on call",
  severity: { default: "hint", exposed: "info" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `An alert needs a person. When nobody is named, everybody assumes somebody else has seen it.`,
  remedy: `Say in the README, the runbook or \`docs/on-call.md\` where the rota is, who is next, and after how long they are called.`,
  silent: `A folder of a larger repository, where it may stand further up. Projects that name maintainers, contacts or owners anywhere (CODEOWNERS, Backstage). Up to the internal profile it is a hint. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://sre.google/sre-book/being-on-call/"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## On-call\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    if (headings(project).some(({ text }) => /on-?call|escalation|contacts?|support|maintainers?|owners?|rota/.test(text)) || seen.paths.some((path) => /on-?call|pagerduty|opsgenie|catalog-info\.ya?ml|CODEOWNERS$|OWNERS$|MAINTAINERS/i.test(path))) return;
    yield { ...seen.place, ...loud, ...scaffold("docs/on-call.md", "on-call"), message: "Nothing says who is called when this service breaks: an alert goes to everybody and nobody. Name the rota and the escalation in the README or docs/on-call.md." };
  },
});
