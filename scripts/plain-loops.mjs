// Walks arrays by index in what ships: `for … of` and array patterns go through the iterator protocol, which makes an object for each element for as long as a function is not compiled by the engine's last compiler, and most functions of a scan never are. Sources stay as they are.
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A plugin for esbuild. `root` is the folder of tsconfig.json, `folders` those whose files are rewritten. */
export function plainLoops(root, folders) {
  let rewritten;
  return {
    name: "plain-loops",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (!folders.some((folder) => file.startsWith(path.join(root, folder) + path.sep))) return undefined;
        rewritten ??= rewriter(root, folders);
        return { contents: rewritten(file), loader: "ts" };
      });
    },
  };
}

function rewriter(root, folders) {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent({ ...config, include: folders }, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  return (file) => {
    const source = program.getSourceFile(file);
    return source ? rewrite(source, checker) : readFileSync(file, "utf8");
  };
}

/** Interfaces of what are arrays at run time. */
const arrayLike = new Set(["NodeArray", "RegExpMatchArray", "RegExpExecArray"]);

/** The text of a file with its loops over arrays and its array patterns written out. */
export function rewrite(source, checker) {
  /** In the order they are found; `to` is where what is replaced ends. */
  const edits = [];
  let count = 0;
  const name = () => `$${count++}`;
  const put = (at, text) => edits.push({ at, to: at, text });
  const textOf = (node) => source.text.slice(node.getStart(source), node.end);

  const isArray = (type) => {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return false;
    if (type.isUnion()) return type.types.every(isArray);
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint !== undefined && constraint !== type && isArray(constraint);
    }
    return checker.isArrayType(type) || checker.isTupleType(type) || arrayLike.has(type.symbol?.name);
  };
  const isArrayNode = (node) => isArray(checker.getTypeAtLocation(node));

  /** Declarations for the names of a pattern; undefined for one that is left alone. */
  const namesOf = (pattern, from) => {
    const parts = [];
    for (const [index, element] of pattern.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken || !ts.isIdentifier(element.name) && !ts.isObjectBindingPattern(element.name) || containsArrayPattern(element.name) || element.initializer && !isSimple(element.initializer)) return undefined;
      const value = `${from}[${index}]`;
      parts.push(`${textOf(element.name)} = ${element.initializer ? `${value} === undefined ? ${textOf(element.initializer)} : ${value}` : value}`);
    }
    return parts.join(", ");
  };

  const visit = (node) => {
    if (ts.isForOfStatement(node) && !node.awaitModifier && ts.isVariableDeclarationList(node.initializer)) loop(node);
    else if (ts.isVariableDeclaration(node) && ts.isArrayBindingPattern(node.name) && node.initializer && ts.isVariableStatement(node.parent.parent) && isArrayNode(node.initializer)) {
      const held = name();
      const names = namesOf(node.name, held);
      if (names !== undefined) {
        edits.push({ at: node.name.getStart(source), to: node.initializer.getFullStart(), text: `${held} =` });
        put(node.initializer.end, names && `, ${names}`);
      }
    } else if (ts.isFunctionLike(node) && node.body) parameters(node);
    ts.forEachChild(node, visit);
  };

  const loop = (node) => {
    const [declaration] = node.initializer.declarations;
    const keyword = node.initializer.flags & ts.NodeFlags.Const ? "const" : "let";
    const overArray = isArrayNode(node.expression);
    const isPattern = ts.isArrayBindingPattern(declaration.name);
    if (!overArray && !isPattern) return;
    const [index, array, element] = [name(), name(), name()];
    const itemType = isPattern && checker.getTypeAtLocation(declaration.name);
    const names = isPattern && isArray(itemType) ? namesOf(declaration.name, element) : undefined;
    if (!overArray && names === undefined) return;
    const value = overArray ? `${array}[${index}]` : element;
    const bound = names === undefined ? `${keyword} ${textOf(declaration.name)} = ${value};` : overArray ? `${keyword} ${element} = ${value}${names && `, ${names}`};` : names && `${keyword} ${names};`;
    const from = node.initializer.getStart(source);
    if (overArray) {
      edits.push({ at: from, to: node.expression.getFullStart(), text: `let ${index} = 0, ${array} =` });
      put(node.expression.end, `; ${index} < ${array}.length; ${index}++`);
    } else edits.push({ at: declaration.name.getStart(source), to: declaration.name.end, text: element });
    if (ts.isBlock(node.statement)) put(node.statement.getStart(source) + 1, bound);
    else {
      put(node.statement.getFullStart(), `{${bound}`);
      put(node.statement.end, "}");
    }
  };

  const parameters = (node) => {
    const bound = [];
    for (const { name: pattern, initializer } of node.parameters) {
      if (!ts.isArrayBindingPattern(pattern) || initializer || !isArray(checker.getTypeAtLocation(pattern))) continue;
      const held = name();
      const names = namesOf(pattern, held);
      if (names === undefined) continue;
      edits.push({ at: pattern.getStart(source), to: pattern.end, text: held });
      if (names) bound.push(names);
    }
    if (bound.length === 0) return;
    const names = `let ${bound.join(", ")};`;
    if (ts.isBlock(node.body)) put(node.body.getStart(source) + 1, names);
    else {
      put(node.body.getFullStart(), `{${names} return (`);
      put(node.body.end, ");}");
    }
  };

  visit(source);
  return applied(source.text, edits);
}

function containsArrayPattern(name) {
  return ts.isObjectBindingPattern(name) && name.elements.some((element) => ts.isArrayBindingPattern(element.name) || containsArrayPattern(element.name) || element.initializer !== undefined);
}

function isSimple(node) {
  return ts.isLiteralExpression(node) || ts.isIdentifier(node) || [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
    || ts.isArrayLiteralExpression(node) && node.elements.length === 0;
}

/** Of edits at one place the one that was found first comes first: outer loops begin before inner ones, and all of them end with a brace. */
function applied(text, edits) {
  const ordered = edits.map((edit, order) => ({ ...edit, order })).sort((a, b) => a.at - b.at || a.order - b.order);
  let result = "", at = 0;
  for (const edit of ordered) {
    if (edit.at < at) throw new Error(`edits overlap at ${edit.at}`);
    result += text.slice(at, edit.at) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}
