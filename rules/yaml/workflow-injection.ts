/** Text of strangers that becomes part of a script. */
import { yamlRule, type Finding, type YamlFile, type YamlMapping, type YamlScalar } from "../api.ts";
import { throughEnv, type ScriptKind } from "./structure/indirection.ts";
import { below, itemsOf, mappingOf, scalarOf, textOf } from "./structure/nodes.ts";
import { injectedInto, type Injected } from "./structure/untrusted.ts";
import { workflows } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/workflow-injection",
  title: "Text of strangers inside a script",
  severity: { default: "error", limited: "warning", manual: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `\`\${{ … }}\` is filled in before the shell reads the script: a pull request titled \`"; curl … | sh #\` runs as a command, with the token and secrets of the job.`,
  remedy: `Hand the value over as a variable: \`env: { TITLE: \${{ … }} }\`, and write \`"$TITLE"\` in the script (\`process.env.TITLE\` in github-script).`,
  silent: `Values a stranger cannot choose (numbers, SHAs, logins), truth values (\`contains(…)\`, comparisons), expressions outside scripts. Inputs of manual runs are information in the
safety-critical profile, silent elsewhere. Workflows that only run on pushes or on \`pull_request\`, without the repository's secrets, are warnings.`,
  references: ["https://docs.github.com/en/actions/concepts/security/script-injections"],
  examples: [
    {
      title: "A title as a command", path: ".github/workflows/greet.yml",
      bad: "on: issues\njobs:\n  greet:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"new «${{ github.event.issue.title }}»\"\n",
      good: "on: issues\njobs:\n  greet:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"new $TITLE\"\n        env:\n          TITLE: ${{ github.event.issue.title }}\n",
    },
    {
      title: "A branch name in github-script", path: ".github/workflows/label.yml",
      bad: "on: pull_request_target\njobs:\n  label:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/github-script@v7\n        with:\n          script: |\n            const branch = '«${{ github.head_ref }}»';\n",
      good: "on: pull_request_target\njobs:\n  label:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/github-script@v7\n        env:\n          BRANCH: ${{ github.head_ref }}\n        with:\n          script: |\n            const branch = process.env.BRANCH;\n",
    },
  ],
  prefilter: /\$\{\{/,
  *check(file, context) {
    const isStrict = context.profile === "safety-critical";
    for (const { root, jobs, triggers } of workflows(file)) {
      const isLimited = [...triggers].every((name) => /^(push|pull_request|workflow_dispatch|schedule|workflow_call|merge_group)$/.test(name));
      const seen = new Set<YamlMapping>(); // an alias leads to the same steps again
      for (const job of jobs) for (const step of job.steps) if (seen.size < seen.add(step.mapping).size) yield* inStep(file, step.mapping, [step.mapping, job.mapping, root], isLimited, isStrict);
    }
    for (const { root, kind } of file.documents()) {
      if (kind !== "action") continue;
      for (const item of itemsOf(below(root, "runs", "steps"))) yield* inStep(file, mappingOf(item), [mappingOf(item)], true, isStrict);
    }
  },
});

function* inStep(file: YamlFile, step: YamlMapping | undefined, around: readonly (YamlMapping | undefined)[], isLimited: boolean, isStrict: boolean): Iterable<Finding> {
  const script = scriptOf(step);
  if (!step || !script) return;
  const { scalar, reading } = script;
  for (const one of injectedInto(scalar, around)) {
    if (one.kind === "manual" && !isStrict) continue;
    const variant = one.kind === "manual" ? "manual" : isLimited || one.kind === "commit" ? "limited" : undefined;
    const fix = throughEnv(file, step, scalar, one, kindOf(script.reading, around));
    yield { at: scalar.spanOf(one.from, one.to), ...(fix && { fixes: [fix] }), ...(variant && { variant }), message: messageOf(one, reading) };
  }
}

/** The sinks: what a shell or node runs. */
function scriptOf(step: YamlMapping | undefined): { readonly scalar: YamlScalar; readonly reading: string } | undefined {
  const run = scalarOf(step?.get("run"));
  if (run) return { scalar: run, reading: "\"$NAME\"" };
  const uses = scalarOf(step?.get("uses"))?.value ?? "";
  const script = /^actions\/github-script@/i.test(uses) ? scalarOf(below(step, "with", "script")) : undefined;
  return script && { scalar: script, reading: "process.env.NAME" };
}

function messageOf({ what, kind }: Injected, reading: string): string {
  const who = kind === "manual" ? "whoever starts this run" : kind === "commit" ? "whoever writes a commit" : "any stranger";
  return `\`${what}\` is pasted into the script before it runs: ${who} can make it a command, with this job's token and secrets. Hand it over with \`env:\` and read \`${reading}\`.`;
}

function kindOf(reading: string, around: readonly (YamlMapping | undefined)[]): ScriptKind {
  if (reading.startsWith("process")) return "script";
  const [step, ...others] = around;
  const shell = textOf(step?.get("shell")) ?? others.flatMap((one) => textOf(below(one, "defaults", "run", "shell")) ?? [])[0];
  const isWindows = others.some((one) => /windows/i.test(textOf(one?.get("runs-on")) ?? ""));
  return /^(pwsh|powershell)/.test(shell ?? (isWindows ? "pwsh" : "bash")) ? "powershell" : "posix";
}
