/** Images that workflows, Compose files and Kubernetes objects pull by tag instead of by digest. */
import { projectRule, type FileFacts, type ImageReference, type YamlImage } from "../api.ts";

export default projectRule({
  id: "yaml/unpinned-image",
  title: "Image that can change under its tag",
  severity: { default: "warning", tag: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A tag is a label that its owner may move. Two replicas of one deployment can run different code, a restart at night can bring a new
version nobody released, and going back to the old manifest does not go back to the old image.`,
  remedy: `Name the digest beside the tag: \`nginx:1.29@sha256:…\`. \`docker buildx imagetools inspect IMAGE\` prints it; Renovate and
Kustomize's \`images:\` keep it up to date.`,
  silent: `Digests, images that a Compose file builds itself (also under the name another service uses), images that are never pulled,
matrix values and variables that cannot be seen. Names that Skaffold builds or Kustomize replaces in this workspace are placeholders. \`\${IMAGE:-default}\` is judged by its default. Helm templates are not judged. Kubernetes objects among test data are a hint.`,
  references: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://docs.docker.com/reference/compose-file/services/#image",
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainer",
  ],
  examples: [
    {
      title: "A Kubernetes container without a tag",
      path: "deploy/model.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: model\n      image: «registry.example.com/model»\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: model\n      image: registry.example.com/model:4.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
    },
    {
      title: "A Compose service; what is built here is its own version",
      path: "compose.yaml",
      bad: "services:\n  web:\n    build: .\n    image: shop/web:latest\n  cache:\n    image: «redis:7»\n",
      good: "services:\n  web:\n    build: .\n    image: shop/web:latest\n  cache:\n    image: redis:7@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
    },
    {
      title: "A name that Kustomize replaces is not the image that runs",
      path: "base/api.yaml",
      files: { "overlays/production/kustomization.yaml": "resources: [../../base]\nimages:\n  - name: acme/api\n    digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n" },
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api\n    - image: «acme/proxy:2»\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api\n",
    },
    {
      title: "Containers of a workflow",
      path: ".github/workflows/test.yml",
      bad: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    container: «python:latest»\n    services:\n      db:\n        image: «postgres:17»\n    steps:\n      - uses: docker://«alpine»\n",
      good: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    container: ${{ matrix.image }}\n    steps:\n      - uses: docker://alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
    },
  ],
  *check({ files }, context) {
    const told = [...files.values()].filter((facts) => facts.language === "yaml" && facts.body.images !== undefined);
    const decided = told.flatMap((facts) => facts.body.images?.decides ?? []);
    const built = new Set(told.flatMap((facts) => facts.body.images?.builds ?? []));
    for (const { path, body } of told) {
      for (const image of body.images?.images ?? []) {
        if (image.pin === "digest" || image.pin === "unknown" || image.where === "base" || image.where === "copied") continue;
        if (image.where === "container" && isDecided(image, path, decided)) continue;
        if (image.where === "compose service" && built.has(image.written)) continue;
        const isFixture = image.where === "container" && context.for(path).isTest;
        yield { path, at: image.at, message: messageOf(image, moments[image.where]), ...(image.pin === "tag" && { variant: "tag" }), ...(isFixture && { confidence: "possible" as const }) };
      }
    }
  },
});

type ImageFacts = NonNullable<FileFacts["body"]["images"]>;
type ImageFact = ImageFacts["images"][number];

function isDecided({ registry, name }: ImageFact, path: string, decided: ImageFacts["decides"]): boolean {
  const full = registry ? `${registry}/${name}` : name;
  return decided.some((one) => one.name === full && one.below.some((place) => place === "" || path === place || path.startsWith(`${place}/`)));
}

/** When the image is pulled again, and who gets the other one. */
const moments: Readonly<Record<YamlImage["where"], string>> = {
  "compose service": "the next `docker compose pull` or fresh machine",
  container: "the next restart or new node",
  kustomization: "the next restart or new node",
  "job container": "the next run of this workflow",
  "service container": "the next run of this workflow",
  action: "the next run of this workflow",
  "pipeline job": "the next run of this pipeline",
};

function messageOf({ written, pin, where, resolved: known }: ImageFact, moment: string): string {
  const resolved = shownOf(known);
  const shown = written.includes("$") && !resolved.includes("…") ? `\`${written}\` (\`${resolved}\`)` : `\`${where === "kustomization" ? resolved : written}\``;
  const remedy = `Pin the digest (\`${pinned(resolved, pin)}\`).`;
  if (pin === "none") return `${shown} has no tag, which means latest: ${moment} may get another image than the one that was tested. ${remedy}`;
  if (pin === "latest") return `${shown} moves with every release: ${moment} may get another image than the one that was tested. ${remedy}`;
  return `${shown} is a tag that can be pushed again: ${moment} may get other contents under the same name. ${remedy}`;
}

function shownOf(resolved: string): string {
  return resolved.replace(/\uFFFC/g, "…");
}

function pinned(resolved: string, pin: ImageReference["pin"]): string {
  const base = resolved.replace(/@.*$/, "");
  if (pin === "none") return `${base}:<version>@sha256:…`;
  return pin === "latest" ? `${base.replace(/latest$/, "<version>")}@sha256:…` : `${base}@sha256:…`;
}
