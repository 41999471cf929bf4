/** Rule: an answer of somebody else that a cast declares to be what the code hopes for. */
import { javascriptRule, type JavaScriptFile, type JsCallExpr, type JsDeclarator, type JsExpr, type JsNode } from "../api.ts";
import { isBrowserCode, isRelativeUrl, isServerCode, urlStart } from "./knowledge/surroundings.ts";
import { networkCalls } from "./knowledge/network-calls.ts";
import { lastName, plain, short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unvalidated-response",
  title: "Answer of another service believed by a cast",
  severity: "info",
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: `\`as Order\` makes the compiler believe, it checks nothing: when the other service renames a field or answers with an error page's JSON, the wrong shape
travels on through well-typed code and fails far away, or is saved.`,
  remedy: `Parse the answer with a schema (\`Order.parse(await response.json())\`) where it enters, so that the failure names the field and the service.`,
  silent: `When the value goes through a schema or a guard afterwards, for casts to \`unknown\` or \`any\` (which promise nothing), for answers of this application's
own routes and local files, in browsers and tests.`,
  references: ["https://zod.dev/?id=introduction", "https://www.typescriptlang.org/docs/handbook/2/everyday-types.html#type-assertions"],
  examples: [
    {
      title: "A cast of what another service sent",
      bad: `import type { Rates } from "./rates";\n\nexport async function rates(): Promise<Rates> {\n  const response = await fetch("https://rates.example.com/latest", { signal: AbortSignal.timeout(5_000) });\n  return («await response.json()») as Rates;\n}\n`,
      good: `import { Rates } from "./rates";\n\nexport async function rates(): Promise<Rates> {\n  const response = await fetch("https://rates.example.com/latest", { signal: AbortSignal.timeout(5_000) });\n  return Rates.parse(await response.json());\n}\n`,
    },
    {
      title: "A message of a queue",
      bad: `import amqp from "amqplib";\nimport type { Order } from "./order";\n\nexport function listen(channel: amqp.Channel) {\n  return channel.consume("orders", async (message) => {\n    const order = «JSON.parse(message.content.toString())» as Order;\n    await ship(order);\n  });\n}\n`,
      good: `import amqp from "amqplib";\nimport { Order } from "./order";\n\nexport function listen(channel: amqp.Channel) {\n  return channel.consume("orders", async (message) => {\n    const order = Order.parse(JSON.parse(message.content.toString()));\n    await ship(order);\n  });\n}\n`,
    },
  ],
  prefilter: /\bas\s|\bjson\(\)|JSON\.parse/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    if (!/\.[cm]?tsx?$/.test(file.path)) return;
    for (const cast of file.here.nodes("Cast")) {
      if (cast.how !== "as" || !cast.typeAt || cast.parent?.kind === "Cast" || /^(?:any|unknown|const|string|never|object|Record<string, ?(?:any|unknown)>|\{ ?\[|\{ *\w+\??: *unknown;? *\}$)/.test(file.slice(cast.typeAt))) continue;
      const call = plain(cast.value);
      if (call.kind !== "Call" || !isForeign(file, call) || isCheckedLater(file, cast) || isBrowserCode(file)) continue;
      yield {
        at: cast.value,
        message: `\`as ${typeText(file.slice(cast.typeAt))}\` believes what \`${short(file, call, 40)}\` brings without looking: when the sender changes a field, the wrong shape travels on and fails far away. Parse it with a schema.`,
        confidence: "likely",
        ...(!isServerCode(file) && { unlessProject: { isInterface: true as const } }),
      };
    }
    for (const holder of file.here.nodes("Declarator")) {
      const { typeName, value } = holder;
      const call = value && plain(value);
      if (typeName === undefined || !value || call?.kind !== "Call" || /^(?:any|unknown|object|Response|string|number|boolean)$/.test(typeName) || value.kind === "Cast" || !isForeign(file, call) || isChecked(file, holder) || isBrowserCode(file)) continue;
      yield {
        at: { start: value.start, end: value.end },
        message: `\`: ${typeName}\` believes what \`${short(file, call, 40)}\` brings without looking: when the sender changes a field, the wrong shape travels on and fails far away. Parse it with a schema.`,
        confidence: "likely",
        ...(!isServerCode(file) && { unlessProject: { isInterface: true as const } }),
      };
    }
  },
});

function typeText(type: string): string {
  return type.length <= 30 && !type.includes("\n") ? type : `${type.slice(0, 24).replace(/\s+/g, " ").trimEnd()} …`;
}

/** `response.json()` of a request that was made, `JSON.parse` of a message or of a response's text. */
function isForeign(file: JavaScriptFile, call: JsCallExpr): boolean {
  const { callee } = call;
  if (callee.kind !== "Member") return false;
  if (callee.property === "json" && call.args.length === 0) return isResponse(file, callee.object);
  if (callee.property !== "parse" || lastName(callee.object) !== "JSON" || !call.args[0]) return false;
  const text = plain(call.args[0]);
  if (/\b(?:message|msg|event|job|record|payload)\b[\w.?[\]]*\.(?:content|value|body|data|Body|Message)\b/.test(file.slice(text))) return true;
  if (text.kind !== "Call" || text.callee.kind !== "Member") return false;
  return text.callee.property === "text" && isResponse(file, text.callee.object);
}

function isResponse(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  if (value.kind !== "call" || !networkCalls.has(value.of)) return false;
  return !isRelativeUrl(urlStart(file, value.call.args[0])) && !/\b(?:BASE_URL|WEBAPP_URL|APP_URL|origin|localhost)\b/.test(value.call.args[0] ? file.slice(value.call.args[0]) : "");
}

/** The variable that holds it goes into a check, or the whole expression does. */
function isCheckedLater(file: JavaScriptFile, cast: JsNode): boolean {
  if (isCheck(file, cast.parent)) return true;
  return cast.parent?.kind === "Declarator" && isChecked(file, cast.parent);
}

const isCheck = (file: JavaScriptFile, node: JsNode | undefined) => node?.kind === "Call" && /valid|schema|parse|assert|check|guard|^is[A-Z]/i.test(file.slice(node.callee));

function isChecked(file: JavaScriptFile, holder: JsDeclarator): boolean {
  if (holder.target.kind !== "Name") return false;
  return file.usesOf(holder.target).some((use) => isCheck(file, use.parent) || (use.parent?.kind === "Unary" && use.parent.op === "typeof") || isThrownOn(use));
}

/** `if (!data.ok) throw`: looked at, if only a little. */
function isThrownOn(use: JsNode): boolean {
  for (let at: JsNode = use; at.parent; at = at.parent) {
    if (at.parent.kind === "If") return at.parent.test === at;
    if (["ExprStmt", "Return", "Declarator", "Function", "Call"].includes(at.parent.kind)) return false;
  }
  return false;
}
