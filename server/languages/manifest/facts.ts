/** Facts of a manifest: its dependencies with places as anchors in source order. */
import type { Dependency, FileFacts, ManifestFile, Span } from "../../../rules/api.ts";
import type { DependencyFact, ManifestFacts } from "../../../rules/facts/manifest.ts";
import { serviceBody } from "../concerns.ts";
import type { ReadManifest } from "./formats/shape.ts";

const longestText = 120;

export function factsOf(file: ManifestFile, read: ReadManifest): FileFacts {
  const anchors = anchorsOf([read.place, ...(read.lockfileOff ? [read.lockfileOff.at] : []), ...read.dependencies.flatMap((one) => [one.at, ...(one.specifierAt ? [one.specifierAt] : [])])]);
  const manifest: ManifestFacts = {
    kind: "manifest", format: file.format, ecosystem: file.ecosystem, place: anchors.of(read.place),
    ...(read.packageName !== undefined && { packageName: read.packageName }),
    ...(read.tool && { tool: read.tool }),
    ...(read.entryPoints && { entryPoints: read.entryPoints }),
    publication: read.publication,
    ...(namesRuntime(file.text) && { namesRuntime: true as const }),
    dependencies: read.dependencies.map((one) => dependencyFact(one, file, anchors)),
    includes: read.includes.map(({ target, as }) => ({ target, as })),
    members: read.members,
    overridden: read.overridden,
    ...(read.lockfileOff && { lockfileOff: { at: anchors.of(read.lockfileOff.at), tool: read.lockfileOff.tool, text: read.lockfileOff.text } }),
    isCompiled: read.isCompiled,
    isPartial: read.isPartial,
    ...(read.lock && { lock: read.lock }),
  };
  return { path: file.path, language: "manifest", anchors: anchors.spans, body: { manifest, ...(!read.lock && serviceBody(read.dependencies.map(({ name }) => name).join("\n"))) } };
}

/** `engines.node`, Volta, `requires-python`, Poetry's `python`, Pipenv's `python_version`. */
function namesRuntime(text: string): boolean {
  return /"(?:engines|volta)"\s*:\s*\{[^{}]*"node"|requires-python|python_requires|python_(?:full_)?version|^python\s*=/m.test(text);
}

interface Anchors {
  readonly spans: readonly Span[];
  of(span: Span): number;
}

function anchorsOf(spans: readonly Span[]): Anchors {
  const byKey = new Map(spans.map((span) => [`${span.start} ${span.end}`, span]));
  const sorted = [...byKey.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  const index = new Map(sorted.map((span, i) => [`${span.start} ${span.end}`, i]));
  return { spans: sorted, of: (span) => index.get(`${span.start} ${span.end}`) ?? 0 };
}

function dependencyFact(one: Dependency, file: ManifestFile, anchors: Anchors): DependencyFact {
  const { name, key, ecosystem, specifier, pinWith, group, groupName, source, pin } = one;
  const text = file.slice(one.at).replace(/\s+/g, " ");
  return {
    name, key, ecosystem, at: anchors.of(one.at), text: text.length > longestText ? `${text.slice(0, longestText)}…` : text,
    specifier, ...(one.specifierAt && { specifierAt: anchors.of(one.specifierAt) }), pinWith, group, groupName, source, pin, hasMarker: one.marker !== "",
  };
}
