/** Every regular expression of rules/ and server/ runs in linear time, or says in `bounded.ts` what bounds its input. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyse } from "scslre";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { bounded } from "./bounded.ts";

const root = path.resolve(import.meta.dirname, "../..");

const walk = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(`${folder}/${entry.name}`) : entry.name.endsWith(".ts") ? [`${folder}/${entry.name}`] : []);

interface Literal {
  readonly file: string;
  readonly text: string;
  readonly pattern: RegExp;
}

function literalsOf(file: string): Literal[] {
  const found: Literal[] = [];
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push({ file, text: node.text, pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const judged = [...walk("rules"), ...walk("server")].flatMap(literalsOf).map(({ file, text, pattern }) => {
  const { reports } = analyse(pattern);
  return { file, text, isExponential: reports.some(({ exponential }) => exponential), isPolynomial: reports.length > 0 };
});

describe("regular expressions", () => {
  it("are looked at", () => expect(judged.length).toBeGreaterThan(1000));

  it("never take exponential time", () => {
    expect(judged.filter(({ isExponential }) => isExponential).map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it("take polynomial time only where the input is bounded; else rewrite them, or say in test/secrets/bounded.ts what bounds it", () => {
    const unknown = judged.filter(({ file, text, isPolynomial }) => isPolynomial && !bounded[file]?.patterns.includes(text));
    expect(unknown.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it("are known by the check when they are bad", () => {
    expect(analyse(/^(?:a+)+b/).reports.some(({ exponential }) => exponential)).toBe(true);
    expect(analyse(/a+$/).reports.length).toBeGreaterThan(0);
    expect(analyse(/^a{0,20}b/).reports).toEqual([]);
  });
});
