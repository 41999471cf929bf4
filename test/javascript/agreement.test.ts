/** The façade is built from TypeScript's tree statement by statement; it must see what @typescript-eslint/parser and its scope manager see in the whole text. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseForESLint } from "@typescript-eslint/parser";
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile, JsNode } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";
import { syntaxes } from "./syntaxes.ts";

const root = path.resolve(import.meta.dirname, "../..");
const own = ["server/engine", "server/lsp", "server/cli", "client"].flatMap((folder) => readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`));
const files = own.map((file) => [file, readFileSync(path.join(root, file), "utf8")] as const).filter(([, text]) => !/^declare /m.test(text)); // what is only declared is no part of the tree here
const language = javascriptLanguage();

/** What is one kind of node here is said in several types there. */
const kinds: Readonly<Record<string, JsNode["kind"]>> = {
  ArrayExpression: "Array", ArrayPattern: "ArrayPattern", ArrowFunctionExpression: "Function", AssignmentExpression: "Assign", AwaitExpression: "Await", BinaryExpression: "Binary", BlockStatement: "Block",
  CallExpression: "Call", CatchClause: "Catch", ClassDeclaration: "Class", ClassExpression: "Class", ConditionalExpression: "Conditional", ExportAllDeclaration: "Export", ExportDefaultDeclaration: "Export",
  ExportNamedDeclaration: "Export", ExpressionStatement: "ExprStmt", FunctionDeclaration: "Function", FunctionExpression: "Function", IfStatement: "If", ImportDeclaration: "Import", ImportExpression: "ImportCall",
  JSXAttribute: "JsxAttribute", JSXElement: "Jsx", JSXFragment: "Jsx", LogicalExpression: "Logical", MemberExpression: "Member", MethodDefinition: "Method", NewExpression: "New", ObjectExpression: "Object",
  ObjectPattern: "ObjectPattern", PropertyDefinition: "Field", ReturnStatement: "Return", SequenceExpression: "Sequence", SwitchCase: "Case", SwitchStatement: "Switch", TemplateLiteral: "Template", ThisExpression: "This",
  ThrowStatement: "Throw", TryStatement: "Try", UnaryExpression: "Unary", UpdateExpression: "Unary", VariableDeclaration: "Variables", VariableDeclarator: "Declarator", YieldExpression: "Yield",
};
const compared = [...new Set(Object.values(kinds))].sort();
/** Bodies of functions, methods and classes are no blocks here, nor are annotations part of the tree. */
const unseen = new Set(["typeAnnotation", "returnType", "typeParameters", "typeArguments", "implements", "parent"]);

beforeAll(() => language.load());

describe.each([["in files", files], ["in every spelling", syntaxes]] as const)("agrees with @typescript-eslint/parser %s", (_, texts) => {
  it.each(texts)("where nodes begin and end: %s", (name, text) => {
    expect(withFile(name, text, (file) => compared.flatMap((kind) => file.nodes(kind).map(({ start, end }) => `${kind} ${start}-${end}`))).sort()).toEqual(nodesOf(parsed(name, text).ast.body).sort());
  });

  it.each(texts)("which names mean the same: %s", (name, text) => {
    const groups = groupsOf(name, text);
    withFile(name, text, (file) => {
      const names = file.nodes("Name");
      const seen = new Set(names.map(({ start }) => start));
      const others = (start: number) => (groups.get(start) ?? []).filter((one) => one !== start && seen.has(one));
      const told = names.map((one) => `${one.id} ${one.start}: ${file.usesOf(one).map(({ start }) => start).join()}`);
      expect(told).toEqual(names.map((one) => `${one.id} ${one.start}: ${others(one.start).join()}`));
    });
  });
});

function withFile<T>(name: string, text: string, ask: (file: JavaScriptFile) => T): T {
  const open = language.open(pathOf(name), text);
  const answer = ask(open.file as JavaScriptFile);
  open.dispose();
  return answer;
}

function pathOf(name: string): string {
  return name.endsWith(".ts") ? name : "src/spelling.tsx";
}

function parsed(name: string, text: string): ReturnType<typeof parseForESLint> {
  return parseForESLint(text, { range: true, sourceType: "module", filePath: pathOf(name), ecmaFeatures: { jsx: !name.endsWith(".ts") }, lib: [] });
}

function nodesOf(node: unknown, holder = ""): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => nodesOf(one, holder));
  if (typeof node !== "object" || node === null || !("type" in node)) return [];
  const type = String(node.type);
  const kind = Object.hasOwn(kinds, type) && !(type === "BlockStatement" && /Function/.test(holder)) && !(type === "TemplateLiteral" && holder === "TaggedTemplateExpression") ? kinds[type] : undefined;
  const [start, end] = "range" in node && Array.isArray(node.range) ? (node.range as number[]) : [];
  const tagged = type === "TaggedTemplateExpression" ? [`Template ${start}-${end}`] : [];
  const inner = Object.entries(node).flatMap(([key, value]) => (unseen.has(key) ? [] : nodesOf(value, type)));
  return [...(kind ? [`${kind} ${start}-${end}`] : tagged), ...inner];
}

/** By the place of a name, where its variable is mentioned beside its declarations. A class is known to itself by a variable of its own. */
function groupsOf(name: string, text: string): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, readonly number[]>();
  for (const { variables } of parsed(name, text).scopeManager.scopes) {
    for (const { identifiers, references } of variables) {
      const declarations = identifiers.map(({ range }) => range[0]);
      const uses = [...new Set(references.map(({ identifier }) => identifier.range[0]))].filter((one) => !declarations.includes(one)).sort((a, b) => a - b);
      for (const one of [...declarations, ...uses]) groups.set(one, uses);
    }
  }
  return groups;
}
