/** Clients made once and used elsewhere: when every use bounds itself, the client need not. */
import type { JavaScriptFile, JsCall, JsName } from "../../api.ts";
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
  if (holder?.kind !== "Declarator" || holder.target.kind !== "Name" || holder.parent?.parent?.kind === "Export") return false;
  const uses = file.usesOf(holder.target);
  return uses.length > 0 && uses.every((use) => isBoundedUse(file, client, use));
}

function isBoundedUse(file: JavaScriptFile, client: JsCall, use: JsName): boolean {
  const member = use.parent;
  const node = member?.kind === "Member" && member.object === use ? member.parent : member;
  if (node?.kind !== "Call" || node.args.includes(use)) return false;
  const call = file.call(node);
  const prefix = clientPrefixes.find(({ made }) => made === `${client.callee ?? ""}()`);
  const api = prefix && call.callee !== undefined ? networkCalls.get(prefix.like + call.callee.slice(prefix.made.length)) : undefined;
  return api !== undefined && judgeOptions(file, call, api).state === "fine";
}
