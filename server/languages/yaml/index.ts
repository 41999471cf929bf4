/** The YAML language: workflows, Compose, Kubernetes, GitLab pipelines, Prometheus rules and whatever else is written in it. */
import type { FileFacts } from "../../../rules/api.ts";
import type { Language } from "../../engine/language.ts";
import { yamlFacts } from "./facts.ts";
import { yamlFile } from "./file.ts";

const editorLanguages: ReadonlySet<string> = new Set(["yaml", "dockercompose", "github-actions-workflow", "azure-pipelines", "helm"]);

export function yamlLanguage(): Language {
  return {
    id: "yaml",
    claims: (path, editorLanguage) => /\.ya?ml$/i.test(path) || editorLanguages.has(editorLanguage ?? ""),
    load: async () => {},
    isLoaded: true,
    open(path, text) {
      let file = yamlFile(path, text);
      let facts: FileFacts | undefined;
      return {
        get file() { return file; },
        facts: () => (facts ??= yamlFacts(file)),
        update: (_changes, next) => {
          file = yamlFile(path, next);
          facts = undefined;
        },
        dispose: () => {},
      };
    },
  };
}
