/** Pipelines of Argo and Kubeflow that a schedule starts: their steps by name. */
import type { Span, YamlFile, YamlMapping, YamlNode } from "../../api.ts";
import { textOf } from "./nodes.ts";

export interface PipelineStep {
  readonly name: string;
  readonly at: Span;
}

export interface TimedPipeline {
  readonly steps: readonly PipelineStep[];
  /** Some step runs only under a condition, or waits for somebody. */
  readonly isConditional: boolean;
}

/** https://argo-workflows.readthedocs.io/en/latest/cron-workflows/, https://www.kubeflow.org/docs/components/pipelines/concepts/run-trigger/ */
const timedKinds = /^(?:CronWorkflow|ScheduledWorkflow)$/;

export function timedPipelines(file: YamlFile): readonly TimedPipeline[] {
  return file.documents().flatMap(({ root, isPartial }) => {
    if (root?.kind !== "mapping" || isPartial || !timedKinds.test(textOf(root.get("kind")) ?? "")) return [];
    const inside = file.mappings().filter(({ mapping }) => root.start <= mapping.start && mapping.end <= root.end);
    const steps = inside.flatMap(({ mapping, path }) => (/^(?:templates|tasks|steps)$/.test(path.filter((key) => !/^\d+$/.test(key)).at(-1) ?? "") ? stepOf(mapping) : []));
    return [{ steps, isConditional: inside.some(({ mapping }) => mapping.get("when") !== undefined || mapping.get("suspend")?.kind === "mapping") }];
  });
}

function stepOf(mapping: YamlMapping): PipelineStep[] {
  const node: YamlNode | undefined = mapping.get("name");
  const name = textOf(node);
  return node?.kind === "scalar" && name ? [{ name, at: node.innerAt }] : [];
}
