/** Projects with dependencies and a pipeline, and nothing that looks for known holes in them. */
import { projectRule, type Project } from "../api.ts";
import { loudness, pipelinePlace } from "./shape/overview.ts";
import { pipelineActions, pipelineCommands, pipelinePath, readPipeline } from "./shape/pipelines.ts";
import { created } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/unscanned-ci",
  title: "Dependencies that nobody scans",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `A hole in a package you use is public the day it is found. Without a scan the first who look for it in your service are others.`,
  remedy: `Switch Dependabot or Renovate on, or run \`pip-audit\`, \`npm audit\`, OSV or Trivy in the pipeline and let it fail.`,
  silent: `Dependabot, Renovate, PyUp, Snyk and Mend configurations, any scanner among commands or actions, projects without dependencies or without a readable pipeline, prototypes. Scans that the host runs by its settings cannot be seen.`,
  references: ["https://docs.github.com/en/code-security/dependabot/dependabot-security-updates/about-dependabot-security-updates", "https://google.github.io/osv-scanner/"],
  examples: [
    { title: "Old holes", path: ".github/workflows/ci.yml", bad: "on: push\n«jobs»:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n", good: "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip-audit\n", files: {"requirements.txt": "flask==3.0.0\n"} },
  ],
  *check(project, context) {
    const loud = loudness(context.for("").profile);
    const place = pipelinePlace(project);
    const paths = [...project.surroundings.paths];
    if (!loud || !place || project.surroundings.isPart || paths.some((path) => watcher.test(path) || (pipelinePath.test(path) && !readPipeline.test(path)))) return;
    if (![...project.packages().manifests.values()].some(({ facts, isMaterial }) => !isMaterial && facts.dependencies.length > 0)) return;
    if ([...pipelineCommands(project), ...pipelineActions(project)].some((words) => scanner.test(words))) return;
    const isOnGithub = paths.some((path) => path.startsWith(".github/"));
    yield { ...place, ...loud, ...(isOnGithub && { fixes: [created(".github/dependabot.yml", dependabot(project), "Switch Dependabot on")] }), message: "Nothing looks for known holes in the dependencies: others will, the day one is published. Switch Dependabot or Renovate on, or run `pip-audit`, `npm audit` or OSV in this pipeline." };
  },
});

const watcher = /^(\.github\/|\.gitlab\/)?(dependabot\.ya?ml|renovate\.json5?|\.renovaterc(\.json5?)?|\.pyup\.ya?ml|\.snyk|\.whitesource|\.mend)$/;
const scanner = /pip-audit|safety|\baudit\b|osv-scanner|trivy|grype|snyk|dependency-review|dependency-check|govulncheck|anchore|codeql|cargo-deny|cargo deny|renovate|mend|blackduck|scan/i;

/** https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference */
function dependabot(project: Project): string {
  const manifests = [...project.packages().manifests.values()].filter(({ isMaterial, isSample, facts }) => !isMaterial && !isSample && facts.ecosystem !== "conda" && facts.dependencies.length > 0);
  const places = new Set(manifests.map(({ folder, facts, tool }) => `${facts.ecosystem === "npm" ? "npm" : tool === "uv" ? "uv" : "pip"} /${folder}`));
  const updates = [...places, "github-actions /"].map((place) => {
    const [ecosystem = ""] = place.split(" ", 1);
    const folder = place.slice(ecosystem.length + 1);
    return `  - package-ecosystem: ${ecosystem}\n    directory: "${folder}"\n    schedule: {interval: weekly}\n`;
  });
  return `version: 2\nupdates:\n${updates.join("")}`;
}
