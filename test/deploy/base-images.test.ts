/** Which images of a Dockerfile count as pinned, and where the finding stands. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const sha = "sha256:" + "4a".repeat(32);
const rule = "dockerfile/unpinned-base-image";

/** Marked spans are the findings, in the order warning, then what the severities say. */
const cases: readonly (readonly [title: string, marked: string, severities?: string])[] = [
  ["no tag", "FROM «ubuntu»\n", "warning"],
  ["latest", "FROM «ubuntu:latest»\n", "warning"],
  ["a version", "FROM «ubuntu:24.04»\n", "info"],
  ["an image that is called latest has no tag", "FROM «latest»\n", "warning"],
  ["an image that is called latest, with a version", "FROM «acme/latest:2»\n", "info"],
  ["a digest", `FROM ubuntu@${sha}\n`],
  ["a digest behind a tag", `FROM ubuntu:24.04@${sha}\n`],
  ["a digest behind latest", `FROM ubuntu:latest@${sha}\n`],
  ["a version behind @ is no digest", "FROM «ubuntu@v2»\n", "warning"],
  ["the algorithm alone is no digest", "FROM «ubuntu:24.04@sha256»\n", "info"],
  ["a digest cut short is no digest", "FROM «ubuntu:24.04@sha256:4a4a4a»\n", "info"],
  ["a registry port is no tag", "FROM «registry.local:5000/team/app»\n", "warning"],
  ["a registry port and a tag", "FROM «registry.local:5000/team/app:3»\n", "info"],
  ["localhost with a port", `FROM localhost:5000/app@${sha}\n`],
  ["a platform flag", "FROM --platform=$BUILDPLATFORM «golang:1.24» AS build\n", "info"],
  ["scratch", "FROM scratch\nCOPY a /a\n"],
  ["scratch in capitals does not exist, but is not an image either", "FROM SCRATCH\n"],
  ["lower-case instructions", "from «python:3.12-slim» as base\nfrom base\n", "info"],
  ["an earlier stage", `FROM ubuntu@${sha} AS base\nFROM base AS next\nFROM next\n`],
  ["an earlier stage in other letters", `FROM ubuntu@${sha} AS Base\nFROM BASE\n`],
  ["a later stage is no base yet", `FROM «base»\nFROM ubuntu@${sha} AS base\n`, "warning"],
  ["an argument without a default", "ARG BASE\nFROM $BASE\n"],
  ["an argument with a pinned default", `ARG BASE=ubuntu@${sha}\nFROM \${BASE}\n`],
  ["an argument with a floating default speaks where the default is", "ARG BASE=«ubuntu»\nFROM ${BASE}\n", "warning"],
  ["a quoted default is marked inside its quotes", "ARG BASE=\"«ubuntu:24.04»\"\nFROM ${BASE}\n", "info"],
  ["a version argument decides the tag", "ARG VERSION=«3.12»\nFROM python:${VERSION}-slim\n", "info"],
  ["a version argument that says latest", "ARG VERSION=«latest»\nFROM node:$VERSION\n", "warning"],
  ["one default used twice is one finding", "ARG V=«3.12»\nFROM python:$V AS a\nFROM python:$V\n", "info"],
  ["a registry argument does not decide the tag", "ARG REGISTRY=docker.io\nFROM «${REGISTRY}/python:3.12»\n", "info"],
  ["an unknown registry leaves the tag visible", "ARG REGISTRY\nFROM «${REGISTRY}/python»\n", "warning"],
  ["an unknown version is unknown", "ARG VERSION\nFROM python:${VERSION}-slim\n"],
  ["a default inside the reference", "FROM «python:${VERSION:-3.12}»\n", "info"],
  ["an argument in an argument", "ARG V=3.12\nARG BASE=«python:${V}»\nFROM $BASE\n", "info"],
  ["a digest from an argument", "ARG DIGEST\nFROM python@${DIGEST}\n"],
  ["an argument after FROM is not visible in the next FROM", `FROM ubuntu@${sha}\nARG V=3\nFROM python:$V\n`],
  ["a stage chosen by an argument", `ARG TARGET=cpu\nFROM ubuntu@${sha} AS stage-cpu\nFROM ubuntu@${sha} AS stage-gpu\nFROM stage-\${TARGET}\n`],
  ["a stage chosen by an argument without a default", `ARG TARGET\nFROM ubuntu@${sha} AS stage-cpu\nFROM stage-\${TARGET}\n`],
  ["copied from an image", "FROM scratch\nCOPY --from=«nginx:1.29» /etc /etc\n", "info"],
  ["copied from an official image without a tag", "FROM scratch\nCOPY --from=«composer» /usr/bin/composer /bin/\n", "warning"],
  ["copied from a name that may be a build context", "FROM scratch\nCOPY --from=assets / /\n"],
  ["copied from a stage by name or number", `FROM ubuntu@${sha} AS build\nFROM scratch\nCOPY --from=build a b\nCOPY --from=0 a b\nCOPY --chown=1:1 --from=BUILD a b\n`],
  ["copied from a pinned image", `FROM scratch\nCOPY --from=busybox@${sha} /bin/sh /bin/sh\n`],
  ["a mounted image", "FROM scratch\nRUN --mount=type=bind,from=«ghcr.io/acme/tool:1»,target=/t /t/run\n", "info"],
  ["a mounted secret", "FROM scratch\nRUN --mount=type=secret,id=token,target=/from cat /from\n"],
  ["the same image twice is two places", "FROM «redis:7»\nFROM «redis:7»\n", "info info"],
  ["a reference that nobody could pull", "FROM <your-image>:latest\n"],
  ["an upper-case placeholder", "FROM REPLACE_ME:latest\n"],
  ["half-typed", "FROM \n"],
  ["continued lines with a comment between", "FROM \\\n  # the base\n  «debian:12» \\\n  AS base\nFROM base\n", "info"],
  ["another escape character", "# escape=`\nFROM `\n  «mcr.microsoft.com/windows/servercore:ltsc2022»\n", "info"],
  ["carriage returns", "ARG V=«1»\r\nFROM node:$V\r\n", "info"],
  ["text in a here-document is no instruction", "FROM scratch\nRUN cat <<EOF > Dockerfile\nFROM python\nEOF\n"],
  ["only comments", "# FROM python\n"],
];

describe(rule, () => {
  for (const [title, marked, severities = ""] of cases) {
    it(title, async () => {
      const { text } = readMarkers(marked);
      const findings = await lint("Dockerfile", text, rule);
      expect(withMarkers(text, findings)).toBe(marked);
      expect(findings.map(({ severity }) => severity).join(" ")).toBe(severities);
    });
  }

  it("tells the argument's story", async () => {
    const [finding] = await lint("Dockerfile", "ARG BASE=python:3.12\nFROM ${BASE}\n", rule);
    expect(finding?.message).toContain("`BASE` makes this build start from `python:3.12`");
    expect(finding?.related.map(({ message }) => message)).toEqual(["used here"]);
  });

  it.each(["Dockerfile", "docker/Dockerfile.gpu", "gpu.dockerfile", "Containerfile", "Dockerfile-dev", "build/Dockerfile3"])("reads %s", async (path) => {
    expect(await lint(path, "FROM python\n", rule)).toHaveLength(1);
  });

  it.each(["Dockerfile.md", "dockerfile_test.go", "src/Dockerfile.ts", "Dockerfile.j2", "notes.txt"])("leaves %s alone", async (path) => {
    expect(await lint(path, "FROM python\n", rule)).toEqual([]);
  });
});
