/** The Dockerfile façade: instructions, stages, the images they start from, and RUN as parsed commands. */
import type { ShellScript } from "./shell.ts";
import type { Span, TextFile } from "./text.ts";

/** `registry:5000/team/app:1.2@sha256:…` taken apart; spans lie in the text the reference was written in. */
export interface ImageReference extends Span {
  /** As written, variables unresolved. */
  readonly written: string;
  /** Variables with a visible value filled in; U+FFFC for the others. */
  readonly resolved: string;
  readonly registry: string | undefined;
  /** With its path, without registry: `library/python` stays as written, `python`. */
  readonly name: string;
  readonly tag: string | undefined;
  /** Only a whole one: `sha256:` and 64 hex digits. */
  readonly digest: string | undefined;
  /**
   * `digest`: always the same image; `tag`: can be pushed again; `latest`: the latest tag; `none`: no tag, which means latest;
   * `unknown`: holds a variable or is no valid reference, so nothing can be said.
   */
  readonly pin: "digest" | "tag" | "latest" | "none" | "unknown";
}

export interface DockerWord extends Span {
  /** Quotes and escapes removed, variables as written. */
  readonly value: string;
}

export interface DockerFlag extends Span {
  readonly name: string;
  readonly value: string | undefined;
  readonly valueAt: Span | undefined;
}

/** `NAME=value` of ARG, ENV or LABEL. */
export interface DockerPair extends Span {
  readonly name: string;
  readonly nameAt: Span;
  /** Unquoted, variables as written; undefined for `ARG NAME`. */
  readonly value: string | undefined;
  /** With quotes. */
  readonly valueAt: Span | undefined;
  readonly innerAt: Span | undefined;
}

export interface DockerInstruction extends Span {
  /** Upper case. For `ONBUILD RUN …` it is `RUN`, with `isOnBuild`. */
  readonly keyword: string;
  readonly keywordAt: Span;
  readonly isOnBuild: boolean;
  /** Undefined before the first FROM. */
  readonly stage: DockerStage | undefined;
  readonly flags: readonly DockerFlag[];
  /** The words after the flags; those of the JSON form decoded. Not split for the shell form of RUN and its like: see `script`. */
  readonly words: readonly DockerWord[];
  readonly isJsonForm: boolean;
  /** ARG, ENV, LABEL. */
  readonly pairs: readonly DockerPair[];
  /** RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD, in either form; undefined under PowerShell, cmd or another interpreter. */
  readonly script: ShellScript | undefined;
}

export interface DockerStage {
  readonly index: number;
  readonly alias: string | undefined;
  readonly aliasAt: Span | undefined;
  /** The FROM instruction. */
  readonly from: DockerInstruction;
  /** An earlier stage that this one continues. */
  readonly parent: DockerStage | undefined;
  /** Undefined for `scratch`, for another stage, and when FROM is unfinished. */
  readonly base: ImageReference | undefined;
  /** Without FROM. */
  readonly instructions: readonly DockerInstruction[];
  /** Built when nobody asks for a target. */
  readonly isLast: boolean;
}

/** An image that the build pulls. */
export interface DockerImage {
  readonly reference: ImageReference;
  readonly how: "from" | "copy" | "mount";
  readonly instruction: DockerInstruction;
  /** Where a change would be made: the value of the ARG that decides, else the reference. */
  readonly at: Span;
  /** The ARG that decides, when there is one. */
  readonly argument: DockerPair | undefined;
}

export interface DockerFile extends TextFile {
  readonly language: "dockerfile";
  instructions(): readonly DockerInstruction[];
  stages(): readonly DockerStage[];
  /** Stage aliases, `scratch` and build contexts that cannot be seen are none. */
  images(): readonly DockerImage[];
}
