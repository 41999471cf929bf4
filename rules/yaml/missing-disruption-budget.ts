/** Services of several replicas that nothing keeps from losing all of them at once. */
import { projectRule } from "../api.ts";

export default projectRule({
  id: "yaml/missing-disruption-budget",
  title: "Replicas that may all be evicted at once",
  severity: "info",
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Nodes are drained for upgrades and scaled away at night. Without a PodDisruptionBudget the drain may evict every replica of a service in the same minute, and the replicas were for nothing.`,
  remedy: `Add a PodDisruptionBudget with \`maxUnavailable: 1\` whose selector matches the pods.`,
  silent: `One replica (\`yaml/unsafe-rollout\` speaks of it), pods without ports, workloads whose labels any budget of the workspace selects, workspaces whose Helm chart
has a budget, tests, prototypes, patches.`,
  references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
  examples: [{
    title: "Three replicas, drained together", path: "deploy.yaml",
    bad: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: «api»}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: api}}\n  template:\n    metadata: {labels: {app: api}}\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n",
    good: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: api}}\n  template:\n    metadata: {labels: {app: api}}\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: api}\nspec:\n  maxUnavailable: 1\n  selector: {matchLabels: {app: api}}\n",
  }],
  *check(project, context) {
    const told = [...project.files.values()].flatMap(({ path, body }) => (body.operations ? [{ path, operations: body.operations }] : []));
    const budgets = told.flatMap(({ operations }) => operations.budgets ?? []);
    for (const { path, operations } of told) {
      if (!operations.served || context.for(path).isTest || context.for(path).profile === "prototype") continue;
      for (const { name, at, labels } of operations.served) {
        if (budgets.some((selector) => Object.entries(selector).every(([key, value]) => labels[key] === value))) continue;
        yield { path, at, message: `\`${name}\` has no PodDisruptionBudget: draining nodes may evict all its replicas in the same minute. Add one with \`maxUnavailable: 1\`.` };
      }
    }
  },
});
