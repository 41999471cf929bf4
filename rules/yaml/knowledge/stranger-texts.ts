/** What of an event strangers write, and outputs of actions that hand it on. */

/** `*` is any one key. https://docs.github.com/en/actions/concepts/security/script-injections, https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const strangerTexts: readonly string[] = [
  "github.head_ref",
  ...["issue", "pull_request", "discussion"].flatMap((one) => [`github.event.${one}.title`, `github.event.${one}.body`]),
  ...["comment", "review", "review_comment"].map((one) => `github.event.${one}.body`),
  "github.event.changes.title.from", "github.event.changes.body.from",
  "github.event.pages.*.page_name", "github.event.pages.*.title",
  ...["ref", "label", "repo.default_branch", "repo.description", "repo.homepage"].map((one) => `github.event.pull_request.head.${one}`),
  ...["head_branch", "display_title", "head_repository.description", "pull_requests.*.head.ref"].map((one) => `github.event.workflow_run.${one}`),
  ...commitTexts("github.event.workflow_run.head_commit"),
  "github.event.pull_requests.*.head.ref",
];

/** Whoever writes a commit that is pushed to this repository. */
export const commitTextsOfPushes: readonly string[] = ["head_commit", "commits.*", "merge_group.head_commit"].flatMap((one) => commitTexts(`github.event.${one}`));

/** Whoever may start runs, or is somebody by name. */
export const manualTexts: readonly string[] = ["inputs.*", "github.event.inputs.*", "github.actor", "github.triggering_actor", "github.event.client_payload.*"];

function commitTexts(commit: string): string[] {
  return ["message", "author.name", "author.email", "committer.name", "committer.email"].map((one) => `${commit}.${one}`);
}

export interface TellingAction {
  readonly action: string;
  readonly outputs: RegExp;
  /** What the output holds, to complete "from …". */
  readonly holds: string;
  /** The first major version that escapes it. */
  readonly safeSince?: number;
}

export const tellingActions: readonly TellingAction[] = [
  // https://github.com/advisories/GHSA-mcph-m25j-8j63: escaped since 41
  { action: "tj-actions/changed-files", outputs: /_files$/, holds: "names of the files that a pull request changes", safeSince: 41 },
  // https://github.com/advisories/GHSA-8v8w-v8xg-79rf: escaped since 7.0.7
  { action: "tj-actions/branch-names", outputs: /^(current_branch|head_ref_branch|ref_branch)$/, holds: "the name of the branch", safeSince: 7 },
  // https://github.com/jitterbit/get-changed-files#outputs
  { action: "jitterbit/get-changed-files", outputs: /./, holds: "names of the files that a pull request changes" },
  // https://github.com/xt0rted/pull-request-comment-branch#outputs
  { action: "xt0rted/pull-request-comment-branch", outputs: /^head_ref$/, holds: "the name of the branch" },
  // https://github.com/8BitJonny/gh-get-current-pr#outputs
  { action: "8bitjonny/gh-get-current-pr", outputs: /^pr_(title|body)$/, holds: "the title and body of a pull request" },
];
