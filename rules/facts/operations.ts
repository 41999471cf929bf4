/** What pipelines and deployment files tell the rest of the workspace: what they run, use and declare. */
import type { Anchor } from "../facades/text.ts";

export interface OperationFacts {
  readonly kind: "operations";
  /** Commands of workflows, composite actions and GitLab jobs, wrappers removed: `pytest -q tests`; words that cannot be seen are `…`. */
  readonly commands: readonly OperationFact[];
  /** `owner/repository` of actions and reusable workflows, with the folder where there is one. */
  readonly actions: readonly OperationFact[];
  /** What documents are: Kubernetes kinds as written (`Rollout`), else the kind of file (`prometheus-rules`, `workflow`). */
  readonly resources: readonly OperationFact[];
  /** Keys that the documents set, each once: `readinessProbe`, `environment`. */
  readonly settings: readonly OperationFact[];
  /** Deployments of two or more replicas that serve traffic, with the labels of their pods. */
  readonly served?: readonly (OperationFact & { readonly labels: Readonly<Record<string, string>> })[];
  /** Labels that PodDisruptionBudgets select; none select every pod. */
  readonly budgets?: readonly Readonly<Record<string, string>>[];
}

export interface OperationFact {
  readonly name: string;
  readonly at: Anchor;
}
