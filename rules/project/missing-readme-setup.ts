/** A README at the root from which nobody learns how to run the project. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";

export default projectRule({
  id: "project/missing-readme-setup",
  title: "README that does not say how to start",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `The second engineer spends the first day guessing, and in an incident nobody can run it at all.`,
  remedy: `Add a section that goes from a fresh clone to a running service: what to install, which variables to set, one command to run, one to test.`,
  silent: `Documentation elsewhere (\`docs/\`, CONTRIBUTING). Libraries, prototypes, and projects of a few files, of which nobody expects it.`,
  references: ["https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes"],
  examples: [
    { title: "Said nowhere", path: "README.md", bad: "«# Scorer»\n", good: "# Scorer\n\n## Setup\n", files: {"src/m0.py": "x = 1\n", "src/m1.py": "x = 1\n", "src/m2.py": "x = 1\n", "src/m3.py": "x = 1\n", "src/m4.py": "x = 1\n", "src/m5.py": "x = 1\n", "src/m6.py": "x = 1\n", "src/m7.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"} },
  ],
  *check(project, context) {
    const seen = overview(project, context);
    const loud = loudness(seen.profile);
    if (!loud || !seen.place || project.surroundings.isPart || !seen.isOperated || seen.isLibrary || seen.sources < 8) return;
    const own = headings(project, (path) => path === seen.place?.path);
    if (own.length === 0 || own.some(({ text }) => setup.test(text)) || seen.paths.some((path) => /^(docs\/|)(contributing|development|install(ation)?|setup|getting[-_]started|quick-?start|hacking)\.\w+$|^docs?\//i.test(path))) return;
    yield { ...seen.place, ...loud, message: "This README does not say how to get from a clone to a running service: every new engineer guesses, and in an incident nobody can run it. Add a section with the commands." };
  },
});

const setup = /set ?up|install|getting started|quick ?-?start|usage|running|\brun\b|how to|develop|build|start|requirements|prerequisites|deploy|local|docker|use\b|使用|安装|快速|部署/;
