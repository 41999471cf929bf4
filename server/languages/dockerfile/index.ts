/** The Dockerfile language: `Dockerfile`, `Dockerfile.gpu`, `gpu.dockerfile`, `Containerfile`. */
import type { DockerFile, FileFacts } from "../../../rules/api.ts";
import type { Language, OpenFile } from "../../engine/language.ts";
import { dockerFacts } from "./facts.ts";
import { dockerFile } from "./file.ts";

const name = /(^|\/)(Dockerfile|Containerfile)[^/]*$|(^|\/)(dockerfile|containerfile)([._-][^/]*)?$|\.([Dd]ockerfile|[Cc]ontainerfile)$/;
/** `Dockerfile.py` and the like are about Dockerfiles, not such. */
const other = /\.(py|[cm]?[jt]sx?|md|rst|txt|go|rb|java|kt|cs|ya?ml|json|toml|sh|html|j2|jinja2?|tmpl|tpl|erb|template|dockerignore|mustache|in)$/i;

export function dockerfileLanguage(): Language {
  return {
    id: "dockerfile",
    claims: (path, editorLanguage) => (name.test(path) && !other.test(path)) || editorLanguage === "dockerfile",
    load: async () => {},
    isLoaded: true,
    open(path, text) {
      let facts: FileFacts | undefined;
      const open: OpenFile & { file: DockerFile } = {
        file: dockerFile(path, text),
        facts: () => (facts ??= dockerFacts(open.file)),
        update: (_changes, next) => {
          open.file = dockerFile(path, next);
          facts = undefined;
        },
        dispose: () => {},
      };
      return open;
    },
  };
}
