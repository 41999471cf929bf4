/** Calls as rules see them: named, with their arguments and where their receiver comes from. */
import type { JsCall, JsCallExpr, JsExpr, JsFunction, JsNewExpr, JsNode, Span } from "../../../rules/api.ts";
import type { Values } from "./values.ts";

export function makeCall(node: JsCallExpr | JsNewExpr, values: Values): JsCall {
  const target = plain(node.callee);
  const receiver = target.kind === "Member" ? target.object : undefined;
  const spread = node.args.findIndex((arg) => arg.kind === "Spread");
  let callee: string | undefined;
  let isNamed = false;
  return {
    node, get start() { return node.start; }, get end() { return node.end; }, isNew: node.kind === "New",
    get callee() {
      values.restOn(node);
      if (!isNamed) callee = values.nameOf(node.callee);
      isNamed = true;
      return callee;
    },
    name: nameSpan(target),
    method: target.kind === "Member" ? (target.property ?? "") : target.kind === "Name" ? target.id : "",
    receiver,
    receiverValue: () => (receiver ? values.of(receiver) : { kind: "unknown" }),
    args: node.args,
    argument: (position) => (spread >= 0 && spread <= position ? undefined : node.args[position]),
    get spreadsUnknown() {
      return spread >= 0;
    },
    get function() {
      return enclosingFunction(node);
    },
  };
}

export function enclosingFunction(node: JsNode): JsFunction | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "Function") return at;
  return undefined;
}

function plain(node: JsExpr): JsExpr {
  return node.kind === "Cast" ? plain(node.value) : node;
}

function nameSpan(target: JsExpr): Span {
  return target.kind === "Member" ? target.propertyAt : target;
}
