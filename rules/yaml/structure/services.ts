/** Services of Compose files, and whether the file looks like one that runs in production. */
import type { Span, YamlFile, YamlMapping } from "../../api.ts";
import { childrenOf, mappingOf, textOf } from "./nodes.ts";

export interface Service {
  readonly name: string;
  readonly at: Span;
  readonly mapping: YamlMapping;
}

export type ComposeUse = "production" | "unknown" | "development";

/** Only whole services: one without image, build and extends completes another file's. */
export function services(file: YamlFile): readonly Service[] {
  return file.documents().filter(({ kind }) => kind === "compose").flatMap(({ root }) => {
    const mapping = mappingOf(root);
    return childrenOf(mapping?.get("services") ?? mapping).map(({ key, keyAt, mapping: service }) => ({ name: key, at: keyAt, mapping: service }));
  }).filter(({ mapping }) => mapping.get("image") ?? mapping.get("build"));
}

export function composeUse(file: YamlFile): ComposeUse {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  if (/(^|[._-])(dev|devel|development|local|override|test|tests|testing|ci|e2e|debug|example|sample)([._-]|$)/i.test(name) || /(^|\/)(\.devcontainer|examples?|samples?|demos?|hack|ci)\//i.test(file.path)) return "development";
  if (/(^|[._/-])(prod|production|live|swarm|stack)([._/-]|$)/i.test(file.path)) return "production";
  return services(file).some(({ mapping }) => mapping.get("deploy") !== undefined || textOf(mapping.get("restart")) === "always") ? "production" : "unknown";
}
