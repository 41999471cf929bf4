/** What a YAML file tells the workspace: the images it pulls, those it has built or replaced, and what it operates. */
import type { FileFacts, YamlDocument, YamlFile, YamlMapping } from "../../../rules/api.ts";
import type { DecidedImage, ImageFact } from "../../../rules/facts/images.ts";
import { serviceBody } from "../concerns.ts";
import { imageReference } from "../dockerfile/reference.ts";
import { operations } from "./operations.ts";
import { asMapping, children, items, text } from "./walk.ts";

export function yamlFacts(file: YamlFile): FileFacts {
  const { anchors, body, ...rest } = imageFacts(file);
  const found = operations(file, anchors.length);
  const told = { ...body, ...serviceBody(file.text) };
  return found ? { ...rest, anchors: [...anchors, ...found.anchors], body: { ...told, operations: found.facts } } : { ...rest, anchors, body: told };
}

function imageFacts(file: YamlFile): FileFacts {
  const empty: FileFacts = { path: file.path, language: "yaml", anchors: [], body: {} };
  if (!mayHoldImages(file)) return empty;
  const found = file.images();
  const documents = file.documents();
  const decides = documents.flatMap((document) => decidedIn(document, file.path));
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
function decidedIn({ root, kind }: YamlDocument, path: string): DecidedImage[] {
  const mapping = asMapping(root);
  if (!mapping) return [];
  const folder = resolvePath(path, "..");
  if (kind === "kustomization") {
    const below = reachOf(mapping, folder);
    return items(mapping.get("images")).flatMap((item) => {
      const image = asMapping(item);
      return image?.get("newTag") ?? image?.get("digest") ? nameOf(text(image?.get("name"))).map((name) => ({ name, below })) : [];
    });
  }
  if (!/^skaffold\//.test(text(mapping.get("apiVersion")) ?? "")) return [];
  const profiles = [mapping, ...items(mapping.get("profiles"))];
  const artifacts = profiles.flatMap((profile) => items(asMapping(asMapping(profile)?.get("build"))?.get("artifacts")));
  return artifacts.flatMap((artifact) => nameOf(text(asMapping(artifact)?.get("image")))).map((name) => ({ name, below: [folder] }));
}

/** Its own folder and what it names; a component is named by others, which usually stand beside its parent. */
function reachOf(kustomization: YamlMapping, folder: string): string[] {
  if (text(kustomization.get("kind")) === "Component") return [resolvePath(folder, "../..")];
  const named = ["resources", "bases"].flatMap((key) => items(kustomization.get(key))).flatMap((item) => text(item) ?? []);
  return [folder, ...named.filter((one) => !one.includes(":")).map((one) => resolvePath(folder, one))];
}

function resolvePath(folder: string, relative: string): string {
  const parts = folder.split("/").filter(Boolean);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
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
