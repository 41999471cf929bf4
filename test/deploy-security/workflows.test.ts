/** Ways from a stranger's text or code into a workflow that has secrets: what speaks, on which place, and what does not. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const flow = ".github/workflows/w.yml";
const job = (on: string, ...steps: readonly string[]) => `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((one) => one.replace(/^/gm, "        ").replace(/^ {8}/, "      - ")).join("\n")}\n`;
const run = (script: string, env?: string) => `run: |\n${script.replace(/^/gm, "  ")}${env === undefined ? "" : `\nenv:\n  ${env}`}`;
const named = (id: string, step: string) => `id: ${id}\n${step}`;

type Case = readonly [title: string, marked: string];

const injections: readonly Case[] = [
  ["brackets instead of dots", job("issues", run("echo «${{ github.event['issue']['title'] }}» «${{ github['head_ref'] }}»"))],
  ["other capitals, blanks", job("issues", run("echo «${{ GitHub . Event.Issue.Title }}»"))],
  ["an object filter", job("issue_comment", run("echo '«${{ toJSON(github.event.*.body) }}»'"))],
  ["an index that is an expression", job("gollum", run("echo «${{ github.event.pages[github.event.x].page_name }}»"))],
  ["a key that is an expression", job("workflow_dispatch", run("echo ${{ github[inputs.key] }} ${{ github.event.issue[inputs.key] }} ${{ github.event.issue.* }}"))],
  ["the whole event", job("issues", run("echo '«${{ toJSON(github.event) }}»'"))],
  ["the whole context", job("issues", run("echo '«${{ toJson(github) }}»'"))],
  ["parts of the event that nobody writes", job("issues", run("echo '${{ toJSON(github.event.issue.labels) }}' ${{ github.event.issue }}"))],
  ["a function between", job("issues", run("echo «${{ format('{0}!', github.event.issue.title) }}»"))],
  ["the title before an edit", job("issues", run("echo «${{ github.event.changes.title.from }}»"))],
  ["the fork that a run came from", job("workflow_run", run("echo «${{ github.event.workflow_run.head_commit.message }}» «${{ github.event.workflow_run.pull_requests[0].head.ref }}»"))],
  ["either of two", job("pull_request_target", run("echo «${{ github.head_ref || github.ref_name }}»"))],
  ["a condition whose sides are literals", job("issues", run("echo ${{ github.event.issue.title == 'x' && 'a' || 'b' }}"))],
  ["a condition before a safe value", job("issues", run("echo ${{ contains(github.event.issue.body, 'x') && github.sha || '' }}"))],
  ["a check within a check", job("issues", run("echo ${{ github.event_name == 'issues' && contains(github.event.issue.title, 'x') }} ${{ !github.event.issue.body }}"))],
  ["a text that only looks so", job("issues", run("echo ${{ 'github.event.issue.title' }} ${{ format('github.event.issue.title') }}"))],
  ["names, numbers, commits", job("issue_comment", run("echo ${{ github.event.comment.user.login }} ${{ github.event.issue.number }} ${{ github.event.pull_request.head.sha }} ${{ github.event.workflow_run.artifacts_url }}"))],
  ["another key of the same name", job("issues", run("echo ${{ matrix.github.head_ref }} ${{ steps.x.outputs.body }} ${{ github.event.issue.title.length }}"))],

  ["an output of a step", job("pull_request_target", named("b", run('echo "name=$REF" >> "$GITHUB_OUTPUT"', "REF: ${{ github.head_ref }}")), run("echo «${{ steps.b.outputs.name }}»"))],
  ["an output in the old way", job("pull_request_target", named("b", run('echo "::set-output name=ref::${GITHUB_HEAD_REF}"')), run("echo «${{ steps.b.outputs.ref }}»"))],
  ["an output out of a group", job("pull_request_target", named("b", run('{\n  echo "ref=${GITHUB_HEAD_REF:-main}"\n  echo "sha=$GITHUB_SHA"\n} >> "$GITHUB_OUTPUT"')), run("echo «${{ steps.b.outputs.ref }}» ${{ steps.b.outputs.sha }}"))],
  ["through a variable of the shell", job("pull_request_target", named("b", run('branch="${GITHUB_HEAD_REF##*/}"\necho "ref=$branch" >> $GITHUB_OUTPUT')), run("echo «${{ steps.b.outputs.ref }}»"))],
  ["changed on the way", job("pull_request_target", named("b", run('ref=$(echo "$GITHUB_HEAD_REF" | tr -cd a-z)\necho "ref=$ref" >> $GITHUB_OUTPUT\necho "short=${GITHUB_HEAD_REF//[^a-z]/}" >> $GITHUB_OUTPUT')), run("echo ${{ steps.b.outputs.ref }} ${{ steps.b.outputs.short }}"))],
  ["checked on the way", job("pull_request_target", named("b", run('[[ "$GITHUB_HEAD_REF" =~ ^[a-z]+$ ]] || exit 1\necho "ref=$GITHUB_HEAD_REF" >> $GITHUB_OUTPUT')), run("echo ${{ steps.b.outputs.ref }}"))],
  ["a comparison is an output too", job("pull_request_target", named("b", run('test "$GITHUB_HEAD_REF" = main && echo "is=yes" >> $GITHUB_OUTPUT')), run("echo ${{ steps.b.outputs.is }}"))],
  ["an output of a job", "on: issues\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    outputs:\n      title: ${{ steps.t.outputs.title }}\n      id: ${{ github.event.issue.number }}\n    steps:\n      - id: t\n        run: echo \"title=$T\" >> \"$GITHUB_OUTPUT\"\n        env:\n          T: ${{ github.event.issue.title }}\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo «${{ needs.b.outputs.title }}» ${{ needs.b.outputs.id }}\n"],
  ["outputs that lead to each other", "on: issues\njobs:\n  a:\n    outputs: {x: \"${{ needs.b.outputs.x }}\"}\n    steps: [{run: \"echo ${{ needs.b.outputs.x }}\"}]\n  b:\n    outputs: {x: \"${{ needs.a.outputs.x }}\"}\n    steps: [{run: make}]\n"],
  ["names of changed files", job("pull_request_target", "id: f\nuses: tj-actions/changed-files@v35", run("lint «${{ steps.f.outputs.all_changed_files }}» ${{ steps.f.outputs.any_changed }}"))],
  ["names of changed files, escaped", job("pull_request_target", "id: f\nuses: tj-actions/changed-files@v46", run("lint ${{ steps.f.outputs.all_changed_files }}"))],
  ["names of changed files, by commit", job("pull_request_target", "id: f\nuses: tj-actions/changed-files@0123456789abcdef0123456789abcdef01234567", run("lint ${{ steps.f.outputs.all_changed_files }}"))],

  ["scripts of other actions", job("issues", "uses: appleboy/ssh-action@v1\nwith:\n  script: echo «${{ github.event.issue.title }}»", "uses: azure/CLI@v2\nwith:\n  inlineScript: az x «${{ github.event.issue.title }}»", "uses: nick-fields/retry@v3\nwith: {command: \"echo «${{ github.event.issue.title }}»\", timeout_minutes: 1}")],
  ["other inputs of such actions", job("issues", "uses: appleboy/ssh-action@v1\nwith:\n  host: ${{ github.event.issue.title }}\n  script: ls")],

  ["a body as variables", job("issue_comment", run('echo "TEXT=«${BODY}»" >> $GITHUB_ENV', "BODY: ${{ github.event.comment.body }}"))],
  ["a body under a delimiter that everybody knows", job("issue_comment", run('{\n  echo "TEXT<<EOF"\n  echo "«$BODY»"\n  echo EOF\n} >> "$GITHUB_ENV"', "BODY: ${{ github.event.comment.body }}"))],
  ["a body under one that nobody knows", job("issue_comment", run('end=$(openssl rand -hex 8)\n{\n  echo "TEXT<<$end"\n  echo "$BODY"\n  echo "$end"\n} >> "$GITHUB_ENV"', "BODY: ${{ github.event.comment.body }}"))],
  ["one line stays one variable", job("issues", run('echo "TITLE=$TITLE" >> $GITHUB_ENV', "TITLE: ${{ github.event.issue.title }}"))],
  ["a line is enough for the search path", job("issues", run('echo "tools/«$TITLE»" >> $GITHUB_PATH\necho "$TITLE" >> notes.txt', "TITLE: ${{ github.event.issue.title }}"))],

  ["commands in the log, everywhere", "on: push\nenv: {«ACTIONS_ALLOW_UNSECURE_COMMANDS: \"true\"»}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    env:\n      «ACTIONS_ALLOW_UNSECURE_COMMANDS: true»\n    steps:\n      - run: make\n        env:\n          «ACTIONS_ALLOW_UNSECURE_COMMANDS: true»\n      - uses: x/y@v1\n        env:\n          ACTIONS_ALLOW_UNSECURE_COMMANDS: false\n"],
];

const checkout = (ref: string, extra = "") => `uses: actions/checkout@v4\nwith:\n  «ref: ${ref}»${extra}`;
const silentCheckout = (ref: string) => checkout(ref).replace(/[«»]/g, "");

const checkouts: readonly Case[] = [
  ["brackets", job("pull_request_target", checkout("${{ github.event['pull_request']['head']['sha'] }}"), run("make"))],
  ["the merge that is tried", job("pull_request_target", checkout("${{ github.event.pull_request.merge_commit_sha }}"), run("make"))],
  ["the merge that was made", "on: pull_request_target\njobs:\n  a:\n    if: github.event.pull_request.merged == true\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.merge_commit_sha }}\n      - run: make\n"],
  ["by format", job("issue_comment", checkout("${{ format('refs/pull/{0}/head', github.event.issue.number) }}"), run("make"))],
  ["without refs/", job("issue_comment", checkout("pull/${{ github.event.issue.number }}/merge"), run("make"))],
  ["through env", "on: pull_request_target\nenv:\n  REF: ${{ github.head_ref }}\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          «ref: ${{ env.REF }}»\n      - run: make\n"],
  ["through an output", job("pull_request_target", named("r", run('echo "sha=${{ github.event.pull_request.head.sha }}" >> $GITHUB_OUTPUT')), checkout("${{ steps.r.outputs.sha }}"), run("make"))],
  ["looked up after a comment", job("issue_comment", "id: pr\nuses: xt0rted/pull-request-comment-branch@v3", checkout("${{ steps.pr.outputs.head_sha }}"), run("make"))],
  ["looked up as JSON", job("issue_comment", checkout("${{ fromJSON(steps.pr.outputs.result).head.sha }}"), run("make"))],
  ["an action that refuses forks", job("pull_request_target", silentCheckout("${{ github.head_ref }}").replace("@v4", "@v7"), run("make"))],
  ["an action that refuses forks, by commit", job("pull_request_target", silentCheckout("${{ github.head_ref }}").replace("@v4", "@0123456789abcdef0123456789abcdef01234567 # v7.0.1"), run("make"))],
  ["an action that is told to take them", job("pull_request_target", checkout("${{ github.head_ref }}", "\n  allow-unsafe-pr-checkout: true").replace("@v4", "@v7"), run("make"))],
  ["comments are not among what it refuses", job("issue_comment", checkout("pull/${{ github.event.issue.number }}/merge").replace("@v4", "@v7"), run("make"))],
  ["some other output", job("issue_comment", silentCheckout("${{ steps.pr.outputs.base_ref }}"), run("make"))],
  ["an output of that name elsewhere", job("workflow_run", silentCheckout("${{ steps.v.outputs.head_ref }}"), run("make"))],
  ["the pull request of a run", job("workflow_run", checkout("${{ github.event.workflow_run.pull_requests[0].head.sha }}"), run("make"))],
  ["only the fork's repository", job("pull_request_target", "uses: actions/checkout@v4\nwith:\n  «repository: ${{ github.event.pull_request.head.repo.full_name }}»", run("make"))],
  ["by git", job("pull_request_target", run("«git checkout ${{ github.event.pull_request.head.sha }}»\nmake"))],
  ["compared, not checked out", job("pull_request_target", "uses: actions/checkout@v4", run("git diff --name-only origin/main ${{ github.event.pull_request.head.sha }}"))],
  ["never of a fork", "on: workflow_run\njobs:\n  a:\n    if: github.event.workflow_run.event != 'pull_request'\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.workflow_run.head_sha }}\n      - run: make\n"],
];

const download = "uses: actions/download-artifact@v4\nwith:\n  run-id: ${{ github.event.workflow_run.id }}";
const artifacts: readonly Case[] = [
  ["run by its path", job("workflow_run", `${download}\n  path: out`, run("chmod +x out/tool\n«./out/tool --all»"))],
  ["read as a script", job("workflow_run", "uses: dawidd6/action-download-artifact@v6\nwith: {path: ./pr/}", run("«source pr/vars.sh»\n«node pr/index.js»"))],
  ["unpacked by hand", job("workflow_run", "uses: actions/github-script@v7\nwith:\n  script: await github.rest.actions.downloadArtifact({})", run("unzip -q pr.zip -d pr\n«bash pr/run.sh»"))],
  ["by the command line", job("workflow_run", run("gh run download $ID -n site -D site\n«python site/post.py»"))],
  ["as variables", job("workflow_run", `${download}\n  path: pr`, run("«cat pr/number.env >> \"$GITHUB_ENV\"»"))],
  ["as a variable by name", job("workflow_run", `${download}\n  path: pr`, run("if true; then\n  «N=$(cat pr/number)»\nfi\necho \"N=$N\" >> $GITHUB_ENV"))],
  ["as a variable that was checked, or goes elsewhere", job("workflow_run", `${download}\n  path: pr`, run("N=$(cat pr/number)\n[[ $N =~ ^[0-9]+$ ]] || exit 1\necho \"N=$N\" >> $GITHUB_ENV"), run("N=$(<pr/number)\necho $N"))],
  ["everything there is an artefact", job("workflow_run", download, run("«./publish.sh»"))],
  ["own scripts beside it", job("workflow_run", "uses: actions/checkout@v4", `${download}\n  path: out`, run("./publish.sh out\ncat out/number.txt\nnode scripts/post.js out/a.json"))],
  ["an artefact of this run", job("workflow_run", "uses: actions/download-artifact@v4\nwith: {path: out}", run("./out/tool"))],
  ["a folder nobody can see", job("workflow_run", `${download}\n  path: \${{ matrix.dir }}`, run("./out/tool"))],
  ["only runs of pushes", "on: workflow_run\njobs:\n  a:\n    if: github.event.workflow_run.event == 'push'\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {run-id: \"${{ github.event.workflow_run.id }}\", path: out}\n      - run: ./out/tool\n"],
  ["other triggers", job("push", `${download}\n  path: out`, run("./out/tool"))],
];

describe.each([["yaml/workflow-injection", injections], ["yaml/untrusted-checkout", [...checkouts, ...artifacts]]] as const)("%s", (rule, cases) => {
  it.each(cases)("%s", async (_title, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint(flow, text, rule))).toBe(marked);
  });
});

describe("how loud", () => {
  it.each([
    ["strangers", job("issues", run("echo ${{ github.event.issue.title }}")), "error"],
    ["no secrets", job("pull_request", run("echo ${{ github.head_ref }}")), "warning"],
    ["whoever commits", job("issues", run("echo ${{ github.event.head_commit.message }}")), "warning"],
    ["a fork's commit", job("workflow_run", run("echo ${{ github.event.workflow_run.head_commit.message }}")), "error"],
  ])("%s", async (_title, text, severity) => {
    expect((await lint(flow, text, "yaml/workflow-injection")).map((one) => one.severity)).toEqual([severity]);
  });
  it("names where the text comes from", async () => {
    const [found] = await lint(flow, job("pull_request_target", named("b", run('echo "name=$GITHUB_HEAD_REF" >> $GITHUB_OUTPUT')), run("echo ${{ steps.b.outputs.name }}")), "yaml/workflow-injection");
    expect(found?.message).toMatch(/^`steps\.b\.outputs\.name` \(`github\.head_ref`\)/);
  });
});
