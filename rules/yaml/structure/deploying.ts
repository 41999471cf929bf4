/** Which jobs of a workflow put something into production, as far as their commands and actions show. */
import type { Span } from "../../api.ts";
import { below, mappingOf, textOf } from "./nodes.ts";
import { wordsOf, type Job, type Step, type Workflow } from "./workflow-jobs.ts";

/** Commands that change what runs; sources are the tools' own references. */
const commands = /^(kubectl (apply|set image|rollout restart|replace|patch)\b|helm (upgrade|install)\b|terraform apply\b|terragrunt (run-all )?apply\b|tofu apply\b|pulumi up\b|cdk deploy\b|sam deploy\b|(serverless|sls) deploy\b|aws (ecs update-service|lambda update-function-code|deploy create-deployment|cloudformation deploy|elasticbeanstalk update-environment)\b|eb deploy\b|gcloud (run deploy|app deploy|functions deploy)\b|az (webapp (deploy|up|config container set)|containerapp (up|update)|functionapp deployment)\b|(fly|flyctl) deploy\b|vercel (deploy )?.*--prod\b|netlify deploy .*--prod\b|firebase deploy\b|wrangler (deploy|publish)\b|heroku container:release\b|railway up\b|argocd app (sync|set)\b|kamal deploy\b|cap production deploy\b|docker stack deploy\b)/;
const actions = /^(azure\/(webapps-deploy|k8s-deploy|aks-deploy|functions-action|container-apps-deploy-action)|aws-actions\/amazon-ecs-deploy-task-definition|google-github-actions\/deploy-(cloudrun|appengine|cloud-functions)|superfly\/flyctl-actions|akhileshns\/heroku-deploy|amondnet\/vercel-action|cloudflare\/wrangler-action|firebaseextended\/action-hosting-deploy|burnett01\/rsync-deployments|appleboy\/ssh-action|einaregilsson\/beanstalk-deploy|deliverybot\/helm)$/;
const elsewhere = /(^|[^a-z])(staging|stage|stg|dev|develop|development|test|tests|testing|e2e|preview|previews|sandbox|qa|uat|ephemeral|integration|local|nightly|demo|example|smoke|docs?|pages|storybook|benchmark|canary-test)([^a-z]|$)/i;
const localCluster = /^(helm\/kind-action|engineerd\/setup-kind|medyagh\/setup-minikube|manusa\/actions-setup-minikube|abcxyz\/k3d-action|nolar\/setup-k3d-k3s|debianmaster\/actions-k3s)$/;

export interface Deploying {
  readonly job: Job;
  readonly written: string;
  readonly at: Span;
}

/** Jobs that deploy by themselves on a push; nothing that names a test environment. */
export function deployingJobs(workflow: Workflow, path: string): readonly Deploying[] {
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (elsewhere.test(file) || elsewhere.test(textOf(workflow.root.get("name")) ?? "")) return [];
  return deployingAmong(workflow.jobs);
}

export function deployingAmong(jobs: readonly Job[]): readonly Deploying[] {
  return jobs.flatMap((job) => {
    if (elsewhere.test(job.key) || elsewhere.test(textOf(job.mapping.get("name")) ?? "") || elsewhere.test(environmentOf(job) ?? "") || usesLocalCluster(job)) return [];
    const found = job.steps.flatMap((step) => deployStep(step) ?? [])[0];
    return found ? [{ job, ...found }] : [];
  });
}

export function deployStep(step: Step): { readonly written: string; readonly at: Span } | undefined {
  if (elsewhere.test(step.name)) return undefined;
  if (step.uses && step.usesAt && actions.test(step.uses)) {
    if (/^appleboy\/ssh-action$/.test(step.uses) && !/deploy|restart|compose|pull/.test(textOf(below(step.mapping, "with", "script")) ?? "")) return undefined;
    return { written: step.uses, at: step.usesAt };
  }
  for (const command of step.commands) {
    const words = wordsOf(command);
    if (!commands.test(words) || elsewhere.test(words) || /--dry-run|\s--help\b|--channel-id|preview|kind-|minikube|--kube-context[ =]kind/.test(words)) continue;
    return { written: words.split(" ").slice(0, 3).join(" "), at: { start: command.start, end: command.end } };
  }
  return undefined;
}

export function environmentOf({ mapping }: Job): string | undefined {
  const environment = mapping.get("environment");
  return textOf(mappingOf(environment)?.get("name") ?? environment);
}

/** True when a person starts it or a release is published: that is the decision. */
export function isDecidedByHand({ triggers }: Workflow): boolean {
  return triggers.size > 0 && [...triggers].every((name) => /^(workflow_dispatch|release|workflow_call|deployment|repository_dispatch)$/.test(name));
}

function usesLocalCluster({ steps }: Job): boolean {
  return steps.some(({ uses, commands: run }) => (uses !== undefined && localCluster.test(uses)) || run.some((command) => /^(kind|minikube|k3d|k3s|microk8s|ctlptl)\b/.test(wordsOf(command)) || /k3s\.io/.test(wordsOf(command))));
}

/** A stage or an environment that names a place for tests. */
export function isElsewhere(name: string): boolean {
  return elsewhere.test(name);
}
