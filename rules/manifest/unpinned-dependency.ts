/** Speaks where a requirement may be another version tomorrow and no lockfile holds it. */
import { type DependencyFact, type PackageManifest, type ProjectFinding, projectRule } from "../api.ts";

export default projectRule({
  id: "manifest/unpinned-dependency",
  title: "Dependency that can float",
  severity: { default: "warning", range: "info", development: "info", aside: "hint" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The same commit installed tomorrow may run other code than the commit that was tested today: a new release of a dependency arrives
without a diff, in the middle of a deploy or a rollback, and the failure looks like yours.

A requirement with no version, \`*\`, \`latest\`, or only a lower end (\`>=2\`) takes the next major release too: a warning. A range with an upper end
(\`~=2.2\`, \`^18\`) takes what its authors promise is compatible: information. What only developers install breaks builds, not users: information.`,
  remedy: `Pin the version (\`==\`), or let a tool do it for the whole tree and commit the result: \`uv lock\`, \`poetry lock\`, \`pip-compile\`, \`npm install\`.
For a repository, name the full commit hash.`,
  silent: `A lockfile beside the manifest or at the workspace root, constraints, included or compiled requirement files that pin the name; local
paths, workspace members, archives by name, commits and version tags; build requirements; runtime ranges of a published library. Its development
groups, docs and examples are hints. Where only a lockfile is missing, \`project/missing-lockfile\` speaks once for the whole manifest and ranges stay
silent here; \`*\`, \`latest\` and branches still speak.`,
  references: [
    "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
    "https://packaging.python.org/en/latest/specifications/version-specifiers/",
    "https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json",
  ],
  examples: [
    { title: "No version", path: "requirements.txt", bad: "«pandas»  # frames\n«scikit-learn>=1.4»\n", good: "pandas==2.2.3  # frames\nscikit-learn==1.5.2\n" },
    {
      title: "Another tool's lockfile knows the version", path: "requirements.txt", bad: "«pandas[excel]>=2» ; python_version >= '3.10'\n", good: "pandas[excel]==2.2.3 ; python_version >= '3.10'\n",
      files: { "poetry.lock": '[[package]]\nname = "pandas"\nversion = "2.2.3"\n' },
    },
    { title: "A branch", path: "requirements.txt", bad: "«featurelib @ git+https://github.com/acme/featurelib@main»\n", good: "featurelib @ git+https://github.com/acme/featurelib@3f786850e387550fdab836ed7e6dc881de23001b\n" },
    {
      title: "Standard project metadata without a locking tool", path: "pyproject.toml",
      bad: '[project]\nname = "scorer"\nversion = "1.0"\ndependencies = [\n  "«fastapi~=0.115»",\n  "«numpy»",\n]\n',
      good: '[project]\nname = "scorer"\nversion = "1.0"\ndependencies = [\n  "fastapi==0.115.6",\n  "numpy==2.1.3",\n]\n',
    },
    { title: "Conda environment", path: "environment.yml", bad: "name: train\ndependencies:\n  - «numpy»\n  - pip:\n    - «xgboost>2»\n", good: "name: train\ndependencies:\n  - numpy=2.1.3\n  - pip:\n    - xgboost==2.1.2\n" },
    { title: "Any version of a package", path: "package.json", bad: '{ "private": true, "dependencies": { «"lodash": "*"» } }\n', good: '{ "private": true, "dependencies": { "lodash": "4.17.21" } }\n' },
  ],
  *check(project, context) {
    const { manifests } = project.packages();
    for (const manifest of manifests.values()) {
      if (manifest.isMaterial || isLocked(manifest)) continue;
      const { isTest } = context.for(manifest.path);
      const floating = manifest.facts.dependencies.flatMap((dependency) => {
        const variant = isFloating(dependency) && variantOf(manifest, dependency, isTest);
        if (!variant || manifest.isLocal(dependency) || manifest.heldBy(dependency)) return [];
        return dependency.group === "constraint" && isAskedElsewhere(dependency, manifest, manifests) ? [] : [{ dependency, variant }];
      });
      const asides = floating.filter(({ variant }) => variant === "aside").length;
      if (asides > mostAsides) yield allAside(manifest, asides);
      for (const { dependency, variant } of floating) if (asides <= mostAsides || variant !== "aside") yield findingFor(manifest, dependency, variant);
    }
  },
});

/** More hints than this in one file is a way of working, said once. */
const mostAsides = 12;

function allAside(manifest: PackageManifest, count: number): ProjectFinding {
  return {
    path: manifest.path, at: manifest.facts.place, variant: "aside",
    message: `${count} requirements here can float: tomorrow's install may differ from today's with no change of yours. Commit a lockfile, or pin them.`,
  };
}

const floatingPins = new Set(["any", "open", "bounded", "moving"]);

/** Programs that set an environment up; their version is the environment's, not the project's. */
const environmentTools = new Set(["pip", "conda", "mamba"]);

function isFloating(dependency: DependencyFact): boolean {
  if (!floatingPins.has(dependency.pin) || dependency.group === "build") return false;
  if (dependency.ecosystem === "conda" && (environmentTools.has(dependency.key) || dependency.key === "python" && dependency.pin === "bounded")) return false;
  return true;
}

/** A lockfile that git ignores is nobody's but this machine's; that is the other rule's finding. */
function isLocked({ lockedBy }: PackageManifest): boolean {
  return lockedBy !== undefined && !lockedBy.isIgnored;
}

type Variant = "default" | "range" | "development" | "aside";

function variantOf(manifest: PackageManifest, dependency: DependencyFact, isTest: boolean): Variant | undefined {
  const { pin, group } = dependency;
  const isDevelopment = group === "development" || manifest.isDevelopment || isTest;
  const isPublished = manifest.purpose === "library" && manifest.facts.format !== "conda";
  if (isPublished && !isDevelopment && pin !== "moving") return undefined; // its users' resolver decides
  if (manifest.tool && !isPublished && (pin === "bounded" || pin === "open")) return undefined; // one missing lockfile is one finding
  if (group === "constraint") return pin === "bounded" ? undefined : "range"; // a cap is what constraints are for
  if (manifest.isSample || manifest.isInsideLibrary || manifest.purpose !== "application") return "aside";
  if (isDevelopment) return "development";
  return pin === "bounded" ? "range" : "default";
}

/** The line that asks for the package is the place to speak. */
function isAskedElsewhere(dependency: DependencyFact, constraints: PackageManifest, manifests: ReadonlyMap<string, PackageManifest>): boolean {
  return [...manifests.values()].some((other) => other !== constraints && other.folder === constraints.folder && other.facts.dependencies.some(({ key }) => key === dependency.key));
}

function findingFor(manifest: PackageManifest, dependency: DependencyFact, variant: Variant): ProjectFinding {
  const known = dependency.specifierAt === undefined ? undefined : manifest.knownVersion(dependency);
  const version = known?.version.replace(/\+.*$/, ""); // a local build cannot be asked for by name
  const source = known?.from === "installed" ? "installed" : known?.from;
  return {
    path: manifest.path, at: dependency.at, variant,
    message: `${problemWith(dependency)} ${remedyFor(manifest, dependency, version && source ? { version, source } : undefined)}`,
    ...(version && source && dependency.specifierAt !== undefined && {
      fixes: [{ title: `Pin to ${version} (${source})`, safe: false, edits: [{ at: dependency.specifierAt, text: `${dependency.pinWith}${version}` }] }],
    }),
  };
}

function problemWith({ text, pin, specifier, group }: DependencyFact): string {
  const shown = `\`${text}\``;
  if (pin === "moving") return `${shown} follows a branch: every install takes what is there that day, reviewed or not.`;
  if (group === "constraint") return `${shown} constrains nothing above: tomorrow's install may differ from today's.`;
  if (pin === "any") return `${shown} ${specifier === "" ? "has no version" : "takes any version"}: tomorrow's install may bring another major release than today's.`;
  if (pin === "bounded") return `${shown} can float within its range: two installs of one commit may differ.`;
  return `${shown} can float: tomorrow's install may differ from today's.`;
}

function remedyFor(manifest: PackageManifest, dependency: DependencyFact, known: { readonly version: string; readonly source: string } | undefined): string {
  if (dependency.pin === "moving") return "Name the full commit hash.";
  if (known) return `Pin it (${known.source === "installed" ? `${known.version} is installed` : `${known.source} has ${known.version}`}).`;
  if (dependency.ecosystem === "npm") return "Name a version and commit the lockfile.";
  if (dependency.ecosystem === "conda") return "Pin it, or commit a conda-lock file.";
  return manifest.facts.format === "pyproject" ? "Pin it, or commit a lockfile." : "Pin it with `==`, or compile the file with `pip-compile`.";
}
