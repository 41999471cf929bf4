/** Every rule of Dockerfiles in every spelling that the builder takes. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

type Case = readonly [rule: string, title: string, marked: string];

const cases: readonly Case[] = [
  ["dockerfile/unpinned-install", "lower case", "from scratch\nrun pip install «flask»\n"],
  ["dockerfile/unpinned-install", "a comment and a blank line inside a continuation", "FROM scratch\nRUN pip install \\\n    # the server\n\n    «flask» \\\n    numpy==1.26.4\n"],
  ["dockerfile/unpinned-install", "the other escape", "# escape=`\nFROM scratch\nRUN pip install `\n    «flask»\n"],
  ["dockerfile/unpinned-install", "a here-document", "FROM scratch\nRUN <<EOF\nset -e\npip install «flask»\nEOF\n"],
  ["dockerfile/unpinned-install", "a here-document for a shell that is named", "FROM scratch\nRUN bash <<'EOT'\npip install «flask»\nEOT\n"],
  ["dockerfile/unpinned-install", "a here-document for Python", "FROM scratch\nRUN <<EOF\n#!/usr/bin/env python3\nprint('pip install flask')\nEOF\n"],
  ["dockerfile/unpinned-install", "a here-document that becomes a file", "FROM scratch\nCOPY <<EOF /run.sh\npip install flask\nEOF\n"],
  ["dockerfile/unpinned-install", "ONBUILD", "FROM scratch\nONBUILD RUN pip install «flask»\n"],
  ["dockerfile/unpinned-install", "JSON form, also of a shell", "FROM scratch\nRUN [\"pip\", \"install\", «\"flask\"»]\nRUN [\"sh\", \"-c\", \"pip install «flask»\"]\n"],
  ["dockerfile/unpinned-install", "mounts and networks", "FROM scratch\nRUN --mount=type=cache,target=/root/.cache --network=default pip install «flask»\n"],
  ["dockerfile/unpinned-install", "variables that are seen, and that are not", "FROM scratch\nARG V=1.0\nARG W\nENV P=flask\nRUN pip install flask==$V a==${W} «$P»\n"],
  ["dockerfile/unpinned-install", "SHELL of another kind", "FROM scratch\nSHELL [\"pwsh\", \"-c\"]\nRUN pip install flask\n"],
  ["dockerfile/unpinned-install", "other installers", "FROM scratch\nRUN gem install «rails» && go install «example.com/t@latest» && conda install -y «numpy» && cargo install «ripgrep» && uv pip install --system «flask» && yarn global add «serve» && pnpm add -g «turbo»\n"],
  ["dockerfile/unpinned-install", "held by a constraint, hashes, a file, a wheel, a commit", "FROM scratch\nRUN pip install -c c.txt flask && pip install --require-hashes -r r.txt && pip install -r r.txt ./a a-1.0-py3-none-any.whl git+https://x.io/a@3f786850e387550fdab836ed7e6dc881de23001b\n"],
  ["dockerfile/unpinned-install", "text that is no command", "FROM scratch\nRUN echo pip install flask\nLABEL how=\"pip install flask\"\nCMD [\"echo\", \"pip install flask\"]\n"],

  ["dockerfile/unpinned-base-image", "arguments before FROM, with and without a value", "ARG V=3.12\nARG W\nFROM «python:${V}» AS a\nFROM python:${W} AS b\nFROM a\nFROM B\n".replace("«python:${V}»", "python:${V}").replace("ARG V=3.12", "ARG V=«3.12»")],
  ["dockerfile/unpinned-base-image", "platforms and aliases", "FROM --platform=$BUILDPLATFORM «golang:1.25» AS Build\nFROM build AS next\nfrom next\n"],
  ["dockerfile/unpinned-base-image", "a mount from an image", "FROM scratch\nRUN --mount=type=bind,from=«busybox:1»,target=/b true\n"],
  ["dockerfile/unpinned-base-image", "stages by number", "FROM scratch\nCOPY --from=0 /a /b\n"],

  ["dockerfile/remote-add", "several sources, JSON form, a checksum", "FROM scratch\nADD [«\"https://x.io/a\"», \"/a\"]\nADD «http://x.io/b» local /c/\nadd --checksum=sha256:00 https://x.io/d /d\nONBUILD ADD «https://x.io/e» /e\n"],
  ["dockerfile/remote-add", "local files and archives", "FROM scratch\nADD a.tar.gz /\nADD ./https /x\n"],
  ["dockerfile/piped-installer", "over lines, with sudo, wget, through tee", "FROM debian:12\nRUN «wget -qO- https://x.io/i \\\n  | tee /log \\\n  | sudo sh»\nRUN set -eux; «curl https://x.io/i | python3 -»\n"],
  ["dockerfile/piped-installer", "in a here-document", "FROM debian:12\nRUN <<EOF\n«curl -sSL https://x.io/i | bash»\nEOF\n"],
  ["dockerfile/piped-installer", "what only unpacks or reads", "FROM debian:12\nRUN curl -s https://x.io/a.tgz | tar xz && curl -s https://x.io/k | gpg --dearmor -o /k && curl https://x.io/a | jq .b | sh -c 'cat'\n"],
  ["dockerfile/root-user", "the last of several, and by number", "FROM python:3.12\nUSER app\nUSER «0:0»\nCMD x\n".replace("USER «0:0»", "«USER 0:0»")],
  ["dockerfile/root-user", "inherited from a stage", "FROM python:3.12 AS base\nUSER app\nFROM base\nCMD x\n"],
  ["dockerfile/root-user", "another stage's user does not count", "FROM python:3.12 AS build\nUSER app\nFROM python:3.12\n«CMD x»\n"],
  ["dockerfile/root-user", "ONBUILD is for the next image", "FROM python:3.12\nONBUILD USER app\n«CMD x»\n"],
  ["dockerfile/root-user", "nothing is started", "FROM python:3.12\nRUN true\n"],
  ["dockerfile/missing-healthcheck", "in the stage it continues, NONE, lower case", "FROM python:3.12 AS base\nhealthcheck none\nFROM base\nEXPOSE 80\nCMD x\n"],
  ["dockerfile/missing-healthcheck", "in a stage left behind", "FROM python:3.12 AS a\nHEALTHCHECK CMD true\nFROM python:3.12\n«EXPOSE 80»\nCMD x\n"],
  ["dockerfile/secret-in-layer", "copied, added, with flags, in JSON form", "FROM node:22\nCOPY --chown=node «.env» /app/\nADD [«\"id_rsa\"», \"/root/.ssh/\"]\nCOPY --from=build .env /app/\nCOPY .env.sample /app/\n"],
  ["dockerfile/secret-in-layer", "a stage that is left behind", "FROM node:22 AS build\nCOPY .env .\nARG NPM_TOKEN\nFROM node:22\nCMD x\n"],
  ["dockerfile/secret-in-layer", "mounted", "FROM node:22\nRUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci\n"],
  ["dockerfile/secret-in-layer", "both forms of ENV", "FROM node:22\nARG A_TOKEN\nENV «A_TOKEN $A_TOKEN»\n"],
  ["dockerfile/disabled-tls-verification", "flags, settings, variables", "FROM node:22\nENV A=1 «NODE_TLS_REJECT_UNAUTHORIZED=0»\nRUN «npm config set strict-ssl false» && git -c «http.sslVerify=false» clone https://x.io/a && «GIT_SSL_NO_VERIFY=1» git fetch && wget «--no-check-certificate» https://x.io/b\n".replace("«npm config set strict-ssl false»", "npm config set «strict-ssl false»")],
];

describe("spellings", () => {
  for (const [rule, title, marked] of cases) {
    for (const [ending, name] of [["\n", ""], ["\r\n", ", with Windows line ends"]] as const) {
      it(`${rule}: ${title}${name}`, async () => {
        const { text } = readMarkers(marked.replaceAll("\n", ending));
        expect(withMarkers(text, await lint("Dockerfile", text, rule)).replaceAll("\r\n", "\n")).toBe(marked);
      });
    }
  }
});

it.each(["Dockerfile", "Dockerfile.prod", "api.dockerfile", "build/Containerfile", "dockerfile", "docker/api.Dockerfile"])("%s is read", async (path) => {
  expect((await lint(path, "FROM scratch\nRUN pip install flask\n", "dockerfile/unpinned-install")).length).toBe(1);
});
