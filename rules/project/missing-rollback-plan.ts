/** A service that is deployed, without a word or a mechanism for going back. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-rollback-plan",
  title: "Deployments without a way back",
  severity: { default: "info", exposed: "warning" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `The release that breaks is the moment to follow a plan, not to write one. Without it the way back is invented under pressure, and the database is forgotten.`,
  remedy: `Write down the command that brings back the last version, how long it takes, what happens to the data, and try it once.`,
  silent: `A folder of a larger repository, where it may stand further up. A heading, script or command for rollback, Argo Rollouts, canaries, \`helm --atomic\`. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://sre.google/sre-book/release-engineering/"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Rollback\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    const told = project.files.values();
    if (headings(project).some(({ text }) => /roll(ing)? ?back|revert|rollout|release plan|backout/.test(text)) || seen.paths.some((path) => /rollback|roll-back|release-?plan|rollout|canary|blue-?green/i.test(path))) return;
    if ([...told].some(({ body }) => body.operations?.commands.some(({ name }) => /rollback|rollout undo|--atomic|canary/.test(name)) || body.operations?.resources.some(({ name }) => name === "Rollout" || name === "Canary"))) return;
    yield { ...seen.place, ...loud, ...scaffold("docs/release-plan.md", "release-plan"), message: "This service is deployed and nothing says how to go back: in a bad release the way is invented under pressure. Write the command, its duration and what happens to the data into the runbook." };
  },
});
