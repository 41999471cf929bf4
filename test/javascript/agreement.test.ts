/** The façade reads statement by statement; on whole files it must see what @typescript-eslint/parser sees at once. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseForESLint } from "@typescript-eslint/parser";
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
const files = ["server/engine", "server/lsp", "server/cli", "client"].flatMap((folder) => readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`));
const language = javascriptLanguage();

/** Starts of all nodes of a type, anywhere in a plain tree. */
function startsOf(node: unknown, type: string, found: number[] = []): number[] {
  if (Array.isArray(node)) for (const one of node) startsOf(one, type, found);
  else if (typeof node === "object" && node !== null) {
    if ("type" in node && node.type === type && "range" in node && Array.isArray(node.range)) found.push(Number(node.range[0]));
    for (const [key, value] of Object.entries(node)) if (key !== "parent") startsOf(value, type, found);
  }
  return found;
}

beforeAll(() => language.load());

describe("calls agree with @typescript-eslint/parser", () => {
  it.each(files)("%s", (file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const { ast } = parseForESLint(text, { range: true, sourceType: "module", filePath: file });
    const expected = [...startsOf(ast.body, "CallExpression"), ...startsOf(ast.body, "NewExpression")].sort((a, b) => a - b);
    const open = language.open(file, text);
    const calls = (open.file as JavaScriptFile).calls().map(({ start }) => start).sort((a, b) => a - b);
    open.dispose();
    expect(calls).toEqual(expected);
  });
});
