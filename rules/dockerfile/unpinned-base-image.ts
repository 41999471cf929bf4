/** Images that a Dockerfile pulls by tag instead of by digest. */
import { dockerfileRule, type DockerImage } from "../api.ts";
import { officialImages } from "./knowledge/official-images.ts";

export default dockerfileRule({
  id: "dockerfile/unpinned-base-image",
  title: "Base image that can change under its tag",
  severity: { default: "warning", tag: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A tag is a label that its owner may move. The same commit, built next week, can stand on another operating system, another
interpreter or a compromised layer, and nothing in the repository shows it. \`latest\`, or no tag, moves with every release.`,
  remedy: `Name the digest beside the tag: \`python:3.12-slim@sha256:…\`. \`docker buildx imagetools inspect IMAGE\` prints it, and Renovate
or Dependabot keep it up to date.`,
  silent: `Digests, earlier stages, \`scratch\`, and variables whose value cannot be seen. A variable with a default is judged by it, at the ARG.
One-word names in \`COPY --from\` may be build contexts: only Docker's own images count there.`,
  references: [
    "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    "https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact",
  ],
  examples: [
    {
      title: "No tag means latest",
      bad: "FROM «python»\nCMD [\"python\", \"app.py\"]\n",
      good: "FROM python:3.12-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nCMD [\"python\", \"app.py\"]\n",
    },
    {
      title: "A version tag is pushed again with every patch",
      bad: "FROM --platform=linux/amd64 «registry.example.com:5000/ml/base:2.1» AS build\nFROM build\n",
      good: "FROM --platform=linux/amd64 registry.example.com:5000/ml/base:2.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS build\nFROM build\n",
    },
    {
      title: "The default of a build argument",
      bad: "ARG BASE=«node:latest»\nFROM ${BASE}\n",
      good: "ARG BASE\nFROM ${BASE}\n",
    },
    {
      title: "Files copied out of another image",
      bad: "FROM scratch\nCOPY --from=«ghcr.io/astral-sh/uv:0.9» /uv /bin/uv\n",
      good: "FROM alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS tools\nFROM scratch\nCOPY --from=tools /uv /bin/uv\n",
    },
  ],
  prefilter: /from/i,
  *check(file) {
    for (const image of file.images()) {
      const { pin } = image.reference;
      if (pin === "digest" || pin === "unknown" || mayBeBuildContext(image)) continue;
      yield {
        at: image.at,
        message: messageOf(image),
        ...(pin === "tag" && { variant: "tag" }),
        ...(image.argument && { related: [{ at: { start: image.reference.start, end: image.reference.end }, message: "used here" }] }),
      };
    }
  },
});

function mayBeBuildContext({ how, reference }: DockerImage): boolean {
  return how !== "from" && reference.pin === "none" && !reference.registry && !reference.name.includes("/") && !officialImages.has(reference.name);
}

function messageOf({ reference, argument }: DockerImage): string {
  const { resolved, pin, tag } = reference;
  const shown = argument ? `\`${argument.name}\` makes this build start from \`${resolved.replace(/\uFFFC/g, "…")}\`, which` : `\`${reference.written}\``;
  const base = resolved.replace(/@.*$/, "").replace(/\uFFFC/g, "…");
  const remedy = `Pin the digest (\`${pin === "none" ? `${base}:<version>` : pin === "latest" ? base.replace(/latest$/, "<version>") : base}@sha256:…\`).`;
  if (pin === "none") return `${shown} has no tag, so every build takes whatever image is latest: the same commit can ship another operating system or interpreter. ${remedy}`;
  if (pin === "latest") return `${shown} moves with every release: the same commit can ship another operating system or interpreter. ${remedy}`;
  return `${shown} is a tag that can be pushed again: a rebuild of the same commit may start from other layers than the ones tested under \`${tag}\`. ${remedy}`;
}
