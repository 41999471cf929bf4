/** Text of strangers that becomes part of a script. */
import { yamlRule, type Finding, type YamlFile, type YamlMapping, type YamlScalar } from "../api.ts";
import { throughEnv, type ScriptKind } from "./structure/indirection.ts";
import { below, itemsOf, mappingOf, scalarOf, textOf } from "./structure/nodes.ts";
import { scriptInputs } from "./knowledge/script-inputs.ts";
import { environmentWrites, unsecureCommands } from "./structure/environment-files.ts";
import { injectedInto, type Injected, type Scope } from "./structure/untrusted.ts";
import { workflows } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/workflow-injection",
  title: "Text of strangers inside a script",
  severity: { default: "error", limited: "warning", manual: "info", environment: "warning", commands: "warning" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `\`\${{ … }}\` is filled in before the shell reads the script: a pull request titled \`"; curl … | sh #\` runs as a command, with the token and secrets of the job.`,
  remedy: `Hand the value over as a variable: \`env: { TITLE: \${{ … }} }\`, and write \`"$TITLE"\` in the script (\`process.env.TITLE\` in github-script).`,
  silent: `Values a stranger cannot choose (numbers, SHAs, logins), truth values (\`contains(…)\`, comparisons), expressions outside scripts. Inputs of manual runs are information in the
safety-critical profile, silent elsewhere. Workflows that only run on pushes or on \`pull_request\`, without the repository's secrets, are warnings. Variables and outputs are
followed as long as their text stays as it is; what a command or a check has changed is unknown.`,
  references: [
    "https://docs.github.com/en/actions/concepts/security/script-injections",
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files",
  ],
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
    {
      title: "A branch name that was an output in between", path: ".github/workflows/preview.yml",
      bad: "on: pull_request_target\njobs:\n  preview:\n    runs-on: ubuntu-24.04\n    steps:\n      - id: ref\n        run: echo \"branch=$GITHUB_HEAD_REF\" >> \"$GITHUB_OUTPUT\"\n      - run: ./preview.sh «${{ steps.ref.outputs.branch }}»\n",
      good: "on: pull_request_target\njobs:\n  preview:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./preview.sh \"$GITHUB_HEAD_REF\"\n",
    },
    {
      title: "A comment as variables of all later steps", path: ".github/workflows/comment.yml",
      bad: "on: issue_comment\njobs:\n  note:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"NOTE=«$BODY»\" >> \"$GITHUB_ENV\"\n        env:\n          BODY: ${{ github.event.comment.body }}\n",
      good: "on: issue_comment\njobs:\n  note:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./note.sh \"$BODY\"\n        env:\n          BODY: ${{ github.event.comment.body }}\n",
    },
    {
      title: "Commands in the log", path: ".github/workflows/old.yml",
      bad: "on: push\nenv:\n  «ACTIONS_ALLOW_UNSECURE_COMMANDS: true»\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"::set-env name=MODE::fast\"\n",
      good: "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"MODE=fast\" >> \"$GITHUB_ENV\"\n",
    },
  ],
  prefilter: /\$\{\{|ACTIONS_ALLOW_UNSECURE_COMMANDS/,
  *check(file, context) {
    const isStrict = context.profile === "safety-critical";
    for (const { root, jobs, triggers } of workflows(file)) {
      const isLimited = [...triggers].every((name) => /^(push|pull_request|workflow_dispatch|schedule|workflow_call|merge_group)$/.test(name));
      const seen = new Set<YamlMapping>(); // an alias leads to the same steps again
      yield* commandsAllowed(root);
      for (const job of jobs) {
        yield* commandsAllowed(job.mapping);
        const steps = job.steps.map(({ mapping }) => mapping);
        for (const step of steps) if (seen.size < seen.add(step).size) yield* inStep(file, step, { around: [step, job.mapping, root], steps, jobs, root }, isLimited, isStrict);
      }
    }
    for (const { root, kind } of file.documents()) {
      if (kind !== "action") continue;
      const steps = itemsOf(below(root, "runs", "steps")).flatMap((item) => mappingOf(item) ?? []);
      for (const step of steps) yield* inStep(file, step, { around: [step], steps, jobs: [], root: undefined }, true, isStrict);
    }
  },
});

function* inStep(file: YamlFile, step: YamlMapping, scope: Scope, isLimited: boolean, isStrict: boolean): Iterable<Finding> {
  yield* commandsAllowed(step);
  const script = scriptOf(step);
  if (!script) return;
  const { scalar, reading } = script;
  for (const one of injectedInto(scalar, scope)) {
    if (one.kind === "manual" && !isStrict) continue;
    const variant = one.kind === "manual" ? "manual" : isLimited || one.kind === "commit" ? "limited" : undefined;
    const kind = kindOf(reading, step, scope.around.slice(1));
    const fix = kind && throughEnv(file, step, scalar, one, kind);
    yield { at: scalar.spanOf(one.from, one.to), ...(fix && { fixes: [fix] }), ...(variant && { variant }), message: messageOf(one, reading) };
  }
  if (!step.get("run")) return;
  for (const { at, file: target, variable, what, origin } of environmentWrites(scalar, scope)) {
    const text = origin ?? what;
    yield {
      at, variant: "environment",
      message: target === "GITHUB_PATH"
        ? `\`${variable}\` holds \`${text}\` and goes into \`$GITHUB_PATH\`: any stranger decides which programs later steps run, with this job's token and secrets. Write only folders that you name yourself.`
        : `\`${variable}\` holds \`${text}\` and goes into \`$GITHUB_ENV\`: each further line of a stranger's text is a variable of every later step (\`BASH_ENV=…\` runs code). Hand it to the step that needs it with \`env:\`.`,
    };
  }
}

function* commandsAllowed(mapping: YamlMapping): Iterable<Finding> {
  const found = unsecureCommands(mapping);
  if (found) yield { at: found.at, variant: "commands", ...(found.edit && { fixes: [{ title: "Set it to false", safe: false, edits: [found.edit] }] }), message: "`ACTIONS_ALLOW_UNSECURE_COMMANDS` lets any line of output set variables and the search path of later steps: a printed title or test name is enough to run code with this job's secrets. Write to `$GITHUB_ENV` and `$GITHUB_PATH` instead." };
}

/** The sinks: what a shell or an interpreter runs. */
function scriptOf(step: YamlMapping): { readonly scalar: YamlScalar; readonly reading: string | undefined } | undefined {
  const run = scalarOf(step.get("run"));
  if (run) return { scalar: run, reading: "\"$NAME\"" };
  const uses = (scalarOf(step.get("uses"))?.value.split("@", 1)[0] ?? "").trim().toLowerCase();
  const known = scriptInputs.find(({ action }) => action === uses);
  const script = known && mappingOf(step.get("with"))?.entries.find(({ key }) => key.toLowerCase() === known.input.toLowerCase());
  const scalar = scalarOf(script?.value);
  return scalar && { scalar, reading: known?.reading };
}

function messageOf({ what, kind, origin }: Injected, reading: string | undefined): string {
  const who = kind === "manual" ? "whoever starts this run" : kind === "commit" ? "whoever writes a commit" : "any stranger";
  const source = origin === undefined ? "" : origin.includes(" ") ? ` (${origin})` : ` (\`${origin}\`)`;
  const remedy = reading === undefined ? "Hand it over as a variable (`env:`), and name that variable to the action." : `Hand it over with \`env:\` and read \`${reading}\`.`;
  return `\`${what}\`${source} is pasted into the script before it runs: ${who} can make it a command, with this job's token and secrets. ${remedy}`;
}

/** Undefined where no fix can be written. */
function kindOf(reading: string | undefined, step: YamlMapping, others: readonly (YamlMapping | undefined)[]): ScriptKind | undefined {
  if (reading?.startsWith("process")) return "script";
  if (!step.get("run")) return reading === "$env:NAME" ? "powershell" : undefined;
  const shell = textOf(step.get("shell")) ?? others.flatMap((one) => textOf(below(one, "defaults", "run", "shell")) ?? [])[0];
  const isWindows = others.some((one) => /windows/i.test(textOf(one?.get("runs-on")) ?? ""));
  return /^(pwsh|powershell)/.test(shell ?? (isWindows ? "pwsh" : "bash")) ? "powershell" : "posix";
}
