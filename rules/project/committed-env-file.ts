/** Env files with values that git would commit, or has. */
import { projectRule } from "../api.ts";


export default projectRule({
  id: "project/committed-env-file",
  title: "Env file that git takes",
  severity: { default: "warning", settings: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `What is committed once stays in the history, the forks and the images of everybody who cloned it. An env file is where the next secret is written without a thought.`,
  remedy: `Ignore it (\`.env\` in .gitignore), take it out of the index (\`git rm --cached .env\`), change the secrets it held, and keep \`.env.example\` with names only.`,
  silent: `Env files that git ignores, samples (\`.env.example\`, \`.template\`, \`.dist\`, \`.defaults\`), test files, files that hold settings only are a hint. Outside of git nothing is known to be tracked.`,
  references: ["https://git-scm.com/docs/gitignore", "https://12factor.net/config"],
  examples: [
    { title: "Waiting for the next commit", path: ".env", bad: "PORT=8000\n«DB_PASSWORD»=correct-horse\n", good: "PORT=\nDB_PASSWORD=\n" },
  ],
  *check(project, context) {
    for (const [path, { body }] of project.files) {
      const told = body.environment;
      if (!told || project.surroundings.ignored.has(path) || context.for(path).isTest || !own.test(path) || elsewhere.test(path)) continue;
      if (told.holdsSecrets) yield { path, at: told.place, message: `git does not ignore \`${path}\`, and it holds secrets: one \`git add .\` gives them to everybody who clones, for good. Ignore it, take it out of the index, and change what was pushed.` };
    }
  },
});

const own = /(^|\/)\.env(\.(local|prod|production|staging|live))?$/;
const elsewhere = /(^|\/)(examples?|samples?|demos?|docs?|templates?)\//;
