/** What reading one manifest gives: everything the façade and the facts are made of. */
import type { Comment, Dependency, ManifestFormat, ManifestInclude, NamedString, Problem, Publication, Span } from "../../../../rules/api.ts";
import type { LockFacts, LockTool } from "../../../../rules/facts/manifest.ts";

export interface ReadManifest {
  readonly dependencies: readonly Dependency[];
  readonly includes: readonly ManifestInclude[];
  readonly comments: readonly Comment[];
  readonly namedStrings: readonly NamedString[];
  readonly problems: readonly Problem[];
  readonly place: Span;
  readonly packageName: string | undefined;
  readonly tool: LockTool | undefined;
  readonly entryPoints?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly publication: Publication;
  readonly members: readonly string[];
  readonly overridden: readonly string[];
  readonly lockfileOff: { readonly at: Span; readonly tool: LockTool; readonly text: string } | undefined;
  readonly isCompiled: boolean;
  readonly isPartial: boolean;
  readonly lock: LockFacts | undefined;
}

export type ReadFormat = (text: string, format: ManifestFormat, path: string) => Partial<ReadManifest>;

export const unpublished: Publication = { isBuildable: false, isPrivate: false, signs: "none", serves: false };

/** Names of groups that only developers install; compared in lower case. */
const developmentNames = /^(?:dev|develop|development|devel|test|tests|testing|lint|linting|linters?|style|format|formatting|typing|types?|typecheck|mypy|docs?|documentation|ci|build|release|benchmarks?|bench|pre-commit|precommit|coverage|tox|nox|debug|profiling|examples?|notebooks?|quality|qa|check|checks|tools?|maintenance)(?:$|[-_.])|[-_.](?:dev|tests?|docs?|lint)$/;

export function isDevelopmentName(name: string): boolean {
  return developmentNames.test(name.toLowerCase());
}

/** Application servers: what depends on one is run, not imported. */
const servers = new Set(["uvicorn", "gunicorn", "hypercorn", "daphne", "waitress", "uwsgi", "streamlit", "gradio", "bentoml", "mod-wsgi", "granian"]);

export function serves(dependencies: readonly Dependency[]): boolean {
  return dependencies.some(({ key, group }) => group === "runtime" && servers.has(key));
}
