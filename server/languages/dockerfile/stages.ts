/** Stages, the variables visible at each instruction, and the commands that run with them. */
import type { DockerInstruction, DockerPair, DockerStage, ImageReference, ShellScript } from "../../../rules/api.ts";
import { commandFromWords, shellScript } from "../shell/script.ts";
import type { RawInstruction, Source } from "./instructions.ts";
import { imageReference } from "./reference.ts";
import { expand } from "./variables.ts";

/** An ARG or ENV in force; `value` is undefined when it has none or an unknown one. */
export interface Variable {
  readonly value: string | undefined;
  readonly pair: DockerPair;
}

export interface Stages {
  readonly instructions: readonly DockerInstruction[];
  readonly stages: readonly Stage[];
  /** ARGs before the first FROM. */
  readonly global: ReadonlyMap<string, Variable>;
}

export interface Stage extends DockerStage {
  readonly variables: Map<string, Variable>;
  readonly instructions: DockerInstruction[];
  isLast: boolean;
  shell: readonly string[];
}

export function readStages(raw: readonly DockerInstruction[], source: Source): Stages {
  const global = new Map<string, Variable>();
  const stages: Stage[] = [];
  const instructions: DockerInstruction[] = [];
  const named = new Map<string, Stage>();
  for (const instruction of raw as readonly RawInstruction[]) {
    const current = stages.at(-1);
    const done = withScript(instruction, current);
    instructions.push(done);
    if (done.keyword === "FROM" && !done.isOnBuild) {
      const stage = startStage(done, stages.length, named, global, source);
      done.stage = stage;
      if (stage.alias) named.set(stage.alias.toLowerCase(), stage);
      stages.push(stage);
      continue;
    }
    current?.instructions.push(done);
    if (done.keyword === "SHELL" && current) current.shell = done.words.map((word) => word.value);
    if ((done.keyword === "ARG" || done.keyword === "ENV") && !done.isOnBuild) note(done, current?.variables ?? global, current ? global : undefined, source);
  }
  const last = stages.at(-1);
  if (last) last.isLast = true;
  return { instructions, stages, global };
}

function note(instruction: DockerInstruction, into: Map<string, Variable>, global: ReadonlyMap<string, Variable> | undefined, source: Source): void {
  const before = new Map(into);
  for (const pair of instruction.pairs) {
    const known = pair.value === undefined ? undefined : expand(pair.value, (name) => before.get(name)?.value, source.escape);
    const inherited = pair.value === undefined ? global?.get(pair.name) : undefined;
    into.set(pair.name, inherited ?? { pair, value: known?.includes("\uFFFC") ? undefined : known });
  }
}

/** Names of stages ignore case; the last of several wins. */
function startStage(from: DockerInstruction, index: number, named: ReadonlyMap<string, Stage>, global: ReadonlyMap<string, Variable>, source: Source): Stage {
  const [image, as, alias] = from.words;
  const isAliased = as?.value.toUpperCase() === "AS" && alias !== undefined;
  const resolved = image && expand(image.value, (name) => global.get(name)?.value, source.escape);
  const parent = resolved === undefined ? undefined : named.get(resolved.toLowerCase());
  const base: ImageReference | undefined = !image || resolved === undefined || parent || resolved.toLowerCase() === "scratch" ? undefined : imageReference(image.value, resolved, { start: image.start, end: image.end });
  return {
    index, from, parent, base,
    alias: isAliased ? alias.value : undefined,
    aliasAt: isAliased ? { start: alias.start, end: alias.end } : undefined,
    instructions: [], isLast: false,
    variables: new Map(parent?.variables),
    shell: parent?.shell ?? ["/bin/sh", "-c"],
  };
}

function withScript(raw: RawInstruction, stage: Stage | undefined): DockerInstruction & { stage: DockerStage | undefined } {
  const { command, ...instruction } = raw;
  return { ...instruction, stage, script: command && scriptOf(command, stage) };
}

function scriptOf(command: NonNullable<RawInstruction["command"]>, stage: Stage | undefined): ShellScript | undefined {
  if (command.json) return commandFromWords(command.json.map((word) => ({ ...word.at, value: word.text.text, isLiteral: true, script: () => word.text })));
  if (!command.shell || !isPosix(stage?.shell ?? [])) return undefined;
  const variables = new Map(stage?.variables);
  return shellScript(command.shell, { resolve: (name) => variables.get(name)?.value });
}

/** `["/bin/bash", "-o", "pipefail", "-c"]` is; PowerShell, cmd and interpreters are not. */
function isPosix(shell: readonly string[]): boolean {
  return shell.length === 0 || /(^|\/)(ba|da|a|z|k)?sh$/.test(shell[0] === "/usr/bin/env" ? (shell[1] ?? "") : (shell[0] ?? "")) || /busybox$/.test(shell[0] ?? "");
}
