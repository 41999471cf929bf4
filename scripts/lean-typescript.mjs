// Takes out of the bundled part of TypeScript what reading one text for its tree does not need: flags for emitting, fields for binding and checking, calls that lead nowhere, messages that nothing says. The trees and problems are the same, which test/bundle/lean-typescript.test.ts holds it to.
import ts from "typescript";

/** What the binder, the checker and the emitter keep on nodes; to whoever reads a field that is not there it is as undefined as before. */
const unusedFields = new Set(["jsDoc", "nextContainer", "locals", "flowNode", "endFlowNode", "returnFlowNode", "symbol", "localSymbol", "emitNode", "flowNodeWhenTrue", "flowNodeWhenFalse"]);
const unusedInConstructors = /^ {4}this\.(?:id = 0|modifierFlagsCache = 0 \/\* None \*\/|transformFlags = 0 \/\* None \*\/|parent = void 0|original = void 0|emitNode = void 0);\n/gm;

/** `source` is what `slimmed` gives. */
export function lean(source) {
  const factoryTitle = "// src/compiler/factory/nodeFactory.ts";
  let text = source;
  const within = (title, change) => { text = changed(text, title, change); };
  within("// src/services/services.ts", (section) => section.replace(unusedInConstructors, ""));
  within(factoryTitle, (section) => `${section}\n${leanFactory(functionNamed(section, "createNodeFactory"))}\n`);
  for (const [title, edits] of Object.entries(edited)) within(title, (section) => edits.reduce((all, [what, by]) => replaced(all, what, by), section));
  within("// src/compiler/parser.ts", (section) => section.replace(/(?<!function )\btoken\(\)/g, "currentToken"));
  const said = new Set(Array.from(text.matchAll(/\bDiagnostics\.(\w+)/g), ([, name]) => name));
  within("// src/compiler/diagnosticInformationMap.generated.ts", (section) => section.replace(/^ {2}(\w+): diag\(.*\),?\n/gm, (line, name) => (said.has(name) ? line : "")));
  return text;
}

function changed(text, title, change) {
  const from = text.indexOf(`${title}\n`);
  if (from < 0) throw new Error(`there is no ${title.slice(3)} in typescript.js: scripts/lean-typescript.mjs has to follow`);
  const next = text.indexOf("\n// src/", from + title.length);
  const to = next < 0 ? text.length : next;
  return text.slice(0, from) + change(text.slice(from, to)) + text.slice(to);
}

function replaced(text, what, by) {
  const result = text.replace(what, typeof by === "function" ? by : () => by);
  if (result === text) throw new Error(`typescript.js does not say ${String(what).slice(0, 80)} any more: scripts/lean-typescript.mjs has to follow`);
  return result;
}

/** A function of the outermost level. */
function functionNamed(section, name) {
  const from = section.indexOf(`\nfunction ${name}(`) + 1;
  return section.slice(from, section.indexOf("\n}\n", from) + 2);
}

/** What makes nodes, without flags that tell an emitter what to do, and without looking at what a parser hands it. */
function leanFactory(text) {
  const tree = ts.createSourceFile("factory.js", text, ts.ScriptTarget.Latest, true);
  const gone = [];
  const made = [];
  const visit = (node) => {
    if (ts.isStatement(node) && isDead(node) && ts.isBlock(node.parent)) return void gone.push(node);
    const by = ts.isCallExpression(node) ? lessThan(node) : undefined;
    if (by !== undefined) made.push({ node, by });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const cuts = [...gone.map((node) => ({ from: node.getStart(), to: node.end, by: "" })), ...made.map(({ node, by }) => ({ from: node.getStart(), to: node.end, by }))];
  return withCuts(text, cuts).replace("function createNodeFactory(", "function createLeanNodeFactory(");
}

/** The outer of two that overlap is left to say what stands in it. */
function withCuts(text, cuts) {
  let result = "";
  let at = 0;
  for (const { from, to, by } of cuts.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < at) continue;
    result += text.slice(at, from) + by;
    at = to;
  }
  return result + text.slice(at);
}

function isDead(node) {
  if (ts.isBlock(node)) return node.statements.every(isDead);
  if (ts.isBreakStatement(node)) return ts.isCaseOrDefaultClause(node.parent);
  if (ts.isIfStatement(node)) return isDead(node.thenStatement) && (!node.elseStatement || isDead(node.elseStatement));
  if (ts.isSwitchStatement(node)) return node.caseBlock.clauses.every(({ statements }) => statements.every(isDead));
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.every(({ name }) => /^(?:transformFlags|isAsync|isGenerator|isAsyncGenerator)$/.test(name.getText()));
  if (!ts.isExpressionStatement(node)) return false;
  const { expression } = node;
  if (ts.isCallExpression(expression)) return /^(?:Debug\.(?:assert|attachNodeArrayDebugInfo)|aggregateChildrenFlags)$/.test(expression.expression.getText());
  if (!ts.isBinaryExpression(expression)) return false;
  const field = ts.isPropertyAccessExpression(expression.left) ? expression.left.name.text : expression.left.getText();
  return field === "transformFlags" || (unusedFields.has(field) && expression.right.getText() === "void 0");
}

/** What a call comes to here; undefined where it has to be made. */
function lessThan(call) {
  const callee = call.expression.getText();
  const [first] = call.arguments;
  if (/^createBase(?:Node|Declaration)$/.test(callee) && first) return `new NodeObject(${first.getText()}, 0, 0)`;
  if (callee === "createBaseToken" && first) return `new TokenObject(${first.getText()}, 0, 0)`;
  const rule = /^parenthesizerRules\(\)\.(\w+)$/.exec(callee)?.[1];
  if (!rule) return undefined;
  const kept = call.arguments[/^parenthesizeLeftSideOfBinary$/.test(rule) ? 1 : /^parenthesizeRightSideOfBinary$/.test(rule) ? 2 : 0];
  return kept && !kept.getText().includes("(") ? kept.getText() : undefined;
}

const scanner = [
  // most tokens are words, most of the rest are blanks and marks: a switch over all there is compares with one after the other
  [/const ch = codePointUnchecked\(pos\);\n {6}if \(pos === 0\) \{\n {8}if \(ch === 35/, `let ch = text.charCodeAt(pos);
      if (ch === 32) {
        if (skipTrivia2) {
          do pos++; while (text.charCodeAt(pos) === 32);
          continue;
        }
      } else if (ch < 128) {
        if (wordCharacters[ch] === 2) {
          let at = pos + 1;
          let next = text.charCodeAt(at);
          while (next < 128 && wordCharacters[next] !== 0) next = text.charCodeAt(++at);
          if (at <= end && !(next > 127) && next !== 92) {
            pos = at;
            tokenValue = text.substring(tokenStart, at);
            return getIdentifierToken();
          }
        } else if (alone[ch] !== 0) {
          pos++;
          return token = alone[ch];
        } else if (ch === 39 || ch === 34) {
          tokenValue = scanString();
          return token = 11;
        } else if (ch === 46) {
          const next = text.charCodeAt(pos + 1);
          if (next !== 46 && !(next >= 48 && next <= 57)) {
            pos++;
            return token = 25;
          }
        } else if (ch === 61) {
          const next = text.charCodeAt(pos + 1);
          if (next === 32) {
            pos++;
            return token = 64;
          }
          if (next === 62) {
            pos += 2;
            return token = 39;
          }
        }
      } else if (ch >= 0xd800 && ch < 0xdc00) ch = codePointUnchecked(pos);
      if (pos === 0) {
        if (ch === 35`],
  [/commentDirectives = appendIfCommentDirective\(\n {14}commentDirectives,\n {14}text\.slice\(tokenStart, pos\),\n {14}commentDirectiveRegExSingleLine,\n {14}tokenStart\n {12}\);/, ""],
  ["commentDirectives = appendIfCommentDirective(commentDirectives, text.slice(lastLineStart, pos), commentDirectiveRegExMultiLine, lastLineStart);", ""],
  ["if (isLineBreak(charCodeUnchecked(pos))) {\n                break;", "const letter = text.charCodeAt(pos);\n              if (letter === 10 || letter === 13 || letter === 0x2028 || letter === 0x2029) {\n                break;"],
  ["const ch2 = charCodeUnchecked(pos);\n              if (ch2 === 42 /* asterisk */ && charCodeUnchecked(pos + 1) === 47 /* slash */) {", "const ch2 = text.charCodeAt(pos);\n              if (ch2 === 42 /* asterisk */ && text.charCodeAt(pos + 1) === 47 /* slash */) {"],
  ["if (isLineBreak(ch2)) {\n                lastLineStart = pos;", "if (ch2 === 10 || ch2 === 13 || ch2 === 0x2028 || ch2 === 0x2029) {\n                lastLineStart = pos;"],
  ["const quote2 = charCodeUnchecked(pos);\n    pos++;", `const quote2 = text.charCodeAt(pos);
    for (let at = pos + 1; at < end; at++) {
      const letter = text.charCodeAt(at);
      if (letter === quote2) {
        const between = text.substring(pos + 1, at);
        pos = at + 1;
        return between;
      }
      if (letter === 92 || letter === 10 || letter === 13) break;
    }
    pos++;`],
  ["function createScanner(", `/** 2 where a word may begin with it, 1 where it may go on with it. */
var wordCharacters = Uint8Array.from({ length: 128 }, (_, code) => code >= 97 && code <= 122 || code >= 65 && code <= 90 || code === 95 || code === 36 ? 2 : code >= 48 && code <= 57 ? 1 : 0);
/** By character, the token that it is whatever comes next. */
var alone = new Uint8Array(128);
for (const [mark, kind] of [["(", 21], [")", 22], [",", 28], [":", 59], [";", 27], ["[", 23], ["]", 24], ["{", 19], ["}", 20], ["~", 55], ["@", 60]]) alone[mark.charCodeAt(0)] = kind;
function createScanner(`],
];

/** A function that reads a list. */
function inStretches(list) {
  const steps = [[/const list = \[\];/, "const from = stretchesEnd;"], [/list\.push\((.*)\);/, (_, one) => `const one = ${one};\n        stretches[stretchesEnd++] = one;`], [/createNodeArray\(\s*list,/, "createNodeArray(cutFrom(from),"]];
  const read = steps.reduce((text, [what, by]) => replaced(text, what, by), list);
  return read.replace(/\n( +)return void 0;/, (_, indent) => `\n${indent}stretchesEnd = from;\n${indent}return void 0;`);
}

/** By section, what is written otherwise. */
const edited = {
  // no disk is looked at, and no hash is made
  "// src/compiler/sys.ts": [["var sys = (() => {", "var sys = void 0 && (() => {"]],
  "// src/compiler/scanner.ts": scanner,
  "// src/compiler/factory/nodeFactory.ts": [
    [/(function createLeanNodeFactory\([\s\S]*?)\} else if \(isNodeArray\(elements\)\) \{/, (_, before) => `${before}} else if (elements.pos !== void 0) {`],
    [/(function createLeanNodeFactory\([\s\S]*?)const length2 = elements\.length;\n {4}const array = [^\n]*;/, (_, before) => `${before}const array = elements;`],
  ],
  "// src/compiler/parser.ts": [
    // nothing is read again after an edit here, but for what awaits at the top level
    ["const node = currentNode(parsingContext2);\n    if (node) {\n      return consumeNode(node);", "const node = syntaxCursor && currentNode(parsingContext2);\n    if (node) {\n      return consumeNode(node);"],
    ["const node = currentNode(parsingContext2);\n    if (node) {\n      return true;", "const node = syntaxCursor && currentNode(parsingContext2);\n    if (node) {\n      return true;"],
    [/setTextRangePosEnd\(node, pos, end \?\? scanner2\.getTokenFullStart\(\)\);/, "node.pos = pos;\n    node.end = end ?? scanner2.getTokenFullStart();"],
    [/setTextRangePosEnd\(array, pos, end \?\? scanner2\.getTokenFullStart\(\)\);/, "array.pos = pos;\n    array.end = end ?? scanner2.getTokenFullStart();"],
    // lists are put together side by side and cut to their length: an array that is pushed to has room for seventeen
    [/function parseList\(kind, parseElement\) \{[\s\S]*?\n {2}\}\n/, (list) => inStretches(list)],
    [/function parseDelimitedList\([\s\S]*?\n {2}\}\n/, (list) => inStretches(list)],
    ["function initializeState(", `var stretches = [];
  var stretchesEnd = 0;
  function cutFrom(from) {
    const to = stretchesEnd;
    stretchesEnd = from;
    return to === from ? [] : to === from + 1 ? [stretches[from]] : stretches.slice(from, to);
  }
  function initializeState(`],
    ["identifiers = void 0;\n    notParenthesizedArrow = void 0;", "identifiers = void 0;\n    stretches = [];\n    notParenthesizedArrow = void 0;"],
    ["parsingContext = 0;\n    identifiers = ", "parsingContext = 0;\n    stretches = [];\n    stretchesEnd = 0;\n    identifiers = "],
    ["parseDiagnostics.length = saveParseDiagnosticsLength;", "if (parseDiagnostics.length !== saveParseDiagnosticsLength) parseDiagnostics.length = saveParseDiagnosticsLength;"],
    ["Debug.assert(saveContextFlags === contextFlags);", ""],
    ["Debug.assert(isLeftHandSideExpression(expression));", ""],
    // most of what is read goes on with nothing
    ["let questionDotToken;\n      let isPropertyAccess = false;", "if (goesOn[currentToken] === 0) return expression;\n      let questionDotToken;\n      let isPropertyAccess = false;"],
    ["const typeArguments = tryParse(parseTypeArgumentsInExpression);\n        if (typeArguments) {\n          expression = finishNode(factory2.createExpressionWithTypeArguments", "const typeArguments = currentToken === 30 || currentToken === 48 ? tryParse(parseTypeArgumentsInExpression) : void 0;\n        if (typeArguments) {\n          expression = finishNode(factory2.createExpressionWithTypeArguments"],
    ["function parseCallExpressionRest(pos, expression) {\n    while (true) {", "function parseCallExpressionRest(pos, expression) {\n    while (goesOn[currentToken] !== 0 || currentToken === 21) {"],
    ["function parseBinaryExpressionRest(precedence, leftOperand, pos) {\n    while (true) {", "function parseBinaryExpressionRest(precedence, leftOperand, pos) {\n    while (mayBeOperator[currentToken] !== 0) {"],
    ["function parseAssignmentExpressionOrHigher(allowReturnTypeInArrowFunction) {", `/** By token: whether an expression may go on with it as a member, a template, or something typed. */
  var goesOn = Uint8Array.from({ length: 400 }, (_, kind) => kind === 25 || kind === 29 || kind === 23 || kind === 15 || kind === 16 || kind === 54 || kind === 30 || kind === 48 ? 1 : 0);
  var mayBeOperator = Uint8Array.from({ length: 400 }, (_, kind) => getBinaryOperatorPrecedence(kind) > 0 ? 1 : 0);
  /** A name or a string before \`,\`, \`)\`, \`;\`, \`]\` or \`}\` is all of the expression. */
  function parseAssignmentExpressionOrHigher(allowReturnTypeInArrowFunction) {
    if (currentToken === 80 || currentToken === 11) {
      const next = sourceText.charCodeAt(scanner2.getTokenEnd());
      if (next === 44 || next === 41 || next === 59 || next === 93 || next === 125) return currentToken === 80 ? createIdentifier(true) : parseLiteralNode();
    }`],
    // texts are named by their dialect here
    ["const isDeclarationFile = isDeclarationFileName(fileName);", "const isDeclarationFile = false;"],
    // a name that may turn out to be an await that waits at the top level is read again, with the flags that tell so
    ["initializeState(fileName2, sourceText2, languageVersion2, syntaxCursor2, scriptKind2, jsDocParsingMode);\n    const result = ", `useFactory(leanFactory);
    namesAwait = false;
    initializeState(fileName2, sourceText2, languageVersion2, syntaxCursor2, scriptKind2, jsDocParsingMode);
    const first = parseSourceFileWorker(languageVersion2, setParentNodes, scriptKind2, setExternalModuleIndicatorOverride || setExternalModuleIndicator, jsDocParsingMode);
    if (!namesAwait) {
      clearState();
      return first;
    }
    useFactory(fullFactory);
    initializeState(fileName2, sourceText2, languageVersion2, syntaxCursor2, scriptKind2, jsDocParsingMode);
    const result = `],
    ["const text = internIdentifier(scanner2.getTokenValue());", "const text = internIdentifier(scanner2.getTokenValue());\n      if (text === \"await\") namesAwait = true;"],
    [/var factory2 = createNodeFactory\(([^\n]*)\);\n {2}var \{\n([\s\S]*?)\n {2}\} = factory2;/, (_, how, members) => {
      const names = [...members.matchAll(/(\w+): (\w+)/g)].map(([, from, to]) => ({ from, to }));
      return `var fullFactory = createNodeFactory(${how}), leanFactory = createLeanNodeFactory(${how});
  var factory2, ${names.map(({ to }) => to).join(", ")};
  var namesAwait = false;
  function useFactory(factory) {
    factory2 = factory;
${names.map(({ from, to }) => `    ${to} = factory.${from};`).join("\n")}
  }
  useFactory(leanFactory);`;
    }],
  ],
};
