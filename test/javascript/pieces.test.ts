/** A script is cut where statements begin in the first column: what can be read is never cut in two, and what is broken leaves its neighbours alone. */
import { describe, expect, it } from "vitest";
import { segmentFrom } from "../../server/languages/javascript/segments.ts";
import { JavaScriptDocument } from "../../server/languages/javascript/document.ts";
import { serviceText, viewText } from "./texts.ts";

function cut(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { end } = segmentFrom(text, at);
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

/** `¦` stands where a piece is to begin. */
const cuts: readonly (readonly [title: string, marked: string])[] = [
  ["statements", "const a = 1;\n¦const b = 2;\n¦fetch(a);\n"],
  ["statements without semicolons", "const a = 1\n¦const b = f()\n¦fetch(a)\n¦let c\n"],
  ["what goes on in the next line", "const a =\n  1\n  + 2;\n¦if (a) {\n}\nelse {\n}\n¦try {\n}\ncatch {\n}\n"],
  ["a chain in the first column", "fetch(a)\n.then(b)\n¦go();\n"],
  ["a template with code in it", "const a = `\nconst b = ${f({ c: `\nlet d` })}\nexport\n`;\n¦go();\n"],
  ["a comment with code in it", "/*\nconst a = 1;\n*/\nconst b = 2;\n¦// it's\nconst c = 3;\n".replace("¦// it's\n", "// it's\n¦")],
  ["a regular expression with brackets and quotes", "const a = /[/`{]'/;\n¦const b = x / y; // {\n¦go(/\\//, '}');\n"],
  ["text of an element with an apostrophe", "const A = () => (\n  <p>don't {a}</p>\n);\n¦go();\n"],
  ["a class behind its decorators", "@A()\n@B({\n  c: 1,\n})\nexport class C {}\n¦@D\nclass E {}\n"],
  ["a bracket that is never closed", "function a() {\n  if (x) {\n}\n\n¦export function b() {}\n¦go();\n"],
  ["a template that is never closed", "const a = `x;\n\n¦export const b = 1;\n¦go();\n"],
  ["a bracket too many", "function a() {\n}}\n¦function b() {}\n"],
  ["Windows lines", "const a = 1;\r\n¦const b = {\r\n};\r\n¦go();\r\n"],
  ["nothing", ""],
];
it.each(cuts)("is cut at statements: %s", (_title, marked) => {
  expect(cut(marked.replaceAll("¦", "")).join("¦")).toBe(marked);
});

/** Cut in the middle of something by its characters, whole again when it is read. */
const joined: readonly (readonly [title: string, text: string, pieces: number])[] = [
  ["a condition without braces", "if (a)\ngo();\nstop();\n", 2],
  ["a loop without braces", "for (const a of b)\ngo(a);\nstop();\n", 2],
  ["an export on a line of its own", "export\nconst a = 1;\nstop();\n", 2],
];
describe("what is cut in two is put together", () => {
  it.each(joined)("%s", (_title, text, pieces) => {
    expect(new JavaScriptDocument(text, "ts").pieces()).toHaveLength(pieces);
    expect(new JavaScriptDocument(text, "ts").problems()).toEqual([]);
  });
});

it.each([["ts", serviceText], ["tsx", viewText]] as const)("reads a broken %s text but for the piece that is broken", (dialect, text) => {
  const document = new JavaScriptDocument(`${text}\nconst broken = (;\n\nexport const sound = 1;\n`, dialect);
  const pieces = document.pieces();
  expect(pieces.filter((piece) => !piece.isSound()).map((piece) => piece.text.trim())).toEqual(["const broken = (;"]);
  expect(pieces.map((piece) => piece.text).join("")).toBe(document.text);
});

it("keeps the pieces that an edit leaves alone", () => {
  const text = Array.from({ length: 30 }, (_, index) => `export function f${index}() {\n  return ${index};\n}\n`).join("\n");
  const document = new JavaScriptDocument(text, "ts");
  const before = new Set(document.pieces());
  const at = text.indexOf("return 15;");
  const next = `${text.slice(0, at)}go(); ${text.slice(at)}`;
  document.update([{ at: { start: at, end: at }, text: "go(); " }], next);
  expect(document.pieces().filter((piece) => !before.has(piece)).map((piece) => piece.text.split("\n")[1])).toEqual(["  go(); return 15;"]);
  expect(document.pieces().map((piece) => piece.text).join("")).toBe(next);
});
