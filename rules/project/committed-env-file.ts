/** Env files with values that git would commit, or has. */
import { projectRule, type Project, type ProjectFinding } from "../api.ts";

export default projectRule({
  id: "project/committed-env-file",
  title: "Env file that git takes",
  severity: { default: "warning", waiting: "hint", settings: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `What is committed once stays in the history, the forks and the images of everybody who cloned it. An env file is where the next secret is written without a thought.`,
  remedy: `Ignore it (\`.env\` in .gitignore), take it out of the index (\`git rm --cached .env\`), change the secrets it held, and keep \`.env.example\` with names only.`,
  silent: `Env files that git ignores and does not track, samples (\`.env.example\`, \`.template\`, \`.dist\`, \`.defaults\`), test files. It is a hint where a tracked file holds settings only,
and where code loads \`.env\` that git would take with the next \`git add .\`. Outside of git nothing is known to be tracked.`,
  references: ["https://git-scm.com/docs/gitignore", "https://12factor.net/config"],
  examples: [
    { title: "Waiting for the next commit", path: ".env", bad: "PORT=8000\n«DB_PASSWORD»=correct-horse\n", good: "PORT=\nDB_PASSWORD=\n" },
  ],
  *check(project, context) {
    const { git, ignored, paths } = project.surroundings;
    for (const [path, { body }] of project.files) {
      const told = body.environment;
      if (!told || context.for(path).isTest || elsewhere.test(path)) continue;
      if (!own.test(path)) {
        const real = path.replace(sample, "");
        if (git && real !== path && own.test(real) && !paths.has(real) && !git.isIgnored(real) && loadsEnvFile(project)) yield awaited(path, told.place, real);
        continue;
      }
      if (git?.isTracked(path)) yield* tracked(path, told.place, told.holdsSecrets);
      else if (ignored.has(path)) continue;
      else if (git?.isTracked(path) === false) {
        if (told.holdsSecrets || loadsEnvFile(project)) yield waiting(path, told.place, told.holdsSecrets, "waiting");
      } else if (told.holdsSecrets) yield waiting(path, told.place, true);
    }
  },
});

const own = /(^|\/)\.env(\.(local|prod|production|staging|live))?$/;
const sample = /\.(?:example|sample|template|dist|tmpl)$/;
const elsewhere = /(^|\/)(examples?|samples?|demos?|docs?|templates?)\//;

const loaders = /^(?:dotenv|environs|decouple)(?:\.|$)/;
const nodeLoaders = /^(?:dotenv(?:-flow|-safe|-expand)?(?:\/.*)?|@dotenvx\/dotenvx|@nestjs\/config)$/;

function loadsEnvFile(project: Project): boolean {
  for (const { body } of project.files.values()) {
    if (body.javascript?.imports.some(({ module }) => nodeLoaders.test(module))) return true;
    if (body.python && Object.values(body.python.imports).some((symbol) => loaders.test(symbol))) return true;
  }
  return false;
}

function* tracked(path: string, at: number, holdsSecrets: boolean): Iterable<ProjectFinding> {
  yield holdsSecrets
    ? { path, at, message: `git tracks \`${path}\`, and it holds secrets: everybody who clones has them, and taking the file away leaves them in the history. Change them, run \`git rm --cached ${path}\` and ignore it.` }
    : { path, at, variant: "settings", message: `git tracks \`${path}\`: it holds settings only, but this is where the next secret is written without a thought. Ignore it and keep \`${path}.example\` with the names.` };
}

function waiting(path: string, at: number, holdsSecrets: boolean, variant?: "waiting"): ProjectFinding {
  return {
    path, at, ...(variant && { variant }),
    message: holdsSecrets
      ? `git does not ignore \`${path}\`, and it holds secrets: one \`git add .\` gives them to everybody who clones, for good. Ignore it, take it out of the index, and change what was pushed.`
      : `Code loads \`${path}\`, and git does not ignore it: the first secret that is written there leaves with the next \`git add .\`. Add it to .gitignore.`,
  };
}

function awaited(path: string, at: number, real: string): ProjectFinding {
  return { path, at, variant: "waiting", message: `Code loads \`${real}\`, and git would not ignore it: whoever fills in a copy of this file commits the secrets with the next \`git add .\`. Add \`${real}\` to .gitignore.` };
}
