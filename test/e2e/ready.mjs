/** What turns the example into a project whose owner item can be signed: written before a drive or during it. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const runbook = `# Runbook

On call: https://rota.example.com/churn

## Top failure modes

### The database is down
- First action: turn the flag off.

### A release went wrong
- First action: roll back.

### The model answers nonsense
- First action: switch to the model before.

## Rollback
Run \`make rollback\`, watch the error rate for five minutes.

## Escalation
Bob, after a quarter of an hour.
`;

/** Customers depend on it, and somebody owns all of it. */
export function exposed(workspace) {
  writeFileSync(path.join(workspace, "preship.yaml"), "profile: customer-facing\n");
  writeFileSync(path.join(workspace, "CODEOWNERS"), "* @churn/ml\n");
}

export function writeRunbook(workspace) {
  mkdirSync(path.join(workspace, "docs"), { recursive: true });
  writeFileSync(path.join(workspace, "docs/runbook.md"), runbook);
}
