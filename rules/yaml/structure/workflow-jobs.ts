/** Jobs, steps and triggers of workflows. */
import type { ShellCommand, Span, YamlFile, YamlMapping, YamlNode } from "../../api.ts";
import { childrenOf, itemsOf, mappingOf, scalarOf, textOf, textsOf } from "./nodes.ts";

export interface Workflow {
  readonly root: YamlMapping;
  /** The `on` key, else the start of the document. */
  readonly onAt: Span;
  readonly triggers: ReadonlySet<string>;
  readonly jobs: readonly Job[];
  /** What a trigger is limited to; undefined when it stands for itself. */
  trigger(name: string): YamlMapping | undefined;
}

export interface Job {
  readonly key: string;
  readonly at: Span;
  readonly mapping: YamlMapping;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly mapping: YamlMapping;
  readonly name: string;
  /** `owner/action` without ref, in lower case. */
  readonly uses: string | undefined;
  readonly usesAt: Span | undefined;
  /** Commands of `run`, where a POSIX shell runs it. */
  readonly commands: readonly ShellCommand[];
}

export function workflows(file: YamlFile): readonly Workflow[] {
  return file.documents().filter(({ kind }) => kind === "workflow").flatMap((document) => {
    const root = mappingOf(document.root);
    return root ? [workflow(root, file)] : [];
  });
}

function workflow(root: YamlMapping, file: YamlFile): Workflow {
  const on = root.entry("on") ?? root.entry("true");
  const seen = new Set<YamlNode>();
  const jobs = childrenOf(root.get("jobs")).flatMap(({ key, keyAt, mapping }): Job[] => {
    if (seen.has(mapping)) return []; // an alias of another job
    seen.add(mapping);
    return [{ key, at: keyAt, mapping, steps: itemsOf(mapping.get("steps")).flatMap((item) => (item.kind === "mapping" ? [stepOf(item, file)] : [])) }];
  });
  const mapped = mappingOf(on?.value);
  const triggers = new Set(mapped ? mapped.entries.map(({ key }) => key) : textsOf(on?.value));
  return { root, onAt: on?.keyAt ?? { start: root.start, end: root.start }, triggers, jobs, trigger: (name) => mappingOf(mapped?.get(name)) };
}

function stepOf(mapping: YamlMapping, file: YamlFile): Step {
  const uses = scalarOf(mapping.get("uses"));
  const run = scalarOf(mapping.get("run"));
  const script = run && file.scripts().find(({ at }) => at.start === run.start);
  return {
    mapping,
    name: textOf(mapping.get("name")) ?? "",
    uses: uses?.value.split("@")[0]?.trim().toLowerCase(),
    usesAt: uses && { start: uses.start, end: uses.end },
    commands: script?.script.commands() ?? [],
  };
}

/** A command as a person would say it, cut after a few words. */
export function wordsOf({ program, arguments: given }: ShellCommand): string {
  return program === undefined ? "" : [program, ...given.slice(0, 12).map(({ value }) => value.replace(/\uFFFC/g, "…"))].join(" ").slice(0, 200);
}
