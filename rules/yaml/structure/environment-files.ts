/** Ways from text into the environment of later steps: GITHUB_ENV, GITHUB_PATH, and commands in the log. */
import type { Edit, Span, YamlMapping, YamlScalar } from "../../api.ts";
import { replacedValue } from "./edits.ts";
import { entryAt, isTrue, mappingOf } from "./nodes.ts";
import { expressionsBehind } from "./outputs.ts";
import { judge, variableOf, type Judged, type Scope } from "./untrusted.ts";

export interface EnvironmentWrite extends Judged {
  readonly at: Span;
  readonly file: "GITHUB_ENV" | "GITHUB_PATH";
  /** `$BODY`, as written. */
  readonly variable: string;
}

/**
 * Variables with a stranger's text that a POSIX script appends to the files. A name in front keeps one line in its place, so only text of
 * several lines counts for GITHUB_ENV. A delimiter that nobody can guess keeps all of it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function* environmentWrites(script: YamlScalar, scope: Scope): Iterable<EnvironmentWrite> {
  const { value } = script;
  if (!/GITHUB_(ENV|PATH)/.test(value) || value.includes("=~") || /<<["']?\$/.test(value)) return;
  const lookup = (name: string) => variableOf(name, scope.around);
  for (const { start, text, file } of payloads(value)) {
    if (/\$\(|`/.test(text)) continue; // changed on the way
    for (const match of text.matchAll(/\$\{?[A-Za-z_]\w*\}?/g)) {
      const from = start + match.index;
      const judged = expressionsBehind(match[0], value, lookup).flatMap((one) => judge(one, scope) ?? []).find(({ kind }) => kind !== "manual");
      if (judged && (file === "GITHUB_PATH" || /(body|message)(\.from)?$/i.test(judged.origin ?? judged.what))) yield { ...judged, at: script.spanOf(from, from + match[0].length), file, variable: match[0] };
    }
  }
}

interface Payload {
  readonly start: number;
  readonly text: string;
  readonly file: EnvironmentWrite["file"];
}

/** Lines that print into one of the files, alone or inside `{ … } >> "$GITHUB_ENV"`. */
function payloads(script: string): readonly Payload[] {
  const found: Payload[] = [];
  let group: { readonly start: number; readonly text: string }[] = [];
  let start = 0;
  for (const line of script.split("\n")) {
    const text = line.split(">>", 1)[0] ?? "";
    const file = />>\s*"?\$\{?(GITHUB_ENV|GITHUB_PATH)\b/.exec(line)?.[1] === "GITHUB_PATH" ? "GITHUB_PATH" : "GITHUB_ENV";
    const isWritten = />>\s*"?\$\{?GITHUB_(ENV|PATH)\b/.test(line);
    if (/^\s*\{/.test(line)) group = [];
    if (isWritten && /^\s*\}/.test(line)) found.push(...group.map((one) => ({ ...one, file } as const)));
    else if (isWritten) found.push({ start, text, file });
    else group.push({ start, text });
    start += line.length + 1;
  }
  return found.filter(({ text }) => /\b(echo|printf)\b/.test(text));
}

/** https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/ */
export function unsecureCommands(mapping: YamlMapping | undefined): { readonly at: Span; readonly edit: Edit | undefined } | undefined {
  const name = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
  const env = mappingOf(mapping?.get("env"));
  const at = entryAt(env, name);
  return at && isTrue(env?.get(name)) ? { at, edit: replacedValue(env?.entry(name), "false") } : undefined;
}
