/** Work that is done where its result is missing and kept for whoever comes next: `if (!cached) cached = read()`, `Config.instance ??= new Config()`, `if (known) return known` before it. */
import type { JsExpr, JsFunction, JsIf, JsNode } from "../../../../rules/api.ts";
import { pieceOf } from "../located.ts";
import type { Script } from "../script.ts";

/** What a place that remembers goes by: a variable, a member, a map. */
type Memory = Extract<JsExpr, { kind: "Name" | "Member" }>;

const ofRequest = /^(?:req|request|res|response|reply|ctx|c|context|event)$/; // what belongs to a request ends with it
const iterating = /^(?:forEach|map|flatMap|filter|reduce|some|every|find|sort|then)$/;
const keeping = /^(?:set|add|push)$/;

/** Whether this runs only where something that outlives the call is missing, which it then makes. */
export function isRemembered(file: Script, node: JsNode): boolean {
  for (let at: JsNode = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Assign" && /^(?:\?\?|\|\|)=$/.test(parent.op) && parent.value === at && outlives(file, parent.target, node)) return true;
    if (tested(parent, at).some((memory) => outlives(file, memory, node) && isFilled(file, memory, at))) return true;
    if (parent.kind === "Function" && !isPassedThrough(parent)) return false;
  }
  return false;
}

/** What is known to be missing where `at` runs, by what its parent asks. */
function tested(parent: JsNode, at: JsNode): readonly Memory[] {
  switch (parent.kind) {
    case "If": return parent.then === at ? missing(parent.test) : parent.otherwise === at ? there(parent.test) : none;
    case "Conditional": return parent.then === at ? missing(parent.test) : parent.otherwise === at ? there(parent.test) : none;
    case "Logical": return parent.right !== at ? none : parent.op === "&&" ? missing(parent.left) : there(parent.left);
    case "Block": return whereLeft(parent.body, at);
    case "Function": return whereLeft(parent.body, at);
    default: return none;
  }
}

const none: readonly Memory[] = [];

/** What is missing behind statements that leave where it is there. */
function whereLeft(statements: readonly JsNode[], at: JsNode): readonly Memory[] {
  return statements.slice(0, Math.max(0, statements.indexOf(at))).flatMap((one) => (one.kind === "If" && leaves(one) ? there(one.test) : none));
}

/** What is missing where this holds. */
function missing(test: JsExpr): readonly Memory[] {
  if (test.kind === "Unary" && test.op === "!") return there(test.operand);
  if (test.kind === "Logical") return [...missing(test.left), ...missing(test.right)];
  if (test.kind !== "Binary" || !/^={2,3}$/.test(test.op)) return none;
  const asked = test.left.kind === "Unary" && test.left.op === "typeof" ? test.left.operand : test.left;
  return isNothing(test.right) ? memoryOf(sized(asked)) : none;
}

/** What is there where this holds. */
function there(test: JsExpr): readonly Memory[] {
  switch (test.kind) {
    case "Unary": return test.op === "!" ? missing(test.operand) : none;
    case "Logical": return [...there(test.left), ...there(test.right)];
    case "Binary": return test.op === "in" ? memoryOf(test.right) : /^!==?$/.test(test.op) && isNothing(test.right) ? memoryOf(test.left) : test.op === ">" ? memoryOf(sized(test.left)) : none;
    case "Call": return test.callee.kind === "Member" && /^(?:has|get)$/.test(test.callee.property ?? "") ? memoryOf(test.callee.object) : none;
    default: return memoryOf(sized(test));
  }
}

/** `list` for `list.length`. */
function sized(node: JsExpr): JsExpr {
  return node.kind === "Member" && /^(?:length|size)$/.test(node.property ?? "") ? node.object : node;
}

function memoryOf(node: JsExpr): readonly Memory[] {
  if (node.kind === "Cast" || node.kind === "Await") return memoryOf(node.value);
  return node.kind === "Name" || node.kind === "Member" ? [node] : none;
}

function isNothing(node: JsExpr): boolean {
  return (node.kind === "Const" && node.value === null) || (node.kind === "Name" && node.id === "undefined") || (node.kind === "Num" && node.value === 0) || (node.kind === "Str" && node.value === "undefined");
}

function leaves({ then, otherwise }: JsIf): boolean {
  const last = then.kind === "Block" ? then.body.at(-1) : then;
  return otherwise === undefined && last?.kind === "Return";
}

/** Variables of the module, what hangs on them, and members of `this`. */
function outlives(file: Script, memory: JsNode, node: JsNode): boolean {
  const root = rootOf(memory);
  if (root?.kind === "This") return memory.kind === "Member";
  if (root?.kind !== "Name" || ofRequest.test(root.id)) return false;
  const bindings = file.bindingsOf(root).filter(({ how }) => how !== "assign" && how !== "update");
  const [outermost] = functionsAround(node).slice(-1);
  return bindings.length > 0 && outermost !== undefined && bindings.every(({ name }) => !functionsAround(name).includes(outermost));
}

function rootOf(node: JsNode): JsNode | undefined {
  return node.kind === "Member" ? rootOf(node.object) : node.kind === "Cast" ? rootOf(node.value) : node;
}

/** Filled in the same function, and never emptied there: what is emptied again is a lock. */
function isFilled(file: Script, memory: Memory, at: JsNode): boolean {
  const fn = functionsAround(at).find((one) => !isPassedThrough(one));
  if (!fn) return false;
  const { index } = pieceOf(fn);
  const isHere = (node: JsNode) => functionsAround(node).includes(fn);
  const isMemory = (node: JsNode) => isSame(file, node, memory);
  const writes = index.nodes("Assign").filter(({ target }) => isMemory(target) || (target.kind === "Member" && isMemory(target.object))).filter(isHere);
  if (writes.some(({ value, target }) => isMemory(target) && (isNothing(value) || (value.kind === "Const" && value.value === false)))) return false;
  return writes.length > 0 || index.nodes("Call").some((call) => call.callee.kind === "Member" && keeping.test(call.callee.property ?? "") && isMemory(call.callee.object) && isHere(call));
}

/** `this.instance` in a static method is `Config.instance`. */
function isSame(file: Script, node: JsNode, memory: Memory): boolean {
  if (node.kind === "Member" && memory.kind === "Member" && node.property !== undefined) return node.property === memory.property;
  return node.kind === memory.kind && file.slice(node) === file.slice(memory);
}

/** Innermost first. */
function functionsAround(node: JsNode): readonly JsFunction[] {
  const found: JsFunction[] = [];
  for (let at = node.parent; at; at = at.parent) if (at.kind === "Function") found.push(at);
  return found;
}

/** Called on the spot, once or for each of some. */
function isPassedThrough(fn: JsFunction): boolean {
  const { parent } = fn;
  if (parent?.kind === "New") return parent.callee.kind === "Name" && parent.callee.id === "Promise";
  if (parent?.kind !== "Call") return false;
  return parent.callee === (fn as JsNode) || (parent.callee.kind === "Member" && iterating.test(parent.callee.property ?? ""));
}
