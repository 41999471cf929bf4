/** A service whose changes no pipeline checks. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { pipelinePath } from "./shape/pipelines.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-ci",
  title: "Project without a pipeline",
  severity: { default: "info", exposed: "warning" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `What is checked only on somebody's laptop is checked when somebody has time: the release that breaks is the one that nobody ran the tests for.`,
  remedy: `Add a pipeline that installs from the lockfile, runs the tests and scans the dependencies on every pull request.`,
  silent: `A folder of a larger repository, where it may stand further up. Pipelines of any known service, and a heading that tells where it is. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://docs.github.com/en/actions/get-started/understand-github-actions"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Continuous integration\n", files: {"MAINTAINERS": "Ada\n", "src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    if (seen.paths.some((path) => pipelinePath.test(path)) || headings(project).some(({ text }) => /continuous integration|\bci\b|pipeline/.test(text))) return;
    yield { ...seen.place, ...loud, ...scaffold(".github/workflows/ci.yml", "ci-workflow"), message: "No pipeline checks changes to this service: what reaches production was tested on a laptop, or not. Add one that installs from the lockfile and runs the tests on every pull request." };
  },
});
