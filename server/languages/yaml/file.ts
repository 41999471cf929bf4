/** The YAML façade over the nodes of one file. */
import type { ActionUse, Comment, NamedString, Problem, Span, YamlDocument, YamlFile, YamlImage, YamlKind, YamlPlace, YamlScript } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { scriptComments, yamlComments } from "./comments.ts";
import { imagesOf } from "./images.ts";
import { isPartial, kindOf } from "./kinds.ts";
import { namedStringsOf } from "./named.ts";
import type { ParsedYaml } from "./nodes.ts";
import { placesOf } from "./walk.ts";
import { scriptsOf, usesOf } from "./workflows.ts";

/** `parsed` reads the text, or has read it. */
export function yamlFile(path: string, text: string, parsed: () => ParsedYaml): YamlFile {
  const documents = once((): readonly YamlDocument[] => parsed().documents.map(({ start, end, root }) => {
    const kind = kindOf(root, path);
    return { start, end, root, kind, isPartial: isPartial(root, kind) };
  }));
  const kind = once((): YamlKind => (parsed().isTemplate ? "helm-template" : (documents().find(({ root }) => root)?.kind ?? "other")));
  const places = once(() => new Map(documents().map((document) => [document, placesOf(document)])));
  const mappings = once((): readonly YamlPlace[] => [...places().values()].flat());
  const images = once((): readonly YamlImage[] => imagesOf(documents(), (document) => places().get(document) ?? []));
  const uses = once((): readonly ActionUse[] => documents().flatMap(usesOf));
  const scripts = once((): readonly YamlScript[] => documents().flatMap(scriptsOf));
  const comments = once((): readonly Comment[] => [...yamlComments(text), ...(text.includes("preship:") ? scriptComments(scripts(), text) : [])]);
  const namedStrings = once((): readonly NamedString[] => namedStringsOf(mappings()));
  return {
    path, text, documents, mappings, images, uses, scripts, comments, namedStrings,
    language: "yaml",
    get problems(): readonly Problem[] { return parsed().problems; },
    get kind() { return kind(); },
    slice: ({ start, end }) => text.slice(start, end),
    environmentRead: (variable, at) => reading(kind(), variable, at),
  };
}

function reading(kind: YamlKind, variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] | undefined {
  if (kind === "workflow") return [{ at, text: `\${{ secrets.${variable} }}` }];
  return kind === "compose" ? [{ at, text: `\${${variable}}` }] : undefined;
}
