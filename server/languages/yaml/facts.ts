/** What a YAML file tells the workspace: the images it pulls, and those it has built or replaced. */
import type { FileFacts, YamlDocument, YamlFile } from "../../../rules/api.ts";
import type { ImageFact } from "../../../rules/facts/images.ts";
import { imageReference } from "../dockerfile/reference.ts";
import { asMapping, children, items, text } from "./walk.ts";

export function yamlFacts(file: YamlFile): FileFacts {
  const empty: FileFacts = { path: file.path, language: "yaml", anchors: [], body: {} };
  if (!mayHoldImages(file)) return empty;
  const found = file.images();
  const documents = file.documents();
  const decides = documents.flatMap(decidedIn);
  const builds = documents.flatMap(builtIn);
  if (found.length + decides.length + builds.length === 0) return empty;
  const images = found.map(({ reference, where }, at): ImageFact => {
    const { registry, name, tag, digest, written, resolved, pin } = reference;
    return { registry, name, tag, digest, at, where, isFinal: false, written, resolved, pin };
  });
  return { ...empty, anchors: found.map(({ at }) => at), body: { images: { kind: "images", images, decides, builds } } };
}

/** Saves parsing files that cannot name an image. */
function mayHoldImages({ text: source }: YamlFile): boolean {
  return /image|uses|container/i.test(source);
}

/** https://skaffold.dev/docs/references/yaml/#build-artifacts, https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/ */
function decidedIn({ root, kind }: YamlDocument): string[] {
  const mapping = asMapping(root);
  if (!mapping) return [];
  if (kind === "kustomization") {
    return items(mapping.get("images")).flatMap((item) => {
      const image = asMapping(item);
      const isReplaced = image?.get("newTag") ?? image?.get("digest") ?? image?.get("newName");
      return isReplaced ? nameOf(text(image?.get("name"))) : [];
    });
  }
  if (!/^skaffold\//.test(text(mapping.get("apiVersion")) ?? "")) return [];
  const profiles = [mapping, ...items(mapping.get("profiles"))];
  return profiles.flatMap((profile) => items(asMapping(asMapping(profile)?.get("build"))?.get("artifacts"))).flatMap((artifact) => nameOf(text(asMapping(artifact)?.get("image"))));
}

function builtIn({ root, kind }: YamlDocument): string[] {
  const services = kind === "compose" ? children(asMapping(root)?.get("services")) : [];
  return services.flatMap(({ mapping }) => (mapping.get("build") ? (text(mapping.get("image")) ?? []) : []));
}

function nameOf(written: string | undefined): string[] {
  if (!written) return [];
  const { registry, name } = imageReference(written, written, { start: 0, end: 0 });
  return [registry ? `${registry}/${name}` : name];
}
