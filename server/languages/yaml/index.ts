/** The YAML language: workflows, Compose, Kubernetes, GitLab pipelines, Prometheus rules and whatever else is written in it. */
import type { FileFacts, Span, YamlFile } from "../../../rules/api.ts";
import type { ImageFact } from "../../../rules/facts/images.ts";
import type { Language } from "../../engine/language.ts";
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
        facts: () => (facts ??= factsOf(file)),
        update: (_changes, next) => {
          file = yamlFile(path, next);
          facts = undefined;
        },
        dispose: () => {},
      };
    },
  };
}

function factsOf(file: YamlFile): FileFacts {
  const images = mayHoldImages(file) ? file.images() : [];
  const anchors = images.map(({ at }): Span => at);
  const told = images.map(({ reference: { registry, name, tag, digest } }, at): ImageFact => ({ registry, name, tag, digest, at, where: "run", isFinal: false }));
  return { path: file.path, language: "yaml", anchors, body: told.length > 0 ? { images: { kind: "images", images: told } } : {} };
}

/** Saves parsing files that cannot name an image. */
function mayHoldImages({ text }: YamlFile): boolean {
  return /image|uses|container/i.test(text);
}
