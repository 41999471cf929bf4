/** Actions and reusable workflows that are used by branch or tag instead of by commit. */
import { yamlRule, type ActionUse } from "../api.ts";

export default yamlRule({
  id: "yaml/unpinned-action",
  title: "Action that can change under its ref",
  severity: { default: "warning", tag: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `An action runs with the job's token and secrets. Whoever can push to its branch, or move its tag, decides what runs in the next build;
that is how published actions have leaked the credentials of the repositories that used them.`,
  remedy: `Use the full commit SHA and keep the version in a comment: \`uses: owner/action@<40 hex digits> # v4.2.2\`. Dependabot and Renovate
update both.`,
  silent: `Full SHAs, actions of this repository (\`./\`), expressions, and \`docker://\`, which \`yaml/unpinned-image\` judges.`,
  references: [
    "https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions",
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_iduses",
  ],
  examples: [
    {
      title: "A branch, and a tag",
      path: ".github/workflows/release.yml",
      bad: "on: push\njobs:\n  release:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: «actions/checkout@v4»\n      - uses: «example/deploy@main»\n      - uses: ./.github/actions/notify\n",
      good: "on: push\njobs:\n  release:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v4.2.2\n      - uses: ./.github/actions/notify\n",
    },
    {
      title: "A workflow of another repository",
      path: ".github/workflows/call.yml",
      bad: "on: push\njobs:\n  scan:\n    uses: «example/shared/.github/workflows/scan.yml@main»\n    secrets: inherit\n",
      good: "on: push\njobs:\n  scan:\n    uses: example/shared/.github/workflows/scan.yml@0123456789abcdef0123456789abcdef01234567\n    secrets: inherit\n",
    },
    {
      title: "A shortened SHA in a composite action",
      path: "setup/action.yml",
      bad: "runs:\n  using: composite\n  steps:\n    - uses: «actions/setup-node@39370e3»\n",
      good: "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-node@0123456789abcdef0123456789abcdef01234567\n",
    },
  ],
  prefilter: /uses/,
  judges: "documents",
  *check(file) {
    for (const use of file.uses()) {
      const kind = refKind(use.ref);
      if (kind === "commit") continue;
      yield { at: { start: use.start, end: use.end }, message: messageOf(use, kind), ...(kind === "tag" && { variant: "tag" }) };
    }
  },
});

type RefKind = "none" | "commit" | "short commit" | "tag" | "branch";

/** A ref does not say what it is; versions are tags, all else is what branches are called. `release/v1` is a branch by convention. */
function refKind(ref: string): RefKind {
  if (ref === "") return "none";
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)) return "commit";
  if (/^[0-9a-f]{7,39}$/i.test(ref) && /[a-f]/i.test(ref) && /\d/.test(ref)) return "short commit";
  if (ref.includes("/") && !ref.startsWith("refs/tags/")) return "branch";
  return /(^|[-_@/])v?\d+(\.(\d+|x))*([-+.][\w.+-]*)?$/i.test(ref) ? "tag" : "branch";
}

function messageOf({ written, ref, repository, isWorkflow }: ActionUse, kind: Exclude<RefKind, "commit">): string {
  const what = isWorkflow ? "workflow" : "action";
  const owner = repository.split("/", 1)[0] ?? repository;
  if (kind === "none") return `\`${written}\` names no version: GitHub refuses it, and other runners take whatever the ${what}'s default branch holds that day. Pin the full commit SHA of a release.`;
  if (kind === "short commit") return `\`${written}\` names a shortened SHA, which a tag or branch of the same name overrides: the ${what} can change without a change here. Use all 40 digits.`;
  if (kind === "tag") return `\`${written}\` is a tag that ${owner} can move: other code may run with this job's token and secrets tomorrow. Pin the full commit SHA and keep \`${ref}\` in a comment.`;
  return `\`${written}\` follows a branch: every push to it runs at once in this workflow, with its token and secrets. Pin the full commit SHA of a release.`;
}
