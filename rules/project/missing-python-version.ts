/** Python applications that run on whichever Python is installed. */
import { projectRule } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { created } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-python-version",
  title: "Project that does not say which Python",
  severity: { default: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The next machine has another Python: packages without a wheel for it are built from source or refused, and behaviour changes quietly between versions.`,
  remedy: `Write \`.python-version\`, or \`requires-python\` in pyproject.toml; an image that starts from \`python:3.12\` says it too.`,
  silent: `Any of: requires-python, python_requires, Poetry's or Pipenv's Python, .python-version, .tool-versions, mise, runtime.txt, conda environments, a Python base image, setup-python in a pipeline. Libraries and prototypes.`,
  references: ["https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python", "https://docs.astral.sh/uv/concepts/python-versions/"],
  examples: [
    { title: "Whichever is installed", path: "pyproject.toml", bad: "[project]\nname = «\"scorer\"»\ndependencies = [\"flask==3.0.0\"]\n\n[tool.uv]\npackage = false\n", good: "[project]\nname = \"scorer\"\nrequires-python = \">=3.12\"\ndependencies = [\"flask==3.0.0\"]\n\n[tool.uv]\npackage = false\n" },
  ],
  *check(project, context) {
    const loud = loudness(context.for("").profile);
    const manifests = [...project.packages().manifests.values()].filter(({ path, facts, isMaterial, isSample, memberOf }) => facts.ecosystem === "python" && facts.lock === undefined && !isMaterial && !isSample && memberOf === undefined && !context.for(path).isTest);
    const [root] = manifests.filter(({ folder, facts }) => folder === "" && facts.dependencies.length > 0);
    if (!loud || !root || project.surroundings.isPart || manifests.some(({ facts, purpose }) => facts.namesRuntime || purpose === "library" || facts.dependencies.some(({ key }) => key === "python"))) return;
    if ([...project.surroundings.paths].some((path) => told.test(path))) return;
    if ([...project.files.values()].some(({ body }) => body.images?.images.some(({ name, where }) => where === "base" && /(^|\/)(python|miniconda3?|anaconda3?|cuda|pytorch|tensorflow|uv)/.test(name)) || body.operations?.settings.some(({ name }) => /^python[-_]?version/i.test(name)))) return;
    yield { path: root.path, at: root.facts.place, fixes: [created(".python-version", "3.12", "Write .python-version, to be checked")], message: "Nothing says which Python this runs on: the next machine has another one, and installs fail or behaviour changes. Add a `.python-version` or `requires-python`." };
  },
});

const told = /(^|\/)(\.python-version|\.tool-versions|\.?mise\.toml|runtime\.txt|environment\.ya?ml|conda[\w.-]*\.ya?ml|tox\.ini|noxfile\.py|setup\.(py|cfg)|shell\.nix|flake\.nix|devbox\.json)$/;
