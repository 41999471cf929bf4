/** What a Dockerfile tells the workspace: the images it pulls and the Python and Node versions they settle. */
import type { DockerFile, FileFacts, Span } from "../../../rules/api.ts";
import type { ImageFact } from "../../../rules/facts/images.ts";
import { serviceBody } from "../concerns.ts";

export function dockerFacts(file: DockerFile): FileFacts {
  const anchors: Span[] = [];
  const lastBase = baseOf(file);
  const images = file.images().map(({ reference, at, how, instruction }): ImageFact => {
    anchors.push(at);
    const { registry, name, tag, digest, written, resolved, pin } = reference;
    return {
      registry, name, tag, digest, written, resolved, pin, at: anchors.length - 1,
      where: how === "from" ? "base" : "copied",
      isFinal: how === "from" && instruction === lastBase,
    };
  });
  return { path: file.path, language: "dockerfile", anchors, body: { images: { kind: "images", images, decides: [], builds: [] }, ...serviceBody(file.text) } };
}

/** The FROM that the stage built by default goes back to. */
function baseOf(file: DockerFile) {
  let stage = file.stages().at(-1);
  while (stage?.parent) stage = stage.parent;
  return stage?.from;
}
