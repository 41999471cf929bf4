/** A service on GitHub or GitLab without a CODEOWNERS file. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { readPipeline } from "./shape/pipelines.ts";
import { scaffold } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-codeowners",
  title: "Nobody owns a path here",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `A change to the deploy keys or the model is merged by whoever was quick; when it breaks, git blame names somebody who left.`,
  remedy: `Add \`.github/CODEOWNERS\` with a team for \`*\` and for what is dangerous, and require their review.`,
  silent: `A folder of a larger repository, where it may stand further up. Projects without a pipeline on GitHub or GitLab; OWNERS, MAINTAINERS, Backstage catalogues. Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Maintainers\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n", ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    if (!seen.paths.some((path) => readPipeline.test(path))) return;
    if (seen.paths.some((path) => /(^|\/)(CODEOWNERS|OWNERS|MAINTAINERS(\.\w+)?|catalog-info\.ya?ml)$/i.test(path)) || headings(project).some(({ text }) => /^(code ?)?(owners?|maintainers?)$|ownership/.test(text))) return;
    yield { ...seen.place, ...loud, ...scaffold(".github/CODEOWNERS", "codeowners"), message: "No CODEOWNERS: changes to the service and its deploy keys are merged by whoever is quick, and nobody answers for a path. Add .github/CODEOWNERS with a team." };
  },
});
