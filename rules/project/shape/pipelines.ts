/** Which pipelines a project has, and which of its checks they run. */
import type { Project } from "../../api.ts";

/** Where each service keeps its pipeline. */
export const pipelinePath = /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.gitlab\/ci\/.*|\.circleci\/config\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|\.woodpecker(\/.*|\.ya?ml)|azure-pipelines[\w.-]*\.ya?ml|\.azure(-pipelines|devops)?\/.*\.ya?ml|bitbucket-pipelines\.ya?ml|buildspec[\w.-]*\.ya?ml|cloudbuild[\w.-]*\.(ya?ml|json)|appveyor\.ya?ml|\.appveyor\.ya?ml|\.buildkite\/.*|\.semaphore\/.*|\.cirrus\.ya?ml|\.tekton\/.*|\.gitea\/workflows\/.*|\.forgejo\/workflows\/.*|\.builds?(\/.*|\.ya?ml))$|(^|\/)Jenkinsfile[\w.-]*$/i;
/** Those whose commands are read here. */
export const readPipeline = /^\.(github|gitea|forgejo)\/workflows\/|^\.gitlab-ci\.ya?ml$/;

/** Commands of pipelines that are read, as their words. */
export function pipelineCommands(project: Project): readonly string[] {
  return told(project).flatMap(({ operations }) => operations?.commands.map(({ name }) => name) ?? []);
}

export function pipelineActions(project: Project): readonly string[] {
  return told(project).flatMap(({ operations }) => operations?.actions.map(({ name }) => name.toLowerCase()) ?? []);
}

function told(project: Project) {
  return [...project.files].filter(([path]) => readPipeline.test(path) || /^\.github\/actions\//.test(path)).map(([, { body }]) => body);
}
