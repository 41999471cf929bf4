/** Expressions whose text a stranger decides, and where they stand inside a script. */
import type { YamlMapping, YamlScalar } from "../../api.ts";
import { mappingOf, textOf } from "./nodes.ts";

/** https://docs.github.com/en/actions/concepts/security/script-injections: titles, bodies, names of branches and forks, messages, comments. */
const strangerText = /\bgithub\s*\.\s*(?:head_ref\b|event\s*\.\s*(?:(?:issue|discussion|pull_request)\.(?:title|body)\b|comment\.body\b|review\.body\b|review_comment\.body\b|pages\.\*?\.?page_name\b|(?:head_commit|commits(?:\.\*|\[\d+\]))\.(?:message|author\.(?:email|name))\b|pull_request\.head\.(?:ref|label|repo\.default_branch|repo\.description|repo\.homepage)\b|workflow_run\.(?:head_branch|display_title|head_commit\.message|head_commit\.author\.(?:email|name)|head_repository\.description)\b|(?:workflow_run\.)?pull_requests(?:\.\*|\[\d+\])\.head\.ref\b))/;
const commitText = /head_commit|commits/;
const manualText = /(?:^|[^.\w])(?:inputs\.[\w-]+|github\.event\.inputs\.[\w-]+|github\.actor)\b/;

export interface Injected {
  /** Of the whole `${{ … }}`, in the decoded value. */
  readonly from: number;
  readonly to: number;
  /** As written: `github.event.issue.title`. */
  readonly what: string;
  readonly kind: "stranger" | "commit" | "manual";
}

/** `around` are the mappings whose `env` the script sees, nearest first. */
export function injectedInto(script: YamlScalar, around: readonly (YamlMapping | undefined)[]): readonly Injected[] {
  const found: Injected[] = [];
  for (let from = script.value.indexOf("${{"); from >= 0; from = script.value.indexOf("${{", from + 3)) {
    const end = script.value.indexOf("}}", from);
    if (end < 0) break;
    const expression = script.value.slice(from + 3, end).trim();
    const judged = judge(expression) ?? judge(valueOfEnv(expression, around));
    if (judged) found.push({ from, to: end + 2, ...judged, what: judge(expression) ? judged.what : expression });
  }
  return found;
}

function judge(expression: string | undefined): { readonly what: string; readonly kind: Injected["kind"] } | undefined {
  if (!expression || /^\s*!?\s*(contains|startsWith|endsWith|hashFiles)\s*\(/.test(expression) || yieldsOwnText(expression)) return undefined;
  const stranger = strangerText.exec(expression)?.[0];
  if (stranger) return { what: stranger.replace(/\s/g, ""), kind: commitText.test(stranger) ? "commit" : "stranger" };
  const manual = manualText.exec(expression)?.[0];
  return manual ? { what: manual.replace(/^[^\w]/, ""), kind: "manual" } : undefined;
}

/** `a.title == 'x'` is a truth value, `cond && 'x' || 'y'` one of two literals. */
function yieldsOwnText(expression: string): boolean {
  return /^[^&|]*(?:==|!=)[^&|]*$/.test(expression) || /&&\s*(?:'[^']*'|true|false|\d+)\s*\|\|\s*(?:'[^']*'|true|false|\d+)$/.test(expression);
}

/** `env.TITLE`, followed into step, job and workflow. */
function valueOfEnv(expression: string, around: readonly (YamlMapping | undefined)[]): string | undefined {
  const name = /^env\.([\w-]+)$/.exec(expression)?.[1];
  if (!name) return undefined;
  const value = around.map((mapping) => textOf(mappingOf(mapping?.get("env"))?.get(name))).find((one) => one !== undefined);
  return value && /\$\{\{(.*)\}\}/s.exec(value)?.[1]?.trim();
}
