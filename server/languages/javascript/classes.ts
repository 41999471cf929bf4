/** What `this` means and what a class's fields are given, wherever in the class that happens. */
import type { JsAssign, JsClass, JsExpr, JsFunction, JsNode, JsStmt } from "../../../rules/api.ts";

/** `this.key = value` by class and key. */
export type ThisWrites = ReadonlyMap<JsClass, ReadonlyMap<string, readonly JsExpr[]>>;

export interface ClassMember {
  readonly values: readonly JsExpr[];
  readonly method: boolean;
  /** Given from outside: a constructor parameter that is a field. */
  readonly unknown: boolean;
}

/** The class whose instance `this` is at this place; undefined in plain functions and object methods. */
export function classOfThis(node: JsNode): JsClass | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.kind === "Class") return at;
    if (at.kind === "Function" && at.form !== "arrow" && at.parent?.kind !== "Method") return undefined;
  }
  return undefined;
}

export function thisWrites(assigns: readonly JsAssign[]): ThisWrites {
  const found = new Map<JsClass, Map<string, JsExpr[]>>();
  for (const { target, value } of assigns) {
    if (target.kind !== "Member" || target.object.kind !== "This" || target.property === undefined) continue;
    const holder = classOfThis(target);
    if (!holder) continue;
    const keys = found.get(holder) ?? new Map<string, JsExpr[]>();
    found.set(holder, keys.set(target.property, [...(keys.get(target.property) ?? []), value]));
  }
  return found;
}

export function classMember(holder: JsClass, key: string, writes: ThisWrites): ClassMember {
  const values = [...(writes.get(holder)?.get(key) ?? [])];
  let method = false;
  let unknown = false;
  for (const member of holder.members) {
    if (member.kind === "Method" && member.role === "constructor") {
      unknown ||= member.function.params.some((param) => param.isField && param.target.kind === "Name" && param.target.id === key);
    } else if (member.name === key && !member.isStatic) {
      if (member.kind === "Field" && member.value) values.push(member.value);
      else if (member.kind === "Method" && member.role === "get") values.push(...returnsOf(member.function));
      else if (member.kind === "Method") method = true;
      else unknown ||= values.length === 0;
    }
  }
  return { values, method, unknown };
}

/** What a function returns, nested functions left out. */
export function returnsOf(fn: JsFunction): JsExpr[] {
  if (fn.result) return [fn.result];
  const found: JsExpr[] = [];
  const visit = (statement: JsStmt | undefined): void => {
    switch (statement?.kind) {
      case "Return":
        if (statement.value) found.push(statement.value);
        return;
      case "If":
        visit(statement.then);
        visit(statement.otherwise);
        return;
      case "Block":
        return statement.body.forEach(visit);
      case "For":
      case "While":
        return visit(statement.body);
      case "Try":
        return [statement.body, statement.handler?.body, statement.finalizer].forEach(visit);
      case "Switch":
        return statement.cases.forEach((one) => one.body.forEach(visit));
      default:
    }
  };
  fn.body.forEach(visit);
  return found;
}
