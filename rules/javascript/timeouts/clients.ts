/** Clients made once and used elsewhere: when every use bounds itself, the client need not. */
import type { JavaScriptFile, JsCall, JsExpr } from "../../api.ts";
import { clientPrefixes, networkCalls, type NetworkCall } from "../knowledge/network-calls.ts";
import { judgeOptions } from "./options.ts";

/** What a call is, with methods of made clients judged like the library's own, where only a bound switched off speaks. */
export function networkCallFor(callee: string): NetworkCall | undefined {
  const direct = networkCalls.get(callee);
  if (direct) return direct;
  for (const { made, like } of clientPrefixes) {
    if (!callee.startsWith(made)) continue;
    const same = networkCalls.get(like + callee.slice(made.length));
    return same && { ...same, waits: "bounded" };
  }
  return undefined;
}

/** The client never leaves this file, and each visible call through it passes a bound of its own. */
export function isEachUseBounded(file: JavaScriptFile, client: JsCall): boolean {
  const holder = client.node.parent;
  if (holder?.kind === "Declarator" && holder.target.kind === "Name") {
    const uses = holder.parent?.parent?.kind === "Export" ? [] : file.usesOf(holder.target);
    return uses.length > 0 && uses.every((use) => isBoundedUse(file, client, use));
  }
  if (holder?.kind === "Member") return isBoundedUse(file, client, client.node);
  if (holder?.kind !== "Field" && holder?.kind !== "Assign") return false;
  const calls = file.collect(memberCalls).filter((call) => isMadeBy(call, client));
  return calls.length > 0 && calls.every((call) => isBoundedUse(file, client, call.receiver));
}

function memberCalls({ here }: JavaScriptFile): readonly JsCall[] {
  return here.calls().filter((call) => call.receiver?.kind === "Member");
}

function isMadeBy(call: JsCall, client: JsCall): boolean {
  const value = call.receiverValue();
  return value.kind === "call" && value.call.node === client.node;
}

/** `use` is the client itself: called, or its method called, with options that bound the wait. */
function isBoundedUse(file: JavaScriptFile, client: JsCall, use: JsExpr | undefined): boolean {
  const member = use?.parent;
  const node = member?.kind === "Member" && member.object === use ? member.parent : member;
  if (node?.kind !== "Call" || (use && node.args.includes(use))) return false;
  const call = file.call(node);
  const prefix = clientPrefixes.find(({ made }) => made === `${client.callee ?? ""}()`);
  const api = prefix && call.callee !== undefined ? networkCalls.get(prefix.like + call.callee.slice(prefix.made.length)) : undefined;
  return api !== undefined && judgeOptions(file, call, api).state === "fine";
}
