/** Speaks where a manifest asks for what its lockfile does not hold. */
import { type DependencyFact, type LockTool, type PackageManifest, type ProjectFinding, projectRule, type Staleness } from "../api.ts";

export default projectRule({
  id: "project/stale-lockfile",
  title: "Lockfile that contradicts its manifest",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A locked install (\`npm ci\`, \`uv sync --locked\`, \`poetry sync\`) refuses a lockfile that contradicts the manifest, so the release stops; an unlocked one
quietly resolves anew, and what runs was never tested.`,
  remedy: `Run the package manager's lock command and commit the lockfile together with the manifest.`,
  silent: `Whatever the lockfile cannot prove: conditional requirements, overrides and resolutions, local and repository sources, pre-releases, groups
its tool may leave out, lockfiles too large or with conflict markers.`,
  references: ["https://docs.npmjs.com/cli/v11/commands/npm-ci", "https://docs.astral.sh/uv/concepts/projects/sync/", "https://python-poetry.org/docs/cli/#check"],
  examples: [
    {
      title: "Added to the manifest only", path: "pyproject.toml",
      bad: '[project]\nname = "scorer"\ndependencies = ["pandas>=2", "«polars>=1»"]\n\n[tool.uv]\npackage = false\n',
      good: '[project]\nname = "scorer"\ndependencies = ["pandas>=2"]\n\n[tool.uv]\npackage = false\n',
      files: { "uv.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' },
    },
    {
      title: "Raised in the manifest only", path: "package.json",
      bad: '{ "private": true, "dependencies": { «"react": "^19.0.0"» } }\n',
      good: '{ "private": true, "dependencies": { "react": "^18.2.0" } }\n',
      files: { "package-lock.json": '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "react": "^18.2.0" } }, "node_modules/react": { "version": "18.3.1" } } }\n' },
    },
  ],
  *check(project, context) {
    for (const manifest of project.packages().manifests.values()) {
      const { lockedBy } = manifest;
      if (manifest.facts.format === "pnpm-workspace") continue; // what no package takes from a catalogue is not locked
      if (!lockedBy || lockedBy.isIgnored || manifest.isMaterial || context.for(manifest.path).isTest) continue;
      const stale = manifest.facts.dependencies.flatMap((dependency) => {
        const staleness = manifest.staleness(dependency);
        return staleness ? [{ dependency, staleness }] : [];
      });
      if (stale.length > mostSingly) yield together(manifest, stale.length);
      else for (const { dependency, staleness } of stale) yield findingFor(manifest, dependency, staleness);
    }
  },
});

/** More than this is one event, a lockfile forgotten for long, not many. */
const mostSingly = 6;

const commands: Readonly<Record<LockTool, string>> = {
  poetry: "poetry lock", uv: "uv lock", pdm: "pdm lock", pipenv: "pipenv lock", npm: "npm install", pnpm: "pnpm install", yarn: "yarn install", bun: "bun install",
};

function remedy({ lockedBy }: PackageManifest): string {
  return lockedBy?.tool ? `Run \`${commands[lockedBy.tool]}\` and commit both.` : "Lock again and commit both.";
}

function findingFor(manifest: PackageManifest, dependency: DependencyFact, staleness: Staleness): ProjectFinding {
  const lock = manifest.lockedBy?.path ?? "the lockfile";
  const what = staleness.kind === "missing"
    ? `\`${dependency.name}\` is not in ${lock}: a locked install stops, any other takes a version that nobody tested.`
    : `\`${dependency.text}\` rules out the ${staleness.version} that ${lock} holds: a locked install stops, any other resolves anew.`;
  return { path: manifest.path, at: dependency.at, message: `${what} ${remedy(manifest)}` };
}

function together(manifest: PackageManifest, count: number): ProjectFinding {
  const lock = manifest.lockedBy?.path ?? "the lockfile";
  return { path: manifest.path, at: manifest.facts.place, message: `${lock} contradicts ${count} of the ${manifest.facts.dependencies.length} requirements here: a locked install stops, any other resolves anew. ${remedy(manifest)}` };
}
