/** The commands that tell: rules, explain, config, init. */
import { existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rules as ownRules } from "../compose.ts";
import type { RuleMeta } from "../../rules/api.ts";
import { principles } from "../../rules/principles.ts";
import { severityOf } from "../engine/config.ts";
import { rulePage, severities } from "../engine/explain.ts";
import { houseRules } from "../engine/house.ts";
import { ConfigStore } from "../workspace/config.ts";
import { repositoryTop } from "../workspace/ignored.ts";
import { glob } from "../engine/glob.ts";
import { choice, type Parsed, UsageError } from "./arguments.ts";
import { plural } from "./result.ts";
import type { Terminal } from "./terminal.ts";

const known: readonly RuleMeta[] = [...ownRules, ...Object.values(houseRules)];

export function listRules(parsed: Parsed, terminal: Terminal): number {
  if (choice(parsed, "format", ["text", "json"], "text") === "json") {
    const rows = known.map(({ id, title, severity, principle, checklist, since, why, remedy, silent, references, options }) => ({ id, title, severity, principle, checklist, since, why, remedy, silent, references, options }));
    terminal.print(JSON.stringify(rows, null, 2) + "\n");
    return 0;
  }
  const width = Math.max(...known.map(({ id }) => id.length));
  for (const rule of known) terminal.print(`${rule.id.padEnd(width)}  ${severityOf(rule).padEnd(7)}  ${principles[rule.principle].numeral.padEnd(4)}  ${rule.title}\n`);
  terminal.print(`\n${plural(known.length, "rule")}. \`preship explain RULE\` prints a rule's page.\n`);
  return 0;
}

export function explain(parsed: Parsed, terminal: Terminal): number {
  const wanted = parsed.positionals[0];
  if (!wanted) throw new UsageError("Which rule? `preship rules` lists them.");
  const exact = known.filter((rule) => rule.id === wanted || rule.id.split("/")[1] === wanted);
  if (exact.length === 0) {
    const near = known.filter((rule) => rule.id.includes(wanted)).map((rule) => rule.id);
    throw new UsageError(`There is no rule ${wanted}.${near.length > 0 ? ` Did you mean ${near.slice(0, 5).join(", ")}?` : " `preship rules` lists them."}`);
  }
  terminal.print(exact.map(rulePage).join("\n"));
  return 0;
}

export function config(parsed: Parsed, terminal: Terminal): number {
  const wanted = path.resolve(terminal.cwd, parsed.positionals[0] ?? ".");
  if (!existsSync(wanted)) throw new UsageError(`${parsed.positionals[0]} does not exist.`);
  const file = statSync(wanted).isDirectory() ? path.join(wanted, "x") : wanted;
  const root = repositoryTop(path.dirname(file)) ?? path.dirname(file);
  const override = typeof parsed.values["config"] === "string" ? { file: path.resolve(terminal.cwd, parsed.values["config"]) } : {};
  const store = new ConfigStore({ root, rules: known, ...override, ...(parsed.values["isolated"] === true && { isolated: true }) });
  const relative = path.relative(root, file).split(path.sep).join("/");
  const effective = store.for(relative);
  const from = (has: (layer: (typeof effective.layers)[number]) => boolean) => [...effective.layers].reverse().find(has)?.source ?? "default";
  const lines = [
    `profile: ${effective.profile}  # ${from((layer) => layer.profile !== undefined)}`,
    `role: ${effective.role(relative) ?? "inferred"}`,
    `ignored: ${effective.isIgnored(relative)}`,
    "rules:",
    ...known.map((rule) => {
      const configured = effective.layers.flatMap((layer) => (layer.rules ?? []).map((entry) => ({ entry, source: layer.source }))).filter(({ entry }) => entry.level !== undefined && matchesRule(entry.match, rule.id)).pop();
      const shown = configured ? effective.level(rule) : severities(rule);
      return `  ${rule.id}: ${shown}  # ${configured ? `${configured.source}${configured.entry.match === rule.id ? "" : ` (${configured.entry.match})`}` : "default"}`;
    }),
  ];
  terminal.print(lines.join("\n") + "\n");
  return 0;
}

function matchesRule(pattern: string, id: string): boolean {
  return glob(pattern)(id);
}

const starter = `# How far does a failure reach? prototype, internal, customer-facing or safety-critical.
# Decides which checklist items apply and how loud rules are.
profile: internal

# Files that are not looked at, beside what .gitignore says.
ignore: []

# Levels by rule or glob: error, warning, info, hint, off. Options stand beside the level.
rules: {}
#  python/request-without-timeout: error
#  yaml/*: info
`;

export function init(_parsed: Parsed, terminal: Terminal): number {
  const target = path.join(terminal.cwd, "preship.yaml");
  if (existsSync(target)) throw new UsageError("preship.yaml is there already; it is left as it is.");
  writeFileSync(target, starter);
  terminal.print("Wrote preship.yaml. Next: preship check .\n");
  return 0;
}
