/** What a YAML file tells about operating the project: commands and actions of pipelines, kinds of resources, keys that are set. */
import type { ShellCommand, Span, YamlFile } from "../../../rules/api.ts";
import type { OperationFact, OperationFacts } from "../../../rules/facts/operations.ts";
import { budgets, servedWorkloads } from "./budgets.ts";
import { asMapping, text } from "./walk.ts";

/** Kinds of files that operate something; in others every key would be noise. */
const operating: ReadonlySet<string> = new Set(["workflow", "action", "compose", "kubernetes", "kustomization", "gitlab-ci", "circleci", "azure-pipelines", "prometheus-rules", "alertmanager", "openapi"]);
const keyed: ReadonlySet<string> = new Set(["workflow", "compose", "kubernetes", "gitlab-ci", "prometheus-rules"]);
/** Saves parsing files that operate nothing. */
const sign = /^[ \t]*"?(?:apiVersion|jobs|steps|groups|services|runs|stages|script|before_script|openapi|swagger|receivers|image)"?[ \t]*:/m;
const most = 300;

/** Undefined for files that operate nothing. Anchors are counted from `firstAnchor`. */
export function operations(file: YamlFile, firstAnchor: number): { readonly facts: OperationFacts; readonly anchors: readonly Span[] } | undefined {
  if (!sign.test(file.text)) return undefined;
  const documents = file.documents().filter(({ kind, root }) => operating.has(kind) || (asMapping(root)?.get("apiVersion") && asMapping(root)?.get("kind")));
  const keeping = budgets(file);
  if (documents.length === 0 && keeping.length === 0) return undefined;
  const anchors: Span[] = [];
  const distinct = (all: Iterable<{ readonly name: string; readonly at: Span }>): OperationFact[] => {
    const first = new Map<string, Span>();
    for (const { name, at } of all) if (name && first.size < most && !first.has(name)) first.set(name, at);
    return [...first].map(([name, { start, end }]) => ({ name, at: firstAnchor + anchors.push({ start, end }) - 1 }));
  };
  const facts: OperationFacts = {
    kind: "operations",
    commands: distinct(file.scripts().flatMap(({ script }) => script.commands()).map((command) => ({ name: wordsOf(command), at: command }))),
    actions: distinct(file.uses().map((use) => ({ name: use.repository, at: use }))),
    resources: distinct(documents.map(({ root, kind, start, end }) => ({ name: text(asMapping(root)?.get("kind")) ?? kind, at: { start, end } }))),
    settings: distinct(file.mappings().filter(({ document }) => keyed.has(document.kind)).flatMap(({ mapping }) => mapping.entries.map(({ key, keyAt }) => ({ name: key, at: keyAt })))),
  };
  const served = servedWorkloads(file).map(({ name, labels, at }) => ({ name, labels, at: firstAnchor + anchors.push(at) - 1 }));
  return { facts: { ...facts, ...(served.length > 0 && { served }), ...(keeping.length > 0 && { budgets: keeping }) }, anchors };
}

function wordsOf({ program, arguments: given }: ShellCommand): string {
  return program === undefined ? "" : [program, ...given.slice(0, 12).map(({ value }) => value.replace(/\uFFFC/g, "…"))].join(" ").slice(0, 200);
}
