/** Calls of language models and the option that bounds their answer. */
import type { JavaScriptFile, JsCall, JsValue } from "../../api.ts";

interface ModelCall {
  readonly callee: RegExp;
  /** When the client cannot be followed: how the call reads, in a file that imports the package. */
  readonly written: RegExp;
  readonly packages: RegExp;
  readonly limits: readonly string[];
}

/** Anthropic's messages and its kin require a limit; these do not. Sources: the API references of OpenAI, the AI SDK and Google. */
const modelCalls: readonly ModelCall[] = [
  { callee: /^(?:openai|groq-sdk)\b.*#(?:beta\.)?chat\.completions\.(?:create|parse|stream)$/, written: /\.chat\.completions\.(?:create|parse|stream)$/, packages: /^(?:openai|groq-sdk)$/, limits: ["max_completion_tokens", "max_tokens"] },
  { callee: /^openai\b.*#responses\.(?:create|parse|stream)$/, written: /\.responses\.(?:create|parse|stream)$/, packages: /^openai$/, limits: ["max_output_tokens"] },
  { callee: /^ai\.(?:generateText|streamText)$/, written: /^$/, packages: /^ai$/, limits: ["maxOutputTokens", "maxTokens"] },
];

/** The option to pass, when the call visibly lacks it; undefined otherwise. */
export function judgeModelCall(file: JavaScriptFile, call: JsCall): string | undefined {
  if (!/^(?:create|parse|stream|generateText|streamText)$/.test(call.method)) return undefined;
  const written = file.slice(call.node.callee).replace(/\s+/g, "");
  const row = modelCalls.find(({ callee, written: shape, packages }) => callee.test(call.callee ?? "") || (shape.test(written) && file.imports().some((module) => packages.test(module))));
  const [options] = call.args;
  if (!row || !options || call.spreadsUnknown) return undefined;
  const value = file.valueOf(options);
  if (value.kind !== "object" || value.open) return undefined;
  if (value.entries.has("output")) return undefined; // a schema bounds the answer
  const given = row.limits.flatMap((key) => value.entries.get(key) ?? []);
  return given.length === 0 || given.every((one) => isNone(file.valueOf(one))) ? `${row.limits[0] ?? ""}: …` : undefined;
}

function isNone(value: JsValue): boolean {
  return value.kind === "null" || value.kind === "undefined";
}
