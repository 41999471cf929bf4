/** Workflows whose token may do more than their jobs need. */
import { yamlRule, type Finding, type YamlMapping } from "../api.ts";
import { addedTo, nested, oneLine, replacedValue } from "./structure/edits.ts";
import { entryAt, textOf } from "./structure/nodes.ts";
import { workflows } from "./structure/workflow-jobs.ts";

export default yamlRule({
  id: "yaml/broad-workflow-permissions",
  title: "Workflow token with more rights than needed",
  severity: { default: "warning", unsaid: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `Every action and every script of the job can use its token. With write access, one hijacked action or dependency pushes code, moves tags and publishes releases.`,
  remedy: `Write \`permissions: { contents: read }\` at the top, and give single jobs what they need on top of it.`,
  silent: `Workflows or jobs that state their permissions one by one; reusable workflows, which take what their caller gives.`,
  references: ["https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions", "https://docs.github.com/en/actions/reference/security/secure-use"],
  examples: [
    {
      title: "Everything", path: ".github/workflows/ci.yml",
      bad: "on: push\n«permissions: write-all»\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
      good: "on: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
    },
    {
      title: "Not said", path: ".github/workflows/ci.yml",
      bad: "«on»: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
      good: "on: push\njobs:\n  test:\n    permissions: {}\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n",
    },
  ],
  judges: "documents",
  *check(file) {
    for (const { root, jobs, triggers, onAt } of workflows(file)) {
      yield* everything(root, "this workflow");
      for (const { key, mapping } of jobs) yield* everything(mapping, `job \`${key}\``);
      const isCalled = triggers.size > 0 && [...triggers].every((name) => name === "workflow_call");
      if (isCalled || jobs.length === 0 || root.entry("permissions") || jobs.every(({ mapping }) => mapping.get("permissions"))) continue;
      const edit = addedTo(file, root, nested("permissions", oneLine("contents: read")), "on");
      yield { at: onAt, variant: "unsaid", ...(edit && { fixes: [{ title: "Add permissions: contents: read", safe: false, edits: [edit] }] }), message: "No `permissions`: the token has the repository's default, often write access, and every action and dependency of this workflow can use it. Add `permissions: { contents: read }`." };
    }
  },
});

function* everything(mapping: YamlMapping, whose: string): Iterable<Finding> {
  const at = entryAt(mapping, "permissions");
  const edit = replacedValue(mapping.entry("permissions"), "{contents: read}");
  if (at && textOf(mapping.get("permissions")) === "write-all") yield { at, ...(edit && { fixes: [{ title: "Only read the contents", safe: false, edits: [edit] }] }), message: `\`write-all\` lets every action and dependency of ${whose} push code, move tags and publish. List the rights it needs, starting from \`contents: read\`.` };
}
