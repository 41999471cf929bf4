/** A fix changes what it says it changes and no other byte: under Windows line ends, comments, signs beyond the first plane, and no newline at the end. */
import { expect, it } from "vitest";
import type { ReportedFix } from "../../server/engine/report.ts";
import { allRules, applyFix, lint, readMarkers } from "../harness.ts";

const security = /^(?:yaml|dockerfile)\/|^(?:python|javascript)\/(?:shell-from-strings|sql-from-strings|unsafe-deserialization|disabled-tls-verification|insecure-jwt|debug-enabled|permissive-cors|weak-hash|weak-randomness|trusted-remote-code)$/;
const defaults: Readonly<Record<string, string>> = { yaml: "deploy.yaml", dockerfile: "Dockerfile", python: "app/main.py", javascript: "service.ts" };

const dresses: readonly (readonly [title: string, dress: (text: string, mark: string) => string])[] = [
  ["Windows line ends", (text) => text.replace(/\r?\n/g, "\r\n")],
  ["no newline at the end", (text) => text.replace(/\s+$/, "")],
  ["comments around", (text, mark) => `${mark} before: 😀 é\n${text}${text.endsWith("\n") ? "" : "\n"}${mark} after: \t😀  \n`],
  ["all of it", (text, mark) => `${mark} before: 😀 é\n${text.replace(/\s+$/, "")}\n${mark} after: \t😀`.replace(/\r?\n/g, "\r\n")],
];

const cases = allRules.filter(({ id }) => security.test(id)).flatMap((rule) => rule.examples.flatMap((example) => dresses.map(([title, dress]) => [`${rule.id}: ${example.title}, ${title}`, rule.id, example, dress] as const)));

/** The pieces of the text between the edits, in order. */
function kept(text: string, fix: ReportedFix): string[] {
  const edits = [...fix.edits].sort((a, b) => a.at.start - b.at.start);
  return [...edits.map(({ at }, index) => text.slice(edits[index - 1]?.at.end ?? 0, at.start)), text.slice(edits.at(-1)?.at.end ?? 0)];
}

it.each(cases)("%s", async (_title, id, example, dress) => {
  const language = id.split("/", 1)[0] ?? "";
  const path = example.path ?? defaults[language] ?? "a.txt";
  const text = dress(readMarkers(example.bad).text, language === "javascript" ? "//" : "#");
  const found = await lint(path, text, id, example.files);
  expect(found.length).toBeGreaterThan(0);
  for (const { fixes } of found) for (const fix of fixes) {
    const result = applyFix(text, fix);
    const pieces = kept(text, fix);
    expect(result).toBe(pieces.map((piece, index) => piece + (fix.edits.length > index ? [...fix.edits].sort((a, b) => a.at.start - b.at.start)[index]?.text ?? "" : "")).join(""));
    expect(pieces.join("").length + fix.edits.reduce((sum, { at }) => sum + at.end - at.start, 0)).toBe(text.length);
    if (text.includes("\r\n")) expect(result).not.toMatch(/(?<!\r)\n/);
    expect((await lint(path, result, id, example.files)).length, fix.title).toBeLessThan(found.length);
  }
});
