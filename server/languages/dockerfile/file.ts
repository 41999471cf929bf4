/** The Dockerfile façade over dockerfile-ast, which finds instructions, comments and here-documents. */
import { DockerfileParser, type Comment as AstComment, type Dockerfile, type Instruction } from "dockerfile-ast";
import type { Comment, DockerFile, DockerImage, DockerInstruction, DockerStage, NamedString, Problem, Span } from "../../../rules/api.ts";
import { LineIndex } from "../../engine/positions.ts";
import { once } from "../once.ts";
import { imagesOf } from "./images.ts";
import { readInstruction, type Source } from "./instructions.ts";
import { readStages } from "./stages.ts";
import { expand } from "./variables.ts";

/** Nobody writes a longer Dockerfile; the parser's cost grows faster than the text. */
const longest = 500_000;

export function dockerFile(path: string, text: string): DockerFile {
  const problems: Problem[] = [];
  const tree = parse(text, problems);
  const source: Source = { text, lines: new LineIndex(text), escape: tree?.getEscapeCharacter() === "`" ? "`" : "\\" };
  const stages = once(() => readStages(tree ? instructionsOf(tree, source) : [], source));
  const images = once((): readonly DockerImage[] => imagesOf(stages()));
  const comments = once((): readonly Comment[] => (tree ? commentsOf(tree, source) : []));
  const named = once(() => stages().instructions.flatMap((instruction) => namedIn(instruction, source.escape)));
  return {
    path, text, problems, comments, images,
    language: "dockerfile",
    instructions: () => stages().instructions,
    stages: (): readonly DockerStage[] => stages().stages,
    namedStrings: named,
    slice: ({ start, end }) => text.slice(start, end),
    environmentRead: () => undefined,
  };
}

function parse(text: string, problems: Problem[]): Dockerfile | undefined {
  if (text.length > longest) {
    problems.push({ at: { start: 0, end: 0 }, message: `Longer than ${longest} characters: not read as a Dockerfile.` });
    return undefined;
  }
  try {
    return DockerfileParser.parse(text);
  } catch (error) {
    problems.push({ at: { start: 0, end: 0 }, message: `Not readable as a Dockerfile: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

function instructionsOf(tree: Dockerfile, source: Source): DockerInstruction[] {
  return tree.getInstructions().flatMap((instruction: Instruction) => readInstruction(instruction, source) ?? []);
}

function commentsOf(tree: Dockerfile, source: Source): Comment[] {
  return tree.getComments().map((comment: AstComment) => {
    const { start, end } = comment.getRange();
    const at: Span = { start: source.lines.offset(start, source.text), end: source.lines.offset(end, source.text) };
    return { at, text: source.text.slice(at.start, at.end).replace(/^#+/, "").trim() };
  });
}

function namedIn(instruction: DockerInstruction, escape: string): NamedString[] {
  if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return [];
  return instruction.pairs.flatMap(({ name, nameAt, value, valueAt, innerAt }): NamedString[] => {
    if (value === undefined || !valueAt || !innerAt) return [];
    const known = expand(value, () => undefined, escape);
    return [{ name, nameAt, value: known, at: valueAt, innerAt, how: instruction.keyword === "ARG" ? "default" : "assignment", whole: !known.includes("\uFFFC") }];
  });
}
