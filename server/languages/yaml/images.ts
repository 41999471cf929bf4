/** The images that a YAML file has somebody pull, by the kind of file. */
import type { ImageReference, Span, YamlDocument, YamlImage, YamlMapping, YamlNode, YamlPlace, YamlScalar } from "../../../rules/api.ts";
import { imageReference } from "../dockerfile/reference.ts";
import { expand, type Lookup } from "../dockerfile/variables.ts";
import { maskExpressions } from "../shell/script.ts";
import { isPipelineKind, pipelineImages } from "./pipelines.ts";
import { asMapping, asScalar, children, items, text } from "./walk.ts";
import { stepsOf } from "./workflows.ts";

type Found = Pick<YamlImage, "where"> & { readonly scalar: YamlScalar; readonly reference?: ImageReference; readonly lookup?: Lookup };

/** One place is one image, however many aliases lead to it. */
export function imagesOf(document: YamlDocument, places: readonly YamlPlace[]): YamlImage[] {
  const seen = new Set<YamlScalar>();
  return findersOf(document, places).flatMap(({ scalar, where, reference, lookup }) => {
    if (seen.has(scalar)) return [];
    seen.add(scalar);
    const found = reference ?? referenceIn(scalar, lookup);
    return [{ reference: found, where, at: { start: found.start, end: found.end } }];
  });
}

function findersOf(document: YamlDocument, places: readonly YamlPlace[]): Found[] {
  const root = asMapping(document.root);
  if (!root) return [];
  if (document.kind === "compose") return inCompose(root);
  if (document.kind === "kubernetes") return inKubernetes(root, places);
  if (document.kind === "kustomization") return inKustomization(root);
  if (document.kind === "gitlab-ci") return inGitlab(root);
  if (isPipelineKind(document.kind)) return pipelineImages(document, places).map((scalar) => ({ scalar, where: "pipeline job" }));
  if (document.kind === "workflow") return [...inJobs(root), ...inSteps(root)];
  if (document.kind === "action") return [...inAction(root), ...inSteps(root)];
  return [];
}

/** `${{ … }}` and variables without a visible value become U+FFFC. */
function referenceIn(scalar: YamlScalar, lookup: Lookup = () => undefined): ImageReference {
  const prefix = /^\s*(docker:\/\/)?/.exec(scalar.value)?.[0].length ?? 0;
  const end = scalar.value.trimEnd().length;
  const written = scalar.value.slice(prefix, end);
  const masked = maskExpressions(written).replace(/<<[^<>]*>>/g, "\uFFFC").replace(/\uFFFC+/g, "\uFFFC").replace(/\$\(([^)]*)\)/g, "\uFFFC");
  return imageReference(written, expand(masked, lookup, "$"), scalar.spanOf(prefix, end));
}

function inCompose(root: YamlMapping): Found[] {
  const services = (root.get("services") ? children(root.get("services")) : children(root)).map(({ mapping }) => mapping);
  const built = new Set(services.filter((service) => service.get("build")).flatMap((service) => text(service.get("image")) ?? []));
  return services.flatMap((service): Found[] => {
    const image = asScalar(service.get("image"));
    if (!image || built.has(image.value) || /^(never|build)$/.test(text(service.get("pull_policy")) ?? "")) return [];
    return [{ scalar: image, where: "compose service" }];
  });
}

const podLists: ReadonlySet<string> = new Set(["containers", "initContainers", "ephemeralContainers"]);
/** Where other resources keep containers: https://argo-workflows.readthedocs.io/en/latest/fields/, https://tekton.dev/docs/pipelines/tasks/ */
const ownLists: readonly { readonly group: RegExp; readonly lists: ReadonlySet<string>; readonly single: ReadonlySet<string> }[] = [
  { group: /^argoproj\.io\//, lists: new Set(["sidecars"]), single: new Set(["container", "script"]) },
  { group: /^tekton\.dev\//, lists: new Set(["steps", "sidecars"]), single: new Set(["stepTemplate"]) },
];

function inKubernetes(root: YamlMapping, places: readonly YamlPlace[]): Found[] {
  if (text(root.get("kind")) === "CustomResourceDefinition") return [];
  const own = ownLists.find(({ group }) => group.test(text(root.get("apiVersion")) ?? ""));
  return places.flatMap(({ mapping, path }): Found[] => {
    const key = path.at(-1) ?? "";
    const list = /^\d+$/.test(key) ? (path.at(-2) ?? "") : "";
    if (!podLists.has(list) && !own?.lists.has(list) && !own?.single.has(key)) return [];
    const image = asScalar(mapping.get("image"));
    if (!image || text(mapping.get("imagePullPolicy")) === "Never" || image.value === kubebuilderPlaceholder) return [];
    return [{ scalar: image, where: "container" }];
  });
}

/** Kubebuilder's scaffold names the manager so; its kustomization replaces the name: https://book.kubebuilder.io/ */
const kubebuilderPlaceholder = "controller:latest";

function inKustomization(root: YamlMapping): Found[] {
  return items(root.get("images")).flatMap((item): Found[] => {
    const image = asMapping(item);
    const tag = asScalar(image?.get("newTag"));
    const name = text(image?.get("newName")) ?? text(image?.get("name"));
    if (!tag || !name || image?.get("digest")) return [];
    const at: Span = tag.spanOf(0, tag.value.length);
    return [{ scalar: tag, where: "kustomization", reference: imageReference(tag.value, `${name}:${tag.value}`, at) }];
  });
}

function inGitlab(root: YamlMapping): Found[] {
  const variables = asMapping(root.get("variables"));
  const lookup: Lookup = (name) => {
    const value = text(variables?.get(name));
    return value?.includes("$") ? undefined : value;
  };
  const jobs = [root, ...children(root).filter(({ key }) => key !== "variables" && key !== "workflow").map(({ mapping }) => mapping)];
  return jobs.flatMap((job) => [job.get("image"), ...items(job.get("services"))].flatMap((node): Found[] => imageNode(node, "name").map((scalar) => ({ scalar, where: "pipeline job", lookup }))));
}

function inJobs(root: YamlMapping): Found[] {
  return children(root.get("jobs")).flatMap(({ mapping: job }) => [
    ...imageNode(job.get("container"), "image").flatMap((scalar) => throughMatrix(job, scalar)).map((scalar): Found => ({ scalar, where: "job container" })),
    ...children(job.get("services")).flatMap(({ mapping }) => imageNode(mapping.get("image"), "image").flatMap((scalar) => throughMatrix(job, scalar)).map((scalar): Found => ({ scalar, where: "service container" }))),
  ]);
}

/** `${{ matrix.image }}` stands for the values written in the matrix. */
function throughMatrix(job: YamlMapping, scalar: YamlScalar): YamlScalar[] {
  const [key, ...rest] = /^\s*\$\{\{\s*matrix\.([\w.-]+)\s*\}\}\s*$/.exec(scalar.value)?.[1]?.split(".") ?? [];
  if (key === undefined) return [scalar];
  const matrix = asMapping(asMapping(job.get("strategy"))?.get("matrix"));
  const given = [...items(matrix?.get(key)), ...items(matrix?.get("include")).flatMap((one) => asMapping(one)?.get(key) ?? [])];
  const found = given.flatMap((one) => asScalar(rest.reduce<YamlNode | undefined>((at, name) => asMapping(at)?.get(name), one)) ?? []);
  return found.length > 0 ? found : [scalar];
}

function inAction(root: YamlMapping): Found[] {
  const image = asScalar(asMapping(root.get("runs"))?.get("image"));
  return image?.value.startsWith("docker://") ? [{ scalar: image, where: "action" }] : [];
}

function inSteps(root: YamlMapping): Found[] {
  return stepsOf(root).flatMap(({ step }): Found[] => {
    const uses = asScalar(step.get("uses"));
    return uses?.value.startsWith("docker://") ? [{ scalar: uses, where: "action" }] : [];
  });
}

/** A name, or a mapping that holds the name. */
function imageNode(node: YamlNode | undefined, key: string): YamlScalar[] {
  const scalar = asScalar(asMapping(node)?.get(key) ?? node);
  return scalar ? [scalar] : [];
}
