/** Findings that hold only in code that answers requests: the call graph decides, which no single file shows. */
import type { FileFacts, Finding, GraphStep, Project, Related } from "../../rules/api.ts";

/** Stands in a message for what is served, as a person would say it: `POST /predict`. */
const entryName = "{entry}";

/** The finding as it is told, with the way from the entry point; undefined where nobody waits for the function. */
export function toldWhereServed(finding: Finding, path: string, project: Project | undefined, factsOf: (path: string) => FileFacts | undefined): Finding | undefined {
  const { whenServed, ...rest } = finding;
  if (whenServed === undefined) return finding;
  const steps = project?.graph.requestPath(path, whenServed) ?? [];
  const [entry] = steps;
  if (!entry) return undefined;
  const story = steps.flatMap((step, index) => relatedOf(step, index === 0 ? `answers ${step.label}` : `calls ${step.label}`, factsOf));
  return { ...rest, message: rest.message.replaceAll(entryName, entry.label), related: [...(rest.related ?? []), ...story] };
}

function relatedOf({ path, at }: GraphStep, message: string, factsOf: (path: string) => FileFacts | undefined): Related[] {
  const place = factsOf(path)?.anchors[at];
  return place ? [{ path, at: place, message }] : [];
}

/** What the project says about a file's findings of this kind; equal texts mean that nothing else is told. */
export function servedKey(findings: readonly Finding[], path: string, project: Project | undefined): string {
  const names = new Set(findings.flatMap(({ whenServed }) => whenServed ?? []));
  return [...names].map((name) => `${name}=${(project?.graph.requestPath(path, name) ?? []).map((step) => `${step.path}:${step.label}`).join(">")}`).join("\n");
}
