/** What is made for each file goes when the file is closed: nothing of it may be in the reach of what the engine cleans up late. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Made once, or once for each run. */
const once = new Set([
  "server/languages/python/index.ts isLoaded", "server/languages/javascript/index.ts isLoaded", "server/languages/notebook/index.ts isLoaded",
  "server/project/index.ts graph", "server/project/index.ts javascript",
]);

function literalGetters(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) for (const one of node.properties) if (ts.isGetAccessor(one)) found.push(`${file} ${one.name.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const sources = ["rules", "server/languages", "server/project"].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`));

describe("objects that are made for each file", () => {
  it("have getters of a class: a literal with one has a shape of its own, which keeps all that the getter reaches until memory as a whole is gone through", () => {
    expect(sources.flatMap(literalGetters).filter((one) => !once.has(one))).toEqual([]);
  });
});
