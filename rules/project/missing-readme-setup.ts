/** A README at the root from which nobody learns how to run the project. */
import { projectRule } from "../api.ts";
import { headings, loudness, overview } from "./shape/overview.ts";
import { created } from "./shape/scaffold.ts";

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
    const fixes = /\.(?:md|mdx|markdown)$|^readme$/i.test(seen.place.path) ? [created(seen.place.path, section(seen.paths), "Add a section to be filled in")] : [];
    yield { ...seen.place, ...loud, fixes, message: "This README does not say how to get from a clone to a running service: every new engineer guesses, and in an incident nobody can run it. Add a section with the commands." };
  },
});

/** The commands that the project's own files suggest; what they do not tell is left open. */
function section(paths: readonly string[]): string {
  const known = commands.find(({ by }) => paths.includes(by));
  return `\n## Setup\n\n\`\`\`sh\n${known?.install ?? "<command that installs what it needs>"}\n${known?.run ?? "<command that starts it>"}\n${known?.test ?? "<command that runs the tests>"}\n\`\`\`\n\nVariables that must be set: see \`.env.example\`.`;
}

/** By the file at the root that decides, most telling first. */
const commands: readonly { readonly by: string; readonly install: string; readonly run?: string; readonly test?: string }[] = [
  { by: "uv.lock", install: "uv sync --frozen", test: "uv run pytest" },
  { by: "poetry.lock", install: "poetry install", test: "poetry run pytest" },
  { by: "Pipfile.lock", install: "pipenv sync --dev", test: "pipenv run pytest" },
  { by: "pnpm-lock.yaml", install: "pnpm install --frozen-lockfile", run: "pnpm start", test: "pnpm test" },
  { by: "yarn.lock", install: "yarn install --immutable", run: "yarn start", test: "yarn test" },
  { by: "package-lock.json", install: "npm ci", run: "npm start", test: "npm test" },
  { by: "requirements.txt", install: "pip install -r requirements.txt", test: "pytest" },
];

const setup = /set ?up|install|getting started|quick ?-?start|usage|running|\brun\b|how to|develop|build|start|requirements|prerequisites|deploy|local|docker|use\b|使用|安装|快速|部署/;
