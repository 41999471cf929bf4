/** What gives a promise, and whether somebody hears of its failure. */
import type { JavaScriptFile, JsCall, JsCallExpr, JsFunction, JsNode } from "../../api.ts";
import { ancestors, firstName, lastName, within } from "../taint/tree.ts";

/** Functions that always give a promise, by qualified name. */
const promising = /^(?:globalThis\.fetch|axios(?:\.create\(\))?(?:\.(?:get|post|put|patch|delete|request))?|got(?:\.\w+)?|node-fetch|undici\.(?:fetch|request)|ky(?:\.\w+)?|node:fs\/promises\.\w+|node:fs\.promises\.\w+|node:timers\/promises\.\w+|globalThis\.Promise\.(?:all|allSettled|race|any|reject))$/;
/** What Prisma, Mongoose, Sequelize and TypeORM do to rows. */
const writing = /^(?:create|createMany|update|updateMany|upsert|delete|deleteMany|insert|insertMany|updateOne|deleteOne|findByIdAndUpdate|findByIdAndDelete|findOneAndUpdate|findOneAndDelete|destroy|bulkCreate|save|remove|increment|decrement)$/;

/** `prisma.order.create(…)`, `this.prisma.order.update(…)`, `Order.updateOne(…)` of a model, `doc.save()`. */
function isModelCall(file: JavaScriptFile, call: JsCall): boolean {
  const { receiver, method } = call;
  if (!receiver || !writing.test(method) || call.args.some((arg) => arg.kind === "Function")) return false;
  if (/^(?:prisma|db|tx)$/.test(firstName(receiver)) && file.imports().some((module) => /prisma/.test(module))) return true;
  if (receiver.kind === "Member" && receiver.object.kind === "Member" && /^prisma(?:Service)?$/.test(receiver.object.property ?? "")) return true;
  const orm = file.imports().some((module) => /^(?:mongoose|sequelize|typeorm|@nestjs\/(?:mongoose|typeorm|sequelize))$|(?:^|\/)(?:models?|entities|schemas?)(?:\/|$)/.test(module));
  if (!orm || receiver.kind !== "Name") return false;
  if (method === "save" || method === "remove" || method === "destroy") return file.bindingsOf(receiver).some(({ value }) => value !== undefined && isDocument(value));
  return /^[A-Z][a-z]\w*$/.test(receiver.id) && file.bindingsOf(receiver).some(({ how, value }) => how === "import" || value?.kind === "Call");
}

/** `new Order(…)`, `await Order.findById(…)`. */
function isDocument(value: JsNode): boolean {
  if (value.kind === "Await") return isDocument(value.value);
  if (value.kind === "New") return /^[A-Z][a-z]/.test(lastName(value.callee));
  return value.kind === "Call" && value.callee.kind === "Member" && /^(?:findOne|findById|findByPk|create|findUnique|build)$/.test(value.callee.property ?? "") && /^[A-Z][a-z]/.test(lastName(value.callee.object));
}

export type Dropped = "api" | "async" | "model" | "then";

/** Why the value of this call is a promise that can fail; undefined when it may be none. */
export function promiseOf(file: JavaScriptFile, call: JsCall): Dropped | undefined {
  if (call.isNew) return undefined;
  if (promising.test(call.callee ?? "")) return "api";
  if (call.method === "then" && call.receiver && call.args.length === 1) return hasCatch(call.receiver) || isHeardBefore(file, call.receiver) ? undefined : "then";
  const fn = targetOf(file, call);
  if (fn) return fn.isAsync && !fn.isGenerator && unguardedAwait(fn) ? "async" : undefined;
  return isModelCall(file, call) ? "model" : undefined;
}

/** A `.catch` further in hears of what came before it. */
function hasCatch(node: JsNode): boolean {
  for (let at: JsNode | undefined = node; at?.kind === "Call" && at.callee.kind === "Member"; at = at.callee.object) if (at.callee.property === "catch" || (at.callee.property === "then" && at.args.length > 1)) return true;
  return false;
}

/** `const done = work().then(a, b); done.then(c)`. */
function isHeardBefore(file: JavaScriptFile, node: JsNode): boolean {
  return node.kind === "Name" && file.bindingsOf(node).every(({ value }) => value === undefined || hasCatch(value));
}

/** The function of this file that is called: a name, or a method of the class around. */
function targetOf(file: JavaScriptFile, call: JsCall): JsFunction | undefined {
  const { callee } = call.node;
  const value = file.valueOf(callee);
  if (value.kind === "function") return value.function;
  if (callee.kind !== "Member" || callee.object.kind !== "This") return undefined;
  const found = file.enclosingClass(call.node)?.members.find((one) => one.name === callee.property && !one.isStatic);
  return found?.kind === "Method" ? found.function : found?.kind === "Field" && found.value?.kind === "Function" ? found.value : undefined;
}

/** The first wait in a function whose failure leaves it. */
export function unguardedAwait(fn: JsFunction): JsNode | undefined {
  return within(fn).find((one) => one.kind === "Await" && !isGuarded(one, fn) && !endsInCatch(one.value));
}

export function isGuarded(node: JsNode, fn: JsNode): boolean {
  let below = node;
  for (const at of ancestors(node)) {
    if (at === fn) return false;
    if (at.kind === "Try" && at.handler && (at.body === below || at.handler === below)) return true;
    below = at;
  }
  return false;
}

function endsInCatch(node: JsNode): boolean {
  return node.kind === "Call" && node.callee.kind === "Member" && (node.callee.property === "catch" || (node.callee.property === "finally" && endsInCatch(node.callee.object)));
}

/** The whole chain that begins with this call: `f().then(a).finally(b)`. */
export function topOfChain(node: JsCallExpr): JsCallExpr {
  let top = node;
  while (top.parent?.kind === "Member" && top.parent.object === top && top.parent.parent?.kind === "Call" && top.parent.parent.callee === top.parent) top = top.parent.parent;
  return top;
}
