/** What is bound to a name, read off the tree around each mention of it. */
import type { JsBinding, JsExpr, JsName, JsNode } from "../../../rules/api.ts";

const whole: readonly string[] = [];

/** Undefined when this mention only reads. */
export function bindingAt(name: JsName): JsBinding | undefined {
  let path: readonly string[] | undefined = whole;
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
  switch (parent.kind) {
    case "Declarator":
      if (parent.target !== node) return undefined;
      return parent.parent?.parent?.kind === "For" && parent.value === undefined ? bound("loop", name, undefined, path, fallback, parent) : bound("declare", name, parent.value, path, fallback, parent);
    case "Assign":
      if (parent.target !== node) return undefined;
      return replaces(parent.op) ? bound("assign", name, parent.value, path, fallback, parent) : bound("update", name, undefined, path, fallback, parent);
    case "Param":
      return parent.target === node ? bound("parameter", name, undefined, path, fallback ?? parent.fallback, parent) : undefined;
    default: {
      const how = howPlainly(node, parent);
      return how && bound(how, name, undefined, path, fallback, parent);
    }
  }
}

/** Where what is bound is not told by an expression. */
function howPlainly(node: JsNode, parent: JsNode): JsBinding["how"] | undefined {
  switch (parent.kind) {
    case "ImportName":
      return "import";
    case "Function":
      return parent.nameAt === node ? "function" : undefined;
    case "Class":
      return parent.nameAt === node ? "class" : undefined;
    case "Catch":
      return parent.param === node ? "catch" : undefined;
    case "For":
      return parent.head[0] === node && parent.how !== "classic" ? "loop" : undefined;
    case "Unary":
      return parent.op === "++" || parent.op === "--" ? "update" : undefined;
    default:
      return undefined;
  }
}

function bound(how: JsBinding["how"], name: JsName, value: JsExpr | undefined, path: readonly string[] | undefined, fallback: JsExpr | undefined, node: JsNode): JsBinding {
  return { how, name, value, path, fallback, node };
}

function replaces(op: string): boolean {
  return op === "=" || op === "??=" || op === "||=" || op === "&&=";
}
