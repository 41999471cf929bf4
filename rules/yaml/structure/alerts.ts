/** Alerts of Prometheus rule files, PrometheusRule objects included. */
import type { YamlFile, YamlMapping, YamlScalar } from "../../api.ts";
import { below, itemsOf, mappingOf, scalarOf, textOf } from "./nodes.ts";

export interface Alert {
  readonly name: YamlScalar;
  readonly mapping: YamlMapping;
  readonly expression: YamlScalar | undefined;
  readonly labels: YamlMapping | undefined;
  readonly annotations: YamlMapping | undefined;
}

export function alerts(file: YamlFile): readonly Alert[] {
  return file.documents().filter(({ kind }) => kind === "prometheus-rules").flatMap(({ root }) => {
    const groups = mappingOf(root)?.get("groups") ?? below(root, "spec", "groups");
    return itemsOf(groups).flatMap((group) => itemsOf(mappingOf(group)?.get("rules"))).flatMap((rule) => {
      const mapping = mappingOf(rule);
      const name = scalarOf(mapping?.get("alert"));
      if (!mapping || !name) return [];
      return [{ name, mapping, expression: scalarOf(mapping.get("expr")), labels: mappingOf(mapping.get("labels")), annotations: mappingOf(mapping.get("annotations")) }];
    });
  });
}

/** Alerts that fire always, so that their absence tells of a dead pipeline, and alerts that only hold others back. */
export function isHeartbeat({ name, expression, labels }: Alert): boolean {
  return /watchdog|dead.?man|heart.?beat|inhibitor|always.?firing/i.test(name.value) || /^\s*(vector\(\s*1?\s*\)|1)\s*$|^\s*vector\(1\)/.test(expression?.value ?? "") || textOf(labels?.get("severity")) === "none";
}

/** `A`, `B` and 4 more. */
export function namesOf(found: readonly Alert[]): string {
  const shown = found.slice(0, 2).map(({ name }) => `\`${name.value}\``).join(found.length > 2 ? ", " : " and ");
  return found.length > 2 ? `${shown} and ${found.length - 2} more` : shown;
}
