/** The images a Dockerfile pulls: FROM, COPY --from and RUN --mount=from. */
import type { DockerFlag, DockerImage, DockerInstruction, DockerPair, ImageReference, Span } from "../../../rules/api.ts";
import { imageReference } from "./reference.ts";
import type { Stages } from "./stages.ts";
import { expand, variablesIn } from "./variables.ts";

export function imagesOf({ instructions, stages, global }: Stages): DockerImage[] {
  const found: DockerImage[] = [];
  const decidedBy = new Set<DockerPair>();
  const add = (image: DockerImage) => {
    if (image.argument && decidedBy.has(image.argument)) return; // one default, one finding, however often it is used
    if (image.argument) decidedBy.add(image.argument);
    found.push(image);
  };
  const names = new Set(stages.flatMap(({ alias }) => alias?.toLowerCase() ?? []));
  const argumentOf = (reference: ImageReference) => decidingArgument(reference, (name) => global.get(name)?.pair);
  for (const instruction of instructions) {
    const base = instruction.keyword === "FROM" && instruction.stage?.from === instruction ? instruction.stage.base : undefined;
    if (base) add(image(base, "from", instruction, argumentOf(base)));
    for (const { reference, how } of copied(instruction, names, (name) => global.get(name)?.value)) add(image(reference, how, instruction, argumentOf(reference)));
  }
  return found;
}

function image(reference: ImageReference, how: DockerImage["how"], instruction: DockerInstruction, argument: DockerPair | undefined): DockerImage {
  const place = argument?.innerAt ?? reference;
  return { reference, how, instruction, argument, at: { start: place.start, end: place.end } };
}

/** The ARG whose default holds the tag, or the end of the reference where a tag would stand. */
function decidingArgument({ written }: ImageReference, pairOf: (name: string) => DockerPair | undefined): DockerPair | undefined {
  const last = variablesIn(written).at(-1);
  const pair = last && pairOf(last.name);
  if (!last || pair?.value === undefined) return undefined;
  const before = written.slice(0, last.start);
  const after = written.slice(last.end);
  if (/[/:@]/.test(after)) return undefined; // the tag, or the name without one, is written out
  const isInTag = before.lastIndexOf(":") > before.lastIndexOf("/") || pair.value.includes(":");
  return after === "" || isInTag ? pair : undefined;
}

interface Source extends Span {
  readonly written: string;
  readonly how: "copy" | "mount";
}

/** Names of other stages, indexes and what cannot be seen are left out. */
function copied(instruction: DockerInstruction, names: ReadonlySet<string>, lookup: (name: string) => string | undefined): { readonly reference: ImageReference; readonly how: Source["how"] }[] {
  if (instruction.keyword !== "COPY" && instruction.keyword !== "RUN") return [];
  return instruction.flags.flatMap((flag) => sourceOf(flag) ?? []).flatMap(({ written, start, end, how }) => {
    const resolved = expand(written, lookup);
    const isStage = /^\d+$/.test(resolved) || names.has(resolved.toLowerCase());
    return isStage || resolved === "scratch" ? [] : [{ reference: imageReference(written, resolved, { start, end }), how }];
  });
}

function sourceOf({ name, value, valueAt }: DockerFlag): Source | undefined {
  if (value === undefined || !valueAt) return undefined;
  if (name === "from") return { written: value, start: valueAt.start, end: valueAt.end, how: "copy" };
  const from = name === "mount" ? /(?:^|,)from=([^,]+)/.exec(value) : null;
  if (!from?.[1]) return undefined;
  const start = valueAt.start + from.index + from[0].length - from[1].length;
  return { written: from[1], start, end: start + from[1].length, how: "mount" };
}
