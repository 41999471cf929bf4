/** Finds database migrations that cannot be taken back. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsExpr, type JsFunction, type Span } from "../api.ts";
import { lastName, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/irreversible-migration",
  title: "Migration without a way back",
  severity: "warning",
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: "When a release goes wrong, the old code has to run again within minutes. If the migration cannot be reversed, the old code meets the new schema, or somebody writes the reversal by hand at the worst moment.",
  remedy: "Write `down` with `up` and run it once in staging. Where there truly is none, throw an error that says why, so that the plan for going back does not count on it.",
  silent: "When `up` does nothing either, `down` throws or says in a comment that there is no way back, and for steps that need none (`VALIDATE CONSTRAINT`, `ANALYZE`); node-pg-migrate, which works the reversal out by itself, when `down` is left out or `false`.",
  references: ["https://knexjs.org/guide/migrations.html", "https://typeorm.io/docs/migrations/why", "https://sequelize.org/docs/v6/other-topics/migrations/#migration-skeleton", "https://salsita.github.io/node-pg-migrate/migrations/"],
  examples: [
    {
      title: "Knex: down does nothing",
      path: "migrations/20240301_region.js",
      bad: "exports.up = (knex) => knex.schema.alterTable(\"orders\", (table) => table.string(\"region\"));\n\nexports.«down» = () => {};\n",
      good: "exports.up = (knex) => knex.schema.alterTable(\"orders\", (table) => table.string(\"region\"));\n\nexports.down = (knex) => knex.schema.alterTable(\"orders\", (table) => table.dropColumn(\"region\"));\n",
    },
    {
      title: "TypeORM",
      path: "src/migrations/1709-region.ts",
      bad: "import { MigrationInterface, QueryRunner } from \"typeorm\";\n\nexport class Region1709 implements MigrationInterface {\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`ALTER TABLE orders ADD region text`);\n  }\n\n  async «down»(queryRunner: QueryRunner): Promise<void> {\n    // nothing\n  }\n}\n",
      good: "import { MigrationInterface, QueryRunner } from \"typeorm\";\n\nexport class Region1709 implements MigrationInterface {\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`ALTER TABLE orders ADD region text`);\n  }\n\n  async down(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`ALTER TABLE orders DROP COLUMN region`);\n  }\n}\n",
    },
    {
      title: "Sequelize: a backfill without its reverse",
      path: "migrations/20240302-fill.js",
      bad: "module.exports = {\n  «up»: (queryInterface) => queryInterface.bulkUpdate(\"orders\", { region: \"eu\" }, { region: null }),\n};\n",
      good: "module.exports = {\n  up: (queryInterface) => queryInterface.bulkUpdate(\"orders\", { region: \"eu\" }, { region: null }),\n  down: async () => {\n    throw new Error(\"Which regions were empty is not kept: restore from the backup of the day.\");\n  },\n};\n",
    },
  ],
  prefilter: /\bup\b/,
  silentInTests: true,

  *check(file) {
    const found = stepsOf(file);
    if (!found?.up || !isMigration(file, found.up) || isEmpty(file, found.up) || needsNoWayBack(file, found.up)) return;
    const { up, down } = found;
    if (!down) {
      if (!found.hasOtherDown && !infersDown(up)) yield told(found.upAt, "`up` has no `down` beside it: when this release is rolled back, the old code meets the new schema. Write the reversal.");
    } else if (found.downAt && isEmpty(file, down) && !saysWhy(file, down)) {
      yield told(found.downAt, "`down` does nothing while `up` changes the database: when this release is rolled back, the old code meets the new schema. Write the reversal, or throw with the reason why there is none.");
    }
  },
});

function told({ start, end }: Span, message: string): Finding {
  return { at: { start, end }, message, confidence: "certain" };
}

interface Steps {
  readonly up: JsFunction | undefined;
  readonly upAt: Span;
  readonly down: JsFunction | undefined;
  readonly downAt: Span | undefined;
  /** Something else goes by the name: `exports.down = false`, an import. */
  readonly hasOtherDown: boolean;
}

/** `up` and `down` as a class, an object or a module has them. */
function stepsOf(file: JavaScriptFile): Steps | undefined {
  const named = new Map<string, { readonly at: Span; readonly fn: JsFunction | undefined }>();
  const add = (name: string | undefined, at: Span, value: JsExpr | JsFunction | undefined) => {
    if ((name === "up" || name === "down") && !named.has(name)) named.set(name, { at, fn: functionOf(file, value) });
  };
  for (const { members } of file.classes()) for (const one of members) if (one.kind === "Method") add(one.name, one.nameAt, one.function);
  for (const { target, value } of file.nodes("Assign")) {
    if (target.kind !== "Member") continue;
    const isExports = /^(?:module\.)?exports$/.test(file.slice(target.object));
    if (isExports) add(target.property, target.propertyAt, value);
    if (file.slice(target) === "module.exports") addObject(file, value, add);
  }
  for (const { declaration, value, names } of file.nodes("Export")) {
    if (declaration?.kind === "Function") add(declaration.name, declaration.nameAt ?? declaration, declaration);
    if (declaration?.kind === "Variables") for (const one of declaration.declarations) if (one.target.kind === "Name") add(one.target.id, one.target, one.value);
    for (const one of names) add(one.exported, one.at, one.name);
    if (value) addObject(file, value, add);
  }
  const up = named.get("up");
  const down = named.get("down");
  return up && { up: up.fn, upAt: up.at, down: down?.fn, downAt: down?.at, hasOtherDown: down !== undefined };
}

function addObject(file: JavaScriptFile, node: JsExpr, add: (name: string | undefined, at: Span, value: JsExpr) => void): void {
  const object = file.valueOf(node);
  if (object.kind !== "object" || !object.node) return;
  for (const one of object.node.properties) if (one.kind === "Property") add(one.key, one.keyAt, one.value);
}

function functionOf(file: JavaScriptFile, value: JsExpr | JsFunction | undefined): JsFunction | undefined {
  if (!value) return undefined;
  if (value.kind === "Function") return value;
  const followed = file.valueOf(value);
  return followed.kind === "function" ? followed.function : undefined;
}

/** By what `up` is handed, or by where the file lies. */
function isMigration(file: JavaScriptFile, up: JsFunction): boolean {
  const [first] = up.params;
  const name = first?.target.kind === "Name" ? first.target.id : "";
  if (/^(?:knex|queryInterface|queryRunner|pgm|sequelize|query)$/i.test(name) || /^(?:QueryRunner|Knex|QueryInterface|MigrationBuilder|Kysely)$/.test(first?.typeName ?? "")) return true;
  return /(?:^|\/)[\w.-]*migrations?(?:\/|$)/i.test(file.path) && /^(?:db|client|connection|pool|mongoose|trx|_?\w*)$/.test(name) && up.params.length > 0;
}

const filler = /^(?:log|info|warn|debug|resolve)$/;

/** Returns, comments and log lines only. */
function isEmpty(file: JavaScriptFile, fn: JsFunction): boolean {
  if (fn.result) return isNothing(file, fn.result);
  return fn.body.every((one) => one.kind === "Empty" || (one.kind === "Return" && (one.value === undefined || isNothing(file, one.value))) || (one.kind === "ExprStmt" && isNothing(file, one.value)));
}

function isNothing(file: JavaScriptFile, node: JsExpr): boolean {
  switch (node.kind) {
    case "Call": return filler.test(lastName(node.callee)) && /^(?:console|Promise|logger|log)$/.test(node.callee.kind === "Member" ? lastName(node.callee.object) : "");
    case "Await": return isNothing(file, node.value);
    case "Const": case "Name": case "Str": case "Num": case "Unary": case "This": return true;
    case "Member": return true;
    case "Object": return node.properties.length === 0;
    case "Array": return node.elements.length === 0;
    default: return false;
  }
}

/** What generators leave for people to replace. */
const skeleton = /add (?:reverting|altering) commands here/i;

/** A marker with its reason, in or beside the function. */
function saysWhy(file: JavaScriptFile, down: JsFunction): boolean {
  const from = file.text.lastIndexOf("\n", file.text.lastIndexOf("\n", down.start - 1) - 1);
  const newline = file.text.indexOf("\n", down.end);
  const to = newline < 0 ? file.text.length : newline;
  return file.comments().some(({ at, text }) => at.start >= from && at.end <= to && !skeleton.test(text) && /irrevers|cannot|can(?:'|no)t|not (?:supported|possible|reversible|needed|necessary|required)|no (?:way back|rollback|need|going back|down)|one.?way|unrecover|lossy|revert|won't|don't|do not|should not|already/i.test(text));
}

/** Steps that leave nothing to take back. */
function needsNoWayBack(file: JavaScriptFile, up: JsFunction): boolean {
  const texts = within(up, true).flatMap((one) => (one.kind === "Str" || one.kind === "Template" ? [one.value.trim()] : [])).filter((text) => /\s/.test(text));
  return texts.length > 0 && texts.every((text) => /^(?:ANALYZE|VACUUM|REINDEX|ALTER\s+TABLE\s+\S+\s+VALIDATE\s+CONSTRAINT|REFRESH\s+MATERIALIZED)\b/i.test(text));
}

function infersDown(up: JsFunction): boolean {
  const [first] = up.params;
  return first?.target.kind === "Name" && first.target.id === "pgm";
}
