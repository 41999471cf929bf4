/** Tests and scans of a pipeline whose failure changes nothing. */
import { yamlRule, type Finding, type Span, type YamlFile } from "../api.ts";
import { actionCheckKind, checkKind, type CheckKind } from "./structure/checking.ts";
import { gitlabJobs } from "./structure/gitlab.ts";
import { entryAt, isTrue, mappingOf, textOf } from "./structure/nodes.ts";
import { wordsOf, workflows, type Job, type Step } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/ignored-failure",
  title: "Check whose failure is ignored",
  severity: { default: "warning", lint: "info" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `The check runs, fails, and the pipeline is green all the same: the release it should have stopped goes out, and soon nobody reads its output any more.`,
  remedy: `Let the failure stop the job. What is known to fail can be skipped by name in the tool's own configuration, with a date.`,
  silent: `Steps whose outcome a later step looks at, conditions from the matrix, jobs and steps called experimental, optional, nightly or informational, scans whose results a later step uploads to code scanning, commands that are no test, scan or linter.`,
  references: ["https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error", "https://docs.gitlab.com/ci/yaml/#allow_failure"],
  examples: [
    {
      title: "Green whatever happens", path: ".github/workflows/ci.yml",
      bad: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest -q\n        «continue-on-error: true»\n      - run: «pip-audit» || true\n",
      good: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest -q\n      - run: pip-audit\n",
    },
    {
      title: "Results that nobody is shown", path: ".github/workflows/scan.yml",
      bad: "on: push\njobs:\n  scan:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: snyk container test acme/api --sarif-file-output=snyk.sarif\n        «continue-on-error: true»\n",
      good: "on: push\njobs:\n  scan:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: snyk container test acme/api --sarif-file-output=snyk.sarif\n        continue-on-error: true\n      - uses: github/codeql-action/upload-sarif@v4\n        with: {sarif_file: snyk.sarif}\n",
    },
    {
      title: "GitLab", path: ".gitlab-ci.yml",
      bad: "unit:\n  script:\n    - pytest\n  «allow_failure: true»\n",
      good: "unit:\n  script:\n    - pytest\n",
    },
  ],
  prefilter: /continue-on-error|allow_failure|\|\|/,
  *check(file) {
    for (const { jobs } of workflows(file)) {
      const seen = new Set<number>(); // an alias leads to the same steps again
      for (const job of jobs) for (const one of inJob(job, file)) if (seen.size < seen.add(one.at.start).size) yield one;
    }
    yield* inGitlab(file);
  },
});

const tolerated = /experiment|optional|nightly|informational|advisory|non-?blocking|allow.?fail|canary|flaky|beta|upstream|dev-deps|future/i;

function* inJob(job: Job, file: YamlFile): Iterable<Finding> {
  const { mapping, steps, key } = job;
  if (tolerated.test(`${key} ${textOf(mapping.get("name")) ?? ""}`)) return;
  const whole = steps.flatMap((step) => kindOf(step) ?? [])[0];
  const at = entryAt(mapping, "continue-on-error");
  if (at && isTrue(mapping.get("continue-on-error")) && whole) yield finding(at, whole, `\`continue-on-error: true\` on job \`${key}\``);
  for (const [index, step] of steps.entries()) {
    if (tolerated.test(step.name) || areResultsKept(steps.slice(index + 1), kindOf(step))) continue;
    const stepAt = entryAt(step.mapping, "continue-on-error");
    const kind = kindOf(step);
    if (stepAt && kind && isTrue(step.mapping.get("continue-on-error")) && !isLookedAt(step, file)) yield finding(stepAt, kind, "`continue-on-error: true`");
    else yield* inCommands(step);
  }
}

function* inCommands(step: Step): Iterable<Finding> {
  for (const command of step.commands) {
    const kind = command.isFailureIgnored ? checkKind(wordsOf(command)) : undefined;
    if (kind) yield finding({ start: command.start, end: command.end }, kind, `\`${wordsOf(command).split(" ").slice(0, 3).join(" ")} || …\``);
  }
}

function* inGitlab(file: YamlFile): Iterable<Finding> {
  for (const { key, mapping, steps, stage, setting } of gitlabJobs(file)) {
    if (tolerated.test(`${key} ${stage}`)) continue;
    const [kind] = steps.flatMap((step) => kindOf(step) ?? []);
    const at = entryAt(mapping, "allow_failure");
    const when = setting("when");
    if (at && kind && isTrue(mapping.get("allow_failure")) && (when === undefined || (when !== "unknown" && textOf(when) !== "manual"))) yield finding(at, kind, `\`allow_failure: true\` on job \`${key}\``);
    else for (const step of steps) yield* inCommands(step);
  }
}

function kindOf({ commands, uses }: Step): CheckKind | undefined {
  const kinds = [actionCheckKind(uses), ...commands.map((command) => checkKind(wordsOf(command)))];
  return kinds.includes("test") ? "test" : kinds.includes("scan") ? "scan" : kinds.find((kind) => kind !== undefined);
}

/** What a scanner or linter found goes to GitHub's code scanning, which shows it on the pull request and may block there. */
function areResultsKept(later: readonly Step[], kind: CheckKind | undefined): boolean {
  return kind !== "test" && later.some(({ uses }) => uses === "github/codeql-action/upload-sarif");
}

/** `steps.<id>.outcome` anywhere: something decides on it. */
function isLookedAt({ mapping }: Step, file: YamlFile): boolean {
  const id = textOf(mapping.get("id"));
  return (id !== undefined && file.text.includes(`steps.${id}.outcome`)) || mappingOf(mapping)?.entry("continue-on-error")?.isAlias === true;
}

const nouns: Readonly<Record<CheckKind, string>> = { test: "tests fail", scan: "the scan finds something", lint: "the linter complains" };

function finding(at: Span, kind: CheckKind, written: string): Finding {
  return { at, ...(kind === "lint" && { variant: "lint" }), message: `${written} keeps the pipeline green when ${nouns[kind]}: what it should stop goes out. Let it fail, and skip by name what is known to.` };
}
