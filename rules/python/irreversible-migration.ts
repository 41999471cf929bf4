/** Finds database migrations that cannot be taken back. */
import { pythonRule, type Finding, type PyAnnAssign, type PyAssign, type PyCall, type PyExpr, type PyFunctionDef, type PythonFile, type Span } from "../api.ts";
import { withoutFiller } from "./knowledge/code.ts";

export default pythonRule({
  id: "python/irreversible-migration",
  title: "Migration without a way back",
  severity: "warning",
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: "When a release goes wrong, the old code has to run again within minutes. If the migration cannot be reversed, the old code meets the new schema, or somebody writes the reversal by hand at the worst moment.",
  remedy: "Write the reversal with the migration and run it once in staging. Where there truly is none, raise an error that says why, so that the plan for going back does not count on it.",
  silent: "When `upgrade` does nothing either (merge points), `downgrade` raises or explains itself in a comment, and for steps that need no reversal (`VALIDATE CONSTRAINT`, `ANALYZE`).",
  references: ["https://alembic.sqlalchemy.org/en/latest/tutorial.html#running-our-first-migration", "https://docs.djangoproject.com/en/stable/ref/migration-operations/#runpython"],
  examples: [
    {
      title: "Alembic: downgrade does nothing",
      path: "migrations/versions/8f2_add_region.py",
      bad: "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = \"8f2\"\ndown_revision = \"7a1\"\n\n\ndef upgrade():\n    op.add_column(\"orders\", sa.Column(\"region\", sa.String()))\n\n\ndef «downgrade»():\n    pass\n",
      good: "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = \"8f2\"\ndown_revision = \"7a1\"\n\n\ndef upgrade():\n    op.add_column(\"orders\", sa.Column(\"region\", sa.String()))\n\n\ndef downgrade():\n    op.drop_column(\"orders\", \"region\")\n",
    },
    {
      title: "Django: code without its reverse",
      path: "shop/migrations/0007_backfill.py",
      bad: "from django.db import migrations\n\n\ndef fill(apps, schema_editor):\n    apps.get_model(\"shop\", \"Order\").objects.update(region=\"eu\")\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.«RunPython»(fill)]\n",
      good: "from django.db import migrations\n\n\ndef fill(apps, schema_editor):\n    apps.get_model(\"shop\", \"Order\").objects.update(region=\"eu\")\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]\n",
    },
  ],
  prefilter: /\bdown_revision\b|\balembic\b|\bRun(?:Python|SQL)\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const node of revisionSteps(file)) yield* alembic(file, node);
    for (const call of file.here.calls()) yield* django(file, call);
  },
});

const revisionSteps = ({ here }: PythonFile) => here.functions().filter((node) => node.parent === undefined && (node.name === "upgrade" || node.name === "downgrade"));

const moduleNames = ({ here }: PythonFile): readonly string[] => [...here.nodes("Assign").flatMap(topTargets), ...here.nodes("AnnAssign").flatMap(topTargets)].flatMap((target) => (target.kind === "Name" ? [target.id] : []));

function topTargets(node: PyAssign | PyAnnAssign): readonly PyExpr[] {
  if (node.parent !== undefined) return [];
  return node.kind === "Assign" ? node.targets : [node.target];
}

/** One of the two functions of a revision, beside the other. */
function* alembic(file: PythonFile, node: PyFunctionDef): Generator<Finding> {
  const names = new Set(file.collect(moduleNames));
  if (!names.has("revision") && !names.has("down_revision") || !names.has("down_revision") && !file.imports().some((name) => name.startsWith("alembic"))) return;
  const upgrade = file.collect(revisionSteps).find(({ name }) => name === "upgrade");
  const downgrade = file.collect(revisionSteps).find(({ name }) => name === "downgrade");
  if (!upgrade || isEmpty(upgrade) || /^(?:base|initial|squash)/i.test(file.path.split("/").at(-1) ?? "")) return;
  if (!downgrade) {
    if (node === upgrade) yield { at: upgrade.nameAt, message: "`upgrade` has no `downgrade` beside it: when this release is rolled back, the old code meets the new schema. Write the reversal." };
  } else if (node === downgrade && isEmpty(downgrade) && !file.here.comments().some(({ at, text }) => at.start > downgrade.start && !isBelow(file, downgrade, at) && /\w+\s+\w+/.test(text) && !/auto.generated|alembic/i.test(text))) {
    yield { at: downgrade.nameAt, message: "`downgrade` does nothing while `upgrade` changes the database: when this release is rolled back, the old code meets the new schema. Write the reversal, or raise with the reason why there is none." };
  }
}

/** A docstring of some words is a reason, and so is `raise`. */
function isEmpty(node: PyFunctionDef): boolean {
  const [first] = node.body;
  const explains = first?.kind === "ExprStmt" && first.value.kind === "Str" && /irreversible|cannot|can't|not (?:supported|possible|needed|necessary)|no(?:thing)? (?:to|need)|no-?op/i.test(first.value.value);
  return !explains && withoutFiller(node.body).every((one) => one.kind === "Return" && one.value === undefined);
}

function isBelow(file: PythonFile, { end }: Span, comment: Span): boolean {
  return comment.end > end && file.slice({ start: end, end: comment.end }).includes("\n");
}

const steps = {
  RunPython: { reverse: "reverse_code", code: "code" },
  RunSQL: { reverse: "reverse_sql", code: "sql" },
} as const;

function* django(file: PythonFile, call: PyCall): Generator<Finding> {
  const name = call.method === "RunPython" || call.method === "RunSQL" ? call.method : undefined;
  if (!name || !call.callee?.startsWith("django.db.migrations.") && !call.callee?.startsWith("django.contrib.gis.db.migrations.")) return;
  const { reverse, code } = steps[name];
  if (call.spreadsUnknown || call.argument(reverse, 1)) return;
  const given = call.argument(code, 0);
  if (!given || isNoop(file.slice(given))) return;
  const sql = file.valueOf(given);
  if (name === "RunSQL" && sql.kind === "string" && /^\s*(?:ALTER\s+TABLE\s+\S+\s+VALIDATE\s+CONSTRAINT|ANALYZE|VACUUM|SELECT|SET)\b/i.test(sql.value)) return;
  yield {
    at: call.name,
    message: `\`${name}\` without \`${reverse}\` cannot be reversed: rolling this release back stops here, with the database half way. Write the reverse, or pass \`${name}.noop\` when undoing needs no work.`,
    ...(name === "RunPython" && { fixes: [{ title: "Pass reverse_code=RunPython.noop", safe: false, edits: [file.addArgument(call.node, `reverse_code=${file.slice(call.node.func)}.noop`)] }] }),
  };
}

function isNoop(text: string): boolean {
  return /(?:^|\.)noop$/.test(text);
}
