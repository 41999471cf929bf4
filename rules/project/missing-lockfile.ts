/** Speaks where an application's manifest has no lockfile that others get too. */
import { type LockTool, type PackageManifest, type ProjectFinding, projectRule } from "../api.ts";

export default projectRule({
  id: "project/missing-lockfile",
  title: "Application without a lockfile",
  severity: { default: "warning", development: "info", unsure: "info", aside: "hint" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The manifest names a few packages; the lockfile names all of them, with what they pull in, to the exact version. Without it every build, every
colleague and every rollback resolves the tree anew: the image built from last week's commit is not last week's image.`,
  remedy: `Run the package manager once and commit the lockfile it writes. Install from it in images and pipelines: \`npm ci\`, \`uv sync --locked\`,
\`poetry sync\`, \`pipenv sync\`.`,
  silent: `Published libraries, whose users resolve for themselves; members of a workspace whose root has the lockfile; requirements compiled by
pip-tools or uv beside the manifest; manifests that ask for nothing; plain requirements.txt, where \`manifest/unpinned-dependency\` speaks per line.`,
  references: ["https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json", "https://python-poetry.org/docs/basic-usage/#committing-your-poetrylock-file-to-version-control", "https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile"],
  examples: [
    {
      title: "Poetry project", path: "pyproject.toml",
      bad: '[tool.poetry]\nname = «"scorer"»\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = "^0.115"\n',
      good: '[tool.poetry]\nname = "scorer"\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = "^3.11"\n',
    },
    {
      title: "Node service", path: "package.json",
      bad: '{\n  "name": «"gateway"»,\n  "private": true,\n  "dependencies": { "fastify": "^5.1.0" }\n}\n',
      good: '{\n  "name": "gateway",\n  "private": true\n}\n',
    },
    {
      title: "Lockfile switched off", path: ".npmrc", bad: "fund=false\n«package-lock=false»\n", good: "fund=false\npackage-lock=true\n",
      files: { "package.json": '{ "private": true, "dependencies": { "fastify": "^5.1.0" } }\n' },
    },
  ],
  *check(project, context) {
    for (const manifest of project.packages().manifests.values()) {
      if (manifest.purpose === "library" || manifest.memberOf !== undefined || manifest.isMaterial || context.for(manifest.path).isTest) continue;
      if (manifest.facts.format === "pnpm-workspace") continue; // its packages ask for what its catalogue names
      if (manifest.tool === undefined || !asksForAnything(manifest, project.packages().manifests)) continue;
      if (manifest.lockedBy && !manifest.lockedBy.isIgnored) continue;
      if (isCompiled(manifest)) continue;
      yield findingFor(manifest, manifest.tool);
    }
  },
});

/** What each tool writes, and how to have it written. */
const tools: Readonly<Record<LockTool, { readonly file: string; readonly command: string }>> = {
  poetry: { file: "poetry.lock", command: "poetry lock" },
  uv: { file: "uv.lock", command: "uv lock" },
  pdm: { file: "pdm.lock", command: "pdm lock" },
  pipenv: { file: "Pipfile.lock", command: "pipenv lock" },
  npm: { file: "package-lock.json", command: "npm install" },
  pnpm: { file: "pnpm-lock.yaml", command: "pnpm install" },
  yarn: { file: "yarn.lock", command: "yarn install" },
  bun: { file: "bun.lock", command: "bun install" },
};

function askedBy({ facts }: PackageManifest) {
  return facts.dependencies.filter(({ group, source }) => group !== "build" && group !== "constraint" && source !== "path" && source !== "workspace");
}

function asksForAnything(manifest: PackageManifest, all: ReadonlyMap<string, PackageManifest>): boolean {
  if (askedBy(manifest).length > 0) return true;
  return manifest.hasMembers && [...all.values()].some((other) => other.memberOf === manifest.folder && askedBy(other).length > 0);
}

/** Requirement files compiled from this manifest pin everything that runs. */
function isCompiled(manifest: PackageManifest): boolean {
  const runtime = askedBy(manifest).filter(({ group }) => group === "runtime");
  return manifest.facts.ecosystem === "python" && runtime.length > 0 && runtime.every((one) => manifest.heldBy(one) !== undefined);
}

function variantOf(manifest: PackageManifest): "default" | "development" | "unsure" | "aside" {
  if (manifest.isSample || manifest.isInsideLibrary) return "aside";
  if (manifest.purpose === "unknown") return "unsure";
  return manifest.hasMembers || askedBy(manifest).some(({ group }) => group !== "development") ? "default" : "development";
}

function findingFor(manifest: PackageManifest, tool: LockTool): ProjectFinding {
  const { file, command } = tools[tool];
  const variant = variantOf(manifest);
  const name = manifest.path.slice(manifest.path.lastIndexOf("/") + 1);
  const { lockedBy, lockfileOff } = manifest;
  if (lockfileOff && !lockedBy) {
    return {
      path: lockfileOff.path, at: lockfileOff.at, variant,
      message: `\`${lockfileOff.text}\` switches the lockfile off: every install resolves the whole tree anew, and yesterday's build cannot be repeated. Remove the line, run \`${command}\` and commit ${file}.`,
      related: [{ path: manifest.path, at: manifest.facts.place, message: "asks for the packages that now float" }],
    };
  }
  if (lockedBy) {
    return {
      path: manifest.path, at: manifest.facts.place, variant,
      message: `git ignores \`${lockedBy.path}\`: it holds the versions on this machine only, and every other install resolves the tree anew. Take it out of .gitignore and commit it.`,
    };
  }
  const count = askedBy(manifest).length;
  const asked = count === 0 ? "the packages of its workspace" : count === 1 ? "1 package" : `${count} packages`;
  return {
    path: manifest.path, at: manifest.facts.place, variant,
    message: `${name} asks for ${asked} and no ${file} says which versions: the next install may run code that nobody tested. Run \`${command}\` and commit ${file}.`,
  };
}
