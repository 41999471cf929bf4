/** Node applications that run on whichever Node is installed. */
import { projectRule } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { created } from "./shape/scaffold.ts";

export default projectRule({
  id: "project/missing-node-version",
  title: "Project that does not say which Node",
  severity: { default: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The next machine has another Node: native modules fail to build, and the built-in fetch, test runner or TLS behave differently.`,
  remedy: `Write \`engines: { node: … }\` in package.json, or \`.nvmrc\`; an image that starts from \`node:22\` says it too.`,
  silent: `Any of: engines.node, Volta, .nvmrc, .node-version, .tool-versions, mise, a Node base image, setup-node with a version in a pipeline. Libraries, prototypes.`,
  references: ["https://docs.npmjs.com/cli/v11/configuring-npm/package-json#engines"],
  examples: [
    { title: "Whichever is installed", path: "package.json", bad: "{\n  \"name\": «\"gateway\"»,\n  \"private\": true,\n  \"dependencies\": { \"fastify\": \"5.1.0\" }\n}\n", good: "{\n  \"name\": \"gateway\",\n  \"private\": true,\n  \"engines\": { \"node\": \">=22\" },\n  \"dependencies\": { \"fastify\": \"5.1.0\" }\n}\n" },
  ],
  *check(project, context) {
    const loud = loudness(context.for("").profile);
    const manifests = [...project.packages().manifests.values()].filter(({ path, facts, isMaterial, isSample, memberOf }) => facts.ecosystem === "npm" && facts.lock === undefined && !isMaterial && !isSample && memberOf === undefined && !context.for(path).isTest);
    const [root] = manifests.filter(({ folder, facts }) => folder === "" && facts.dependencies.length > 0);
    if (!loud || !root || project.surroundings.isPart || manifests.some(({ facts, purpose }) => facts.namesRuntime || purpose === "library")) return;
    if ([...project.surroundings.paths].some((path) => told.test(path))) return;
    if ([...project.files.values()].some(({ body }) => body.images?.images.some(({ name, where }) => where === "base" && /(^|\/)(node|bun|deno)($|[-_])/.test(name)) || body.operations?.settings.some(({ name }) => /^(node[-_]?version(-file)?|bun-version)$/i.test(name)))) return;
    yield { path: root.path, at: root.facts.place, fixes: [created(".nvmrc", "22", "Write .nvmrc, to be checked")], message: "Nothing says which Node this runs on: the next machine has another one, and native modules or built-ins fail. Add `engines.node` or an `.nvmrc`." };
  },
});

const told = /(^|\/)(\.nvmrc|\.node-version|\.tool-versions|\.?mise\.toml|shell\.nix|flake\.nix|devbox\.json|bun\.lockb?|deno\.jsonc?)$/;
