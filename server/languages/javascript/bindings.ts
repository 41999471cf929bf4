/** What is bound to a name, read off the tree around each mention of it. */
import type { JsBinding, JsExpr, JsName, JsNode } from "../../../rules/api.ts";

/** Undefined when this mention only reads. */
export function bindingAt(name: JsName): JsBinding | undefined {
  let path: string[] | undefined = [];
  let fallback: JsExpr | undefined;
  let node: JsNode = name;
  for (let parent = node.parent; parent; parent = node.parent) {
    if (parent.kind === "PatternEntry" && parent.target === node) {
      path = path && parent.key !== undefined ? [parent.key, ...path] : undefined;
      fallback ??= parent.fallback;
    } else if (parent.kind === "ObjectPattern" || parent.kind === "ArrayPattern") {
      if (parent.rest === node) path = undefined;
    } else {
      return ending(name, node, parent, path, fallback);
    }
    node = parent;
  }
  return undefined;
}

function ending(name: JsName, node: JsNode, parent: JsNode, path: readonly string[] | undefined, fallback: JsExpr | undefined): JsBinding | undefined {
  const bound = (how: JsBinding["how"], value?: JsExpr): JsBinding => ({ how, name, value, path, fallback, node: parent });
  switch (parent.kind) {
    case "Declarator":
      if (parent.target !== node) return undefined;
      return parent.parent?.parent?.kind === "For" && parent.value === undefined ? bound("loop") : bound("declare", parent.value);
    case "Assign":
      if (parent.target !== node) return undefined;
      return ["=", "??=", "||=", "&&="].includes(parent.op) ? bound("assign", parent.value) : bound("update");
    case "Param":
      return parent.target === node ? { ...bound("parameter"), fallback: fallback ?? parent.fallback } : undefined;
    case "ImportName":
      return bound("import");
    case "Function":
      return parent.nameAt === node ? bound("function") : undefined;
    case "Class":
      return parent.nameAt === node ? bound("class") : undefined;
    case "Catch":
      return parent.param === node ? bound("catch") : undefined;
    case "For":
      return parent.head[0] === node && parent.how !== "classic" ? bound("loop") : undefined;
    case "Unary":
      return parent.op === "++" || parent.op === "--" ? bound("update") : undefined;
    default:
      return undefined;
  }
}
