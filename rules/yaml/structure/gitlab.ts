/** Jobs of GitLab pipelines, with what they take from the templates they extend. */
import type { ShellCommand, YamlFile, YamlMapping, YamlNode } from "../../api.ts";
import { childrenOf, mappingOf, textOf, textsOf } from "./nodes.ts";
import type { Job } from "./workflow-jobs.ts";

export interface GitlabJob extends Job {
  readonly stage: string;
  /** Its own value, or that of what it extends; `unknown` when it extends what stands in another file. */
  setting(key: string): YamlNode | "unknown" | undefined;
}

/** https://docs.gitlab.com/ci/yaml/#keywords: what is no job at the top of the file. */
const global = /^(default|include|stages|variables|workflow|image|services|cache|before_script|after_script|spec|\..*)$/;

export function gitlabJobs(file: YamlFile): readonly GitlabJob[] {
  return file.documents().filter(({ kind }) => kind === "gitlab-ci").flatMap(({ root }) => {
    const top = mappingOf(root);
    return childrenOf(root).flatMap(({ key, keyAt, mapping }): GitlabJob[] => {
      if (!top || global.test(key) || !(mapping.get("script") ?? mapping.get("extends") ?? mapping.get("run"))) return [];
      const setting = (name: string) => settingOf(mapping, name, top, 0);
      const commands = ["before_script", "script"].flatMap((name) => commandsIn(file, setting(name)));
      const stage = setting("stage");
      return [{ key, at: keyAt, mapping, setting, stage: stage === "unknown" ? "" : (textOf(stage) ?? ""), steps: [{ mapping, name: "", uses: undefined, usesAt: undefined, commands }] }];
    });
  });
}

/** True when a person starts it, a tag was pushed for it, or that cannot be told. */
export function isStartedByHand(job: GitlabJob): boolean {
  const [when, rules, only] = [job.setting("when"), job.setting("rules"), job.setting("only")];
  if (when === "unknown" || rules === "unknown" || only === "unknown") return true;
  if (/^(manual|never)$/.test(textOf(when) ?? "")) return true;
  const named = [...textsOf(only), ...textsOf(mappingOf(only)?.get("refs")), ...textsOf(mappingOf(only)?.get("variables"))];
  if (named.some((ref) => /^tags$|CI_COMMIT_TAG|merge_requests|web|pipelines/.test(ref))) return true;
  const conditions = rules?.kind === "sequence" ? rules.items.map((item) => mappingOf(item)) : [];
  return conditions.some((rule) => !rule || rule.get("when") !== undefined && /^manual$/.test(textOf(rule.get("when")) ?? "") || /CI_COMMIT_TAG|merge_request|"web"/.test(textOf(rule.get("if")) ?? ""));
}

function settingOf(job: YamlMapping, key: string, top: YamlMapping, depth: number): YamlNode | "unknown" | undefined {
  const own = job.get(key);
  if (own || depth > 10) return own;
  for (const name of [...textsOf(job.get("extends"))].reverse()) {
    const template = mappingOf(top.get(name));
    const found = template ? settingOf(template, key, top, depth + 1) : "unknown";
    if (found) return found;
  }
  return undefined;
}

function commandsIn(file: YamlFile, node: YamlNode | "unknown" | undefined): readonly ShellCommand[] {
  if (node === undefined || node === "unknown") return [];
  const lines = node.kind === "sequence" ? node.items : [node];
  return lines.flatMap((line) => file.scripts().find(({ at }) => line.kind === "scalar" && at.start === line.start)?.script.commands() ?? []);
}
